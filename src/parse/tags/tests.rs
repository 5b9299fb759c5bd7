//! Markup of every shape, cut into pieces.

#![allow(clippy::format_push_string, clippy::format_collect)]

use super::*;

fn pieces(tags: Tags<'_>) -> String {
    let mut out = String::new();
    for token in tags {
        out += &match token.piece {
            Piece::Start {
                name,
                attributes,
                closed,
            } => format!(
                "[{name}{}{}]",
                crate::parse::attributes::attributes(attributes)
                    .map(|(n, v)| format!(" {n}:{v}"))
                    .collect::<String>(),
                if closed { "/" } else { "" }
            ),
            Piece::End { name } => format!("[/{name}]"),
            Piece::Text(text) => text.to_string(),
            Piece::CData(text) => format!("({text})"),
            Piece::Other(_) => "*".to_string(),
        };
    }
    out
}

#[test]
fn xml_is_cut_whatever_its_shape() {
    let check = |text: &str, expect: &str| assert_eq!(pieces(Tags::xml(text)), expect);
    check("<a b='1' c=\"x>y\">t</a>", "[a b:1 c:x>y]t[/a]");
    check("<a/><b c = d/>", "[a/][b c:d/]");
    check("a < b <3 </ c", "a < b <3 </ c");
    check("<![CDATA[<p>]]>x<!-- <y> -->", "(<p>)x*");
    check(
        "<d><![CDATA[open</description></item>",
        "[d](open)[/description][/item]",
    );
    check("<a href=\"x>t</a><b c=\"y\">", "[a href:x]t[/a][b c:y]");
    check(
        "<!DOCTYPE rss [<!ENTITY x \"y>\">]><rss version=2.0>",
        "*[rss version:2.0]",
    );
    check("<a b=\"1\"", "[a b:1]");
    check("<a <b>", "[a][b]");
    check("<a b=\"1 <i> 2\">t", "[a b:1 <i> 2]t");
    check("<日本>x", "[日本]x");
    check("<?php x ?>\n<rss>", "*\n[rss]");
}

#[test]
fn html_scripts_hold_no_tags() {
    let text = "<script>if (a<b) '<p>'</SCRIPT><p title='a<b'>";
    assert_eq!(
        pieces(Tags::html(text)),
        "[script](if (a<b) '<p>')[/SCRIPT][p title:a<b]"
    );
}

#[test]
fn a_tag_that_is_never_closed_costs_one_pass() {
    for bad in [
        "<a \"",
        "<a b='",
        "<![CDATA[",
        "<!--",
        "<!",
        "</",
        "<a b=\"",
    ] {
        let text = bad.repeat(200_000);
        assert!(Tags::xml(&text).count() <= 200_001);
        assert!(Tags::html(&text).count() <= 200_001);
    }
}
