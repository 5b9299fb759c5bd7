//! Pieces in one of the formats, as bytes.

use crate::article::clean::clean;
use crate::article::export::epub::epub;
use crate::article::export::markdown::piece as markdown_of;
use crate::article::export::page::page;
use crate::article::export::piece::{Format, Piece};
use crate::article::plain::plain;
use crate::text;

/// The pieces in this format. `width` is the longest line of plain text, in cells; `made` is the time at which a book is made, as RFC 3339.
#[must_use]
pub fn print(pieces: &[Piece], format: Format, width: u16, made: &str) -> Vec<u8> {
    match format {
        Format::Text => joined(pieces, &format!("\n\n{}\n\n", "─".repeat(20)), |it| {
            text_of(it, width)
        }),
        Format::Markdown => joined(pieces, "\n\n---\n\n", markdown_of),
        Format::Html => page(pieces).into_bytes(),
        Format::Epub => epub(pieces, made),
    }
}

fn joined(pieces: &[Piece], between: &str, print: impl Fn(&Piece) -> String) -> Vec<u8> {
    let printed: Vec<String> = pieces
        .iter()
        .map(|piece| print(piece).trim_end().to_string())
        .collect();
    let mut text = printed.join(between);
    text.push('\n');
    text.into_bytes()
}

/// Title, facts and address, a line each; then the text.
fn text_of(piece: &Piece, width: u16) -> String {
    let mut lines = vec![piece.headline(), piece.facts().join(" · ")];
    lines.extend(piece.address().map(str::to_string));
    lines.extend(piece.noted().map(|note| format!("\n{note}")));
    lines.push(String::new());
    let html = clean(&piece.html, piece.base.as_deref());
    lines.push(plain(&html, width));
    text::scrub(&lines.join("\n")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece() -> Piece {
        Piece {
            title: "A & <b>\u{1b}[2J".into(),
            link: Some("https://a.example/x?y=1&z=2".into()),
            feed: "LWN".into(),
            author: Some("Ada".into()),
            time: Some("2026-11-24T12:58:00Z".into()),
            date: "Tue 24 Nov, 12:58".into(),
            tags: vec!["kernel".into()],
            html: "<p>One <a href=/y>two</a>.</p><script>x</script>".into(),
            base: Some("https://a.example/".into()),
            ..Piece::default()
        }
    }

    fn printed(format: Format) -> String {
        let bytes = print(&[piece(), piece()], format, 60, "2026-11-24T13:00:00Z");
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[test]
    fn each_format_says_what_it_is_and_where_it_comes_from() {
        insta::assert_snapshot!("text", printed(Format::Text));
        insta::assert_snapshot!("markdown", printed(Format::Markdown));
        insta::assert_snapshot!("page", printed(Format::Html));
    }

    #[test]
    fn nothing_hostile_comes_out_of_what_is_no_address_and_no_title() {
        let evil = Piece {
            title: "](javascript:x)\n# <script>".into(),
            link: Some("javascript:alert(1)".into()),
            ..piece()
        };
        for format in [Format::Text, Format::Markdown, Format::Html] {
            let bytes = print(std::slice::from_ref(&evil), format, 60, "");
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("javascript:alert"), "{text}");
            assert!(!text.contains('\u{1b}'), "{text}");
            let html = format == Format::Html;
            assert!(!(html && text.contains("<script>")), "{text}");
        }
    }
}
