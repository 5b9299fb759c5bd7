//! Bookmark files of browsers (Netscape's), and the pages that Pocket and Instapaper give as exports: links in lists, below headings.
//!
//! There is no standard but the habit: `DT` and `A` in a `DL`, folders as `H3` before a `DL`, `ADD_DATE` in seconds, `TAGS` parted by commas, `DD` for a note. The
//! file is cut into tags, not built into a tree, so that none is slow.

use crate::model::{Bookmark, ParsedEntry};
use crate::parse::attributes::attribute;
use crate::parse::bookmark_list::{Bookmarks, folder_tags, time};
use crate::parse::entities;
use crate::parse::tags::{Piece, Tags};

/// Folders in one another that are told apart.
const DEEPEST: usize = 100;

/// Which program wrote a file that begins so, if it is one of these.
pub fn is_bookmark_file(head: &str) -> Option<&'static str> {
    if !head.starts_with('<') {
        return None;
    }
    let head = head.to_ascii_lowercase();
    if head.contains("<!doctype netscape-bookmark-file") {
        return Some("a browser");
    }
    if head.contains("<title>pocket export</title>") {
        return Some("Pocket");
    }
    let is_page = head.contains("<html") || head.contains("<!doctype html");
    (is_page && head.contains("<title>instapaper: export</title>")).then_some("Instapaper")
}

/// Where the text between tags goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Into {
    Nothing,
    Heading,
    Folder,
    Title,
    Note,
}

#[derive(Default)]
struct Walk {
    folders: Vec<String>,
    pending: Option<String>,
    /// What stands below `Read Archive` was read there; in a browser nothing is news.
    is_read: bool,
    open: Option<(u32, Bookmark)>,
    text: String,
}

/// The bookmarks of such a file.
pub fn bookmark_file(text: &str, from: &'static str) -> Bookmarks {
    let mut found = Bookmarks::of(from);
    let mut walk = Walk {
        is_read: from == "a browser",
        ..Walk::default()
    };
    let mut into = Into::Nothing;
    let mut lines = Lines::new(text);
    for token in Tags::html(text) {
        match token.piece {
            Piece::Text(piece) => {
                if into != Into::Nothing {
                    walk.text.push_str(&entities::decode(piece));
                }
            }
            Piece::Start {
                name, attributes, ..
            } => {
                let name = name.to_ascii_lowercase();
                if into == Into::Note && matches!(name.as_str(), "br" | "p") {
                    walk.text.push('\n');
                    continue;
                }
                let line = lines.of(token.start);
                into = walk.start((&name, attributes), line, into, &mut found);
            }
            Piece::End { name } => {
                let name = name.to_ascii_lowercase();
                into = walk.end(&name, into, &mut found);
            }
            _ => {}
        }
    }
    walk.end_note(into);
    walk.close(&mut found);
    found
}

impl Walk {
    fn start(
        &mut self,
        (name, attributes): (&str, &str),
        line: u32,
        into: Into,
        found: &mut Bookmarks,
    ) -> Into {
        if !matches!(
            name,
            "dt" | "dl" | "dd" | "li" | "a" | "h1" | "h3" | "ul" | "ol" | "hr"
        ) {
            return into;
        }
        self.end_note(into);
        self.text.clear();
        match name {
            "dd" if self.open.is_some() => return Into::Note,
            "dd" => return Into::Nothing,
            "h1" => {
                self.close(found);
                return Into::Heading;
            }
            "h3" => {
                self.close(found);
                return Into::Folder;
            }
            "a" => {
                self.close(found);
                self.open = self.begun(attributes, line, found).map(|it| (line, it));
                return Into::Title;
            }
            "dl" => {
                self.close(found);
                if self.folders.len() < DEEPEST {
                    self.folders.push(self.pending.take().unwrap_or_default());
                }
            }
            _ => self.close(found),
        }
        Into::Nothing
    }

    fn end(&mut self, name: &str, into: Into, found: &mut Bookmarks) -> Into {
        match (name, into) {
            ("a", Into::Title) => {
                if let Some((_, bookmark)) = &mut self.open {
                    bookmark.entry.title = std::mem::take(&mut self.text);
                }
            }
            ("h1", Into::Heading) => {
                let heading = std::mem::take(&mut self.text).trim().to_lowercase();
                match heading.as_str() {
                    "unread" => self.is_read = false,
                    "read archive" | "archive" => self.is_read = true,
                    _ => {}
                }
                if found.from == "Instapaper" {
                    self.folders = vec![heading];
                }
            }
            ("h3", Into::Folder) => self.pending = Some(std::mem::take(&mut self.text)),
            ("dl", _) => {
                self.end_note(into);
                self.close(found);
                self.folders.pop();
            }
            _ => return into,
        }
        Into::Nothing
    }

    fn end_note(&mut self, into: Into) {
        if let (Into::Note, Some((_, bookmark))) = (into, &mut self.open) {
            bookmark.note = Some(std::mem::take(&mut self.text));
        }
    }

    /// The bookmark of a link.
    fn begun(&self, attributes: &str, line: u32, found: &mut Bookmarks) -> Option<Bookmark> {
        let value = |name| attribute(attributes, name).map(std::borrow::Cow::into_owned);
        if value("FEEDURL").is_some() {
            let what = "a live bookmark is a feed: `byline add` follows it";
            found.refuse(Some(line), what);
            return None;
        }
        let mut tags = folder_tags(self.folders.iter().map(String::as_str));
        let own = value("TAGS").unwrap_or_default();
        tags.extend(own.split(',').map(str::to_string));
        let is_later = value("TOREAD").is_some_and(|it| matches!(it.as_str(), "1" | "yes"));
        Some(Bookmark {
            entry: ParsedEntry {
                link: value("HREF"),
                ..ParsedEntry::default()
            },
            kept: value("ADD_DATE")
                .or_else(|| value("time_added"))
                .and_then(|at| time(&at)),
            is_read: self.is_read && !is_later,
            tags,
            ..Bookmark::default()
        })
    }

    fn close(&mut self, found: &mut Bookmarks) {
        if let Some((line, bookmark)) = self.open.take() {
            found.add(Some(line), bookmark);
        }
    }
}

/// The line in which a byte of a text stands, asked in the order of the text.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Lines<'a> {
        Lines {
            text,
            at: 0,
            line: 1,
        }
    }

    fn of(&mut self, at: usize) -> u32 {
        if let Some(passed) = self.text.as_bytes().get(self.at..at) {
            self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u32;
            self.at = at;
        }
        self.line
    }
}
