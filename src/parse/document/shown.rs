//! What feeds say and a reader shows, field by field, in each of the ways that feeds say it.

mod around;
mod attached;
mod people;

use crate::model::{ParsedEntry, ParsedFeed, Timestamp};
use crate::parse::{Source, feed};

const RSS: &str = "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
    xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:feedburner=\"http://rssnamespace.org/feedburner/ext/1.0\" \
    xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" xmlns:media=\"http://search.yahoo.com/mrss/\" \
    xmlns:podcast=\"https://podcastindex.org/namespace/1.0\" xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\" \
    xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\" xmlns:thr=\"http://purl.org/syndication/thread/1.0\" \
    xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"><channel>";

fn parsed(text: &str) -> ParsedFeed {
    let source = Source {
        url: Some("https://example.org/dir/feed"),
        content_type: None,
    };
    feed(text.as_bytes(), &source).unwrap()
}

/// A feed that says `fields` of itself. What is shown must not hang on whether it had to be mended, so a broken twin must say
/// the same.
fn rss_feed(fields: &str) -> ParsedFeed {
    let sound = parsed(&format!("{RSS}{fields}</channel></rss>"));
    let mut broken = parsed(&format!("{RSS}{fields}<x>&</x></channel></rss>"));
    broken.warnings.clear();
    assert_eq!(
        ParsedFeed {
            warnings: Vec::new(),
            ..sound.clone()
        },
        broken,
        "{fields}"
    );
    sound
}

/// The entry of RSS that has `fields`.
fn rss(fields: &str) -> ParsedEntry {
    rss_feed(&format!("<title>T</title><item>{fields}</item>"))
        .entries
        .remove(0)
}

fn atom_feed(fields: &str) -> ParsedFeed {
    let start = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:thr=\"http://purl.org/syndication/thread/1.0\" xmlns:media=\"http://search.yahoo.com/mrss/\">";
    let sound = parsed(&format!("{start}{fields}</feed>"));
    let mut broken = parsed(&format!("{start}{fields}<x>&</x></feed>"));
    broken.warnings.clear();
    assert_eq!(
        ParsedFeed {
            warnings: Vec::new(),
            ..sound.clone()
        },
        broken,
        "{fields}"
    );
    sound
}

/// The entry of Atom that has `fields`.
fn atom(fields: &str) -> ParsedEntry {
    atom_feed(&format!(
        "<title>T</title><entry><id>1</id>{fields}</entry>"
    ))
    .entries
    .remove(0)
}

fn time(time: Option<Timestamp>) -> String {
    time.and_then(Timestamp::to_rfc3339).unwrap_or_default()
}

#[test]
fn titles() {
    let check = |fields: &str, expect: &str| assert_eq!(rss(fields).title, expect, "{fields}");
    check("<title>a &amp; b</title>", "a & b");
    check("<title>a</title><media:title>b</media:title>", "a");
    check("<dc:title>a</dc:title>", "a");
    check("<media:title>a</media:title>", "a");
    check("<itunes:title>a</itunes:title>", "a");
    check("<link>https://example.org/1</link>", "");
    let check = |fields: &str, expect: &str| assert_eq!(atom(fields).title, expect, "{fields}");
    check(
        "<title type=\"html\">a &lt;b&gt;b&lt;/b&gt; &amp;amp; c</title>",
        "a b & c",
    );
    check(
        "<title type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">a <em>b</em> &lt; c</div></title>",
        "a b < c",
    );
}

#[test]
fn links() {
    let check = |fields: &str, expect: &str| {
        assert_eq!(
            rss(fields).link.as_deref().unwrap_or_default(),
            expect,
            "{fields}"
        );
    };
    check(
        "<link> https://example.org/1\n</link>",
        "https://example.org/1",
    );
    check("<link>/1</link>", "https://example.org/1");
    check("<link href=\"/1\"/>", "https://example.org/1");
    check("<atom:link href=\"/1\"/>", "https://example.org/1");
    check("<atom:link rel=\"self\" href=\"/1\"/>", "");
    check(
        "<link>https://a.example/</link><link>https://b.example/</link>",
        "https://a.example/",
    );
    check(
        "<guid>https://example.org/1</guid>",
        "https://example.org/1",
    );
    check(
        "<guid isPermaLink=\"false\">https://example.org/1</guid>",
        "",
    );
    check(
        "<guid isPermaLink=\"true\">https://example.org/1</guid><link>/2</link>",
        "https://example.org/2",
    );
    check(
        "<link>https://feedproxy.example/x</link><feedburner:origLink>https://example.org/1</feedburner:origLink>",
        "https://example.org/1",
    );
    check("<link>javascript:alert(1)</link>", "");
    check(
        "<link>/1</link><image><link>/2</link><url>/3</url></image>",
        "https://example.org/1",
    );
    let check = |fields: &str, expect: &str| {
        assert_eq!(
            atom(fields).link.as_deref().unwrap_or_default(),
            expect,
            "{fields}"
        );
    };
    check("<link href=\"1\"/>", "https://example.org/dir/1");
    check(
        "<link rel=\"enclosure\" href=\"/1\"/><link rel=\"alternate\" href=\"/2\"/>",
        "https://example.org/2",
    );
    check(
        "<link type=\"application/pdf\" href=\"/1\"/><link type=\"text/html\" href=\"/2\"/>",
        "https://example.org/2",
    );
    check(
        "<link rel=\"http://www.iana.org/assignments/relation/alternate\" href=\"/1\"/>",
        "https://example.org/1",
    );
    check("<link rel=\"via\" href=\"/1\"/>", "https://example.org/1");
    check(
        "<content src=\"/full.html\" type=\"text/html\"/>",
        "https://example.org/full.html",
    );
    check(
        "<content src=\"/full.html\" type=\"text/html\"/><link href=\"/1\"/>",
        "https://example.org/1",
    );
}

#[test]
fn summaries_and_contents() {
    let check = |fields: &str, summary: &str, content: &str| {
        let entry = rss(fields);
        let found = (
            entry.summary.unwrap_or_default(),
            entry.content.unwrap_or_default(),
        );
        assert_eq!(
            (found.0.as_str(), found.1.as_str()),
            (summary, content),
            "{fields}"
        );
    };
    check(
        "<description>&lt;p&gt;a&lt;/p&gt;</description>",
        "<p>a</p>",
        "",
    );
    check(
        "<description>a</description><content:encoded><![CDATA[<p>b</p>]]></content:encoded>",
        "a",
        "<p>b</p>",
    );
    check(
        "<xhtml:body xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"><xhtml:p>a</xhtml:p></xhtml:body>",
        "",
        "<p>a</p>",
    );
    check("<fullitem>&lt;p&gt;a&lt;/p&gt;</fullitem>", "", "<p>a</p>");
    check(
        "<atom:content type=\"html\">&lt;p&gt;a&lt;/p&gt;</atom:content>",
        "",
        "<p>a</p>",
    );
    check(
        "<description>long text</description><summary>short</summary>",
        "short",
        "long text",
    );
    check(
        "<itunes:subtitle>a</itunes:subtitle><itunes:summary>b</itunes:summary>",
        "b",
        "",
    );
    check("<itunes:subtitle>a</itunes:subtitle>", "a", "");
    check(
        "<media:group><media:description>a</media:description></media:group>",
        "a",
        "",
    );
    check("<dc:description>a</dc:description>", "a", "");
    check("<dcterms:abstract>a</dcterms:abstract>", "a", "");
    check(
        "<description><![CDATA[<![CDATA[<p>a</p>]]]]></description>",
        "<p>a</p>",
        "",
    );
    let check = |fields: &str, summary: &str, content: &str| {
        let entry = atom(fields);
        let found = (
            entry.summary.unwrap_or_default(),
            entry.content.unwrap_or_default(),
        );
        assert_eq!(
            (found.0.as_str(), found.1.as_str()),
            (summary, content),
            "{fields}"
        );
    };
    check(
        "<summary>a &lt; b</summary><content type=\"html\">&lt;p&gt;b&lt;/p&gt;</content>",
        "a &lt; b",
        "<p>b</p>",
    );
    let encoded = "<content:encoded xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><![CDATA[<p>c</p>]]></content:encoded>";
    check(&format!("<summary>a</summary>{encoded}"), "a", "<p>c</p>");
    check(&format!("<content>b</content>{encoded}"), "", "b");
    check("<content>a\n\nb &amp;amp;</content>", "", "a\n\nb &amp;");
    check("<content>a\n\nb</content>", "", "<p>a</p><p>b</p>");
    check(
        "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>a<br/></p></div></content>",
        "",
        "<p>a<br></p>",
    );
    check(
        "<content type=\"application/octet-stream\">PHA+aGk8L3A+</content>",
        "",
        "<p>hi</p>",
    );
}

#[test]
fn dates() {
    let check = |fields: &str, published: &str, updated: &str| {
        let entry = rss(fields);
        let found = (time(entry.published), time(entry.updated));
        assert_eq!(
            (found.0.as_str(), found.1.as_str()),
            (published, updated),
            "{fields}"
        );
    };
    let (day, next) = ("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z");
    check("<pubDate>24 Nov 2026</pubDate>", day, "");
    check("<dc:date>2026-11-24</dc:date>", day, "");
    check(
        "<dcterms:issued>2026-11-24</dcterms:issued><dcterms:modified>2026-11-25</dcterms:modified>",
        day,
        next,
    );
    check(
        "<atom:published>2026-11-24</atom:published><atom:updated>2026-11-25</atom:updated>",
        day,
        next,
    );
    check(
        "<pubDate>24 Nov 2026</pubDate><atom:updated>2026-11-25</atom:updated>",
        day,
        next,
    );
    check("<published>2026-11-24</published>", day, "");
    check("<pubDate>no date</pubDate>", "", "");
    let check = |fields: &str, published: &str, updated: &str| {
        let entry = atom(fields);
        let found = (time(entry.published), time(entry.updated));
        assert_eq!(
            (found.0.as_str(), found.1.as_str()),
            (published, updated),
            "{fields}"
        );
    };
    check(
        "<published>2026-11-24</published><updated>2026-11-25</updated>",
        day,
        next,
    );
    check("<updated>2026-11-25</updated>", next, next);
    check(
        "<issued>2026-11-24</issued><modified>2026-11-25</modified>",
        day,
        next,
    );
    check(
        "<source><updated>2026-11-25</updated></source><updated>2026-11-24</updated>",
        day,
        day,
    );
}

/// RSS with elements of Atom in it, 1.0 or the older 0.3: they count where RSS has not said it.
#[test]
fn what_rss_says_in_words_of_atom() {
    for space in ["http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"] {
        let of_feed = "<a:title>Feed</a:title><a:tagline>d</a:tagline><a:copyright>c</a:copyright><a:modified>2026-11-24</a:modified>";
        let of_entry = "<a:title>Entry</a:title><a:id>urn:1</a:id><a:issued>2026-11-24</a:issued><a:modified>2026-11-25</a:modified><a:summary>s</a:summary>";
        let twin = "<title>t</title><guid>2</guid><a:title>no</a:title><a:id>urn:2</a:id>";
        for version in ["2.0", ""] {
            let feed = parsed(&format!(
                "<rss version=\"{version}\" xmlns:a=\"{space}\"><channel>{of_feed}<item>{of_entry}</item><item>{twin}</item></channel></rss>"
            ));
            assert_eq!(feed.title.as_deref(), Some("Feed"));
            assert_eq!(feed.description.as_deref(), Some("d"));
            assert_eq!(feed.rights.as_deref(), Some("c"));
            assert_eq!(time(feed.updated), "2026-11-24T00:00:00Z");
            let (entry, twin) = (&feed.entries[0], &feed.entries[1]);
            assert_eq!(
                (entry.title.as_str(), entry.guid.as_str()),
                ("Entry", "urn:1")
            );
            assert_eq!(time(entry.published), "2026-11-24T00:00:00Z");
            assert_eq!(time(entry.updated), "2026-11-25T00:00:00Z");
            assert_eq!((twin.title.as_str(), twin.guid.as_str()), ("t", "2"));
        }
    }
}
