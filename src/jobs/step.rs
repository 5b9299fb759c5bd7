//! An edit of `feeds.toml` as a list of steps, which can be walked back and forward again.
//!
//! Pure. Invariant: a step that finds nothing to do does nothing, since the file may have been edited by hand in between.

use serde::{Deserialize, Serialize};

use crate::config::Subscriptions;
use crate::model::{ActKind, FeedId, Subscription};
use crate::store::Retag;

/// One step of an edit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "an act has a handful of steps, and they do not live long"
)]
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
        feed: FeedId,
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
    /// A feed that goes, and the one that takes over what was read in it.
    pub merges: Option<(FeedId, FeedId)>,
    /// A tag of entries that gets another name.
    pub retag: Option<Retag>,
}

impl Edit {
    /// An edit that is about nothing but the file.
    #[must_use]
    pub fn new(kind: ActKind, subject: String, steps: Vec<Step>) -> Edit {
        Edit {
            kind,
            subject,
            steps,
            merges: None,
            retag: None,
        }
    }
}

impl Step {
    /// Walks it forward.
    pub fn apply(&self, file: &mut Subscriptions) {
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

    /// Walks it back.
    pub fn revert(&self, file: &mut Subscriptions) {
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

    /// The addresses whose lines it changes.
    pub fn urls(&self) -> impl Iterator<Item = &str> {
        let (one, other) = match self {
            Step::Insert(subscription) => (subscription.url.as_str(), None),
            Step::Remove { url, .. } => (url.as_str(), None),
            Step::Set { before, after, .. } => (before.url.as_str(), Some(after.url.as_str())),
        };
        std::iter::once(one).chain(other)
    }

    /// Whether the file looks as after this step.
    #[must_use]
    pub fn stands_in(&self, list: &[Subscription]) -> bool {
        let has = |url: &str| list.iter().any(|subscription| subscription.url == url);
        match self {
            Step::Insert(subscription) => has(&subscription.url),
            Step::Remove { url, .. } => !has(url),
            Step::Set { after, .. } => list.contains(after),
        }
    }
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
    feed: FeedId,
    before: &Subscription,
    after: Subscription,
) -> Option<Step> {
    (*before != after && file.set(&before.url, &after)).then(|| Step::Set {
        feed,
        before: before.clone(),
        after,
    })
}
