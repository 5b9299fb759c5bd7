//! Files that others change while the reader is open: `feeds.toml` and its neighbours by hand, the store by another byline.
//!
//! Told by the system, so that nothing wakes while nothing changes.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::mpsc::Sender;

use crate::app::{Event, File};
use crate::config::{Config, Problem};
use crate::jobs::{self, Context};
use crate::system::Watch;
use crate::tui::reply::Reply;

/// Lets the store follow `feeds.toml`, then watches until the loop has ended.
pub async fn watch(context: Arc<Context>, replies: Sender<Reply>) {
    let paths = &context.paths;
    let themes = paths.config.join("themes");
    let watch = Watch::new(&[&paths.config, &themes, &paths.data]);
    // Only now is looked, so that no change falls between the look and the watch.
    let mut events = seen_at_first(&context).await;
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

/// What is otherwise than when the reader was started.
async fn seen_at_first(context: &Context) -> Vec<Event> {
    let mut files = Vec::new();
    let (config, problems) = jobs::settings(&context.paths);
    if config != *context.config() {
        files.push(changed_settings(context, config, problems));
    }
    files.extend(feeds(context).await);
    told(files)
}

fn changed_settings(context: &Context, config: Config, problems: Vec<Problem>) -> File {
    context.set_config(config.clone());
    File::Config(Box::new(config), problems)
}

fn told(files: Vec<File>) -> Vec<Event> {
    if files.is_empty() {
        return Vec::new();
    }
    vec![Event::FilesChanged(files)]
}

async fn events_of(context: &Context, changed: &[PathBuf]) -> Vec<Event> {
    let mut files = Vec::new();
    if changed.iter().any(|path| is_setting(context, path)) {
        let (config, problems) = jobs::settings(&context.paths);
        files.push(changed_settings(context, config, problems));
    }
    if changed.contains(&context.paths.feeds_file()) {
        files.extend(feeds(context).await);
    }
    let mut events = told(files);
    if changed.iter().any(|path| is_store(context, path)) && is_changed_elsewhere(context).await {
        events.push(Event::StoreChanged);
    }
    events
}

/// The store follows the file; told only where that changed something or the file is wrong.
async fn feeds(context: &Context) -> Option<File> {
    match jobs::reconcile(context).await {
        Ok(reconciled) if reconciled.changed || !reconciled.problems.is_empty() => {
            Some(File::Feeds(reconciled.problems))
        }
        Ok(_) => None,
        Err(trouble) => {
            tracing::warn!("{trouble}");
            None
        }
    }
}

fn is_setting(context: &Context, path: &std::path::Path) -> bool {
    let paths = &context.paths;
    *path == paths.config_file()
        || *path == paths.keys_file()
        || path.parent() == Some(&paths.config.join("themes"))
}

fn is_store(context: &Context, path: &std::path::Path) -> bool {
    path.parent() == Some(&context.paths.data)
        && path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("byline.db"))
}

async fn is_changed_elsewhere(context: &Context) -> bool {
    context.store.changed_elsewhere().await.unwrap_or(false)
}
