//! What an import brought, and what is told of it.

use crate::model::{Act, Consent};
use crate::parse::{Note, Search};
use crate::store::Adopted;
use crate::text;

/// What an import brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// The act, to be taken back; `None` if every feed was there already.
    pub act: Option<Act>,
    /// Feeds that were there already.
    pub known: u32,
    /// How often a feed came again in the list, and was merged with the first.
    pub twice: u32,
    /// What was not taken, and why.
    pub refused: Vec<Note>,
    /// What is to be known of what was taken.
    pub notes: Vec<Note>,
    /// Saved searches, put into byline's words where it has them.
    pub searches: Vec<Search>,
    /// Feeds that run a program or load a file, and wait for the reader's yes: how they are called, and what to.
    pub waiting: Vec<(String, Consent)>,
    /// What was read and kept in the other reader.
    pub adopted: Adopted,
    /// Of bookmarks: which program wrote them; then the other numbers count bookmarks.
    pub from: Option<&'static str>,
    /// Of bookmarks: those that were there, and got tags or a note.
    pub enriched: u32,
}

impl Imported {
    /// What was not taken, in words.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        let refused = self.refused.iter().map(ToString::to_string);
        let searches = self.searches.iter().map(|search| {
            let (line, name) = (search.line, &search.name);
            match &search.query {
                Ok(query) => format!(
                    "line {line}: the query feed `{name}` is in byline the search `{query}`"
                ),
                Err(why) => format!(
                    "line {line}: the query feed `{name}` (`{}`) is not taken: {why}",
                    search.theirs
                ),
            }
        });
        refused.chain(searches).collect()
    }

    /// What else is to be known, in words.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        let notes = self.notes.iter().map(ToString::to_string);
        let waiting = self.waiting.iter().map(|(title, consent)| {
            format!("`{title}` {}, and waits for your yes", consent.sentence())
        });
        let Adopted { read, kept } = self.adopted;
        let entries = |count| text::counted(count, "entry", "entries");
        let read =
            (read > 0).then(|| format!("{} read there, and read here as they come", entries(read)));
        let kept =
            (kept > 0).then(|| format!("{} flagged there, and bookmarked here", entries(kept)));
        notes.chain(waiting).chain(read).chain(kept).collect()
    }
}
