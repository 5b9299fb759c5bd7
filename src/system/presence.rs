//! Whether another byline is at the same work right now: told by a lock of the system, which ends with its holder however it ends.

use std::fs::{File, OpenOptions};
use std::path::Path;

/// Says that we are at work, until it is dropped.
#[derive(Debug)]
pub struct Presence {
    _file: Option<File>,
    /// Whether nobody else was at work when we began: what others left unfinished is nobody's any more.
    pub alone: bool,
}

/// Announces us at the file `path`, which is made and stays empty. Where there can be no lock, nobody counts as alone.
#[must_use]
pub fn announce(path: &Path) -> Presence {
    let opened = OpenOptions::new().create(true).append(true).open(path);
    let Ok(file) = opened else {
        return Presence {
            _file: None,
            alone: false,
        };
    };
    // All at work share the lock; who can have it whole is alone.
    let alone = file.try_lock().is_ok();
    let held = file.lock_shared().is_ok();
    Presence {
        alone: alone && held,
        _file: held.then_some(file),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_first_is_alone_and_so_is_the_one_after_the_last() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("refresh.lock");
        let first = announce(&path);
        let second = announce(&path);
        assert_eq!((first.alone, second.alone), (true, false));
        drop(first);
        assert!(!announce(&path).alone);
        drop(second);
        assert!(announce(&path).alone);
        assert!(!announce(&home.path().join("no/such/folder")).alone);
    }
}
