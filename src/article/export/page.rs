//! Pieces as one page of HTML that stands alone: clean, with what says whose it is.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::article::clean::clean;
use crate::article::export::piece::Piece;

/// How every page of ours ends; what is added comes before it.
const END: &str = "</body>\n</html>\n";

/// A page with all pieces.
pub fn page(pieces: &[Piece]) -> String {
    let first = pieces.first();
    let language = match pieces {
        [only] => only.language.as_deref().map(str::trim).unwrap_or_default(),
        _ => "",
    };
    let mut html = String::from("<!doctype html>\n<html");
    if is_language(language) {
        html.extend([" lang=\"", language, "\""]);
    }
    html.push_str(">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    let title = first.map(Piece::headline).unwrap_or_default();
    html.push_str(&escaped(&title));
    html.push_str("</title>\n</head>\n<body>\n");
    html.extend(pieces.iter().map(article));
    html.push_str(END);
    html
}

/// Whether a text is a page that `print` made, so that more can be added to it.
#[must_use]
pub fn is_our_page(text: &str) -> bool {
    text.ends_with(END)
}

/// A page of ours with the articles of another after its own.
#[must_use]
pub fn more_in_page(page: &str, more: &str) -> Option<String> {
    let begun = page.strip_suffix(END)?;
    let (_, articles) = more.split_once("<body>\n")?;
    Some(format!("{begun}{articles}"))
}

fn article(piece: &Piece) -> String {
    let title = escaped(&piece.headline());
    let heading = match piece.address() {
        Some(link) => format!("<a href=\"{}\">{title}</a>", escaped(link)),
        None => title,
    };
    let facts = escaped(&piece.facts().join(" · "));
    let facts = match &piece.time {
        Some(time) => facts.replace(
            &escaped(&piece.date),
            &format!(
                "<time datetime=\"{}\">{}</time>",
                escaped(time),
                escaped(&piece.date)
            ),
        ),
        None => facts,
    };
    let note = piece.noted().map(|note| {
        let lines: Vec<String> = note.lines().map(escaped).collect();
        format!("<aside><p>{}</p></aside>\n", lines.join("<br>\n"))
    });
    let body = with_pictures(clean(&piece.html, piece.base.as_deref()), &piece.pictures);
    format!(
        "<article dir=\"auto\">\n<h1>{heading}</h1>\n<p>{facts}</p>\n{}{}\n</article>\n",
        note.unwrap_or_default(),
        body.trim(),
    )
}

/// Clean HTML with the pictures that are at hand in it (RFC 2397), so that the page is whole by itself.
fn with_pictures(mut html: String, pictures: &[(String, Vec<u8>)]) -> String {
    for (src, bytes) in pictures {
        let named = format!("src=\"{}\"", escaped(src));
        if let Some((kind, _)) = kind_of_picture(bytes).filter(|_| html.contains(&named)) {
            let data = format!("src=\"data:{kind};base64,{}\"", STANDARD.encode(bytes));
            html = html.replace(&named, &data);
        }
    }
    html
}

/// The media type of a picture and the ending of its file, by how it begins; of the kinds that every browser and book shows.
pub fn kind_of_picture(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(("image/png", "png"))
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some(("image/jpeg", "jpg"))
    } else if bytes.starts_with(b"GIF8") {
        Some(("image/gif", "gif"))
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some(("image/webp", "webp"))
    } else {
        None
    }
}

/// Whether a text can be a language tag (BCP 47).
pub fn is_language(tag: &str) -> bool {
    (2..20).contains(&tag.len()) && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// Text as it stands in HTML and XML, also between quotes. Characters that XML 1.0 (2.2) has no place for are gone.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_comes_before_the_end_of_a_page() {
        let piece = |title: &str| Piece {
            title: title.into(),
            ..Piece::default()
        };
        let first = page(&[piece("one")]);
        assert!(is_our_page(&first) && !is_our_page("<html></html>"));
        let both = more_in_page(&first, &page(&[piece("two")]));
        let both = both.as_deref().unwrap_or_default();
        assert!(
            is_our_page(both) && both.matches("<html").count() == 1,
            "{both}"
        );
        assert!(both.find("<h1>one") < both.find("<h1>two"), "{both}");
        assert_eq!(more_in_page("<html></html>", &first), None);
    }
}
