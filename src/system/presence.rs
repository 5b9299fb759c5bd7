//! Whether another byline is at the same work right now: told by a lock of the system, which ends with its holder however it ends.

use std::fs::{File, OpenOptions};
use std::path::Path;

/// Says that we are at work, until it is dropped.
#[derive(Debug, Default)]
pub struct Presence {
    file: Option<File>,
    /// Whether nobody else was at work when we began: what others left unfinished is nobody's any more.
    pub alone: bool,
}

impl Presence {
    /// Lets others in: who is alone has taken over by now what it found unfinished.
    pub fn share(&mut self) {
        let shared = self.file.as_ref().map(File::lock_shared);
        if !matches!(shared, Some(Ok(()))) {
            self.file = None;
        }
    }
}

/// Announces us at the file `path`, which is made and stays empty. Where there can be no lock, nobody counts as alone. Blocks while somebody
/// who is alone has not yet let others in.
#[must_use]
pub fn announce(path: &Path) -> Presence {
    let opened = OpenOptions::new().create(true).append(true).open(path);
    let Ok(file) = opened else {
        return Presence {
            file: None,
            alone: false,
        };
    };
    // All at work share the lock; who can have it whole is alone, and keeps it whole until it lets others in: else what these begin meanwhile would
    // look unfinished too.
    let alone = file.try_lock().is_ok();
    let held = alone || file.lock_shared().is_ok();
    Presence {
        alone,
        file: held.then_some(file),
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
        let mut first = announce(&path);
        first.share();
        let second = announce(&path);
        assert_eq!((first.alone, second.alone), (true, false));
        drop(first);
        assert!(!announce(&path).alone);
        drop(second);
        assert!(announce(&path).alone);
        assert!(!announce(&home.path().join("no/such/folder")).alone);
    }
}
