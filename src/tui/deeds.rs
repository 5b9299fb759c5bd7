//! What the reader does, in the order in which it was asked for: each is kept before the next is begun.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::mpsc::{Sender, UnboundedReceiver};

use crate::app::{Done, Event, File};
use crate::jobs::{self, Context};
use crate::model::{Act, ActId, Change, EntryId, Subscription, TextPlace, Ticket, Trouble};
use crate::tui::guard::guarded;
use crate::tui::reply::{Reply, answer};

/// Something to be kept.
#[derive(Debug)]
pub enum Deed {
    /// An act.
    Change(Ticket, Box<Change>),
    /// The last act back.
    Undo(Ticket),
    /// This act back.
    TakeBack(Ticket, ActId),
    /// The last undone act again.
    Redo(Ticket),
    /// Follow feeds.
    Subscribe(Ticket, Vec<Subscription>),
    /// Follow the feeds of a file.
    Import(Ticket, String),
    /// The note that the editor wrote into a file.
    Note(Ticket, EntryId, PathBuf),
    /// Where an article was left.
    Place(EntryId, TextPlace, u8),
    /// A piece of the screen's own state.
    Remember(&'static str, String),
}

/// Does them one after the other, until nobody can ask any more.
pub async fn in_order(
    context: Arc<Context>,
    mut asked: UnboundedReceiver<Deed>,
    replies: Sender<Reply>,
) {
    while let Some(deed) = asked.recv().await {
        let ticket = ticket_of(&deed);
        let before = context.config();
        let done = guarded(work(&context, deed)).await;
        let config = context.config();
        if !Arc::ptr_eq(&before, &config) {
            // An act wrote `config.toml`: what stands in it holds before the act is told.
            let file = File::Config(Box::new((*config).clone()), Vec::new());
            let _ = replies
                .send(Reply::Event(Event::FilesChanged(vec![file])))
                .await;
        }
        match ticket {
            Some(ticket) => answer(&replies, ticket, done).await,
            None => {
                if let Done::Failed(trouble) = done {
                    tracing::warn!("could not be remembered: {trouble}");
                }
            }
        }
    }
}

fn ticket_of(deed: &Deed) -> Option<Ticket> {
    match deed {
        Deed::Change(ticket, _)
        | Deed::Undo(ticket)
        | Deed::TakeBack(ticket, _)
        | Deed::Redo(ticket)
        | Deed::Subscribe(ticket, _)
        | Deed::Note(ticket, ..)
        | Deed::Import(ticket, _) => Some(*ticket),
        Deed::Place(..) | Deed::Remember(..) => None,
    }
}

async fn work(context: &Context, deed: Deed) -> Done {
    match deed {
        Deed::Change(_, change) => acted(jobs::change(context, *change).await.map(Some)),
        Deed::Undo(_) => acted(jobs::undo(context).await),
        Deed::TakeBack(_, act) => acted(jobs::take_back(context, act).await.map(Some)),
        Deed::Redo(_) => acted(jobs::redo(context).await),
        Deed::Subscribe(_, feeds) => acted(jobs::subscribe(context, feeds).await.map(Some)),
        Deed::Import(_, path) => match jobs::import_file(context, path.as_ref()).await {
            Ok(imported) => Done::Imported {
                known: imported.known,
                problems: imported.problems(),
                remarks: imported.remarks(),
                act: imported.act,
            },
            Err(trouble) => Done::Failed(trouble),
        },
        Deed::Note(_, entry, file) => acted(jobs::take_note(context, entry, file).await.map(Some)),
        Deed::Place(entry, place, percent) => {
            quiet(jobs::place(context, entry, place, percent).await)
        }
        Deed::Remember(key, value) => quiet(
            context
                .store
                .remember(key, &value)
                .await
                .map_err(|error| error.trouble()),
        ),
    }
}

fn acted(result: Result<Option<Act>, Trouble>) -> Done {
    result.map_or_else(Done::Failed, Done::Acted)
}

fn quiet(result: Result<(), Trouble>) -> Done {
    result.map_or_else(Done::Failed, |()| Done::Launched(None))
}
