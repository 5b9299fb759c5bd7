//! Where a site often has its feed without saying so: by the program that made it, else the usual names.
//!
//! Nobody promised these: each costs a request, so they are few, and the most likely comes first.

use url::Url;

/// What programs that make sites call their feeds; found in the page's `generator`.
const OF_GENERATORS: [(&str, &[&str]); 26] = [
    ("wordpress", &["feed/"]),
    ("ghost", &["rss/"]),
    ("hugo", &["index.xml"]),
    ("jekyll", &["feed.xml", "atom.xml"]),
    ("gatsby", &["rss.xml"]),
    ("hexo", &["atom.xml"]),
    ("pelican", &["feeds/all.atom.xml", "feeds/all.rss.xml"]),
    ("zola", &["atom.xml", "rss.xml"]),
    ("nikola", &["rss.xml"]),
    ("eleventy", &["feed.xml", "feed/feed.xml"]),
    ("astro", &["rss.xml"]),
    ("docusaurus", &["blog/rss.xml", "blog/atom.xml"]),
    ("mkdocs", &["feed_rss_created.xml"]),
    ("drupal", &["rss.xml"]),
    ("joomla", &["?format=feed&type=rss"]),
    ("squarespace", &["?format=rss"]),
    ("wix", &["blog-feed.xml"]),
    ("blogger", &["feeds/posts/default"]),
    ("typepad", &["atom.xml"]),
    ("movable type", &["atom.xml", "index.xml"]),
    ("typecho", &["feed/"]),
    ("dokuwiki", &["feed.php"]),
    (
        "mediawiki",
        &["index.php?title=Special:RecentChanges&feed=atom"],
    ),
    ("phpbb", &["feed", "app.php/feed"]),
    ("discuz", &["forum.php?mod=rss"]),
    ("serendipity", &["feeds/index.rss2"]),
];

/// What most others call it.
const USUAL: [&str; 6] = [
    "feed",
    "rss.xml",
    "atom.xml",
    "index.xml",
    "feed.xml",
    "rss",
];

/// Addresses where a site may have its feed; what is likely for the page's own part of it comes first.
pub fn usual(url: Option<&Url>, generator: &str, page: &str) -> Vec<String> {
    let Some(url) = url else {
        return Vec::new();
    };
    let made_by = OF_GENERATORS
        .iter()
        .find(|(name, _)| generator.contains(name));
    let mut places = Vec::new();
    let mut put = |base: &Url, place: &str| {
        if let Ok(mut joined) = base.join(place) {
            joined.set_fragment(None);
            let place = String::from(joined);
            if !places.contains(&place) {
                places.push(place);
            }
        }
    };
    let Ok(top) = url.join("/") else {
        return Vec::new();
    };
    for place in made_by.map(|(_, places)| *places).unwrap_or_default() {
        if place.starts_with('?') {
            put(url, place);
        } else {
            put(&root(&top, page), place);
        }
    }
    // `example.org/blog/` and `example.org/~ada/`: the part of the site that was asked for.
    if let Some(part) = part(url) {
        put(&part, "feed");
        put(&part, "feed.xml");
    }
    for place in USUAL {
        put(&top, place);
    }
    places
}

/// Where a WordPress begins, if the page says so: it may live in a folder of the site.
fn root(top: &Url, page: &str) -> Url {
    let api = page.split_once("rel=\"https://api.w.org/\" href=\"");
    let api = api.and_then(|(_, rest)| rest.split_once("wp-json/"));
    api.and_then(|(root, _)| top.join(root).ok())
        .filter(|root| root.host() == top.host())
        .unwrap_or_else(|| top.clone())
}

/// The first folder of an address that has one: `/blog/2026/x.html` is in `/blog/`.
fn part(url: &Url) -> Option<Url> {
    let mut segments = url.path_segments()?;
    let first = segments.next().filter(|first| !first.is_empty())?;
    let is_folder = segments.next().is_some() || !first.contains('.');
    let is_date = first.bytes().all(|b| b.is_ascii_digit());
    if !is_folder || is_date {
        return None;
    }
    url.join(&format!("/{first}/")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, generator: &str, page: &str, expect: &[&str]) {
        let url = Url::parse(url).ok();
        let found = usual(url.as_ref(), generator, page);
        let found: Vec<_> = found
            .iter()
            .map(String::as_str)
            .take(expect.len())
            .collect();
        assert_eq!(found, expect, "{url:?} {generator}");
    }

    #[test]
    fn the_program_that_made_a_site_tells_its_feed() {
        check(
            "https://a.org/x.html",
            "hugo 0.140",
            "",
            &["https://a.org/index.xml", "https://a.org/feed"],
        );
        check(
            "https://a.org/news/",
            "joomla! - open source",
            "",
            &[
                "https://a.org/news/?format=feed&type=rss",
                "https://a.org/news/feed",
            ],
        );
        let api = r#"<link rel="https://api.w.org/" href="https://a.org/blog/wp-json/">"#;
        check(
            "https://a.org/",
            "wordpress 6",
            api,
            &["https://a.org/blog/feed/"],
        );
        let foreign = r#"<link rel="https://api.w.org/" href="https://b.org/wp-json/">"#;
        check(
            "https://a.org/",
            "wordpress 6",
            foreign,
            &["https://a.org/feed/"],
        );
    }

    #[test]
    fn the_part_that_was_asked_for_comes_before_the_whole() {
        check(
            "https://a.org/blog/x",
            "",
            "",
            &[
                "https://a.org/blog/feed",
                "https://a.org/blog/feed.xml",
                "https://a.org/feed",
            ],
        );
        check("https://a.org/2026/x", "", "", &["https://a.org/feed"]);
        check("https://a.org/x.html", "", "", &["https://a.org/feed"]);
        assert_eq!(usual(None, "hugo", ""), Vec::<String>::new());
    }
}
