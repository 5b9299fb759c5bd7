//! Inside an article, by keys and mouse: links, find, outline, passages, and the place that outlives every change of the screen and of the text.

use byline::app::{Event, Gesture, Launch};
use byline::model::{ParsedEntry, ParsedFeed, Scope};
use byline::store::Check;
use proptest::prelude::*;

use crate::desk::{Desk, SampleEntry, entry, feed, samples};

mod clicks;

/// The scheduler's article at this size.
fn scheduler(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(width, height).with(&samples());
    desk.press("j j <enter>");
    desk
}

/// A feed with one article.
fn one(html: &str) -> Desk {
    Desk::new(80, 24).with(&[feed("", "One").entries([entry("Long", 10).html(html)])])
}

fn copied(desk: &Desk) -> &str {
    match desk.launched.last() {
        Some(Launch::Copy(text)) => text,
        other => panic!("nothing copied: {other:?}"),
    }
}

#[test]
fn a_number_that_is_typed_tells_where_it_leads() {
    let mut desk = scheduler(80, 24);
    desk.press("1");
    let expect = "1 …  [1] posted last week → lore.example";
    assert!(desk.status().starts_with(expect), "{}", desk.status());
    desk.press("<esc> 3");
    assert!(desk.status().contains("in Prague → plumbers.example"));
    desk.press("9");
    assert!(desk.status().starts_with("39 …"), "{}", desk.status());
    assert!(!desk.status().contains('→'), "there is no such link");
    assert!(desk.launched.is_empty());
}

#[test]
fn the_link_at_hand_is_copied_and_left_by_esc() {
    let mut desk = scheduler(80, 24);
    desk.press("<tab> y");
    assert_eq!(copied(&desk), "https://lore.example/patches");
    assert!(desk.status().starts_with("copied https://lore.example"));
    let shown = desk.shown();
    desk.press("<esc>");
    assert_eq!(desk.app().reader.link(), None);
    assert_eq!(desk.shown(), shown, "esc left the link only");
    desk.press("y");
    assert!(copied(&desk).starts_with("https://news.example/"));
}

#[test]
fn mail_and_files_are_said_for_what_they_are() {
    let mut desk = one("<p><a href='mailto:ada@b.example?subject=x'>write</a> or \
         <a href='javascript:alert(1)'>click</a> or <a href='file:///etc/passwd'>look</a></p>");
    desk.press("<enter> <tab>");
    let expect = "write → mail to ada@b.example";
    assert!(desk.status().starts_with(expect), "{}", desk.status());
    assert_eq!(
        desk.app().reader.document().links.len(),
        1,
        "the others are words"
    );
    assert!(desk.shows().contains("write[1] or click or look"));
}

#[test]
fn the_measure_set_by_key_is_remembered_until_the_file_says_another() {
    let mut desk = Desk::new(180, 24).with(&samples());
    desk.press("<enter> - - h").reopen().press("<enter>");
    assert_eq!(desk.app().reader.room().width, 70);
    desk.press("=").reopen().press("<enter>");
    assert_eq!(desk.app().reader.room().width, 80);
    desk.press("+").configure("measure = 60");
    assert_eq!(desk.app().reader.room().width, 60);
}

#[test]
fn a_find_with_a_capital_counts_case_and_crosses_what_the_screen_broke() {
    let mut desk = scheduler(60, 20);
    let mut found = |text: &str| {
        desk.press("/").type_text(text).press("<enter>");
        let count = desk
            .app()
            .reader
            .find()
            .map_or(0, |find| find.matches.len());
        desk.press("<esc>");
        count
    };
    let (any, capital) = (found("the"), found("The"));
    assert!(capital > 0 && capital < any, "{capital} of {any}");
    assert_eq!(found("posted last week ask what happens when"), 1);
    assert_eq!(found("POSTED"), 0);
}

#[test]
fn the_outline_jumps_to_a_heading() {
    let mut desk = scheduler(80, 24);
    desk.press("g o");
    insta::assert_snapshot!("outline", desk.shows());
    desk.type_text("rule").press("<enter>");
    let rows = desk.rows();
    assert!(
        rows[2..5].iter().any(|row| row.contains("The rule itself")),
        "{rows:#?}"
    );
    desk.press("g o");
    assert!(
        desk.rows()
            .iter()
            .any(|row| row.contains("▌") && row.contains("The rule itself"))
    );
    let mut desk = one("<p>no headings</p>");
    desk.press("<enter> g o");
    assert!(desk.status().contains("no headings"), "{}", desk.status());
}

#[test]
fn a_passage_is_selected_by_lines_and_by_words_and_copied() {
    let mut desk = scheduler(60, 20);
    desk.press("3j v j");
    assert!(
        desk.status().starts_with("2 lines selected"),
        "{}",
        desk.status()
    );
    insta::assert_snapshot!("selecting", desk.shows());
    desk.press("y");
    assert_eq!(
        copied(&desk),
        "A scheduler has one answer to every question: run something, now. For thirty years that was the right"
    );
    assert!(
        desk.status().starts_with("copied 101 characters"),
        "{}",
        desk.status()
    );
    desk.press("v v");
    assert!(
        desk.status().starts_with("1 word selected"),
        "{}",
        desk.status()
    );
    desk.press("2l y");
    assert_eq!(copied(&desk), "A scheduler has");
    let before = desk.launched.len();
    let shown = desk.shown();
    desk.press("v j j <esc> <esc>");
    assert_eq!(desk.launched.len(), before, "esc copies nothing");
    assert_eq!(desk.shown(), shown);
}

#[test]
fn a_passage_is_dragged_with_the_mouse() {
    let mut desk = scheduler(60, 20);
    let cell = |desk: &mut Desk, words: &str| {
        let rows = desk.rows();
        let row = rows.iter().position(|row| row.contains(words)).unwrap();
        let column = rows[row].split(words).next().unwrap().chars().count();
        (column as u16, row as u16)
    };
    let from = cell(&mut desk, "answer to");
    let to = cell(&mut desk, "thirty years");
    desk.drag(from, to);
    assert!(
        desk.status().contains("words selected"),
        "{}",
        desk.status()
    );
    desk.press("y");
    assert_eq!(
        copied(&desk),
        "answer to every question: run something, now. For thirty"
    );
    desk.drag(to, from).mouse(Gesture::Press, to);
    assert!(desk.app().reader.selection().is_none(), "a press ends it");
}

#[test]
fn zen_tells_what_the_next_key_is_about() {
    let mut desk = scheduler(80, 24);
    desk.press("z");
    assert!(
        desk.status().ends_with('%') && !desk.status().contains(' '),
        "{}",
        desk.status()
    );
    desk.press("<tab>");
    assert!(
        desk.status().starts_with("posted last week → lore.example"),
        "{}",
        desk.status()
    );
    desk.press("<esc> 3");
    assert!(
        desk.status()
            .starts_with("3 …  [3] in Prague → plumbers.example"),
        "{}",
        desk.status()
    );
    desk.press("<esc> v j");
    assert!(
        desk.status().starts_with("2 lines selected"),
        "{}",
        desk.status()
    );
    desk.press("<esc>");
    assert!(!desk.status().contains(' '), "{}", desk.status());
}

#[test]
fn a_note_is_gone_to_and_back() {
    let filler = paragraphs(1..=20);
    let html = format!(
        "<p>See <a href='https://a.example/'>there</a>, first<sup><a href='#fn1'>1</a></sup> and \
         second<sup><a href='#fn2'>2</a></sup>.</p>{filler}\
         <div class='footnotes'><ol><li id='fn1'><p>One, said Svensson.</p></li><li id='fn2'><p>Two, said Ek.</p></li></ol></div>"
    );
    let mut desk =
        Desk::new(60, 20).with(&[feed("", "One").entries([entry("Notes", 10).html(&html)])]);
    desk.press("<enter>");
    let before = desk.shows();
    desk.press("<tab>");
    assert!(
        desk.status().starts_with("there → a.example"),
        "{}",
        desk.status()
    );
    desk.press("<tab> <tab>");
    assert!(
        desk.status().starts_with("² Two, said Ek."),
        "{}",
        desk.status()
    );
    desk.press("<enter>");
    assert!(desk.shows().contains("² Two, said Ek."), "{}", desk.shows());
    assert!(
        desk.status().contains("enter back to the text"),
        "{}",
        desk.status()
    );
    desk.press("<enter>");
    assert!(
        desk.status().starts_with("² Two, said Ek."),
        "{}",
        desk.status()
    );
    desk.press("<esc>");
    assert_eq!(desk.shows(), before, "esc left the sign, and nothing else");
    desk.press("<tab> <tab> <enter> <esc>");
    assert!(
        desk.shows().contains("¹ One, said Svensson."),
        "esc stays there"
    );
    assert!(desk.launched.is_empty());
}

#[test]
fn what_follows_readers_around_is_taken_out_as_wished() {
    let html = "<p><a href='https://a.example/?utm_source=x&ref=y&id=1'>there</a></p>";
    let link = |config: &str| {
        let mut desk = one(html).configured(config);
        desk.press("<enter> <tab> y");
        copied(&desk).to_string()
    };
    assert_eq!(link(""), "https://a.example/?ref=y&id=1");
    assert_eq!(
        link("[links]\ntracking = [\"ref\"]"),
        "https://a.example/?id=1"
    );
    assert_eq!(
        link("[links]\nstrip_tracking = false"),
        "https://a.example/?utm_source=x&ref=y&id=1"
    );
}

/// Paragraphs that tell their number, then words.
fn paragraphs(numbers: impl Iterator<Item = u32>) -> String {
    let words = "some words of it ".repeat(9);
    numbers
        .map(|n| format!("<p>Paragraph {n}: {words}</p>"))
        .collect()
}

/// The number of the first paragraph that begins on the screen.
fn first_paragraph(desk: &mut Desk) -> u32 {
    let shown = desk.shows();
    let after = shown
        .split_once("Paragraph ")
        .map_or("", |(_, after)| after);
    let number = after.split(':').next().unwrap_or_default();
    number
        .parse()
        .unwrap_or_else(|_| panic!("no paragraph on\n{shown}"))
}

/// The feed says something else of its entry.
fn rewritten(desk: &mut Desk, html: &str) {
    let html = html.to_string();
    desk.outside(async |context| {
        let id = context.store.feeds(context.now()).await.unwrap().rows[0].id;
        let entry: ParsedEntry = entry("Long", 10).html(&html).parsed();
        let feed = ParsedFeed {
            entries: vec![entry],
            ..ParsedFeed::default()
        };
        let check = Check {
            feed: id,
            ..Check::default()
        };
        context
            .store
            .save_feed(id, feed, check, context.now())
            .await
            .unwrap();
    });
}

#[test]
fn the_place_is_found_again_in_a_text_that_its_feed_changed() {
    let mut desk = one(&paragraphs(1..=60));
    desk.press("<enter> 70j");
    let first = first_paragraph(&mut desk);
    assert!(first > 10, "{first}");
    // Ten more in front, and the paragraph at hand as it was.
    rewritten(&mut desk, &paragraphs((101..=110).chain(1..=60)));
    desk.event(Event::StoreChanged);
    assert_eq!(first_paragraph(&mut desk), first, "while it is open");
    rewritten(&mut desk, &paragraphs(1..=60));
    desk.event(Event::StoreChanged);
    assert_eq!(first_paragraph(&mut desk), first, "and back");
    // The paragraph at hand and its neighbours are gone: the nearest that is left leads there.
    let near = first - 1;
    rewritten(&mut desk, &paragraphs((1..near - 3).chain(near + 3..=60)));
    desk.event(Event::StoreChanged);
    let after = first_paragraph(&mut desk);
    assert!(after.abs_diff(first) <= 4, "{after} near {first}");
}

#[test]
fn a_place_that_is_kept_is_found_again_in_a_changed_text() {
    let mut desk = one(&paragraphs(1..=60));
    desk.press("<enter> 70j");
    let first = first_paragraph(&mut desk);
    desk.press("h");
    rewritten(&mut desk, &paragraphs((101..=120).chain(1..=60)));
    desk.reopen().press("<enter>");
    assert_eq!(first_paragraph(&mut desk), first);
}

#[test]
fn a_place_within_one_long_paragraph_is_kept() {
    let words: Vec<String> = (1..=2000).map(|n| format!("w{n}")).collect();
    let mut desk = one(&format!("<p>{}</p>", words.join(" ")));
    desk.press("<enter> 60j");
    let top = |desk: &mut Desk| {
        let row = desk.rows()[2].clone();
        let text = row.rsplit('│').next().unwrap().trim().to_string();
        let word = text
            .split(' ')
            .next()
            .unwrap()
            .trim_start_matches('w')
            .to_string();
        word.parse::<u32>().unwrap()
    };
    let before = top(&mut desk);
    desk.press("h").reopen().press("<enter>");
    assert!(
        top(&mut desk).abs_diff(before) <= 40,
        "{} for {before}",
        top(&mut desk)
    );
}

#[test]
fn what_is_begun_comes_as_it_was_last_read() {
    let long = paragraphs(1..=40);
    let of = |name: &str, minutes| entry(name, minutes).html(&long);
    let entries: Vec<SampleEntry> = vec![of("New", 10), of("Middle", 20), of("Old", 30)];
    let mut desk = Desk::new(80, 24).with(&[feed("", "One").entries(entries)]);
    for keys in [
        "g g j j <enter> 20j h",
        "g g <enter> 20j h",
        "g g j <enter> 20j h",
    ] {
        desk.wait(60_000).press(keys);
    }
    let titles = |desk: &mut Desk| {
        let rows = desk.stored_rows(Scope::Continue);
        rows.into_iter().map(|row| row.title).collect::<Vec<_>>()
    };
    assert_eq!(titles(&mut desk), ["Middle", "New", "Old"]);
    desk.wait(60_000).press("g c");
    insta::assert_snapshot!("continue", desk.shows());
    desk.press("j j <enter> 5j").wait(60_000).press("h");
    assert_eq!(titles(&mut desk), ["Old", "Middle", "New"]);
    desk.event(Event::StoreChanged);
    assert_eq!(
        desk.selected(),
        "Old",
        "the selection is an entry, wherever it stands now"
    );
    desk.press("g c <enter> G h");
    assert_eq!(
        titles(&mut desk),
        ["Middle", "New"],
        "read to its end, it is begun no more"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_sizes_moves_the_place(
        down in 1_u32..150,
        sizes in prop::collection::vec((1_u16..200, 1_u16..60), 1..8),
    ) {
        let mut desk = one(&paragraphs(1..=60));
        desk.press(&format!("<enter> {down}j"));
        // The text alone: the share that is read is estimated from what is set.
        let text = |desk: &mut Desk| desk.rows().split_off(2);
        let before = text(&mut desk);
        for (width, height) in sizes {
            desk.resize(width, height);
        }
        desk.resize(80, 24);
        prop_assert_eq!(text(&mut desk), before);
    }
}
