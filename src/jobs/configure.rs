//! `config.toml` changed by byline, as an act: intent into the history, then the file replaced, then done.
//!
//! Lives here: what is the same for all that byline writes there (smart feeds, rules, the colours of tags). Invariants: a file that could not be loaded, or whose
//! grammar is wrong, is never written; nothing but what the act is about changes; undo and redo give the bytes back, or say that they cannot.

use crate::config::{Draft, Problem};
use crate::jobs::aside::aside;
use crate::jobs::context::Context;
use crate::jobs::kept::{Kept, payload_of};
use crate::jobs::rewrite::Rewrite;
use crate::jobs::settings::{problem, settings};
use crate::model::{Act, ActId, ActKind, Trouble};
use crate::store::Walk;
use crate::system::{self, Lock};

/// What a new file begins with.
pub(in crate::jobs) const NEW_FILE: &str = "# What differs from byline's shipped options. Yours to edit: comments and order are kept, and changes are seen at once.\n";

/// The file while it is ours.
pub(in crate::jobs) struct HeldConfig {
    text: String,
    _lock: Option<Lock>,
}

/// Changes `config.toml`: an act, which undo takes back. `sentence` is what the history says of it, in the past: "made the smart feed `Rust`". A change that
/// changes nothing is an act of count 0, and is not kept.
pub async fn configure(
    context: &Context,
    sentence: impl Into<String>,
    make: impl FnOnce(&mut Draft) -> Result<(), Trouble>,
) -> Result<Act, Trouble> {
    let _one = context.editing.lock().await;
    let held = hold(context).await?;
    let (subject, now) = (sentence.into(), context.now());
    let Some((rewrite, text)) = rewritten(&held, make)? else {
        return Ok(Act {
            id: ActId(0),
            at: now,
            kind: ActKind::Configure,
            subject,
            count: 0,
            undone: false,
        });
    };
    let payload = payload_of(&Kept::of_config(rewrite))?;
    let store = &context.store;
    let act = store
        .intend(ActKind::Configure, subject, 1, payload, now)
        .await?;
    let settled = async {
        write(context, text).await?;
        let settled = store.settle_alone(act).await;
        if settled.is_err() {
            put_back(context, held).await;
        }
        Ok(settled?)
    };
    match settled.await {
        Ok(act) => Ok(act),
        Err(trouble) => {
            // If this fails too, the next start finds the intent and that the file knows nothing of it.
            let _ = store.forget(act).await;
            Err(trouble)
        }
    }
}

/// Takes an act that changed nothing but `config.toml` back, or does it again.
pub(in crate::jobs) async fn walk_config(
    context: &Context,
    walk: Walk,
    act: ActId,
    rewrite: &Rewrite,
) -> Result<Act, Trouble> {
    let _one = context.editing.lock().await;
    let held = hold(context).await?;
    write(context, walked(&held, walk, rewrite)?).await?;
    let settled = context.store.walk_alone(walk, act).await;
    if settled.is_err() {
        put_back(context, held).await;
    }
    Ok(settled?)
}

/// Takes the file; it must be such as may be written.
async fn hold(context: &Context) -> Result<HeldConfig, Trouble> {
    let folder = context.paths.config.clone();
    let lock = aside(move || {
        system::make_folder(&folder)?;
        system::lock(&folder)
    });
    let lock = lock.await?;
    Ok(HeldConfig {
        _lock: Some(lock),
        ..hold_beside(context).await?
    })
}

/// The same, for whoever holds the folder already.
pub(in crate::jobs) async fn hold_beside(context: &Context) -> Result<HeldConfig, Trouble> {
    let path = context.paths.config_file();
    aside(move || {
        let loaded = system::load(&path)
            .map_err(|unloaded| unwritable(&problem("config.toml", unloaded)))?;
        let text = loaded.unwrap_or_else(|| NEW_FILE.to_string());
        Draft::parse(&text).map_err(|problem| unwritable(&problem))?;
        Ok(HeldConfig { text, _lock: None })
    })
    .await
}

/// What a change makes of the file; `None` when nothing.
pub(in crate::jobs) fn rewritten(
    held: &HeldConfig,
    make: impl FnOnce(&mut Draft) -> Result<(), Trouble>,
) -> Result<Option<(Rewrite, String)>, Trouble> {
    let mut draft = Draft::parse(&held.text).map_err(|problem| unwritable(&problem))?;
    make(&mut draft)?;
    let text = draft.to_string();
    Ok((text != held.text).then(|| (Rewrite::between(&held.text, &text), text)))
}

/// The file's text before an act, or after it again.
pub(in crate::jobs) fn walked(
    held: &HeldConfig,
    walk: Walk,
    rewrite: &Rewrite,
) -> Result<String, Trouble> {
    let text = match walk {
        Walk::Back => rewrite.back(&held.text),
        Walk::Forth => rewrite.forward(&held.text),
    };
    text.ok_or_else(|| {
        Trouble::new(
            "`config.toml` was edited since, in the very lines of this act: they stay as they are",
            "edit them by hand: `g e` opens the file",
        )
    })
}

/// Replaces the file, and lets what stands in it hold.
pub(in crate::jobs) async fn write(context: &Context, text: String) -> Result<(), Trouble> {
    let path = context.paths.config_file();
    aside(move || system::save(&path, &text)).await?;
    let paths = context.paths.clone();
    let (config, _) = aside(move || Ok(settings(&paths))).await?;
    if config != *context.config() {
        context.set_config(config);
    }
    Ok(())
}

/// Makes the file say again what it said.
pub(in crate::jobs) async fn put_back(context: &Context, held: HeldConfig) {
    if let Err(trouble) = write(context, held.text).await {
        tracing::error!(%trouble, "`config.toml` could not be put back");
    }
}

/// Whether the file says what an act made of it; a file that cannot be loaded says nothing.
pub(in crate::jobs) async fn says(context: &Context, rewrite: &Rewrite) -> bool {
    let held = hold_beside(context).await;
    held.is_ok_and(|held| rewrite.stands_in(&held.text))
}

fn unwritable(problem: &Problem) -> Trouble {
    Trouble::new(
        format!("`config.toml` is not changed, since it cannot be read whole: {problem}"),
        "mend it first; byline never overwrites what it could not read",
    )
}
