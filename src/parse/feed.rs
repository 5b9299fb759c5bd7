//! `feed-rs` and what becomes of what it reads.
//!
//! It is called under guard with a new parser for each document, since it panics on some and stays broken after. Its
//! `sanitize` is off: HTML is kept as received. What it loses comes from `extras`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use feed_rs::model as raw;
use feed_rs::parser::Builder;
use url::Url;

use crate::model::{
    Enclosure, Episode, FeedFormat, Paging, ParsedEntry, ParsedFeed, SourceFeed, Timestamp,
};
use crate::parse::body::{absolute, html_of_text, unescaped, with_base, without_cdata};
use crate::parse::date::date;
use crate::parse::extras::{EntryExtras, FeedExtras};
use crate::parse::plain::{Kind, name, some_line};
use crate::parse::survey::Survey;
use crate::parse::wrapped;

/// No entry has more tags that mean something.
const MOST_TAGS: usize = 100;

/// `feed-rs` under guard.
pub fn strict(text: &str, base: Option<&Url>) -> Result<raw::Feed, String> {
    let parser = Builder::new()
        .base_uri(base.map(Url::as_str))
        .sanitize_content(false)
        .timestamp_parser(|text| {
            date(text).and_then(|time| chrono::DateTime::from_timestamp_millis(time.0))
        })
        .id_generator(|_, _, _| String::new())
        .build();
    match catch_unwind(AssertUnwindSafe(|| parser.parse(text.as_bytes()))) {
        Ok(Ok(feed)) => Ok(feed),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("the parser gave up".to_string()),
    }
}

/// Where a document came from, for what is made of it.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    /// What it was.
    pub format: FeedFormat,
    /// What its addresses are resolved against.
    pub base: Option<&'a Url>,
}

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
    let entries = raw
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
            .map(absolute),
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

/// Addresses that no `xml:base` made absolute are the document's.
fn paging(paging: Paging, base: Option<&Url>) -> Paging {
    let resolved = |address: Option<String>| address.map(|address| absolute(&address, base));
    Paging {
        next: resolved(paging.next),
        prev_archive: resolved(paging.prev_archive),
        ..paging
    }
}

/// As stated, with the dashes that BCP 47 has.
fn language(stated: Option<&str>) -> Option<String> {
    let text = stated?.trim().replace('_', "-");
    let is_tag = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (is_tag && !text.is_empty() && text.len() <= 35).then_some(text)
}

fn feed_author(extras: &FeedExtras) -> Option<String> {
    let stated = [&extras.speaker, &extras.editor, &extras.webmaster];
    let mut names = extras.authors.iter().chain(stated.into_iter().flatten());
    names.find_map(|text| name(text))
}

/// A notice as plain text; nobody says whether it is HTML.
fn rights(text: &str) -> Option<String> {
    let is_html = text.contains("</") || text.contains("/>");
    some_line(text, if is_html { Kind::Html } else { Kind::Text })
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

fn text_line(text: &raw::Text) -> Option<String> {
    some_line(
        &text.content,
        kind_of(text.content_type.essence().subty.as_str()),
    )
}

fn kind_of(subtype: &str) -> Kind {
    match subtype {
        "html" | "xhtml" => Kind::Html,
        _ => Kind::Text,
    }
}

/// The page that a feed or entry is about.
fn main_link(links: &[raw::Link]) -> Option<&str> {
    let is_page = |link: &&raw::Link| {
        link.target.is_none()
            && link
                .rel
                .as_deref()
                .is_none_or(|rel| is_relation(rel, "alternate"))
            && !link.href.is_empty()
    };
    let is_html = |link: &&raw::Link| {
        link.media_type
            .as_deref()
            .is_none_or(|kind| kind.contains("html"))
    };
    let pages = || links.iter().filter(is_page);
    let other = |rel: &str| {
        links.iter().find(|link| {
            link.rel.as_deref().is_some_and(|is| is_relation(is, rel)) && !link.href.is_empty()
        })
    };
    pages()
        .find(is_html)
        .or_else(|| pages().next())
        .or_else(|| other("related"))
        .or_else(|| other("via"))
        .map(|link| link.href.as_str())
}

/// A relation may be written as its address at IANA.
fn is_relation(stated: &str, rel: &str) -> bool {
    let short = stated.trim().rsplit('/').next().unwrap_or_default();
    short.eq_ignore_ascii_case(rel)
}

fn people(people: &[raw::Person]) -> Option<String> {
    let names = people
        .iter()
        .filter_map(|person| name(person.name.as_deref().or(person.email.as_deref())?));
    joined_names(names)
}

/// Names without repetition, in one line.
fn joined_names(names: impl Iterator<Item = String>) -> Option<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in names.take(20) {
        if !kept.contains(&name) {
            kept.push(name);
        }
    }
    (!kept.is_empty()).then(|| kept.join(", "))
}

fn entry(mut raw: raw::Entry, mut extras: EntryExtras, origin: Origin<'_>) -> ParsedEntry {
    let absolute = |address: &str| absolute(address, origin.base);
    let is_atom = origin.format == FeedFormat::Atom;
    let published = raw.published.map(Timestamp::from).or(extras.published);
    let updated = raw.updated.map(Timestamp::from);
    let (summary, content) = bodies(&mut raw, &mut extras, is_atom);
    let id = Some(raw.id.trim().to_string()).filter(|id| !id.is_empty());
    let id = id.or(extras.guid.take()).unwrap_or_default();
    let link = extras
        .orig_link
        .as_deref()
        .or_else(|| main_link(&raw.links))
        .or(extras.link.as_deref())
        .or_else(|| (is_address(&id) && !extras.guid_is_no_link).then_some(id.as_str()))
        .map(absolute);
    let comments = extras.comments.as_deref().map(absolute);
    let enclosures = enclosures(&mut extras, origin.base);
    ParsedEntry {
        title: title(&raw, &extras),
        published: published.or(updated),
        updated: updated
            .filter(|time| is_atom || Some(*time) != published)
            .or(extras.updated),
        author: entry_author(&raw, &extras, is_atom),
        tags: tags(&raw.categories, &extras.tags),
        image: extras
            .image
            .map(|image| absolute(&image))
            .or_else(|| pictured(&enclosures)),
        language: language(extras.language.or(raw.language).as_deref()),
        comment_count: extras.comment_count,
        comments_feed: extras.comments_feed.as_deref().map(absolute),
        rights: extras.rights.as_deref().and_then(rights),
        source: source(extras.source, origin.base),
        episode: episode(extras.episode, origin.base),
        guid: id,
        link,
        summary,
        content,
        enclosures,
        comments,
    }
}

/// The feed that an aggregator took the entry from, if it says so.
fn source(stated: SourceFeed, base: Option<&Url>) -> Option<SourceFeed> {
    (stated != SourceFeed::default()).then(|| SourceFeed {
        link: stated.link.map(|address| absolute(&address, base)),
        ..stated
    })
}

fn episode(stated: Episode, base: Option<&Url>) -> Episode {
    let resolved = |address: Option<String>| address.map(|address| absolute(&address, base));
    Episode {
        transcript: resolved(stated.transcript),
        chapters: resolved(stated.chapters),
        ..stated
    }
}

/// The attached media, with the duration that stands beside them.
fn enclosures(extras: &mut EntryExtras, base: Option<&Url>) -> Vec<Enclosure> {
    let mut enclosures = std::mem::take(&mut extras.enclosures);
    for enclosure in &mut enclosures {
        enclosure.url = absolute(&enclosure.url, base);
    }
    if let Some(first) = enclosures.first_mut() {
        first.duration = first.duration.or(extras.duration);
    }
    enclosures
}

/// The first attached picture.
fn pictured(enclosures: &[Enclosure]) -> Option<String> {
    enclosures
        .iter()
        .find(|e| e.mime.as_deref().is_some_and(|m| m.starts_with("image/")))
        .map(|e| e.url.clone())
}

fn entry_author(raw: &raw::Entry, extras: &EntryExtras, is_atom: bool) -> Option<String> {
    if is_atom && !raw.authors.is_empty() {
        return people(&raw.authors);
    }
    let speaker = extras.authors.is_empty().then_some(extras.speaker.as_ref());
    let names = extras.authors.iter().chain(speaker.flatten());
    joined_names(names.filter_map(|text| name(text)))
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

fn title(raw: &raw::Entry, extras: &EntryExtras) -> String {
    let own = match (&extras.title, &raw.title) {
        (Some(html), _) => some_line(html, Kind::Html),
        (None, Some(text)) => text_line(text),
        (None, None) => None,
    };
    own.or_else(|| some_line(extras.other_title.as_deref()?, Kind::Text))
        .unwrap_or_default()
}

/// Summary and content as HTML, taken out of what was read.
fn bodies(
    raw: &mut raw::Entry,
    extras: &mut EntryExtras,
    is_atom: bool,
) -> (Option<String>, Option<String>) {
    let html = |text: String, subtype: &str| match kind_of(subtype) {
        Kind::Text if is_atom => html_of_text(text),
        _ => text,
    };
    let filled = |html: &String| !html.trim().is_empty();
    let read = raw.summary.take().map(|text| {
        let kind = text.content_type.essence();
        html(text.content, kind.subty.as_str())
    });
    let read = read.filter(filled);
    let mut content = extras.content.take().or_else(|| {
        let content = raw.content.take()?;
        let kind = content.content_type.essence();
        let body = content.body?;
        match (kind.ty.as_str(), kind.subty.as_str()) {
            ("text", subtype) | ("application", subtype @ ("xhtml" | "xml")) => {
                Some(html(body, subtype))
            }
            _ => wrapped::text(&body).map(html_of_text),
        }
    });
    let summary = match extras.summary.take() {
        // RSS with both a description and a summary.
        Some(short) if read.is_some() => {
            content = content.filter(filled).or(read);
            Some(short)
        }
        stated => stated.or(read),
    };
    let summary = summary.filter(filled).or_else(|| {
        let text = extras.text_summary.take().or(extras.subtitle.take());
        text.map(html_of_text)
    });
    let based = |html: String| {
        let html = unescaped(without_cdata(html));
        match &extras.base {
            Some(base) => with_base(&html, base),
            None => html,
        }
    };
    (summary.map(based), content.filter(filled).map(based))
}

/// Categories by their label, which is for people, and by their term, which is what other programs know them by.
fn tags(categories: &[raw::Category], extra: &[String]) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    let stated = categories
        .iter()
        .flat_map(|category| [category.label.as_deref(), Some(category.term.as_str())])
        .flatten();
    for text in stated
        .chain(extra.iter().map(String::as_str))
        .take(MOST_TAGS)
    {
        if let Some(tag) = some_line(text, Kind::Text)
            && !tags.iter().any(|known| known.eq_ignore_ascii_case(&tag))
        {
            tags.push(tag);
        }
    }
    tags
}
