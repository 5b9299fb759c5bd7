//! Bookmarks of other programs, told apart by what they look like: bookmark files of browsers, exports of Pocket, Instapaper, Raindrop and Pinboard, byline's own.

use crate::parse::bookmark_csv::{csv_bookmarks, is_csv};
use crate::parse::bookmark_file::{bookmark_file, is_bookmark_file};
use crate::parse::bookmark_json::{is_own, is_pinboard, own_bookmarks, pinboard};
use crate::parse::bookmark_list::Bookmarks;
use crate::parse::decode::decode;
use crate::parse::source::Source;

/// What is looked at to tell formats apart.
const HEAD: usize = 64 << 10;

/// The bookmarks in a file; `None`: it is none of bookmarks.
#[must_use]
pub fn bookmarks(bytes: &[u8]) -> Option<Bookmarks> {
    let plain = Source {
        content_type: Some("text/plain"),
        ..Source::default()
    };
    let decoded = decode(bytes, &plain);
    let text = decoded.text.trim_start_matches('\u{FEFF}').trim_start();
    let head = text
        .get(..text.floor_char_boundary(HEAD))
        .unwrap_or_default();
    if is_own(head) {
        Some(own_bookmarks(text))
    } else if is_pinboard(head) {
        Some(pinboard(text))
    } else if let Some(from) = is_bookmark_file(head) {
        Some(bookmark_file(text, from))
    } else if let Some(from) = is_csv(head) {
        Some(csv_bookmarks(text, from))
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
