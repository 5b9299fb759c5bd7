//! What entries are sorted by, worked out: the folded title and how much text there is.
//!
//! New entries have both from the start (`content.rs`); those of stores from before this get them here, in batches. Invariant: an index names those that lack
//! them, so that looking for some costs nothing when there are none.

use rusqlite::params;

use crate::store::body::unpack;
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::text;

/// Entries of a batch.
const BATCH: i64 = 200;

impl Store {
    /// Works out what a batch of entries is sorted by. How many they were; 0: none lacks it.
    pub async fn measure(&self) -> Result<usize, StoreError> {
        let look = |connection: &rusqlite::Connection| {
            let sql =
                "SELECT EXISTS (SELECT 1 FROM entry INDEXED BY entry_unmeasured WHERE length < 0)";
            Ok(connection.query_row(sql, [], |row| row.get::<_, bool>(0))?)
        };
        if !self.load(look).await? {
            return Ok(0);
        }
        self.batch(|transaction| {
            let sql = "SELECT e.id, e.title, y.content, y.summary FROM entry e INDEXED BY entry_unmeasured \
                 LEFT JOIN body y ON y.entry = e.id WHERE e.length < 0 LIMIT ?1";
            let mut statement = transaction.prepare_cached(sql)?;
            let mut rows = statement.query([BATCH])?;
            let mut found: Vec<(i64, String, i64)> = Vec::new();
            while let Some(row) = rows.next()? {
                let (content, summary) = (unpack(row.get_ref(2)?)?, unpack(row.get_ref(3)?)?);
                let length = length(content.as_deref(), summary.as_deref());
                found.push((row.get(0)?, sort_title(&row.get::<_, String>(1)?), length));
            }
            let sql = "UPDATE entry SET sort_title = ?2, length = ?3 WHERE id = ?1";
            let mut update = transaction.prepare_cached(sql)?;
            for (id, title, length) in &found {
                update.execute(params![id, title, length])?;
            }
            Ok(found.len())
        })
        .await
    }
}

/// Characters of the longer of the two texts, markup and blanks left out.
pub fn length(content: Option<&str>, summary: Option<&str>) -> i64 {
    let of = |html: Option<&str>| html.map_or(0, visible);
    of(content).max(of(summary))
}

/// A title as it is sorted: without case, accents and what stands before its first letter or figure; its first 40 characters.
pub fn sort_title(title: &str) -> String {
    let folded = text::fold(title);
    let begun = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    let all = if begun.is_empty() { &folded } else { begun };
    all.chars().take(40).collect()
}

fn visible(html: &str) -> i64 {
    let mut is_tag = false;
    let mut count = 0;
    for byte in html.bytes() {
        match byte {
            b'<' => is_tag = true,
            b'>' => is_tag = false,
            // A continuation byte of UTF-8 begins no character.
            0x80..=0xbf => {}
            _ if byte.is_ascii_whitespace() => {}
            _ => count += i64::from(!is_tag),
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_blanks_are_no_text() {
        let cases = [
            (Some("<p>Two words</p>"), None, 8),
            (Some("<p class=\"x\">内核</p>"), Some("ab"), 2),
            (Some("<img src=x>"), Some("a summary"), 8),
            (None, None, 0),
        ];
        for (content, summary, expect) in cases {
            assert_eq!(length(content, summary), expect, "{content:?}");
        }
    }
}
