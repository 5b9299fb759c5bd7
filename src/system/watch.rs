//! Files changing under us: told by the system, never polled.
//!
//! Folders are watched, not files, since editors rename. What comes within a moment of each other is told once.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use notify::event::{EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;

use crate::model::Trouble;

/// An editor's save is several events; they come within this.
const SETTLE: Duration = Duration::from_millis(30);

/// A watch on folders; dropping it ends it.
pub struct Watch {
    changed: Arc<Changed>,
    watcher: Mutex<RecommendedWatcher>,
}

#[derive(Default)]
struct Changed {
    paths: Mutex<BTreeSet<PathBuf>>,
    some: Notify,
}

impl Watch {
    /// Watches these folders, not what is below them. Those that do not exist are left out.
    pub fn new(folders: &[&Path]) -> Result<Watch, Trouble> {
        let changed = Arc::new(Changed::default());
        let told = Arc::clone(&changed);
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if let Ok(event) = event
                && matters(event.kind)
            {
                told.paths
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .extend(event.paths);
                told.some.notify_one();
            }
        })
        .map_err(|error| trouble(&error))?;
        let watch = Watch {
            changed,
            watcher: Mutex::new(watcher),
        };
        for folder in folders.iter().filter(|folder| folder.is_dir()) {
            watch.add(folder)?;
        }
        Ok(watch)
    }

    /// Watches one more folder.
    pub fn add(&self, folder: &Path) -> Result<(), Trouble> {
        self.watcher
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .watch(folder, RecursiveMode::NonRecursive)
            .map_err(|error| trouble(&error))
    }

    /// Waits for files to change, and tells which did. Can be dropped and asked again without losing any.
    pub async fn changed(&self) -> Vec<PathBuf> {
        loop {
            self.changed.some.notified().await;
            tokio::time::sleep(SETTLE).await;
            let mut paths = self
                .changed
                .paths
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            if !paths.is_empty() {
                return std::mem::take(&mut *paths).into_iter().collect();
            }
        }
    }
}

/// Looking at a file changes nothing, nor does its date of access.
fn matters(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => false,
        EventKind::Any
        | EventKind::Create(_)
        | EventKind::Modify(_)
        | EventKind::Remove(_)
        | EventKind::Other => true,
    }
}

fn trouble(error: &notify::Error) -> Trouble {
    Trouble::new(
        format!("files cannot be watched: {error}"),
        "changes made outside are seen at the next start",
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn a_replaced_file_is_told_once() {
        let home = tempfile::tempdir().unwrap();
        let watch = Watch::new(&[home.path(), &home.path().join("missing")]).unwrap();
        let path = home.path().join("feeds.toml");
        std::fs::write(home.path().join("new"), "x").unwrap();
        std::fs::rename(home.path().join("new"), &path).unwrap();
        let paths = tokio::time::timeout(Duration::from_secs(10), watch.changed())
            .await
            .unwrap();
        assert!(paths.iter().any(|changed| changed.ends_with("feeds.toml")));
    }
}
