//! Which part of a page is the article.
//!
//! First the places where sites are known to keep it, by name; the core is `dom_smoothie`, which scores paragraphs; where neither finds
//! anything, the element with the most words of its own.

use std::collections::HashMap;
use std::sync::LazyLock;

use dom_query::{Document as Dom, NodeRef};

use crate::article::extract::guarded::Tame;
use crate::article::extract::measure::{Measure, Measures, Walk, walk};

/// Names that articles stand under, the surest first: `.class`, `#id`, `=itemprop`.
#[rustfmt::skip]
const KNOWN: &[&str] = &[
    "=articlebody", ".articlebody", ".article-body", ".article__body", ".article_body", ".article-body__content",
    ".story-body", ".story__body", ".entry-content", ".entry__content", ".post-content", ".post__content", ".post_content",
    ".post-body", ".post__body", ".post-entry", ".postcontent", ".article-content", ".article__content", ".article_content",
    ".article-text", ".article_text", ".artikel-text", ".content-body", ".news-content", ".news-text", "#article-body",
    "#articlebody", "#article-content", "#article_content", "#artibody", "#js-article-text", ".td-post-content",
    ".field-name-body", ".field--name-body", ".single-content", ".blog-content", ".blogpost__content", ".rich-text",
    ".caas-body", ".story-content", ".storycontent", ".story-text", ".body-text", ".articletext", ".trs_editor", ".left_zw",
    "#contentbody", "#endtext", ".post_body", ".content_area", "#chan_newsdetail", ".rm_txt_con", "#p-detail",
    "#mw-content-text", ".entry", ".post-text", ".article-main", ".main-article",
];

static RANKS: LazyLock<HashMap<&str, usize>> = LazyLock::new(|| {
    KNOWN
        .iter()
        .enumerate()
        .map(|(rank, name)| (*name, rank))
        .collect()
});

/// Fewer characters are no article.
const LEAST: usize = 200;
/// What is certain needs a little more.
const SURE: usize = 250;

/// The HTML of the article.
pub fn find(page: &Dom, tame: Tame, url: Option<&str>) -> Option<String> {
    let selected = page.select_single("body");
    let body = selected.nodes().first()?;
    let measures = Measures::of(body);
    let known = known(body, &measures);
    let scored = match tame {
        Tame::Yes => scored(page, url),
        Tame::No => None,
    };
    let length = scored.as_ref().map_or(0, |found| found.text);
    match (known, scored) {
        (Some(known), _) if known.text >= SURE && known.text * 10 >= length * 6 => Some(known.html),
        (_, Some(scored)) if scored.text >= LEAST / 2 => Some(scored.html),
        (Some(known), _) => Some(known.html),
        _ => densest(body, &measures),
    }
}

struct Found {
    html: String,
    text: usize,
}

/// The element under the surest of the known names, with those beside it that have the same.
fn known(body: &NodeRef, measures: &Measures) -> Option<Found> {
    let mut best: Option<(usize, NodeRef, Measure)> = None;
    walk(body, |node| {
        let measure = measures.get(node);
        if measure.text < LEAST {
            return Walk::Over;
        }
        let Some(rank) = rank(node).filter(|_| measure.prose() * 2 > measure.text) else {
            return Walk::Into;
        };
        let is_better = best.as_ref().is_none_or(|(known, _, found)| {
            rank < *known || (rank == *known && measure.text > found.text)
        });
        if is_better {
            best = Some((rank, *node, measure));
        }
        Walk::Into
    });
    let (wanted, node, _) = best?;
    let beside = node.parent()?.element_children();
    let same = beside
        .iter()
        .filter(|other| other.id == node.id || rank(other) == Some(wanted));
    let mut found = Found {
        html: String::new(),
        text: 0,
    };
    for part in same {
        found.html.push_str(&part.html());
        found.text += measures.get(part).text;
    }
    Some(found)
}

fn rank(node: &NodeRef) -> Option<usize> {
    let classes = node.class();
    let classes = classes
        .iter()
        .flat_map(|names| names.split_ascii_whitespace());
    let classes = classes.map(|name| format!(".{}", name.to_ascii_lowercase()));
    let id = node
        .id_attr()
        .map(|id| format!("#{}", id.to_ascii_lowercase()));
    let property = node
        .attr("itemprop")
        .map(|name| format!("={}", name.trim().to_ascii_lowercase()));
    classes
        .chain(id)
        .chain(property)
        .filter_map(|name| RANKS.get(name.as_str()).copied())
        .min()
}

/// What the library finds.
fn scored(page: &Dom, url: Option<&str>) -> Option<Found> {
    let mut reader = dom_smoothie::Readability::with_document(page.clone(), url, None)
        .or_else(|_| dom_smoothie::Readability::with_document(page.clone(), None, None))
        .ok()?;
    let html = reader.parse().ok()?.content.to_string();
    let dom = Dom::from(html.as_str());
    let text = dom.root().normalized_char_count();
    Some(Found { html, text })
}

/// The smallest element that holds most of the page's own words.
fn densest(body: &NodeRef, measures: &Measures) -> Option<String> {
    let all = measures.get(body).prose();
    let mut densest = *body;
    walk(body, |node| {
        if measures.get(node).prose() * 10 < all * 7 {
            return Walk::Over;
        }
        if !matches!(
            &*node.node_name().unwrap_or_default(),
            "p" | "span" | "a" | "li" | "td"
        ) {
            densest = *node;
        }
        Walk::Into
    });
    (all > 0).then(|| densest.html().to_string())
}
