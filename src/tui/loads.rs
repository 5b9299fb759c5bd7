//! Questions to the store, and small jobs: each a future that ends in one answer.

use tokio::sync::mpsc::Sender;

use crate::app::{Done, Event, Job, Load, Save};
use crate::jobs::{self, Article, Context, ListWish, Saved};
use crate::model::{EntryId, Ticket, Trouble};
use crate::parse::Secrets;
use crate::text;
use crate::tui::reply::Reply;

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
            order,
        } => {
            let wish = ListWish {
                scope,
                show,
                keep_since,
                anchor,
                count,
                query: None,
                order,
            };
            jobs::load_entries(context, wish).await.map(Done::Entries)
        }
        Load::Article(id) => article(context, id, ticket, replies).await,
        Load::NextUnread {
            scope,
            from,
            direction,
            order,
        } => jobs::load_next_unread(context, scope, from, (direction, order))
            .await
            .map(|row| Done::Unread(direction, row)),
        Load::Between {
            scope,
            show,
            keep_since,
            order,
            from,
            to,
        } => {
            let wish = ListWish {
                scope,
                show,
                keep_since,
                order,
                ..ListWish::default()
            };
            jobs::load_between(context, wish, (from, to))
                .await
                .map(Done::Between)
        }
        Load::History(count) => context
            .store
            .history(count)
            .await
            .map(Done::History)
            .map_err(|error| error.trouble()),
        Load::Counts => jobs::load_counts(context).await.map(Done::Counts),
        Load::Health => jobs::load_health(context)
            .await
            .map(|board| Done::Health(Box::new(board))),
        Load::RulePreview(when) => jobs::preview_rule(context, &when)
            .await
            .map(|preview| Done::RulePreview(Box::new(preview))),
        Load::Nearest(query) => jobs::load_nearest(context, &query).await.map(Done::Nearest),
        Load::Tags => context
            .store
            .tags()
            .await
            .map(Done::Tags)
            .map_err(|error| error.trouble()),
        Load::Enclosures(entry) => jobs::load_entry(context, entry)
            .await
            .map(|entry| Done::Enclosures(entry.map(|entry| entry.enclosures).unwrap_or_default())),
        Load::Note(entry) => jobs::load_entry(context, entry)
            .await
            .map(|entry| Done::Note(entry.and_then(|entry| entry.note))),
        Load::Source(entry) => jobs::source(context, entry)
            .await
            .map(|(title, text)| Done::Output { title, text }),
        Load::Importable => Ok(Done::Importable(jobs::importable(context).await)),
        Load::Standing(feed, url) => {
            let (line, check, size) = jobs::load_standing(context, feed, &url).await;
            Ok(Done::Standing(line, check, size))
        }
    };
    done.unwrap_or_else(Done::Failed)
}

/// An article; the head of a long one is told as soon as it is there.
async fn article(
    context: &Context,
    id: EntryId,
    ticket: Ticket,
    replies: &Sender<Reply>,
) -> Result<Done, Trouble> {
    let on_head = |article: Article| {
        // A loop that is behind gets the whole in a moment.
        let _ = replies.try_send(Reply::Event(Event::Done(ticket, told(article))));
    };
    match jobs::load_article(context, id, &on_head).await? {
        Some(article) => Ok(told(article)),
        None => Err(Trouble::new(
            "this entry is no longer there",
            "ctrl-l shows the list as it is now",
        )),
    }
}

fn told(article: Article) -> Done {
    Done::Article(
        Box::new(article.entry),
        Box::new(article.head),
        Box::new(article.document),
    )
}

/// Does a small job.
pub async fn job(context: &Context, job: Job) -> Done {
    let done = match job {
        Job::Discover(address) => {
            jobs::discover(context, &address)
                .await
                .map(|found| Done::Found {
                    address: found.address,
                    feeds: found.feeds,
                })
        }
        Job::Seek(feed) => jobs::seek(context, feed).await.map(Done::Sought),
        Job::Allow(feed) => jobs::allow(context, feed)
            .await
            .map(|_| Done::Allowed(feed)),
        Job::Export(path) => export(context, &path, Over::Nothing).await,
        Job::ExportBookmarks(path) => {
            let file = context.paths.typed(&path);
            jobs::export_bookmarks(context, &file)
                .await
                .map(|count| exported(count, &path))
        }
        Job::ExportOver(path) => export(context, &path, Over::TheOld).await,
        Job::Save(wish) => save(context, wish).await,
        Job::Pipe {
            entries,
            format,
            command,
        } => jobs::pipe(context, &entries, format, &command)
            .await
            .map(|text| Done::Output {
                title: command,
                text,
            }),
        Job::EditRule(edit) => jobs::edit_rule(context, &edit)
            .await
            .map(|act| Done::Acted(Some(act))),
        Job::ForgetHistory => jobs::forget_history(context).await.map(Done::Forgotten),
        Job::Share { entry, name } => jobs::share(context, entry, &name)
            .await
            .map(|()| Done::Launched(Some(format!("handed to {name}")))),
        // These are done elsewhere: four report, one takes the terminal, the others are acts.
        Job::Refresh(_)
        | Job::Past(_)
        | Job::FullText(..)
        | Job::FullTexts
        | Job::LaterTexts
        | Job::NoteInEditor(_)
        | Job::Subscribe(_)
        | Job::Import(_)
        | Job::Lend { .. } => Ok(Done::Launched(None)),
    };
    done.unwrap_or_else(Done::Failed)
}

/// What is said of exported bookmarks.
fn exported(count: u64, path: &str) -> Done {
    let bookmarks = text::counted(count, "bookmark", "bookmarks");
    Done::Launched(Some(format!("wrote {bookmarks} to {path}")))
}

async fn save(context: &Context, wish: Save) -> Result<Done, Trouble> {
    let file = context.paths.typed(&wish.path);
    let saved = jobs::save(context, &wish.entries, &file, wish.format, wish.over).await?;
    Ok(match saved {
        Saved::Written => Done::Saved(wish.path),
        Saved::Occupied(since) => {
            let since = context.zone.short(since, context.now());
            Done::Occupied(wish, since)
        }
    })
}

/// What an export may be written over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Over {
    Nothing,
    TheOld,
}

async fn export(context: &Context, path: &str, over: Over) -> Result<Done, Trouble> {
    let file = context.paths.typed(path);
    if over == Over::Nothing && file.exists() {
        return Ok(Done::Exists(path.to_string()));
    }
    let printed = jobs::export_to(context, &file, Secrets::LeftOut).await?;
    Ok(Done::Exported {
        path: path.to_string(),
        feeds: printed.feeds,
        left_out: printed.left_out(),
    })
}
