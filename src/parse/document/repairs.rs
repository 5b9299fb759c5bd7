//! What is wrong with feeds, one test each: the feed is read, and its author could learn what was mended.

mod markup;

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
