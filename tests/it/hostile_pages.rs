//! Web pages that mean harm: every saved input of the fuzzer through the extractor, deep, wide and long ones, and the law of linear work.

use std::fs;
use std::path::Path;

use byline::article;
use byline::parse::{Source, decode};
use url::Url;

use crate::hostile::is_linear;

/// What a page's bytes go through on their way to a full text.
fn run(bytes: &[u8]) {
    let address = "https://example.org/news/story";
    let source = Source {
        url: Some(address),
        content_type: None,
    };
    let page = decode(bytes, &source).text;
    let is_clean = |text: &str| {
        text.chars()
            .all(|c| !c.is_control() || c == '\n' || c == '\t')
    };
    if let Ok(found) = article::extract_more(&page, Some(address), None) {
        assert!(is_clean(&found.text) && is_clean(&found.html));
        assert!(is_clean(&found.title) && !found.title.contains('\n'));
        assert!(!found.html.contains("<script") && !found.html.contains("=\"javascript:"));
    }
    let _ = article::further(&page, &Url::parse(address).unwrap());
}

#[test]
fn every_saved_page_does_no_harm() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/extract");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        run(&bytes);
        run(&bytes[..bytes.len() / 2]);
        run(&bytes[bytes.len() / 2..]);
        count += 1;
    }
    assert!(count >= 15, "{count} saved pages were found");
}

const TOLD: &str = "A sentence of the article that says something new. ";

#[test]
fn deep_pages_and_endless_attributes_leave_the_words() {
    let words = TOLD.repeat(20);
    let deep = |open: &str| format!("{}<p>{words}", open.repeat(10_000));
    let attributes = (0..20_000)
        .map(|n| format!("a{n}=b "))
        .collect::<Vec<_>>()
        .concat();
    let pages = [
        deep("<div>"),
        deep("<b>"),
        deep("<ul><li>"),
        deep("<table><tr><td>"),
        format!("<p title=\"{}\">{words}", "&amp;".repeat(60_000)),
        format!("<p {attributes}>{words}"),
    ];
    for page in pages {
        let begin: String = page.chars().take(30).collect();
        let found = article::extract(&page, Some("https://example.org/a"), None);
        let found = found.unwrap_or_else(|why| panic!("{begin}: {why}"));
        assert!(found.text.contains(TOLD.trim()), "{begin}");
        assert!(found.html.len() < 200 << 10, "{begin}");
    }
}

/// What is longest is taken for the article; it may be nothing that anybody reads, but it is bounded.
#[test]
fn wide_and_long_pages_are_bounded() {
    let rows = "<tr><td>a<td>b</tr>".repeat(100_000);
    let pages = [
        format!("<table>{rows}</table>"),
        format!("<p>{}", "x".repeat(1 << 20)),
        format!("<p>{}", "字".repeat(1 << 18)),
        format!("<p>{}", "a&amp;\u{a0}".repeat(60_000)),
        "<".repeat(1 << 20),
        "<!>".repeat(1 << 19),
        format!("<p>{}", "&".repeat(1 << 20)),
    ];
    for page in pages {
        let begin: String = page.chars().take(30).collect();
        if let Ok(found) = article::extract(&page, Some("https://example.org/a"), None) {
            assert!(found.html.len() < 8 << 20, "{begin}");
        }
    }
}

const STARTS: [&str; 3] = [
    "",
    "<html><title>A</title><article><p>",
    "<div class=entry-content><table><tr><td>",
];

const PIECES: [&str; 34] = [
    "<div>",
    "</div>",
    "<p>",
    "<b>",
    "<a href=x>",
    "</a>",
    "<table>",
    "<tr><td>",
    "</table>",
    "<ul><li>",
    "<span class='share bar'>",
    "<div class=entry-content>",
    "<h1>Head</h1>",
    "<h2>Related</h2>",
    "<script>",
    "</script>",
    "<script type=application/ld+json>{\"@type\":\"Article\"}</script>",
    "<noscript><img src=x></noscript>",
    "<img data-src=x>",
    "<meta name=x content=y>",
    "<link rel=next href=2>",
    "<a href='?page=2'>2</a>",
    "<select><option>",
    "<svg><g>",
    "<template>",
    "<!--",
    "-->",
    "&amp;",
    "&",
    "<",
    "\u{a0}",
    "字",
    "words of it. ",
    "<br>",
];

/// Each piece with its neighbour.
#[test]
fn no_page_costs_more_than_its_length() {
    for (at, piece) in PIECES.iter().enumerate() {
        let start = STARTS[at % STARTS.len()];
        let both = format!("{piece}{}", PIECES[(at + 5) % PIECES.len()]);
        assert!(is_linear(run, start, &both, 12 * 1024), "{start} {both}");
    }
}
