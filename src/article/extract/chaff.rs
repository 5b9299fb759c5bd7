//! What stands on a page besides its article: share bars, comments, adverts, menus. Taken out before the article is looked for.
//!
//! Pages name their parts in `class` and `id`; the words of these names are looked at, not the names. Invariant: an element that holds a
//! large part of the page's own words stays, whatever it is called.

use dom_query::{Document as Dom, NodeRef};

use crate::article::extract::measure::{Measure, Measures, Walk, walk};

/// Never part of an article.
const NEVER: &str = "script, style, template, nav, form, button, input, select, textarea, dialog, menu, svg, canvas, \
    ins.adsbygoogle, amp-ad, amp-auto-ads, [role=navigation], [role=banner], [role=search], [role=complementary], \
    [role=contentinfo], [role=dialog], [role=alertdialog], [role=menu], [itemprop=commentCount]";

/// What these name is no article, as long as it holds less than two fifths of the page's words. Sorted.
#[rustfmt::skip]
const APART: &[&str] = &[
    "addthis", "addtoany", "adsense", "akismet", "anzeige", "appbanner", "appdownload", "beitragsnavigation",
    "bookmarking", "bookmarks", "breadcrumb", "breadcrumbs", "comment", "commentform", "commenting", "commentlist",
    "comments", "community", "consent", "cookie", "cookies", "disqus", "donate", "donation", "fontsize", "gdpr",
    "interstitial", "kommentar", "kommentare", "leaderboard", "login", "mailchimp", "masthead", "mostpopular",
    "mostread", "nav", "navbar", "navi", "navigation", "newsletter", "outbrain", "pagenav", "pager", "paginate",
    "pagination", "pinglun", "popular", "prevnext", "printfriendly", "promoted", "promotion", "recirc", "recirculation",
    "recommend", "recommendation", "recommendations", "recommended", "regwall", "related", "relatednews",
    "relatedposts", "replies", "respond", "share", "sharebar", "sharebox", "sharedaddy", "shares", "sharethis",
    "sharetools", "shariff", "sharing", "shoutbox", "sidebar", "signup", "snackbar", "sociable", "social",
    "socialmedia", "socials", "sponsor", "sponsored", "sponsoring", "subscribe", "subscription", "taboola", "tagcloud",
    "taglist", "teasers", "textsize", "toolbar", "tooltip", "topbar", "trending", "tuijian", "upsell", "weixin",
    "widgets", "xiangguan", "yarpp",
];

/// What these name may hold an article (`section--has-ads`): only what has hardly any words of its own goes. Sorted.
#[rustfmt::skip]
const SLOTS: &[&str] = &[
    "ad", "ads", "advert", "advertisement", "advertising", "app", "banner", "copyright", "download", "footer",
    "guanggao", "menu", "overlay", "paywall", "popup", "print", "promo", "qrcode", "rating", "ratings", "skyscraper",
    "teaser", "widget",
];

/// What these name is a line about the article, not of it: it goes when it is short and shows no picture. Sorted.
#[rustfmt::skip]
const LINES: &[&str] = &[
    "actions", "author", "authorbox", "authors", "autor", "badge", "bianji", "bio", "byline", "categories", "category",
    "controls", "credit", "credits", "date", "dateline", "editor", "email", "follow", "hashtags", "keywords", "laiyuan",
    "licence", "license", "links", "meta", "metadata", "more", "next", "postinfo", "postmeta", "prev", "previous",
    "profile", "pubdate", "published", "readmore", "readtime", "source", "tag", "tags", "time", "timestamp", "tools",
    "vcard", "views", "zrbj", "zzbj",
];

/// Characters that are hardly any.
const FEW: usize = 200;

/// Takes out of the page what is surely not its article.
pub fn take_out(page: &Dom) {
    page.select(NEVER).remove();
    let selected = page.select_single("body");
    let Some(body) = selected.nodes().first() else {
        return;
    };
    let measures = Measures::of(body);
    let all = measures.get(body).prose().max(1);
    walk(body, |node| {
        if is_chaff(node, measures.get(node), all) {
            node.remove_from_parent();
            return Walk::Over;
        }
        Walk::Into
    });
}

fn is_chaff(node: &NodeRef, measure: Measure, all: usize) -> bool {
    let share = |fifths: usize| measure.prose() * 5 < all * fifths;
    if is_hidden(node) {
        return share(2);
    }
    let name = node.node_name().unwrap_or_default();
    match &*name {
        "body" | "html" | "main" | "h1" | "p" | "img" | "picture" | "source" | "figcaption"
        | "noscript" => false,
        "footer" | "aside" => share(1),
        "article" => judged(node) == Some(Kind::Apart) && measure.prose() * 10 < all,
        name => match judged(node) {
            Some(Kind::Apart) => share(2),
            Some(Kind::Slot) => measure.prose() < FEW,
            Some(Kind::Line) => {
                measure.text < FEW
                    && measure.pictures == 0
                    && !matches!(name, "h2" | "h3" | "h4" | "a")
            }
            None => false,
        },
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Line,
    Slot,
    Apart,
}

/// What the words of an element's names say of it.
fn judged(node: &NodeRef) -> Option<Kind> {
    let names = [node.class(), node.id_attr()];
    let names = names.iter().flatten();
    names
        .flat_map(|name| words(name))
        .filter_map(|word| kind(&word))
        .max()
}

fn kind(word: &str) -> Option<Kind> {
    let is_in = |list: &[&str]| list.binary_search(&word).is_ok();
    if is_in(SLOTS) {
        Some(Kind::Slot)
    } else if is_in(APART) {
        Some(Kind::Apart)
    } else {
        is_in(LINES).then_some(Kind::Line)
    }
}

/// The words of a name in lower case: `postShareBar` and `post-share_bar` have `post`, `share`, `bar`.
pub fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for piece in name.split(|c: char| !c.is_ascii_alphabetic()) {
        let mut word = String::new();
        let mut is_after_lower = false;
        for c in piece.chars() {
            if c.is_ascii_uppercase() && is_after_lower {
                words.push(std::mem::take(&mut word));
            }
            is_after_lower = c.is_ascii_lowercase();
            word.push(c.to_ascii_lowercase());
        }
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}

fn is_hidden(node: &NodeRef) -> bool {
    if node.has_attr("hidden") {
        return true;
    }
    let Some(style) = node.attr("style") else {
        return false;
    };
    let style: String = style.to_ascii_lowercase().split_whitespace().collect();
    style.contains("display:none") || style.contains("visibility:hidden")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        for list in [APART, SLOTS, LINES] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    #[test]
    fn names_have_words() {
        assert_eq!(words("postShareBar-top_2"), ["post", "share", "bar", "top"]);
        assert_eq!(words("SVGIcon"), ["svgicon"]);
    }

    #[test]
    fn what_is_apart_goes_and_what_holds_the_words_stays() {
        let text = "words of the article ".repeat(40);
        let table = [
            (format!("<div class=share-bar>x</div><p>{text}</p>"), false),
            (
                format!("<div class=has-sidebar><p>x {text}</p></div>"),
                true,
            ),
            (
                format!("<section class=Section--Ads><p>x {text}</p></section><p>{text}</p>"),
                true,
            ),
            (format!("<p>{text}</p><h2 id=what-comes-next>x</h2>"), true),
            (format!("<p>{text}</p><span class=byline>x</span>"), false),
            (
                format!("<p>{text}</p><div style='display: none'>x</div>"),
                false,
            ),
            (format!("<p>{text}</p><footer>x</footer>"), false),
        ];
        for (html, stays) in table {
            let page = Dom::from(html.as_str());
            take_out(&page);
            assert_eq!(page.text().contains('x'), stays, "{}", &html[..60]);
        }
    }
}
