//! An entry from what `feed-rs` reads of it and what it leaves.

use url::Url;

use crate::model::{Enclosure, Episode, FeedFormat, ParsedEntry, SourceFeed, Timestamp};
use crate::parse::body::{absolute, html_of_text, unescaped, with_base, without_cdata};
use crate::parse::extras::EntryExtras;
use crate::parse::plain::{Kind, name, some_line};
use crate::parse::said::{is_address, is_harmful, joined_names, language, rights};
use crate::parse::strict::{Origin, kind_of, main_link, people, raw, text_line};
use crate::parse::wrapped;

/// No entry has more tags that mean something.
const MOST_TAGS: usize = 100;

/// The entry, as a feed of the format that `origin` names has it.
pub fn entry(mut raw: raw::Entry, mut extras: EntryExtras, origin: Origin<'_>) -> ParsedEntry {
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
        .map(absolute)
        .filter(|address| !is_harmful(address));
    let comments = extras.comments.as_deref().map(absolute);
    let comments = comments.filter(|address| !is_harmful(address));
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
    enclosures.retain(|enclosure| !is_harmful(&enclosure.url));
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
        .or_else(|| joined_names(extras.source_authors.iter().filter_map(|text| name(text))))
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
    content = content
        .filter(filled)
        .or_else(|| extras.other_content.take());
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
