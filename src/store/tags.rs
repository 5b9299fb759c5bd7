//! The reader's tags, counted.

use crate::store::error::StoreError;
use crate::store::handle::Store;

impl Store {
    /// Every tag that stands on an entry, with how many it stands on; the most used first, then by name.
    pub async fn tags(&self) -> Result<Vec<(String, u64)>, StoreError> {
        self.load(|connection| {
            let sql = "SELECT tag, count(*) AS n FROM entry_tag GROUP BY tag ORDER BY n DESC, tag";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }
}
