//! How all feeds fare, and what is noticed in it: moved, gone, lost, two that are one, silent. Loaded for whoever asks; nothing is fetched.
//!
//! Lives here: what numbers mean. Does not live here: the words and keys for it (`app/health.rs`), the mending (`change`). Invariant: of two
//! subscriptions that are one feed exactly one is told to go.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::fetch::successor;
use crate::jobs::check::{median_gap, moved_of};
use crate::jobs::context::Context;
use crate::jobs::seek::bare;
use crate::jobs::subscriptions::known;
use crate::model::{
    FailureKind, FeedId, FeedRow, HealthBoard, HealthRow, Noticed, Timestamp, Trouble, Vitals, Why,
};

/// Silent is who has posted nothing for so long: a year.
const SILENCE: i64 = 365 * 86_400_000;
/// A redirect that was told once may be a whim.
const TOLD: u32 = 2;
/// So many of the newest entries must be the same, at least.
const ALIKE: usize = 3;

/// Loads the board: those that need the reader first, then by their next check.
pub async fn load_health(context: &Context) -> Result<HealthBoard, Trouble> {
    let now = context.now();
    let rows = known(context).await?;
    let vitals = context.store.vitals(now).await?;
    let today = context.store.traffic(context.moment().midnight).await?;
    // Thousands of feeds are compared: not on a thread that others wait for.
    let work = tokio::task::spawn_blocking(move || board(rows, vitals, now));
    let rows = work.await.map_err(|panic| {
        tracing::error!(%panic, "the health of feeds could not be told");
        Trouble::plain("a fault of byline's own: the health of feeds could not be told")
    })?;
    Ok(HealthBoard { rows, today })
}

fn board(rows: Vec<FeedRow>, vitals: Vec<Vitals>, now: Timestamp) -> Vec<HealthRow> {
    let mut vitals: HashMap<FeedId, Vitals> =
        vitals.into_iter().map(|one| (one.feed, one)).collect();
    let feeds: Vec<Feed> = rows
        .into_iter()
        .map(|row| {
            let vitals = vitals.remove(&row.id).unwrap_or_default();
            let moved = move_of(&row, &vitals);
            Feed { row, vitals, moved }
        })
        .collect();
    let twins = twins(&feeds);
    let mut board: Vec<HealthRow> = feeds
        .into_iter()
        .map(|feed| health_of(feed, &twins, now))
        .collect();
    board.sort_by_cached_key(place);
    board
}

/// A feed with all that is known of it.
struct Feed {
    row: FeedRow,
    vitals: Vitals,
    /// Where its server says that it lives, and how often it said so.
    moved: Option<(String, u32)>,
}

fn move_of(row: &FeedRow, vitals: &Vitals) -> Option<(String, u32)> {
    let moved = moved_of(vitals.memo.as_deref()?)?;
    let to = successor(&row.url, &moved.to)?;
    (moved.times >= TOLD && to != row.url).then_some((to, moved.times))
}

fn health_of(feed: Feed, twins: &HashMap<FeedId, (FeedId, String)>, now: Timestamp) -> HealthRow {
    let past: Vec<Timestamp> = feed
        .vitals
        .posts
        .iter()
        .copied()
        .filter(|post| *post <= now)
        .collect();
    let newest = past.first().copied();
    let noticed = noticed(&feed, twins.get(&feed.row.id), (newest, now));
    HealthRow {
        tally: feed.vitals.tally,
        newest,
        gap: median_gap(&past),
        weeks: feed.vitals.weeks,
        noticed,
        row: feed.row,
    }
}

/// The gravest of what there is to notice.
fn noticed(
    feed: &Feed,
    twin: Option<&(FeedId, String)>,
    (newest, now): (Option<Timestamp>, Timestamp),
) -> Option<Noticed> {
    let health = &feed.row.health;
    if health.gone {
        return Some(Noticed::Gone);
    }
    if let Some((of, title)) = twin {
        let (of, title) = (*of, title.clone());
        return Some(Noticed::Twin { of, title });
    }
    if let Some((to, times)) = feed.moved.clone() {
        return Some(Noticed::Moved { to, times });
    }
    if let Some(failure) = &health.failure {
        let is_held = matches!(
            health.reason.why,
            Why::Held { .. } | Why::Told { .. } | Why::Deaf { .. }
        );
        return Some(match failure.kind {
            _ if is_held => Noticed::Held,
            FailureKind::Status(400 | 404 | 405 | 406)
            | FailureKind::Dns
            | FailureKind::NotFeed
            | FailureKind::Empty
            | FailureKind::Redirect
            | FailureKind::Address => Noticed::Lost,
            _ => Noticed::Failing,
        });
    }
    newest
        .is_some_and(|newest| now.since(newest) > SILENCE)
        .then_some(Noticed::Silent)
}

/// Where a feed stands on the board.
fn place(row: &HealthRow) -> (u8, Timestamp, String) {
    let class = match &row.noticed {
        _ if row.row.paused => 6,
        Some(Noticed::Gone | Noticed::Lost | Noticed::Failing) => 0,
        Some(Noticed::Twin { .. }) => 1,
        Some(Noticed::Moved { .. }) => 2,
        Some(Noticed::Held) => 3,
        Some(Noticed::Silent) => 4,
        None => 5,
    };
    let health = &row.row.health;
    let next = match (health.next_check, health.last_check) {
        (Some(next), _) => next,
        (None, None) => Timestamp(i64::MIN),
        (None, Some(_)) => Timestamp(i64::MAX),
    };
    (class, next, row.row.title.to_lowercase())
}

/// Subscriptions that are to go, each with the one that brings the same entries and stays.
fn twins(feeds: &[Feed]) -> HashMap<FeedId, (FeedId, String)> {
    let mut order: Vec<usize> = (0..feeds.len()).collect();
    order.sort_by_key(|at| feeds.get(*at).map(worth));
    // Where each is among the better ones before it.
    let mut stays: HashMap<usize, usize> = HashMap::new();
    let alike = alike(feeds);
    let rank: HashMap<usize, usize> = order.iter().enumerate().map(|(n, at)| (*at, n)).collect();
    let mut pairs: Vec<(usize, usize)> = alike
        .into_iter()
        .map(|(a, b)| {
            if rank.get(&a) <= rank.get(&b) {
                (a, b)
            } else {
                (b, a)
            }
        })
        .collect();
    pairs.sort_by_key(|(better, worse)| (rank.get(better).copied(), rank.get(worse).copied()));
    for (better, worse) in pairs {
        // What goes itself is nothing to be sent to.
        let better = stays.get(&better).copied().unwrap_or(better);
        if better != worse {
            stays.entry(worse).or_insert(better);
        }
    }
    let twin = |(worse, better): (usize, usize)| {
        let (worse, better) = (feeds.get(worse)?, feeds.get(better)?);
        Some((worse.row.id, (better.row.id, better.row.title.clone())))
    };
    stays.into_iter().filter_map(twin).collect()
}

/// Of two that are one the lesser stays: it works, it has not moved, it holds more, it was there first.
fn worth(feed: &Feed) -> (bool, bool, bool, Reverse<u32>, i64) {
    let health = &feed.row.health;
    (
        health.gone || health.failure.is_some(),
        feed.row.paused,
        feed.moved.is_some(),
        Reverse(feed.row.total),
        feed.row.id.0,
    )
}

/// Pairs of feeds that are one: the same address but for its dress, one moved to the other, or most of their newest entries the same.
fn alike(feeds: &[Feed]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut at_address: HashMap<String, usize> = HashMap::new();
    for (at, feed) in feeds.iter().enumerate() {
        match at_address.get(&bare(&feed.row.url)) {
            Some(other) => pairs.push((*other, at)),
            None => {
                at_address.insert(bare(&feed.row.url), at);
            }
        }
    }
    for (at, feed) in feeds.iter().enumerate() {
        if let Some((to, _)) = &feed.moved
            && let Some(other) = at_address.get(&bare(to))
            && *other != at
        {
            pairs.push((*other, at));
        }
    }
    let mut with_sign: HashMap<i64, Vec<usize>> = HashMap::new();
    for (at, feed) in feeds.iter().enumerate() {
        for sign in &feed.vitals.signs {
            with_sign.entry(*sign).or_default().push(at);
        }
    }
    let mut shared: HashMap<(usize, usize), usize> = HashMap::new();
    for owners in with_sign.values().filter(|owners| owners.len() > 1) {
        // What a hundred feeds have in common says nothing of two of them.
        for (n, a) in owners.iter().take(8).enumerate() {
            for b in owners.iter().take(8).skip(n + 1) {
                *shared.entry((*a.min(b), *a.max(b))).or_default() += 1;
            }
        }
    }
    let number = |at: usize| feeds.get(at).map_or(0, |feed| feed.vitals.signs.len());
    pairs.extend(shared.into_iter().filter_map(|((a, b), count)| {
        let most = number(a).max(number(b));
        (a != b && count >= ALIKE && count * 10 >= most * 6).then_some((a, b))
    }));
    pairs
}

#[cfg(test)]
mod tests;
