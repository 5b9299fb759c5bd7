//! The rule editor and the list of rules, from keys: what a rule would have found, keeping it, the past, and freeing what is hidden.

use byline::app::{Effect, Load};
use byline::model::Scope;

use crate::desk::{Desk, entry, feed};

const RULES: &str = "# mine\n[[rule]]\nname = \"press\" # odd\nwhen = 'title:/^press/'\ndo = [\"hide\"]\n\n\
     [[rule]]\nname = \"kernel\"\nwhen = \"kernel\"\ndo = [\"tag kernel\", \"colour warning\"]\n";

/// A world with press releases in it, one of them kept.
fn desk(width: u16, height: u16) -> Desk {
    let release = |title: &str, minutes| entry(title, minutes);
    Desk::new(width, height).with(&[
        feed("", "Nature").entries([
            release("Press release: a new instrument for old light", 260),
            release("What the probe heard", 300),
            release("Press release: what the probe heard", 4_000).kept(),
        ]),
        feed("", "BBC World").entries([
            release("Press release: 图书馆周日开放 🎉", 1_500),
            release("A flood in the north", 1_600),
            release("Press release: from long ago", 80_000),
        ]),
        feed("", "עיתון").entries([release("press release: הודעה לעיתונות", 2_000)]),
    ])
}

fn config_file(desk: &mut Desk) -> String {
    desk.outside(async |context| {
        std::fs::read_to_string(context.paths.config_file()).unwrap_or_default()
    })
}

#[test]
fn the_editor_shows_what_a_rule_would_have_found() {
    for (width, height) in [(120, 40), (80, 24), (60, 20)] {
        let mut desk = desk(width, height);
        desk.press(":")
            .type_text("make-rule title:/^press/")
            .press("<enter>");
        desk.press("<up>")
            .type_text("press releases")
            .press("<down> <down>");
        desk.type_text("hide, mark read").press("<up>");
        insta::assert_snapshot!(format!("editor_{width}x{height}"), desk.shows());
    }
}

#[test]
fn every_key_asks_anew_and_a_mistake_is_told_with_its_column() {
    let mut desk = desk(80, 24);
    desk.press(":")
        .type_text("make-rule x")
        .press("<enter> <backspace>");
    let asked = desk.asked.len();
    desk.type_text("title:press");
    let previews = desk.asked[asked..]
        .iter()
        .filter_map(|effect| match effect {
            Effect::Load(_, Load::RulePreview(when)) => Some(when.clone()),
            _ => None,
        });
    let previews: Vec<String> = previews.collect();
    assert_eq!(previews.last().map(String::as_str), Some("title:press"));
    assert!(previews.len() > 5, "{previews:?}");
    assert!(
        desk.shows().contains("4 of the last 30 days would match"),
        "{}",
        desk.shows()
    );
    desk.type_text(" fed:x");
    let shown = desk.shows();
    assert!(
        shown.contains("! unknown field `fed` at column 13"),
        "{shown}"
    );
    // What cannot be kept stays open, and says why.
    desk.press("<enter>");
    assert!(desk.shows().contains("column 13"), "{}", desk.shows());
    assert_eq!(config_file(&mut desk), "");
}

#[test]
fn a_late_answer_to_an_older_query_is_dropped() {
    let mut desk = desk(80, 24);
    desk.press(":")
        .type_text("make-rule title:press")
        .press("<enter>");
    desk.hold();
    desk.press("<ctrl-u>").type_text("title:flood");
    let late = desk.held.clone();
    desk.release();
    assert!(
        desk.shows().contains("1 of the last 30 days"),
        "{}",
        desk.shows()
    );
    for event in late.into_iter().take(3) {
        desk.event(event);
    }
    assert!(
        desk.shows().contains("1 of the last 30 days"),
        "{}",
        desk.shows()
    );
}

#[test]
fn a_rule_is_kept_in_the_file_and_taken_back() {
    let mut desk = desk(80, 24);
    desk.press(":")
        .type_text("make-rule title:/^press/")
        .press("<enter>");
    desk.press("<up>")
        .type_text("noise")
        .press("<down> <down>")
        .type_text("hide, tag pr");
    desk.press("<enter>");
    let file = config_file(&mut desk);
    let rule =
        "[[rule]]\nname = \"noise\"\nwhen = \"title:/^press/\"\ndo = [\"hide\", \"tag pr\"]\n";
    assert!(file.ends_with(rule), "{file}");
    assert!(
        desk.status().contains("made the rule “noise”"),
        "{}",
        desk.status()
    );
    desk.press("g r <enter>")
        .press("<up>")
        .type_text(" of all")
        .press("<enter>");
    assert!(config_file(&mut desk).contains("name = \"noise of all\""));
    desk.press("<esc> u u");
    assert!(
        !config_file(&mut desk).contains("[[rule]]"),
        "{}",
        config_file(&mut desk)
    );
}

#[test]
fn the_list_of_rules_lets_them_rest_moves_and_takes_them_out() {
    let mut desk = desk(80, 24);
    desk.outside(async |context| std::fs::write(context.paths.config_file(), RULES).unwrap());
    desk.configure(RULES);
    desk.press("g r");
    insta::assert_snapshot!("list", desk.shows());
    desk.press("<space>");
    assert!(config_file(&mut desk).contains("do = [\"hide\"]\nenabled = false\n"));
    desk.press("J");
    let file = config_file(&mut desk);
    let at = |name: &str| file.find(name).unwrap_or_else(|| panic!("{name}: {file}"));
    assert!(at("\"kernel\"") < at("\"press\" # odd"), "{file}");
    desk.press("D");
    assert!(!config_file(&mut desk).contains("press"));
    desk.press("<esc> u u u");
    assert_eq!(config_file(&mut desk), RULES);
}

#[test]
fn a_rule_is_applied_to_the_past_and_what_it_hid_is_freed() {
    let mut desk = desk(80, 24);
    let listed = |desk: &mut Desk| desk.stored_rows(Scope::Everything).len();
    let before = listed(&mut desk);
    desk.press(":")
        .type_text("make-rule title:/^press/")
        .press("<enter>");
    desk.press("<down>").type_text("hide").press("<ctrl-p>");
    assert!(
        desk.status().contains("rule “title:/^press"),
        "{}",
        desk.status()
    );
    // Those of long ago too, but not the one that is kept.
    assert_eq!(listed(&mut desk), before - 4);
    desk.press("<esc>");
    desk.press("/").type_text("is:hidden").press("<enter>");
    assert!(
        desk.shows().contains("4 found") || desk.list().contains("Press"),
        "{}",
        desk.shows()
    );
    desk.press("H");
    assert_eq!(listed(&mut desk), before - 3);
    assert!(desk.status().contains("u undo"), "{}", desk.status());
    desk.press("u u");
    assert_eq!(listed(&mut desk), before);
}
