//! The whole store in one file, and back: the database, `feeds.toml`, options, keys, themes and rules.
//!
//! Invariants: a backup is one state of the database, whoever writes meanwhile; what a backup replaces is kept beside it first; a database is replaced whole or not at all,
//! also under a reader that has it open.

use std::path::{Path, PathBuf};

use crate::jobs::context::Context;
use crate::model::Trouble;
use crate::store::Store;
use crate::system::{self, Member, Paths};

/// Tells a backup from other archives.
const SIGN: &str = "byline-backup.txt";
/// The database within.
const DATABASE: &str = "byline.db";
/// What the sign says.
const WORDS: &str = "A backup of byline: `byline import FILE` takes it over.\n";

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackedUp {
    /// The names of all files within.
    pub files: Vec<String>,
}

/// What was taken over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// The names of the files that came.
    pub files: Vec<String>,
    /// Where what was there before is kept.
    pub kept: Vec<PathBuf>,
}

/// Whether a home that is lived in may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replace {
    /// It may not.
    Refuse,
    /// It may; it is kept beside.
    KeepAside,
}

/// Writes everything into one file. Passwords in addresses are part of it; its owner alone may read it.
pub async fn back_up(context: &Context, file: &Path) -> Result<BackedUp, Trouble> {
    let (copy, sign) = (beside(file, ".db"), beside(file, ".txt"));
    let mut members = of_config(&context.paths);
    members.retain(|(_, path)| path.is_file());
    members.insert(0, (SIGN.into(), sign.clone()));
    members.insert(1, (DATABASE.into(), copy.clone()));
    let made = async {
        system::remove(&copy)?;
        context.store.copy_to(copy.clone()).await?;
        system::save(&sign, WORDS)?;
        system::pack(file, &members)
    };
    let made = made.await;
    system::remove(&copy)?;
    system::remove(&sign)?;
    made?;
    Ok(BackedUp {
        files: members.into_iter().map(|(name, _)| name).skip(1).collect(),
    })
}

/// Whether a file is a backup.
#[must_use]
pub fn is_backup(file: &Path) -> bool {
    let names = system::members(file);
    names.iter().any(|name| name == SIGN) && names.iter().any(|name| name == DATABASE)
}

/// Takes a backup over. A home in which somebody read is left as it is, unless it may be replaced.
pub async fn restore(paths: &Paths, file: &Path, replace: Replace) -> Result<Restored, Trouble> {
    let live = Store::open(&paths.database())
        .map_err(|error| error.trouble())?
        .store;
    let is_lived_in = paths.feeds_file().exists() || live.is_lived_in().await?;
    if is_lived_in && replace == Replace::Refuse {
        return Err(Trouble::new(
            "there is a store already, and a backup would take its place",
            "`--replace` takes the backup over, and keeps what is there beside it",
        ));
    }
    let folder = paths.data.join("restoring");
    system::remove_folder(&folder)?;
    let done = take_over(paths, &live, file, &folder, is_lived_in).await;
    system::remove_folder(&folder)?;
    done
}

async fn take_over(
    paths: &Paths,
    live: &Store,
    file: &Path,
    folder: &Path,
    is_lived_in: bool,
) -> Result<Restored, Trouble> {
    let names = system::members(file);
    let within = |name: &str| folder.join(name);
    let known: Vec<Member> = names
        .iter()
        .filter(|name| *name == DATABASE || place(paths, name).is_some())
        .map(|name| (name.clone(), within(name)))
        .collect();
    system::unpack(file, &known)?;
    brought_up_to_date(&within(DATABASE))?;
    let mut restored = Restored::default();
    if is_lived_in {
        let kept = free(&paths.database())?;
        live.copy_to(kept.clone()).await?;
        restored.kept.push(kept);
    }
    live.take_over(within(DATABASE)).await?;
    for (name, from) in &known {
        if let Some(to) = place(paths, name) {
            restored.kept.extend(replaced(from, &to)?);
        }
        restored.files.push(name.clone());
    }
    Ok(restored)
}

/// Opens the database of a backup once, so that it has the schema of this byline, and is known to be one.
fn brought_up_to_date(path: &Path) -> Result<(), Trouble> {
    let opened = Store::open(path).map_err(|error| error.trouble())?;
    match opened.notice {
        None => Ok(()),
        Some(notice) => Err(Trouble {
            what: "the database of the backup is damaged: nothing was taken over".into(),
            hint: Some(notice.what),
        }),
    }
}

/// Puts a file into its place; what stood there is kept beside it, if it is another.
fn replaced(from: &Path, to: &Path) -> Result<Option<PathBuf>, Trouble> {
    let new = system::load_bytes(from)?.unwrap_or_default();
    let mut kept = None;
    if let Some(old) = system::load_bytes(to)? {
        if old == new {
            return Ok(None);
        }
        let aside = free(to)?;
        system::save_private_bytes(&aside, &old)?;
        kept = Some(aside);
    }
    system::save_private_bytes(to, &new)?;
    Ok(kept)
}

/// Files of the config folder, by their names within a backup.
fn of_config(paths: &Paths) -> Vec<Member> {
    let mut files = vec![
        ("feeds.toml".to_string(), paths.feeds_file()),
        ("config.toml".to_string(), paths.config_file()),
        ("keys.toml".to_string(), paths.keys_file()),
    ];
    for (folder, ending) in [("themes", "toml"), ("rules", "txt")] {
        for file in system::list(&paths.config.join(folder), ending) {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            files.push((format!("{folder}/{name}"), file.clone()));
        }
    }
    files
}

/// Where a file of a backup belongs; none for a name that no backup has.
fn place(paths: &Paths, name: &str) -> Option<PathBuf> {
    match name {
        "feeds.toml" => Some(paths.feeds_file()),
        "config.toml" => Some(paths.config_file()),
        "keys.toml" => Some(paths.keys_file()),
        _ => {
            let (folder, file) = name.split_once('/')?;
            let ending = match folder {
                "themes" => ".toml",
                "rules" => ".txt",
                _ => return None,
            };
            let is_plain = file.ends_with(ending) && !file.contains(['/', '\\']);
            is_plain.then(|| paths.config.join(folder).join(file))
        }
    }
}

/// The first free name for what is put aside.
fn free(path: &Path) -> Result<PathBuf, Trouble> {
    let mut names = (1..10_000).map(|n| beside(path, &format!(".replaced-{n}")));
    names.find(|name| !name.exists()).ok_or_else(|| {
        let what = format!("too many replaced files beside `{}`", path.display());
        Trouble::new(what, "remove some of them")
    })
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_ours_have_a_place() {
        let paths = Paths::within("/c".into(), "/d".into());
        for (name, expect) in [
            ("feeds.toml", Some("/c/feeds.toml")),
            ("themes/mine.toml", Some("/c/themes/mine.toml")),
            ("rules/a.example.txt", Some("/c/rules/a.example.txt")),
            ("byline.db", None),
            ("themes/../x.toml", None),
            ("themes/x/y.toml", None),
            ("rules/x.sh", None),
            ("/etc/passwd", None),
            ("..", None),
        ] {
            assert_eq!(place(&paths, name), expect.map(PathBuf::from), "{name}");
        }
    }
}
