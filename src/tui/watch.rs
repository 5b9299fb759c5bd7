//! Files that others change while the reader is open: `feeds.toml` and its neighbours by hand, the store by another byline.
//!
//! Told by the system, so that nothing wakes while nothing changes.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::mpsc::Sender;

use crate::app::{Event, File};
use crate::jobs::{self, Context};
use crate::system::Watch;
use crate::tui::reply::Reply;

/// Watches until the loop has ended.
pub async fn watch(context: Arc<Context>, replies: Sender<Reply>) {
    let paths = &context.paths;
    let themes = paths.config.join("themes");
    let watch = match Watch::new(&[&paths.config, &themes, &paths.data]) {
        Ok(watch) => watch,
        Err(trouble) => {
            tracing::warn!("{trouble}");
            return;
        }
    };
    loop {
        let changed = watch.changed().await;
        for event in events(&context, &changed).await {
            if replies.send(Reply::Event(event)).await.is_err() {
                return;
            }
        }
    }
}

async fn events(context: &Context, changed: &[PathBuf]) -> Vec<Event> {
    let mut events = Vec::new();
    let mut files = Vec::new();
    if changed.iter().any(|path| is_setting(context, path)) {
        let (config, problems) = jobs::settings(&context.paths);
        context.set_config(config.clone());
        files.push(File::Config(Box::new(config), problems));
    }
    if changed.contains(&context.paths.feeds_file()) {
        files.extend(feeds(context).await);
    }
    if !files.is_empty() {
        events.push(Event::FilesChanged(files));
    }
    if changed.iter().any(|path| is_store(context, path)) && is_changed_elsewhere(context).await {
        events.push(Event::StoreChanged);
    }
    events
}

/// The store follows the file; told only where that changed something or the file is wrong.
pub async fn feeds(context: &Context) -> Option<File> {
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
