//! The table of `src/parse/identity.rs`, a test for each row, in its order.

use super::*;

/// What was read stays read and nothing comes twice: each step is a document, all of it was read before the next.
async fn the_same(steps: &[&[Item]]) {
    let mut desk = Desk::new().await;
    let mut total = None;
    for (at, step) in steps.iter().enumerate() {
        let saved = desk.take(step).await;
        let all = desk.rows(Show::All).await.len();
        assert_eq!(*total.get_or_insert(all), all, "step {at}: {step:?}");
        assert_eq!(saved.new > 0, at == 0, "step {at}: {saved:?}");
        desk.read_all().await;
    }
}

/// The second document brings exactly these new ones, by their titles.
async fn new(before: &[Item], after: &[Item], new: &[&str]) {
    let mut desk = Desk::new().await;
    desk.take(before).await;
    desk.read_all().await;
    let total = desk.rows(Show::All).await.len();
    desk.take(after).await;
    assert_eq!(desk.unread().await, new, "{after:?}");
    assert_eq!(desk.rows(Show::All).await.len(), total + new.len());
    // And they stay: the same document again brings nothing.
    desk.read_all().await;
    let again = desk.take(after).await;
    assert_eq!((again.new, again.changed), (0, 0), "{after:?}");
}

#[tokio::test]
async fn the_same_guid_reordered_edited_and_dated_anew() {
    let (one, two) = (item("1"), item("2"));
    the_same(&[
        &[one.clone(), two.clone()],
        &[two.clone(), one.clone()],
        &[one.clone().title("A better title"), two.clone()],
        &[
            one.clone().title("A better title").text("<p>Corrected</p>"),
            two.clone(),
        ],
        &[
            one.clone().title("Third").text("Third").age(1),
            two.clone().age(None),
        ],
        &[one
            .clone()
            .link("http://a.example/another")
            .title("Third")
            .age(1)],
        &[two, one],
    ])
    .await;
}

#[tokio::test]
async fn an_edit_leaves_it_read_and_marks_it_changed() {
    let mut desk = Desk::new().await;
    desk.take(&[item("1")]).await;
    desk.read_all().await;
    let before = desk.rows(Show::All).await.remove(0);
    desk.take(&[item("1").text("<p>Corrected</p>").age(-1)])
        .await;
    let after = desk.rows(Show::All).await.remove(0);
    assert!(after.read && after.changed && !before.changed);
    assert_eq!(after.key(), before.key(), "its place in lists stays");
}

#[tokio::test]
async fn the_same_guid_with_nothing_else_to_agree_or_differ() {
    let bare = |title: &str, text: &str| item("1").link("").title(title).text(text).age(None);
    the_same(&[
        &[bare("One", "One")],
        &[bare("Two", "Two")],
        &[bare("", "Three")],
    ])
    .await;
}

#[tokio::test]
async fn the_same_guid_for_another_link_title_date_and_text() {
    new(
        &[item("1").guid("now")],
        &[item("2").guid("now")],
        &["Title of 2"],
    )
    .await;
    // Guids that are places in the document: each entry moves down by one, and one is new.
    let placed = |names: &[&str]| -> Vec<Item> {
        let at = names.iter().enumerate();
        at.map(|(at, name)| item(name).guid(&format!("item-{at}")))
            .collect()
    };
    let (before, after) = (placed(&["3", "2", "1"]), placed(&["4", "3", "2", "1"]));
    new(&before, &after, &["Title of 4"]).await;
}

#[tokio::test]
async fn a_guid_that_several_entries_have() {
    let shared = |name: &str| item(name).guid("shared");
    let both = [shared("1"), shared("2")];
    the_same(&[
        &both,
        &[shared("2"), shared("1")],
        &[shared("2").title("Edited")],
        &[shared("1").text("Edited"), shared("2").age(1)],
        &both,
    ])
    .await;
    new(
        &both,
        &[shared("3"), shared("1"), shared("2")],
        &["Title of 3"],
    )
    .await;
    // One of the two is gone, another came.
    new(&both, &[shared("3"), shared("1")], &["Title of 3"]).await;
    // They share the link, too.
    let one_link = |name: &str| shared(name).link("http://a.example/one");
    let both = [one_link("1"), one_link("2")];
    the_same(&[&both, &[one_link("2"), one_link("1").text("Edited")]]).await;
    new(&both, &[one_link("3"), one_link("1")], &["Title of 3"]).await;
}

#[tokio::test]
async fn the_same_address_over_https_with_or_without_www_slash_and_tracking() {
    let before = item("1")
        .guid("http://www.a.example/?p=1")
        .title("As before");
    for (guid, link) in [
        ("https://www.a.example/?p=1", "https://a.example/1"),
        ("https://a.example/?p=1", "https://www.a.example/1/"),
        (
            "http://a.example?p=1",
            "http://a.example/1?utm_source=rss#xtor=RSS-1",
        ),
    ] {
        let after = item("1")
            .guid(guid)
            .link(link)
            .title("Edited")
            .text("Edited")
            .age(None);
        the_same(&[std::slice::from_ref(&before), &[after]]).await;
    }
    let permalink = |link: &str| item("1").guid(link).link(link);
    let after = permalink("https://a.example/1/").title("Edited");
    the_same(&[&[permalink("http://www.a.example/1")], &[after]]).await;
    // What really is another address stays one.
    let other = permalink("http://a.example/1?id=2")
        .title("Other")
        .age(1)
        .text("Other");
    new(&[permalink("http://a.example/1")], &[other], &["Other"]).await;
}

#[tokio::test]
async fn no_guid_and_the_same_link() {
    let without = item("1").guid("");
    // Lost, and gained again; with an edit each time.
    the_same(&[
        &[item("1")],
        &[without.clone().title("Edited")],
        &[item("1").title("Again").age(3)],
    ])
    .await;
    // Never there, and gained.
    the_same(&[
        std::slice::from_ref(&without),
        &[without.clone().title("Edited").text("Edited").age(5)],
        &[item("1").title("Third")],
    ])
    .await;
    // The link again.
    the_same(&[
        &[item("1").guid("http://a.example/1")],
        &[without.title("Edited")],
    ])
    .await;
    new(
        &[item("1").guid("")],
        &[item("2").guid(""), item("1").guid("")],
        &["Title of 2"],
    )
    .await;
}

#[tokio::test]
async fn no_guid_and_the_same_path_on_another_host() {
    let at = |host: &str, name: &str| {
        let link = format!("http://{host}/{name}");
        item(name).guid(&link).link(&link)
    };
    let old = ["1", "2"].map(|name| at("a.example", name));
    let moved = ["1", "2"].map(|name| at("b.example", name));
    the_same(&[&old, &moved]).await;
    // One was edited at the same time: the other tells where they went.
    let edited = [moved[0].clone(), moved[1].clone().title("Edited").age(1)];
    the_same(&[&old, &edited]).await;
    // Two blogs of a planet with a page of the same path.
    let other = at("c.example", "1").title("Another blog").age(1);
    new(&old, &[other], &["Another blog"]).await;
}

#[tokio::test]
async fn no_guid_no_link_of_its_own_and_the_same_title() {
    let loose = |name: &str| item(name).guid("").link("");
    let at_home = |name: &str| item(name).guid("").link("http://a.example/");
    for of in [loose, at_home] {
        the_same(&[
            &[of("1"), of("2")],
            &[of("2").text("Edited"), of("1").age(1)],
            &[of("2"), of("1")],
        ])
        .await;
        // No dates at all, and the text changes.
        the_same(&[&[of("1").age(None)], &[of("1").age(None).text("Edited")]]).await;
        new(&[of("1")], &[of("2"), of("1")], &["Title of 2"]).await;
        // The next one of the same title.
        let next = of("1").text("The next").age(1);
        new(&[of("1")], &[next.clone(), of("1")], &["Title of 1"]).await;
        new(&[of("1")], &[next], &["Title of 1"]).await;
    }
    // Neither title nor link nor guid: toots.
    let toot = |name: &str| loose(name).title("");
    the_same(&[&[toot("1"), toot("2")], &[toot("2"), toot("1").age(None)]]).await;
    new(
        &[toot("1")],
        &[toot("2")],
        &["Text of 2, long enough to tell it by"],
    )
    .await;
}

#[tokio::test]
async fn another_guid_and_the_same_link_and_title_with_the_same_date_or_text() {
    the_same(&[
        &[item("1"), item("2")],
        &[
            item("1").guid("x").text("Edited"),
            item("2").guid("y").age(1),
        ],
        &[item("2"), item("1")],
    ])
    .await;
}

#[tokio::test]
async fn another_guid_and_the_same_link_but_another_title() {
    let live = |name: &str| item(name).link("http://a.example/live");
    new(&[live("1")], &[live("2")], &["Title of 2"]).await;
    new(&[live("1")], &[live("2"), live("1")], &["Title of 2"]).await;
    // The whole feed links to one page: its own, or the site's.
    for home in ["http://a.example/", "http://a.example/news"] {
        let at_home = |name: &str| item(name).link(home);
        let before = [at_home("1"), at_home("2")];
        let after = [
            at_home("3"),
            at_home("2").title("Edited"),
            at_home("1").age(1),
        ];
        new(&before, &after, &["Title of 3"]).await;
        new(&before, &[at_home("3")], &["Title of 3"]).await;
    }
}

#[tokio::test]
async fn another_guid_and_the_same_link_and_title_but_another_date_and_text() {
    let weather = |name: &str| item(name).link("http://a.example/weather").title("Weather");
    new(&[weather("1")], &[weather("2")], &["Weather"]).await;
    // However often: it is no habit of changing guids.
    let mut desk = Desk::new().await;
    for day in 1..6 {
        assert_eq!(desk.take(&[weather(&day.to_string())]).await.new, 1);
    }
}

#[tokio::test]
async fn what_many_entries_say_tells_none_of_them() {
    // A link that is handed in again, in a feed whose texts all say the same.
    let handed_in = |name: &str, guid: &str, age: i64| {
        item(name)
            .guid(guid)
            .text("<a href=x>Comments</a>")
            .age(age)
    };
    let before = [handed_in("1", "a", 900), handed_in("2", "b", 901)];
    let after = [handed_in("1", "c", 5), handed_in("2", "b", 901)];
    new(&before, &after, &["Title of 1"]).await;
    // No text, no dates, and guids made up: the whole document tells.
    let bare = |name: &str, n: i32| item(name).guid(&format!("{name}-{n}")).text("").age(None);
    let at = |n: i32| ["1", "2", "3"].map(|name| bare(name, n));
    the_same(&[&at(1), &at(2), &at(3)]).await;
    let at_home = |n: i32| at(n).map(|item| item.link("http://a.example/"));
    the_same(&[&at_home(1), &at_home(2), &at_home(3)]).await;
    // No text and no date: the guid is believed although title and link changed.
    let renamed = bare("1", 1)
        .title("Renamed")
        .link("http://a.example/renamed");
    the_same(&[&[bare("1", 1)], &[renamed]]).await;
}

#[tokio::test]
async fn another_guid_and_link_but_the_same_title_and_date() {
    let rebuilt = |name: &str| {
        let link = format!("http://a.example/2026/11/{name}.html");
        item(name).guid(&link).link(&link)
    };
    the_same(&[
        &[item("1"), item("2"), item("3")],
        &[rebuilt("1"), rebuilt("2").text("Edited"), rebuilt("3")],
    ])
    .await;
    // One that was away when the others moved is found among them, too.
    let moved = ["1", "2", "3"].map(rebuilt);
    let all = ["1", "2", "3", "4"];
    the_same(&[&all.map(item), &moved, &all.map(rebuilt)]).await;
    let (old, new_one) = (item("1"), item("4"));
    new(&[old], &[new_one, rebuilt("1")], &["Title of 4"]).await;
    // Of a day without a time the text must be the same, too.
    let midnight = 14 * 60;
    let notice = |name: &str| item(name).title("Notice").age(midnight);
    new(&[notice("1")], &[notice("2")], &["Notice"]).await;
    the_same(&[
        &[notice("1")],
        &[notice("1").guid("x").link("http://a.example/x")],
    ])
    .await;
}

#[tokio::test]
async fn another_guid_and_link_and_date_but_the_same_title() {
    let daily = |name: &str| item(name).title("Daily links");
    new(&[daily("1")], &[daily("2"), daily("1")], &["Daily links"]).await;
    new(&[daily("1")], &[daily("2")], &["Daily links"]).await;
    // Every week the same words.
    let weekly = |name: &str| daily(name).text("We meet at seven, as in every week");
    new(&[weekly("1")], &[weekly("2")], &["Daily links"]).await;
}

#[tokio::test]
async fn guids_and_dates_made_up_for_the_whole_document() {
    let made_up = |name: &str, n: i64| {
        let at_home = item(name).link("http://a.example/");
        at_home.guid(&format!("{name}-{n}")).age(n)
    };
    let at = |n: i64| -> Vec<Item> {
        let places = ["1", "2", "3"].iter().zip(0..);
        places
            .map(|(name, place)| made_up(name, n * 10 + place))
            .collect()
    };
    the_same(&[&at(1), &at(2), &at(3), &at(4)]).await;
    // One entry that reads like the last is the next of its kind.
    let (one, two) = (made_up("1", 1), made_up("1", 2));
    new(&[one], &[two], &["Title of 1"]).await;
}

#[tokio::test]
async fn a_feed_whose_guids_change_at_each_fetch() {
    let random = |name: &str, n: i32| item(name).guid(&format!("{name}-{n}"));
    let mut desk = Desk::new().await;
    desk.take(&[random("1", 0), random("2", 0)]).await;
    desk.read_all().await;
    assert!(
        !desk
            .take(&[random("1", 1), random("2", 1)])
            .await
            .guids_change
    );
    let saved = desk
        .take(&[random("1", 2), random("2", 2), random("3", 2)])
        .await;
    assert!(saved.guids_change && saved.new == 1);
    desk.read_all().await;
    // From now on the link decides, whatever else changes.
    let edited = [
        random("1", 3).title("Edited").text("Edited").age(1),
        random("2", 3).title("Edited").age(2),
        random("4", 3),
    ];
    desk.take(&edited).await;
    assert_eq!(desk.unread().await, ["Title of 4"]);
    desk.read_all().await;
    // The feed mends its ways, and is believed again.
    let mended = || [random("1", 9), random("2", 9), random("4", 9)];
    desk.take(&mended()).await;
    let mut last = desk.take(&mended()).await;
    for _ in 0..2 {
        last = desk
            .take(&[random("4", 9), random("1", 9).text("Again")])
            .await;
    }
    assert!(!last.guids_change && desk.unread().await.is_empty());
    let live = random("5", 0).link("http://a.example/4");
    desk.take(&[live]).await;
    assert_eq!(desk.unread().await, ["Title of 5"]);
}

#[tokio::test]
async fn new_guids_once_are_no_habit() {
    let mut desk = Desk::new().await;
    desk.take(&[item("1"), item("2")]).await;
    for n in 0..3 {
        let text = format!("Edition {n}");
        let saved = desk
            .take(&[item("1").guid("x").text(&text), item("2").guid("y")])
            .await;
        assert!(!saved.guids_change && saved.new == 0);
    }
}

#[tokio::test]
async fn one_that_left_the_feed_and_comes_again() {
    the_same(&[
        &[item("1"), item("2")],
        &[item("2")],
        &[item("2")],
        &[
            item("1").guid("other").link("https://www.a.example/1/"),
            item("2"),
        ],
    ])
    .await;
}

#[tokio::test]
async fn one_that_was_pruned_and_comes_again_is_still_read() {
    let mut desk = Desk::new().await;
    desk.take(&[item("1"), item("2")]).await;
    desk.read_all().await;
    let day = 86_400_000;
    let store = desk.store.clone();
    store.reconcile(Vec::new(), desk.now).await.unwrap();
    desk.now = desk.now.plus(200 * day);
    let period = byline::store::UndoPeriod {
        span: 90 * day,
        changes: 1_000_000,
    };
    store.prune(period, desk.now).await.unwrap();
    assert_eq!(desk.texts(Show::All).await, Vec::<String>::new());
    let again = vec![Subscription::new(URL)];
    store.reconcile(again, desk.now).await.unwrap();
    desk.take(&[
        item("3"),
        item("1").guid("other").link("https://a.example/1"),
    ])
    .await;
    assert_eq!(desk.unread().await, ["Title of 3"]);
    assert_eq!(desk.rows(Show::All).await.len(), 2);
}

#[tokio::test]
async fn a_date_ahead_pins_nothing_and_one_that_changes_reorders_nothing() {
    let mut desk = Desk::new().await;
    let far = |name: &str| item(name).age(-9_999_999);
    desk.take(&[far("1"), item("2").age(60)]).await;
    desk.take(&[
        item("3").age(-1),
        far("1").age(-8_888_888),
        item("2").age(None),
    ])
    .await;
    let titles = desk.rows(Show::All).await.into_iter().map(|row| row.title);
    let titles: Vec<_> = titles.collect();
    assert_eq!(titles, ["Title of 3", "Title of 1", "Title of 2"]);
    let row = desk.rows(Show::All).await.remove(1);
    let entry = desk.store.entry(row.id).await.unwrap().unwrap();
    assert_eq!(
        entry.published,
        Some(NOW.plus(8_888_888 * MINUTE)),
        "shown as it is"
    );
}
