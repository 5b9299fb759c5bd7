//! Why a document could not be understood, in words for its reader, with the place where it went wrong.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::parse::root::Root;
use crate::parse::source::NotFeed;

/// The document is something else.
pub fn no_feed(text: &str, root: &Root) -> NotFeed {
    if text.trim().is_empty() {
        return NotFeed::new(
            "the answer is empty",
            "the server may be at fault: try again later, or open the address in a browser",
        );
    }
    match root {
        Root::Html => page(),
        Root::Other(name) if is_page_part(name) => page(),
        Root::Other(name) => NotFeed::new(
            format!("the document is XML, but no feed: its root is `{name}`"),
            known_root(name),
        ),
        Root::Nothing => NotFeed::new(
            format!(
                "the document is no feed: it begins with `{}`",
                beginning(text)
            ),
            "a feed is RSS, Atom or JSON Feed: check the address in a browser",
        ),
        _ => match first_fault(text) {
            Some(fault) => fault,
            None => NotFeed::new(
                "the document has the root of a feed, but nothing in it",
                "the server may be at fault: try again later",
            ),
        },
    }
}

fn page() -> NotFeed {
    NotFeed {
        looks_like_html: true,
        ..NotFeed::new(
            "the document is a web page, not a feed",
            "the page may name its feed: add the page's own address to have it looked for",
        )
    }
}

fn is_page_part(name: &str) -> bool {
    [
        "head", "body", "div", "meta", "title", "p", "script", "center", "h1",
    ]
    .iter()
    .any(|part| name.eq_ignore_ascii_case(part))
}

fn known_root(name: &str) -> &'static str {
    match name {
        "urlset" | "sitemapindex" => "this is a sitemap; look for a link named RSS on the site",
        "opml" => "this is a list of feeds: `byline import` takes it",
        "Error" | "error" => "the server answers with an error: try again later",
        _ => "a feed is RSS, Atom or JSON Feed: check the address in a browser",
    }
}

fn beginning(text: &str) -> String {
    let line =
        crate::text::scrub_line(text.trim_start().lines().next().unwrap_or_default()).into_owned();
    crate::text::cut(&line, 40).into_owned()
}

/// The parser refuses even the mended document.
pub fn unreadable(text: &str, what: &str) -> NotFeed {
    first_fault(text).unwrap_or_else(|| {
        NotFeed::new(
            format!("the feed can't be read: {what}"),
            "please report it with its address",
        )
    })
}

/// The download ended before the first entry did.
pub fn cut_short(text: &str) -> NotFeed {
    NotFeed::new(
        "the feed ends before its first entry does",
        "the download was cut short: try again later",
    )
    .at(text, text.len())
}

/// The first place where the document is not well-formed.
pub fn first_fault(text: &str) -> Option<NotFeed> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return None,
            Ok(_) => {}
            Err(error) => {
                let at = usize::try_from(reader.error_position()).unwrap_or_default();
                let what = crate::text::scrub_line(&error.to_string()).into_owned();
                let fault = NotFeed::new(
                    format!("the XML is broken: {what}"),
                    "the feed's author can find the place with a feed validator",
                );
                return Some(fault.at(text, floor(text, at)));
            }
        }
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
