//! Laws that hold for any bytes: nothing panics, nothing is slow, and the same bytes mean the same twice.

use proptest::prelude::*;

use crate::parse::{Source, discover, feed, opml, url_list};

/// Pieces of documents, right and wrong; put together at random they make everything that goes wrong in feeds.
const PIECES: [&str; 62] = [
    "<rss version=\"2.0\">",
    "<rss>",
    "<channel>",
    "<item>",
    "</item>",
    "<title>",
    "</title>",
    "<link>",
    "</link>",
    "<description>",
    "</description>",
    "</channel>",
    "</rss>",
    "<feed xmlns=\"http://www.w3.org/2005/Atom\">",
    "<entry>",
    "</entry>",
    "</feed>",
    "<content type=\"xhtml\">",
    "<content type='html'>",
    "<content src='x'/>",
    "</content>",
    "<div>",
    "</div>",
    "<author>",
    "</author>",
    "<name>",
    "</name>",
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>",
    "<item rdf:about='x'>",
    "<media:group>",
    "<media:content url='u' duration='99999999999999999999999'>",
    "</media:group>",
    "<media:text start='99999999999999999999999'>",
    "<itunes:duration>99999999999999999999999</itunes:duration>",
    "<author>（a@b.cc）</author>",
    "<guid isPermaLink='false'>",
    "</guid>",
    "<pubDate>Tue, 24 Nov 2026 12:58:00 GMT</pubDate>",
    "<pubDate>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?xml version='1.0' encoding='utf-16'?>",
    "<!DOCTYPE rss [<!ENTITY a 'b'>]>",
    "<!DOCTYPE x [>",
    "<enclosure url='1'/>",
    "&a;",
    "&amp;",
    "&#146;",
    "&",
    "<",
    ">",
    "\"",
    "xml:base='http://[::'",
    "<p xml:base='http://[::'>",
    "{\"items\":[",
    "{\"id\":1,",
    "}",
    "]",
    "ü新",
    "text \n ",
];

fn everything(bytes: &[u8]) {
    let source = Source {
        url: Some("https://example.org/a/b"),
        content_type: None,
    };
    let first = feed(bytes, &source);
    let again = feed(bytes, &source);
    assert_eq!(first, again);
    if let Ok(feed) = first {
        assert!(feed.entries.iter().all(|entry| !entry.guid.is_empty()));
        let ids: std::collections::HashSet<_> = feed.entries.iter().map(|e| &e.guid).collect();
        assert_eq!(ids.len(), feed.entries.len());
        assert!(feed.entries.iter().all(|e| !e.title.contains('\n')));
    }
    let _ = discover(bytes, &source, &[]);
    let _ = opml(bytes);
    let _ = url_list(&String::from_utf8_lossy(bytes));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_understood_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        everything(&bytes);
    }

    #[test]
    fn any_soup_is_understood_or_refused(pieces in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        let soup: String = pieces.iter().filter_map(|n| PIECES.get(*n).copied()).collect();
        everything(soup.as_bytes());
        everything(format!("<rss><channel>{soup}").as_bytes());
    }
}

/// Each piece many times over: what costs the square of the length would not end.
#[test]
fn no_piece_is_slow_however_often_it_comes() {
    for piece in PIECES {
        for start in ["", "<rss version='2.0'><channel><item><title>x</title>"] {
            let text = format!("{start}{}", piece.repeat(6_000));
            let _ = feed(text.as_bytes(), &Source::default());
        }
        let _ = discover(piece.repeat(6_000).as_bytes(), &Source::default(), &[]);
    }
    let many = |of: fn(usize) -> String| (0..30_000).map(of).collect::<Vec<_>>().join(" ");
    for attributes in [
        many(|n| format!("a{n}='1'")),
        many(|n| format!("xmlns:a{n}='1'")),
    ] {
        let text = format!(
            "<rss version='2.0' {attributes}><channel><item><title {attributes}>x</title>{}</item></channel></rss>",
            "<b:c/>".repeat(6_000)
        );
        assert!(feed(text.as_bytes(), &Source::default()).is_ok());
    }
    let enclosures = many(|n| format!("<enclosure url='{n}'/>"));
    let text = format!("<rss version='2.0'><channel><item>{enclosures}</item></channel></rss>");
    assert!(feed(text.as_bytes(), &Source::default()).is_ok());
}

/// A feed of 16 MB can hold 330,000 entries that say nothing, each of which takes kilobytes: the first are read, and it says so.
#[test]
fn of_too_many_entries_the_first_are_read() {
    let rss = |n: usize| format!("<item><guid>{n}</guid></item>");
    let atom = |n: usize| format!("<entry><id>{n}</id><title>t</title></entry>");
    let json = |n: usize| format!("{{\"id\":{n}}},");
    let many = |of: &dyn Fn(usize) -> String| (0..20_005).map(of).collect::<String>();
    let cases = [
        format!(
            "<rss version='2.0'><channel><title>a</title>{}</channel></rss>",
            many(&rss)
        ),
        // In need of mending besides.
        format!("<RSS><channel><title>a &amp b</title>{}", many(&rss)),
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>a</title>{}</feed>",
            many(&atom)
        ),
        format!("{{\"title\":\"a\",\"items\":[{}{{}}]}}", many(&json)),
    ];
    for text in cases {
        let read = feed(text.as_bytes(), &Source::default()).unwrap();
        let last = read.entries.last().map(|entry| entry.guid.as_str());
        assert_eq!((read.entries.len(), last), (20_000, Some("19999")));
        let told = read.warnings.iter().filter(|it| it.contains("20,000"));
        assert_eq!(told.count(), 1, "{:?}", read.warnings);
        assert!(!read.paging.is_complete);
    }
    let hollow = format!("{{\"items\":[{}{{}}]}}", "{},".repeat(300_000));
    let refused = feed(hollow.as_bytes(), &Source::default()).unwrap_err();
    assert!(refused.what.contains("more parts"), "{}", refused.what);
}
