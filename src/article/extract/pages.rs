//! Where the rest of an article is: its next page, the page for printers, the one without scripts. Only says where; `jobs` fetches.

use dom_query::{Document as Dom, NodeRef};
use url::Url;

use crate::article::extract::guarded;

/// Where more of an article is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Further {
    /// The next page of the same article.
    pub next: Option<Url>,
    /// The whole article on one page, or for printers, or for slow phones: for a page that is only a shell.
    pub instead: Option<Url>,
}

/// Where the rest of the article on the page `html` at `url` is. Only addresses on the page's own host.
pub fn further(html: &str, url: &Url) -> Further {
    let (page, _) = guarded::dom(html);
    Further {
        next: next(&page, url),
        instead: instead(&page, url),
    }
}

fn next(page: &Dom, url: &Url) -> Option<Url> {
    let named = page.select("link[rel~=next], a[rel~=next]");
    let linked = page.select("a[href]");
    let numbered = linked.nodes().iter().filter(|node| is_next(node, url));
    named
        .nodes()
        .iter()
        .chain(numbered)
        .filter_map(|node| near(node, url))
        .find(|next| continues(url, next))
}

/// A link that says that it leads on, or to the page with the next number.
fn is_next(link: &NodeRef, url: &Url) -> bool {
    let text = link.text();
    let text = text.trim().to_lowercase();
    let number: Option<u32> = text.parse().ok();
    let words = [
        "next page",
        "next",
        "nächste seite",
        "weiter",
        "page suivante",
        "suivant",
        "página siguiente",
        "下一页",
        "下页",
        "下一頁",
        "次へ",
        "次のページ",
        "다음",
    ];
    let says = words
        .iter()
        .any(|word| text.trim_end_matches(['»', '>', '›', '→', ' ']) == *word);
    says || number.is_some_and(|number| number == page_number(url) + 1)
}

/// The number that an address has at its end: `story_2.html`, `/page/2`, `?page=2`. The first page has none.
fn page_number(url: &Url) -> u32 {
    let query = url
        .query_pairs()
        .find(|(name, _)| matches!(&**name, "page" | "p" | "pg" | "seite" | "pagenum"));
    if let Some(number) = query.and_then(|(_, value)| value.parse().ok()) {
        return number;
    }
    let (_, number) = stem(url);
    number.unwrap_or(1)
}

/// The part of the path that all pages share, and the number behind it.
fn stem(url: &Url) -> (String, Option<u32>) {
    let path = url.path().trim_end_matches('/');
    let (path, _) = path
        .rsplit_once('.')
        .filter(|(_, end)| matches!(*end, "html" | "htm" | "shtml" | "php" | "aspx" | "jsp"))
        .unwrap_or((path, ""));
    let digits = path.chars().rev().take_while(char::is_ascii_digit).count();
    let (head, number) = path.split_at(path.len() - digits);
    let is_page = digits > 0 && digits <= 2 && head.ends_with(['_', '-', '/']);
    if !is_page {
        return (path.to_owned(), None);
    }
    let head = head.trim_end_matches(['_', '-', '/']);
    let head = head.strip_suffix("/page").unwrap_or(head);
    (head.to_owned(), number.parse().ok())
}

/// Whether an address is a later page of the same article: the same but for a number that is one higher.
fn continues(url: &Url, next: &Url) -> bool {
    if next == url || page_number(next) != page_number(url) + 1 {
        return false;
    }
    let (here, _) = stem(url);
    let (there, _) = stem(next);
    here == there
}

fn instead(page: &Dom, url: &Url) -> Option<Url> {
    let links = page.select("link[rel=amphtml], a[rel~=print], a[class*=single-page], a[href*='singlepage=1'], a[href*='page=all'], a[href*='/print/'], a[href*='print=1']");
    let mut links = links.nodes().iter().filter_map(|node| near(node, url));
    links.find(|other| other != url)
}

/// Where a link leads, on the page's own site.
fn near(link: &NodeRef, url: &Url) -> Option<Url> {
    let href = link.attr("href")?;
    let mut found = url.join(href.trim()).ok()?;
    found.set_fragment(None);
    let is_web = matches!(found.scheme(), "http" | "https");
    (is_web && same_site(url, &found)).then_some(found)
}

/// `amp.paper.example` belongs to `www.paper.example`.
fn same_site(one: &Url, other: &Url) -> bool {
    let bare = |url: &Url| {
        let host = url.host_str().unwrap_or_default().to_owned();
        ["www.", "amp.", "m."]
            .iter()
            .find_map(|front| host.strip_prefix(front).map(str::to_owned))
            .unwrap_or(host)
    };
    bare(one) == bare(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_the_one_with_the_next_number() {
        let table = [
            (
                "https://a.example/story.html",
                "<a href=story_2.html>2</a>",
                Some("https://a.example/story_2.html"),
            ),
            (
                "https://a.example/story_2.html",
                "<a href=story_3.html>下一页</a>",
                Some("https://a.example/story_3.html"),
            ),
            (
                "https://a.example/story",
                "<link rel=next href=/story/page/2>",
                Some("https://a.example/story/page/2"),
            ),
            (
                "https://a.example/story",
                "<a rel=next href='?page=2'>x</a>",
                Some("https://a.example/story?page=2"),
            ),
            (
                "https://a.example/2026/story",
                "<a rel=next href=/2026/other>next</a>",
                None,
            ),
            (
                "https://a.example/story",
                "<a href=https://b.example/story?page=2>next</a>",
                None,
            ),
            (
                "https://a.example/story?page=2",
                "<a href='?page=2'>2</a><a href='?page=1'>1</a>",
                None,
            ),
        ];
        for (url, html, expect) in table {
            let url = Url::parse(url).unwrap();
            let next = further(html, &url).next.map(String::from);
            assert_eq!(next.as_deref(), expect, "{url} {html}");
        }
    }

    #[test]
    fn a_shell_names_another_page() {
        let url = Url::parse("https://www.a.example/story").unwrap();
        let further = further("<link rel=amphtml href=https://amp.a.example/story>", &url);
        assert_eq!(
            further.instead.map(String::from).as_deref(),
            Some("https://amp.a.example/story")
        );
    }
}
