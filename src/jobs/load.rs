//! What the panes and the command line show: lists and articles, loaded from the store; where a feed stands in its file.
//!
//! Links are handed out as they are opened and shared: without what follows readers around. The store keeps the feed's own, since that may be all that tells
//! an entry from others.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use crate::article::{
    Document, Head, Tracking, colored, document_head_without, document_without, parted, strip,
};
use crate::config::Subscriptions;
use crate::jobs::aside::aside;
use crate::jobs::context::Context;
use crate::jobs::index::measure_for_a_moment;
use crate::jobs::searched::{parsed, searched};
use crate::model::{
    Anchor, CheckRecord, Direction, Entry, EntryId, EntryRow, FeedId, FeedList, NearSearch, Order,
    Scope, Show, SortKey, TextPlace, Timestamp, Trouble, Window,
};
use crate::query::{Query, nearest};
use crate::store::WindowWish;
use crate::system;
use crate::text;

/// HTML longer than this is shown by its head first.
const LONG: usize = 48 << 10;

/// What the colours of an article's code may take; the article is on the screen meanwhile.
const COLORING: Duration = Duration::from_millis(1_500);

/// Entries that a search beside an empty one is counted up to.
const COUNTED: u32 = 10_000;

/// An article, ready to be set.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// As the store has it.
    pub entry: Entry,
    /// What stands above the text.
    pub head: Head,
    /// The text; not `complete` when only its head is there yet.
    pub document: Document,
}

/// Which piece of which list; `query` narrows the scope further.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListWish {
    /// What the list shows.
    pub scope: Scope,
    /// Whether read entries are listed.
    pub show: Show,
    /// With `Show::Unread`, entries read at or after this stay listed.
    pub keep_since: Timestamp,
    /// From where it is cut.
    pub anchor: Anchor,
    /// At most so many rows.
    pub count: u32,
    /// Narrows the list.
    pub query: Option<Query>,
    /// In which order a search with words is listed.
    pub order: Order,
}

/// All subscribed feeds with their counts and health.
pub async fn load_feeds(context: &Context) -> Result<FeedList, Trouble> {
    Ok(context.store.feeds(context.moment().midnight).await?)
}

/// The line of `feeds.toml`, from 1, in which a feed begins, what its last check came to, and how many bytes its texts take; `None` where that is not known.
pub async fn load_standing(
    context: &Context,
    feed: FeedId,
    url: &str,
) -> (Option<u32>, Option<CheckRecord>, Option<u64>) {
    let (path, url) = (context.paths.feeds_file(), url.to_string());
    let line = aside(move || {
        let text = system::load(&path)?.unwrap_or_default();
        Ok(Subscriptions::line(&text, &url))
    });
    let last = context.store.last_check(feed).await.ok().flatten();
    let size = context.store.size_of(feed).await.ok();
    (line.await.ok().flatten(), last, size)
}

/// A piece of a list.
pub async fn load_entries(context: &Context, wish: ListWish) -> Result<Window, Trouble> {
    let wish = WindowWish {
        query: wish.query.or(searched(context, &wish.scope)?),
        scope: wish.scope,
        show: wish.show,
        keep_since: wish.keep_since,
        anchor: wish.anchor,
        count: wish.count,
        midnight: context.moment().midnight,
        order: wish.order,
    };
    if matches!(
        wish.order,
        Order::TitleUp | Order::TitleDown | Order::Longest | Order::Shortest
    ) {
        measure_for_a_moment(context).await;
    }
    let mut window = context.store.window(wish).await?;
    let tracking = tracking(context);
    for row in &mut window.rows {
        bare_row(row, &tracking);
    }
    Ok(window)
}

/// The rows of a list from one to another, both included, whichever stands first; of more than 10,000 the first alone.
pub async fn load_between(
    context: &Context,
    wish: ListWish,
    (first, last): (SortKey, SortKey),
) -> Result<Vec<EntryRow>, Trouble> {
    let wish = ListWish {
        anchor: Anchor::Around(first),
        count: 1,
        ..wish
    };
    let mut rows = load_entries(context, wish.clone()).await?.rows;
    if first == last {
        return Ok(rows);
    }
    for anchor in [Anchor::After(first), Anchor::Before(first)] {
        let wish = ListWish {
            anchor,
            count: u32::MAX,
            ..wish.clone()
        };
        let rest = load_entries(context, wish).await?.rows;
        let Some(end) = rest.iter().position(|row| row.id == last.id) else {
            continue;
        };
        match anchor {
            Anchor::After(_) => rows.extend(rest.into_iter().take(end + 1)),
            _ => {
                rows.splice(0..0, rest.into_iter().skip(end));
            }
        }
        break;
    }
    Ok(rows)
}

/// The nearest unread entry of a scope in one direction from a place; `None`: from the list's end.
pub async fn load_next_unread(
    context: &Context,
    scope: Scope,
    from: Option<SortKey>,
    (direction, order): (Direction, Order),
) -> Result<Option<EntryRow>, Trouble> {
    let mut moment = context.moment();
    moment.query = searched(context, &scope)?;
    let store = &context.store;
    let mut row = store
        .next_unread(scope, from, (direction, order), moment)
        .await?;
    let tracking = tracking(context);
    if let Some(row) = &mut row {
        bare_row(row, &tracking);
    }
    Ok(row)
}

/// An entry with its text; `None`: no such entry.
pub async fn load_entry(context: &Context, id: EntryId) -> Result<Option<Entry>, Trouble> {
    let mut entry = context.store.entry(id).await?;
    let tracking = tracking(context);
    if let Some(entry) = &mut entry {
        bare(entry, &tracking);
    }
    Ok(entry)
}

/// Everything about these entries but their text; those that are gone are left out.
pub async fn load_details(context: &Context, ids: Vec<EntryId>) -> Result<Vec<Entry>, Trouble> {
    let mut entries = context.store.details(ids).await?;
    let tracking = tracking(context);
    for entry in &mut entries {
        bare(entry, &tracking);
    }
    Ok(entries)
}

/// What is taken out of links, as the reader wishes.
fn tracking(context: &Context) -> Tracking {
    let links = &context.config().links;
    Tracking {
        shipped: links.strip_tracking,
        more: links.tracking.clone(),
    }
}

fn bare(entry: &mut Entry, tracking: &Tracking) {
    bare_row(&mut entry.row, tracking);
    bare_link(&mut entry.comments, tracking);
}

fn bare_row(row: &mut EntryRow, tracking: &Tracking) {
    bare_link(&mut row.link, tracking);
}

fn bare_link(link: &mut Option<String>, tracking: &Tracking) {
    if let Some(link) = link
        && let Cow::Owned(bare) = tracking.taken_out(link)
    {
        *link = bare;
    }
}

/// An article. `on_head` gets what is there earlier: of a long one the first part, of one with code the whole without the colours of code.
/// `None`: no such entry.
pub async fn load_article(
    context: &Context,
    id: EntryId,
    on_head: &(dyn Fn(Article) + Send + Sync),
) -> Result<Option<Article>, Trouble> {
    let Some(entry) = load_entry(context, id).await? else {
        return Ok(None);
    };
    if entry.html().len() > LONG {
        on_head(made(context, entry.clone(), document_head_without).await?);
    }
    let article = made(context, entry, document_without).await?;
    if !article.document.has_code() {
        return in_parts(article).await.map(Some);
    }
    on_head(in_parts(article.clone()).await?);
    in_parts(with_colors(article).await?).await.map(Some)
}

/// The article with its long blocks in parts, as a pane sets them.
async fn in_parts(mut article: Article) -> Result<Article, Trouble> {
    let work = tokio::task::spawn_blocking(move || {
        article.document = parted(article.document);
        article
    });
    work.await.map_err(|panic| not_made(&panic))
}

/// The article with the colours of its code, as far as there is time for them.
async fn with_colors(mut article: Article) -> Result<Article, Trouble> {
    let work = tokio::task::spawn_blocking(move || {
        let end = Instant::now() + COLORING;
        article.document = colored(article.document, &mut || Instant::now() < end);
        article
    });
    work.await.map_err(|panic| not_made(&panic))
}

/// The article of an entry that is at hand.
#[must_use]
pub fn article(context: &Context, entry: Entry) -> Article {
    let head = head(context, &entry);
    let document = document_without(entry.html(), Some(entry.base()), &tracking(context));
    Article {
        entry,
        head,
        document,
    }
}

/// The searches beside one that found nothing, those that find something, with how many up to `COUNTED`.
pub async fn load_nearest(context: &Context, query: &str) -> Result<Vec<NearSearch>, Trouble> {
    let mut found = Vec::new();
    for near in nearest(&parsed(context, query)?) {
        let typed = near.query.to_string();
        let moment = context.moment();
        let ids = context.store.entry_ids(near.query, moment, COUNTED).await?;
        if !ids.is_empty() {
            found.push(NearSearch {
                label: near.label,
                query: typed,
                count: ids.len() as u64,
            });
        }
    }
    Ok(found)
}

/// Keeps where the reader left an article.
pub async fn place(
    context: &Context,
    entry: EntryId,
    place: TextPlace,
    percent: u8,
) -> Result<(), Trouble> {
    let now = context.now();
    Ok(context.store.place(entry, place, percent, now).await?)
}

/// Makes a document on a thread where it may take its time.
async fn made(
    context: &Context,
    entry: Entry,
    make: fn(&str, Option<&str>, &Tracking) -> Document,
) -> Result<Article, Trouble> {
    let tracking = tracking(context);
    let head = head(context, &entry);
    let work = tokio::task::spawn_blocking(move || {
        let document = make(entry.html(), Some(entry.base()), &tracking);
        Article {
            entry,
            head,
            document,
        }
    });
    work.await.map_err(|panic| not_made(&panic))
}

fn not_made(panic: &tokio::task::JoinError) -> Trouble {
    tracing::error!(%panic, "an article could not be made");
    Trouble::new(
        "a fault of byline's own: this article could not be understood",
        "`o` opens it in the browser",
    )
}

/// The headline and the facts below it: feed, author, date, reading time, comments.
fn head(context: &Context, entry: &Entry) -> Head {
    let now = context.now();
    let row = &entry.row;
    let mut facts = vec![row.feed_title.clone()];
    let named = |author: &&String| !author.trim().is_empty() && **author != row.feed_title;
    facts.extend(entry.author.as_ref().filter(named).cloned());
    facts.push(context.zone.long(row.time, now));
    let plain = strip(entry.html());
    facts.extend(
        entry
            .edited()
            .map(|time| format!("changed {}", context.zone.long(time, now))),
    );
    let minutes = text::reading_minutes(&plain);
    if minutes > 0 {
        facts.push(format!("{minutes} min"));
    }
    facts.extend(match entry.comment_count {
        Some(1) => Some("1 comment".to_string()),
        Some(count) if count > 1 => Some(format!("{} comments", text::grouped(u64::from(count)))),
        _ => None,
    });
    if let Some(rule) = entry.hidden_by() {
        facts.push(match rule {
            "" => "hidden by a rule".to_string(),
            rule => format!("hidden by rule “{rule}”"),
        });
    }
    if entry.withdrawn.is_some() {
        facts.push("withdrawn by its feed".to_string());
    }
    Head {
        note: entry.text_note(),
        length: text::word_count(&plain),
        words: entry.note.clone(),
        title: row.title.clone(),
        facts: facts
            .iter()
            .map(|fact| text::scrub_line(fact).into_owned())
            .filter(|fact| !fact.is_empty())
            .collect(),
    }
}
