//! `feeds.toml` and the store kept as one: intent into the history, then the file replaced, then the store follows.
//!
//! Invariants: the file is the truth; one that was not understood whole is never written; an edit is a list of steps that can be walked
//! back, and undo keeps that list, with the bytes that changed. A crash between two of the three leaves something that `reconcile` can
//! finish; a store that cannot follow leaves the file as it was.

use std::collections::HashSet;

use crate::config::{Draft, Problem, Subscriptions};
use crate::jobs::check::moved_of;
use crate::jobs::configure::{self, walk_config};
use crate::jobs::context::Context;
use crate::jobs::kept::{Kept, kept, payload_of};
use crate::jobs::patch::Patch;
use crate::jobs::settings::problem;
use crate::jobs::step::{Edit, Step, set};
use crate::model::{
    Act, ActId, ActKind, FeedId, FeedRow, RefreshWish, Subscription, Trouble, WELCOME_URL,
};
use crate::store::{StoreError, Walk};
use crate::system;
use crate::text;

pub use crate::jobs::aside::aside;

/// What a new file begins with.
const NEW_FILE: &str = "# The feeds byline follows. Yours to edit: comments and order are kept, and changes are seen at once.\n";

/// The file while it is ours: no other byline edits it before this is dropped.
pub struct Held {
    /// What stands in it.
    pub file: Subscriptions,
    /// Mistakes in it, or why it could not be loaded.
    pub problems: Vec<Problem>,
    /// Whether it was loaded and understood whole. If not, it must not be written, and feeds that seem absent may only be misspelt.
    pub is_whole: bool,
    /// Whether there is a file at all.
    pub exists: bool,
    /// What it says, to the byte.
    text: String,
    _lock: system::Lock,
}

/// Takes the file, waiting for another byline to be done with it.
pub async fn hold(context: &Context) -> Result<Held, Trouble> {
    let (folder, path) = (context.paths.config.clone(), context.paths.feeds_file());
    aside(move || {
        let lock = system::lock(&folder)?;
        let loaded = system::load(&path);
        let (is_loaded, exists) = (loaded.is_ok(), !matches!(loaded, Ok(None)));
        let (text, unloaded) = match loaded {
            Ok(text) => (text.unwrap_or_else(|| NEW_FILE.to_string()), None),
            Err(unloaded) => (String::new(), Some(problem("feeds.toml", unloaded))),
        };
        let (file, problems) = Subscriptions::parse(&text);
        Ok(Held {
            is_whole: is_loaded && file.is_whole(),
            file,
            problems: unloaded.into_iter().chain(problems).collect(),
            exists,
            text,
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
    edit_for(context, Keep::IfChanged, make).await
}

/// Whether an edit that changed nothing is an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// It is none.
    IfChanged,
    /// It is one: more than the file belongs to it.
    Always,
}

/// The same, for an act to which more than the file may belong.
pub async fn edit_for(
    context: &Context,
    keep: Keep,
    make: impl FnOnce(&mut Subscriptions) -> Result<Edit, Trouble>,
) -> Result<Act, Trouble> {
    let no_draft = None::<fn(&mut Draft) -> Result<(), Trouble>>;
    edit_both(context, keep, make, no_draft).await
}

/// The same, for an act that changes `config.toml` too: both files are replaced, or neither.
pub async fn edit_both(
    context: &Context,
    keep: Keep,
    make: impl FnOnce(&mut Subscriptions) -> Result<Edit, Trouble>,
    draft: Option<impl FnOnce(&mut Draft) -> Result<(), Trouble>>,
) -> Result<Act, Trouble> {
    let _one = context.editing.lock().await;
    let mut held = writable(context).await?;
    let edit = make(&mut held.file)?;
    let (config, rewritten) = match draft {
        Some(draft) => {
            let config = configure::hold_beside(context).await?;
            let rewritten = configure::rewritten(&config, draft)?;
            (Some(config), rewritten)
        }
        None => (None, None),
    };
    let (rewrite, config_text) = rewritten.unzip();
    let now = context.now();
    let count = edit.steps.len() as u64;
    if count == 0 && rewrite.is_none() && keep == Keep::IfChanged {
        return Ok(Act {
            id: ActId(0),
            at: now,
            kind: edit.kind,
            subject: edit.subject,
            count,
            undone: false,
        });
    }
    let kept = Kept {
        patch: Patch::between(&held.text, &held.file.to_string()),
        steps: edit.steps,
        config: rewrite,
        retag: edit.retag,
    };
    let payload = payload_of(&kept)?;
    let store = &context.store;
    let act = store
        .intend(edit.kind, edit.subject, count, payload, now)
        .await?;
    let settled = async {
        if let Some((from, into)) = edit.merges {
            store.carry(act, from, into).await?;
        }
        if let Some(retag) = &kept.retag {
            store.mark_retag(act, retag.clone()).await?;
        }
        aliases(context, &kept.steps, |_, after| after).await?;
        if let Some(text) = config_text {
            configure::write(context, text).await?;
        }
        replace(context, held.file.to_string()).await?;
        let settled = store.settle(act, held.file.list(), now).await;
        or_put_back(context, &held, settled).await
    };
    match settled.await {
        Ok(act) => Ok(act),
        Err(trouble) => {
            if let (Some(config), true) = (config, kept.config.is_some()) {
                configure::put_back(context, config).await;
            }
            // If this fails too, the next start finds the intent and that the file knows nothing of it.
            let _ = store.forget(act).await;
            Err(trouble)
        }
    }
}

/// Walks an edit back in the file, or forward again; the store follows.
pub async fn walk(
    context: &Context,
    walk: Walk,
    act: ActId,
    payload: &str,
) -> Result<Act, Trouble> {
    let kept = kept(payload)?;
    if let (true, Some(rewrite)) = (kept.is_of_config(), &kept.config) {
        return walk_config(context, walk, act, rewrite).await;
    }
    let _one = context.editing.lock().await;
    let mut held = writable(context).await?;
    if walk == Walk::Back {
        refuse_if_rested_on(context, act, &kept.steps).await?;
    }
    let config = match &kept.config {
        Some(rewrite) => {
            let config = configure::hold_beside(context).await?;
            let text = configure::walked(&config, walk, rewrite)?;
            Some((config, text))
        }
        None => None,
    };
    let exact = match walk {
        Walk::Back => kept.patch.back(&held.text),
        Walk::Forth => kept.patch.forward(&held.text),
    };
    match (&exact, walk) {
        (Some(text), _) => held.file = Subscriptions::parse(text).0,
        (None, Walk::Back) => {
            let steps = kept.steps.iter().rev();
            steps.for_each(|step| step.revert(&mut held.file));
        }
        (None, Walk::Forth) => {
            let steps = kept.steps.iter();
            steps.for_each(|step| step.apply(&mut held.file));
        }
    }
    let side = match walk {
        Walk::Back => |before, _| before,
        Walk::Forth => |_, after| after,
    };
    let walked = async {
        aliases(context, &kept.steps, side).await?;
        if let Some((_, text)) = &config {
            configure::write(context, text.clone()).await?;
        }
        replace(context, exact.unwrap_or_else(|| held.file.to_string())).await?;
        let (list, now) = (held.file.list(), context.now());
        let settled = context.store.settle_walk(walk, act, list, now).await;
        or_put_back(context, &held, settled).await
    };
    let walked = walked.await;
    if let (Err(_), Some((config, _))) = (&walked, config) {
        configure::put_back(context, config).await;
    }
    walked
}

/// An act is not taken back alone when a later one changed what the file says of the same feeds.
async fn refuse_if_rested_on(context: &Context, act: ActId, steps: &[Step]) -> Result<(), Trouble> {
    let urls: HashSet<&str> = steps.iter().flat_map(Step::urls).collect();
    for (later, payload) in context.store.later_on_files(act).await? {
        // What another version kept in a way of its own may be about anything.
        let meets = kept(&payload).map_or(true, |kept| {
            let mut others = kept.steps.iter().flat_map(Step::urls);
            others.any(|url| urls.contains(url))
        });
        if meets {
            return Err(Trouble::plain(format!(
                "a later act rests on it: {}; take that back first",
                later.sentence()
            )));
        }
    }
    Ok(())
}

/// When the store did not follow, the file says again what it said before: an act that was told to have failed is not half done.
async fn or_put_back(
    context: &Context,
    held: &Held,
    settled: Result<Act, StoreError>,
) -> Result<Act, Trouble> {
    if settled.is_err()
        && let Err(trouble) = replace(context, held.text.clone()).await
    {
        tracing::error!(%trouble, "`feeds.toml` could not be put back");
    }
    Ok(settled?)
}

/// Finishes what a run that was killed left between intent and settlement.
pub async fn finish(context: &Context, file: &Subscriptions) -> Result<(), Trouble> {
    let list = file.list();
    for (act, payload) in context.store.unsettled().await? {
        let stands = match kept(&payload) {
            Ok(kept) => stands(context, &kept, &list).await,
            Err(_) => false,
        };
        if stands {
            let now = context.now();
            context.store.settle(act.id, list.clone(), now).await?;
        } else {
            context.store.forget(act.id).await?;
        }
    }
    Ok(())
}

/// Whether the files say what an act made of them. One that stands in `config.toml` alone, and not in `feeds.toml` as well, is taken out of it.
async fn stands(context: &Context, kept: &Kept, list: &[Subscription]) -> bool {
    let in_feeds = kept.steps.iter().all(|step| step.stands_in(list));
    let Some(rewrite) = &kept.config else {
        return in_feeds;
    };
    let in_config = configure::says(context, rewrite).await;
    if in_config
        && !in_feeds
        && let Ok(held) = configure::hold_beside(context).await
        && let Ok(text) = configure::walked(&held, Walk::Back, rewrite)
        && let Err(trouble) = configure::write(context, text).await
    {
        tracing::error!(%trouble, "half an act stays in `config.toml`");
    }
    in_config && in_feeds
}

/// A feed moved for good: its subscription names the new address, and the feed keeps its entries. An act like any other, to be undone; once
/// it was, the same move is not made again. Whether it was made.
pub async fn follow(context: &Context, feed: FeedId, address: &str) -> Result<bool, Trouble> {
    let Some(row) = context.store.feed(feed).await? else {
        return Ok(false);
    };
    if was_moved_back(context, feed, address).await? {
        return Ok(false);
    }
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
            steps.extend(set(file, feed, before, after));
        }
        Ok(Edit {
            kind: ActKind::Readdress,
            subject: row.title.clone(),
            steps,
            merges: None,
            retag: None,
        })
    })
    .await?;
    tracing::info!(feed = %row.title, acts = act.count, "moved for good");
    Ok(act.count > 0)
}

/// Whether the reader took this very move back.
async fn was_moved_back(context: &Context, feed: FeedId, address: &str) -> Result<bool, Trouble> {
    let payloads = context.store.taken_back(ActKind::Readdress).await?;
    let mut steps = payloads
        .iter()
        .filter_map(|payload| kept(payload).ok())
        .flat_map(|kept| kept.steps);
    Ok(steps.any(|step| {
        matches!(step, Step::Set { feed: of, after, .. } if of == feed && after.url == address)
    }))
}

/// The file, to be written: refused if it was not understood whole; made from the store if it is missing but feeds are known.
async fn writable(context: &Context) -> Result<Held, Trouble> {
    let folder = context.paths.config.clone();
    // Made first, since only a folder that is there can be locked: two may be about to make the same file.
    aside(move || system::make_folder(&folder)).await?;
    let mut held = hold(context).await?;
    if !held.is_whole {
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
        held.text = held.file.to_string();
    }
    Ok(held)
}

/// The feeds that the store has as subscribed to.
pub async fn known(context: &Context) -> Result<Vec<FeedRow>, Trouble> {
    let midnight = context.moment().midnight;
    let mut rows = context.store.feeds(midnight).await?.rows;
    rows.retain(|row| row.url != WELCOME_URL);
    Ok(rows)
}

/// What the file would say of a feed of the store.
pub fn as_subscription(row: &FeedRow) -> Subscription {
    let own =
        row.own_title.as_ref() == Some(&row.title) || row.title == crate::text::address(&row.url);
    Subscription {
        title: (!own).then(|| row.title.clone()),
        folder: (!row.folder.is_empty()).then(|| row.folder.clone()),
        tags: row.tags.clone(),
        refresh: row.refresh,
        full_text: row.full_text,
        filter: row.filter.clone(),
        greeting: row.greeting.clone(),
        paused: row.paused,
        unread_for: row.unread_for,
        keep: row.keep,
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
            feed,
            before,
            after,
        } = step
            && before.url != after.url
        {
            let url = side(before.clone(), after.clone()).url;
            context.store.alias(*feed, &url).await?;
            if !is_led_to(context, *feed, &url).await? {
                context.store.renew(*feed).await?;
            }
        }
    }
    Ok(())
}

/// Whether a feed's own server leads to this address, so that what is known of its document holds there too.
async fn is_led_to(context: &Context, feed: FeedId, url: &str) -> Result<bool, Trouble> {
    let wish = RefreshWish {
        feeds: Some(vec![feed]),
        ..RefreshWish::default()
    };
    let known = context.store.due(context.now(), wish).await?;
    let memo = known.first().and_then(|feed| feed.memo.as_deref());
    Ok(memo
        .and_then(moved_of)
        .is_some_and(|moved| text::address(&moved.to) == text::address(url)))
}

async fn replace(context: &Context, text: String) -> Result<(), Trouble> {
    let path = context.paths.feeds_file();
    aside(move || system::save_private(&path, &text)).await
}
