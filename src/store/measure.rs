//! What entries are sorted by, worked out: the folded title and how much text there is.
//!
//! Entries get both here, in batches, between keys and before they are sorted, and not as they come: their two indexes are written at places all over, which cost
//! a tenth of a refresh. Invariant: an index names those that lack them, so that looking for some costs nothing when there are none.

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

/// Every entry that comes is measured, so it is done a stretch at a time, in loops that a compiler can widen.
fn visible(html: &str) -> i64 {
    let mut pieces = html.split('<');
    let before = pieces.next().map_or(0, |text| seen(text.as_bytes()));
    let texts = pieces.map(|piece| {
        let text = piece.find('>').and_then(|end| piece.as_bytes().get(end..));
        // The sign itself is one too many.
        text.map_or(0, |text| seen(text) - 1)
    });
    before + texts.sum::<i64>()
}

/// Characters that are no blanks. A continuation byte of UTF-8 begins no character.
fn seen(text: &[u8]) -> i64 {
    let count = |byte: &u8| u8::from(*byte > b' ' && !(0x80..=0xbf).contains(byte));
    // No sum of a stretch is too large for a byte.
    let stretches = text.chunks(255);
    stretches
        .map(|stretch| i64::from(stretch.iter().map(count).sum::<u8>()))
        .sum()
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
            (Some("a > b <i>c</i> <unclosed"), None, 4),
            (Some(&*"<b>字</b>".repeat(300)), None, 300),
            (Some(&*"x".repeat(1_000)), None, 1_000),
            (None, None, 0),
        ];
        for (content, summary, expect) in cases {
            assert_eq!(length(content, summary), expect, "{content:?}");
        }
    }
}
