//! Faults of the markup itself: entities, names, characters, tags, the end of the document.

use crate::parse::document::repairs::{atom, mended, parsed, rss, titles};

#[test]
fn entities_that_nobody_declared() {
    let entry = mended(
        &rss(
            "<item><title>caf&eacute; &alpha;&hellip;</title><description>&nbsp;x &copy;</description></item>",
        ),
        "entities that XML does not know",
    );
    assert_eq!(entry.title, "café α…");
    assert_eq!(entry.summary.as_deref(), Some("x ©"));
}

#[test]
fn entities_that_are_encoded_twice() {
    let feed = parsed(&rss(
        "<item><title>Tom &amp;amp; Jerry &amp;#8217;</title><description>&amp;lt;p&amp;gt;x&amp;lt;/p&amp;gt;</description></item>",
    ));
    assert_eq!(feed.entries[0].title, "Tom & Jerry ’");
    assert_eq!(feed.entries[0].summary.as_deref(), Some("<p>x</p>"));
}

#[test]
fn numbers_of_windows_1252() {
    let entry = mended(
        &rss("<item><title>don&#146;t &#x93;x&#x94;</title></item>"),
        "mean windows-1252",
    );
    assert_eq!(entry.title, "don’t “x”");
}

#[test]
fn numbers_that_are_the_bytes_of_utf_8() {
    let entry = mended(
        &rss("<item><title>wait&#226;&#128;&#166;</title></item>"),
        "windows-1252",
    );
    assert_eq!(entry.title, "wait…");
}

#[test]
fn ampersands_that_stand_alone() {
    let entry = mended(
        &rss("<item><title>Q&A, R & D</title><link>https://example.org/?a=1&copy=2</link></item>"),
        "`&` stands alone",
    );
    assert_eq!(entry.title, "Q&A, R & D");
    assert_eq!(
        entry.link.as_deref(),
        Some("https://example.org/?a=1&copy=2")
    );
    let entry = mended(
        &atom("<entry><id>1</id><title>x</title><link href=\"/?a=1&amp;b=2&c=3\"/></entry>"),
        "`&` stands alone",
    );
    assert_eq!(
        entry.link.as_deref(),
        Some("https://example.org/?a=1&b=2&c=3")
    );
}

#[test]
fn less_than_signs_that_stand_alone() {
    let feed = parsed(&rss(
        "<item><title>a < b, 1<2 and i <3 u</title><description>x < y</description></item>",
    ));
    assert_eq!(feed.entries[0].title, "a < b, 1<2 and i <3 u");
    assert_eq!(feed.entries[0].summary.as_deref(), Some("x < y"));
}

#[test]
fn prefixes_that_nobody_declared() {
    let entry = mended(
        &rss(
            "<item><title>t</title><dc:creator>Jo</dc:creator><content:encoded><![CDATA[<p>x</p>]]></content:encoded></item>",
        ),
        "namespaces",
    );
    assert_eq!(entry.author.as_deref(), Some("Jo"));
    assert_eq!(entry.content.as_deref(), Some("<p>x</p>"));
}

#[test]
fn namespaces_that_are_nearly_right() {
    let odd = "<rss version=\"2.0\" xmlns=\"http://backend.userland.com/RSS2\" xmlns:c=\"http://purl.org/rss/1.0/modules/content\"><channel><title>T</title><item><title>t</title><c:encoded>x</c:encoded></item></channel></rss>";
    let entry = mended(odd, "namespaces");
    assert_eq!(
        (entry.title.as_str(), entry.content.as_deref()),
        ("t", Some("x"))
    );
}

/// A feed that has to be mended, too, keeps what its channel and its entries declare for themselves.
#[test]
fn namespaces_that_an_entry_or_the_channel_declares() {
    let spaces = "xmlns:c=\"http://purl.org/rss/1.0/modules/content/\" xmlns:d=\"http://purl.org/dc/elements/1.1/\"";
    let fields = "<title>t</title><c:encoded>x</c:encoded><d:creator>Jo</d:creator>";
    for odd in [
        format!("<rss><channel><title>T</title><item {spaces}>{fields}</item></channel></rss>"),
        format!("<rss><channel {spaces}><title>T</title><item>{fields}</item></channel></rss>"),
    ] {
        let entry = mended(&odd, "version");
        let found = (entry.content.as_deref(), entry.author.as_deref());
        assert_eq!(found, (Some("x"), Some("Jo")), "{odd}");
    }
    let next = parsed(&format!(
        "<rss><channel><title>T</title><item {spaces}>{fields}</item><item><title>u</title><d:creator>?</d:creator></item></channel></rss>"
    ));
    assert_eq!(next.entries[1].author, None, "they end with the entry");
}

#[test]
fn control_characters() {
    let entry = mended(
        &rss("<item><title>a\u{b}\u{1b}b</title></item>"),
        "control characters",
    );
    assert_eq!(entry.title, "ab");
}

#[test]
fn junk_before_and_behind() {
    let document = rss("<item><title>t</title></item>");
    for junk in [
        "Warning: {x} in <b>y</b><br />\n",
        "<!-- x -->\n\n  ",
        "\u{feff}\u{feff}\n",
    ] {
        assert_eq!(
            titles(&parsed(&format!("{junk}{document}"))),
            ["t"],
            "{junk}"
        );
    }
    for junk in [
        "<script>x</script>",
        "\0\0",
        "</rss>",
        "<!-- cached -->",
        "garbage & <more",
    ] {
        assert_eq!(
            titles(&parsed(&format!("{document}{junk}"))),
            ["t"],
            "{junk}"
        );
    }
}

#[test]
fn tags_that_are_never_closed() {
    let feed = parsed(
        "<rss version=\"2.0\"><channel><title>T<item><title>a<description>d<link>https://example.org/a<pubDate>Tue, 24 Nov 2026 12:58:00 GMT<item><title>b</title></item>",
    );
    assert_eq!(feed.title.as_deref(), Some("T"));
    assert_eq!(titles(&feed), ["a", "b"]);
    assert_eq!(feed.entries[0].summary.as_deref(), Some("d"));
    assert_eq!(
        feed.entries[0].link.as_deref(),
        Some("https://example.org/a")
    );
    assert!(feed.entries[0].published.is_some());
}

#[test]
fn tags_that_cross() {
    let feed = parsed(&rss(
        "<item><guid>1<title></guid>a</title></item></channel><item><guid>2</guid><title>b</title></rss></item>",
    ));
    assert_eq!(titles(&feed), ["a", "b"]);
}

#[test]
fn end_tags_of_another_name() {
    let feed = parsed(&rss(
        "<item><title>a</titel><guid>1</guid></item><item><title>b</title></item>",
    ));
    assert_eq!(titles(&feed), ["a", "b"]);
}

#[test]
fn sections_and_comments_that_are_never_closed() {
    let feed = parsed(&rss(
        "<item><title>a</title><description><![CDATA[<p>x</description></item><item><title>b</title></item>",
    ));
    assert_eq!(titles(&feed), ["a", "b"]);
    assert_eq!(feed.entries[0].summary.as_deref(), Some("<p>x"));
    let feed = parsed(&rss(
        "<item><title>a</title><!-- oops </item><item><title>b</title></item>",
    ));
    assert_eq!(titles(&feed), ["a", "b"]);
}

#[test]
fn attributes_without_quotes_or_with_one() {
    let feed = parsed(
        "<rss version=2.0><channel><item><title>a</title><enclosure url=https://example.org/a.mp3 length=1 type=audio/mpeg /></item><item><title>b</title><guid isPermaLink=\"false>x</guid><enclosure url=\"https://example.org/b.mp3\"/></item></channel></rss>",
    );
    assert_eq!(titles(&feed), ["a", "b"]);
    assert_eq!(
        feed.entries[0].enclosures[0].url,
        "https://example.org/a.mp3"
    );
    assert_eq!(feed.entries[1].guid, "x");
}

#[test]
fn a_document_cut_short_keeps_its_whole_entries() {
    let whole = rss(
        "<item><title>a</title></item><item><title>b</title><description>text</description></item>",
    );
    let from = whole.find("<title>b").unwrap();
    let to = whole.rfind("</item>").unwrap();
    for end in from..to {
        let feed = parsed(&whole[..end]);
        assert_eq!(titles(&feed), ["a"], "{}", &whole[..end]);
        assert!(
            feed.warnings[0].contains("cut short"),
            "{:?}",
            feed.warnings
        );
    }
    let whole =
        atom("<entry><id>1</id><title>a</title></entry><entry><id>2</id><title>b</title></entry>");
    let feed = parsed(&whole[..whole.len() - 25]);
    assert_eq!(titles(&feed), ["a"]);
}
