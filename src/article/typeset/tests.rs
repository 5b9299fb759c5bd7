//! What becomes of single kinds of blocks: notes and the ways to them and back, code and its colours.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::article::{CodeLines, NotePlace, colored, document};

fn page(html: &str, setting: impl Into<Setting>) -> Page {
    typeset(
        &Head::default(),
        &document(html, Some("https://a.example/b")),
        setting,
        usize::MAX,
    )
}

fn print(page: &Page) -> Vec<String> {
    let lines = page.lines.iter();
    lines
        .map(|line| format!("{}{}", " ".repeat(line.indent.into()), line.text()))
        .collect()
}

/// What writers of notes print: sign, note, and the way back, each in its own way.
#[test]
fn notes_of_the_wild_are_notes() {
    let table = [
        // Markdown as Hugo and kramdown print it.
        "<p>x<sup id=fnref:1><a href='#fn:1' class=footnote-ref role=doc-noteref>1</a></sup></p><div class=footnotes role=doc-endnotes>\
         <hr><ol><li id='fn:1'><p>Note&#160;<a href='#fnref:1' class=footnote-backref role=doc-backlink>&#8617;&#xfe0e;</a></p></li></ol></div>",
        // The same in a feed that makes addresses absolute.
        "<p>x<sup><a href='https://a.example/b#fn1'>1</a></sup></p><section class=footnotes><ol><li id=fn1>Note \
         <a href='https://a.example/b#fnref1' class=footnote-back>↩</a></li></ol></section>",
        // Substack.
        "<p>x<a class=footnote-anchor id=footnote-anchor-1 href='#footnote-1' target=_self>1</a></p><div class=footnote>\
         <a id=footnote-1 href='#footnote-anchor-1' class=footnote-number>1</a><div class=footnote-content><p>Note</p></div></div>",
        // Asciidoctor.
        "<p>x<sup class=footnote>[<a id=_footnoteref_1 class=footnote href='#_footnotedef_1' title='View footnote.'>1</a>]</sup></p>\
         <div id=footnotes class=footnotes><hr><div class=footnote id=_footnotedef_1><a href='#_footnoteref_1'>1</a>. Note</div></div>",
        // docutils.
        "<p>x<a class='footnote-reference' href='#id2' id=id1 role=doc-noteref>[1]</a></p><aside class=footnote id=id2 role=doc-footnote>\
         <span class=label><span>[</span><a role=doc-backlink href='#id1'>1</a><span>]</span></span><p>Note</p></aside>",
        // MediaWiki.
        "<p>x<sup id=cite_ref-1 class=reference><a href='#cite_note-1'>[1]</a></sup></p><ol class=references><li id=cite_note-1>\
         <a href='#cite_ref-1'>↑</a> <span class=reference-text>Note</span></li></ol>",
    ];
    for html in table {
        let page = page(html, 60);
        let shown = print(&page);
        assert_eq!(
            shown,
            ["x¹ ■", "", "────────────", "¹ Note ↵ back to the text"],
            "{html}"
        );
        let note = NotePlace {
            signs: vec![0],
            lines: 3..4,
        };
        assert_eq!(page.notes, [note], "{html}");
        let marked = |line: usize| {
            let spans = page.lines[line].spans.iter();
            let words: Vec<&str> = spans
                .filter(|span| span.note == Some(0))
                .map(|span| span.text.as_str())
                .collect();
            words.concat()
        };
        assert_eq!(
            (marked(0), marked(3)),
            ("¹".into(), "¹ ↵ back to the text".into())
        );
        assert_eq!(page.note_at(3), page.note(0));
        assert_eq!(page.note_at(0), None);
    }
}

#[test]
fn signs_and_notes_find_each_other() {
    let html = "<p>a<sup><a href='#fn2'>2</a>, <a href='#fn1'>1</a></sup> b<sup><a href='#fn2'>2</a></sup></p>\
        <p>c<sup><a href='#gone'>9</a></sup></p>\
        <div class=footnotes><ol><li id=fn1><p>one</p><p>more</p></li><li id=fn2>two</li><li>three</li></ol></div>";
    let page = page(html, 40);
    assert_eq!(
        print(&page),
        [
            "a²,¹ b²",
            "",
            "c⁹ ■",
            "",
            "────────────",
            "¹ one",
            "",
            "  more ↵ back to the text",
            "² two ↵",
            "³ three"
        ]
    );
    let places: Vec<(&[usize], std::ops::Range<usize>)> = page
        .notes
        .iter()
        .map(|note| (note.signs.as_slice(), note.lines.clone()))
        .collect();
    assert_eq!(
        places,
        [(&[0][..], 8..9), (&[0], 5..8), (&[2], 0..0), (&[], 9..10)]
    );
}

#[test]
fn code_has_its_colours_and_keeps_its_lines() {
    let html = "<pre><code class=language-c>static int x; /* 漢字 and more of it */\n\n  return 'שלום';\n}</code></pre>";
    let plain = document(html, None);
    let colors = colored(plain.clone(), &mut || true);
    for code in [CodeLines::Scroll, CodeLines::Wrap] {
        for width in [1, 9, 24, 80] {
            let setting = Setting {
                code,
                ..Setting::from(width)
            };
            let before = typeset(&Head::default(), &plain, setting, usize::MAX);
            let after = typeset(&Head::default(), &colors, setting, usize::MAX);
            assert_eq!(print(&before), print(&after), "no line moves at {width}");
        }
    }
    let page = typeset(&Head::default(), &colors, 60, usize::MAX);
    let seen: Vec<(Role, &str)> = page.lines[0]
        .spans
        .iter()
        .map(|span| (span.role, span.text.trim()))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    assert_eq!(
        seen,
        [
            (Role::CodeKeyword, "static int"),
            (Role::Code, "x;"),
            (Role::CodeComment, "/* 漢字 and more of it */"),
            (Role::Dim, "c"),
        ]
    );
    let turned = page.lines[2]
        .spans
        .iter()
        .all(|span| matches!(span.role, Role::Code | Role::Text));
    assert!(turned, "{:?}", page.lines[2]);
}
