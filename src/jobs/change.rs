//! Does what a `Change` says, wherever it is kept.

use crate::jobs::allow::consent_to;
use crate::jobs::context::Context;
use crate::jobs::save_later::{Later, save_later};
use crate::jobs::searched::searched;
use crate::jobs::smart_feeds;
use crate::jobs::step::{Edit, insert, remove, set};
use crate::jobs::subscriptions::{self, known};
use crate::jobs::tags;
use crate::model::{
    Act, ActKind, Change, Consent, FeedId, FeedRow, Scope, Subscription, Trouble, WELCOME_URL,
    Which,
};
use crate::query;

/// Does it and answers after the commit: entries in the store, subscriptions in `feeds.toml` and the store.
pub async fn change(context: &Context, change: Change) -> Result<Act, Trouble> {
    match change {
        Change::Subscribe(subscriptions) => subscribe(context, subscriptions).await,
        Change::Unsubscribe(feeds) => unsubscribe(context, &feeds).await,
        Change::Rename { feed, title } => {
            let rows = named(context, &[feed]).await?;
            let title = title.filter(|title| !title.trim().is_empty());
            alter(context, ActKind::Rename, &rows, |subscription| {
                Subscription {
                    title: title.clone(),
                    ..subscription
                }
            })
            .await
        }
        Change::Move { feeds, folder } => {
            let rows = named(context, &feeds).await?;
            let folder = tidy(&folder);
            alter(context, ActKind::Move, &rows, |subscription| Subscription {
                folder: folder.clone(),
                ..subscription
            })
            .await
        }
        Change::MoveFolder { from, to } => move_folder(context, &from, &to).await,
        Change::Pause { feeds, paused } => {
            let rows = named(context, &feeds).await?;
            let kind = if paused {
                ActKind::Pause
            } else {
                ActKind::Resume
            };
            alter(context, kind, &rows, |subscription| Subscription {
                paused,
                ..subscription
            })
            .await
        }
        Change::Readdress { feed, url } => {
            let rows = named(context, &[feed]).await?;
            alter(context, ActKind::Readdress, &rows, |subscription| {
                Subscription {
                    url: url.clone(),
                    ..subscription
                }
            })
            .await
        }
        Change::Merge { from, into } => merge(context, from, into).await,
        Change::MakeSmartFeed { name, query } => smart_feeds::make(context, &name, &query).await,
        Change::EditSmartFeed {
            name,
            new_name,
            query,
        } => smart_feeds::edit(context, &name, (&new_name, &query)).await,
        Change::DropSmartFeed(name) => smart_feeds::drop(context, &name).await,
        Change::TagFeeds {
            feeds,
            with,
            without,
        } => {
            let rows = named(context, &feeds).await?;
            alter(context, ActKind::Edit, &rows, |mut subscription| {
                let tags = &mut subscription.tags;
                tags.retain(|tag| !without.contains(tag));
                let new = with.iter().filter(|tag| !tags.contains(tag));
                let new: Vec<String> = new.cloned().collect();
                tags.extend(new);
                subscription
            })
            .await
        }
        Change::RenameTag { from, to } => tags::rename_tag(context, &from, &to).await,
        Change::Edit { feed, subscription } => {
            let rows = named(context, &[feed]).await?;
            let typed = typed(&rows, &subscription);
            consent_to(context, typed).await?;
            alter(context, ActKind::Edit, &rows, |_| subscription.clone()).await
        }
        Change::Note { entry, text } => {
            let now = context.now();
            Ok(context.store.note(entry, text, now).await?)
        }
        Change::Save { url, tags } => {
            let saved = save_later(context, Later::of(&url, tags)).await?;
            Ok(saved.act)
        }
        entries => mark(context, entries).await,
    }
}

/// Changes of entries: read, kept, tagged.
async fn mark(context: &Context, change: Change) -> Result<Act, Trouble> {
    let mut moment = context.moment();
    if let Some(scope) = scope_of(&change) {
        moment.query = searched(context, scope)?.map(|query| match change {
            Change::Apply(..) => query::as_it_comes(&query),
            _ => query,
        });
    }
    Ok(context.store.change(change, moment).await?)
}

/// What an edit names that did not stand there before: whoever types a command says yes to it, but not to the one beside it.
fn typed(before: &[FeedRow], after: &Subscription) -> Vec<Consent> {
    let before: Vec<_> = before.iter().flat_map(FeedRow::consents).collect();
    let mut after = after.consents();
    after.retain(|consent| !before.contains(consent));
    after
}

fn scope_of(change: &Change) -> Option<&Scope> {
    let (Change::Read(which)
    | Change::Unread(which)
    | Change::Bookmark(which)
    | Change::Unbookmark(which)
    | Change::Tag(which, _)
    | Change::Untag(which, _)
    | Change::Unsave(which)
    | Change::Free(which)
    | Change::Apply(which, _)) = change
    else {
        return None;
    };
    match which {
        Which::Entries(_) => None,
        Which::Scope { scope, .. }
        | Which::Above { scope, .. }
        | Which::Below { scope, .. }
        | Which::Beside { scope, .. }
        | Which::Older { scope, .. } => Some(scope),
    }
}

async fn subscribe(context: &Context, subscriptions: Vec<Subscription>) -> Result<Act, Trouble> {
    subscriptions::edit(context, |file| {
        let steps = insert(file, &subscriptions);
        let named = |subscription: &Subscription| {
            let title = subscription.title.clone();
            title.unwrap_or_else(|| crate::text::address(&subscription.url))
        };
        let subject = match subscriptions.as_slice() {
            [one] => named(one),
            many => many
                .iter()
                .take(3)
                .map(named)
                .collect::<Vec<_>>()
                .join(", "),
        };
        Ok(Edit {
            kind: ActKind::Subscribe,
            subject,
            steps,
            merges: None,
            retag: None,
        })
    })
    .await
}

async fn unsubscribe(context: &Context, feeds: &[FeedId]) -> Result<Act, Trouble> {
    let rows = named(context, feeds).await?;
    subscriptions::edit(context, |file| {
        let urls: Vec<_> = rows.iter().map(|row| row.url.clone()).collect();
        Ok(Edit {
            kind: ActKind::Unsubscribe,
            subject: titles(&rows),
            steps: remove(file, &urls),
            merges: None,
            retag: None,
        })
    })
    .await
}

async fn merge(context: &Context, from: FeedId, into: FeedId) -> Result<Act, Trouble> {
    let rows = named(context, &[from, into]).await?;
    let [gone, stays] = rows.as_slice() else {
        return Err(Trouble::plain("two feeds are merged, not one"));
    };
    if from == into {
        return Err(Trouble::plain("a feed cannot be merged with itself"));
    }
    subscriptions::edit(context, |file| {
        Ok(Edit {
            kind: ActKind::Merge,
            subject: format!("{} into {}", gone.title, stays.title),
            steps: remove(file, std::slice::from_ref(&gone.url)),
            merges: Some((from, into)),
            retag: None,
        })
    })
    .await
}

async fn move_folder(context: &Context, from: &str, to: &str) -> Result<Act, Trouble> {
    let (from, to) = (tidy(from).unwrap_or_default(), tidy(to));
    let ids: Vec<_> = known(context).await?;
    let inside: Vec<_> = ids
        .into_iter()
        .filter(|row| !from.is_empty() && below(&row.folder, &from).is_some())
        .collect();
    alter(context, ActKind::Move, &inside, |subscription| {
        let folder = subscription.folder.clone().unwrap_or_default();
        let rest = below(&folder, &from).unwrap_or_default();
        let folder = format!("{}/{rest}", to.clone().unwrap_or_default());
        Subscription {
            folder: tidy(&folder),
            ..subscription
        }
    })
    .await
}

/// Changes what the file says of these feeds.
async fn alter(
    context: &Context,
    kind: ActKind,
    rows: &[FeedRow],
    new: impl Fn(Subscription) -> Subscription,
) -> Result<Act, Trouble> {
    subscriptions::edit(context, |file| {
        let listed = file.list();
        let mut steps = Vec::new();
        for row in rows {
            let Some(before) = listed
                .iter()
                .find(|subscription| subscription.url == row.url)
            else {
                continue;
            };
            let after = new(before.clone());
            let taken = listed
                .iter()
                .any(|other| other.url == after.url && other.url != before.url);
            if taken {
                return Err(Trouble::plain(format!(
                    "`{}` is subscribed to already",
                    crate::text::address(&after.url)
                )));
            }
            steps.extend(set(file, row.id, before, after));
        }
        Ok(Edit {
            kind,
            subject: titles(rows),
            steps,
            merges: None,
            retag: None,
        })
    })
    .await
}

/// The rows of these feeds.
async fn named(context: &Context, feeds: &[FeedId]) -> Result<Vec<FeedRow>, Trouble> {
    let mut rows = Vec::new();
    for feed in feeds {
        match context.store.feed(*feed).await? {
            Some(row) if row.url == WELCOME_URL => {
                return Err(Trouble::new(
                    "the welcome feed stands in no file",
                    "it goes by itself when you subscribe to a feed",
                ));
            }
            Some(row) => rows.push(row),
            None => return Err(Trouble::plain(format!("no such feed: {feed}"))),
        }
    }
    Ok(rows)
}

fn titles(rows: &[FeedRow]) -> String {
    let titles: Vec<_> = rows.iter().take(3).map(|row| row.title.as_str()).collect();
    titles.join(", ")
}

/// A path of folders without empty parts; `None` is the top.
fn tidy(path: &str) -> Option<String> {
    let parts: Vec<_> = path
        .split('/')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// What of `path` lies below `folder`.
fn below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(folder)?;
    if rest.is_empty() {
        return Some(rest);
    }
    rest.strip_prefix('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_folders_are_tidied_and_compared_by_parts() {
        assert_eq!(tidy(" Linux / Kernel/ "), Some("Linux/Kernel".into()));
        assert_eq!(tidy("//"), None);
        assert_eq!(below("Linux/Kernel", "Linux"), Some("Kernel"));
        assert_eq!(below("Linux", "Linux"), Some(""));
        assert_eq!(below("Linuxes", "Linux"), None);
    }
}
