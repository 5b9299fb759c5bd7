//! Files of the reader's own: loaded whole, replaced whole.
//!
//! Invariant: a file is either as it was or as it was to be, never in between, also when the power goes or the disk is full.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::model::Trouble;

/// Larger files are not the kind that is edited by hand.
const LARGEST: u64 = 64 << 20;

/// A text file; `None` when there is none.
pub fn load(path: &Path) -> Result<Option<String>, Trouble> {
    // Opening a pipe that nobody writes to waits for ever.
    if fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
        return Err(Trouble::new(
            format!("could not load `{}`: it is no regular file", path.display()),
            "put a file of text in its place",
        ));
    }
    let Some(bytes) = load_bytes(path)? else {
        return Ok(None);
    };
    String::from_utf8(bytes).map(Some).map_err(|error| {
        let line = error
            .as_bytes()
            .iter()
            .take(error.utf8_error().valid_up_to())
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        Trouble::new(
            format!("`{}` is not UTF-8 text (line {line})", path.display()),
            "save it as UTF-8; byline does not touch it as it is",
        )
    })
}

/// A file's bytes; `None` when there is none.
pub fn load_bytes(path: &Path) -> Result<Option<Vec<u8>>, Trouble> {
    load_at_most(path, LARGEST)
}

/// The bytes of a regular file of at most so many; `None` when there is none. What is no regular file (a pipe, a device) is not opened.
pub fn load_within(path: &Path, most: u64) -> Result<Option<Vec<u8>>, Trouble> {
    if fs::metadata(path).is_ok_and(|meta| !meta.is_file()) {
        return Err(Trouble::new(
            format!("`{}` is no regular file", path.display()),
            "name a file",
        ));
    }
    load_at_most(path, most)
}

fn load_at_most(path: &Path, most: u64) -> Result<Option<Vec<u8>>, Trouble> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(trouble("open", path, &error)),
    };
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| trouble("load", path, &error))?;
    if bytes.len() as u64 > most {
        return Err(Trouble::new(
            format!(
                "`{}` is larger than {}",
                path.display(),
                crate::text::size(most)
            ),
            "check the path",
        ));
    }
    Ok(Some(bytes))
}

/// Replaces a text file at once; see `save_bytes`.
pub fn save(path: &Path, text: &str) -> Result<(), Trouble> {
    save_bytes(path, text.as_bytes())
}

/// Replaces a file at once: written beside it, synced, renamed over it. Its mode stays, a symbolic link stays a link, and missing
/// folders are made. A file that was made read-only is left alone: that is how its owner says so.
pub fn save_bytes(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = folder_of(&target);
    fs::create_dir_all(folder).map_err(|error| trouble("save", path, &error))?;
    let mode = match fs::metadata(&target) {
        Ok(meta) if meta.permissions().readonly() => {
            return Err(Trouble::new(
                format!("could not save `{}`: it is read-only", path.display()),
                "make it writable, or edit it by hand",
            ));
        }
        Ok(meta) => Some(meta.permissions()),
        Err(_) => None,
    };
    let beside = beside(&target);
    let written = write_synced(&beside, bytes, mode).and_then(|()| fs::rename(&beside, &target));
    if let Err(error) = written {
        let _ = fs::remove_file(&beside);
        return Err(trouble("save", path, &error));
    }
    // The rename itself is on the disk only once the folder is; a file system that cannot sync folders has no better to offer.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// The files in `folder` whose names end in `.ending`, by name; none if there is no such folder.
#[must_use]
pub fn list(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == ending) && path.is_file())
        .collect();
    paths.sort();
    paths
}

/// A folder that is ours until this is dropped; others that ask for it wait.
#[derive(Debug)]
pub struct Lock {
    /// `None` where there is nothing to lock: a folder that is missing, a file system without locks.
    _folder: Option<File>,
}

/// Takes a folder for an edit of a file in it. Leaves no trace.
pub fn lock(folder: &Path) -> Result<Lock, Trouble> {
    let opened = match File::open(folder) {
        Ok(opened) => opened,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Ok(Lock { _folder: None });
        }
        Err(error) => return Err(trouble("open", folder, &error)),
    };
    let locked = opened.lock().is_ok();
    Ok(Lock {
        _folder: locked.then_some(opened),
    })
}

/// Whether files can be made in `folder`; a folder that is missing can if its parent can.
#[must_use]
pub fn is_writable(folder: &Path) -> bool {
    let existing = folder.ancestors().find(|path| path.exists());
    existing.is_some_and(|path| rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok())
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{}.new", std::process::id()))
}

fn write_synced(path: &Path, bytes: &[u8], mode: Option<fs::Permissions>) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .open(path)?;
    if let Some(mode) = mode {
        file.set_permissions(mode)?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

fn trouble(verb: &str, path: &Path, error: &io::Error) -> Trouble {
    use io::ErrorKind;
    let (why, hint) = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => (
            "the disk is full".to_string(),
            "free some space, then try again",
        ),
        ErrorKind::PermissionDenied => (
            "permission denied".to_string(),
            "check who owns it and its folder",
        ),
        ErrorKind::ReadOnlyFilesystem => (
            "its file system is read-only".to_string(),
            "reading works; what would write does not",
        ),
        ErrorKind::IsADirectory => ("it is a folder".to_string(), "name a file"),
        ErrorKind::NotADirectory => (
            "a part of its path is no folder".to_string(),
            "check the path",
        ),
        _ => (plain(error), "check the path"),
    };
    Trouble::new(
        format!("could not {verb} `{}`: {why}", path.display()),
        hint,
    )
}

/// The system's words without the number behind them.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    text.to_lowercase()
}

#[cfg(test)]
mod tests;
