//! The files of other programs, written by us in the shapes that those programs write.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::model::Bookmark;

fn read(text: &str) -> Bookmarks {
    bookmarks(text.as_bytes()).unwrap()
}

/// `link|title|seconds|read|tags|note`, as far as there is any.
fn told(bookmark: &Bookmark) -> String {
    let secs = bookmark.kept.map_or(0, |time| time.secs());
    format!(
        "{}|{}|{secs}|{}|{}|{}",
        bookmark.entry.link.as_deref().unwrap_or_default(),
        bookmark.entry.title,
        if bookmark.is_read { "read" } else { "unread" },
        bookmark.tags.join(","),
        bookmark
            .note
            .as_deref()
            .unwrap_or_default()
            .replace('\n', "/"),
    )
}

fn all(found: &Bookmarks) -> Vec<String> {
    found.list.iter().map(told).collect()
}

const BROWSER: &str = r#"<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file. -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1600000000" PERSONAL_TOOLBAR_FOLDER="true">Bookmarks bar</H3>
    <DL><p>
        <DT><A HREF="https://a.example/?x=1&amp;y=2" ADD_DATE="1600000001" ICON="data:image/png;base64,AAAA">A &amp; B</A>
        <DT><H3>Linux</H3>
        <DL><p>
            <DT><H3>Kernel, news</H3>
            <DL><p>
                <DT><A HREF="https://k.example/" ADD_DATE="1600000002000" TAGS="work,to share">内核</A>
                <DD>Read this first &amp; soon
                <DT><A HREF="javascript:alert(1)">Bookmarklet</A>
            </DL><p>
            <DT><A HREF="https://l.example/x">L</A>
        </DL><p>
    </DL><p>
    <HR>
    <DT><A HREF="http://www.a.example/?x=1&amp;y=2" TAGS="more">again</A>
    <DT><A HREF="place:sort=8&amp;maxResults=10">Most visited</A>
    <DT><A FEEDURL="https://f.example/feed" HREF="https://f.example/">Live</A>
    <DT><A HREF="https://t.example/" TOREAD="1" ADD_DATE="0">To read</A>
</DL><p>
"#;

#[test]
fn a_browser_gives_folders_as_tags_and_descriptions_as_notes() {
    let found = read(BROWSER);
    assert_eq!(found.from, "a browser");
    assert_eq!(
        all(&found),
        [
            "https://a.example/?x=1&y=2|A & B|1600000001|read|more|",
            "https://k.example/|内核|1600000002|read|Linux,Kernel news,work,to share|Read this first & soon",
            "https://l.example/x|L|0|read|Linux|",
            "https://t.example/|To read|0|unread||",
        ]
    );
    assert_eq!(found.twice, 1);
    let refused: Vec<String> = found.refused.iter().map(ToString::to_string).collect();
    assert_eq!(
        refused,
        [
            "line 16: `Bookmarklet` is a `javascript:` address, not one of the web",
            "line 23: `Most visited` is a `place:` address, not one of the web",
            "line 24: a live bookmark is a feed: `byline add` follows it",
        ]
    );
}

#[test]
fn our_own_bookmark_file_comes_back() {
    use crate::article::{Piece, netscape};
    let piece = Piece {
        title: "A & <b>".into(),
        link: Some("https://a.example/?x=1&y=2".into()),
        tags: vec!["kernel".into(), "to share".into()],
        note: Some("one\ntwo <3".into()),
        ..Piece::default()
    };
    let (file, _) = netscape(&[(piece, 1_700_000_000)]);
    assert_eq!(
        all(&read(&file)),
        ["https://a.example/?x=1&y=2|A & <b>|1700000000|read|kernel,to share|one/two <3"]
    );
}

#[test]
fn pocket_tells_what_is_read() {
    let page = r#"<!DOCTYPE html>
<html>
	<head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" /><title>Pocket Export</title></head>
	<body>
		<h1>Unread</h1>
		<ul>
			<li><a href="https://a.example/1" time_added="1500000000" tags="work,rust">One</a></li>
		</ul>
		<h1>Read Archive</h1>
		<ul>
			<li><a href="https://a.example/2" time_added="1500000001" tags="">https://a.example/2</a></li>
		</ul>
	</body>
</html>"#;
    let table = "title,url,time_added,tags,status\n\
         One,https://a.example/1,1500000000,work|rust,unread\n\
         \"Two, \"\"quoted\"\"\",https://a.example/2,1500000001,,archive\n";
    for (text, second) in [(page, "https://a.example/2"), (table, "Two, \"quoted\"")] {
        let found = read(text);
        assert_eq!(found.from, "Pocket");
        assert_eq!(
            all(&found),
            [
                "https://a.example/1|One|1500000000|unread|work,rust|".to_string(),
                format!("https://a.example/2|{second}|1500000001|read||"),
            ]
        );
    }
}

#[test]
fn instapaper_and_raindrop_have_folders_and_notes() {
    let instapaper = "URL,Title,Selection,Folder,Timestamp\n\
         https://a.example/1,One,\"chosen\nwords\",Unread,1500000000\n\
         https://a.example/2,Two,,Archive,1500000001\n\
         https://a.example/3,Three,,Long reads,1500000002\n";
    let found = read(instapaper);
    assert_eq!(found.from, "Instapaper");
    assert_eq!(
        all(&found),
        [
            "https://a.example/1|One|1500000000|unread||chosen/words",
            "https://a.example/2|Two|1500000001|read||",
            "https://a.example/3|Three|1500000002|read|Long reads|",
        ]
    );
    let raindrop = "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n\
         1,One,my note,An excerpt & more,https://a.example/1,Work / Rust,\"a b, c\",2020-09-13T12:26:40.000Z,,,false\n\
         2,Two,,,https://a.example/2,Unsorted,,2020-09-13T12:26:41.000Z,,a highlight,true\n";
    let found = read(raindrop);
    assert_eq!(found.from, "Raindrop");
    assert_eq!(
        all(&found),
        [
            "https://a.example/1|One|1600000000|read|Work,Rust,a b,c|my note",
            "https://a.example/2|Two|1600000001|read||a highlight",
        ]
    );
    let excerpt = found.list[0].entry.summary.as_deref();
    assert_eq!(excerpt, Some("<p>An excerpt &amp; more</p>"));
}

#[test]
fn pinboard_has_tags_parted_by_spaces() {
    let found = read(
        r#"[{"href":"https:\/\/a.example\/1","description":"One","extended":"why","meta":"x","hash":"y",
            "time":"2020-09-13T12:26:40Z","shared":"no","toread":"yes","tags":"rust to-share"},
            {"href":"https://a.example/2","description":"Two","extended":"","time":"","toread":"no","tags":""}, 7]"#,
    );
    assert_eq!(
        all(&found),
        [
            "https://a.example/1|One|1600000000|unread|rust,to-share|why",
            "https://a.example/2|Two|0|read||",
        ]
    );
    assert_eq!(found.refused.len(), 1);
}

#[test]
fn what_holds_feeds_or_nothing_is_no_file_of_bookmarks() {
    for text in [
        "",
        "<opml version=\"2.0\"><body><outline xmlUrl=\"https://a.example/feed\"/></body></opml>",
        "https://a.example/feed\nhttps://b.example/feed \"tag\"\n",
        "<html><body><a href=\"https://a.example/\">a</a></body></html>",
        "{\"version\": \"https://jsonfeed.org/version/1.1\"}",
        "[]",
        "url",
    ] {
        assert!(bookmarks(text.as_bytes()).is_none(), "{text}");
    }
}

#[test]
fn hostile_files_end_soon_and_nothing_of_them_is_long() {
    let deep = format!(
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>{}<DT><A HREF=\"https://a.example/\">deep</A>",
        "<DT><H3>f</H3><DL><p>".repeat(100_000)
    );
    assert_eq!(read(&deep).list.len(), 1);
    let long = format!(
        "<!DOCTYPE NETSCAPE-Bookmark-file-1><DT><A HREF=\"https://a.example/{}\">x</A>\
         <DT><A HREF=\"https://b.example/\" TAGS=\"{}\">{}\u{1b}[2J</A><DD>{}",
        "a".repeat(100_000),
        "t,".repeat(10_000) + &"x".repeat(100_000),
        "word ".repeat(100_000),
        "note ".repeat(100_000),
    );
    let found = read(&long);
    assert_eq!((found.list.len(), found.refused.len()), (1, 1));
    let only = &found.list[0];
    assert!(only.entry.title.len() <= 2 << 10 && !only.entry.title.contains('\u{1b}'));
    assert!(only.note.as_deref().unwrap().len() <= 64 << 10);
    assert!(only.tags.len() <= 64 && only.tags.iter().all(|tag| tag.len() <= 200));
    let many = (0..210_000).map(|n| format!("javascript:{n},t\n"));
    let many = format!("url,title\n{}", many.collect::<Vec<_>>().concat());
    let found = read(&many);
    assert_eq!((found.list.len(), found.refused.len()), (0, 200));
    assert_eq!(found.more_refused, 209_800);
    for broken in [
        "url,title\n\"unclosed",
        "[{\"href\": \"https://a.exa",
        "{\"byline_bookmark\":1\n{}",
    ] {
        let found = read(broken);
        assert!(found.list.is_empty(), "{broken}");
    }
}

#[test]
fn names_and_passwords_of_addresses_stay_out() {
    let found = read("url,title\nhttps://ada:secret@a.example/,A\n");
    assert_eq!(
        found.list[0].entry.link.as_deref(),
        Some("https://a.example/")
    );
}
