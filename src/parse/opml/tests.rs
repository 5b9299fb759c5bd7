//! Exports of other readers beside the subscriptions they hold, and byline's own there and back.

#![allow(
    clippy::unwrap_used,
    clippy::format_push_string,
    clippy::format_collect
)]

use super::{opml, print_opml};
use crate::model::Subscription;

fn listed(text: &str) -> String {
    let (list, problems) = opml(text.as_bytes()).unwrap();
    let mut out = String::new();
    for s in list {
        out += &format!(
            "{} | {} | {} | {}\n",
            s.url,
            s.title.unwrap_or_default(),
            s.folder.unwrap_or_default(),
            s.tags.join(",")
        );
    }
    for problem in problems {
        out += &format!("! {problem}\n");
    }
    out
}

#[test]
fn folders_nest_and_titles_are_plain() {
    let text = r#"<?xml version="1.0"?><opml version="1.0"><head><title>x</title></head><body>
        <outline text="Tech"><outline title="Linux" text="Linux">
          <outline type="rss" text="LWN &amp;amp; co" xmlUrl="https://lwn.net/headlines/rss"/>
        </outline></outline>
        <outline text="Top" xmlUrl="https://example.org/f" category="/a/b,c"></outline>
        </body></opml>"#;
    assert_eq!(
        listed(text),
        "https://lwn.net/headlines/rss | LWN & co | Tech/Linux | \nhttps://example.org/f | Top |  | a/b,c\n"
    );
}

#[test]
fn wild_exports_are_taken() {
    let check = |body: &str, expect: &str| {
        assert_eq!(listed(&format!("<opml><body>{body}</opml>")), expect);
    };
    check(
        "<outline text='A & B' XMLURL='http://a.org/?x=1&y=2'>",
        "http://a.org/?x=1&y=2 | A & B |  | \n",
    );
    check(
        "<outline type=rss url='http://a.org/'/>",
        "http://a.org/ |  |  | \n",
    );
    check(
        "<outline text=F><outline xmlUrl='http://a.org/'/></outline><outline text=G><outline xmlUrl='http://a.org/'/></outline>",
        "http://a.org/ |  | F | G\n",
    );
    check(
        "<outline text='x' xmlUrl='exec:ls'/><outline text='p' type='HTML+XPath' xmlUrl='http://p.org/'/><outline text='l' type='link' url='http://l.org'/>",
        "! `x`: addresses that begin with `exec:` can't be followed\n! `p` is made from a page by the other reader; byline needs a feed\n! `l` is a link, not a feed\n",
    );
}

#[test]
fn a_list_that_is_cut_short_says_so() {
    let text =
        "<opml><body><outline xmlUrl='http://a.org/'/><outline xmlUrl='http://b.org/feed'/></body>";
    let end = text.find("eed").unwrap();
    let told = listed(&text[..end]);
    let (feeds, problem) = told.split_once("! ").unwrap();
    assert_eq!(feeds, "http://a.org/ |  |  | \n");
    assert!(problem.contains("cut short"), "{problem}");
}

#[test]
fn what_is_no_opml_is_refused() {
    let why = |text: &str| opml(text.as_bytes()).unwrap_err().what;
    assert_eq!(why("<rss></rss>"), "this is a feed, not a list of feeds");
    assert_eq!(why("<html>"), "this is no OPML: its root is `html`");
    assert_eq!(why(""), "this is no OPML: there is no markup in it");
}

#[test]
fn what_is_printed_reads_the_same() {
    let mut a = Subscription::new("https://example.org/a?x=1&y=\"2\"");
    a.title = Some("A <b> & \"c\"".into());
    a.folder = Some("One/Two".into());
    a.tags = vec!["work".into()];
    let mut b = Subscription::new("https://example.org/b");
    b.folder = Some("One".into());
    let c = Subscription::new("https://user:secret@example.org/c");
    let printed = print_opml(&[
        (a.clone(), Some("https://example.org/".into())),
        (b, None),
        (c, None),
    ]);
    assert!(!printed.contains("secret"), "{printed}");
    let (list, problems) = opml(printed.as_bytes()).unwrap();
    assert!(problems.is_empty());
    let folders: Vec<_> = list.iter().map(|s| s.folder.as_deref()).collect();
    assert_eq!(folders, [Some("One/Two"), Some("One"), None]);
    let first = list.first().unwrap();
    assert_eq!((&first.title, &first.tags), (&a.title, &a.tags));
    assert_eq!(print_opml(&[]).matches("outline").count(), 0);
}

#[test]
fn depth_has_an_end() {
    let deep = format!(
        "<opml>{}<outline xmlUrl='http://a.org/'/>",
        "<outline text='f'>".repeat(100_000)
    );
    let (list, _) = opml(deep.as_bytes()).unwrap();
    assert_eq!(list.first().unwrap().folder.as_ref().unwrap().len(), 99);
    let mut feed = Subscription::new("http://a.org/");
    feed.folder = Some("f/".repeat(100_000));
    assert!(print_opml(&[(feed, None)]).len() < 1_000_000);
}
