//! Files of the reader's own: loaded whole, replaced whole.
//!
//! Invariant: a file is either as it was or as it was to be, never in between, also when the power goes or the disk is full.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, fchown};
use std::path::{Path, PathBuf};

use crate::model::{Timestamp, Trouble};

/// Larger files are not the kind that is edited by hand.
const LARGEST: u64 = 64 << 20;

/// Links that lead to links are followed so far, as the system does.
const MOST_LINKS: usize = 40;

/// What only its owner may read and write.
const PRIVATE: u32 = 0o600;

/// A text file that is there and could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unloaded {
    /// The file.
    pub path: PathBuf,
    /// Where its bytes are no text, from 1; 1 when it is not a matter of its bytes.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
    /// Why, without its name.
    pub why: String,
    /// What helps.
    pub hint: String,
}

impl Unloaded {
    fn whole(path: &Path, (why, hint): (String, &str)) -> Unloaded {
        Unloaded {
            path: path.to_path_buf(),
            line: 1,
            column: 1,
            why,
            hint: hint.to_string(),
        }
    }

    fn no_text(path: &Path, beginning: &[u8]) -> Unloaded {
        let text = String::from_utf8_lossy(beginning);
        let line = text.split('\n').next_back().unwrap_or_default();
        Unloaded {
            line: text.matches('\n').count() as u32 + 1,
            column: line.chars().count() as u32 + 1,
            ..Unloaded::whole(
                path,
                (
                    "it is not UTF-8 text".to_string(),
                    "save it as UTF-8; byline does not touch it as it is",
                ),
            )
        }
    }
}

impl From<Unloaded> for Trouble {
    fn from(unloaded: Unloaded) -> Trouble {
        let Unloaded {
            path, line, why, ..
        } = unloaded;
        let place = match line {
            1 => String::new(),
            line => format!(" (line {line})"),
        };
        Trouble::new(
            format!("could not load `{}`: {why}{place}", path.display()),
            unloaded.hint,
        )
    }
}

/// A text file; `None` when there is none.
pub fn load(path: &Path) -> Result<Option<String>, Unloaded> {
    // Opening a pipe that nobody writes to waits for ever.
    if fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
        return Err(Unloaded::whole(
            path,
            (
                "it is no regular file".to_string(),
                "put a file of text in its place",
            ),
        ));
    }
    match limited(path, LARGEST) {
        Ok(None) => Ok(None),
        Ok(Some(bytes)) => String::from_utf8(bytes).map(Some).map_err(|error| {
            let end = error.utf8_error().valid_up_to();
            Unloaded::no_text(path, error.as_bytes().get(..end).unwrap_or_default())
        }),
        Err(error) => Err(Unloaded::whole(path, reason(&error))),
    }
}

/// Whether a regular file begins with these bytes.
#[must_use]
pub fn begins_with(path: &Path, sign: &[u8]) -> bool {
    let mut beginning = vec![0; sign.len()];
    fs::metadata(path).is_ok_and(|meta| meta.is_file())
        && File::open(path).is_ok_and(|mut file| file.read_exact(&mut beginning).is_ok())
        && beginning == sign
}

/// A file's bytes; `None` when there is none.
pub fn load_bytes(path: &Path) -> Result<Option<Vec<u8>>, Trouble> {
    limited(path, LARGEST).map_err(|error| trouble("load", path, &error))
}

/// The bytes of a regular file of at most so many; `None` when there is none. What is no regular file (a pipe, a device) is not opened.
pub fn load_within(path: &Path, most: u64) -> Result<Option<Vec<u8>>, Trouble> {
    if fs::metadata(path).is_ok_and(|meta| !meta.is_file()) {
        return Err(Trouble::new(
            format!("`{}` is no regular file", path.display()),
            "name a file",
        ));
    }
    limited(path, most).map_err(|error| trouble("load", path, &error))
}

fn limited(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(Some(bytes))
}

/// Replaces a text file at once: written beside it, synced, renamed over it. Its mode and owner stay, a symbolic link stays a link, and
/// missing folders are made. A file that was made read-only is left alone: that is how its owner says so.
pub fn save(path: &Path, text: &str) -> Result<(), Trouble> {
    replace(path, text.as_bytes(), None)
}

/// The same, for a file that need not be text.
pub fn save_bytes(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    replace(path, bytes, None)
}

/// When what stands at this path was last changed; `None` when nothing does.
#[must_use]
pub fn changed(path: &Path) -> Option<Timestamp> {
    let changed = fs::metadata(path).ok()?.modified().ok()?;
    Some(Timestamp::from(chrono::DateTime::<chrono::Utc>::from(
        changed,
    )))
}

/// Takes a file away, if it is there.
pub fn remove(path: &Path) -> Result<(), Trouble> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(trouble("remove", path, &error))
        }
        _ => Ok(()),
    }
}

/// The same, for a text that may hold passwords: a file that was not there before is its owner's alone.
pub fn save_private(path: &Path, text: &str) -> Result<(), Trouble> {
    replace(path, text.as_bytes(), Some(PRIVATE))
}

/// The same, for a file that need not be text.
pub fn save_private_bytes(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    replace(path, bytes, Some(PRIVATE))
}

/// Makes an empty file that its owner alone may read, unless something is there already, such as a link to where it is to be made.
pub fn begin_private(path: &Path) -> io::Result<()> {
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(PRIVATE)
        .open(destination(path));
    match made {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// A new file that its owner alone may read, to be written to; what is there already is left alone.
pub fn create_private(path: &Path) -> Result<File, Trouble> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(PRIVATE)
        .open(path)
        .map_err(|error| trouble("make", path, &error))
}

fn replace(path: &Path, bytes: &[u8], new_mode: Option<u32>) -> Result<(), Trouble> {
    let target = destination(path);
    let folder = folder_of(&target);
    fs::create_dir_all(folder).map_err(|error| trouble("save", path, &error))?;
    let old = fs::metadata(&target).ok();
    if old.as_ref().is_some_and(|old| old.permissions().readonly()) {
        return Err(Trouble::new(
            format!("could not save `{}`: it is read-only", path.display()),
            "make it writable, or edit it by hand",
        ));
    }
    let beside = beside(&target);
    let written = write_synced(&beside, bytes, old.as_ref(), new_mode)
        .and_then(|()| fs::rename(&beside, &target));
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

/// Where a path leads, also when nothing is there yet: a link to a file that is still to be made stays one.
#[must_use]
pub fn destination(path: &Path) -> PathBuf {
    if let Ok(whole) = fs::canonicalize(path) {
        return whole;
    }
    let mut target = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&target) {
            Ok(next) => target = folder_of(&target).join(next),
            Err(_) => return target,
        }
    }
    path.to_path_buf()
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

/// Whether others than its owner may read a file.
#[must_use]
pub fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o044 != 0)
}

/// Makes a folder, and those above it, unless it is there.
pub fn make_folder(folder: &Path) -> Result<(), Trouble> {
    fs::create_dir_all(folder).map_err(|error| trouble("make", folder, &error))
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

fn write_synced(
    path: &Path,
    bytes: &[u8],
    old: Option<&fs::Metadata>,
    new_mode: Option<u32>,
) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    if old.is_some() {
        options.mode(PRIVATE);
    } else if let Some(mode) = new_mode {
        options.mode(mode);
    }
    let mut file = options.open(path)?;
    if let Some(old) = old {
        // Only root may give files away, and only root needs to: all others own what they replace.
        let _ = fchown(&file, Some(old.uid()), Some(old.gid()));
        file.set_permissions(old.permissions())?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

/// What could not be done to a file, why, and what helps.
pub fn trouble(verb: &str, path: &Path, error: &io::Error) -> Trouble {
    let (why, hint) = reason(error);
    Trouble::new(
        format!("could not {verb} `{}`: {why}", path.display()),
        hint,
    )
}

/// Why, and what helps.
fn reason(error: &io::Error) -> (String, &'static str) {
    use io::ErrorKind;
    match error.kind() {
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
        ErrorKind::AlreadyExists => ("it is there already".to_string(), "name a new file"),
        ErrorKind::FileTooLarge => (
            "it is larger than 64 MB".to_string(),
            "check the path: that is no file of feeds or options",
        ),
        _ => (plain(error), "check the path"),
    }
}

/// The system's words without the number behind them.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    text.to_lowercase()
}

#[cfg(test)]
mod tests;
