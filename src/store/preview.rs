//! What a rule would have found of late: how many entries, of which feeds, and the newest of them.
//!
//! Invariant: what other rules hide counts too, since a rule that is edited hides what it finds.

use rusqlite::Connection;

use crate::model::{Direction, EntryId, RulePreview, Scope, Show, SortKey, Timestamp};
use crate::query::{Query, Term};
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::list::{List, Sight};
use crate::store::rows::rows;
use crate::store::stream::Entrance;

/// Entries that are counted at most.
const MOST: usize = 20_000;
/// Rows that are handed out.
const SHOWN: usize = 60;

impl Store {
    /// What a query finds since this time, listed or hidden by a rule.
    pub async fn preview(&self, query: Query, since: Timestamp) -> Result<RulePreview, StoreError> {
        self.load(move |connection| preview(connection, &query, since))
            .await
    }
}

fn preview(
    connection: &Connection,
    query: &Query,
    since: Timestamp,
) -> Result<RulePreview, StoreError> {
    let mut ids = found(connection, query, since, None)?;
    ids.extend(found(connection, query, since, Some(Term::Hidden))?);
    ids.sort_unstable_by(|a, b| b.cmp(a));
    ids.dedup();
    let newest: Vec<EntryId> = ids.iter().take(SHOWN).copied().collect();
    let mut rows = rows(connection, &newest)?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.key()));
    let mut preview = RulePreview {
        rows,
        ..RulePreview::default()
    };
    let json = serde_json::to_string(&ids).unwrap_or_default();
    let sql = "SELECT coalesce(f.title, f.own_title, f.url), count(*), sum(b.entry IS NOT NULL) \
         FROM json_each(?1) j CROSS JOIN state s ON s.entry = j.value JOIN feed f ON f.id = s.feed \
         LEFT JOIN bookmark b ON b.entry = s.entry AND b.dropped_at IS NULL GROUP BY s.feed ORDER BY 2 DESC, 1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut counted = statement.query([json])?;
    while let Some(row) = counted.next()? {
        let (feed, count, kept): (String, u64, u64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        preview.total += count;
        preview.kept += kept;
        preview.feeds.push((crate::text::address(&feed), count));
    }
    preview.is_cut = ids.len() >= MOST;
    Ok(preview)
}

/// The entries that a query finds since this time, and that are so.
fn found(
    connection: &Connection,
    query: &Query,
    since: Timestamp,
    so: Option<Term>,
) -> Result<Vec<EntryId>, StoreError> {
    let mut members = match query {
        Query::And(members) => members.clone(),
        other => vec![other.clone()],
    };
    members.push(Query::Term(Term::Since(since)));
    members.extend(so.map(Query::Term));
    let query = Query::And(members);
    let sight = Sight {
        scope: &Scope::Search(String::new()),
        show: Show::All,
        keep_since: Timestamp(0),
        midnight: since,
        query: Some(&query),
    };
    let list = List::new(connection, &sight)?;
    let top = Entrance {
        from: SortKey {
            time: Timestamp(i64::MAX),
            id: EntryId(i64::MAX),
        },
        direction: Direction::Next,
    };
    let keys = list.keys(connection, top, MOST)?;
    Ok(keys.into_iter().map(|key| key.id).collect())
}
