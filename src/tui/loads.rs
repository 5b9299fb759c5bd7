//! Questions to the store, and small jobs: each a future that ends in one answer.

use tokio::sync::mpsc::Sender;

use crate::app::{Done, Event, Job, Load};
use crate::jobs::{self, Article, Context, ListWish};
use crate::model::{EntryId, Ticket, Trouble};
use crate::tui::perform::Reply;

/// Answers a question.
pub async fn load(context: &Context, load: Load, ticket: Ticket, replies: &Sender<Reply>) -> Done {
    let done = match load {
        Load::Feeds => jobs::load_feeds(context).await.map(Done::Feeds),
        Load::Entries {
            scope,
            show,
            keep_since,
            anchor,
            count,
        } => {
            let wish = ListWish {
                scope,
                show,
                keep_since,
                anchor,
                count,
            };
            jobs::load_entries(context, wish).await.map(Done::Entries)
        }
        Load::Article(id) => article(context, id, ticket, replies).await,
        Load::NextUnread {
            scope,
            from,
            direction,
        } => jobs::load_next_unread(context, scope, from, direction)
            .await
            .map(|row| Done::Unread(direction, row)),
        Load::History(count) => context
            .store
            .history(count)
            .await
            .map(Done::History)
            .map_err(|error| error.trouble()),
        Load::Importable => Ok(Done::Importable(jobs::importable(context).await)),
    };
    done.unwrap_or_else(Done::Failed)
}
