//! `feeds.toml` and the store kept as one: intent into the history, then the file replaced, then the store follows.
//!
//! Invariants: the file is the truth; one that was not understood whole is never written; an edit is a list of steps that can be walked
//! back, and that list is what undo keeps. A crash between two of the three leaves something that `reconcile` can finish.

use serde::{Deserialize, Serialize};

use crate::config::{Problem, Subscriptions};
use crate::jobs::context::Context;
use crate::model::{Act, ActId, ActKind, FeedId, FeedRow, Subscription, Trouble, WELCOME_URL};
use crate::store::StoreError;
use crate::system;

/// What a new file begins with.
const NEW_FILE: &str = "# The feeds byline follows. Yours to edit: comments and order are kept, and changes are seen at once.\n";

/// One step of an edit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A feed came.
    Insert(Subscription),
    /// A feed went: its place and its text, comments included.
    Remove {
        url: String,
        at: usize,
        snippet: String,
    },
    /// A feed's own lines changed.
    Set {
        feed: Option<FeedId>,
        before: Subscription,
        after: Subscription,
    },
}

/// An edit of the file, with what the history says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The sort of act.
    pub kind: ActKind,
    /// On what.
    pub subject: String,
    /// What was done to the file.
    pub steps: Vec<Step>,
}

impl Step {
    fn apply(&self, file: &mut Subscriptions) {
        match self {
            Step::Insert(subscription) => {
                file.insert(None, subscription);
            }
            Step::Remove { url, .. } => {
                file.remove(url);
            }
            Step::Set { before, after, .. } => {
                file.set(&before.url, after);
            }
        }
    }

    fn revert(&self, file: &mut Subscriptions) {
        match self {
            Step::Insert(subscription) => {
                file.remove(&subscription.url);
            }
            Step::Remove { at, snippet, .. } => {
                file.insert_snippet(Some(*at), snippet);
            }
            Step::Set { before, after, .. } => {
                file.set(&after.url, before);
            }
        }
    }

    /// Whether the file looks as after this step.
    fn stands_in(&self, list: &[Subscription]) -> bool {
        let has = |url: &str| list.iter().any(|subscription| subscription.url == url);
        match self {
            Step::Insert(subscription) => has(&subscription.url),
            Step::Remove { url, .. } => !has(url),
            Step::Set { after, .. } => list.contains(after),
        }
    }
}

/// The file while it is ours: no other byline edits it before this is dropped.
pub struct Held {
    /// What stands in it.
    pub file: Subscriptions,
    /// Mistakes in it.
    pub problems: Vec<Problem>,
    /// Whether there is a file at all.
    pub exists: bool,
    _lock: system::Lock,
}

/// Takes the file, waiting for another byline to be done with it.
pub async fn hold(context: &Context) -> Result<Held, Trouble> {
    let (folder, path) = (context.paths.config.clone(), context.paths.feeds_file());
    aside(move || {
        let lock = system::lock(&folder)?;
        let text = system::load(&path)?;
        let (file, problems) = Subscriptions::parse(text.as_deref().unwrap_or(NEW_FILE));
        Ok(Held {
            file,
            problems,
            exists: text.is_some(),
            _lock: lock,
        })
    })
    .await
}

/// Does an edit: `make` changes the file and says what it did. An edit without steps leaves all as it is, and is an act of count 0.
pub async fn edit(
    context: &Context,
    make: impl FnOnce(&mut Subscriptions) -> Result<Edit, Trouble>,
) -> Result<Act, Trouble> {
    let _one = context.editing.lock().await;
    let mut held = writable(context).await?;
    let edit = make(&mut held.file)?;
    let now = context.now();
    let count = edit.steps.len() as u64;
    if count == 0 {
        return Ok(Act {
            id: ActId(0),
            at: now,
            kind: edit.kind,
            subject: edit.subject,
            count,
            undone: false,
        });
    }
    let payload = serde_json::to_string(&edit.steps)
        .map_err(|error| Trouble::plain(format!("the act cannot be kept: {error}")))?;
    let store = &context.store;
    let act = store
        .intend(edit.kind, edit.subject, count, payload, now)
        .await
        .map_err(told)?;
    let replaced = match aliases(context, &edit.steps, |_, after| after).await {
        Ok(()) => replace(context, &held.file).await,
        Err(trouble) => Err(trouble),
    };
    if let Err(trouble) = replaced {
        store.forget(act).await.map_err(told)?;
        return Err(trouble);
    }
    store.settle(act, held.file.list(), now).await.map_err(told)
}

/// Walks an edit back in the file; the store follows.
pub async fn revert(context: &Context, act: ActId, payload: &str) -> Result<Act, Trouble> {
    let _one = context.editing.lock().await;
    let mut held = writable(context).await?;
    let steps = steps(payload)?;
    for step in steps.iter().rev() {
        step.revert(&mut held.file);
    }
    aliases(context, &steps, |before, _| before).await?;
    replace(context, &held.file).await?;
    context
        .store
        .settle_undo(act, held.file.list(), context.now())
        .await
        .map_err(told)
}

/// Walks an edit forward again.
pub async fn repeat(context: &Context, act: ActId, payload: &str) -> Result<Act, Trouble> {
    let _one = context.editing.lock().await;
    let mut held = writable(context).await?;
    let steps = steps(payload)?;
    for step in &steps {
        step.apply(&mut held.file);
    }
    aliases(context, &steps, |_, after| after).await?;
    replace(context, &held.file).await?;
    context
        .store
        .settle_redo(act, held.file.list(), context.now())
        .await
        .map_err(told)
}

/// Finishes what a run that was killed left between intent and settlement.
pub async fn finish(context: &Context, file: &Subscriptions) -> Result<(), Trouble> {
    let list = file.list();
    for (act, payload) in context.store.unsettled().await.map_err(told)? {
        let done =
            steps(&payload).is_ok_and(|steps| steps.iter().all(|step| step.stands_in(&list)));
        if done {
            let now = context.now();
            context
                .store
                .settle(act.id, list.clone(), now)
                .await
                .map_err(told)?;
        } else {
            context.store.forget(act.id).await.map_err(told)?;
        }
    }
    Ok(())
}

/// A feed moved for good: its subscription names the new address, and the feed keeps its entries. An act like any other, to be undone.
pub async fn follow(context: &Context, feed: FeedId, address: &str) -> Result<(), Trouble> {
    let Some(row) = context.store.feed(feed).await.map_err(told)? else {
        return Ok(());
    };
    let act = edit(context, |file| {
        let mut steps = Vec::new();
        let known = file.list();
        let before = known
            .iter()
            .find(|subscription| subscription.url == row.url);
        if let Some(before) = before
            && known.iter().all(|subscription| subscription.url != address)
        {
            let after = Subscription {
                url: address.to_string(),
                ..before.clone()
            };
            steps.extend(set(file, Some(feed), before, after));
        }
        Ok(Edit {
            kind: ActKind::Edit,
            subject: row.title.clone(),
            steps,
        })
    })
    .await?;
    tracing::info!(feed = %row.title, acts = act.count, "moved for good");
    Ok(())
}

/// Adds feeds that are not there yet.
#[must_use]
pub fn insert(file: &mut Subscriptions, subscriptions: &[Subscription]) -> Vec<Step> {
    subscriptions
        .iter()
        .filter(|subscription| file.insert(None, subscription))
        .map(|subscription| Step::Insert(subscription.clone()))
        .collect()
}

/// Takes feeds out.
#[must_use]
pub fn remove(file: &mut Subscriptions, urls: &[String]) -> Vec<Step> {
    urls.iter()
        .filter_map(|url| {
            let (at, snippet) = file.remove(url)?;
            Some(Step::Remove {
                url: url.clone(),
                at,
                snippet,
            })
        })
        .collect()
}

/// Makes a feed say something else; no step if it says so already.
#[must_use]
pub fn set(
    file: &mut Subscriptions,
    feed: Option<FeedId>,
    before: &Subscription,
    after: Subscription,
) -> Option<Step> {
    (*before != after && file.set(&before.url, &after)).then(|| Step::Set {
        feed,
        before: before.clone(),
        after,
    })
}

/// The file, to be written: refused if it was not understood whole; made from the store if it is missing but feeds are known.
async fn writable(context: &Context) -> Result<Held, Trouble> {
    let mut held = hold(context).await?;
    if !held.file.is_whole() {
        let place = held
            .problems
            .first()
            .map_or_else(String::new, |problem| format!(": {problem}"));
        return Err(Trouble::new(
            format!("`feeds.toml` is not changed, since it cannot be read whole{place}"),
            "mend it first; byline never overwrites what it could not read",
        ));
    }
    if !held.exists {
        for row in known(context).await? {
            held.file.insert(None, &as_subscription(&row));
        }
    }
    Ok(held)
}

/// The feeds that the store has as subscribed to.
pub async fn known(context: &Context) -> Result<Vec<FeedRow>, Trouble> {
    let midnight = context.moment().midnight;
    let mut rows = context.store.feeds(midnight).await.map_err(told)?.rows;
    rows.retain(|row| row.url != WELCOME_URL);
    Ok(rows)
}

fn as_subscription(row: &FeedRow) -> Subscription {
    let own = row.own_title.as_ref() == Some(&row.title) || row.title == row.url;
    Subscription {
        title: (!own).then(|| row.title.clone()),
        folder: (!row.folder.is_empty()).then(|| row.folder.clone()),
        tags: row.tags.clone(),
        ..Subscription::new(row.url.clone())
    }
}

/// Tells the store of new addresses before the file names them, so that the feeds keep their entries.
async fn aliases(
    context: &Context,
    steps: &[Step],
    side: fn(Subscription, Subscription) -> Subscription,
) -> Result<(), Trouble> {
    for step in steps {
        if let Step::Set {
            feed: Some(feed),
            before,
            after,
        } = step
            && before.url != after.url
        {
            let url = side(before.clone(), after.clone()).url;
            context.store.alias(*feed, &url).await.map_err(told)?;
        }
    }
    Ok(())
}

async fn replace(context: &Context, file: &Subscriptions) -> Result<(), Trouble> {
    let (path, text) = (context.paths.feeds_file(), file.to_string());
    aside(move || system::save(&path, &text)).await
}

fn steps(payload: &str) -> Result<Vec<Step>, Trouble> {
    serde_json::from_str(payload).map_err(|_| {
        Trouble::plain("this act was kept by another version of byline and cannot be walked back")
    })
}

/// Does work on files on a thread where it may wait.
pub async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|panic| Err(Trouble::plain(format!("a fault of byline's own: {panic}"))))
}

pub fn told(error: StoreError) -> Trouble {
    error.trouble()
}
