//! Feeds that are made on this computer: programs, files, filters, and the reader's yes to each.

use byline::model::Failure;

use super::*;

/// A program that prints a feed of so many entries and leaves a mark at each run.
fn printing(house: &House, title: &str, entries: usize) -> String {
    let home = house.home.path();
    let feed = home.join(format!("{title}.xml"));
    fs::write(&feed, rss(title, entries)).unwrap();
    format!(
        "sh -c 'echo run >>{0}/{title}.runs; cat {1}'",
        home.display(),
        feed.display()
    )
}

fn runs(house: &House, title: &str) -> usize {
    let marks = house.home.path().join(format!("{title}.runs"));
    fs::read_to_string(marks)
        .unwrap_or_default()
        .lines()
        .count()
}

async fn failure(house: &House) -> Option<Failure> {
    house.row().await.health.failure
}

fn feed_of(url: &str, more: &str) -> String {
    format!("[[feed]]\nurl = {url:?}\n{more}")
}

#[tokio::test]
async fn a_program_that_is_typed_runs_and_is_its_own_first_fetch() {
    let house = House::with(&[]).await;
    let command = printing(&house, "weather", 2);
    let found = jobs::discover(&house.context, &format!("exec:{command}"))
        .await
        .unwrap();
    assert_eq!(found.feeds[0].title.as_deref(), Some("weather"));
    let wish = vec![Subscription::new(found.feeds[0].url.clone())];
    jobs::subscribe(&house.context, wish).await.unwrap();
    assert_eq!((house.row().await.total, runs(&house, "weather")), (2, 1));
    assert_eq!(
        house.row().await.health.reason.to_string(),
        "every hour, the default"
    );
    assert_eq!(house.wait().await, Some(HOUR));
    house.refresh().await;
    assert_eq!(runs(&house, "weather"), 1, "not due");
    house.later(HOUR);
    assert_eq!(told(&house.refresh().await), "unchanged");
    assert_eq!(runs(&house, "weather"), 2);
}

#[tokio::test]
async fn a_program_that_came_in_a_file_waits_for_a_yes() {
    let house = House::with(&[]).await;
    let command = printing(&house, "news", 3);
    house.write_feeds(&feed_of(&format!("exec:{command}"), "refresh = \"10m\"\n"));
    jobs::reconcile(&house.context).await.unwrap();
    let report = house.refresh().await;
    assert_eq!(kinds(&report), [Some(FailureKind::Unallowed)]);
    let why = failure(&house).await.unwrap();
    assert!(why.what.contains(&command), "{why:?}");
    assert!(why.hint.unwrap().contains("byline allow"));
    let health = house.row().await.health;
    assert_eq!((health.failures, health.last_check), (0, None));
    house.force().await;
    assert_eq!(runs(&house, "news"), 0, "never run");
    let waiting = jobs::awaiting(&house.context).await.unwrap();
    assert_eq!(waiting.len(), 1);

    let feed = house.row().await.id;
    let allowed = jobs::allow(&house.context, feed).await.unwrap();
    assert_eq!(allowed[0].what, command);
    assert_eq!(told(&house.refresh().await), "3 new 0 changed");
    assert_eq!(failure(&house).await, None);
    assert_eq!(
        house.wait().await,
        Some(10 * MINUTE),
        "its own interval, below the minimum for servers"
    );
    assert_eq!(jobs::awaiting(&house.context).await.unwrap(), []);

    // Another command asks again, also one that differs in nothing but a space.
    house.write_feeds(&feed_of(&format!("exec:{command} "), ""));
    jobs::reconcile(&house.context).await.unwrap();
    house.write_feeds(&feed_of(
        &format!("exec: {}", command.replace("; ", ";  ")),
        "",
    ));
    jobs::reconcile(&house.context).await.unwrap();
    assert_eq!(kinds(&house.force().await), [Some(FailureKind::Unallowed)]);
    let again = house.again();
    assert_eq!(kinds(&again.force().await), [Some(FailureKind::Unallowed)]);
}

#[tokio::test]
async fn a_yes_can_be_taken_back() {
    let house = House::with(&[]).await;
    let command = printing(&house, "news", 1);
    house.write_feeds(&feed_of(&format!("exec:{command}"), ""));
    jobs::reconcile(&house.context).await.unwrap();
    let feed = house.row().await.id;
    jobs::allow(&house.context, feed).await.unwrap();
    house.force().await;
    jobs::forbid(&house.context, feed).await.unwrap();
    assert_eq!(kinds(&house.force().await), [Some(FailureKind::Unallowed)]);
    assert_eq!((runs(&house, "news"), house.row().await.total), (1, 1));
}

#[tokio::test]
async fn a_command_that_hides_something_is_never_run() {
    let house = House::with(&[]).await;
    let trouble = jobs::discover(&house.context, "exec:echo \u{202e}x").await;
    assert!(trouble.unwrap_err().what.contains("hides something"));
    house.write_feeds(&feed_of("exec:true", "").replace("true", "true\\u200b"));
    jobs::reconcile(&house.context).await.unwrap();
    let feed = house.row().await.id;
    assert!(jobs::allow(&house.context, feed).await.is_err());
    assert_eq!(kinds(&house.force().await), [Some(FailureKind::Unallowed)]);
}

#[tokio::test]
async fn what_a_program_complains_of_is_told_and_tried_again_in_an_hour() {
    let house = House::with(&[]).await;
    let cases = [
        (
            "exec:sh -c 'echo first >&2; echo no network >&2; exit 4'",
            "`sh` failed: no network (it ended with 4)",
        ),
        (
            "exec:no-such-program-at-all",
            "`no-such-program-at-all` could not be started: no such file or directory",
        ),
        (
            "exec:echo hello",
            "the document is no feed: it begins with `hello`",
        ),
        ("exec:sh -c 'exit'", "sent nothing"),
    ];
    for (url, expect) in cases {
        let trouble = jobs::discover(&house.context, url).await.unwrap_err();
        assert!(trouble.what.contains(expect), "{url}: {trouble}");
        house.write_feeds(&feed_of(url, ""));
        jobs::reconcile(&house.context).await.unwrap();
        house.force().await;
        let why = failure(&house).await.unwrap();
        assert!(why.what.contains(expect), "{url}: {why:?}");
    }
    let slow = house.configured(|config| config.refresh.total_timeout = 40);
    let trouble = jobs::discover(&slow.context, "exec:sleep 1000").await;
    assert!(trouble.unwrap_err().what.contains("not through after"));
    let small = house.configured(|config| config.refresh.max_body = 100_000);
    let trouble = jobs::discover(&small.context, "exec:yes").await;
    assert!(trouble.unwrap_err().what.contains("prints more than"));
}

#[tokio::test]
async fn a_file_is_a_feed_once_it_was_typed() {
    let house = House::with(&[]).await;
    let path = house.home.path().join("a feed.xml");
    fs::write(&path, rss("file", 2)).unwrap();
    let found = jobs::discover(&house.context, path.to_str().unwrap())
        .await
        .unwrap();
    let url = found.feeds[0].url.clone();
    assert!(
        url.starts_with("file:///") && url.ends_with("/a%20feed.xml"),
        "{url}"
    );
    jobs::subscribe(&house.context, vec![Subscription::new(url.clone())])
        .await
        .unwrap();
    assert_eq!(house.row().await.total, 2);
    assert_eq!(told(&house.force().await), "unchanged");
    fs::write(&path, rss("file", 3)).unwrap();
    assert_eq!(told(&house.force().await), "1 new 0 changed");
    fs::remove_file(&path).unwrap();
    assert_eq!(kinds(&house.force().await), [Some(FailureKind::File)]);
    fs::create_dir(&path).unwrap();
    assert_eq!(kinds(&house.force().await), [Some(FailureKind::File)]);

    house.write_feeds(&feed_of("file:///etc/passwd", ""));
    jobs::reconcile(&house.context).await.unwrap();
    assert_eq!(kinds(&house.force().await), [Some(FailureKind::Unallowed)]);
}

#[tokio::test]
async fn a_filter_makes_the_feed_from_what_the_server_sends() {
    let server = Server::start();
    server.answer(
        "/page",
        Answer::ok("text/html", rss("page", 2).replace("rss", "noise")).header("ETag", "\"1\""),
    );
    let house = House::with(&[]).await;
    let filter = "sed s/noise/rss/g";
    let url = server.url("/page");
    let found = jobs::discover_through(&house.context, &url, Some(filter))
        .await
        .unwrap();
    let wish = Subscription {
        filter: Some(filter.into()),
        ..Subscription::new(found.feeds[0].url.clone())
    };
    jobs::subscribe(&house.context, vec![wish]).await.unwrap();
    assert_eq!((house.row().await.total, server.requests().len()), (2, 1));
    server.answer("/page", Answer::status(304));
    house.later(25 * HOUR);
    assert_eq!(told(&house.refresh().await), "unchanged");
    assert_eq!(server.requests()[1].header("If-None-Match"), Some("\"1\""));
    assert!(
        house
            .feeds_file()
            .contains("filter = \"sed s/noise/rss/g\"")
    );

    // The same command as a program, or another as the filter, is not what was said yes to.
    let other = feed_of(&url, "filter = \"sed s/x/y/\"\n");
    house.write_feeds(&other);
    jobs::reconcile(&house.context).await.unwrap();
    let asked = server.requests().len();
    assert_eq!(kinds(&house.force().await), [Some(FailureKind::Unallowed)]);
    assert_eq!(
        server.requests().len(),
        asked,
        "nothing is fetched for nothing"
    );

    // Typed into the editor, it runs.
    let row = house.row().await;
    let change = Change::Edit {
        feed: row.id,
        subscription: Subscription {
            filter: Some("sh -c 'cat >/dev/null; echo broken >&2; false'".into()),
            ..Subscription::new(url.clone())
        },
    };
    jobs::change(&house.context, change).await.unwrap();
    server.answer("/page", Answer::rss(rss("page", 3)));
    house.force().await;
    let why = failure(&house).await.unwrap();
    assert!(
        why.what.starts_with("its filter `sh` failed: broken"),
        "{why:?}"
    );
}

#[tokio::test]
async fn an_edit_says_yes_to_what_it_names_and_to_nothing_beside_it() {
    let house = House::with(&[]).await;
    let command = printing(&house, "news", 1);
    house.write_feeds(&feed_of(&format!("exec:{command}"), "filter = \"cat\"\n"));
    jobs::reconcile(&house.context).await.unwrap();
    let row = house.row().await;
    let change = Change::Edit {
        feed: row.id,
        subscription: Subscription {
            title: Some("Mine".into()),
            filter: Some("sed p".into()),
            ..Subscription::new(row.url.clone())
        },
    };
    jobs::change(&house.context, change).await.unwrap();
    let waiting = jobs::awaiting(&house.context).await.unwrap();
    assert_eq!(waiting[0].1.len(), 1, "{waiting:?}");
    assert_eq!(waiting[0].1[0].what, command);
    house.force().await;
    assert_eq!(runs(&house, "news"), 0);
}

#[tokio::test]
async fn programs_know_no_manners_of_hosts() {
    let server = Server::start();
    server.answer("/busy", Answer::status(429).header("Retry-After", "3600"));
    let house = House::with(&[server.url("/busy")]).await;
    let mut text = feed_of(&server.url("/busy"), "");
    let commands: Vec<_> = ["a", "b", "c", "d", "e", "f"]
        .iter()
        .map(|name| printing(&house, name, 1))
        .collect();
    for command in &commands {
        let url = format!("exec:{command}");
        jobs::unasked(&house.context, &url, None).await.unwrap();
        text += &feed_of(&url, "");
    }
    house.write_feeds(&text);
    jobs::reconcile(&house.context).await.unwrap();
    let report = house.refresh().await;
    assert_eq!(report.new_entries(), 6, "{}", told(&report));
    assert_eq!(report.failed(), 1);
}

#[tokio::test]
async fn a_redirect_leads_to_no_file_and_no_program() {
    let server = Server::start();
    let house = House::with(&[]).await;
    for to in ["file:///etc/passwd", "exec:touch /tmp/never", "FILE:/x"] {
        server.answer("/moved", Answer::redirect(301, to));
        let trouble = jobs::discover(&house.context, &server.url("/moved")).await;
        assert!(trouble.is_err(), "{to}");
        let page = format!("<link rel=alternate type=application/rss+xml href=\"{to}\">");
        server.answer("/page", Answer::ok("text/html", page));
        let trouble = jobs::discover(&house.context, &server.url("/page")).await;
        assert!(trouble.is_err(), "{to}");
    }
    let opml = "<opml><body><outline text='x' xmlUrl='exec:ls'/><outline text='y' xmlUrl='file:///etc/passwd'/></body></opml>";
    let trouble = jobs::import(&house.context, opml.as_bytes()).await;
    assert!(trouble.is_err());
}

#[tokio::test]
async fn an_import_of_newsboat_s_urls_runs_nothing_and_tells_what_waits() {
    let house = House::with(&[]).await;
    let command = printing(&house, "news", 2);
    let urls = format!(
        "\"exec:{command}\" tech \"~News\"\n\"filter:cat:https://f.invalid/feed\"\nhttps://plain.invalid/f !\n\
         \"query:Unread:unread = \\\"yes\\\"\"\n\"query:Many:unread_count > 3\"\nnonsense line\n"
    );
    let imported = jobs::import(&house.context, urls.as_bytes()).await.unwrap();
    assert_eq!(imported.act.as_ref().map(|act| act.count), Some(3));
    assert_eq!(imported.waiting.len(), 2, "{:?}", imported.waiting);
    assert_eq!(imported.waiting[0].0, "News");
    let problems = imported.problems();
    assert_eq!(
        problems,
        [
            "line 6: `nonsense` is no address",
            "line 5: the query feed `Many` (`unread_count > 3`) is not taken: byline has no word for `unread_count >`",
        ]
    );
    assert!(imported.remarks()[0].contains("hidden in newsboat"));
    assert!(imported.remarks()[1].contains("the query feed `Unread` is a smart feed now"));
    let row = house.row().await;
    assert_eq!(
        (row.title.as_str(), row.tags.as_slice()),
        ("News", &["tech".to_string()][..])
    );
    house.force().await;
    assert_eq!(runs(&house, "news"), 0);
    jobs::allow(&house.context, row.id).await.unwrap();
    let again = jobs::import(&house.context, urls.as_bytes()).await.unwrap();
    assert_eq!((again.act, again.known), (None, 3));
    jobs::undo(&house.context).await.unwrap().unwrap();
    assert_eq!(house.rows().await.len(), 0, "the whole import is one act");
}

#[tokio::test]
async fn query_feeds_become_smart_feeds_and_the_import_s_undo_takes_them_back() {
    let house = House::with(&[]).await;
    let file = house.context.paths.config_file();
    let mine = "# mine\n[smart_feeds]\nLinux = \"kernel\" # other\n";
    std::fs::write(&file, mine).unwrap();
    let (config, _) = jobs::settings(&house.context.paths);
    house.context.set_config(config);
    let urls = "https://plain.invalid/f\n\"query:Linux:tags # \\\"linux\\\" and unread = \\\"yes\\\"\"\n\
                \"query:New \\\"ones\\\":age < 7\"\n\"query:Odd:title =~ \\\"a[bc]+\\\"\"\n";
    let imported = jobs::import(&house.context, urls.as_bytes()).await.unwrap();
    assert_eq!(
        imported.smart_feeds,
        ["Linux 2", "New ones"],
        "{imported:?}"
    );
    assert_eq!(imported.problems().len(), 1, "{:?}", imported.problems());
    let text = || std::fs::read_to_string(&file).unwrap();
    let after = text();
    assert_eq!(
        after,
        format!("{mine}\"Linux 2\" = 'tag:\"linux\" unread'\n\"New ones\" = \"since:7d\"\n")
    );
    assert_eq!(house.context.config().smart_feeds.len(), 3);
    // The same again is nothing new.
    let again = jobs::import(&house.context, urls.as_bytes()).await.unwrap();
    assert_eq!((again.act, again.smart_feeds.len()), (None, 0));
    jobs::undo(&house.context).await.unwrap().unwrap();
    assert_eq!(text(), mine);
    assert_eq!(house.context.config().smart_feeds.len(), 1);
    assert_eq!(
        jobs::load_feeds(&house.context).await.unwrap().rows.len(),
        0
    );
    jobs::redo(&house.context).await.unwrap().unwrap();
    assert_eq!(text(), after);
    // Where `config.toml` cannot be written, the feeds come all the same, and why the query feeds do not.
    jobs::undo(&house.context).await.unwrap().unwrap();
    std::fs::write(&file, "[oops\n").unwrap();
    let imported = jobs::import(&house.context, urls.as_bytes()).await.unwrap();
    assert_eq!(imported.act.map(|act| act.count), Some(1));
    assert_eq!(text(), "[oops\n");
}
