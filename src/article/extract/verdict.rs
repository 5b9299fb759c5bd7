//! Whether what was found is an article, and what the page is instead: a wall, a stub, an error, a list.

use std::fmt;

use dom_query::Document as Dom;

use crate::article::extract::Extraction;
use crate::article::extract::chaff::words;
use crate::article::extract::meta::Meta;

/// Why a page gave no article. Its words are for the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoArticle {
    /// Hardly any text.
    Empty,
    /// The site shows the beginning only, unless one pays.
    Paywall,
    /// The site asks for consent first.
    Consent,
    /// The site asks who one is.
    Login,
    /// The page says that it is not there, or that we are not let in.
    Error,
    /// Links to articles.
    List,
    /// Nothing could be made of it.
    Unreadable,
}

impl NoArticle {
    /// A word for it that stays the same, as it is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Paywall => "paywall",
            Self::Consent => "consent",
            Self::Login => "login",
            Self::Error => "error",
            Self::List => "list",
            Self::Unreadable => "unreadable",
        }
    }

    /// The reason with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [
            Self::Empty,
            Self::Paywall,
            Self::Consent,
            Self::Login,
            Self::Error,
            Self::List,
            Self::Unreadable,
        ];
        all.into_iter().find(|reason| reason.word() == word)
    }
}

impl fmt::Display for NoArticle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the page has no text to read without scripts",
            Self::Paywall => "the site shows the rest to subscribers only",
            Self::Consent => "the site shows a consent page instead",
            Self::Login => "the site wants a login first",
            Self::Error => "the site shows an error page instead",
            Self::List => "the page is a list of links, not an article",
            Self::Unreadable => "nothing could be made of the page",
        })
    }
}

impl std::error::Error for NoArticle {}

/// What shows on the page before anything is taken out of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signs {
    has_wall: bool,
    has_password: bool,
    is_error: bool,
    is_consent: bool,
    is_list: bool,
}

/// Looks at the page.
pub fn signs(page: &Dom, meta: &Meta) -> Signs {
    let headline = page.select_single("title").text().to_lowercase();
    let headline = headline.trim();
    Signs {
        has_wall: meta.is_paid || has_wall(page),
        has_password: page.select_single("input[type=password]").exists(),
        is_error: ERRORS.iter().any(|begin| headline.starts_with(begin)),
        is_consent: CONSENT.iter().any(|words| headline.contains(words))
            || page
                .select_single("form[action*='consent.'], form[action*='/consent']")
                .exists(),
        is_list: meta.kind.as_deref() == Some("website")
            && !page.select_single("article, time").exists(),
    }
}

#[rustfmt::skip]
const ERRORS: &[&str] = &[
    "404", "403", "410", "500", "502", "503", "page not found", "not found", "error", "access denied", "forbidden", "just a moment",
    "attention required", "are you a robot", "robot check", "captcha", "service unavailable", "页面不存在", "页面找不到", "seite nicht gefunden", "page introuvable",
];

#[rustfmt::skip]
const CONSENT: &[&str] = &[
    "before you continue", "consent", "your privacy choices", "cookie wall", "zustimmung", "einwilligung", "bevor sie fortfahren", "privacygate", "vos choix",
];

/// How pages speak that keep the rest for subscribers.
#[rustfmt::skip]
const STUBS: &[&str] = &[
    "subscribe to continue", "subscribe to read", "to continue reading", "already a subscriber", "this article is for subscribers", "subscribers only",
    "sign in to read", "register to read", "become a member to read", "unlock this article", "create a free account to", "start your free trial",
    "weiterlesen mit", "nur für abonnenten", "jetzt abonnieren", "réservé aux abonnés", "article réservé", "exclusivo para suscriptores", "solo para suscriptores",
    "riservato agli abbonati", "会员限定", "会员专享", "付费阅读", "登录后阅读", "有料会員限定", "続きは会員", "유료 회원",
];

fn has_wall(page: &Dom) -> bool {
    let named = page.select("[class*=paywall], [id*=paywall], [class*=regwall], [class*=subscriber], [class*=metered], [class*=piano-offer]");
    named.nodes().iter().any(|node| {
        let marks = [node.class(), node.id_attr()];
        let is_wall = marks
            .iter()
            .flatten()
            .flat_map(|mark| words(mark))
            .any(|word| matches!(word.as_str(), "paywall" | "regwall" | "metered"));
        is_wall
            && !matches!(&*node.node_name().unwrap_or_default(), "html" | "body")
            && node.normalized_char_count() > 20
    }) || {
        let text = page.text().to_lowercase();
        STUBS.iter().any(|stub| text.contains(stub))
    }
}

/// Characters below which a text is no article.
const LEAST: usize = 140;
/// A script whose characters are words needs fewer.
const LEAST_WIDE: usize = 50;
/// A stub may be so long.
const STUB: usize = 1_500;
/// Errors and walls have little text of their own.
const NOTICE: usize = 800;

/// Tells what is no article.
pub fn judge(signs: Signs, found: &Extraction) -> Result<(), NoArticle> {
    let length = weight(&found.text);
    let reason = if signs.is_error && length < NOTICE {
        NoArticle::Error
    } else if signs.is_consent && length < NOTICE {
        NoArticle::Consent
    } else if signs.has_wall && length < STUB {
        NoArticle::Paywall
    } else if signs.has_password && length < LEAST * 2 {
        NoArticle::Login
    } else if length < LEAST {
        NoArticle::Empty
    } else if signs.is_list && length < NOTICE {
        NoArticle::List
    } else {
        return Ok(());
    };
    Err(reason)
}

/// Tells what does not go on with an article: it may be short, but not empty, and no wall.
pub fn judge_more(signs: Signs, found: &Extraction) -> Result<(), NoArticle> {
    match judge(signs, found) {
        Err(NoArticle::Empty | NoArticle::List) if weight(&found.text) > 0 => Ok(()),
        verdict => verdict,
    }
}

/// Characters, those of scripts without spaces as three.
fn weight(text: &str) -> usize {
    let wide = LEAST / LEAST_WIDE + 1;
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| if crate::text::is_unspaced(c) { wide } else { 1 })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::extract::extract;

    fn judged(html: &str) -> Option<NoArticle> {
        extract(html, Some("https://paper.example/a"), None).err()
    }

    #[test]
    fn pages_that_are_no_articles_are_told() {
        let told = "A sentence of the article that says something new. ";
        let table = [
            (String::new(), Some(NoArticle::Empty)),
            (
                "<div id=app></div><script>x</script>".into(),
                Some(NoArticle::Empty),
            ),
            (
                "<title>Just a moment...</title><p>Checking that you are human".into(),
                Some(NoArticle::Error),
            ),
            (
                "<title>Before you continue</title><p>We use cookies".into(),
                Some(NoArticle::Consent),
            ),
            (
                format!(
                    "<title>A</title><p>{}<p>Subscribe to continue reading",
                    told.repeat(6)
                ),
                Some(NoArticle::Paywall),
            ),
            (
                "<title>A</title><form><input type=password></form><p>Sign in please".into(),
                Some(NoArticle::Login),
            ),
            (
                format!("<title>A</title><article><p>{}</article>", told.repeat(12)),
                None,
            ),
            (
                format!(
                    "<title>A</title><article><p>{}</article>",
                    "研究人员在高原发现新的古老湖泊记录。".repeat(12)
                ),
                None,
            ),
            (
                format!(
                    "<title>404 ways to cook</title><article><p>{}</article>",
                    told.repeat(40)
                ),
                None,
            ),
        ];
        for (html, expect) in table {
            assert_eq!(
                judged(&html),
                expect,
                "{}",
                html.chars().take(80).collect::<String>()
            );
        }
    }

    #[test]
    fn every_word_leads_back() {
        for reason in [
            NoArticle::Empty,
            NoArticle::Paywall,
            NoArticle::List,
            NoArticle::Unreadable,
        ] {
            assert_eq!(NoArticle::from_word(reason.word()), Some(reason));
        }
    }
}
