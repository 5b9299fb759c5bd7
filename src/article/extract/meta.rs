//! What a page says of itself: title, author, date, site, language, picture. JSON-LD first, then OpenGraph and its kin, then what is shown.

use dom_query::Document as Dom;
use serde_json::Value;
use url::Url;

use crate::article::extract::named::named;
use crate::article::extract::{dates, ldjson};
use crate::article::links::resolve;
use crate::text::scrub_line;

/// Facts about a page; plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// The headline without the site's name; may be empty.
    pub title: String,
    /// Names, joined by commas.
    pub byline: Option<String>,
    /// As the page writes it.
    pub published: Option<String>,
    /// The site's name.
    pub site: Option<String>,
    /// A language tag.
    pub language: Option<String>,
    /// Absolute where the page's address is known.
    pub image: Option<String>,
    /// Whether the page says that one must pay to read it all.
    pub is_paid: bool,
    /// `og:type`.
    pub kind: Option<String>,
}

/// Longer values are no names.
const LONGEST: usize = 300;

/// The facts of a page found at `url`.
pub fn meta(page: &Dom, url: Option<&str>) -> Meta {
    let about = ldjson::article(page).unwrap_or_default();
    let base = base(page, url);
    let site = named(page, &["og:site_name", "application-name"])
        .or_else(|| ldjson::text(about.get("publisher")))
        .and_then(|name| line(&name))
        .or_else(|| site_in_title(page));
    Meta {
        title: title(page, &about, site.as_deref()),
        byline: byline(page, &about),
        published: dates::published(page, &about),
        language: language(page, &about),
        image: ldjson::text(about.get("image"))
            .or_else(|| {
                named(
                    page,
                    &[
                        "og:image",
                        "og:image:url",
                        "twitter:image",
                        "twitter:image:src",
                    ],
                )
            })
            .and_then(|image| resolve(&image, base.as_ref())),
        is_paid: about.get("isAccessibleForFree").is_some_and(is_no),
        kind: named(page, &["og:type"]),
        site,
    }
}

fn is_no(value: &Value) -> bool {
    value == &Value::Bool(false)
        || value
            .as_str()
            .is_some_and(|text| text.eq_ignore_ascii_case("false"))
}

fn base(page: &Dom, url: Option<&str>) -> Option<Url> {
    let url = url.and_then(|url| Url::parse(url).ok());
    match (page.select_single("base[href]").attr("href"), url) {
        (Some(base), Some(url)) => url.join(&base).ok().or(Some(url)),
        (Some(base), None) => Url::parse(&base).ok(),
        (None, url) => url,
    }
}

fn line(text: &str) -> Option<String> {
    let text = scrub_line(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    (!text.is_empty() && text.len() <= LONGEST * 4).then_some(text)
}

fn title(page: &Dom, about: &Value, site: Option<&str>) -> String {
    let said = ldjson::text(about.get("headline"))
        .or_else(|| {
            named(
                page,
                &["og:title", "twitter:title", "dc.title", "parsely-title"],
            )
        })
        .map(|said| decoded(&said))
        .and_then(|said| line(&said));
    let tag = line(&page.select_single("head > title, title").text());
    let headings = page.select("h1");
    let only = match headings.nodes() {
        [one] => line(&one.text()),
        _ => None,
    };
    let title = match (said, tag, only) {
        // A headline that the page's title begins with is the headline, whatever else the page says.
        (_, Some(tag), Some(only)) if only.chars().count() > 8 && tag.contains(&only) => only,
        (Some(said), _, _) => said,
        (None, Some(tag), only) => without_site(&tag, only.as_deref()),
        (None, None, only) => only.unwrap_or_default(),
    };
    without_name(&title, site)
}

/// JSON-LD often holds HTML's entities.
fn decoded(text: &str) -> String {
    crate::article::plain::strip(text)
}

/// Titles of Chinese portals end in the site's name: `headline_section_site`.
fn site_in_title(page: &Dom) -> Option<String> {
    let tag = line(&page.select_single("head > title, title").text())?;
    let (_, last) = [" | ", " - ", " – ", "_"]
        .iter()
        .find_map(|sign| tag.rsplit_once(sign))?;
    let last = last.trim();
    let is_name = (2..=30).contains(&last.chars().count()) && last.split(' ').count() <= 4;
    is_name.then(|| last.to_owned())
}

/// `The headline | The Paper`: the longer part.
fn without_site(tag: &str, heading: Option<&str>) -> String {
    if let Some(heading) = heading.filter(|heading| tag.contains(heading)) {
        return heading.to_owned();
    }
    for sign in [" | ", " - ", " – ", " — ", " :: ", " » ", "_", " · "] {
        let Some((first, last)) = tag.rsplit_once(sign) else {
            continue;
        };
        if sign == "_" && !tag.chars().any(|c| c as u32 > 0x2E7F) {
            continue;
        }
        let head = if sign == "_" {
            first.split('_').next().unwrap_or(first)
        } else {
            first
        };
        let longer = if head.chars().count() * 2 >= last.chars().count() {
            head
        } else {
            last
        };
        return longer.trim().to_owned();
    }
    tag.to_owned()
}

fn without_name(title: &str, site: Option<&str>) -> String {
    let Some(site) = site.filter(|site| !site.is_empty() && title.len() > site.len() + 3) else {
        return title.to_owned();
    };
    let Some(rest) = title.strip_suffix(site) else {
        return title.to_owned();
    };
    let rest = rest.trim_end();
    match rest.chars().next_back() {
        Some('|' | '-' | '–' | '—' | '_' | '·' | '»' | ':') => rest
            .trim_end_matches(['|', '-', '–', '—', '_', '·', '»', ':', ' '])
            .to_owned(),
        _ => title.to_owned(),
    }
}

fn byline(page: &Dom, about: &Value) -> Option<String> {
    let mut names = ldjson::names(about.get("author"));
    if names.iter().all(|name| name.starts_with("http")) {
        names = named(
            page,
            &[
                "author",
                "article:author",
                "dc.creator",
                "parsely-author",
                "byl",
                "sailthru.author",
            ],
        )
        .filter(|name| !name.starts_with("http"))
        .into_iter()
        .collect();
    }
    if names.is_empty() {
        names = shown(page);
    }
    let names: Vec<String> = names
        .into_iter()
        .filter_map(|name| line(&name))
        .filter_map(|name| name_of(&name))
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// Names that stand on the page itself.
fn shown(page: &Dom) -> Vec<String> {
    const PLACES: &[&str] = &[
        "[itemprop=author] [itemprop=name]",
        "[itemprop=author]",
        "[rel=author]",
        ".byline-name",
        ".author-name",
        ".author__name",
        ".byline .author",
        ".p-author",
        ".byline",
        ".author",
        "[class*=byline]",
    ];
    for place in PLACES {
        let found = page.select(place);
        let mut names: Vec<String> = Vec::new();
        for node in found.nodes().iter().take(3) {
            let text = node.text();
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if (2..=80).contains(&text.chars().count()) && !names.contains(&text) {
                names.push(text);
            }
        }
        if !names.is_empty() {
            return names;
        }
    }
    Vec::new()
}

/// `By Ada Lindqvist` is `Ada Lindqvist`.
fn name_of(text: &str) -> Option<String> {
    const BEFORE: &[&str] = &[
        "written by ",
        "posted by ",
        "by ",
        "von ",
        "par ",
        "por ",
        "di ",
        "door ",
        "作者：",
        "作者:",
        "记者 ",
        "文/",
        "文／",
    ];
    let lower = text.to_lowercase();
    let before = BEFORE.iter().find(|before| lower.starts_with(*before));
    let name = before
        .and_then(|before| text.get(before.len()..))
        .unwrap_or(text);
    let name = name
        .split(['|', '•', '·'])
        .next()
        .unwrap_or(name)
        .trim()
        .trim_end_matches(',');
    let is_name = !name.is_empty()
        && name.chars().count() <= 100
        && !name.contains('@')
        && !name.contains("http");
    is_name.then(|| name.to_owned())
}

fn language(page: &Dom, about: &Value) -> Option<String> {
    let declared = page
        .select_single("html")
        .attr("lang")
        .or_else(|| page.select_single("html").attr("xml:lang"))
        .map(|lang| lang.to_string());
    let language = declared
        .or_else(|| ldjson::text(about.get("inLanguage")))
        .or_else(|| named(page, &["og:locale", "content-language", "dc.language"]))
        .map(|tag| tag.trim().replace('_', "-"))?;
    let is_tag = (2..=20).contains(&language.len())
        && language
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_tag.then_some(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Meta {
        meta(&Dom::from(html), Some("https://paper.example/a/"))
    }

    #[test]
    fn titles_lose_the_name_of_the_site() {
        let table = [
            ("<title>The headline | The Paper</title>", "The headline"),
            (
                "<title>A headline of words - Paper</title><h1>A headline of words</h1>",
                "A headline of words",
            ),
            ("<title>内核中的语言_科技_新闻网</title>", "内核中的语言"),
            (
                "<meta property=og:title content='Tom &amp; Ann - Paper'><meta property=og:site_name content=Paper>",
                "Tom & Ann",
            ),
            ("<h1>Only this</h1>", "Only this"),
            ("<title>self-made</title>", "self-made"),
        ];
        for (html, expect) in table {
            assert_eq!(of(html).title, expect, "{html}");
        }
    }

    #[test]
    fn authors_are_names() {
        let table = [
            (
                "<meta name=author content='By Ada Lindqvist'>",
                Some("Ada Lindqvist"),
            ),
            (
                "<span class=byline>By Ada Lindqvist | Lund</span>",
                Some("Ada Lindqvist"),
            ),
            (
                "<meta property=article:author content=https://x.example/ada>",
                None,
            ),
            (
                "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":[{\"name\":\"A\"},{\"name\":\"B\"}]}</script>",
                Some("A, B"),
            ),
        ];
        for (html, expect) in table {
            assert_eq!(of(html).byline.as_deref(), expect, "{html}");
        }
    }

    #[test]
    fn the_rest_is_found_where_pages_put_it() {
        let meta = of(
            "<html lang=zh_CN><meta property=og:image content=/b.jpg><meta name=pubdate content='2026-11-24 08:00'>\
            <script type=application/ld+json>{\"@type\":\"Article\",\"isAccessibleForFree\":\"False\"}</script>",
        );
        assert_eq!(meta.language.as_deref(), Some("zh-CN"));
        assert_eq!(meta.image.as_deref(), Some("https://paper.example/b.jpg"));
        assert_eq!(meta.published.as_deref(), Some("2026-11-24 08:00"));
        assert!(meta.is_paid);
    }
}
