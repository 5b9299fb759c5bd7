//! Lists of saved pages as tables: exports of Pocket, Instapaper and Raindrop, told apart by the names of their columns.

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::model::{Bookmark, ParsedEntry};
use crate::parse::bookmark_list::{Bookmarks, folder_tags, time};
use crate::parse::entities::escape;

/// Which program wrote a table that begins so, if it is one of saved pages.
pub fn is_csv(head: &str) -> Option<&'static str> {
    let first = head.lines().next()?.to_ascii_lowercase();
    let names: Vec<&str> = first
        .split(',')
        .map(|name| name.trim().trim_matches('"'))
        .collect();
    let has = |name: &str| names.contains(&name);
    if !has("url") || names.len() < 2 {
        return None;
    }
    if has("time_added") {
        Some("Pocket")
    } else if has("created") && has("folder") {
        Some("Raindrop")
    } else if has("timestamp") && has("folder") {
        Some("Instapaper")
    } else {
        (has("title") || has("tags")).then_some("a table")
    }
}

/// The columns of a table.
struct Columns(Vec<String>);

impl Columns {
    fn value<'r>(&self, row: &'r StringRecord, names: &[&str]) -> Option<&'r str> {
        let at = names
            .iter()
            .find_map(|name| self.0.iter().position(|it| it == name))?;
        row.get(at).map(str::trim).filter(|value| !value.is_empty())
    }
}

/// The bookmarks of such a table.
pub fn csv_bookmarks(text: &str, from: &'static str) -> Bookmarks {
    let mut found = Bookmarks::of(from);
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .trim(Trim::Headers)
        .from_reader(text.as_bytes());
    let columns = match reader.headers() {
        Ok(names) => Columns(names.iter().map(str::to_ascii_lowercase).collect()),
        Err(error) => {
            found.refuse(None, &format!("its first line is not understood: {error}"));
            return found;
        }
    };
    let mut row = StringRecord::new();
    loop {
        let line = u32::try_from(reader.position().line()).ok();
        match reader.read_record(&mut row) {
            Ok(true) => found.add(line, bookmark(&row, &columns, from)),
            Ok(false) => return found,
            Err(error) => {
                found.refuse(line, &format!("the row is not understood: {error}"));
                if reader.is_done() {
                    return found;
                }
            }
        }
    }
}

fn bookmark(row: &StringRecord, columns: &Columns, from: &str) -> Bookmark {
    let value = |names: &[&str]| columns.value(row, names);
    let folder = value(&["folder"]).unwrap_or_default();
    let mut tags = folder_tags(folder.split('/'));
    let own = value(&["tags"]).unwrap_or_default();
    match serde_json::from_str::<Vec<String>>(own) {
        Ok(listed) => tags.extend(listed),
        Err(_) => tags.extend(own.split([',', '|', ';']).map(str::to_string)),
    }
    let status = value(&["status"]).unwrap_or(folder);
    let is_unread = status.eq_ignore_ascii_case("unread");
    let notes = [
        value(&["note", "selection", "description"]),
        value(&["highlights"]),
    ];
    let note = notes.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    Bookmark {
        entry: ParsedEntry {
            link: value(&["url"]).map(str::to_string),
            title: value(&["title"]).unwrap_or_default().to_string(),
            summary: value(&["excerpt"]).map(|words| format!("<p>{}</p>", escape(words))),
            ..ParsedEntry::default()
        },
        kept: value(&["time_added", "timestamp", "created"]).and_then(time),
        // Where nothing is said of it, as in a collection of bookmarks, nothing is news.
        is_read: from == "Raindrop" || !is_unread,
        tags,
        note: (!note.is_empty()).then_some(note),
        ..Bookmark::default()
    }
}
