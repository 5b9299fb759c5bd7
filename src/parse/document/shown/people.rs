//! Who wrote it, and what it is about.

use crate::parse::document::shown::{atom, atom_feed, rss, rss_feed};

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
    check("<source><author><name>Mo</name></author></source>", "Mo");
    check(
        "<author><name>Jo</name></author><source><author><name>Mo</name></author></source>",
        "Jo",
    );
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

/// RFC 4287, 4.2.1. What others wrote is not the feed's own.
#[test]
fn in_atom_the_feed_s_author_is_that_of_entries_that_name_none() {
    let feed = atom_feed(
        "<title>T</title><author><name>Jo</name></author><entry><id>1</id></entry><entry><id>2</id><author><name>Mo</name></author></entry>\
         <entry><id>3</id><source><title>Elsewhere</title></source></entry>",
    );
    let authors: Vec<_> = feed.entries.iter().map(|it| it.author.as_deref()).collect();
    assert_eq!(authors, [Some("Jo"), Some("Mo"), None]);
    let feed = rss_feed("<managingEditor>Jo</managingEditor><item><title>a</title></item>");
    assert_eq!(feed.entries[0].author, None, "an editor is no author");
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
    check("<category label=\"A b\"/>", &["A b"]);
}
