//! What is attached to an entry or points elsewhere: media, pictures, comments, the feed it was taken from.

use crate::model::ParsedEntry;
use crate::parse::document::shown::{atom, atom_feed, rss, rss_feed};

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
    check("<image>A picture: <url>/a.jpg</url></image>", "a.jpg");
    let entry = atom("<content src=\"/a.jpg\" type=\"image/jpeg\"/>");
    assert_eq!(entry.image.as_deref(), Some("https://example.org/a.jpg"));
    let check = |fields: &str, expect: &str| {
        let found = rss_feed(fields).image.unwrap_or_default();
        assert_eq!(found, format!("https://example.org/{expect}"), "{fields}");
    };
    check("<image><url>/a.jpg</url><link>/b</link></image>", "a.jpg");
    check(
        "<image><url>/a.jpg</url><link>/b</link>and words</image>",
        "a.jpg",
    );
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
