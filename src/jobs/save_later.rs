//! Pages of the web saved for later: the link at once, its text when it can be had.
//!
//! Invariants: the link is kept before anybody is asked, and stays whatever comes of that; a page is fetched as any full text is (`full_text`), once, politely.

use tokio_util::sync::CancellationToken;
use url::Url;

use crate::article::{self, Tracking};
use crate::jobs::aside::aside;
use crate::jobs::context::Context;
use crate::jobs::full_text::{full_texts, said};
use crate::jobs::site_rules::rules_for;
use crate::model::{Act, EntryId, NoText, PageFacts, PageText, PagesReport, ParsedEntry, Trouble};
use crate::parse;
use crate::store::PageSays;
use crate::text;

/// Tags of one page.
const MOST_TAGS: usize = 64;

/// A page to be saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Later {
    /// Its address, as typed.
    pub url: String,
    /// Tags that it gets.
    pub tags: Vec<String>,
    /// The page itself, where the reader has it already: then nobody is asked.
    pub html: Option<Vec<u8>>,
}

/// A page that is saved.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedLater {
    /// The act; of count 0 if it was saved already.
    pub act: Act,
    /// The entry.
    pub entry: EntryId,
    /// Why there is no text in the page that was given.
    pub lack: Option<NoText>,
}

impl Later {
    /// A page by its address alone.
    #[must_use]
    pub fn of(url: &str, tags: Vec<String>) -> Later {
        Later {
            url: url.to_string(),
            tags,
            html: None,
        }
    }
}

/// What was understood of a page that was given.
type Understood = Result<PageText, (NoText, Option<String>, String)>;

/// Saves a page. Fetches nothing: that is `full_text` of the entry.
pub async fn save_later(context: &Context, later: Later) -> Result<SavedLater, Trouble> {
    let url = web_address(context, &later.url)?;
    let given = match later.html {
        Some(bytes) => Some(understood(context, bytes, url.clone()).await?),
        None => None,
    };
    let content = match &given {
        Some(Err((_, _, html))) => Some(html.clone()),
        _ => None,
    };
    let page = ParsedEntry {
        guid: url.clone(),
        title: text::address(&url),
        link: Some(url.clone()),
        content,
        ..ParsedEntry::default()
    };
    let tags = later.tags.iter().map(|tag| text::scrub_line(tag));
    let tags = tags.map(|tag| tag.trim().trim_start_matches('#').to_string());
    let tags = tags.filter(|tag| !tag.is_empty()).take(MOST_TAGS).collect();
    let (store, now) = (&context.store, context.now());
    let (act, entry) = store.save_for_later(page, tags, now).await?;
    let lack = match given {
        None => None,
        Some(Ok(text)) => {
            let says = said(&text.facts);
            store.keep_text(entry, text, now).await?;
            store.entitle(entry, says).await?;
            None
        }
        Some(Err((why, title, _))) => {
            store.lack_text(entry, why.clone(), None, now).await?;
            let says = PageSays {
                title: title.unwrap_or_default(),
                ..PageSays::default()
            };
            store.entitle(entry, says).await?;
            Some(why)
        }
    };
    Ok(SavedLater { act, entry, lack })
}

/// Fetches the texts of saved pages that have none; and why the one asked for last has none, if so.
pub async fn later_texts(
    context: &Context,
    cancel: &CancellationToken,
) -> Result<(PagesReport, Option<NoText>), Trouble> {
    let (Some(feed), _) = context.store.saved().await? else {
        return Ok((PagesReport::default(), None));
    };
    let report = full_texts(context, Some(vec![feed]), &|_| (), cancel).await?;
    let (_, lack) = context.store.saved().await?;
    Ok((report, lack))
}

/// An address of the web as it is kept: without name and password, and without what only follows readers around.
fn web_address(context: &Context, typed: &str) -> Result<String, Trouble> {
    let typed = typed.trim();
    let has_scheme =
        typed.contains("://") || typed.starts_with("javascript:") || typed.starts_with("data:");
    let whole = if has_scheme {
        typed.to_string()
    } else {
        format!("https://{typed}")
    };
    let url = Url::parse(&whole).ok();
    let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let Some(mut url) = url.filter(|url| {
        let host = url.host_str().unwrap_or_default();
        host.contains(['.', ':']) || host == "localhost"
    }) else {
        return Err(Trouble::new(
            format!(
                "`{}` is no address of a page",
                text::cut(&text::scrub_line(typed), 80)
            ),
            "give one of the web, as `https://example.org/story`",
        ));
    };
    // A host of http or https takes both.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    let links = &context.config().links;
    let tracking = Tracking {
        shipped: links.strip_tracking,
        more: links.tracking.clone(),
    };
    Ok(tracking.taken_out(url.as_str()).into_owned())
}

/// The article of a page that the reader has.
async fn understood(context: &Context, bytes: Vec<u8>, url: String) -> Result<Understood, Trouble> {
    let rules = context.paths.rules();
    aside(move || {
        let source = parse::Source {
            url: Some(&url),
            content_type: Some("text/html"),
        };
        let html = parse::decode(&bytes, &source).text;
        let host = Url::parse(&url).ok();
        let host = host.as_ref().and_then(Url::host_str).unwrap_or_default();
        let rules = rules_for(&rules, host);
        let html = match &rules {
            Some(rules) => rules.replaced(&html),
            None => html.into_owned(),
        };
        Ok(match article::extract(&html, Some(&url), rules.as_ref()) {
            Ok(found) => Ok(PageText {
                html: found.html,
                facts: PageFacts {
                    title: found.title,
                    byline: found.byline,
                    published: found.published,
                    site: found.site,
                    language: found.language,
                    image: found.image,
                    pages: None,
                },
                url,
            }),
            Err(why) => {
                let lack = NoText {
                    sort: why.word().into(),
                    what: why.to_string(),
                };
                let title = article::page_title(&html, Some(&url));
                Err((lack, title, article::clean(&html, Some(&url))))
            }
        })
    })
    .await
}
