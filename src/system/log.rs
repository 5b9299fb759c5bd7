//! The log: a file in the state folder, never the screen.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::str::FromStr;

use tracing::level_filters::LevelFilter;
use tracing_appender::non_blocking::WorkerGuard;

use crate::model::Trouble;
use crate::system::Paths;
use crate::system::files::trouble;

/// Past this size the log of before is set aside once.
const LARGEST: u64 = 4 << 20;

/// Keep it until the end of the program: dropping it writes what is still to be written.
#[must_use]
pub struct Log {
    _guard: WorkerGuard,
}

/// Begins to log at `level` (`error`, `warn`, `info`, `debug`, `trace`). A second call in one process changes nothing.
pub fn start_log(paths: &Paths, level: &str) -> Result<Option<Log>, Trouble> {
    let level = LevelFilter::from_str(level).map_err(|_| {
        Trouble::new(
            format!("`{level}` is no level of the log"),
            "use `error`, `warn`, `info`, `debug` or `trace`",
        )
    })?;
    if level == LevelFilter::OFF {
        return Ok(None);
    }
    let path = paths.log_file();
    let failed = |error: std::io::Error| {
        let Trouble { what, hint } = trouble("write", &path, &error);
        Trouble {
            what: format!("no log is kept: {what}"),
            hint,
        }
    };
    fs::create_dir_all(&paths.state).map_err(failed)?;
    if fs::metadata(&path).is_ok_and(|meta| meta.len() > LARGEST) {
        fs::rename(&path, path.with_extension("log.1")).map_err(failed)?;
    }
    // It names what is read and when: its reader's own.
    let file = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(&path)
        .map_err(failed)?;
    let (writer, guard) = tracing_appender::non_blocking(file);
    let begun = tracing_subscriber::fmt()
        .with_writer(writer)
        .with_ansi(false)
        .with_max_level(level)
        .try_init();
    Ok(begun.is_ok().then_some(Log { _guard: guard }))
}
