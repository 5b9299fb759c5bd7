//! When an article was published, as its page writes it: in its data, in a `time` element, or as a line below the headline.

use dom_query::Document as Dom;
use serde_json::Value;

use crate::article::extract::ldjson;
use crate::article::extract::named::named;
use crate::text::numeric_date;

/// The date as the page writes it; times of the line below the headline are as they stand there.
pub fn published(page: &Dom, about: &Value) -> Option<String> {
    const NAMES: &[&str] = &[
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
        "dcterms.created",
        "parsely-pub-date",
        "sailthru.date",
        "pubdate",
        "publishdate",
        "publish-date",
        "publish_date",
        "article_date_original",
        "cxenseparse:recs:publishtime",
    ];
    let said =
        ldjson::text(about.get("datePublished")).or_else(|| ldjson::text(about.get("dateCreated")));
    said.or_else(|| named(page, NAMES))
        .or_else(|| {
            let times = page.select(
                "[itemprop=datePublished], time[pubdate], article time[datetime], time[datetime]",
            );
            let mut times = times.nodes().iter();
            times.find_map(|node| {
                let value = node.attr("datetime").or_else(|| node.attr("content"));
                value
                    .map(|value| value.trim().to_owned())
                    .filter(|value| !value.is_empty())
            })
        })
        .or_else(|| beside_headline(page))
}

/// Characters behind the headline that may hold the date.
const NEAR: usize = 300;

fn beside_headline(page: &Dom) -> Option<String> {
    let headline = page.select_single("h1");
    let headline = headline.nodes().first()?;
    let around = headline.ancestors_it(Some(2)).last()?;
    let text = around.text();
    let title = headline.text();
    let behind = text
        .split_once(title.trim())
        .map_or(&*text, |(_, behind)| behind);
    let near: String = behind.chars().take(NEAR).collect();
    numeric_date(&near)
}
