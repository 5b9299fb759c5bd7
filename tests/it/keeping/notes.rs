//! Notes: written with a key or in the shell, shown, found, exported, taken back.

use crate::cli::{Home, rss};
use crate::desk::Desk;
use crate::server::{Answer, Server};

#[test]
fn a_note_is_written_with_a_key_shown_and_taken_back() {
    let mut desk = Desk::reader(120, 40);
    let title = "How the scheduler learned to wait";
    desk.press("g n");
    insta::assert_snapshot!("note_prompt", desk.shows());
    desk.type_text("read this again 再读一遍 🦀")
        .press("<enter>");
    let row = desk.stored(title);
    assert!(row.bookmarked && row.noted);
    assert!(
        desk.status().contains("changed the note to How"),
        "{}",
        desk.status()
    );
    desk.press("<enter>");
    let shown = desk.shows();
    assert!(shown.contains("✎ read this again 再读一遍 🦀"), "{shown}");
    insta::assert_snapshot!("noted", shown);
    // The prompt begins with what is there; a plain word finds it, and so does its field.
    desk.press("g n").type_text("!").press("<enter>");
    assert!(desk.shows().contains("🦀!"), "{}", desk.shows());
    for query in ["note:again", "has:note", "again note:再读"] {
        desk.press("h /")
            .press("<ctrl-u>")
            .type_text(query)
            .press("<enter>");
        assert!(
            desk.shows().contains("1 found"),
            "{query}: {}",
            desk.shows()
        );
        desk.press("<enter>");
    }
    desk.press("u u");
    let row = desk.stored(title);
    assert!(!row.bookmarked && !row.noted);
    desk.press("<ctrl-r>");
    assert!(desk.reopen().stored(title).noted, "also after a restart");
}

#[test]
fn a_note_that_is_emptied_goes_and_one_of_several_lines_is_for_the_editor() {
    use byline::app::Job;
    let mut desk = Desk::reader(80, 24);
    let title = "How the scheduler learned to wait";
    desk.press("g n").type_text("one").press("<enter>");
    desk.press("g n <ctrl-u> <enter>");
    let row = desk.stored(title);
    assert!(row.bookmarked && !row.noted, "the bookmark stays");
    let id = row.id;
    desk.outside(async |context| {
        let note = Some("one\ntwo".to_string());
        context.store.note(id, note, context.now()).await.unwrap();
    });
    desk.press("/").type_text("has:note").press("<enter> g n");
    let asked = |desk: &Desk| {
        desk.started
            .iter()
            .any(|(_, job)| *job == Job::NoteInEditor(id))
    };
    assert!(asked(&desk), "{:?}", desk.started);
}

#[test]
fn a_note_stands_in_json_and_in_every_export() {
    let server = Server::start();
    server.answer("/f", Answer::rss(rss("Paper", 3)));
    let home = Home::new();
    home.run(&["add", &server.url("/f")]).done();
    home.run(&["note", "1", "why", "I", "<kept> it"]).done();
    let ran = home.feed(&["note", "2", "-"], "one\ntwo".as_bytes());
    ran.done();
    let rows = home.run(&["list", "has:note", "--json"]).done().values();
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().any(|row| row["note"] == "why I <kept> it"));
    for (format, words) in [
        ("markdown", "> one\n> two"),
        ("html", "<DD>one<br>two"),
        ("text", "why I <kept> it"),
        ("json", "\"note\":\"one\\ntwo\""),
    ] {
        let out = home
            .run(&["export", "bookmarks", "--format", format])
            .done()
            .out;
        assert!(out.contains(words), "{format}: {out}");
    }
    let page = home.run(&[
        "export", "entries", "--query", "has:note", "--format", "html",
    ]);
    assert!(page.done().out.contains("why I &lt;kept&gt; it"));
    let folder = home.path().join("notes/");
    let folder = folder.to_str().unwrap();
    home.run(&["export", "bookmarks", "-o", &format!("{folder}/")])
        .done();
    let files = std::fs::read_dir(folder).unwrap();
    let texts: Vec<String> = files
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    assert!(
        texts
            .iter()
            .any(|text| text.contains("note: \"one\\ntwo\"")),
        "{texts:?}"
    );
    home.run(&["note", "1", "--clear"]).done();
    assert_eq!(
        home.run(&["list", "has:note", "--json"])
            .done()
            .values()
            .len(),
        1
    );
    home.run(&["note", "99", "x"]).failed("no entry `99`");
}
