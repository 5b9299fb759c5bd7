//! What is attached to entries: `e` plays it, in the article at once, in the list after its host was shown.

use byline::app::{Launch, Overlay};
use byline::model::Enclosure;

use crate::desk::{Desk, Sample, entry, feed};

fn attached(url: &str, mime: &str) -> Enclosure {
    Enclosure {
        url: url.to_string(),
        mime: Some(mime.to_string()),
        length: Some(1_600_000),
        duration: None,
    }
}

/// A feed with an entry that has two films and a text attached, and one that has nothing.
fn several() -> Vec<Sample> {
    let talks = entry("Three talks", 10)
        .html("<p>Of three.</p>")
        .with(|parsed| {
            parsed.enclosures = vec![
                attached("https://ada:hunter2@films.example/a/first.mp4", "video/mp4"),
                attached("https://films.example/b/שני.webm?key=1", "video/webm"),
                attached("https://papers.example/talk.pdf", "application/pdf"),
            ];
        });
    let bare = entry("No talk", 20).html("<p>Nothing.</p>");
    vec![feed("Talks", "Talks").entries(vec![talks, bare])]
}

fn launched(desk: &Desk) -> Vec<Launch> {
    desk.launched.clone()
}

#[test]
fn the_sound_of_an_open_article_is_played_at_once_and_its_host_stands_in_the_status_line() {
    let mut desk = Desk::reader(120, 30);
    desk.press("<enter>");
    assert!(desk.status().contains("♪ lwn.example"), "{}", desk.status());
    desk.press("G");
    let shown = desk.shows();
    assert!(
        shown.contains("♪ lwn.example  38 min · 21 MB · e play"),
        "{shown}"
    );
    desk.press("e");
    let talk = Launch::Player("https://lwn.example/talk.mp3".into());
    assert_eq!(launched(&desk), [talk]);
    assert!(
        desk.status().contains("playing from lwn.example"),
        "{}",
        desk.status()
    );
}

#[test]
fn on_a_narrow_screen_the_host_is_shown_first_unless_the_end_is_in_sight() {
    let mut desk = Desk::reader(80, 24);
    desk.press("<enter> e");
    assert!(launched(&desk).is_empty());
    assert!(desk.shows().contains("lwn.example"));
    desk.press("<esc> G e");
    assert_eq!(launched(&desk).len(), 1);
}

#[test]
fn in_the_list_the_host_is_shown_before_anything_is_opened() {
    let mut desk = Desk::reader(60, 20);
    desk.press("e");
    assert!(launched(&desk).is_empty());
    let shown = desk.shows();
    assert!(
        shown.contains("talk.mp3") && shown.contains("lwn.example"),
        "{shown}"
    );
    desk.press("<esc> e e");
    assert_eq!(launched(&desk).len(), 1);
    assert!(desk.app().overlays.is_empty());
}

#[test]
fn of_several_one_is_chosen_by_number_and_what_is_no_film_goes_to_the_browser() {
    let mut desk = Desk::new(80, 24).with(&several());
    desk.press("<enter> G");
    let shown = desk.shows();
    for line in [
        "attached",
        "▸ first.mp4  films.example · 1.6 MB · 1e play",
        "▸ ינש.webm  films.example · 1.6 MB · 2e play",
        "• talk.pdf  papers.example · 1.6 MB · 3e open",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    assert!(!shown.contains("hunter2"), "{shown}");
    desk.press("3 e");
    let paper = Launch::Browser("https://papers.example/talk.pdf".into());
    assert_eq!(launched(&desk), [paper]);
    desk.press("e");
    assert!(matches!(
        desk.app().overlays.last(),
        Some(Overlay::Enclosures(_))
    ));
    insta::assert_snapshot!("enclosures", desk.shows());
    desk.press("j <enter>");
    let films = launched(&desk);
    assert!(
        matches!(films.last(), Some(Launch::Player(url)) if url.ends_with("?key=1")),
        "{films:?}"
    );
    desk.press("e 1 y");
    assert!(matches!(launched(&desk).last(), Some(Launch::Copy(_))));
}

#[test]
fn an_entry_with_nothing_attached_says_so() {
    let mut desk = Desk::new(80, 24).with(&several());
    desk.press("j e");
    assert!(
        desk.status().contains("nothing is attached to this entry"),
        "{}",
        desk.status()
    );
    assert!(launched(&desk).is_empty());
}
