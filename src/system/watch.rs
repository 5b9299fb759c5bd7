//! Files changing under us: told by the system, never polled.
//!
//! Folders are watched, not files, since editors rename. What comes within a moment of each other is told once.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use notify::event::{EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;

use crate::model::Trouble;

/// An editor's save is several events; they come within this.
const SETTLE: Duration = Duration::from_millis(30);

/// A watch on folders; dropping it ends it.
pub struct Watch {
    wished: Vec<PathBuf>,
    changed: Arc<Changed>,
    eyes: Mutex<Eyes>,
}

struct Eyes {
    watcher: RecommendedWatcher,
    /// Folders that do not exist yet.
    missing: Vec<PathBuf>,
}

#[derive(Default)]
struct Changed {
    paths: Mutex<BTreeSet<PathBuf>>,
    some: Notify,
}

impl Watch {
    /// Watches these folders, not what is below them. One that does not exist yet is watched from the moment it does.
    pub fn new(folders: &[&Path]) -> Result<Watch, Trouble> {
        let changed = Arc::new(Changed::default());
        let told = Arc::clone(&changed);
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if let Ok(event) = event
                && matters(event.kind)
            {
                lock(&told.paths).extend(event.paths);
                told.some.notify_one();
            }
        })
        .map_err(|error| trouble(&error))?;
        let wished: Vec<_> = folders.iter().map(|folder| folder.to_path_buf()).collect();
        let mut eyes = Eyes {
            watcher,
            missing: wished.clone(),
        };
        eyes.open().map_err(|error| trouble(&error))?;
        Ok(Watch {
            wished,
            changed,
            eyes: Mutex::new(eyes),
        })
    }

    /// Waits for files to change, and tells which did. Can be dropped and asked again without losing any.
    pub async fn changed(&self) -> Vec<PathBuf> {
        loop {
            self.changed.some.notified().await;
            tokio::time::sleep(SETTLE).await;
            let mut paths = std::mem::take(&mut *lock(&self.changed.paths));
            paths.retain(|path| {
                path.parent()
                    .is_some_and(|folder| self.wished.iter().any(|wished| wished == folder))
            });
            // Without eyes for a new folder the old ones still see.
            for folder in lock(&self.eyes).open().unwrap_or_default() {
                let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
                paths.extend(files.map(|file| file.path()));
            }
            if !paths.is_empty() {
                return paths.into_iter().collect();
            }
        }
    }
}

impl Eyes {
    /// Looks at the folders that exist by now, which are told, and for the others at the nearest folder above them.
    fn open(&mut self) -> notify::Result<Vec<PathBuf>> {
        let (found, missing): (Vec<_>, Vec<_>) = std::mem::take(&mut self.missing)
            .into_iter()
            .partition(|folder| folder.is_dir());
        self.missing = missing;
        let above = self
            .missing
            .iter()
            .filter_map(|folder| folder.ancestors().find(|above| above.is_dir()));
        for folder in found.iter().map(PathBuf::as_path).chain(above) {
            self.watcher.watch(folder, RecursiveMode::NonRecursive)?;
        }
        Ok(found)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
        let watch = Watch::new(&[home.path()]).unwrap();
        let path = home.path().join("feeds.toml");
        std::fs::write(home.path().join("new"), "x").unwrap();
        std::fs::rename(home.path().join("new"), &path).unwrap();
        let paths = tokio::time::timeout(Duration::from_secs(10), watch.changed())
            .await
            .unwrap();
        assert!(paths.iter().any(|changed| changed.ends_with("feeds.toml")));
    }

    #[tokio::test]
    async fn a_folder_that_comes_later_is_watched_then() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("config/byline");
        let watch = Watch::new(&[&folder]).unwrap();
        for name in ["feeds.toml", "keys.toml"] {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(home.path().join("unrelated"), "x").unwrap();
            std::fs::write(folder.join(name), "x").unwrap();
            let paths = tokio::time::timeout(Duration::from_secs(10), watch.changed())
                .await
                .unwrap();
            assert_eq!(paths, [folder.join(name)].as_slice());
            std::fs::remove_file(folder.join(name)).unwrap();
            let gone = watch.changed().await;
            assert_eq!(gone, [folder.join(name)].as_slice());
        }
    }
}
