//! `config.toml` changed by byline, as an act: intent into the history, then the file replaced, then done.
//!
//! Lives here: what is the same for all that byline writes there (smart feeds, rules, the colours of tags). Invariants: a file that could not be loaded, or whose
//! grammar is wrong, is never written; nothing but what the act is about changes; undo and redo give the bytes back, or say that they cannot.

use crate::config::{Draft, Problem};
use crate::jobs::context::Context;
use crate::jobs::rewrite::Rewrite;
use crate::jobs::settings::{problem, settings};
use crate::jobs::subscriptions::{Kept, aside, payload_of};
use crate::model::{Act, ActId, ActKind, Trouble};
use crate::store::Walk;
use crate::system::{self, Lock};

/// What a new file begins with.
const NEW_FILE: &str = "# What differs from byline's shipped options. Yours to edit: comments and order are kept, and changes are seen at once.\n";

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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;

    use super::*;
    use crate::config::{Config, SMART_FEEDS};
    use crate::jobs::{reconcile, redo, undo};
    use crate::store::Store;
    use crate::system::Paths;

    const FILE: &str =
        "# mine\nmeasure = 70 # cells\nodd = 1\n\n[smart_feeds]\nold = \"c\" # kept\n";

    fn context(home: &tempfile::TempDir) -> Context {
        let paths = Paths::within(home.path().join("config"), home.path().join("data"));
        fs::create_dir_all(&paths.config).unwrap();
        Context::new(Store::memory().unwrap(), paths, Config::default())
    }

    fn text(context: &Context) -> String {
        fs::read_to_string(context.paths.config_file()).unwrap()
    }

    async fn add(context: &Context, name: &str) -> Result<Act, Trouble> {
        configure(context, format!("made the smart feed {name}"), |draft| {
            draft.set(SMART_FEEDS, name, "rust");
            Ok(())
        })
        .await
    }

    #[tokio::test]
    async fn an_act_on_the_options_is_taken_back_to_the_byte_and_done_again() {
        let home = tempfile::tempdir().unwrap();
        let context = context(&home);
        fs::write(context.paths.config_file(), FILE).unwrap();
        let act = add(&context, "Rust").await.unwrap();
        assert_eq!(act.sentence(), "made the smart feed Rust");
        let after = text(&context);
        assert_eq!(after, format!("{FILE}Rust = \"rust\"\n"));
        let names = |context: &Context| -> Vec<String> {
            let feeds = context.config().smart_feeds.clone();
            feeds.into_iter().map(|it| it.name).collect()
        };
        assert_eq!(names(&context), ["old", "Rust"]);
        assert!(undo(&context).await.unwrap().unwrap().undone);
        assert_eq!((text(&context).as_str(), names(&context).len()), (FILE, 1));
        redo(&context).await.unwrap().unwrap();
        assert_eq!(text(&context), after);
        // Edited by hand at another place, and at the very place.
        fs::write(context.paths.config_file(), after.replace("70", "90")).unwrap();
        undo(&context).await.unwrap().unwrap();
        assert_eq!(text(&context), FILE.replace("70", "90"));
        redo(&context).await.unwrap().unwrap();
        let edited = text(&context).replace("Rust = \"rust\"", "Rust = \"crab\"");
        fs::write(context.paths.config_file(), &edited).unwrap();
        let trouble = undo(&context).await.unwrap_err();
        assert!(trouble.what.contains("edited since"), "{trouble}");
        assert_eq!(text(&context), edited);
    }

    #[tokio::test]
    async fn a_file_that_cannot_be_read_is_never_written_and_one_that_is_missing_is_made() {
        let home = tempfile::tempdir().unwrap();
        let context = context(&home);
        for bytes in [b"[oops\n".as_slice(), b"a = '\xff'\n"] {
            fs::write(context.paths.config_file(), bytes).unwrap();
            let trouble = add(&context, "Rust").await.unwrap_err();
            assert!(trouble.what.contains("config.toml:1:"), "{trouble}");
            assert_eq!(fs::read(context.paths.config_file()).unwrap(), bytes);
        }
        assert!(context.store.history(9).await.unwrap().is_empty());
        fs::remove_file(context.paths.config_file()).unwrap();
        add(&context, "Rust").await.unwrap();
        let made = format!("{NEW_FILE}\n[smart_feeds]\nRust = \"rust\"\n");
        assert_eq!(text(&context), made);
        undo(&context).await.unwrap();
        assert_eq!(text(&context), NEW_FILE);
        // What changes nothing is no act.
        redo(&context).await.unwrap();
        assert_eq!(add(&context, "Rust").await.unwrap().count, 0);
        assert_eq!(context.store.history(9).await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn an_act_that_a_crash_cut_short_is_settled_by_what_the_file_says() {
        let home = tempfile::tempdir().unwrap();
        let context = context(&home);
        fs::write(context.paths.feeds_file(), "").unwrap();
        fs::write(context.paths.config_file(), FILE).unwrap();
        let after = format!("{FILE}Rust = \"rust\"\n");
        let kept = Kept::of_config(Rewrite::between(FILE, &after));
        let payload = payload_of(&kept).unwrap();
        for (stands, acts) in [(FILE, 0), (&after, 1)] {
            let (kind, now) = (ActKind::Configure, context.now());
            let store = &context.store;
            store
                .intend(kind, "x".into(), 1, payload.clone(), now)
                .await
                .unwrap();
            fs::write(context.paths.config_file(), stands).unwrap();
            reconcile(&context).await.unwrap();
            assert!(store.unsettled().await.unwrap().is_empty());
            assert_eq!(store.history(9).await.unwrap().len(), acts);
        }
        undo(&context).await.unwrap().unwrap();
        assert_eq!(text(&context), FILE);
    }
}
