//! Saving pages for later: the link at once, the text politely, whatever the page is.

use crate::cli::Home;
use crate::desk::Desk;
use crate::server::{Answer, Server};

/// A page with an article of several paragraphs and a picture.
pub fn story(title: &str) -> String {
    let paragraph = |n: u32| {
        format!(
            "<p>{}</p>",
            format!("Paragraph {n} of {title} goes on for a while. ").repeat(4)
        )
    };
    let paragraphs: String = (1..=4).map(paragraph).collect::<Vec<_>>().concat();
    format!(
        "<html lang=en><head><title>{title}</title><meta name=author content='Ada Lindqvist'></head><nav><a href=/>Home</a></nav>\
         <article><h1>{title}</h1><img src=/p.png width=600 height=400 alt=plan>{paragraphs}\
         <img src=/pixel.gif width=1 height=1></article><footer>© Paper</footer></html>"
    )
}

fn html(body: impl Into<Vec<u8>>) -> Answer {
    Answer::ok("text/html; charset=utf-8", body)
}

#[test]
fn a_page_is_saved_once_with_its_text_and_tags() {
    let server = Server::start();
    server.answer("/a", html(story("A 龙 story")));
    let home = Home::new();
    let url = server.url("/a?utm_source=mail");
    let ran = home.run(&["save", &url, "--tag", "work,to share"]).done();
    assert!(
        ran.out.starts_with("saved A 龙 story (1), 1 min"),
        "{}",
        ran.out
    );
    let asked = &server.requests_of("/a")[0];
    for none in ["cookie", "referer"] {
        assert_eq!(asked.header(none), None);
    }
    let again = home.run(&["save", &server.url("/a")]).done();
    assert!(
        again.out.starts_with("saved already: A 龙 story"),
        "{}",
        again.out
    );
    assert_eq!(server.requests_of("/a").len(), 1);
    let row = &home.run(&["list", "is:later", "--json"]).done().values()[0];
    assert_eq!(row["later"], true);
    assert_eq!(row["link"], server.url("/a"));
    assert_eq!(row["author"], "Ada Lindqvist");
    assert_eq!(row["tags"], serde_json::json!(["to share", "work"]));
    assert_eq!(
        (&row["read"], &row["feed"]),
        (&false.into(), &"127.0.0.1".into())
    );
    let shown = home.run(&["show", "1", "--full"]).done();
    assert!(
        shown.out.contains("Paragraph 4 of A 龙 story"),
        "{}",
        shown.out
    );
    // It belongs to no feed that could be listed, exported or dropped.
    assert_eq!(home.run(&["feeds"]).done().out, "");
    assert!(!home.run(&["export", "opml"]).done().out.contains("byline:"));
    home.run(&["refresh"]).done();
    assert_eq!(server.requests().len(), 1);
    home.run(&["undo"]).done();
    assert_eq!(home.run(&["list", "is:later"]).done().out, "");
    home.run(&["redo"]).done();
    home.run(&["save", &server.url("/a"), "--drop"]).done();
    assert_eq!(home.run(&["list"]).done().out, "");
    home.run(&["save", "1", "--drop"])
        .failed("is not saved for later");
}

#[test]
fn what_is_no_article_keeps_its_link_and_says_why() {
    let server = Server::start();
    server.answer(
        "/short",
        html("<title>Only a title</title><p>One line.</p>"),
    );
    server.answer("/gone", Answer::status(404));
    let home = Home::new();
    let ran = home.run(&["save", &server.url("/short")]).done();
    assert!(ran.out.starts_with("saved Only a title (1)"), "{}", ran.out);
    assert!(ran.out.contains("only its link is kept") || ran.err.contains("only its link is kept"));
    let value = &home
        .run(&["save", &server.url("/gone"), "--json"])
        .done()
        .values()[0];
    assert_eq!(
        (&value["saved"], &value["has_text"]),
        (&true.into(), &false.into())
    );
    assert!(value["error"].as_str().unwrap().contains("404"), "{value}");
    assert_eq!(
        home.run(&["list", "is:later", "--json"])
            .done()
            .values()
            .len(),
        2
    );
    for (url, why) in [
        ("javascript:alert(1)", "no address of a page"),
        ("file:///etc/passwd", "no address of a page"),
        ("nonsense", "no address of a page"),
    ] {
        home.run(&["save", url]).failed(why);
    }
    assert_eq!(
        home.run(&["list", "is:later", "--json"])
            .done()
            .values()
            .len(),
        2
    );
}

#[test]
fn without_a_network_the_link_is_kept_and_its_text_comes_later() {
    let server = Server::start();
    server.answer("/a", html(story("Later")));
    let home = Home::new();
    home.run(&["--offline", "save", &server.url("/a")]).done();
    assert_eq!(server.requests().len(), 0);
    let row = &home.run(&["list", "is:later", "--json"]).done().values()[0];
    assert_eq!(row["title"], server.url("/a"));
    home.run(&["refresh"]).done();
    let row = &home.run(&["show", "1", "--json"]).done().values()[0];
    assert_eq!(row["title"], "Later");
    assert!(
        row["full_text"]["html"]
            .as_str()
            .unwrap()
            .contains("Paragraph 2")
    );
    assert_eq!(server.requests_of("/a").len(), 1);
}

#[test]
fn a_page_that_is_given_is_saved_without_asking_anybody() {
    let home = Home::new();
    let ran = home.feed(
        &["save", "https://user:secret@a.example/x", "--html", "-"],
        story("Given").as_bytes(),
    );
    assert!(ran.done().out.starts_with("saved Given (1), 1 min"));
    let row = &home.run(&["show", "1", "--json"]).done().values()[0];
    assert_eq!(row["link"], "https://a.example/x");
    assert!(
        row["full_text"]["html"]
            .as_str()
            .unwrap()
            .contains("https://a.example/p.png")
    );
    // What is no article is kept as it is, clean.
    let scrap = b"<title>Scrap</title><p onclick=x>One line.<script>alert(1)</script>";
    home.feed(&["save", "https://a.example/y", "--html", "-"], scrap)
        .done();
    let row = &home.run(&["show", "2", "--json"]).done().values()[0];
    assert_eq!(row["title"], "Scrap");
    let content = row["content"].as_str().unwrap();
    assert!(
        content.contains("One line.") && !content.contains("alert"),
        "{content}"
    );
}

#[test]
fn a_page_is_saved_with_a_key_and_stands_in_a_row_of_its_own() {
    let server = Server::start();
    server.answer("/a", html(story("How it was saved")));
    let mut desk = Desk::reader(120, 40).online();
    assert!(!desk.shows().contains(" Saved"));
    desk.press("S");
    insta::assert_snapshot!("save_prompt", desk.shows());
    desk.press("<ctrl-u>")
        .type_text(&server.url("/a"))
        .press("<enter>");
    assert!(
        desk.status().contains("saved with its full text"),
        "{}",
        desk.status()
    );
    desk.press("g s");
    let shown = desk.shows();
    assert!(
        shown.contains("How it was saved") && shown.contains("Paragraph 1"),
        "{shown}"
    );
    insta::assert_snapshot!("saved", shown.replace(&server.url(""), "http://server"));
    desk.press("u");
    assert!(
        desk.shows().contains("Nothing saved for later"),
        "{}",
        desk.shows()
    );
    desk.press("<ctrl-r>");
    assert!(desk.shows().contains("How it was saved"));
    desk.press("D");
    assert!(
        desk.status().contains("dropped the saved page"),
        "{}",
        desk.status()
    );
    assert!(desk.shows().contains("Nothing saved for later"));
    desk.press("u g b D");
    assert!(!desk.status().contains("saved page"), "{}", desk.status());
}

#[test]
fn a_mistyped_address_stays_in_the_prompt() {
    let mut desk = Desk::reader(80, 24).online();
    desk.press("S <ctrl-u>")
        .type_text("mailto:ada")
        .press("<enter>");
    let shown = desk.shows();
    assert!(
        shown.contains("no address of a page") && shown.contains("mailto:ada"),
        "{shown}"
    );
    desk.press("<esc>");
    // In an article the links are offered, and the one at hand stands in the field.
    desk.press("<enter> <tab> S");
    let shown = desk.shows();
    assert!(
        shown.contains("Save for later") && shown.contains("https://"),
        "{shown}"
    );
}
