//! Takes over the subscriptions of another reader: one edit of `feeds.toml`, nothing fetched, nothing run.

use std::collections::HashSet;
use std::path::Path;

use crate::config::{Draft, SMART_FEEDS, SmartFeed, Subscriptions};
use crate::jobs::allow::awaited_of;
use crate::jobs::aside::aside;
use crate::jobs::bring::bring;
use crate::jobs::configure::writable_config;
use crate::jobs::context::Context;
use crate::jobs::imported::Imported;
use crate::jobs::newsboat;
use crate::jobs::step::{Edit, insert};
use crate::jobs::subscriptions::{Keep, edit_both};
use crate::model::{Act, ActKind, Consent, Subscription, Trouble};
use crate::parse::{self, Bookmarks, List, Note, Search, Source, same_feed};
use crate::query;
use crate::store::{Adopted, OldFeed};
use crate::system;
use crate::text;

/// Takes what a document holds: bookmarks, or feeds: OPML, newsboat's `urls`, one address a line.
pub async fn import(context: &Context, bytes: &[u8]) -> Result<Imported, Trouble> {
    let bytes = bytes.to_vec();
    match aside(move || held(&bytes)).await? {
        Held::Bookmarks(found) => bring(context, found, "a list").await,
        Held::Feeds(list) => take(context, list, Vec::new(), "a list of feeds").await,
    }
}

/// What a file of another program holds.
enum Held {
    Feeds(List),
    Bookmarks(Bookmarks),
}

fn held(bytes: &[u8]) -> Result<Held, Trouble> {
    match parse::bookmarks(bytes) {
        Some(found) => Ok(Held::Bookmarks(found)),
        None => listed(bytes).map(Held::Feeds),
    }
}

/// Takes feeds, and what was read of them; `name` is what the history calls it.
async fn take(
    context: &Context,
    mut list: List,
    old: Vec<OldFeed>,
    name: &str,
) -> Result<Imported, Trouble> {
    if list.feeds.is_empty() && old.is_empty() && list.searches.is_empty() {
        return Err(nothing_in(&list, name));
    }
    let mut searches = checked(context, std::mem::take(&mut list.searches));
    let wanted = wanted_feeds(context, &mut searches).await;
    let smart_feeds: Vec<String> = wanted.iter().map(|feed| feed.name.clone()).collect();
    let draft = (!wanted.is_empty()).then_some(|draft: &mut Draft| {
        for SmartFeed { name, query } in &wanted {
            draft.set(SMART_FEEDS, name, query);
        }
        Ok(())
    });
    let (mut known, mut new) = (0, Vec::new());
    let keep = if old.is_empty() {
        Keep::IfChanged
    } else {
        Keep::Always
    };
    let (new_queries, brings_states) = (smart_feeds.len(), !old.is_empty());
    let make = |file: &mut Subscriptions| {
        let there: HashSet<String> = file.list().iter().map(|it| same_feed(&it.url)).collect();
        let is_there = |feed: &Subscription| there.contains(&same_feed(&feed.url));
        let (old, wanted): (Vec<_>, Vec<_>) = list.feeds.drain(..).partition(is_there);
        known = old.len() as u32;
        let steps = insert(file, &wanted);
        new = wanted;
        if steps.is_empty() && !brings_states {
            let count = text::counted(new_queries as u64, "smart feed", "smart feeds");
            let sentence = format!("imported {count} from {name}");
            return Ok(Edit::new(ActKind::Configure, sentence, steps));
        }
        Ok(Edit::new(ActKind::Import, name.to_string(), steps))
    };
    let act = edit_both(context, keep, make, draft).await?;
    let adopted = if old.is_empty() {
        Adopted::default()
    } else {
        newsboat::adopt(context, &act, old).await?
    };
    Ok(Imported {
        from: None,
        enriched: 0,
        adopted,
        act: (is_act(&act, adopted) || !smart_feeds.is_empty()).then_some(act),
        known,
        twice: list.twice,
        refused: list.refused,
        notes: list.notes,
        searches,
        smart_feeds,
        waiting: waiting(context, &new).await?,
    })
}

fn is_act(act: &Act, adopted: Adopted) -> bool {
    act.count > 0 || adopted != Adopted::default()
}

fn nothing_in(list: &List, name: &str) -> Trouble {
    let first = list.refused.first().map(|note| format!(": {note}"));
    Trouble::new(
        format!("no feeds in `{name}`{}", first.unwrap_or_default()),
        "OPML, newsboat's `urls`, and lists of one address a line are understood",
    )
}

/// Which of these wait for the reader's yes.
async fn waiting(
    context: &Context,
    feeds: &[Subscription],
) -> Result<Vec<(String, Consent)>, Trouble> {
    let mut waiting = Vec::new();
    for feed in feeds {
        let title = feed.title.clone();
        let title = title.unwrap_or_else(|| text::cut(&text::address(&feed.url), 60).into_owned());
        let missing = awaited_of(context, feed.consents()).await?;
        waiting.extend(missing.into_iter().map(|consent| (title.clone(), consent)));
    }
    Ok(waiting)
}

/// The smart feeds that searches become: those that are there already, with that very query, are left alone; another of the same name gets a number.
/// Where `config.toml` cannot be changed none is taken, and each says why.
async fn wanted_feeds(context: &Context, searches: &mut [Search]) -> Vec<SmartFeed> {
    let may = writable_config(context).await;
    let mut known = context.config().smart_feeds.clone();
    let mut wanted = Vec::new();
    for search in searches {
        let Ok(query) = &search.query else { continue };
        if let Err(trouble) = &may {
            search.query = Err(trouble.what.clone());
            continue;
        }
        let feed = SmartFeed {
            name: free_name(&search.name, &known, query),
            query: query.clone(),
        };
        if !known.contains(&feed) {
            known.push(feed.clone());
            wanted.push(feed);
        }
    }
    wanted
}

/// A name that no other query has: `Linux`, else `Linux 2`.
fn free_name(name: &str, known: &[SmartFeed], query: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_control() || c == '"' { ' ' } else { c })
        .collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = text::cut(&plain, 50).trim().to_string();
    let plain = if plain.is_empty() {
        "query".to_string()
    } else {
        plain
    };
    let is_free = |name: &String| {
        let mut others = known
            .iter()
            .filter(|feed| text::fold(&feed.name) == text::fold(name));
        others.all(|feed| feed.query == query)
    };
    let numbered = (2u32..).map(|number| format!("{plain} {number}"));
    let mut names = std::iter::once(plain.clone()).chain(numbered);
    names.find(is_free).unwrap_or(plain)
}

/// A search in byline's words is one that byline can do.
fn checked(context: &Context, searches: Vec<Search>) -> Vec<Search> {
    let now = context.now();
    let check = |search: Search| {
        let query = search
            .query
            .and_then(|query| match query::parse(&query, now, &context.zone) {
                Ok(_) => Ok(query),
                Err(error) => Err(error.what),
            });
        Search { query, ..search }
    };
    searches.into_iter().map(check).collect()
}

/// The same of a file; `~/` is the reader's home. With newsboat's `urls` comes what was read and flagged there, from the cache that belongs
/// to it; a cache by itself brings that for feeds that are followed already.
pub async fn import_file(context: &Context, path: &Path) -> Result<Imported, Trouble> {
    let full = context.paths.typed(&path.to_string_lossy());
    let name = full
        .file_name()
        .unwrap_or(full.as_os_str())
        .to_string_lossy();
    if system::begins_with(&full, DATABASE) {
        let old = newsboat::load(full.clone()).await?;
        return take(context, List::default(), old, &name).await;
    }
    let loaded = full.clone();
    let list = aside(move || {
        let bytes = system::load_bytes(&loaded)?.ok_or_else(|| {
            Trouble::new(
                format!("there is no file `{}`", loaded.display()),
                "check the path",
            )
        })?;
        held(&bytes)
    })
    .await?;
    let list = match list {
        Held::Bookmarks(found) => return bring(context, found, &name).await,
        Held::Feeds(list) => list,
    };
    let old = match newsboat::cache_of(&context.paths, &full) {
        Some(cache) => newsboat::load(cache).await,
        None => Ok(Vec::new()),
    };
    let (old, why) = match old {
        Ok(old) => (old, None),
        // The feeds are worth taking without it.
        Err(trouble) => (Vec::new(), Some(trouble.what)),
    };
    let mut imported = take(context, list, old, &name).await?;
    let why = why.map(|why| format!("what was read is not taken over: {why}"));
    imported
        .notes
        .extend(why.map(|what| Note { line: None, what }));
    Ok(imported)
}

/// What a database begins with.
const DATABASE: &[u8] = b"SQLite format 3\0";

/// The subscriptions in a document, and what could not be taken.
pub fn listed(bytes: &[u8]) -> Result<List, Trouble> {
    let start = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    let is_wide = [b"\xff\xfe".as_slice(), b"\xfe\xff", b"\0<", b"<\0"]
        .iter()
        .any(|sign| bytes.starts_with(sign));
    if start.starts_with(b"<") || is_wide {
        return parse::opml(bytes).map_err(|why| Trouble {
            what: why.line.map_or_else(
                || why.what.clone(),
                |line| format!("line {line}: {}", why.what),
            ),
            hint: why.hint,
        });
    }
    let plain = Source {
        content_type: Some("text/plain"),
        ..Source::default()
    };
    Ok(parse::url_list(&parse::decode(bytes, &plain).text))
}
