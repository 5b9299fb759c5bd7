//! What can be fetched again, kept on disk within a quota: what was not used for longest goes first.
//!
//! Each piece is a file of its own, whose time of change is when it was last used. Invariant: a file is whole or not there; nothing that goes wrong
//! here is worth telling, since all of it can be fetched again.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::model::Timestamp;

/// Larger files were not put here by us.
const LARGEST: u64 = 32 << 20;

/// What is left after tidying, in hundredths of the quota: so that not every new piece finds the folder full.
const LEFT: u64 = 90;

/// A folder of such files.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
    quota: u64,
}

impl Cache {
    /// The files in this folder, which need not be there; all together may have so many bytes.
    #[must_use]
    pub fn new(folder: PathBuf, quota: u64) -> Cache {
        Cache { folder, quota }
    }

    /// A piece that was put here under this name, which counts as used at `now`.
    #[must_use]
    pub fn get(&self, name: &str, now: Timestamp) -> Option<Vec<u8>> {
        let file = File::open(self.folder.join(name)).ok()?;
        let mut bytes = Vec::new();
        (&file).take(LARGEST).read_to_end(&mut bytes).ok()?;
        // A file that is not ours to touch is used all the same.
        let _ = File::options()
            .write(true)
            .open(self.folder.join(name))
            .and_then(|file| file.set_modified(time(now)));
        Some(bytes)
    }

    /// Puts a piece here under a name that is fit for a file, and makes room for it.
    pub fn put(&self, name: &str, bytes: &[u8], now: Timestamp) -> io::Result<()> {
        let size = bytes.len() as u64;
        if size > LARGEST || size > self.quota {
            return Ok(());
        }
        fs::create_dir_all(&self.folder)?;
        let target = self.folder.join(name);
        let beside = self
            .folder
            .join(format!(".{name}.{}.new", std::process::id()));
        let written = File::create(&beside).and_then(|mut file| {
            file.write_all(bytes)?;
            file.set_modified(time(now))
        });
        if let Err(error) = written.and_then(|()| fs::rename(&beside, &target)) {
            let _ = fs::remove_file(&beside);
            return Err(error);
        }
        self.tidy();
        Ok(())
    }

    /// Removes what was not used for longest, once there is more than may be.
    fn tidy(&self) {
        let mut files = files(&self.folder);
        let mut all: u64 = files.iter().map(|file| file.size).sum();
        if all <= self.quota {
            return;
        }
        files.sort_by_key(|file| file.used);
        for file in files {
            if all <= self.quota / 100 * LEFT {
                return;
            }
            if fs::remove_file(&file.path).is_ok() {
                all = all.saturating_sub(file.size);
            }
        }
    }
}

struct Kept {
    path: PathBuf,
    size: u64,
    used: SystemTime,
}

fn files(folder: &Path) -> Vec<Kept> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let kept = |entry: fs::DirEntry| {
        let meta = entry.metadata().ok()?;
        let used = meta.modified().ok()?;
        meta.is_file().then(|| Kept {
            path: entry.path(),
            size: meta.len(),
            used,
        })
    };
    entries.filter_map(|entry| kept(entry.ok()?)).collect()
}

fn time(now: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(now.0.max(0) as u64)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name();
        let mut names: Vec<String> = entries
            .map(|entry| name(entry).to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_was_not_used_for_longest_goes_first() {
        let home = tempfile::tempdir().unwrap();
        let cache = Cache::new(home.path().join("pictures"), 1000);
        for (at, name) in ["a", "b", "c"].into_iter().enumerate() {
            let now = Timestamp::from_secs(100 + at as i64);
            cache.put(name, &[at as u8; 300], now).unwrap();
        }
        let used = cache.get("a", Timestamp::from_secs(200));
        assert_eq!(used, Some(vec![0; 300]));
        cache
            .put("d", &[3; 300], Timestamp::from_secs(201))
            .unwrap();
        assert_eq!(names(&home.path().join("pictures")), ["a", "c", "d"]);
        assert_eq!(cache.get("b", Timestamp::from_secs(202)), None);
    }

    #[test]
    fn a_piece_that_is_too_large_takes_no_others_place() {
        let home = tempfile::tempdir().unwrap();
        let cache = Cache::new(home.path().to_path_buf(), 1000);
        cache.put("a", &[0; 900], Timestamp(0)).unwrap();
        cache.put("b", &[0; 1001], Timestamp(1)).unwrap();
        assert_eq!(names(home.path()), ["a"]);
        let none = Cache::new(home.path().to_path_buf(), 0);
        none.put("c", b"x", Timestamp(2)).unwrap();
        assert_eq!(names(home.path()), ["a"]);
    }

    #[test]
    fn what_is_replaced_leaves_nothing_beside() {
        let home = tempfile::tempdir().unwrap();
        let cache = Cache::new(home.path().to_path_buf(), 1000);
        cache.put("a", b"one", Timestamp(0)).unwrap();
        cache.put("a", b"two", Timestamp(1)).unwrap();
        assert_eq!(names(home.path()), ["a"]);
        assert_eq!(cache.get("a", Timestamp(2)), Some(b"two".to_vec()));
    }
}
