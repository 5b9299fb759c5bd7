//! What a file of bookmarks holds, and what holds for all formats of them.
//!
//! Invariant: what comes out are addresses of the web, each page once, every text of bounded length; what is left out is told, with its line where it has one.

use std::collections::HashMap;

use crate::model::{Bookmark, Timestamp};
use crate::parse::date::date;
use crate::parse::list::Note;
use crate::parse::marks::same_page;
use crate::text;

/// More are not taken from one file.
const MOST: usize = 200_000;
/// What is told of a file's mistakes one by one.
const MOST_NOTES: usize = 200;
/// Bytes of an address.
const LONGEST_LINK: usize = 8 << 10;
/// Bytes of a title.
const LONGEST_TITLE: usize = 2 << 10;
/// Bytes of a note.
const LONGEST_NOTE: usize = 64 << 10;
/// Bytes of a tag.
const LONGEST_TAG: usize = 200;
/// Tags of one bookmark.
const MOST_TAGS: usize = 64;
/// Earlier than this is a zero that somebody printed: 1980.
const FIRST: i64 = 315_532_800_000;

/// What a file of bookmarks holds.
#[derive(Debug, Default)]
pub struct Bookmarks {
    /// Which program wrote it: `Pocket`, `a browser`.
    pub from: &'static str,
    /// Each page once, in the order of the file.
    pub list: Vec<Bookmark>,
    /// How often a page came again, and was merged with the first.
    pub twice: u32,
    /// What was not taken, and why.
    pub refused: Vec<Note>,
    /// How many more were not taken than are told.
    pub more_refused: u32,
    at: HashMap<String, usize>,
}

impl Bookmarks {
    /// Nothing yet, of this program.
    pub fn of(from: &'static str) -> Bookmarks {
        Bookmarks {
            from,
            ..Bookmarks::default()
        }
    }

    /// Takes a bookmark, or says why not. One of a page that is there already is merged with that.
    pub fn add(&mut self, line: Option<u32>, mut new: Bookmark) {
        let link = new.entry.link.as_deref().map(str::trim).unwrap_or_default();
        let page = same_page(link).filter(|_| link.len() <= LONGEST_LINK);
        let key = match (&new.feed, page) {
            // byline's own: two feeds may have an entry of one page, or one without.
            (Some((feed, _)), page)
                if !new.entry.guid.is_empty() && (page.is_some() || link.is_empty()) =>
            {
                format!("g{feed} {}", new.entry.guid)
            }
            (_, Some(mark)) => format!("p{}", mark.value()),
            (_, None) => return self.refuse(line, &unfit(link, &new)),
        };
        new.entry.link = (!link.is_empty()).then(|| text::without_secrets(link));
        new.entry.title = cut(&text::scrub_line(&new.entry.title), LONGEST_TITLE);
        new.note = new
            .note
            .as_deref()
            .map(|note| cut(text::scrub(note).trim(), LONGEST_NOTE))
            .filter(|note| !note.is_empty());
        new.tags = tidy(&new.tags);
        new.kept = new.kept.filter(|time| time.0 >= FIRST);
        if let Some(known) = self.at.get(&key).and_then(|at| self.list.get_mut(*at)) {
            known.merge(new);
            known.tags.truncate(MOST_TAGS);
            self.twice += 1;
        } else if self.list.len() >= MOST {
            self.refuse(line, "the file holds more than 200,000 bookmarks");
        } else {
            self.at.insert(key, self.list.len());
            self.list.push(new);
        }
    }

    /// Says why something is not taken.
    pub fn refuse(&mut self, line: Option<u32>, what: &str) {
        if self.refused.len() >= MOST_NOTES {
            self.more_refused += 1;
            return;
        }
        self.refused.push(Note {
            line,
            what: what.to_string(),
        });
    }
}

fn unfit(link: &str, new: &Bookmark) -> String {
    let title = text::cut(&text::scrub_line(&new.entry.title), 60).into_owned();
    let named = if title.is_empty() {
        text::cut(&text::scrub_line(link), 60).into_owned()
    } else {
        title
    };
    if link.is_empty() {
        format!("`{named}` has no address")
    } else if link.len() > LONGEST_LINK {
        format!("the address of `{named}` is longer than 8 KB")
    } else {
        let scheme = link.split_once(':').map_or("", |(scheme, _)| scheme);
        let scheme = text::cut(&text::scrub_line(scheme), 20).into_owned();
        match scheme.as_str() {
            "" => format!("`{named}` has no address of the web"),
            scheme => format!("`{named}` is a `{scheme}:` address, not one of the web"),
        }
    }
}

fn cut(text: &str, most: usize) -> String {
    text.get(..text.floor_char_boundary(most))
        .unwrap_or_default()
        .to_string()
}

/// Tags as byline has them: no commas and quotes, none twice, not too many.
fn tidy(tags: &[String]) -> Vec<String> {
    let mut tidy: Vec<String> = Vec::new();
    for tag in tags {
        let tag = text::scrub_line(tag).replace(['"', ','], "");
        let tag = cut(tag.trim().trim_start_matches('#').trim(), LONGEST_TAG);
        if !tag.is_empty() && !tidy.contains(&tag) && tidy.len() < MOST_TAGS {
            tidy.push(tag);
        }
    }
    tidy
}

/// Folders of a browser that say where in it they are shown, not what is in them.
const ROOTS: [&str; 16] = [
    "all",
    "archive",
    "bookmarks",
    "bookmarks bar",
    "bookmarks menu",
    "bookmarks toolbar",
    "favorites",
    "favorites bar",
    "mobile bookmarks",
    "other bookmarks",
    "other favorites",
    "reading list",
    "starred",
    "unfiled bookmarks",
    "unread",
    "unsorted",
];

/// The tags that a path of folders makes.
pub fn folder_tags<'a>(path: impl Iterator<Item = &'a str>) -> Vec<String> {
    path.map(str::trim)
        .filter(|name| !name.is_empty() && !ROOTS.contains(&name.to_lowercase().as_str()))
        .map(str::to_string)
        .collect()
}

/// A time that other programs write in seconds, milliseconds or microseconds since 1970, or as a date.
pub fn time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let Ok(number) = text.parse::<i64>() else {
        return date(text);
    };
    let millis = match number {
        1..=99_999_999_999 => number * 1_000,
        100_000_000_000..=99_999_999_999_999 => number,
        100_000_000_000_000.. => number / 1_000,
        _ => return None,
    };
    Some(Timestamp(millis))
}
