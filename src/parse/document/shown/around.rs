//! What a feed says of itself and for all of its entries: languages, rights, bases, when to ask again.

use crate::parse::document::shown::{atom, atom_feed, parsed, rss, rss_feed, time};

#[test]
fn languages_and_rights() {
    assert_eq!(
        rss_feed("<language>en_US</language>").language.as_deref(),
        Some("en-US")
    );
    assert_eq!(
        rss_feed("<dc:language>de</dc:language>")
            .language
            .as_deref(),
        Some("de")
    );
    assert_eq!(rss_feed("<language>see below!</language>").language, None);
    assert_eq!(
        rss("<dc:language>de</dc:language>").language.as_deref(),
        Some("de")
    );
    let text = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"fr\"><title>T</title><entry xml:lang=\"de\"><id>1</id></entry></feed>";
    let feed = parsed(text);
    assert_eq!(
        (
            feed.language.as_deref(),
            feed.entries[0].language.as_deref()
        ),
        (Some("fr"), Some("de"))
    );
    assert_eq!(
        rss_feed("<copyright>&#169; &lt;b&gt;me&lt;/b&gt;</copyright>")
            .rights
            .as_deref(),
        Some("© me")
    );
    assert_eq!(
        rss("<dc:rights>mine</dc:rights>").rights.as_deref(),
        Some("mine")
    );
    assert_eq!(
        atom("<rights type=\"html\">&lt;p&gt;mine&lt;/p&gt;</rights>")
            .rights
            .as_deref(),
        Some("mine")
    );
}

#[test]
fn bases() {
    let feed = parsed(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"/b/\"><title>T</title><logo>l.png</logo><entry xml:base=\"e/\"><id>1</id><link href=\"p\"/><link rel=\"enclosure\" href=\"a.mp3\"/><content type=\"xhtml\" xml:base=\"c/\"><div xmlns=\"http://www.w3.org/1999/xhtml\" xml:base=\"d/\"><img src=\"i.png\"/></div></content></entry><entry><id>2</id><summary type=\"html\">&lt;a href=\"x\"&gt;y&lt;/a&gt;</summary></entry></feed>",
    );
    assert_eq!(feed.image.as_deref(), Some("https://example.org/b/l.png"));
    let [first, second] = feed.entries.as_slice() else {
        panic!("{feed:?}")
    };
    assert_eq!(first.link.as_deref(), Some("https://example.org/b/e/p"));
    assert_eq!(first.enclosures[0].url, "https://example.org/b/e/a.mp3");
    assert_eq!(
        first.content.as_deref(),
        Some("<div xml:base=\"d/\"><img src=\"https://example.org/b/e/c/d/i.png\"></div>")
    );
    assert_eq!(
        second.summary.as_deref(),
        Some("<a href=\"https://example.org/b/x\">y</a>")
    );
    let entry = rss(
        "<link xml:base=\"https://a.example/\">p</link><description xml:base=\"https://a.example/\">&lt;a href=\"x\"&gt;y&lt;/a&gt;</description>",
    );
    assert_eq!(entry.link.as_deref(), Some("https://a.example/p"));
    assert_eq!(
        entry.summary.as_deref(),
        Some("<a href=\"https://a.example/x\">y</a>")
    );
}

#[test]
fn how_often_to_ask_and_whom() {
    let feed = rss_feed(
        "<ttl>60</ttl><skipHours><hour>0</hour><hour>24</hour><hour>9</hour><hour>x</hour></skipHours><skipDays><day>Sunday</day><day>mon</day></skipDays><sy:updatePeriod>Daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency><atom:link rel=\"hub\" href=\"https://hub.example/\"/><atom:link rel=\"next\" href=\"?page=2\"/><generator>G</generator>",
    );
    assert_eq!(
        (feed.ttl_minutes, feed.period_minutes),
        (Some(60), Some(360))
    );
    assert_eq!((feed.skip_hours, feed.skip_days), (vec![0, 9], vec![0, 6]));
    assert_eq!(feed.hub.as_deref(), Some("https://hub.example/"));
    assert_eq!(
        feed.paging.next.as_deref(),
        Some("https://example.org/dir/feed?page=2")
    );
    assert_eq!(feed.generator.as_deref(), Some("G"));
}

#[test]
fn what_a_feed_says_of_itself() {
    let feed = rss_feed(
        "<title>A &lt;b&gt;b&lt;/b&gt;</title><link>/</link><description>&lt;p&gt;all &amp;amp; more&lt;/p&gt;</description><lastBuildDate>24 Nov 2026</lastBuildDate>",
    );
    assert_eq!(feed.title.as_deref(), Some("A b"));
    assert_eq!(feed.link.as_deref(), Some("https://example.org/"));
    assert_eq!(feed.description.as_deref(), Some("all & more"));
    assert_eq!(time(feed.updated), "2026-11-24T00:00:00Z");
    let feed = rss_feed(
        "<dc:title>T</dc:title><itunes:subtitle>s</itunes:subtitle><itunes:summary>d</itunes:summary><dc:date>2026-11-24</dc:date>",
    );
    assert_eq!(
        (feed.title.as_deref(), feed.description.as_deref()),
        (Some("T"), Some("d"))
    );
    assert_eq!(time(feed.updated), "2026-11-24T00:00:00Z");
    let feed = atom_feed(
        "<title>T</title><subtitle type=\"html\">&lt;b&gt;s&lt;/b&gt;</subtitle><id>urn:x</id><link rel=\"self\" href=\"/self\"/><link href=\"/\"/><updated>2026-11-24</updated>",
    );
    assert_eq!(feed.description.as_deref(), Some("s"));
    assert_eq!(
        (feed.id.as_deref(), feed.link.as_deref()),
        (Some("urn:x"), Some("https://example.org/"))
    );
}

/// RSS 1.0: `rdf:about` is what other documents call the channel.
#[test]
fn a_channel_of_rdf_is_known_by_what_it_is_about() {
    let frame = "<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\" xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><channel rdf:about=\"https://example.org/news.rdf\"><title>T</title></channel>";
    let item = "<item rdf:about=\"https://example.org/1\"><title>a</title><link>https://example.org/1</link></item></rdf:RDF>";
    for text in [format!("{frame}{item}"), format!("{frame}<x>&</x>{item}")] {
        let feed = parsed(&text);
        assert_eq!(feed.id.as_deref(), Some("https://example.org/news.rdf"));
        assert_eq!(feed.entries[0].guid, "https://example.org/1");
    }
}
