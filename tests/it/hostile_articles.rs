//! Articles that mean harm: deep, long and wide ones, and the law of linear work. Saved inputs of the fuzzer are set by `hostile`.

use std::time::{Duration, Instant};

use byline::article::{CodeLines, Head, Line, Page, Setting, clean, document, strip, typeset};
use byline::parse::{Source, decode};
use byline::text::width;

use crate::hostile::is_linear;

const ADDRESS: Option<&str> = Some("https://example.org/news/story");

/// What nobody waits for on any machine that builds this; what is quadratic takes hours.
const PATIENCE: Duration = Duration::from_mins(1);

fn set(html: &str, room: u16) -> Page {
    let setting = Setting {
        code: CodeLines::Wrap,
        ..Setting::from(room)
    };
    let page = typeset(
        &Head::default(),
        &document(html, ADDRESS),
        setting,
        usize::MAX,
    );
    let cells = |line: &Line| usize::from(line.indent) + width(&line.text());
    for line in &page.lines {
        assert!(cells(line) <= usize::from(room), "{line:?}");
        assert!(!line.text().contains(char::is_control), "{line:?}");
    }
    page
}

fn run(bytes: &[u8]) {
    let html = decode(bytes, &Source::default()).text;
    set(&html, 60);
    assert!(!clean(&html, ADDRESS).to_lowercase().contains("<script"));
    let _ = strip(&html);
}

#[test]
fn deep_articles_keep_their_words_and_their_bounds() {
    let opens = [
        "<div>",
        "<b>",
        "<ul><li>",
        "<blockquote>",
        "<table><tr><td>",
        "<dl><dd>",
        "<details>",
        "<a href=x>",
        "<sup>",
    ];
    for open in opens {
        let start = Instant::now();
        let page = set(&format!("{}<p>found", open.repeat(10_000)), 40);
        let text: String = page.lines.iter().map(Line::text).collect();
        let text: String = text.split([' ', '▎']).collect();
        assert!(text.contains("found") || text.contains("ᶠᵒᵘⁿᵈ"), "{open}");
        assert!(page.lines.len() < 21_000, "{open} {}", page.lines.len());
        assert!(start.elapsed() < PATIENCE, "{open}");
    }
}

#[test]
fn long_articles_are_bounded() {
    let rows = |count: usize| format!("<table>{}", "<tr><td>a<td>1</tr>".repeat(count));
    let pages = [
        (rows(100_000), 40),
        (rows(100_000), 3),
        (format!("<p>{}", "x".repeat(1 << 20)), 40),
        (format!("<p>{}", "字".repeat(1 << 18)), 40),
        (format!("<pre>{}", "x".repeat(1 << 20)), 40),
        (format!("<h1>{}", "e\u{301}".repeat(1 << 18)), 40),
    ];
    for (html, room) in pages {
        let begin: String = html.chars().take(20).collect();
        let start = Instant::now();
        let page = set(&html, room);
        assert!(page.lines.len() < 700_000, "{begin} {}", page.lines.len());
        assert!(start.elapsed() < PATIENCE, "{begin}");
    }
}

const PIECES: [&str; 24] = [
    "<div>",
    "<p>",
    "<b>",
    "<a href=x>",
    "<a href='#fn1'>1</a>",
    "<table><tr><td>",
    "<tr><td>",
    "<td colspan=9 rowspan=9>",
    "<ul><li>",
    "<ol reversed><li>",
    "<blockquote>",
    "<div class=footnote>",
    "<div class=footnotes><ol><li id=fn1>",
    "<sup><a href='#fn2'>2</a>",
    "<pre>x",
    "<pre class=language-c>/*",
    "<dl><dt>a<dd>b",
    "<details><summary>",
    "<img src=x alt=y>",
    "<figure><figcaption>",
    "<ruby>a<rt>b",
    "אב 12 ",
    "字，",
    "a\u{301} ",
];

/// Each piece with a neighbour.
#[test]
fn no_article_costs_more_than_its_length() {
    for (at, piece) in PIECES.iter().enumerate() {
        let both = format!("{piece}{}", PIECES[(at + 7) % PIECES.len()]);
        assert!(is_linear(run, "", &both, 12 * 1024), "{both}");
    }
}
