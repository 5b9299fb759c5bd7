//! What rules do to entries, kept: as they come, to what is there already, and taken back.
//!
//! Lives here: verdicts, and an act's effects as bits. Does not live here: which entries a rule finds as they come (`jobs/judge.rs`). Invariants: a verdict is
//! written in the transaction that brings its entry; of several rules that do the same to an entry the first one did it, so that each act can be taken back for
//! itself; what is bookmarked is never hidden; the counts of feeds are right after each.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::types::Value;
use rusqlite::{Transaction, params};

use crate::model::{ActId, ActKind, Colour, EntryId, Ruled, Ruling, Timestamp, Verdict};
use crate::store::bookmarks;
use crate::store::clause::Clause;
use crate::store::error::StoreError;
use crate::store::turn::Turn;

/// `state.hidden`: a rule hides it.
pub const RULE: i64 = 2;

/// What a rule did to an entry, as bits of `verdict.did` and `act_entry.became`; tags begin at `TAG`, one each.
const READ: i64 = 1;
const HIDE: i64 = 2;
const BOOKMARK: i64 = 4;
const COLOUR: i64 = 8;
const NOTIFY: i64 = 16;
const FULL_TEXT: i64 = 32;
const RUN: i64 = 64;
const TAG: i64 = 256;
/// What is nothing that could be taken back.
const SAID: i64 = NOTIFY | RUN;

/// What rules say of a document's entries.
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    /// The rules, in the reader's order.
    pub rules: Arc<Vec<Ruling>>,
    /// Of each entry of the document, in its order: the rules that find it, by their places, ascending. Missing ones: none.
    pub verdicts: Vec<Vec<u16>>,
    /// The acts of the refresh that the document belongs to.
    pub acts: RuleActs,
}

/// The act of each rule in one refresh, by the rule's place; begun when the rule first does something.
#[derive(Clone, Debug, Default)]
pub struct RuleActs(Arc<Mutex<HashMap<u16, ActId>>>);

/// What all rules together do to an entry as it is written for the first time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// It comes read.
    pub read: bool,
    /// It comes hidden.
    pub hide: bool,
    /// The colour of its title.
    pub colour: Option<Colour>,
}

impl Judgement {
    /// The rules that find the entry at this place of the document.
    fn of(&self, place: usize) -> impl Iterator<Item = (u16, &Ruling)> {
        let found = self.verdicts.get(place).into_iter().flatten();
        found.filter_map(|at| Some((*at, self.rules.get(usize::from(*at))?)))
    }

    /// What they do together to the entry at this place.
    pub fn sum(&self, place: usize) -> Sum {
        let mut sum = Sum::default();
        let mut is_kept = false;
        for (_, rule) in self.of(place) {
            sum.read |= rule.deeds.read;
            sum.hide |= rule.deeds.hide;
            sum.colour = sum.colour.or(rule.deeds.colour);
            is_kept |= rule.deeds.bookmark;
        }
        sum.hide &= !is_kept;
        sum
    }

    /// The entry at this place, new in the store; `None` when no rule finds it.
    pub fn ruled(&self, place: usize, entry: EntryId) -> Option<Ruled> {
        let rules: Vec<u16> = self.of(place).map(|(at, _)| at).collect();
        let hidden = self.sum(place).hide;
        (!rules.is_empty()).then_some(Ruled {
            entry,
            rules,
            hidden,
        })
    }

    /// Writes down what the rules did to entries that came, with an act for each rule that did something. What stands in the rows themselves (read, hidden,
    /// colour) was written with them.
    pub fn carry_out(
        &self,
        transaction: &Transaction<'_>,
        came: &[(Ruled, bool)],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut rows: HashMap<u16, Vec<(EntryId, i64)>> = HashMap::new();
        for (ruled, came_read) in came {
            let mut done = if *came_read { READ } else { 0 };
            let mut tagged: Vec<&String> = Vec::new();
            for at in &ruled.rules {
                let Some(rule) = self.rules.get(usize::from(*at)) else {
                    continue;
                };
                let mut did = flags(rule) & !done;
                did &= if ruled.hidden {
                    !(NOTIFY | FULL_TEXT)
                } else {
                    !HIDE
                };
                for (tag, bit) in rule.deeds.tags.iter().zip(tag_bits()) {
                    if !tagged.contains(&tag) {
                        tagged.push(tag);
                        did |= bit;
                    }
                }
                done |= did & (READ | HIDE | BOOKMARK | COLOUR | FULL_TEXT);
                rows.entry(*at).or_default().push((ruled.entry, did));
            }
        }
        for (at, rows) in rows {
            let Some(rule) = self.rules.get(usize::from(at)) else {
                continue;
            };
            say(transaction, &rule.name, &rows)?;
            let done: Vec<(EntryId, i64)> = rows
                .into_iter()
                .filter(|(_, did)| did & !SAID != 0)
                .collect();
            if !done.is_empty() {
                self.act(transaction, (at, rule), &done, now)?;
            }
        }
        Ok(())
    }

    /// Adds what a rule did to its act of this refresh.
    fn act(
        &self,
        transaction: &Transaction<'_>,
        (at, rule): (u16, &Ruling),
        rows: &[(EntryId, i64)],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let subject = subject(rule);
        let act = self.acts.get(at);
        let grown = match act {
            Some(act) => {
                // One that was taken back meanwhile, or whose transaction was, is left alone.
                let sql = "UPDATE act SET count = count + ?2 WHERE id = ?1 AND kind = 'rule' AND subject = ?3 AND state = 'done'";
                let values = params![act.0, rows.len(), subject];
                transaction.prepare_cached(sql)?.execute(values)?
            }
            None => 0,
        };
        let act = match act.filter(|_| grown == 1) {
            Some(act) => act,
            None => begin(transaction, rule, (&subject, rows.len()), now)?,
        };
        self.acts.set(at, act);
        let sql =
            "INSERT OR IGNORE INTO act_entry (act, entry, was, became) VALUES (?1, ?2, NULL, ?3)";
        let mut insert = transaction.prepare_cached(sql)?;
        for (entry, did) in rows {
            insert.execute(params![act.0, entry.0, did])?;
        }
        let from = rows.iter().map(|(entry, _)| *entry).min();
        let doing = Doing {
            transaction,
            act,
            rule,
            from: from.unwrap_or_default(),
        };
        doing.beside_state(Turn::Do, now)
    }
}

impl RuleActs {
    fn get(&self, at: u16) -> Option<ActId> {
        let acts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        acts.get(&at).copied()
    }

    fn set(&self, at: u16, act: ActId) {
        let mut acts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        acts.insert(at, act);
    }
}

/// Begins the act of a rule. What was undone before it can still be done again: it is not the reader's own.
fn begin(
    transaction: &Transaction<'_>,
    rule: &Ruling,
    (subject, count): (&str, usize),
    now: Timestamp,
) -> Result<ActId, StoreError> {
    let kind = serde_json::to_value(ActKind::Rule).unwrap_or_default();
    let sql = "INSERT INTO act (at, kind, subject, count, detail, state) VALUES (?1, ?2, ?3, ?4, ?5, 'done')";
    let values = params![now.0, kind.as_str(), subject, count, detail(rule)?];
    transaction.prepare_cached(sql)?.execute(values)?;
    let act = ActId(transaction.last_insert_rowid());
    Ok(act)
}

/// A rule as its acts keep it.
pub fn detail(rule: &Ruling) -> Result<String, StoreError> {
    serde_json::to_string(rule).map_err(|error| StoreError::Refused(error.to_string()))
}

/// The rule of an act.
pub fn of(detail: Option<&str>) -> Result<Ruling, StoreError> {
    let rule = detail.and_then(|detail| serde_json::from_str(detail).ok());
    rule.ok_or_else(|| StoreError::Refused("this act's rule cannot be read".to_string()))
}

/// A rule's act in words, before the number: `“press releases” hid and marked read`.
pub fn subject(rule: &Ruling) -> String {
    format!("“{}” {}", rule.name, rule.deeds.told())
}

fn say(
    transaction: &Transaction<'_>,
    rule: &str,
    rows: &[(EntryId, i64)],
) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO verdict (entry, rule, did) VALUES (?1, ?2, ?3)";
    let mut insert = transaction.prepare_cached(sql)?;
    for (entry, did) in rows {
        insert.execute(params![entry.0, rule, did])?;
    }
    Ok(())
}

/// What a rule does, without its tags.
fn flags(rule: &Ruling) -> i64 {
    let deeds = &rule.deeds;
    [
        (deeds.read, READ),
        (deeds.hide, HIDE),
        (deeds.bookmark, BOOKMARK),
        (deeds.colour.is_some(), COLOUR),
        (deeds.notify, NOTIFY),
        (deeds.full_text, FULL_TEXT),
        (deeds.run.is_some(), RUN),
    ]
    .into_iter()
    .filter(|(does, _)| *does)
    .fold(0, |all, (_, bit)| all | bit)
}

fn tag_bits() -> impl Iterator<Item = i64> {
    (0..crate::model::MOST_TAGS).map(|at| TAG << at)
}

/// What a kept verdict says, in the words of `config.toml`.
pub fn verdict(rule: String, did: i64) -> Verdict {
    let words = [
        (HIDE, "hide"),
        (READ, "mark read"),
        (BOOKMARK, "bookmark"),
        (COLOUR, "colour"),
        (NOTIFY, "notify"),
        (FULL_TEXT, "full text"),
        (RUN, "run"),
    ];
    let said = words.iter().filter(|(bit, _)| did & bit != 0);
    let mut words: Vec<String> = said.map(|(_, word)| (*word).to_string()).collect();
    if did >= TAG {
        words.push("tag".to_string());
    }
    Verdict { rule, did: words }
}

/// What applying a rule to what is there would do to a row of `state` as `s`: an expression of bits, 0 where there is nothing to do. Nobody is told of the past,
/// no page of it is fetched, and no command is run for it.
pub fn effect(rule: &Ruling) -> Clause {
    let deeds = &rule.deeds;
    let kept = "EXISTS (SELECT 1 FROM bookmark d WHERE d.entry = s.entry AND d.dropped_at IS NULL)";
    let here = "(EXISTS (SELECT 1 FROM entry d WHERE d.id = s.entry) OR EXISTS (SELECT 1 FROM bookmark d WHERE d.entry = s.entry))";
    let mut parts = vec!["0".to_string()];
    let mut values = Vec::new();
    let mut add = |when: String, bit: i64| parts.push(format!("({when}) * {bit}"));
    if deeds.read {
        add("s.read_at IS NULL".into(), READ);
    }
    if deeds.hide && !deeds.bookmark {
        add(format!("s.hidden & {RULE} = 0 AND NOT {kept}"), HIDE);
    }
    if deeds.bookmark {
        add(format!("NOT {kept} AND {here}"), BOOKMARK);
    }
    if deeds.colour.is_some() {
        add("s.colour IS NULL".into(), COLOUR);
    }
    for (tag, bit) in deeds.tags.iter().zip(tag_bits()) {
        add(
            "NOT EXISTS (SELECT 1 FROM entry_tag d WHERE d.entry = s.entry AND d.tag = ?)".into(),
            bit,
        );
        values.push(Value::Text(tag.clone()));
    }
    Clause::new(format!("({})", parts.join(" + ")), values)
}

/// Gives the rows of a rule's act their values, or those before. `detail` is the rule as it was then.
pub fn perform(
    transaction: &Transaction<'_>,
    act: ActId,
    detail: Option<&str>,
    (turn, now): (Turn, Timestamp),
) -> Result<(), StoreError> {
    let rule = of(detail)?;
    let doing = Doing {
        transaction,
        act,
        rule: &rule,
        from: EntryId(0),
    };
    doing.state(turn, now)?;
    doing.beside_state(turn, now)?;
    doing.verdicts(turn)
}

/// A rule's act being done or taken back.
struct Doing<'a> {
    transaction: &'a Transaction<'a>,
    act: ActId,
    rule: &'a Ruling,
    /// Entries of the act from this one on.
    from: EntryId,
}

impl Doing<'_> {
    /// Read, hidden, colour: what stands in the rows of `state`.
    fn state(&self, turn: Turn, now: Timestamp) -> Result<(), StoreError> {
        counted(self.transaction, self.act, || {
            if turn == Turn::Undo {
                let sql = format!(
                    "UPDATE state SET read_at = CASE WHEN x.became & {READ} THEN x.was ELSE read_at END, \
                     hidden = CASE WHEN x.became & {HIDE} THEN hidden & ~{RULE} ELSE hidden END, \
                     colour = CASE WHEN x.became & {COLOUR} THEN NULL ELSE colour END \
                     FROM act_entry AS x WHERE x.act = ?1 AND x.entry = state.entry"
                );
                self.transaction
                    .prepare_cached(&sql)?
                    .execute([self.act.0])?;
            } else {
                let sql = format!(
                    "UPDATE state SET read_at = CASE WHEN x.became & {READ} THEN ?2 ELSE read_at END, \
                     hidden = CASE WHEN x.became & {HIDE} AND NOT EXISTS (SELECT 1 FROM bookmark d WHERE d.entry = state.entry AND d.dropped_at IS NULL) \
                         THEN hidden | {RULE} ELSE hidden END, \
                     colour = CASE WHEN x.became & {COLOUR} THEN ?3 ELSE colour END \
                     FROM act_entry AS x WHERE x.act = ?1 AND x.entry = state.entry"
                );
                let colour = self.rule.deeds.colour.map_or(0, Colour::number);
                let values = params![self.act.0, now.0, colour];
                self.transaction.prepare_cached(&sql)?.execute(values)?;
            }
            Ok(())
        })
    }

    /// Copies, tags and wishes for pages.
    fn beside_state(&self, turn: Turn, now: Timestamp) -> Result<(), StoreError> {
        let among = |bit: i64| {
            let from = self.from.0;
            format!("x.became & {bit} AND x.entry >= {from}")
        };
        let (transaction, act) = (self.transaction, self.act);
        let deeds = &self.rule.deeds;
        if deeds.bookmark {
            let among = among(BOOKMARK);
            match turn {
                Turn::Do => bookmarks::keep(transaction, act, now, &among)?,
                Turn::Undo => bookmarks::drop_copies(transaction, act, now, &among)?,
                Turn::Redo => bookmarks::revive(transaction, act, &among)?,
            }
        }
        for (tag, bit) in deeds.tags.iter().zip(tag_bits()) {
            let sql = match turn {
                Turn::Undo => format!(
                    "DELETE FROM entry_tag WHERE tag = ?2 AND entry IN (SELECT x.entry FROM act_entry x WHERE x.act = ?1 AND {})",
                    among(bit)
                ),
                Turn::Do | Turn::Redo => format!(
                    "INSERT OR IGNORE INTO entry_tag (entry, tag) SELECT x.entry, ?2 FROM act_entry x WHERE x.act = ?1 AND {}",
                    among(bit)
                ),
            };
            transaction.execute(&sql, params![act.0, tag])?;
        }
        if deeds.full_text {
            self.pages(turn, &among(FULL_TEXT))?;
        }
        Ok(())
    }

    /// The pages that it wants, which are shown when they are there.
    fn pages(&self, turn: Turn, among: &str) -> Result<(), StoreError> {
        let these = format!(
            "SELECT x.entry FROM act_entry x WHERE x.act = {} AND {among}",
            self.act.0
        );
        let sql = match turn {
            Turn::Undo => format!(
                "DELETE FROM page_wish WHERE entry IN ({these}); \
                 UPDATE full_text SET chosen = NULL WHERE html IS NULL AND entry IN ({these});"
            ),
            Turn::Do | Turn::Redo => format!(
                "INSERT OR IGNORE INTO page_wish (entry) {these}; \
                 INSERT OR IGNORE INTO full_text (entry, chosen, again_at) SELECT entry, 1, 0 FROM ({these});"
            ),
        };
        Ok(self.transaction.execute_batch(&sql)?)
    }

    fn verdicts(&self, turn: Turn) -> Result<(), StoreError> {
        let sql = match turn {
            Turn::Undo => {
                "DELETE FROM verdict WHERE rule = ?2 AND entry IN (SELECT entry FROM act_entry WHERE act = ?1)"
            }
            Turn::Do | Turn::Redo => {
                "INSERT OR REPLACE INTO verdict (entry, rule, did) SELECT entry, ?2, became FROM act_entry WHERE act = ?1"
            }
        };
        let values = params![self.act.0, self.rule.name];
        self.transaction.execute(sql, values)?;
        Ok(())
    }
}

/// Lists again what an act frees, or hides it anew; `among` chooses its rows (`act_entry` as `x`).
pub fn free(
    transaction: &Transaction<'_>,
    act: ActId,
    (turn, among): (Turn, &str),
) -> Result<(), StoreError> {
    let hidden = match turn {
        Turn::Do | Turn::Redo => format!("hidden & ~{RULE}"),
        Turn::Undo => format!("hidden | {RULE}"),
    };
    counted(transaction, act, || {
        let sql = format!(
            "UPDATE state SET hidden = {hidden} FROM act_entry AS x WHERE x.act = ?1 AND x.entry = state.entry AND {among}"
        );
        transaction.prepare_cached(&sql)?.execute([act.0])?;
        Ok(())
    })
}

/// Changes rows of an act that feeds count, and the counts with them.
fn counted(
    transaction: &Transaction<'_>,
    act: ActId,
    change: impl FnOnce() -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let count = |sign: char| {
        let sql = format!(
            "UPDATE feed SET unread = unread {sign} d.more_unread, total = total {sign} d.more FROM \
             (SELECT s.feed AS feed, sum(s.read_at IS NULL) AS more_unread, count(*) AS more FROM act_entry x CROSS JOIN state s ON s.entry = x.entry \
              WHERE x.act = ?1 AND s.hidden & ~1 = 0 GROUP BY s.feed) AS d WHERE d.feed = feed.id"
        );
        transaction.prepare_cached(&sql)?.execute([act.0])?;
        Ok::<(), StoreError>(())
    };
    count('-')?;
    change()?;
    count('+')
}

#[cfg(test)]
mod tests;
