//! Files that others change while the reader is open: `feeds.toml` and its neighbours by hand, the store by another byline.
//!
//! Told by the system, so that nothing wakes while nothing changes.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::Sender;

use crate::app::{Done, Event, File};
use crate::jobs::{self, Context};
use crate::model::Ticket;
use crate::system::{self, Watch};
use crate::tui::reply::Reply;

/// Lets the store follow `feeds.toml`, then follows whatever changes, until the loop has ended.
pub async fn follow(context: Arc<Context>, replies: Sender<Reply>) {
    let paths = &context.paths;
    let themes = paths.config.join("themes");
    let files = [paths.config_file(), paths.keys_file(), paths.feeds_file()];
    // A link to a file elsewhere, as into a repository of dotfiles: its editor writes there.
    let elsewhere = files.map(|file| system::destination(&file));
    let elsewhere = elsewhere.iter().filter_map(|file| file.parent());
    let rules = paths.rules();
    let mut folders = vec![&*paths.config, &*themes, &*rules, &*paths.data];
    folders.extend(elsewhere);
    folders.sort();
    folders.dedup();
    // Before the first look, so that nothing changes unseen between the two.
    let watch = Watch::new(&folders);
    let settings = settings(&context, Told::WhatChanged);
    let mut events: Vec<Event> = settings.into_iter().chain(feeds(&context).await).collect();
    events.extend(self::rules(&context).await);
    let watch = watch.inspect_err(|trouble| tracing::warn!("{trouble}"));
    loop {
        for event in events {
            if replies.send(Reply::Event(event)).await.is_err() {
                return;
            }
        }
        let Ok(watch) = &watch else {
            return;
        };
        events = events_of(&context, &watch.changed().await).await;
    }
}

/// Which settings are told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// Those that are otherwise than they were when the reader was started.
    WhatChanged,
    /// All: a file was saved, and whoever saved it looks for its mistakes.
    WhatIsSaved,
}

fn settings(context: &Context, told: Told) -> Option<Event> {
    let (config, problems) = jobs::settings(&context.paths);
    if told == Told::WhatChanged && config == *context.config() {
        return None;
    }
    context.set_config(config.clone());
    let file = File::Config(Box::new(config), problems);
    Some(Event::FilesChanged(vec![file]))
}

async fn events_of(context: &Context, changed: &[PathBuf]) -> Vec<Event> {
    let mut events = Vec::new();
    if is_setting(context, changed) {
        events.extend(settings(context, Told::WhatIsSaved));
    }
    if is_among(changed, &context.paths.feeds_file()) {
        events.extend(feeds(context).await);
    }
    if changed
        .iter()
        .any(|path| path.starts_with(context.paths.rules()))
    {
        events.extend(rules(context).await);
    }
    if changed.iter().any(|path| is_store(context, path)) && is_changed_elsewhere(context).await {
        events.push(Event::StoreChanged);
    }
    events
}

/// The store follows the file; told only where that changed something, the file is wrong or the store cannot follow.
async fn feeds(context: &Context) -> Option<Event> {
    match jobs::reconcile(context).await {
        Ok(reconciled) if reconciled.changed || !reconciled.problems.is_empty() => {
            let file = File::Feeds(reconciled.problems);
            Some(Event::FilesChanged(vec![file]))
        }
        Ok(_) => None,
        Err(trouble) => Some(Event::Done(Ticket::default(), Done::Failed(trouble))),
    }
}

/// The mistakes in rules for sites, if there are any.
async fn rules(context: &Context) -> Option<Event> {
    let paths = context.paths.clone();
    let look = tokio::task::spawn_blocking(move || jobs::rule_problems(&paths));
    let problems = look.await.unwrap_or_default();
    (!problems.is_empty()).then(|| Event::FilesChanged(vec![File::Rules(problems)]))
}

fn is_setting(context: &Context, changed: &[PathBuf]) -> bool {
    let paths = &context.paths;
    let themes = paths.config.join("themes");
    is_among(changed, &paths.config_file())
        || is_among(changed, &paths.keys_file())
        || changed.iter().any(|path| path.parent() == Some(&themes))
}

/// Whether a file changed, or the one that it is a link to.
fn is_among(changed: &[PathBuf], file: &Path) -> bool {
    let real = system::destination(file);
    changed.iter().any(|path| path == file || *path == real)
}

fn is_store(context: &Context, path: &Path) -> bool {
    path.parent() == Some(&context.paths.data)
        && path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("byline.db"))
}

/// What another byline writes is on the disk before it can be seen: it waits for the disk in between, and nothing tells of its end. So one looks again.
const LOOKS: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_millis(150),
    Duration::from_millis(600),
];

async fn is_changed_elsewhere(context: &Context) -> bool {
    for pause in LOOKS {
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
        if context.store.changed_elsewhere().await.unwrap_or(false) {
            return true;
        }
    }
    false
}
