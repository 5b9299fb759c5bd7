//! One file that holds many: a zip archive, for backups.
//!
//! Invariants: one that could not be finished is not there; of one that comes in only members are taken out whose names were asked for, each to the place that was named for it.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::model::Trouble;
use crate::system::files::{begin_private, remove, trouble};

/// A file on disk and its name within.
pub type Member = (String, PathBuf);

/// Packs files into one that its owner alone may read.
pub fn pack(path: &Path, members: &[Member]) -> Result<(), Trouble> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    remove(&part)?;
    let done = packed(&part, members).and_then(|()| fs::rename(&part, path));
    done.map_err(|error| {
        // Half an archive says nothing; one that cannot be removed is in nobody's way.
        let _ = remove(&part);
        trouble("write", path, &error)
    })
}

fn packed(path: &Path, members: &[Member]) -> io::Result<()> {
    begin_private(path)?;
    let file = OpenOptions::new().write(true).open(path)?;
    let mut archive = ZipWriter::new(io::BufWriter::new(file));
    for (name, from) in members {
        let mut from = File::open(from)?;
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(1))
            .large_file(from.metadata()?.len() >= u64::from(u32::MAX) / 2);
        archive.start_file(name.as_str(), options)?;
        io::copy(&mut from, &mut archive)?;
    }
    let file = archive
        .finish()?
        .into_inner()
        .map_err(io::IntoInnerError::into_error)?;
    file.sync_all()
}

/// The names within an archive; none if it is none.
#[must_use]
pub fn members(path: &Path) -> Vec<String> {
    let archive = File::open(path)
        .ok()
        .and_then(|file| ZipArchive::new(file).ok());
    archive.map_or_else(Vec::new, |archive| {
        let names = archive.file_names().flatten();
        names.map(std::borrow::Cow::into_owned).collect()
    })
}

/// Takes members out, each to its place; folders for them are made.
pub fn unpack(path: &Path, wanted: &[Member]) -> Result<(), Trouble> {
    let taken = File::open(path).and_then(|file| {
        let mut archive = ZipArchive::new(file)?;
        for (name, to) in wanted {
            if let Some(folder) = to.parent() {
                fs::create_dir_all(folder)?;
            }
            let mut member = archive.by_name(name)?;
            begin_private(to)?;
            let mut file = OpenOptions::new().write(true).truncate(true).open(to)?;
            io::copy(&mut member, &mut file)?;
            file.sync_all()?;
        }
        Ok(())
    });
    taken.map_err(|error| trouble("unpack", path, &error))
}

/// Takes a folder of ours away with all that is in it, if it is there.
pub fn remove_folder(folder: &Path) -> Result<(), Trouble> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(trouble("remove", folder, &error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out_and_half_an_archive_is_none() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        fs::write(at("one"), "first").unwrap();
        fs::write(at("two"), vec![7; 100_000]).unwrap();
        let archive = at("all.zip");
        let inside = |name: &str, file: &str| (name.to_string(), at(file));
        pack(&archive, &[inside("a/one", "one"), inside("two", "two")]).unwrap();
        let mut names = members(&archive);
        names.sort();
        assert_eq!(names, ["a/one", "two"]);
        unpack(
            &archive,
            &[inside("a/one", "deep/er/1"), inside("two", "2")],
        )
        .unwrap();
        assert_eq!(fs::read(at("deep/er/1")).unwrap(), b"first");
        assert_eq!(fs::read(at("2")).unwrap(), vec![7; 100_000]);
        let bytes = fs::read(&archive).unwrap();
        fs::write(at("half.zip"), &bytes[..bytes.len() / 2]).unwrap();
        assert_eq!(members(&at("half.zip")), Vec::<String>::new());
        pack(&at("none.zip"), &[inside("x", "not there")]).unwrap_err();
        assert!(!at("none.zip").exists() && !at("none.zip.part").exists());
    }
}
