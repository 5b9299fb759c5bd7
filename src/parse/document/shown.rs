//! What feeds say and a reader shows, field by field, in each of the ways that feeds say it.

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

#[test]
fn authors() {
    let check = |fields: &str, expect: &str| {
        assert_eq!(
            rss(fields).author.as_deref().unwrap_or_default(),
            expect,
            "{fields}"
        );
    };
    check("<author>jo@example.org (Jo Doe)</author>", "Jo Doe");
    check("<author>jo@example.org</author>", "jo@example.org");
    check(
        "<author><name>Jo</name><email>jo@example.org</email></author>",
        "Jo",
    );
    check(
        "<dc:creator>Jo</dc:creator><dc:creator>Mo</dc:creator>",
        "Jo, Mo",
    );
    check("<dc:author>Jo (jo@example.org)</dc:author>", "Jo");
    check("<itunes:author>Jo</itunes:author>", "Jo");
    check(
        "<dc:creator>Jo</dc:creator><itunes:author>The Show</itunes:author>",
        "Jo",
    );
    check(
        "<atom:author><atom:name>Jo</atom:name><atom:email>jo@example.org</atom:email></atom:author>",
        "Jo",
    );
    check(
        "<dc:creator>Jo Große &lt;jo@example.org&gt;</dc:creator>",
        "Jo Große",
    );
    check("<author>jo@example.org（張三）</author>", "張三");
    let check = |fields: &str, expect: &str| {
        assert_eq!(
            atom(fields).author.as_deref().unwrap_or_default(),
            expect,
            "{fields}"
        );
    };
    check(
        "<author><name>Jo</name></author><author><name>Mo</name></author>",
        "Jo, Mo",
    );
    check(
        "<author><email>jo@example.org</email></author>",
        "jo@example.org",
    );
    check("<source><author><name>Mo</name></author></source>", "");
    let check = |fields: &str, expect: &str| {
        assert_eq!(
            rss_feed(fields).author.as_deref().unwrap_or_default(),
            expect,
            "{fields}"
        );
    };
    check(
        "<webMaster>w@example.org (Web)</webMaster><managingEditor>e@example.org (Ed)</managingEditor>",
        "Ed",
    );
    check(
        "<itunes:owner><itunes:name>Jo</itunes:name><itunes:email>jo@example.org</itunes:email></itunes:owner>",
        "Jo",
    );
    check(
        "<itunes:author>The Show</itunes:author><managingEditor>Ed</managingEditor>",
        "The Show",
    );
    check(
        "<dc:creator>Jo</dc:creator><itunes:author>The Show</itunes:author>",
        "Jo",
    );
}

#[test]
fn tags() {
    let check = |fields: &str, expect: &[&str]| assert_eq!(rss(fields).tags, expect, "{fields}");
    check(
        "<category>a &amp;amp; b</category><category domain=\"d\">c</category><category>c</category>",
        &["a & b", "c"],
    );
    check("<dc:subject>a</dc:subject>", &["a"]);
    check(
        "<media:category label=\"A\">x/y</media:category>",
        &["A", "x/y"],
    );
    check(
        "<media:keywords>a, b</media:keywords><itunes:keywords>b,c</itunes:keywords>",
        &["a", "b", "c"],
    );
    check(
        "<itunes:category text=\"a\"/><atom:category term=\"t\"/>",
        &["a", "t"],
    );
    check("<tags>a, b</tags>", &["a", "b"]);
    let check = |fields: &str, expect: &[&str]| assert_eq!(atom(fields).tags, expect, "{fields}");
    check(
        "<category term=\"rust\" label=\"r/rust\"/><category term=\"b\"/>",
        &["r/rust", "rust", "b"],
    );
    check("<category>a</category>", &["a"]);
}

#[test]
fn enclosures_and_media() {
    let urls = |entry: &ParsedEntry| -> Vec<String> {
        let short = |url: &String| url.replace("https://example.org/", "/");
        entry.enclosures.iter().map(|it| short(&it.url)).collect()
    };
    let entry = rss(
        "<enclosure url=\"/a.mp3\" length=\"12\" type=\"audio/mpeg\"/><itunes:duration>1:02:03</itunes:duration><media:content url=\"https://example.org/a.mp3\" fileSize=\"12\"/>",
    );
    assert_eq!(
        entry.enclosures.len(),
        1 + usize::from(urls(&entry).len() > 1)
    );
    let first = &entry.enclosures[0];
    assert_eq!(first.url, "https://example.org/a.mp3");
    assert_eq!(
        (first.mime.as_deref(), first.length, first.duration),
        (Some("audio/mpeg"), Some(12), Some(3723))
    );
    let entry = rss(
        "<media:group><media:content url=\"/v.mp4\" type=\"video/mp4\" duration=\"60\"/><media:content url=\"/p.jpg\" medium=\"image\"/><media:thumbnail url=\"/t.jpg\"/></media:group>",
    );
    assert_eq!(urls(&entry), ["/v.mp4"]);
    assert_eq!(entry.image.as_deref(), Some("https://example.org/p.jpg"));
    let entry = atom(
        "<link rel=\"enclosure\" href=\"/a.mp3\" length=\"12\" type=\"audio/mpeg\"/><link rel=\"enclosure\" href=\"/b.ogg\"/>",
    );
    assert_eq!(urls(&entry), ["/a.mp3", "/b.ogg"]);
    assert_eq!(entry.enclosures[0].length, Some(12));
}

#[test]
fn pictures() {
    let check = |fields: &str, expect: &str| {
        let found = rss(fields).image.unwrap_or_default();
        assert_eq!(found, format!("https://example.org/{expect}"), "{fields}");
    };
    check("<media:thumbnail url=\"/a.jpg\"/>", "a.jpg");
    check("<media:content url=\"/a.jpg\" medium=\"image\"/>", "a.jpg");
    check("<itunes:image href=\"/a.jpg\"/>", "a.jpg");
    check("<itunes:image url=\"/a.jpg\"/>", "a.jpg");
    check("<itunes:image>/a.jpg</itunes:image>", "a.jpg");
    check("<image>/a.jpg</image>", "a.jpg");
    check(
        "<image><title>x</title><url>/a.jpg</url><link>/b</link></image>",
        "a.jpg",
    );
    check("<enclosure url=\"/a.jpg\" type=\"image/jpeg\"/>", "a.jpg");
    let entry = atom("<content src=\"/a.jpg\" type=\"image/jpeg\"/>");
    assert_eq!(entry.image.as_deref(), Some("https://example.org/a.jpg"));
    let check = |fields: &str, expect: &str| {
        let found = rss_feed(fields).image.unwrap_or_default();
        assert_eq!(found, format!("https://example.org/{expect}"), "{fields}");
    };
    check("<image><url>/a.jpg</url><link>/b</link></image>", "a.jpg");
    check("<itunes:image href=\"/a.jpg\"/>", "a.jpg");
    check("<media:thumbnail url=\"/a.jpg\"/>", "a.jpg");
    let feed = atom_feed("<icon>/i.png</icon><logo>/l.png</logo>");
    assert_eq!(feed.image.as_deref(), Some("https://example.org/l.png"));
}

#[test]
fn comments() {
    let check = |entry: ParsedEntry, link: &str, count: Option<u32>, feed: &str| {
        let found = (
            entry.comments.unwrap_or_default(),
            entry.comment_count,
            entry.comments_feed.unwrap_or_default(),
        );
        let absolute = |path: &str| {
            if path.is_empty() {
                String::new()
            } else {
                format!("https://example.org{path}")
            }
        };
        assert_eq!(found, (absolute(link), count, absolute(feed)));
    };
    check(
        rss("<comments>/c</comments><slash:comments>12</slash:comments>"),
        "/c",
        Some(12),
        "",
    );
    // A thread that is its own page of comments.
    check(
        rss("<link>/c</link><comments>/c</comments>"),
        "/c",
        None,
        "",
    );
    check(
        rss("<wfw:commentRss>/c.xml</wfw:commentRss><thr:total>3</thr:total>"),
        "",
        Some(3),
        "/c.xml",
    );
    check(
        atom(
            "<link rel=\"replies\" type=\"text/html\" href=\"/c\" thr:count=\"7\"/><link rel=\"replies\" type=\"application/atom+xml\" href=\"/c.xml\"/>",
        ),
        "/c",
        Some(7),
        "/c.xml",
    );
}

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
fn the_source_of_an_aggregated_entry() {
    let source = rss("<source url=\"https://a.example/feed\">A &amp;amp; B</source>")
        .source
        .unwrap();
    assert_eq!(
        (source.title.as_deref(), source.link.as_deref()),
        (Some("A & B"), Some("https://a.example/feed"))
    );
    let entry = atom(
        "<title>x</title><source><id>urn:a</id><title>A</title><link href=\"https://a.example/\"/><link rel=\"enclosure\" href=\"/no.mp3\"/></source>",
    );
    let source = entry.source.unwrap();
    assert_eq!(
        (source.title.as_deref(), source.id.as_deref()),
        (Some("A"), Some("urn:a"))
    );
    assert_eq!(source.link.as_deref(), Some("https://a.example/"));
    assert_eq!(
        (
            entry.title.as_str(),
            entry.guid.as_str(),
            entry.enclosures.len()
        ),
        ("x", "1", 0)
    );
    assert_eq!(rss("<title>x</title>").source, None);
}

#[test]
fn episodes() {
    let entry = rss(
        "<itunes:episode>5</itunes:episode><itunes:season>2</itunes:season><podcast:transcript url=\"/t.vtt\" type=\"text/vtt\"/><podcast:transcript url=\"/t.html\" type=\"text/html\"/><podcast:chapters url=\"/c.json\" type=\"application/json\"/><podcast:person>Jo</podcast:person>",
    );
    let episode = entry.episode;
    assert_eq!((episode.number, episode.season), (Some(5), Some(2)));
    assert_eq!(
        episode.transcript.as_deref(),
        Some("https://example.org/t.html")
    );
    assert_eq!(
        episode.chapters.as_deref(),
        Some("https://example.org/c.json")
    );
    assert_eq!(
        rss("<podcast:episode>7</podcast:episode>").episode.number,
        Some(7)
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
