//! What a command stands on: the folders, the options, the store that follows `feeds.toml`, and what time it is.
//!
//! Mistakes in files are told on stderr; what is right in them holds.

use std::sync::Arc;

use crate::cli::args::Globals;
use crate::cli::output::{Stop, tell_problem, tell_warning};
use crate::jobs::{self, Context};
use crate::model::{EntryId, FeedList, FeedRow, Timestamp, Trouble, Zone};
use crate::query::Query;
use crate::system::{self, Log, Overrides, Paths};

/// What a command stands on.
pub struct Session {
    /// What jobs stand on.
    pub context: Arc<Context>,
    /// The reader's zone.
    pub zone: Zone,
    /// When the command began.
    pub now: Timestamp,
    /// Nothing is fetched.
    pub offline: bool,
    _log: Option<Log>,
}

impl Session {
    /// Opens everything. The store is made to follow `feeds.toml` first, so that what was edited by hand holds.
    pub async fn open(globals: &Globals) -> Result<Session, Stop> {
        let paths = folders(globals)?;
        let log = match globals.log {
            Some(level) => system::start_log(&paths, level.name())?,
            None => None,
        };
        let opened = Context::open(paths)?;
        for problem in &opened.problems {
            tell_problem(problem);
        }
        if let Some(notice) = &opened.notice {
            tell_warning(notice);
        }
        let theme = globals.theme.as_deref();
        if let Some(unknown) = opened.context.config().unknown_theme(theme) {
            tell_warning(&unknown);
        }
        let context = Arc::new(opened.context.with_force_gap(0));
        follow_file(&context).await;
        Ok(Session {
            zone: context.zone.clone(),
            now: context.now(),
            offline: globals.offline,
            context,
            _log: log,
        })
    }

    /// A query, understood, with the smart feeds that it names; a mistake in it is wrong usage.
    pub fn query(&self, text: &str) -> Result<Query, Stop> {
        jobs::parsed(&self.context, text).map_err(Stop::Usage)
    }

    /// All feeds.
    pub async fn feeds(&self) -> Result<FeedList, Stop> {
        Ok(jobs::load_feeds(&self.context).await?)
    }

    /// The feed that a name means.
    pub async fn feed(&self, name: &str) -> Result<FeedRow, Stop> {
        let list = self.feeds().await?;
        Ok(crate::cli::name::feed(&list.rows, name)?.clone())
    }
}

/// The folders that hold.
pub fn folders(globals: &Globals) -> Result<Paths, Trouble> {
    Paths::find(&Overrides {
        config: globals.config_dir.clone(),
        data: globals.data_dir.clone(),
    })
}

/// The id of an entry as it is typed.
pub fn entry_id(text: &str) -> Result<EntryId, Stop> {
    text.trim().parse().map(EntryId).map_err(|_| {
        Stop::Failed(Trouble::new(
            format!("there is no entry `{text}`"),
            "ids are numbers: `byline list` prints them",
        ))
    })
}

/// A file that cannot be followed, whatever the reason, is a warning: what is in the store can still be read, and a command that fails for it says so.
async fn follow_file(context: &Context) {
    match jobs::reconcile(context).await {
        Ok(reconciled) => reconciled.problems.iter().for_each(tell_problem),
        Err(trouble) => tell_warning(&Trouble {
            what: format!("`feeds.toml` could not be followed: {}", trouble.what),
            hint: trouble.hint,
        }),
    }
}
