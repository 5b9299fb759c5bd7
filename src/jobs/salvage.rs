//! Saves what can be read of a damaged database, when the reader asks for it.
//!
//! Invariant: a database that is whole is left alone, and a damaged one is kept.

use crate::jobs::inspect::{Check, State};
use crate::model::Trouble;
use crate::store::{Rescued, Store, StoreError};
use crate::system::Paths;

/// What the check is about.
const TOPIC: &str = "database";

/// Looks whether the database of these folders is damaged, and puts what can be read of it in its place. No other byline may have it open.
pub async fn salvage(paths: &Paths) -> Check {
    let path = paths.database();
    if !path.exists() {
        return Check::new(TOPIC, State::Right, "there is none to salvage");
    }
    match is_whole(paths).await {
        Ok(Look::Whole) => {
            return Check::new(
                TOPIC,
                State::Right,
                "it is whole: there is nothing to salvage",
            );
        }
        // A file that is no database any more is put aside by opening it.
        Ok(Look::Done(notice)) => {
            return Check {
                hint: notice.hint,
                ..Check::new(TOPIC, State::Mended, notice.what)
            };
        }
        Ok(Look::Damaged) | Err(StoreError::Damaged(..)) => {}
        Err(error) => return Check::wrong(TOPIC, &error.trouble()),
    }
    match Store::rescue(&path) {
        Ok(rescued) => told(&rescued),
        Err(error) => Check::wrong(TOPIC, &error.trouble()),
    }
}

enum Look {
    Whole,
    Damaged,
    Done(Trouble),
}

async fn is_whole(paths: &Paths) -> Result<Look, StoreError> {
    let opened = Store::open(&paths.database())?;
    if let Some(notice) = opened.notice {
        return Ok(Look::Done(notice));
    }
    Ok(match opened.store.faults().await {
        Ok(faults) if faults.is_empty() => Look::Whole,
        Ok(_) | Err(StoreError::Damaged(..)) => Look::Damaged,
        Err(error) => return Err(error),
    })
}

fn told(rescued: &Rescued) -> Check {
    let kept = rescued.kept.display();
    let salvaged = &rescued.salvaged;
    if salvaged.came.is_empty() {
        let trouble = Trouble::new(
            format!("nothing of it could be read; it is kept as `{kept}`"),
            "the next start begins a fresh one; `feeds.toml` still has your feeds",
        );
        return Check::wrong(TOPIC, &trouble);
    }
    let hint = match salvaged.lost.as_slice() {
        [] => None,
        lost => Some(format!("lost: {}", lost.join("; "))),
    };
    let what = format!(
        "it was damaged, and is kept as `{kept}`; saved {}",
        salvaged.sum()
    );
    Check {
        hint,
        ..Check::new(TOPIC, State::Mended, what)
    }
}
