//! A whole web page becomes its article: full text, title, author, date.
//!
//! The way: `guarded` builds a tree that no page can blow up, `even` one that is printed fast; `meta` reads what the page says of itself; `chaff` takes out what is surely
//! not the article; `body` finds the part that is (a site's own rule first, then places that sites are known to use, then `dom_smoothie`);
//! `trim` takes the last pointers and share lines off; `verdict` says when there is no article to be had. What comes out has gone through
//! `clean` like any other HTML of the network.
//!
//! Dry and total: no page makes it panic, fetch anything, or take more than linear time.

mod body;
mod chaff;
mod dates;
mod even;
mod guarded;
mod ldjson;
mod measure;
mod meta;
mod named;
mod pages;
mod phrases;
mod rules;
mod trim;
mod verdict;
mod xpath;

#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document as Dom;

use crate::article::clean::clean;
use crate::article::document::Document;
use crate::article::extract::guarded::Tame;
use crate::article::extract::meta::Meta;
use crate::article::from_html::document;
use crate::article::prose::prose;
use crate::text::{language, scrub_line};

pub use pages::{Further, further};
pub use rules::{RuleMistake, Rules};
pub use verdict::NoArticle;

/// The article of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extraction {
    /// The headline, without the site's name; plain text.
    pub title: String,
    /// Who wrote it: names only, joined by commas.
    pub byline: Option<String>,
    /// When it was published, in the page's own words (mostly ISO 8601).
    pub published: Option<String>,
    /// The site's name.
    pub site: Option<String>,
    /// A tag such as `en` or `zh-CN`; found from the text when the page names none.
    pub language: Option<String>,
    /// The lead picture, absolute where the page's address is known.
    pub image: Option<String>,
    /// The article as clean HTML with absolute links, without its title.
    pub html: String,
    /// The same as blocks.
    pub document: Document,
    /// The same as plain text, a blank line between paragraphs.
    pub text: String,
}

/// The article of the page `html`, which was found at `url`; `rules` are the user's own for this site.
///
/// # Errors
/// When the page holds no article that could be read: why.
pub fn extract(
    html: &str,
    url: Option<&str>,
    rules: Option<&Rules>,
) -> Result<Extraction, NoArticle> {
    let found = catch_unwind(AssertUnwindSafe(|| attempt(html, url, rules)));
    found.unwrap_or(Err(NoArticle::Unreadable))
}

/// The title that a page gives itself, whether or not it holds an article.
pub fn page_title(html: &str, url: Option<&str>) -> Option<String> {
    let found = catch_unwind(AssertUnwindSafe(|| {
        let (dom, _) = guarded::dom(html);
        meta::meta(&dom, url).title
    }));
    let title = scrub_line(&found.ok()?).trim().to_string();
    (!title.is_empty()).then_some(title)
}

/// The same of a page that goes on with an article whose beginning is known: a few lines are enough.
///
/// # Errors
/// When the page has no text, or is an error page or a wall.
pub fn extract_more(
    html: &str,
    url: Option<&str>,
    rules: Option<&Rules>,
) -> Result<Extraction, NoArticle> {
    let found = catch_unwind(AssertUnwindSafe(|| more(html, url, rules)));
    found.unwrap_or(Err(NoArticle::Unreadable))
}

fn more(html: &str, url: Option<&str>, rules: Option<&Rules>) -> Result<Extraction, NoArticle> {
    let (signs, extraction) = found(html, url, rules);
    verdict::judge_more(signs, &extraction)?;
    Ok(extraction)
}

fn attempt(html: &str, url: Option<&str>, rules: Option<&Rules>) -> Result<Extraction, NoArticle> {
    let (signs, extraction) = found(html, url, rules);
    verdict::judge(signs, &extraction)?;
    Ok(extraction)
}

fn found(html: &str, url: Option<&str>, rules: Option<&Rules>) -> (verdict::Signs, Extraction) {
    let (dom, tame) = guarded::dom(html);
    let mut meta = meta::meta(&dom, url);
    if let Some(rules) = rules {
        rules.describe(&dom, &mut meta);
    }
    let signs = verdict::signs(&dom, &meta);
    let found = body_of(&dom, tame, url, rules, &meta);
    (
        signs,
        finish(found.as_deref().unwrap_or_default(), url, meta),
    )
}

/// The HTML of the article's part of the page.
fn body_of(
    dom: &Dom,
    tame: Tame,
    url: Option<&str>,
    rules: Option<&Rules>,
    meta: &Meta,
) -> Option<String> {
    if let Some(body) = rules.and_then(|rules| rules.body(dom)) {
        return Some(body);
    }
    chaff::take_out(dom);
    let found = body::find(dom, tame, url)?;
    Some(trim::trim(&found, &meta.title))
}

fn finish(html: &str, url: Option<&str>, meta: Meta) -> Extraction {
    let html = clean(html, url);
    let document = document(&html, url);
    let text = prose(&document);
    let language = meta.language.or_else(|| language(&text).map(str::to_owned));
    Extraction {
        title: scrub_line(&meta.title).into_owned(),
        byline: meta.byline,
        published: meta.published,
        site: meta.site,
        language,
        image: meta.image,
        html,
        document,
        text,
    }
}
