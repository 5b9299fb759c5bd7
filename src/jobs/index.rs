//! Works off what waits for the index of words, when nobody waits.
//!
//! Invariant: nothing is lost when this ends halfway; the store knows what is left, and searches look at that meanwhile.

use std::time::{Duration, Instant};

use crate::jobs::context::Context;
use crate::model::Trouble;
use crate::store::StoreError;

/// What a refresh of the command line spends on the index, after its report.
const AFTERWARDS: Duration = Duration::from_millis(150);

/// What a list that is sorted by title or length spends on those that are new.
const BEFORE_A_LIST: Duration = Duration::from_millis(25);

/// How long the store's writer may be held by one batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// The reader presses keys: what they do is written between two batches.
    BetweenKeys,
    /// Nobody looks on: large batches cost less.
    AtOnce,
}

impl Pace {
    /// Entries of a batch, and how long it may take to gather their words; as much again goes into writing them.
    fn batch(self) -> (u32, Duration) {
        match self {
            Pace::BetweenKeys => (64, Duration::from_millis(8)),
            Pace::AtOnce => (1_000, Duration::from_millis(400)),
        }
    }
}

/// Puts into the index what is not in it, and works out what new entries are sorted by. `on_some` is told how many are done, after each batch.
pub async fn index(
    context: &Context,
    pace: Pace,
    on_some: &(dyn Fn(u64) + Sync),
) -> Result<u64, Trouble> {
    measure(context).await?;
    let (most, at_most) = pace.batch();
    let mut done = 0;
    loop {
        match context.store.index_some(most, at_most).await? {
            0 => return Ok(done),
            some => done += u64::from(some),
        }
        on_some(done);
    }
}

/// After a refresh of the command line that brought something: as much as fits in `AFTERWARDS`, which is all that most refreshes bring. Of a first one, the rest waits for the
/// reader or the next refresh: nobody asked for a minute of work.
pub async fn index_afterwards(context: &Context) {
    let begun = Instant::now();
    while begun.elapsed() < AFTERWARDS {
        match context.store.index_some(200, AFTERWARDS / 4).await {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) => return tracing::warn!("the index was not brought up to date: {error}"),
        }
    }
}

/// Works out what new entries are sorted by, as far as that takes no time to speak of: somebody waits for the list. What is left stands at its end until it is done.
pub(in crate::jobs) async fn measure_for_a_moment(context: &Context) {
    let begun = Instant::now();
    while begun.elapsed() < BEFORE_A_LIST {
        match context.store.measure().await {
            Ok(0) => return,
            Ok(_) => {}
            // A store that cannot be written is read as it is.
            Err(error) => return tracing::debug!(%error, "not measured"),
        }
    }
}

/// Works out what all entries are sorted by that lack it.
async fn measure(context: &Context) -> Result<(), StoreError> {
    while context.store.measure().await? > 0 {}
    Ok(())
}

/// The same where nobody hears of a failure: it is tried again after the next refresh.
pub async fn index_quietly(context: &Context, pace: Pace) {
    if let Err(trouble) = index(context, pace, &|_| ()).await {
        tracing::warn!("the index was not brought up to date: {trouble}");
    }
}
