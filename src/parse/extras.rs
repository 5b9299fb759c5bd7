//! What `feed-rs` drops of a feed and its entries, as the document states it.
//!
//! Comment counts, thumbnails, attached media, extra tags, skipped hours, people as written. Filled by `survey`, from
//! texts (here) and from attributes (`elements`); joined with what `feed-rs` reads by `feed`.

use url::Url;

use crate::model::{Enclosure, Episode, Paging, SourceFeed, Timestamp};
use crate::parse::body::absolute;
use crate::parse::date::date;
use crate::parse::fields::Field;
use crate::parse::plain::{Kind, some_line};

/// No entry has more that anybody would play.
const MOST_ENCLOSURES: usize = 100;

/// What `feed-rs` does not tell of a feed.
#[derive(Debug, Default)]
pub struct FeedExtras {
    pub title: Option<String>,
    pub link: Option<String>,
    pub skip_hours: Vec<u8>,
    pub skip_days: Vec<u8>,
    pub period: Option<String>,
    pub frequency: Option<u32>,
    pub ttl: Option<u32>,
    pub authors: Vec<String>,
    pub editor: Option<String>,
    pub webmaster: Option<String>,
    pub speaker: Option<String>,
    pub description: Option<String>,
    pub subtitle: Option<String>,
    pub image: Option<String>,
    pub language: Option<String>,
    pub id: Option<String>,
    pub updated: Option<Timestamp>,
    pub rights: Option<String>,
    pub generator: Option<String>,
    pub hub: Option<String>,
    pub paging: Paging,
}

/// What `feed-rs` does not tell of an entry.
#[derive(Debug, Default)]
pub struct EntryExtras {
    pub guid: Option<String>,
    /// Whether the guid is said not to be an address.
    pub guid_is_no_link: bool,
    /// From an attribute, where RSS has a text.
    pub link: Option<String>,
    pub orig_link: Option<String>,
    pub tags: Vec<String>,
    pub comment_count: Option<u32>,
    pub comments: Option<String>,
    pub comments_feed: Option<String>,
    pub authors: Vec<String>,
    pub speaker: Option<String>,
    pub title: Option<String>,
    pub other_title: Option<String>,
    pub summary: Option<String>,
    pub text_summary: Option<String>,
    pub subtitle: Option<String>,
    pub content: Option<String>,
    pub other_content: Option<String>,
    pub published: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    pub duration: Option<u32>,
    pub language: Option<String>,
    pub image: Option<String>,
    pub enclosures: Vec<Enclosure>,
    pub rights: Option<String>,
    pub source: SourceFeed,
    pub source_authors: Vec<String>,
    pub episode: Episode,
    /// Whether the transcript that was taken can be read as text.
    pub transcript_is_text: bool,
    /// The `xml:base` in force at the entry's text.
    pub base: Option<String>,
    /// Whether it has a link of its own.
    pub has_link: bool,
    /// The base of the element that is being read.
    pub here: Option<Url>,
}

/// The first of several that say the same counts.
fn first<T>(place: &mut Option<T>, value: Option<T>) {
    if place.is_none() {
        *place = value;
    }
}

impl FeedExtras {
    /// Takes the text of a field.
    pub fn take(&mut self, field: Field, text: String) {
        match field {
            Field::OtherTitle => first(&mut self.title, Some(text)),
            Field::SkipHour => self.skip_hours.extend(hour(&text)),
            Field::SkipDay => self.skip_days.extend(weekday(&text)),
            Field::Period => self.period = Some(text.to_ascii_lowercase()),
            Field::Frequency => self.frequency = number(&text),
            Field::Ttl => self.ttl = number(&text),
            Field::Author => self.authors.push(text),
            Field::Editor => first(&mut self.editor, Some(text)),
            Field::Webmaster => first(&mut self.webmaster, Some(text)),
            Field::Speaker => first(&mut self.speaker, Some(text)),
            Field::Description => first(&mut self.description, Some(text)),
            Field::Subtitle => first(&mut self.subtitle, Some(text)),
            Field::Language => self.language = Some(text),
            Field::Id => self.id = Some(text),
            Field::Updated => self.updated = date(&text),
            Field::Rights => first(&mut self.rights, Some(text)),
            Field::ImageAddress => first(&mut self.image, Some(text)),
            _ => {}
        }
    }
}

impl EntryExtras {
    /// Takes the text of a field.
    pub fn take(&mut self, field: Field, text: String) {
        match field {
            Field::Guid => first(&mut self.guid, Some(text)),
            Field::OrigLink => self.orig_link = Some(text),
            Field::Tag => self.tags.push(text),
            Field::Tags => self
                .tags
                .extend(text.split([',', ';']).map(|tag| tag.trim().to_string())),
            Field::CommentCount => self.comment_count = number(&text),
            Field::Comments => self.comments = Some(self.based(text)),
            Field::CommentsFeed => self.comments_feed = Some(self.based(text)),
            Field::TextSummary => first(&mut self.text_summary, Some(text)),
            Field::Subtitle => first(&mut self.subtitle, Some(text)),
            Field::Author => self.authors.push(text),
            Field::Speaker => first(&mut self.speaker, Some(text)),
            Field::Published => first(&mut self.published, date(&text)),
            Field::Updated => first(&mut self.updated, date(&text)),
            Field::Duration => self.duration = duration(&text),
            Field::Language => self.language = Some(text),
            Field::ImageAddress => self.picture(Some(text)),
            Field::Title => self.title = Some(text),
            Field::OtherTitle => first(&mut self.other_title, Some(text)),
            Field::Summary => self.summary = Some(text),
            Field::Content => self.content = Some(text),
            Field::OtherContent => first(&mut self.other_content, Some(text)),
            Field::Rights => first(&mut self.rights, Some(text)),
            Field::SourceTitle => self.source_title(&text),
            Field::SourceId => self.source.id = Some(text),
            Field::SourceAuthor => self.source_authors.push(text),
            Field::Episode => first(&mut self.episode.number, number(&text)),
            Field::Season => first(&mut self.episode.season, number(&text)),
            _ => {}
        }
    }

    /// A source by its title; some give its address instead.
    fn source_title(&mut self, text: &str) {
        if text.starts_with("http://") || text.starts_with("https://") {
            first(&mut self.source.link, Some(text.to_string()));
        } else {
            first(&mut self.source.title, some_line(text, Kind::Text));
        }
    }

    /// An address, resolved against `xml:base` where there is one.
    pub fn based(&self, address: String) -> String {
        match &self.here {
            Some(base) => absolute(&address, Some(base)),
            None => address,
        }
    }

    /// Takes the base that the outermost element of the text states.
    pub fn rebase(&mut self, relative: &str, document: Option<&Url>) {
        let outer = self.base.as_deref().and_then(|base| Url::parse(base).ok());
        let joined = match outer.as_ref().or(document) {
            Some(outer) => outer.join(relative),
            None => Url::parse(relative),
        };
        self.base = joined.ok().map(String::from).or(self.base.take());
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
}

/// A whole number, alone.
pub fn number(text: &str) -> Option<u32> {
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
pub fn duration(text: &str) -> Option<u32> {
    let mut seconds = 0_u32;
    for part in text.trim().split(':') {
        let whole = part.split('.').next()?;
        seconds = seconds.checked_mul(60)?.checked_add(whole.parse().ok()?)?;
    }
    (seconds > 0).then_some(seconds)
}
