//! Bookmarks as JSON: byline's own, an object a line, written and read back whole; and Pinboard's export.
//!
//! Invariant: what `print_bookmark` writes `own_bookmarks` reads back as it was. No address in it has a name and password.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::model::{
    Bookmark, Enclosure, Entry, FullText, PageFacts, PageText, ParsedEntry, Timestamp,
};
use crate::parse::bookmark_list::{Bookmarks, time};
use crate::parse::date::date;
use crate::text;

/// Bytes of all pictures of one bookmark that are taken.
const MOST_PICTURES: usize = 64 << 20;

/// A line of byline's own.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Line {
    /// Which form this is; tells the file from others.
    byline_bookmark: u32,
    title: String,
    link: Option<String>,
    guid: String,
    feed: String,
    feed_url: String,
    date: Option<String>,
    kept: Option<String>,
    first_seen: Option<String>,
    published: Option<String>,
    updated: Option<String>,
    author: Option<String>,
    read: bool,
    own_tags: Vec<String>,
    categories: Vec<String>,
    note: Option<String>,
    summary: Option<String>,
    content: Option<String>,
    enclosures: Vec<Enclosure>,
    comments: Option<String>,
    comment_count: Option<u32>,
    image: Option<String>,
    language: Option<String>,
    full_text: Option<Page>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pictures: Vec<Picture>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Page {
    html: Option<String>,
    url: Option<String>,
    title: Option<String>,
    byline: Option<String>,
    published: Option<String>,
    site: Option<String>,
    language: Option<String>,
    image: Option<String>,
    pages: Option<u32>,
    fetched: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Picture {
    src: String,
    /// The file, in base64.
    data: String,
}

/// A bookmark as an object; its pictures in it are those given.
#[must_use]
pub fn print_bookmark(entry: &Entry, pictures: &[(String, Vec<u8>)]) -> serde_json::Value {
    let row = &entry.row;
    let written = |time: Option<Timestamp>| time.and_then(Timestamp::to_rfc3339);
    let line = Line {
        byline_bookmark: 1,
        title: row.title.clone(),
        link: row.link.as_deref().map(text::address),
        guid: entry.guid.clone(),
        feed: row.feed_title.clone(),
        feed_url: text::address(&entry.feed_url),
        date: written(Some(row.time)),
        kept: written(entry.kept),
        first_seen: written(Some(entry.first_seen)),
        published: written(entry.published),
        updated: written(entry.updated),
        author: entry.author.clone(),
        read: row.read,
        own_tags: row.tags.clone(),
        categories: entry.categories.clone(),
        note: entry.note.clone(),
        summary: entry.summary.clone(),
        content: entry.content.clone(),
        enclosures: entry.enclosures.clone(),
        comments: entry.comments.clone(),
        comment_count: entry.comment_count,
        image: entry.image.clone(),
        language: entry.language.clone(),
        full_text: entry.full_text.as_deref().and_then(page),
        pictures: pictures
            .iter()
            .map(|(src, bytes)| Picture {
                src: src.clone(),
                data: STANDARD.encode(bytes),
            })
            .collect(),
    };
    serde_json::to_value(line).unwrap_or_default()
}

fn page(full: &FullText) -> Option<Page> {
    let page = full.page.as_ref()?;
    let facts = page.facts.clone();
    Some(Page {
        html: Some(page.html.clone()),
        url: Some(page.url.clone()),
        title: Some(facts.title),
        byline: facts.byline,
        published: facts.published,
        site: facts.site,
        language: facts.language,
        image: facts.image,
        pages: facts.pages,
        fetched: full.came.and_then(Timestamp::to_rfc3339),
    })
}

/// Whether a file that begins so is byline's own.
pub fn is_own(head: &str) -> bool {
    let first = head.lines().next().unwrap_or_default();
    // Objects are written with their names in order, so that this one stands near the beginning.
    first.starts_with('{') && first.contains("\"byline_bookmark\":")
}

/// The bookmarks of byline's own file.
pub fn own_bookmarks(text: &str) -> Bookmarks {
    let mut found = Bookmarks::of("byline");
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Line>(line) {
            Ok(line) if line.byline_bookmark > 0 => found.add(Some(number), bookmark(line)),
            Ok(_) => found.refuse(Some(number), "it is no bookmark"),
            Err(error) => found.refuse(Some(number), &format!("it is not understood: {error}")),
        }
    }
    found
}

fn bookmark(line: Line) -> Bookmark {
    let at = |text: Option<String>| text.as_deref().and_then(date);
    let first_seen = at(line.first_seen);
    let full_text = line.full_text.and_then(|page| {
        let facts = PageFacts {
            title: page.title.unwrap_or_default(),
            byline: page.byline,
            published: page.published,
            site: page.site,
            language: page.language,
            image: page.image,
            pages: page.pages,
        };
        let html = page.html?;
        Some(Box::new(FullText {
            page: Some(PageText {
                html,
                url: page.url.unwrap_or_default(),
                facts,
            }),
            came: page.fetched.as_deref().and_then(date),
            is_wanted: true,
            ..FullText::default()
        }))
    });
    let mut room = MOST_PICTURES;
    let pictures = line.pictures.into_iter().filter_map(|picture| {
        let bytes = STANDARD.decode(picture.data).ok()?;
        room = room.checked_sub(bytes.len())?;
        Some((picture.src, bytes))
    });
    Bookmark {
        pictures: pictures.collect(),
        entry: ParsedEntry {
            guid: line.guid,
            title: line.title,
            link: line.link,
            summary: line.summary,
            content: line.content,
            published: at(line.published),
            updated: at(line.updated),
            author: line.author,
            enclosures: line.enclosures,
            tags: line.categories,
            comments: line.comments,
            comment_count: line.comment_count,
            image: line.image,
            language: line.language,
            ..ParsedEntry::default()
        },
        feed: (!line.feed_url.is_empty()).then_some((line.feed_url, line.feed)),
        kept: at(line.kept),
        first_seen,
        time: at(line.date),
        is_read: line.read,
        tags: line.own_tags,
        note: line.note,
        full_text,
    }
}

/// A bookmark of Pinboard's.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Pin {
    href: String,
    description: String,
    extended: String,
    time: String,
    tags: String,
    toread: String,
}

/// Whether a file that begins so is Pinboard's.
pub fn is_pinboard(head: &str) -> bool {
    head.starts_with('[') && head.contains("\"href\"")
}

/// The bookmarks of Pinboard's export. What is no list of objects gives none, and says so.
pub fn pinboard(text: &str) -> Bookmarks {
    let mut found = Bookmarks::of("Pinboard");
    let pins = match serde_json::from_str::<Vec<serde_json::Value>>(text) {
        Ok(pins) => pins,
        Err(error) => {
            found.refuse(None, &format!("it is not understood: {error}"));
            return found;
        }
    };
    for pin in pins {
        let Ok(pin) = serde_json::from_value::<Pin>(pin) else {
            found.refuse(None, "one of its bookmarks is not understood");
            continue;
        };
        let bookmark = Bookmark {
            entry: ParsedEntry {
                link: Some(pin.href),
                title: pin.description,
                ..ParsedEntry::default()
            },
            kept: time(&pin.time),
            is_read: pin.toread != "yes",
            tags: pin.tags.split_whitespace().map(str::to_string).collect(),
            note: (!pin.extended.trim().is_empty()).then_some(pin.extended),
            ..Bookmark::default()
        };
        found.add(None, bookmark);
    }
    found
}
