//! Entries as feeds give them, taken in: one transaction per feed's document.
//!
//! Invariants: which entry comes again is decided in `parse::identity`; its content is replaced, its state and place in lists are kept; the feed's counts are right
//! after each transaction. HTML is stored as received.
//!
//! Figures (2 cores of a busy machine, 1,000 feeds of 30 entries of 6.5 kB HTML, one transaction each): 1.4 CPU s in all, of which zstd at level 1 takes 0.13 and
//! makes 103 MB of a file that would have 253; higher speeds of zstd save nothing more. 1,000,000 entries of 1 kB in such transactions: 53 CPU s.

use crate::model::{FeedId, ParsedFeed, Ruled, Timestamp};
use crate::store::checks::{Check, save_check};
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::intake::{Part, take_in};
use crate::store::rules::Judgement;

/// What a feed's document brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// Entries not seen before.
    pub new: u32,
    /// Entries whose title or text the feed changed.
    pub changed: u32,
    /// Whether the feed gives its entries other guids at each fetch, so that links and titles tell them.
    pub guids_change: bool,
    /// New ones that rules found.
    pub ruled: Vec<Ruled>,
}

impl Store {
    /// What taking a document in would do, without doing it: entries new, changed, and the same.
    pub async fn rehearse(
        &self,
        feed: FeedId,
        parsed: ParsedFeed,
        now: Timestamp,
    ) -> Result<(u32, u32, u32), StoreError> {
        self.batch(move |transaction| {
            transaction.execute_batch("SAVEPOINT rehearsal")?;
            let taken = take_in(
                transaction,
                feed,
                (&parsed, &Judgement::default()),
                (Part::Present, now),
            );
            transaction.execute_batch("ROLLBACK TO rehearsal; RELEASE rehearsal")?;
            let taken = taken?;
            let all = u32::try_from(parsed.entries.len()).unwrap_or(u32::MAX);
            let same = all.saturating_sub(taken.new.saturating_add(taken.changed));
            Ok((taken.new, taken.changed, same))
        })
        .await
    }

    /// Takes a feed's document in, with the bookkeeping of its fetch, in one transaction. `now` is taken just before: what was listed earlier must be older.
    pub async fn save_feed(
        &self,
        feed: FeedId,
        parsed: ParsedFeed,
        check: Check,
        now: Timestamp,
    ) -> Result<Saved, StoreError> {
        self.save_judged(feed, (parsed, Judgement::default()), check, now)
            .await
    }

    /// The same, with what rules say of its entries: of those that are new it is done, in the same transaction.
    pub async fn save_judged(
        &self,
        feed: FeedId,
        (parsed, judgement): (ParsedFeed, Judgement),
        check: Check,
        now: Timestamp,
    ) -> Result<Saved, StoreError> {
        self.batch(move |transaction| {
            let document = (&parsed, &judgement);
            let taken = take_in(transaction, feed, document, (Part::Present, now))?;
            let brought = (taken.new, taken.changed);
            save_check(transaction, &Check { feed, ..check }, brought)?;
            Ok(Saved {
                new: taken.new,
                changed: taken.changed,
                guids_change: taken.habit.changes_guids(),
                ruled: taken.ruled,
            })
        })
        .await
    }
}

#[cfg(test)]
mod tests;
