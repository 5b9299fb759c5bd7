//! Where byline's files are: by flag, by environment, else by the system's custom (XDG on Linux).
//!
//! Invariant: with the data folder named, cache, state and log lie inside it, so that nothing outside the named folders is touched.

use std::env;
use std::path::{Path, PathBuf};

use directories::{BaseDirs, ProjectDirs, UserDirs};

use crate::model::Trouble;

/// Folders named on the command line; they win over the environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// `--config-dir`.
    pub config: Option<PathBuf>,
    /// `--data-dir`.
    pub data: Option<PathBuf>,
}

/// Every place byline keeps something in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    /// `config.toml`, `keys.toml`, `feeds.toml`, `themes/`, `rules/`.
    pub config: PathBuf,
    /// `byline.db`.
    pub data: PathBuf,
    /// What can be thrown away.
    pub cache: PathBuf,
    /// The log.
    pub state: PathBuf,
    /// The reader's home, where files of other readers are looked for.
    pub home: Option<PathBuf>,
    /// Where downloads of the reader's browser lie.
    pub downloads: Option<PathBuf>,
}

impl Paths {
    /// The folders that hold for this run. Creates nothing.
    pub fn find(overrides: &Overrides) -> Result<Paths, Trouble> {
        let config = named(overrides.config.as_ref(), "BYLINE_CONFIG_DIR");
        let data = named(overrides.data.as_ref(), "BYLINE_DATA_DIR");
        let mut paths = match (config, data) {
            (Some(config), Some(data)) => Paths::within(config, data),
            (config, data) => {
                let usual = usual().ok_or_else(|| {
                    Trouble::new(
                        "no home folder is known, so there is no place for byline's files",
                        "set HOME, or name the folders with `--config-dir` and `--data-dir`",
                    )
                })?;
                let inside = data.map(|data| Paths::within(PathBuf::new(), data));
                Paths {
                    config: config.unwrap_or_else(|| usual.config.clone()),
                    ..inside.unwrap_or(usual)
                }
            }
        };
        paths.home = BaseDirs::new().map(|dirs| dirs.home_dir().to_path_buf());
        paths.downloads = UserDirs::new()
            .and_then(|dirs| dirs.download_dir().map(Path::to_path_buf))
            .or_else(|| paths.home.as_ref().map(|home| home.join("Downloads")));
        Ok(paths)
    }

    /// Both folders named: everything lies within them, and no other reader's files are looked for.
    #[must_use]
    pub fn within(config: PathBuf, data: PathBuf) -> Paths {
        Paths {
            config,
            cache: data.join("cache"),
            state: data.clone(),
            data,
            home: None,
            downloads: None,
        }
    }

    /// `config.toml`.
    #[must_use]
    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// `keys.toml`.
    #[must_use]
    pub fn keys_file(&self) -> PathBuf {
        self.config.join("keys.toml")
    }

    /// `feeds.toml`: the subscriptions.
    #[must_use]
    pub fn feeds_file(&self) -> PathBuf {
        self.config.join("feeds.toml")
    }

    /// A theme of the reader's own, by name.
    #[must_use]
    pub fn theme_file(&self, name: &str) -> PathBuf {
        self.config.join("themes").join(format!("{name}.toml"))
    }

    /// The folder of the reader's rules for sites.
    #[must_use]
    pub fn rules(&self) -> PathBuf {
        self.config.join("rules")
    }

    /// The store.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.data.join("byline.db")
    }

    /// The copy of the bookmarks beside it.
    #[must_use]
    pub fn backup(&self) -> PathBuf {
        self.data.join("bookmarks.jsonl")
    }

    /// A path as a person types it: `~/` is the home folder.
    #[must_use]
    pub fn typed(&self, path: &str) -> PathBuf {
        match (path.strip_prefix("~/"), BaseDirs::new()) {
            (Some(rest), Some(dirs)) => dirs.home_dir().join(rest),
            _ => PathBuf::from(path),
        }
    }

    /// Where a byline that refreshes is seen by others.
    #[must_use]
    pub fn refresh_lock(&self) -> PathBuf {
        self.data.join("refresh.lock")
    }

    /// The log.
    #[must_use]
    pub fn log_file(&self) -> PathBuf {
        self.state.join("byline.log")
    }
}

fn named(flag: Option<&PathBuf>, variable: &str) -> Option<PathBuf> {
    let path = flag
        .cloned()
        .or_else(|| env::var_os(variable).map(PathBuf::from))
        .filter(|path| !path.as_os_str().is_empty())?;
    Some(std::path::absolute(&path).unwrap_or(path))
}

fn usual() -> Option<Paths> {
    let dirs = ProjectDirs::from("", "", "byline")?;
    Some(Paths {
        config: dirs.config_dir().to_path_buf(),
        data: dirs.data_dir().to_path_buf(),
        cache: dirs.cache_dir().to_path_buf(),
        state: dirs
            .state_dir()
            .unwrap_or_else(|| dirs.data_local_dir())
            .to_path_buf(),
        home: None,
        downloads: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_folders_hold_everything() {
        let paths = Paths::find(&Overrides {
            config: Some("/tmp/c".into()),
            data: Some("/tmp/d".into()),
        })
        .unwrap_or_default();
        assert_eq!(paths.feeds_file(), PathBuf::from("/tmp/c/feeds.toml"));
        for path in [paths.database(), paths.log_file(), paths.cache, paths.state] {
            assert!(path.starts_with("/tmp/d"), "{}", path.display());
        }
    }
}
