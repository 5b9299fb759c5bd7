//! Takes acts back and does them again, over restarts: the last one, or one from the middle on which no later one rests. And forgets them all.

use crate::jobs::context::Context;
use crate::jobs::subscriptions::walk;
use crate::model::{Act, ActId, Trouble};
use crate::store::{UndoPeriod, Walk};

/// Takes the last act back that is not taken back yet; `None` when there is none.
pub async fn undo(context: &Context) -> Result<Option<Act>, Trouble> {
    let last = context.store.last_undoable().await?;
    let act = match last {
        None => return Ok(None),
        Some(found) => back(context, found).await?,
    };
    Ok(Some(act))
}

/// Takes back only this act; refused, with the name of the later act, when one rests on it.
pub async fn take_back(context: &Context, id: ActId) -> Result<Act, Trouble> {
    match context.store.done_act(id).await? {
        Some(found) => back(context, found).await,
        None => Err(Trouble::new(
            format!("no act {} that could be taken back", id.0),
            "`byline undo --list` names those there are",
        )),
    }
}

async fn back(context: &Context, (act, payload): (Act, Option<String>)) -> Result<Act, Trouble> {
    match payload {
        Some(payload) => walk(context, Walk::Back, act.id, &payload).await,
        None => Ok(context.store.undo_entries(act.id, context.now()).await?),
    }
}

/// Does the act again that was taken back last; `None` when there is none.
pub async fn redo(context: &Context) -> Result<Option<Act>, Trouble> {
    let last = context.store.last_redoable().await?;
    let act = match last {
        None => return Ok(None),
        Some((act, Some(payload))) => walk(context, Walk::Forth, act.id, &payload).await?,
        Some((act, None)) => {
            let now = context.now();
            context.store.redo_entries(act.id, now).await?
        }
    };
    Ok(Some(act))
}

/// Forgets all acts, and with them what only undo could bring back: dropped bookmarks, and entries of feeds unsubscribed from. How many acts there were.
pub async fn forget_history(context: &Context) -> Result<u64, Trouble> {
    let count = load_history(context, u32::MAX).await?.len() as u64;
    let all = UndoPeriod {
        span: -1,
        changes: 0,
    };
    context.store.prune(all, context.now()).await?;
    Ok(count)
}

/// What was done, newest first, at most so many.
pub async fn load_history(context: &Context, count: u32) -> Result<Vec<Act>, Trouble> {
    Ok(context.store.history(count).await?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;

    use super::*;
    use crate::config::{Config, SMART_FEEDS};
    use crate::jobs::configure::{NEW_FILE, configure};
    use crate::jobs::kept::{Kept, payload_of};
    use crate::jobs::reconcile::reconcile;
    use crate::jobs::rewrite::Rewrite;
    use crate::model::ActKind;
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
