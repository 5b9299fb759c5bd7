//! What becomes of single kinds of blocks: notes and the ways to them and back, code and its colours.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::article::{CodeLines, Edits, Hyphens, Joint, NotePlace, Paragraphs, colored, document};

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
    let turned: Vec<(Role, &str)> = page.lines[2]
        .spans
        .iter()
        .map(|span| (span.role, span.text.trim()))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    assert_eq!(
        turned,
        [
            (Role::CodeKeyword, "return"),
            (Role::CodeString, "'םולש'"),
            (Role::Code, ";"),
        ]
    );
}

/// A page set as an option asks for, its lines with their indents.
fn shown(html: &str, setting: Setting) -> Vec<String> {
    let page = typeset(&Head::default(), &document(html, None), setting, usize::MAX);
    let lines = page.lines.iter();
    lines
        .map(|line| format!("{}{}", " ".repeat(line.indent.into()), line.text()))
        .collect()
}

#[test]
fn words_are_parted_where_it_is_wished_for() {
    let html = "<p>Incomprehensible internationalization characterizes documentation of <code>uncharacteristically_long</code> \
        <a href='https://a.example/internationalization'>typesetting</a> https://a.example/documentation</p>\
        <h2>Internationalization of documentation</h2>";
    let setting = |hyphens| Setting {
        hyphens,
        ..Setting::from(30)
    };
    let hyphens = Hyphens::of("en");
    let parted = shown(html, setting(hyphens));
    assert!(parted.iter().any(|line| line.ends_with('-')), "{parted:?}");
    assert!(parted.iter().all(|line| crate::text::width(line) <= 30));
    assert!(parted.iter().any(|line| line == "Internationalization of"));
    let whole = shown(html, setting(None));
    assert!(!whole.iter().any(|line| line.ends_with('-')), "{whole:?}");
    // What is put together again is what was written.
    let together = |hyphens| {
        let document = document(html, None);
        let page = typeset(&Head::default(), &document, setting(hyphens), usize::MAX);
        let mut text = String::new();
        for line in &page.lines {
            let words = line.text();
            match line.joint {
                Joint::Hyphen => text.push_str(words.strip_suffix('-').unwrap()),
                Joint::Nothing => text.push_str(&words),
                Joint::Space | Joint::End => text.extend([&words, " "]),
            }
        }
        text
    };
    assert_eq!(together(hyphens), together(None));
}

#[test]
fn no_word_is_parted_where_it_would_be_wrong() {
    let setting = Setting {
        hyphens: Hyphens::of("en"),
        ..Setting::from(24)
    };
    for html in [
        "<pre>an uncharacteristically long line of internationalization</pre>",
        "<p>see <code>internationalization</code> <code>uncharacteristically</code></p>",
        "<p>在内核的主线上合入了龙架构的补丁并且性能提升明显，在内核的主线上</p>",
        "<p>הקרנל ממתין שתים עשרה שניות ואז Internationalization ממשיך הלאה</p>",
        "<p>at https://internationalization.example/documentation/characteristics</p>",
    ] {
        let lines = shown(html, setting);
        assert!(!lines.iter().any(|line| line.contains('-')), "{lines:?}");
    }
}

#[test]
fn paragraphs_are_told_apart_by_an_indent_where_it_is_wished_for() {
    let html = "<p>The first one goes on and on here.</p><p>The second one goes on, too.</p><h3>Then</h3><p>The third.</p>\
        <blockquote><p>Said.</p><p>And said again.</p></blockquote><p>אבג דהו זחט</p><p>יכל מנס</p>";
    let setting = Setting {
        paragraphs: Paragraphs::Indent,
        ..Setting::from(22)
    };
    assert_eq!(
        shown(html, setting),
        [
            "The first one goes on",
            "and on here.",
            "  The second one goes",
            "on, too.",
            "",
            "Then",
            "",
            "The third.",
            "",
            "▎ Said.",
            "▎   And said again.",
            "",
            "           טחז והד גבא",
            "             סנמ לכי ■",
        ]
    );
}

#[test]
fn removed_and_added_words_have_signs_where_there_are_no_looks() {
    let html = "<p>It was <del>red <b>and</b> round</del><ins>blue</ins>, <s>so</s> they say.</p>";
    let signs = Setting {
        edits: Edits::Signs,
        ..Setting::from(80)
    };
    let with = "It was [-red and round-]{+blue+}, [-so-] they say. ■";
    assert_eq!(shown(html, signs), [with]);
    assert_eq!(
        shown(html, Setting::from(80)),
        ["It was red and roundblue, so they say. ■"]
    );
}

#[test]
fn a_short_form_is_told_once_and_steps_have_the_numbers_of_their_author() {
    let html = "<p>The <abbr title='World Health Organization'>WHO</abbr> said, and the <abbr title='World Health Organization'>WHO</abbr> \
        meant it. The European Union (<abbr title='European Union'>EU</abbr>) <abbr title='2026-11-24T12:00Z'>today</abbr>.</p>\
        <ol><li>one<li value=5>five<li>six<li value=6>six again</ol><ol reversed><li>b<li>a</ol>";
    assert_eq!(
        shown(html, Setting::from(100)),
        [
            "The WHO (World Health Organization) said, and the WHO meant it. The European Union (EU) today.",
            "",
            "1. one",
            "5. five",
            "6. six",
            "6. six again",
            "",
            "2. b",
            "1. a ■",
        ]
    );
}
