//! The room as a whole: a page with every block, and laws that hold for any HTML.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::*;
use crate::text::Role::{self, Code, Dim, Emphasis, Key, Link as LinkRole, LinkNumber, Strong};
use crate::text::width;

const EVERY_BLOCK: &str = include_str!("../../tests/data/articles/every_block.html");
const BASE: Option<&str> = Some("https://lwn.net/Articles/1/");

fn head() -> Head {
    Head {
        title: "How the scheduler learned to wait".into(),
        facts: [
            "LWN.net",
            "Ada Lindqvist",
            "Tue 24 Nov, 12:58",
            "9 min",
            "42 comments",
            "#kernel",
        ]
        .map(String::from)
        .to_vec(),
        ..Head::default()
    }
}

fn print(page: &Page) -> String {
    let lines = page.lines.iter().map(|line| {
        let ground = if line.code { "░" } else { " " };
        let free = " ".repeat(line.indent as usize);
        format!("{ground}{free}{}", line.text())
            .trim_end()
            .to_owned()
            + "\n"
    });
    lines.collect()
}

fn shows(html: &str, width: u16) -> String {
    let page = typeset(&Head::default(), &document(html, None), width, usize::MAX);
    print(&page)
}

#[test]
fn every_block_at_three_widths() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../tests/data/articles");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        let document = document(EVERY_BLOCK, BASE);
        for width in [40_u16, 80, 120] {
            let page = typeset(&head(), &document, width, usize::MAX);
            insta::assert_snapshot!(format!("every_block_{width}"), print(&page));
        }
    });
}

/// What each piece of a line is; plain words stand alone.
fn roles(line: &Line) -> String {
    let told = |span: &Span| {
        let bold = if span.is_strong { "+bold" } else { "" };
        let italic = if span.is_emphasised { "+italic" } else { "" };
        let name = match (span.is_quote_bar, span.role) {
            (true, _) => "Bar".to_owned(),
            (false, role) => format!("{role:?}"),
        };
        let look = format!("{name}{bold}{italic}");
        match look.as_str() {
            "Text" => span.text.clone(),
            _ => format!("⟨{look}⟩{}⟨⟩", span.text),
        }
    };
    let spans: String = line.spans.iter().map(told).collect();
    let ground = if line.code { "░" } else { " " };
    let free = " ".repeat(line.indent as usize);
    format!("{ground}{free}{spans}").trim_end().to_owned() + "\n"
}

#[test]
fn every_block_has_its_roles_at_three_widths() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../tests/data/articles");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        let document = colored(document(EVERY_BLOCK, BASE), &mut || true);
        for width in [40_u16, 80, 120] {
            let page = typeset(&head(), &document, width, usize::MAX);
            let lines: String = page.lines.iter().map(roles).collect();
            insta::assert_snapshot!(format!("every_block_{width}_roles"), lines);
        }
    });
}

#[test]
fn steps_are_numbered_as_their_list_says() {
    let list = |attributes: &str| format!("<ol {attributes}><li>x<li>y<li>z</ol>");
    let table = [
        ("type=a", " a. x\n b. y\n c. z ■\n"),
        ("type=I start=3", " III. x\n  IV. y\n   V. z ■\n"),
        ("reversed", " 3. x\n 2. y\n 1. z ■\n"),
        ("reversed start=10", " 10. x\n  9. y\n  8. z ■\n"),
        ("reversed start=1", "  1. x\n  0. y\n -1. z ■\n"),
        (
            "start=4294967295",
            " 4294967295. x\n 4294967296. y\n 4294967297. z ■\n",
        ),
        ("type=z start=-", " 1. x\n 2. y\n 3. z ■\n"),
    ];
    for (attributes, expect) in table {
        assert_eq!(shows(&list(attributes), 40), expect, "{attributes}");
    }
}

#[test]
fn a_table_without_room_becomes_records() {
    let html = "<table><tr><th>Machine<th>Build<th>Energy<tr><td>Laptop<td>-3.25 %<td>-11.75 %<tr><td>Server<td>-1.00 %<td>+1.00 %</table>";
    assert!(shows(html, 40).starts_with(" Machine"), "there is room");
    assert_eq!(
        shows(html, 16),
        " Machine: Laptop\n Build: -3.25 %\n Energy: -11.75 %\n\n Machine: Server\n Build: -1.00 %\n Energy: +1.00 %\n ■\n"
    );
}

#[test]
fn meanings_are_kept() {
    let html = "a <b>b</b> <i>c</i> <b><i>d</i></b> <code>e</code> <a href=https://x.example/><b>f</b></a> <kbd>g</kbd>";
    let page = typeset(&Head::default(), &document(html, None), 80, usize::MAX);
    let seen: Vec<(Role, bool, bool, &str)> = page.lines[0]
        .spans
        .iter()
        .filter(|span| !span.text.trim().is_empty() && span.text != "a ")
        .map(|span| {
            (
                span.role,
                span.is_strong,
                span.is_emphasised,
                span.text.as_str(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (Strong, false, false, "b"),
            (Emphasis, false, false, "c"),
            (Strong, false, true, "d"),
            (Code, false, false, "e"),
            (LinkRole, true, false, "f"),
            (LinkNumber, false, false, "[1]"),
            (Key, false, false, "g"),
            (Dim, false, false, " ■"),
        ]
    );
}

#[test]
fn places_have_their_looks() {
    let table: &[(&str, Role, bool, bool)] = &[
        ("<h1>x</h1><p>", Role::Heading1, false, false),
        ("<h3><b>x</b></h3>", Role::Heading2, false, false),
        ("<h4><code>x</code></h4>", Code, true, true),
        ("<figcaption>x</figcaption>", Role::Caption, false, false),
        ("<del>x</del>", Role::Removed, false, false),
        ("<b><mark>x</mark></b>", Role::Match, true, false),
        (
            "<table><tr><th>x<th>y<tr><td>1<td>2</table>",
            Strong,
            false,
            false,
        ),
    ];
    for (html, role, is_strong, is_emphasised) in table {
        let page = typeset(&Head::default(), &document(html, None), 80, usize::MAX);
        let first = &page.lines[0].spans[0];
        let seen = (first.role, first.is_strong, first.is_emphasised);
        assert_eq!(seen, (*role, *is_strong, *is_emphasised), "{html}");
    }
    let quote = "<ul><li><blockquote><p>x <b>y</b><p>z</blockquote></ul>";
    let page = typeset(&Head::default(), &document(quote, None), 80, usize::MAX);
    let bars = page
        .lines
        .iter()
        .map(|line| line.spans.iter().any(|span| span.is_quote_bar));
    assert!(bars.eq([true, true, true]));
    let strong = page.lines[0].spans.last().unwrap();
    assert_eq!((strong.role, strong.is_emphasised), (Strong, true));
    assert_eq!(page.lines[2].indent, 2);
    let code = typeset(
        &Head::default(),
        &document("<pre>x\n\ny", None),
        80,
        usize::MAX,
    );
    assert!(code.lines[..3].iter().all(|line| line.code));
}

#[test]
fn the_headline_is_not_said_twice() {
    let html = "<h1>How the Scheduler <em>learned</em> to wait</h1><p>text</p>";
    let page = typeset(&head(), &document(html, None), 80, usize::MAX);
    assert_eq!(
        print(&page).lines().skip(2).collect::<Vec<_>>(),
        ["", " text ■"]
    );
}

#[test]
fn a_page_continues_where_it_stopped() {
    let document = document(EVERY_BLOCK, BASE);
    let whole = typeset(&head(), &document, 60_u16, usize::MAX);
    let mut page = typeset(&head(), &document, 60_u16, 10);
    assert!((10..40).contains(&page.lines.len()));
    let mut wanted = 10;
    while !page.is_whole(&document) {
        wanted += 10;
        page.extend(&document, wanted);
    }
    assert_eq!(page, whole);
}

#[test]
fn the_head_of_an_article_is_its_beginning() {
    let html = "<p>one <a href=https://a.example/>two</a> three</p>".repeat(2_000);
    let start = document_head(&html, None);
    let all = document(&html, None);
    assert!(!start.complete && all.complete);
    assert!(start.blocks.len() > 100);
    assert_eq!(start.blocks, all.blocks[..start.blocks.len()]);
    let mut page = typeset(&Head::default(), &start, 80_u16, usize::MAX);
    page.extend(&all, usize::MAX);
    assert_eq!(page, typeset(&Head::default(), &all, 80_u16, usize::MAX));
}

#[test]
fn small_pages() {
    let table = [
        ("", ""),
        ("text", " text ■\n"),
        ("<p>a</p><p></p><p>b</p>", " a\n\n b ■\n"),
        ("<div>a<div>b</div>c</div>", " a\n\n b\n\n c ■\n"),
        ("<ul></ul><p> </p>&nbsp;", ""),
        ("<li>stray", " stray ■\n"),
        (
            "<p><pre>a</pre><b>b</b></p><b>c</b>",
            "░  a\n\n b\n\n c ■\n",
        ),
        ("<table><tr><td>only<td></table>", " only ■\n"),
        ("<pre>x</pre>", "░  x\n ■\n"),
        ("<h1></h1><h2>t</h2>", " t ■\n"),
        ("<img src=https://a.example/x.png>", " ▨ picture ■\n"),
    ];
    for (html, expect) in table {
        assert_eq!(shows(html, 40), expect, "{html}");
    }
}

/// Pages as blogs and sites write them: what is said comes out, what surrounds it does not.
#[test]
fn pages_of_the_wild() {
    let table = [
        // WordPress: a classic caption, an emoji picture, a counting pixel.
        (
            "<div class='wp-caption'><img src='https://a.example/x.jpg' alt='A hill'/><p class='wp-caption-text'>The hill</p></div>\
             <p>Hi <img class='wp-smiley' alt='🙂' src='https://s.example/1.png'> there</p><img src='https://pixel.wp.com/b.gif?x'/>",
            " ▨ A hill\n The hill\n\n Hi 🙂 there ■\n",
        ),
        // Blogger: breaks for paragraphs, a link around a picture.
        (
            "<div>One<br><br>Two<br/>\nthree<div class='separator'><a href='https://b.example/big.jpg'><img src='https://b.example/s.jpg'></a></div></div>",
            " One\n\n Two\n three\n\n ▨ picture[1] ■\n\n links\n [1] https://b.example/big.jpg\n",
        ),
        // Substack and Medium: a figure in links in divs, buttons, a lazy picture with its unscripted twin.
        (
            "<figure><a href='https://c.example/i'><div><picture><source srcset='x 1w'><img src='https://c.example/i.png' alt=''></picture><div><button>x</button></div></div></a><figcaption>Said</figcaption></figure>",
            " ▨ Said[1] ■\n\n links\n [1] https://c.example/i\n",
        ),
        (
            "<img src='data:image/gif;base64,R0' class=lazy><noscript><img src='https://d.example/r.png' alt='real'></noscript><p>x</p>",
            " ▨ real\n\n x ■\n",
        ),
        // GitHub: anchors in headings; KaTeX: a formula twice.
        (
            "<h2><a class=anchor aria-hidden=true href='#x'>#</a>Title</h2><p>So <span class=katex><math><semantics><mi>x</mi><annotation encoding='application/x-tex'>x^2</annotation></semantics></math><span class=katex-html aria-hidden=true>x2</span></span>.</p>",
            " Title\n\n So x^2. ■\n",
        ),
        // Hacker News and mailing lists: nothing but text and stray paragraphs.
        ("a<p>b &gt; c<p>d", " a\n\n b > c\n\n d ■\n"),
        // Layout by table, as newsletters do.
        (
            "<table><tr><td><table><tr><td><h1>News</h1><p>One</p></td></tr></table></td></tr><tr><td>Two</td></tr></table>",
            " News\n\n One\n\n Two ■\n",
        ),
        // A heading cell at the left, a cell over two rows, a cell over two columns.
        (
            "<table><tr><th>a<td rowspan=2>b<td>c<tr><th>d<td>e<tr><td colspan=2>f<td>g</table>",
            " a  b  c\n d     e\n f     g ■\n",
        ),
        // Notes as Markdown writers print them.
        (
            "<p>x<sup id=fnref:1><a href='#fn:1' class=footnote-ref role=doc-noteref>1</a></sup></p><div class=footnotes role=doc-endnotes><hr><ol><li id='fn:1'><p>Note <a href='#fnref:1' class=footnote-backref role=doc-backlink>&#8617;&#xfe0e;</a></p></li></ol></div>",
            " x¹ ■\n\n ────────────\n ¹ Note ↵ back to the text\n",
        ),
        ("<b><p>x</b>y</p>", " xy ■\n"),
        ("<ul>stray<li>a<li><p>b</ul>", " • stray\n • a\n • b ■\n"),
        (
            "<a href='https://e.example/'><h3>Head</h3><p>Text</p></a>",
            " Head[1]\n\n Text[1] ■\n\n links\n [1] Head Text  e.example\n",
        ),
    ];
    for (html, expect) in table {
        assert_eq!(shows(html, 60), expect, "{html}");
    }
}

#[test]
fn hostile_pages_stay_small() {
    let nested = [
        "div",
        "b",
        "ul><li",
        "blockquote",
        "table><tr><td",
        "a href=https://x.example/",
        "font size=1",
    ];
    for name in nested {
        let html = format!("<{name}>x").repeat(3_000);
        let page = typeset(
            &Head::default(),
            &document(&html, None),
            Setting {
                code: CodeLines::Wrap,
                ..Setting::from(80)
            },
            usize::MAX,
        );
        assert!(
            page.lines.iter().all(|line| line_width(line) <= 80),
            "{name}"
        );
        assert!(!clean(&html, None).is_empty());
        assert!(!plain(&html, 80).is_empty());
    }
    let bombs = [
        "<!--".repeat(10_000),
        "<a href=\"".repeat(10_000),
        "<a href='\"".repeat(10_000),
        "<iframe>".repeat(10_000),
        "<![CDATA[".repeat(10_000),
        "</p".repeat(10_000),
        "&".repeat(40_000),
        "<font a=1><p>x</font>".repeat(4_000),
        "<a><div>".repeat(4_000),
        "x".repeat(60_000),
        format!("<pre>{}", "x".repeat(60_000)),
        "e\u{301}\u{302}".repeat(10_000),
        "क\u{94d}".repeat(10_000),
    ];
    for html in bombs {
        let started = std::time::Instant::now();
        let page = typeset(
            &Head::default(),
            &document(&html, None),
            Setting {
                code: CodeLines::Wrap,
                ..Setting::from(40)
            },
            usize::MAX,
        );
        assert!(page.lines.iter().all(|line| line_width(line) <= 40));
        let _ = (clean(&html, None), strip(&html));
        assert!(
            started.elapsed().as_secs() < 20,
            "{}",
            &html[..20.min(html.len())]
        );
    }
}

fn line_width(line: &Line) -> usize {
    line.indent as usize + width(&line.text())
}

/// What a browser would show of it, without its spaces.
fn letters(html: &str) -> String {
    strip(html).split_whitespace().collect()
}

/// Words that nothing changes, so that they can be counted.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_lowercase());
    words
        .filter(|word| word.len() == 6)
        .map(str::to_owned)
        .collect()
}

/// Running text of words without vowels, so that nothing that byline adds looks like them; no tables, whose cells stand side by side.
fn flowing_html() -> impl Strategy<Value = String> {
    sane_html().prop_filter("tables", |html| !html.contains("<table"))
}

fn consonants(text: &str) -> String {
    let is_ours = |c: &char| c.is_ascii_lowercase() && !"aeiou".contains(*c);
    text.chars().filter(is_ours).collect()
}

fn sane_html() -> impl Strategy<Value = String> {
    let word = "[b-df-hj-np-tv-z]{6}".boxed();
    let leaf = prop_oneof![
        4 => word.clone().prop_map(|w| format!(" {w} ")),
        1 => word.clone().prop_map(|w| format!("<b>{w}</b>")),
        1 => word.clone().prop_map(|w| format!("<a href='https://a.example/'>{w}</a> ")),
        1 => word.clone().prop_map(|w| format!("<pre>{w}\n{w}</pre>")),
        1 => word.clone().prop_map(|w| format!("<br>{w}<hr>")),
        1 => word.prop_map(|w| format!("<h3>{w}</h3>")),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        (prop::collection::vec(inner, 1..4), 0..6_usize).prop_map(|(parts, kind)| match kind {
            0 => format!("<p>{}</p>", parts.concat()),
            1 => format!("<ul><li>{}</li></ul>", parts.join("</li><li>")),
            2 => format!("<ol start=8><li>{}</li></ol>", parts.join("</li><li>")),
            3 => format!("<blockquote>{}</blockquote>", parts.concat()),
            4 => format!(
                "<table><tr><th>{}</th></tr><tr><td>{}</td></tr></table>",
                parts.join("</th><th>"),
                parts.join("</td><td>")
            ),
            _ => format!("<div><em>{}</em></div>", parts.concat()),
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_html_at_any_width(
        parts in prop::collection::vec(
            prop_oneof![
                any::<String>(),
                "</?(p|b|i|a|ul|ol|li|table|tr|td|th|pre|blockquote|h1|h4|div|br|hr|img|dl|dt|dd|details|figure|figcaption|sup|script|!--)[^<>]{0,6}>?",
                "[ a-z漢字אבгд\u{301}\u{200d}👩🦀&#;0-9]{0,30}",
                Just("<a href='https://a.example/?utm_source=1&b=2'>".to_owned()),
                Just("<img alt='a picture' src=/x>".to_owned()),
                "<img alt='picture 漢字' width=[0-9]{1,5} height=[0-9]{1,5} src=/x>",
            ],
            0..40,
        ),
        width in 1_u16..200,
        room in proptest::option::of((0_u16..20, 50_u16..300)),
    ) {
        let html = parts.concat();
        let document = document(&html, Some("https://b.example/"));
        let figures = room.map_or(Figures::Line, |(rows, tall)| Figures::Room(Frame { rows, tall }));
        let setting = Setting { code: CodeLines::Wrap, figures, ..width.into() };
        let page = typeset(&Head { title: html.clone(), facts: parts.clone(), note: parts.first().cloned(), words: parts.first().cloned(), ..Head::default() }, &document, setting, usize::MAX);
        for line in &page.lines {
            prop_assert!(line_width(line) <= width as usize, "{:?}", line);
            let has_trick = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fe0f}');
            prop_assert!(!line.text().contains(has_trick), "{:?}", line);
        }
        for slot in &page.pictures {
            prop_assert!(slot.line + usize::from(slot.rows.max(1)) <= page.lines.len(), "{:?}", slot);
            prop_assert!(slot.indent + slot.columns <= width, "{:?}", slot);
            prop_assert!(slot.free <= slot.rows, "{:?}", slot);
        }
        let clean = clean(&html, Some("https://b.example/"));
        prop_assert!(!clean.to_lowercase().contains("<script"));
        prop_assert_eq!(letters(&super::clean(&clean, None)), letters(&clean));
        let _ = (plain(&html, width), strip(&html), markdown(&document), document_head(&html, None));
    }

    /// At any width: a word may be broken, but nothing is lost, said twice, or moved.
    #[test]
    fn all_text_comes_out_in_order(html in flowing_html(), width in 1_u16..200) {
        let mut document = document(&html, None);
        document.links.clear();
        let setting = Setting { code: CodeLines::Wrap, ..width.into() };
        let page = typeset(&Head::default(), &document, setting, usize::MAX);
        prop_assert_eq!(consonants(&print(&page)), consonants(&strip(&html)));
    }

    #[test]
    fn every_word_comes_out_once(html in sane_html(), width in 24_u16..120) {
        let mut document = document(&html, None);
        document.links.clear();
        let page = typeset(&Head::default(), &document, width, usize::MAX);
        let mut shown = words(&print(&page));
        let mut expected = words(&strip(&html));
        shown.sort();
        expected.sort();
        prop_assert_eq!(shown, expected);
    }
}
