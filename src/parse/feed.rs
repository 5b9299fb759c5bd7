//! A feed from what `feed-rs` reads and what it leaves, its entries by `entry`.

use url::Url;

use crate::model::{FeedFormat, Paging, ParsedEntry, ParsedFeed, Timestamp};
use crate::parse::body::absolute;
use crate::parse::entry::entry;
use crate::parse::extras::FeedExtras;
use crate::parse::plain::{Kind, name, some_line};
use crate::parse::said::{is_address, is_harmful, language, rights};
use crate::parse::strict::{Origin, main_link, people, raw, text_line};
use crate::parse::survey::Survey;

/// The feed from what `feed-rs` read and what it left.
pub fn joined(raw: raw::Feed, survey: Survey, origin: Origin<'_>) -> ParsedFeed {
    let Survey {
        feed: extras,
        entries: mut extra,
        ..
    } = survey;
    if extra.len() != raw.entries.len() {
        extra = Vec::new();
    }
    let mut extra = extra.into_iter();
    let mut entries: Vec<ParsedEntry> = raw
        .entries
        .into_iter()
        .map(|raw| entry(raw, extra.next().unwrap_or_default(), origin))
        .collect();
    let absolute = |address: &str| absolute(address, origin.base);
    let is_atom = origin.format == FeedFormat::Atom;
    let author = if is_atom {
        people(&raw.authors)
    } else {
        feed_author(&extras)
    };
    if is_atom && let Some(author) = &author {
        inherited(&mut entries, author);
    }
    let plain = |text: Option<String>| some_line(text.as_deref()?, Kind::Text);
    let hub = extras.hub.as_deref().map(absolute);
    let description = raw.description.as_ref().and_then(text_line);
    ParsedFeed {
        title: raw
            .title
            .as_ref()
            .and_then(text_line)
            .or_else(|| plain(extras.title)),
        link: main_link(&raw.links)
            .or(extras.link.as_deref())
            .or_else(|| is_address(&raw.id).then_some(raw.id.as_str()))
            .map(absolute)
            .filter(|address| !is_harmful(address)),
        id: Some(raw.id).filter(|id| !id.is_empty()).or(extras.id),
        description: description.or_else(|| plain(extras.description.or(extras.subtitle))),
        language: language(extras.language.or(raw.language).as_deref()),
        author,
        updated: raw
            .updated
            .or(raw.published)
            .map(Timestamp::from)
            .or(extras.updated),
        image: raw
            .logo
            .or(raw.icon)
            .map(|image| image.uri)
            .or(extras.image)
            .map(|address| absolute(&address)),
        ttl_minutes: raw.ttl.or(extras.ttl),
        period_minutes: period(extras.period.as_deref(), extras.frequency),
        skip_hours: distinct(extras.skip_hours),
        skip_days: distinct(extras.skip_days),
        generator: plain(raw.generator.map(|g| g.content).or(extras.generator)),
        rights: extras.rights.as_deref().and_then(rights),
        hub,
        entries,
        warnings: Vec::new(),
        format: origin.format,
        paging: paging(extras.paging, origin.base),
    }
}

/// In Atom the feed's author is that of entries that name none and were not taken from elsewhere (RFC 4287, 4.2.1).
fn inherited(entries: &mut [ParsedEntry], author: &str) {
    let of_nobody = |entry: &&mut ParsedEntry| entry.author.is_none() && entry.source.is_none();
    for entry in entries.iter_mut().filter(of_nobody) {
        entry.author = Some(author.to_string());
    }
}

/// Addresses that no `xml:base` made absolute are the document's.
fn paging(paging: Paging, base: Option<&Url>) -> Paging {
    let resolved = |address: Option<String>| address.map(|address| absolute(&address, base));
    Paging {
        next: resolved(paging.next),
        prev_archive: resolved(paging.prev_archive),
        ..paging
    }
}

fn feed_author(extras: &FeedExtras) -> Option<String> {
    let stated = [&extras.speaker, &extras.editor, &extras.webmaster];
    let mut names = extras.authors.iter().chain(stated.into_iter().flatten());
    names.find_map(|text| name(text))
}

fn distinct(mut numbers: Vec<u8>) -> Vec<u8> {
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Minutes between updates, as `sy:updatePeriod` over `sy:updateFrequency`.
fn period(period: Option<&str>, frequency: Option<u32>) -> Option<u32> {
    let minutes = match period?.trim() {
        "hourly" => 60,
        "daily" => 24 * 60,
        "weekly" => 7 * 24 * 60,
        "monthly" => 30 * 24 * 60,
        "yearly" => 365 * 24 * 60,
        _ => return None,
    };
    Some((minutes / frequency.unwrap_or(1).max(1)).max(1))
}
