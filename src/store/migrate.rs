//! The schema's versions. Append-only: a change is a new file in `migrations/`, and a row in `MIGRATIONS`.
//!
//! Invariant: `user_version` tells how many of them a database has seen; each runs whole or not at all.

use rusqlite::{Connection, TransactionBehavior};

use crate::store::error::StoreError;

/// In order; the first takes an empty file to version 1.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_checks.sql"),
    include_str!("migrations/0003_programs.sql"),
    include_str!("migrations/0004_identity.sql"),
    include_str!("migrations/0005_past.sql"),
    include_str!("migrations/0006_greeting.sql"),
    include_str!("migrations/0007_full_text.sql"),
    include_str!("migrations/0008_places.sql"),
    include_str!("migrations/0009_index.sql"),
    include_str!("migrations/0010_singles.sql"),
    include_str!("migrations/0011_keeping.sql"),
    include_str!("migrations/0012_rules.sql"),
    include_str!("migrations/0013_history.sql"),
    include_str!("migrations/0014_sorted.sql"),
    include_str!("migrations/0015_retention.sql"),
];

/// The newest schema that this byline knows.
pub const KNOWN: i64 = MIGRATIONS.len() as i64;

/// "byln": tells our databases from other programs'.
pub const APPLICATION: i64 = 0x6279_6c6e;

/// Brings the schema up to date. Two processes may come here at once: the second finds nothing left to do.
pub fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&transaction)?;
    for sql in MIGRATIONS
        .iter()
        .skip(usize::try_from(found).unwrap_or(usize::MAX))
    {
        transaction.execute_batch(sql)?;
    }
    if found < KNOWN {
        transaction.pragma_update(None, "user_version", KNOWN)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
    }
    transaction.commit()?;
    Ok(())
}

/// Brings an empty file to an older schema, for what was written with that.
pub fn migrate_to(connection: &mut Connection, schema: i64) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let count = usize::try_from(schema).unwrap_or_default();
    for sql in MIGRATIONS.iter().take(count) {
        transaction.execute_batch(sql)?;
    }
    transaction.pragma_update(None, "user_version", schema)?;
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.commit()?;
    Ok(())
}

/// How many migrations a database has seen.
pub fn version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

#[cfg(test)]
mod tests;
