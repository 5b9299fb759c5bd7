//! Small things that the screen remembers over restarts: folded folders, the last scope.

use rusqlite::OptionalExtension;

use crate::store::error::StoreError;
use crate::store::handle::Store;

impl Store {
    /// What was remembered under `key`.
    pub async fn remembered(&self, key: &str) -> Result<Option<String>, StoreError> {
        let key = key.to_string();
        self.load(move |connection| {
            let sql = "SELECT value FROM remembered WHERE key = ?1";
            Ok(connection
                .query_row(sql, [key], |row| row.get(0))
                .optional()?)
        })
        .await
    }

    /// Remembers `value` under `key`, instead of what was there.
    pub async fn remember(&self, key: &str, value: &str) -> Result<(), StoreError> {
        let (key, value) = (key.to_string(), value.to_string());
        self.batch(move |transaction| {
            let sql = "INSERT OR REPLACE INTO remembered (key, value) VALUES (?1, ?2)";
            transaction.execute(sql, [key, value])?;
            Ok(())
        })
        .await
    }
}
