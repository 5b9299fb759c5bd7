//! What `feed-rs` drops of a feed and its entries, as the document states it.
//!
//! Comment counts, thumbnails, attached media, extra tags, skipped hours, people as written. Filled by `survey`; joined
//! with what `feed-rs` reads by `feed`.

use url::Url;

use crate::model::{Enclosure, Paging, Timestamp};
use crate::parse::attributes::{attribute, attributes};
use crate::parse::body::absolute;
use crate::parse::date::date;
use crate::parse::fields::Field;

/// No entry has more that anybody would play.
const MOST_ENCLOSURES: usize = 100;

/// What `feed-rs` does not tell of a feed.
#[derive(Debug, Default)]
pub struct FeedExtras {
    pub skip_hours: Vec<u8>,
    pub skip_days: Vec<u8>,
    pub period: Option<String>,
    pub frequency: Option<u32>,
    pub ttl: Option<u32>,
    pub authors: Vec<String>,
    pub editor: Option<String>,
    pub speaker: Option<String>,
    pub description: Option<String>,
    pub image: Option<String>,
    pub language: Option<String>,
    pub id: Option<String>,
    pub updated: Option<Timestamp>,
    pub paging: Paging,
}

/// What `feed-rs` does not tell of an entry.
#[derive(Debug, Default)]
pub struct EntryExtras {
    pub guid: Option<String>,
    /// Whether the guid is said not to be an address.
    pub guid_is_no_link: bool,
    pub orig_link: Option<String>,
    pub tags: Vec<String>,
    pub comment_count: Option<u32>,
    pub comments: Option<String>,
    pub authors: Vec<String>,
    pub speaker: Option<String>,
    pub title: Option<String>,
    pub other_title: Option<String>,
    pub summary: Option<String>,
    pub text_summary: Option<String>,
    pub content: Option<String>,
    pub published: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    pub duration: Option<u32>,
    pub language: Option<String>,
    pub image: Option<String>,
    pub enclosures: Vec<Enclosure>,
    /// The `xml:base` in force at the entry's text.
    pub base: Option<String>,
    /// Whether it has a link of its own.
    pub has_link: bool,
    /// The base of the element that is being read.
    pub here: Option<Url>,
}

impl FeedExtras {
    /// Takes what a link of Atom says of the feed's other documents.
    pub fn atom_link(&mut self, text: &str, base: Option<&Url>) {
        let rel = attribute(text, "rel").unwrap_or_default();
        let rel = rel.trim().to_ascii_lowercase();
        // RFC 4287 lets a relation be written as its address at IANA.
        let rel = rel.rsplit('/').next().unwrap_or_default();
        let place = match rel {
            "next" => &mut self.paging.next,
            "prev-archive" => &mut self.paging.prev_archive,
            _ => return,
        };
        let href = attribute(text, "href").unwrap_or_default();
        if place.is_none() && !href.trim().is_empty() {
            *place = Some(absolute(&href, base));
        }
    }

    /// Takes the text of a field.
    pub fn take(&mut self, field: Field, text: String) {
        match field {
            Field::SkipHour => self.skip_hours.extend(hour(&text)),
            Field::SkipDay => self.skip_days.extend(weekday(&text)),
            Field::Period => self.period = Some(text.to_ascii_lowercase()),
            Field::Frequency => self.frequency = number(&text),
            Field::Ttl => self.ttl = number(&text),
            Field::Author => self.authors.push(text),
            Field::Editor => self.editor = self.editor.take().or(Some(text)),
            Field::Speaker => self.speaker = Some(text),
            Field::Description => self.description = self.description.take().or(Some(text)),
            Field::Language => self.language = Some(text),
            Field::Id => self.id = Some(text),
            Field::Updated => self.updated = date(&text),
            _ => {}
        }
    }
}

impl EntryExtras {
    /// Takes the text of a field.
    pub fn take(&mut self, field: Field, text: String) {
        match field {
            Field::Guid => self.guid = Some(text),
            Field::OrigLink => self.orig_link = Some(text),
            Field::Tag => self.tags.push(text),
            Field::Tags => self
                .tags
                .extend(text.split([',', ';']).map(|tag| tag.trim().to_string())),
            Field::CommentCount => self.comment_count = number(&text),
            Field::TextSummary => self.text_summary = self.text_summary.take().or(Some(text)),
            Field::Author => self.authors.push(text),
            Field::Speaker => self.speaker = Some(text),
            Field::Published => self.published = self.published.or(date(&text)),
            Field::Updated => self.updated = date(&text),
            Field::Duration => self.duration = duration(&text),
            Field::Language => self.language = Some(text),
            Field::ImageAddress => self.picture(Some(text)),
            Field::Title => self.title = Some(text),
            Field::OtherTitle => self.other_title = self.other_title.take().or(Some(text)),
            Field::Summary => self.summary = Some(text),
            Field::Content => self.content = Some(text),
            _ => {}
        }
    }

    /// An address, resolved against `xml:base` where there is one.
    fn based(&self, address: String) -> String {
        match &self.here {
            Some(base) => absolute(&address, Some(base)),
            None => address,
        }
    }

    /// Takes a lead picture, if there is none.
    pub fn picture(&mut self, address: Option<String>) {
        if self.image.is_none() {
            self.image = address
                .filter(|address| !address.trim().is_empty())
                .map(|address| self.based(address));
        }
    }

    /// Media of the same address stand once.
    pub fn attach(&mut self, enclosure: Option<Enclosure>) {
        let Some(mut new) = enclosure else { return };
        new.url = self.based(new.url);
        if let Some(known) = self.enclosures.iter_mut().find(|e| e.url == new.url) {
            known.mime = known.mime.take().or(new.mime);
            known.length = known.length.or(new.length);
            known.duration = known.duration.or(new.duration);
        } else if self.enclosures.len() < MOST_ENCLOSURES {
            self.enclosures.push(new);
        }
    }

    /// `media:content`: pictures are the entry's picture, the rest is attached.
    pub fn media(&mut self, text: &str) {
        let Some(mut media) = enclosure(text, "url", "fileSize") else {
            return;
        };
        media.duration = attribute(text, "duration").and_then(|text| duration(&text));
        let kind = media.mime.as_deref().unwrap_or_default();
        let medium = attribute(text, "medium").unwrap_or_default();
        let is_picture = medium == "image"
            || kind.starts_with("image/")
            || (medium.is_empty() && kind.is_empty() && has_picture_ending(&media.url));
        if is_picture {
            self.picture(Some(media.url));
        } else if !kind.starts_with("text/") && !kind.contains("shockwave") {
            self.attach(Some(media));
        }
    }

    /// Takes what a link of Atom says: attached media, replies.
    pub fn atom_link(&mut self, text: &str) {
        let rel = attribute(text, "rel").unwrap_or_default();
        if rel == "enclosure" {
            self.attach(enclosure(text, "href", "length"));
        } else if rel == "replies" {
            let is_page = attribute(text, "type").is_none_or(|kind| kind.contains("html"));
            if is_page {
                self.comments = attribute(text, "href").map(|href| self.based(href.into_owned()));
            }
            let count = attributes(text).find(|(name, _)| name.ends_with(":count"));
            if let Some((_, count)) = count {
                self.comment_count = number(count);
            }
        }
    }
}

/// Attached media from the attributes that hold its address and length.
pub fn enclosure(text: &str, address: &str, length: &str) -> Option<Enclosure> {
    let url = attribute(text, address)?.trim().to_string();
    (!url.is_empty()).then(|| Enclosure {
        url,
        mime: attribute(text, "type")
            .map(|kind| kind.trim().to_string())
            .filter(|kind| !kind.is_empty()),
        length: attribute(text, length)
            .and_then(|length| length.trim().parse().ok())
            .filter(|length| *length > 0),
        duration: None,
    })
}

fn has_picture_ending(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"]
        .iter()
        .any(|ending| path.to_ascii_lowercase().ends_with(ending))
}

fn number(text: &str) -> Option<u32> {
    text.trim().parse().ok()
}

fn hour(text: &str) -> Option<u8> {
    let hour: u8 = text.trim().parse().ok()?;
    (hour <= 24).then_some(hour % 24)
}

fn weekday(text: &str) -> Option<u8> {
    let start = text.trim().get(..3)?.to_ascii_lowercase();
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .position(|day| *day == start)
        .map(|day| day as u8)
}

/// `1:02:03`, `62:03`, `3723` or `3723.5` in seconds.
fn duration(text: &str) -> Option<u32> {
    let mut seconds = 0_u32;
    for part in text.trim().split(':') {
        let whole = part.split('.').next()?;
        seconds = seconds.checked_mul(60)?.checked_add(whole.parse().ok()?)?;
    }
    (seconds > 0).then_some(seconds)
}
