//! Which later act rests on an act on entries, so that the earlier one cannot be taken back alone.
//!
//! An act rests on an earlier one if it changed the same thing (`Facet`) of the same entry: its value before is the earlier one's value after. Invariant: of the
//! acts that are done, each value of an entry is what the last of those that changed it gave; so taking back one on which none rests gives back exactly what was
//! before it. That `feeds.toml` was changed by later acts is the business of those who know its steps (`jobs/subscriptions.rs`).

use rusqlite::{Connection, params};

use crate::model::{Act, ActId, ActKind, Facet};
use crate::store::error::StoreError;

/// An act as it stands, and its detail: a tag, or the payload of an act on files of the reader's own.
pub type Found = (Act, Option<String>);

/// The first of the later acts that are done which rests on this one.
pub fn first_on_entries(
    connection: &Connection,
    found: &Found,
    later: Vec<Found>,
) -> Result<Option<Act>, StoreError> {
    for after in later {
        if may_meet(found, &after) && meets(connection, &found.0, &after.0)? {
            return Ok(Some(after.0));
        }
    }
    Ok(None)
}

/// Why an act is not taken back.
pub fn refused(later: &Act) -> StoreError {
    StoreError::Refused(format!(
        "a later act rests on it: {}; take that back first",
        later.sentence()
    ))
}

/// Whether both change the same thing of entries, were they the same entries.
fn may_meet((a, of_a): &Found, (b, of_b): &Found) -> bool {
    let is_tag = |kind| matches!(kind, ActKind::Tag | ActKind::Untag);
    if is_tag(a.kind) && is_tag(b.kind) {
        return of_a == of_b;
    }
    let mut shared = a.kind.facets().iter();
    let of_entries = |facet: &Facet| !matches!(facet, Facet::Feeds | Facet::Options);
    shared.any(|facet| of_entries(facet) && b.kind.facets().contains(facet))
}

/// Whether they changed the same entry. The smaller one is walked, the larger one asked.
fn meets(connection: &Connection, a: &Act, b: &Act) -> Result<bool, StoreError> {
    let (small, large): (ActId, ActId) = if a.count < b.count {
        (a.id, b.id)
    } else {
        (b.id, a.id)
    };
    let sql = "SELECT EXISTS (SELECT 1 FROM act_entry x CROSS JOIN act_entry y ON y.act = ?2 AND y.entry = x.entry WHERE x.act = ?1)";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row(params![small.0, large.0], |row| row.get(0))?)
}
