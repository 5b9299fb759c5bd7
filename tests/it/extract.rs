//! Full text: whole pages of a news portal, through the binary. The pages and what they hold are ours.

use std::fs;
use std::path::PathBuf;

use crate::cli::Home;

fn data(file: &str) -> PathBuf {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/fulltext");
    dir.join(file)
}

fn extracted(page: &str) -> serde_json::Value {
    let file = data(page);
    let args = [
        "extract",
        file.to_str().unwrap(),
        "--url",
        "https://www.harwickpost.example/news/wall",
        "--json",
    ];
    Home::new().run(&args).done().values().remove(0)
}

fn expected(file: &str) -> String {
    fs::read_to_string(data(file))
        .unwrap()
        .trim_end()
        .to_owned()
}

#[test]
fn a_portals_page_gives_its_article_whole_and_nothing_else() {
    let found = extracted("portal.html");
    assert_eq!(found["text"], expected("portal.txt"));
    assert_eq!(found["title"], "The wall nobody wanted");
    assert_eq!(found["byline"], "Nell Farrow");
    assert_eq!(found["published"], "2026-11-20T07:30:00Z");
    assert_eq!(found["site"], "Harwick Post");
    assert_eq!(found["language"], "en");
    assert_eq!(
        found["image"],
        "https://www.harwickpost.example/photos/0.jpg"
    );
    assert_eq!(found["length"], expected("portal.txt").chars().count());
    let html = found["html"].as_str().unwrap();
    for picture in ["photos/0.jpg", "photos/1.jpg", "photos/2.jpg"] {
        assert!(html.contains(picture), "{picture}");
    }
    assert_eq!(
        html.matches("<img").count(),
        3,
        "no logo, code or advert: {html}"
    );
}

#[test]
fn a_chinese_portals_page_in_gbk_gives_its_article_and_nothing_else() {
    let found = extracted("portal-gbk.html");
    assert_eq!(found["text"], expected("portal-gbk.txt"));
    assert_eq!(found["title"], "山路上的最后一只邮袋");
    assert_eq!(found["site"], "山城晚报网");
    assert_eq!(found["language"], "zh");
    assert_eq!(found["published"], "2026-11-20T08:12:00Z");
}

#[test]
fn the_formats_of_extract() {
    let home = Home::new();
    let file = data("portal.html");
    let file = file.to_str().unwrap();
    let text = home.run(&["extract", file]).done().out;
    assert!(
        text.starts_with("The wall nobody wanted\nNell Farrow\n2026-11-20T07:30:00Z\n\nThe river")
    );
    let markdown = home
        .run(&["extract", file, "--format", "markdown"])
        .done()
        .out;
    assert!(markdown.starts_with("# The wall nobody wanted\n\nThe river"));
    assert!(markdown.contains("> He had only measured it"));
    let html = home.run(&["extract", file, "--format", "html"]).done().out;
    assert!(html.contains("<blockquote>"));
    assert!(!html.contains("<script") && !html.contains("class="));
}

#[test]
fn a_page_that_is_no_article_is_told_with_the_reason() {
    let home = Home::new();
    let table: [(&[u8], &str); 4] = [
        (b"", "has no text"),
        (b"<title>Just a moment...</title><p>Checking", "error page"),
        (
            b"<title>Before you continue</title><p>We use cookies",
            "consent",
        ),
        (
            b"<title>Log in</title><form><input type=password></form>Sign in",
            "login",
        ),
    ];
    for (page, why) in table {
        home.feed(&["extract", "-"], page).failed(why);
    }
    home.run(&["extract", "/nowhere/page.html"])
        .failed("there is no file");
}
