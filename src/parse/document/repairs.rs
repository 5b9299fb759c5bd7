//! What is wrong with feeds, one test each: the feed is read, and its author could learn what was mended.

use crate::model::{FeedFormat, ParsedEntry, ParsedFeed};
use crate::parse::{NotFeed, Source, feed};

fn parsed(text: &str) -> ParsedFeed {
    let source = Source {
        url: Some("https://example.org/dir/feed"),
        content_type: None,
    };
    feed(text.as_bytes(), &source).unwrap_or_else(|why| panic!("{why}: {text}"))
}

fn refused(text: &str) -> NotFeed {
    match feed(text.as_bytes(), &Source::default()) {
        Ok(feed) => panic!("read as {feed:?}: {text}"),
        Err(why) => why,
    }
}

fn rss(items: &str) -> String {
    format!("<rss version=\"2.0\"><channel><title>T</title>{items}</channel></rss>")
}

fn atom(entries: &str) -> String {
    format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title>{entries}</feed>")
}

fn titles(feed: &ParsedFeed) -> Vec<&str> {
    feed.entries
        .iter()
        .map(|entry| entry.title.as_str())
        .collect()
}

/// The only entry of a document for which the author is warned of `warning`.
fn mended(text: &str, warning: &str) -> ParsedEntry {
    let mut feed = parsed(text);
    assert!(
        feed.warnings.iter().any(|told| told.contains(warning)),
        "`{warning}` in {:?}: {text}",
        feed.warnings
    );
    assert_eq!(feed.entries.len(), 1, "{text}");
    feed.entries.remove(0)
}

#[test]
fn a_feed_without_fault_has_no_warning() {
    for text in [
        rss("<item><title>a &amp; b</title><description>&lt;p&gt;x&lt;/p&gt;</description></item>"),
        atom(
            "<entry><id>1</id><title>a</title><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>x</p></div></content></entry>",
        ),
        format!(
            "<?xml version=\"1.0\"?>\n<?xml-stylesheet href=\"x.xsl\"?>\n<!-- x -->{}",
            rss("<item><title>a</title></item>")
        ),
        format!(
            "<!DOCTYPE rss PUBLIC \"x\" \"y\">{}",
            rss("<item><title>a</title></item>")
        ),
    ] {
        assert_eq!(parsed(&text).warnings, Vec::<String>::new(), "{text}");
    }
}

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

#[test]
fn html_in_titles() {
    let naked = mended(
        &rss("<item><title>A <b>bold</b> &amp; <i>brave</i> title</title></item>"),
        "naked markup",
    );
    assert_eq!(naked.title, "A bold & brave title");
    let escaped = parsed(&rss(
        "<item><title>A &lt;b&gt;bold&lt;/b&gt; title</title></item>",
    ));
    assert_eq!(titles(&escaped), ["A bold title"]);
    let cdata = parsed(&rss(
        "<item><title><![CDATA[A <em>bold</em> &amp; brave title]]></title></item>",
    ));
    assert_eq!(titles(&cdata), ["A bold & brave title"]);
}

#[test]
fn naked_html_in_descriptions_is_kept() {
    let entry = mended(
        &rss(
            "<item><title>t</title><description><p>a <a href=\"x\">b</a></p> c<br/></description></item>",
        ),
        "naked markup",
    );
    assert_eq!(
        entry.summary.as_deref(),
        Some("<p>a <a href=\"x\">b</a></p> c<br>")
    );
}

#[test]
fn code_that_shows_markup_stays_code() {
    let feed = parsed(&atom(
        "<entry><id>1</id><title>x</title><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><code>&lt;/p&gt;</code>&nbsp;</div></content></entry>",
    ));
    let content = feed.entries[0].content.as_deref();
    assert_eq!(content, Some("<code>&lt;/p&gt;</code>&nbsp;"));
}

#[test]
fn names_in_the_wrong_case() {
    let entry = mended(
        "<RSS VERSION=\"2.0\"><CHANNEL><ITEM><TITLE>a</TITLE><GUID>1</GUID><PubDate>Tue, 24 Nov 2026 12:58:00 GMT</PubDate></ITEM></CHANNEL></RSS>",
        "wrong case",
    );
    assert_eq!((entry.title.as_str(), entry.guid.as_str()), ("a", "1"));
    assert!(entry.published.is_some());
    mended(
        &rss("<item><title>a</title><pubdate>24 Nov 2026</pubdate></item>"),
        "wrong case",
    );
}

#[test]
fn a_version_that_is_missing_or_unknown() {
    for version in [
        "",
        "version=\"2\"",
        "version=\"2.01\"",
        "version=\"0.93\"",
        "version=\"0.94\"",
    ] {
        let text = format!("<rss {version}><channel><item><title>a</title></item></channel></rss>");
        assert_eq!(mended(&text, "version of RSS").title, "a");
    }
}

#[test]
fn frames_that_are_missing() {
    let parts = [
        "<rss version=\"2.0\"><title>T</title><item><title>a</title></item></rss>",
        "<channel><title>T</title><item><title>a</title></item></channel>",
        "<rss version=\"2.0\"><channel><title>T</title></channel><item><title>a</title></item></rss>",
        "<item><title>a</title></item>",
        "<entry xmlns=\"http://www.w3.org/2005/Atom\"><title>a</title></entry>",
    ];
    for text in parts {
        assert_eq!(titles(&parsed(text)), ["a"], "{text}");
    }
    let page = "<html><body><item>a</item></body></html>";
    assert!(refused(page).looks_like_html);
}

#[test]
fn old_atom() {
    let entry = mended(
        "<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><title>T</title><entry><title mode=\"escaped\" type=\"text/html\">a &lt;b&gt;x&lt;/b&gt;</title><id>1</id><link rel=\"alternate\" href=\"https://example.org/1\"/><issued>2026-11-24T12:58:00Z</issued><created>2026-11-23T12:58:00Z</created><modified>2026-11-25T12:58:00Z</modified><content type=\"text/html\" mode=\"escaped\">&lt;p&gt;x&lt;/p&gt;</content></entry></feed>",
        "namespaces",
    );
    assert_eq!(entry.title, "a x");
    assert_eq!(entry.content.as_deref(), Some("<p>x</p>"));
    let times = [entry.published, entry.updated]
        .map(|time| time.and_then(crate::model::Timestamp::to_rfc3339));
    assert_eq!(
        times.map(Option::unwrap),
        ["2026-11-24T12:58:00Z", "2026-11-25T12:58:00Z"]
    );
}

#[test]
fn types_of_text_that_atom_does_not_have() {
    for (kind, text) in [
        ("text/plain", "a"),
        ("application/xhtml+xml", "<p>a</p>"),
        ("application/octet-stream", "YQ=="),
        ("", "a"),
        ("HTML", "a"),
        ("none", "a"),
    ] {
        let feed = parsed(&atom(&format!(
            "<entry><id>1</id><title type=\"{kind}\">a</title><content type=\"{kind}\">{text}</content></entry>"
        )));
        let content = feed.entries[0].content.as_deref().unwrap_or_default();
        assert!(content.contains('a'), "{kind}: {content}");
    }
}

#[test]
fn fields_of_one_format_in_the_other() {
    let feed = parsed(&atom(
        "<item><guid>1</guid><title>a</title><link>https://example.org/1</link><pubDate>Tue, 24 Nov 2026 12:58:00 GMT</pubDate><description>d</description></item>",
    ));
    let entry = &feed.entries[0];
    assert_eq!((entry.title.as_str(), entry.guid.as_str()), ("a", "1"));
    assert_eq!(entry.link.as_deref(), Some("https://example.org/1"));
    assert_eq!(entry.summary.as_deref(), Some("d"));
    let feed = parsed(&rss(
        "<item><id>1</id><title>a</title><link href=\"/1\"/><published>2026-11-24T12:58:00Z</published><updated>2026-11-25T12:58:00Z</updated><content>&lt;p&gt;x&lt;/p&gt;</content><author><name>Jo</name></author></item>",
    ));
    let entry = &feed.entries[0];
    assert_eq!(entry.guid, "1");
    assert_eq!(entry.link.as_deref(), Some("https://example.org/1"));
    assert_eq!(entry.content.as_deref(), Some("<p>x</p>"));
    assert_eq!(entry.author.as_deref(), Some("Jo"));
    assert!(entry.published < entry.updated);
}

#[test]
fn links_that_went_through_an_html_printer() {
    let feed = parsed(&rss(
        "<item><title>a</title><link/>https://example.org/1<guid>1</guid></item>",
    ));
    assert_eq!(
        feed.entries[0].link.as_deref(),
        Some("https://example.org/1")
    );
}

#[test]
fn old_rss_by_its_address() {
    let text = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://my.netscape.com/rdf/simple/0.9/\"><channel><title>T</title></channel><item><title>a</title><link>https://example.org/1</link></item></rdf:RDF>";
    let feed = parsed(text);
    assert_eq!((titles(&feed), feed.format), (vec!["a"], FeedFormat::Rss1));
    let no_link = text
        .replace("<link>https://example.org/1</link>", "")
        .replace("<item>", "<item rdf:about='https://example.org/2'>");
    assert_eq!(
        parsed(&no_link).entries[0].link.as_deref(),
        Some("https://example.org/2")
    );
}

#[test]
fn channels_of_microsoft() {
    let feed = parsed(
        "<CHANNEL HREF=\"https://example.org/\" LASTMOD=\"2026-11-24T12:58Z\"><TITLE>C</TITLE><ABSTRACT>all</ABSTRACT><LOGO HREF=\"/l.gif\" STYLE=\"IMAGE\"/><ITEM HREF=\"https://example.org/1\" LASTMOD=\"2026-11-24\"><TITLE>a</TITLE><ABSTRACT>d</ABSTRACT></ITEM><ITEM><A HREF=\"/2\">b</A><ABSTRACT>e</ABSTRACT></ITEM></CHANNEL>",
    );
    assert_eq!(
        (titles(&feed), feed.format),
        (vec!["a", "b"], FeedFormat::Cdf)
    );
    assert_eq!(feed.description.as_deref(), Some("all"));
    assert_eq!(feed.image.as_deref(), Some("https://example.org/l.gif"));
    assert!(feed.updated.is_some() && feed.entries[0].updated.is_some());
    assert_eq!(
        feed.entries[1].link.as_deref(),
        Some("https://example.org/2")
    );
    assert_eq!(feed.entries[1].summary.as_deref(), Some("e"));
    let empty = parsed("<CHANNEL><ABSTRACT>all</ABSTRACT></CHANNEL>");
    assert_eq!(
        (empty.description.as_deref(), empty.entries.len()),
        (Some("all"), 0)
    );
}

#[test]
fn rss_in_json() {
    let feed = parsed(
        r##"{"rss":{"version":"2.0","channel":{"title":"T","item":[{"title":"a","guid":{"isPermaLink":"false","#value":"1"},"description":"<p>x</p>","comments":"/c"}]}}}"##,
    );
    assert_eq!((titles(&feed), feed.format), (vec!["a"], FeedFormat::Json));
    assert_eq!(feed.entries[0].guid, "1");
    assert_eq!(
        feed.entries[0].comments.as_deref(),
        Some("https://example.org/c")
    );
}

#[test]
fn json_feeds_that_are_not_quite_right() {
    let text = r#"{"version":"http://jsonfeed.org/version/1","items":[{"id":7,"title":"a
b","tags":"x, y","content_text":"t","attachments":[{"url":"a.mp3"}]},],}"#;
    let entry = mended(text, "the JSON is broken");
    assert_eq!((entry.guid.as_str(), entry.title.as_str()), ("7", "a b"));
    assert_eq!(entry.tags, ["x", "y"]);
    assert_eq!(entry.enclosures[0].url, "https://example.org/dir/a.mp3");
    let cut = r#"{"items":[{"id":"1","title":"a"},{"id":"2","ti"#;
    assert_eq!(titles(&parsed(cut)), ["a"]);
    assert_eq!(
        titles(&parsed("\u{feff}{\"items\":[{\"title\":\"a\"}]}")),
        ["a"]
    );
}

#[test]
fn what_feed_rs_panics_on() {
    let digits = "9".repeat(40);
    let nested = format!("{}x{}", "<a>".repeat(70_000), "</a>".repeat(70_000));
    for item in [
        format!("<itunes:duration>{digits}</itunes:duration>"),
        format!("<media:content url=\"u\" duration=\"{digits}\"/>"),
        format!("<media:text start=\"{digits}\">x</media:text>"),
        "<author>（a@b.cc）</author>".to_string(),
        "<dc:creator>ééa@b.ccé</dc:creator>".to_string(),
        "<?xml version=\"1.0\" encoding=\"utf-16\"?>".to_string(),
        nested,
    ] {
        let ns = "xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"";
        let text = format!(
            "<rss version=\"2.0\" {ns}><channel><title>T</title><item><title>a</title>{item}</item></channel></rss>"
        );
        assert_eq!(
            titles(&parsed(&text)),
            ["a"],
            "{}",
            &item[..item.len().min(60)]
        );
    }
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let check = |text: &str, what: &str, place: Option<(u32, u32)>| {
        let why = refused(text);
        assert!(why.what.contains(what), "{why}: {text}");
        assert_eq!(why.line.zip(why.column), place, "{why}: {text}");
        assert!(why.hint.is_some(), "{why}");
    };
    check("", "is empty", None);
    check(" \n ", "is empty", None);
    check("<html><p>x", "is a web page", None);
    check("<urlset/>", "its root is `urlset`", None);
    check("hello", "it begins with `hello`", None);
    check(
        "<rss version=\"2.0\">\n<channel><title>T</title>\n<item><title>x",
        "ends before its first entry",
        Some((3, 15)),
    );
    check(
        "<?xml version=\"1.0\"?>\n<rss>\n<channel",
        "ends before",
        Some((3, 9)),
    );
    check("{\"a\": 1}", "no list of `items`", None);
    check("{\n\"items\": [}\n", "the JSON is broken", Some((2, 11)));
}
