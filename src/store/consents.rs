//! What the reader of this computer said yes to: programs that make feeds, filters, files.
//!
//! Kept here and not in `feeds.toml`, which people share and programs write. Invariant: a consent is for one command, to the letter, and to one end.

use rusqlite::{Connection, params};

use crate::model::{Consent, Timestamp};
use crate::store::error::StoreError;
use crate::store::handle::Store;

impl Store {
    /// Those of these that nobody said yes to yet.
    pub async fn unconsented(&self, wanted: Vec<Consent>) -> Result<Vec<Consent>, StoreError> {
        if wanted.is_empty() {
            return Ok(wanted);
        }
        self.load(move |connection| {
            let mut missing = Vec::new();
            for consent in wanted {
                if !is_given(connection, &consent)? {
                    missing.push(consent);
                }
            }
            Ok(missing)
        })
        .await
    }

    /// Keeps that the reader said yes to these.
    pub async fn consent(&self, given: Vec<Consent>, now: Timestamp) -> Result<(), StoreError> {
        self.act(move |transaction| {
            let sql = "INSERT OR IGNORE INTO consent (kind, what, at) VALUES (?1, ?2, ?3)";
            for consent in given {
                transaction.prepare_cached(sql)?.execute(params![
                    consent.kind.name(),
                    consent.what,
                    now.0
                ])?;
            }
            Ok(())
        })
        .await
    }

    /// Takes the reader's yes to these back.
    pub async fn withdraw(&self, taken: Vec<Consent>) -> Result<(), StoreError> {
        self.act(move |transaction| {
            let sql = "DELETE FROM consent WHERE kind = ?1 AND what = ?2";
            for consent in taken {
                transaction
                    .prepare_cached(sql)?
                    .execute(params![consent.kind.name(), consent.what])?;
            }
            Ok(())
        })
        .await
    }
}

fn is_given(connection: &Connection, consent: &Consent) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM consent WHERE kind = ?1 AND what = ?2)";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row(params![consent.kind.name(), consent.what], |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::store::fixture::{NOW, wait};

    #[test]
    fn another_command_or_another_end_asks_again() {
        let store = Store::memory().unwrap();
        let run = |what: &str| Consent::needed(&format!("exec:{what}"), None, None).remove(0);
        let filter = |what: &str| Consent::needed("https://a.example/", Some(what), None).remove(0);
        wait(store.consent(vec![run("x.sh a")], NOW)).unwrap();
        wait(store.consent(vec![run("x.sh a")], NOW)).unwrap();
        let asked = vec![
            run("x.sh a"),
            run("x.sh  a"),
            run("x.sh b"),
            filter("x.sh a"),
        ];
        let missing = wait(store.unconsented(asked.clone())).unwrap();
        assert_eq!(missing, asked[1..]);
        wait(store.withdraw(vec![run("x.sh a")])).unwrap();
        assert_eq!(wait(store.unconsented(asked.clone())).unwrap(), asked);
    }
}
