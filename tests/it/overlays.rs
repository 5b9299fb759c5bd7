//! What floats over the panes, by keys: first run and catalogue, palette, help, prompts, search, hints, history. Snapshots are looked at before they are taken.

use byline::app::{Done, Launch};
use byline::config::{Keymap, Theme};
use byline::model::{FoundFeed, Scope};

use crate::desk::{Desk, entry, feed, mockup, samples};

mod allow;
mod first_run;
mod keys;
mod scripts;

fn found(url: &str, title: &str, note: &str) -> FoundFeed {
    FoundFeed {
        url: url.into(),
        title: Some(title.into()),
        format: Some("Atom".into()),
        note: Some(note.into()),
    }
}

#[test]
fn palette() {
    insta::assert_snapshot!(Desk::reader(80, 24).press(":").type_text("mark").shows());
}

/// The keys that a line, a notice or a row names are those of the live keymap.
#[test]
fn keys_of_ones_own_are_named_everywhere() {
    let (keymap, problems) = Keymap::parse(
        "[everywhere]\n\"U\" = \"undo\"\n\"u\" = \"none\"\n\"M\" = \"toggle-read\"\n\"m\" = \"none\"\n\"]\" = \"next-unread\"\n\"n\" = \"none\"\n",
    );
    assert_eq!(problems, []);
    let mut desk = Desk::reader(80, 40);
    desk.app().stage.keymap = keymap;
    assert!(
        desk.press("s").status().contains("· U undo"),
        "{}",
        desk.status()
    );
    desk.press(":").type_text("mark-r");
    let row = desk
        .rows()
        .into_iter()
        .find(|row| row.contains("mark-read "));
    assert!(
        row.is_some_and(|row| row.contains("  M  │")),
        "{}",
        desk.shows()
    );
    let article = desk.press("<esc> <enter> G").shows();
    assert!(article.contains("11:20  ]"), "{article}");
}

#[test]
fn the_palette_counts_what_is_unread_only_where_it_is_known() {
    let mut desk = Desk::reader(80, 24);
    let promise = |desk: &mut Desk| desk.press(":").type_text("mark-all-read").shows();
    assert!(promise(&mut desk).contains("mark-all-read: 128 entries of Linux,"));
    desk.press("<esc> /").type_text("kernel").press("<enter>");
    assert!(promise(&mut desk).contains("mark-all-read: what is unread of Search,"));
}

#[test]
fn palette_with_an_argument() {
    insta::assert_snapshot!(Desk::reader(80, 24).press(":").type_text("theme p").shows());
}

#[test]
fn a_theme_of_ones_own_is_offered_and_taken() {
    let mut desk = Desk::reader(80, 24);
    let (theme, problems) = Theme::parse("base = \"ink\"\n", "dusk");
    assert_eq!(problems, []);
    desk.app().stage.config.themes.push(theme);
    desk.press(":").type_text("theme du");
    assert!(desk.rows()[6].contains("▌ dusk"), "{}", desk.shows());
    desk.press("<enter>");
    assert_eq!(desk.app().stage.config.theme, "dusk");
}

#[test]
fn palette_goes_to_a_feed() {
    let mut desk = Desk::reader(80, 24);
    desk.press(":").type_text("Nature").press("<enter>");
    assert!(
        desk.shows().lines().next().unwrap().contains("Nature"),
        "{}",
        desk.shows()
    );
}

#[test]
fn help() {
    insta::assert_snapshot!(Desk::reader(80, 24).press("?").shows());
}

#[test]
fn help_finds_a_key_and_runs_it() {
    let mut desk = Desk::reader(80, 24);
    desk.press("?").type_text("bookmark");
    insta::assert_snapshot!(desk.shows());
    desk.press("<esc> <esc>");
    assert!(desk.app().overlays.is_empty());
}

#[test]
fn pending_keys() {
    insta::assert_snapshot!(Desk::reader(78, 12).press("g").shows());
}

#[test]
fn add_a_feed() {
    let mut desk = Desk::reader(80, 24);
    desk.press("a").type_text("https://lwn.net");
    insta::assert_snapshot!(desk.shows());
}

#[test]
fn a_page_with_several_feeds_lets_pick() {
    let mut desk = Desk::reader(80, 24);
    desk.press("a")
        .type_text("https://planet.example")
        .press("<enter>");
    desk.answer(Done::Found {
        address: "https://planet.example".into(),
        feeds: vec![
            found("https://planet.example/atom.xml", "Planet", "12 entries"),
            found(
                "https://planet.example/comments.xml",
                "Planet: comments",
                "comments",
            ),
        ],
    });
    insta::assert_snapshot!(desk.shows());
    desk.press("<enter>");
    assert!(
        desk.app()
            .feeds
            .list()
            .rows
            .iter()
            .any(|row| row.url == "https://planet.example/atom.xml")
    );
}

#[test]
fn a_page_without_feeds_keeps_what_was_typed() {
    let mut desk = Desk::reader(80, 24);
    desk.press("a")
        .type_text("https://empty.example")
        .press("<enter>");
    desk.answer(Done::Found {
        address: "https://empty.example".into(),
        feeds: Vec::new(),
    });
    insta::assert_snapshot!(desk.shows());
}

#[test]
fn move_to_a_folder_with_completion() {
    let mut desk = Desk::reader(80, 24);
    desk.press(":").type_text("move-feed Sc");
    insta::assert_snapshot!(desk.shows());
}

#[test]
fn feed_editor() {
    let mut desk = Desk::new(78, 20).with(&mockup());
    desk.press("h")
        .press(":")
        .type_text("LWN")
        .press("<enter> E");
    insta::assert_snapshot!(desk.shows());
}

/// The line is that of the file as it stands, whatever was written above the feed by hand.
#[test]
fn the_editor_tells_where_the_feed_stands_in_its_file() {
    let mut desk = Desk::reader(80, 24);
    let file = desk.feeds_file();
    let of = |file: &str| {
        let before = file.split("https://lwn-net.example/feed").next().unwrap();
        format!(
            "feeds.toml:{}  last check 13:31",
            before.lines().count() - 1
        )
    };
    assert!(
        desk.press("E").shows().contains(&of(&file)),
        "{}",
        desk.shows()
    );
    let longer = format!("# mine\n\n# more\n{file}");
    desk.outside(async |context| std::fs::write(context.paths.feeds_file(), &longer).unwrap());
    let shown = desk.press("<esc> E").shows();
    assert!(shown.contains(&of(&longer)), "{shown}");
    assert_ne!(of(&file), of(&longer));
}

#[test]
fn history_takes_back() {
    let mut desk = Desk::reader(78, 16);
    desk.press("m s A");
    desk.press("g y");
    insta::assert_snapshot!(desk.shows());
    desk.press("j <enter>");
    insta::assert_snapshot!("history_after_taking_back_two", desk.press("<esc>").shows());
}

#[test]
fn link_hints() {
    let mut desk = Desk::reader(80, 24);
    desk.press("<enter> ;");
    insta::assert_snapshot!(desk.shows());
}

#[test]
fn links_of_the_article() {
    insta::assert_snapshot!(Desk::reader(80, 24).press("<enter> g l").shows());
}

#[test]
fn a_hint_opens_its_link_and_nothing_but_the_web() {
    let html = r#"<p><a href="https://example.org/a">one</a> <a href="javascript:alert(1)">two</a> <a href="file:///etc/passwd">three</a></p>"#;
    let mut desk =
        Desk::new(80, 24).with(&[feed("", "One").entries([entry("Links", 1).html(html)])]);
    desk.press("<enter> 1 <enter>");
    let opened: Vec<&Launch> = desk.launched.iter().collect();
    assert_eq!(opened, [&Launch::Browser("https://example.org/a".into())]);
}

#[test]
fn search_as_you_type() {
    let mut desk = Desk::reader(80, 24);
    desk.press("/").type_text("the");
    insta::assert_snapshot!(desk.shows());
}

#[test]
fn search_with_a_mistake() {
    let mut desk = Desk::reader(80, 24);
    desk.press("/").type_text("kernel fed:lwn");
    insta::assert_snapshot!(desk.shows());
}

/// A query with a mistake is not searched for: the list is what it was before the word with the mistake, and the caret stands under its column.
#[test]
fn a_mistake_in_a_search_leaves_the_list_as_it_was() {
    let cases = [
        ("since:nonsense", "Linux", "  ", 9),
        ("\"memory saf", "Linux", "  ", 3),
        ("kernel since:nonsense", "Search", "kernel*", 16),
        ("kernel \"memory", "Search", "kernel*", 10),
        ("新闻 fed:lwn", "Search", "新闻*", 8),
    ];
    for width in [80, 120] {
        for (typed, list, query, column) in cases {
            let mut desk = Desk::reader(width, 24);
            let before = desk.selected();
            desk.press("/").type_text(typed);
            assert_eq!(desk.list(), list, "{typed}");
            match desk.app().entries.scope() {
                Scope::Search(asked) => assert_eq!(asked, query, "{typed}"),
                _ => assert_eq!(desk.selected(), before, "{typed}"),
            }
            let shown = desk.shows();
            assert!(!shown.contains("found"), "{typed}: {shown}");
            assert_eq!(desk.rows()[3].find('^'), Some(column), "{typed}: {shown}");
            desk.press("<enter>");
            assert_eq!(desk.app().overlays.len(), 1, "a mistake is not taken");
            desk.press("<esc>");
            assert_eq!((desk.list(), desk.selected()), ("Linux".into(), before));
        }
    }
}

/// The caret stays under its column when the box is scrolled, and what does not fit beside it is broken, not cut.
#[test]
fn a_mistake_is_told_whole_on_a_narrow_screen() {
    let mut desk = Desk::reader(40, 12);
    desk.press("/")
        .type_text("one two three four five six seven since:nonsense");
    insta::assert_snapshot!(desk.shows());
}

#[test]
fn search_that_finds_nothing() {
    let mut desk = Desk::reader(80, 24);
    desk.press("/").type_text("zigg since:2w");
    insta::assert_snapshot!(desk.shows());
}

#[test]
fn a_search_that_finds_nothing_offers_what_does() {
    let mut desk = Desk::reader(80, 24);
    desk.press("/").type_text("folder:science kernel since:2w");
    insta::assert_snapshot!(desk.shows());
    desk.press("<enter> <enter>");
    assert!(!desk.selected().is_empty(), "{}", desk.shows());
}

#[test]
fn a_search_is_left_for_the_list_before_it() {
    let mut desk = Desk::reader(80, 24);
    let before = desk.rows()[0].clone();
    desk.press("/").type_text("the").press("<esc> <esc>");
    assert_eq!(desk.rows()[0], before);
}

#[test]
fn unsubscribing_is_taken_back() {
    let mut desk = Desk::new(80, 24).with(&samples());
    let count = |desk: &mut Desk| desk.app().feeds.list().rows.len();
    let before = count(&mut desk);
    desk.press("h")
        .press(":")
        .type_text("LWN")
        .press("<enter> D");
    assert_eq!(count(&mut desk), before - 1);
    assert!(
        desk.status().contains("unsubscribed from LWN.net"),
        "{}",
        desk.status()
    );
    desk.press("u");
    assert_eq!(count(&mut desk), before);
}

#[test]
fn messages() {
    let mut desk = Desk::reader(80, 24);
    desk.configure("measure = 8\n");
    desk.press("j")
        .press(":")
        .type_text("messages")
        .press("<enter>");
    insta::assert_snapshot!(desk.shows());
}

#[test]
fn move_to_a_folder() {
    let mut desk = Desk::reader(80, 24);
    desk.press(":").type_text("move-feed").press("<enter>");
    desk.type_text("sc");
    insta::assert_snapshot!(desk.shows());
    desk.press("<tab> <enter>");
    assert_eq!(desk.feed("LWN.net").folder, "Science");
    assert!(desk.status().contains("moved LWN.net"), "{}", desk.status());
}

#[test]
fn a_feed_gets_a_name_of_ones_own_and_its_own_back() {
    let mut desk = Desk::reader(80, 24);
    desk.press(":")
        .type_text("rename-feed Linux Weekly")
        .press("<enter>");
    assert!(desk.feeds_file().contains("title = \"Linux Weekly\""));
    desk.press(":").type_text("rename-feed").press("<enter>");
    desk.press("<ctrl-u> <enter>");
    assert!(!desk.feeds_file().contains("Linux Weekly"));
}

#[test]
fn the_editor_keeps_what_it_can_and_names_what_it_cannot() {
    let mut desk = Desk::reader(80, 24);
    desk.press("E <down> <down> <down>")
        .type_text("kernel, work");
    desk.press("<down>").type_text("often").press("<enter>");
    insta::assert_snapshot!(desk.shows());
    desk.press("<ctrl-u>").type_text("2h").press("<enter>");
    let file = desk.feeds_file();
    assert!(file.contains("tags = [\"kernel\", \"work\"]"), "{file}");
    assert!(file.contains("refresh = \"2h\""), "{file}");
    assert_eq!(desk.feed("LWN.net").tags, ["kernel", "work"]);
}

#[test]
fn a_file_is_not_overwritten_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.opml");
    std::fs::write(&path, "mine").unwrap();
    let kept = || std::fs::read_to_string(&path).unwrap();
    let mut desk = Desk::reader(160, 24);
    let export = format!("export {}", path.display());
    desk.press(":").type_text(&export).press("<enter>");
    let shown = desk.shows();
    assert!(shown.contains("─ Replace a file? ─"), "{shown}");
    assert!(shown.contains("f.opml is there already"), "{shown}");
    assert!(shown.contains("y replace it   n leave it"), "{shown}");
    desk.press("<enter>");
    assert_eq!(desk.app().overlays.len(), 1, "enter answers nothing");
    desk.press("n");
    assert_eq!((desk.app().overlays.len(), kept().as_str()), (0, "mine"));
    desk.press(":").type_text(&export).press("<enter> y");
    assert!(kept().contains("<opml"), "{}", kept());
    assert!(desk.status().contains("wrote"), "{}", desk.status());
}

#[test]
fn typed_lines_come_back_with_up_after_a_restart_too() {
    let mut desk = Desk::reader(80, 24);
    desk.press(":").type_text("theme paper").press("<enter>");
    assert_eq!(desk.app().stage.config.theme, "paper");
    desk.press(":").type_text("theme dusk").press("<enter>");
    assert!(
        desk.status().contains("no theme `dusk`"),
        "{}",
        desk.status()
    );
    desk.press("j :")
        .type_text("add-feed https://me:secret@example.org/feed")
        .press("<enter> <esc>");
    desk.reopen();
    let line = |desk: &mut Desk| desk.rows()[4].clone();
    desk.press(": <up>");
    assert!(
        line(&mut desk).contains(": theme dusk"),
        "no line with a password is kept"
    );
    desk.press("<up>");
    assert!(line(&mut desk).contains(": theme paper"));
    desk.press("<down> <down>");
    assert!(line(&mut desk).contains("a command, a feed or a folder"));
}

#[test]
fn a_filter_is_a_search_in_this_list() {
    let mut desk = Desk::reader(80, 24);
    desk.press("f").type_text("kern");
    assert_eq!(desk.rows()[2], " / folder:Linux kern");
    desk.press("<ctrl-u>").type_text("feed:ker").press("<tab>");
    assert_eq!(desk.rows()[2], " / feed:\"Kernel Planet\"");
}

#[test]
fn a_key_of_ones_own_stands_in_help_with_the_old_one() {
    let (keymap, problems) =
        Keymap::parse("[entries]\n\"ctrl-e\" = \"bookmark\"\n\"s\" = \"none\"\n");
    assert_eq!(problems, []);
    let mut desk = Desk::reader(80, 24);
    desk.app().stage.keymap = keymap;
    desk.press("?").type_text("keep");
    let shown = desk.shows();
    assert!(shown.contains("ctrl-e s      keep a copy"), "{shown}");
    assert!(shown.contains("from keys.toml"), "{shown}");
}
