//! Looks for a feed's new address where its own no longer serves: on the page of its site, with one request, when somebody asks.
//!
//! Never polled. Invariant: only the web is asked, whatever a feed calls its site.

use url::Url;

use crate::fetch::Answer;
use crate::jobs::context::Context;
use crate::jobs::discover::{ask, named};
use crate::model::{FeedId, FeedRow, FoundFeed, Trouble};
use crate::text;

/// The feeds that the site names, best first, the present address left out; none is a `Trouble` that says so.
pub async fn seek(context: &Context, feed: FeedId) -> Result<Vec<FoundFeed>, Trouble> {
    let Some(feed) = context.store.feed(feed).await? else {
        return Err(Trouble::plain("this feed is no longer there"));
    };
    let Some(page) = page_of(&feed) else {
        return Err(Trouble::new(
            format!("nothing is known of the site of {}", feed.title),
            "edit the feed and give its new address",
        ));
    };
    let shown = text::address(&page);
    let fetched = ask(context, &page, None).await?.map_err(|refusal| {
        let what = format!("its site `{shown}`: {}", refusal.failure.what);
        Trouble::new(what, "try again later, or unsubscribe")
    })?;
    let Answer::New(document) = fetched.answer else {
        return Err(Trouble::plain(format!("its site `{shown}` sent nothing")));
    };
    let (named, _) = named(document).await?;
    let here = bare(&feed.url);
    let feeds: Vec<FoundFeed> = named
        .feeds
        .into_iter()
        .filter(|found| is_web(&found.url) && bare(&found.url) != here)
        .collect();
    if feeds.is_empty() {
        return Err(Trouble::new(
            format!("its site `{shown}` names no other feed"),
            "`D` unsubscribes; its entries are kept for undo",
        ));
    }
    Ok(feeds)
}

/// The page to look at: the site that the feed named, else the first page of its server.
fn page_of(feed: &FeedRow) -> Option<String> {
    let site = feed.site.as_deref().filter(|site| is_web(site));
    if let Some(site) = site {
        return Some(site.to_string());
    }
    let mut url = Url::parse(&feed.url).ok()?;
    if !is_web(&feed.url) {
        return None;
    }
    url.set_path("/");
    url.set_query(None);
    url.set_fragment(None);
    Some(url.into())
}

fn is_web(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

/// An address without what is often written both ways.
pub fn bare(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.trim_end_matches('/').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_the_site_else_the_servers_first() {
        let feed = |url: &str, site: Option<&str>| FeedRow {
            url: url.into(),
            site: site.map(str::to_string),
            ..FeedRow::default()
        };
        let cases = [
            (
                feed("https://a.example/x/feed?y#z", Some("https://b.example/")),
                Some("https://b.example/"),
            ),
            (
                feed("https://a.example/x/feed?y#z", None),
                Some("https://a.example/"),
            ),
            (
                feed("https://a.example/feed", Some("file:///etc/passwd")),
                Some("https://a.example/"),
            ),
            (feed("exec:ls", Some("exec:rm")), None),
            (feed("file:///a", None), None),
        ];
        for (feed, page) in cases {
            assert_eq!(page_of(&feed).as_deref(), page, "{}", feed.url);
        }
    }
}
