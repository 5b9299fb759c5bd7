//! What can still be read of a damaged database comes over into a fresh one: the reader's own first.
//!
//! SQLite stops at the first page that is not as it should be; here every page is looked at by itself. Where the way to a page is gone, its rows tell by their shape
//! which table they are of, and what a table lost is made up from its indexes as far as they have it. Lives here: which pages are whose, and the order of work. Does not live
//! here: bytes (`pages`, `record`), and what rows need of each other (`mend`). Invariants: the damaged file is only read; rows on whole pages come over; what could not be read
//! is told.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, params_from_iter};

use crate::store::body::unpack;
use crate::store::error::StoreError;
use crate::store::functions;
use crate::store::mend::{UNLISTED, mend};
use crate::store::migrate::{APPLICATION, KNOWN, migrate, migrate_to};
use crate::store::salvage::pages::{Kind, Page, Pages, word};
use crate::store::salvage::shape::{Shape, shapes};
use crate::system::{begin_private, remove};

mod pages;
mod record;
mod remains;
mod shape;

/// Rows of a page that are looked at to tell whose it is.
const SAMPLE: usize = 12;

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Salvaged {
    /// Rows that came over, by what they are, the reader's own first; nothing that has none.
    pub came: Vec<(String, u64)>,
    /// What did not, in words; empty: nothing is known to be lost.
    pub lost: Vec<String>,
}

impl Salvaged {
    /// What came over, in words.
    #[must_use]
    pub fn sum(&self) -> String {
        let came = self
            .came
            .iter()
            .map(|(what, count)| format!("{what}: {count}"));
        came.collect::<Vec<_>>().join(", ")
    }
}

/// Makes `fresh` of what can be read of `damaged`, which stays as it is. Nothing came over: `fresh` is not made.
pub fn salvage(damaged: &Path, fresh: &Path) -> Result<Salvaged, StoreError> {
    let unopened = |error: &dyn std::fmt::Display| StoreError::Unopened {
        path: damaged.to_path_buf(),
        what: error.to_string(),
    };
    let mut pages = Pages::open(damaged).map_err(|error| unopened(&error))?;
    let version = version(&mut pages, damaged)?;
    remove(fresh).map_err(|trouble| unopened(&trouble))?;
    begin_private(fresh).map_err(|error| unopened(&error))?;
    let made = fill(&mut pages, fresh, version);
    if !matches!(&made, Ok(salvaged) if !salvaged.came.is_empty()) {
        remove(fresh).map_err(|trouble| unopened(&trouble))?;
    }
    made
}

/// The schema of a file, as its first page says; the newest known where it says nothing.
fn version(pages: &mut Pages, path: &Path) -> Result<i64, StoreError> {
    let head = pages.bytes(1).unwrap_or_default();
    if word(&head, 68).map(i64::from) != Some(APPLICATION) {
        return Ok(KNOWN);
    }
    match word(&head, 60).map_or(KNOWN, i64::from) {
        found if found > KNOWN => Err(StoreError::Newer {
            path: path.to_path_buf(),
            found,
            known: KNOWN,
        }),
        0 => Ok(KNOWN),
        found => Ok(found),
    }
}

fn fill(pages: &mut Pages, fresh: &Path, version: i64) -> Result<Salvaged, StoreError> {
    let mut connection = Connection::open(fresh)?;
    functions::register(&connection)?;
    connection.pragma_update(None, "page_size", 16_384)?;
    // Nobody knows this file before it is finished.
    connection.pragma_update(None, "journal_mode", "MEMORY")?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    migrate_to(&mut connection, version)?;
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    let shapes = shapes(&connection)?;
    let plan = Plan::new(pages, &shapes);
    let mut salvaged = Salvaged::default();
    for (shape, held) in shapes.iter().zip(&plan.shares) {
        if shape.is_wanted {
            bring(&connection, pages, (shape, held), &mut salvaged)?;
        } else {
            remains::note(&connection, pages, (shape, held))?;
        }
    }
    if salvaged.came.is_empty() {
        return Ok(salvaged);
    }
    if plan.strays > 0 {
        let what = format!("{} pages of rows that could not be told apart", plan.strays);
        salvaged.lost.push(what);
    }
    remains::make_up(&connection, &mut salvaged)?;
    migrate(&mut connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    let transaction = connection.transaction()?;
    salvaged.lost.extend(remains::missing(&transaction)?);
    let unlisted = mend(&transaction)?
        .into_iter()
        .find(|it| it.what == UNLISTED);
    salvaged
        .lost
        .extend(unlisted.map(|it| format!("{} {}", it.rows, it.what)));
    transaction.execute_batch(
        "DELETE FROM index_queue; UPDATE index_backlog SET below = (SELECT coalesce(max(entry), 0) FROM state);",
    )?;
    transaction.commit()?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    Ok(salvaged)
}

/// Which pages hold rows of which table.
struct Plan {
    /// For each shape, in their order.
    shares: Vec<Share>,
    /// Pages of rows that may be of several tables.
    strays: usize,
}

/// The pages of a table or index.
#[derive(Default)]
struct Share {
    pages: Vec<u32>,
    /// Pages that should be its own, and cannot be read.
    gone: usize,
    /// The way to some of its pages is gone.
    is_broken: bool,
}

impl Plan {
    fn new(pages: &mut Pages, shapes: &[Shape]) -> Plan {
        let roots = roots(pages);
        let mut claimed: HashSet<u32> = pages.free().into_iter().collect();
        claimed.insert(1);
        let mut parts = Vec::new();
        for shape in shapes {
            parts.push(match roots.get(&shape.name) {
                Some(root) => walk(pages, shape, *root, &mut claimed),
                None => Share {
                    is_broken: true,
                    ..Share::default()
                },
            });
        }
        let mut plan = Plan {
            shares: parts,
            strays: 0,
        };
        if plan.shares.iter().any(|held| held.is_broken) {
            for number in 2..=pages.count {
                if !claimed.contains(&number) {
                    plan.place(pages, shapes, number);
                }
            }
        }
        plan
    }

    /// Finds out whose a page is that no way leads to.
    fn place(&mut self, pages: &mut Pages, shapes: &[Shape], number: u32) {
        let Some(page) = pages.page(number) else {
            return;
        };
        if page.kind == Kind::TableInterior {
            return;
        }
        let is_index = page.kind != Kind::TableLeaf;
        let sample = sample(pages, &page);
        if sample.is_empty() {
            return;
        }
        let mut likely = Vec::new();
        for (shape, held) in shapes.iter().zip(&mut self.shares) {
            let fits = held.is_broken
                && shape.is_index == is_index
                && sample.iter().all(|record| shape.fits(record));
            if fits {
                likely.push((shape, held));
            }
        }
        if likely.len() > 1 {
            let whole = |shape: &Shape| sample.iter().all(|it| shape.has_columns(it.values.len()));
            if likely.iter().filter(|(shape, _)| whole(shape)).count() == 1 {
                likely.retain(|(shape, _)| whole(shape));
            }
        }
        let is_wanted = likely.iter().any(|(shape, _)| shape.is_wanted);
        match likely.as_mut_slice() {
            [(_, held)] => held.pages.push(number),
            _ if is_wanted => self.strays += 1,
            _ => {}
        }
    }
}

/// The first pages of tables and indexes, as the schema in the file says.
fn roots(pages: &mut Pages) -> HashMap<String, u32> {
    let mut roots = HashMap::new();
    let (mut open, mut seen) = (vec![1], HashSet::new());
    while let Some(number) = open.pop() {
        if !seen.insert(number) {
            continue;
        }
        let Some(page) = pages.page(number) else {
            continue;
        };
        open.extend(&page.children);
        for cell in &page.cells {
            let Some(record) = pages.record(&page, cell) else {
                continue;
            };
            if let [_, Value::Text(name), _, Value::Integer(root), ..] = record.values.as_slice()
                && let Ok(root) = u32::try_from(*root)
            {
                roots.insert(name.clone(), root);
            }
        }
    }
    roots
}

/// Goes from a table's first page to all of its others.
fn walk(pages: &mut Pages, shape: &Shape, root: u32, claimed: &mut HashSet<u32>) -> Share {
    let mut held = Share::default();
    let mut open = vec![root];
    while let Some(number) = open.pop() {
        if claimed.contains(&number) {
            held.is_broken = true;
            continue;
        }
        let page = pages.page(number).filter(|page| {
            let is_index = matches!(page.kind, Kind::IndexLeaf | Kind::IndexInterior);
            let sample = sample(pages, page);
            let fits = sample.is_empty() || sample.iter().any(|record| shape.fits(record));
            is_index == shape.is_index && fits
        });
        let Some(page) = page else {
            held.gone += 1;
            held.is_broken = true;
            continue;
        };
        claimed.insert(number);
        let is_empty = page.cells.is_empty() && page.children.is_empty();
        held.is_broken |= is_empty && number != root;
        open.extend(&page.children);
        if page.kind != Kind::TableInterior {
            held.pages.push(number);
        }
    }
    held
}

/// Some rows of a page.
fn sample(pages: &mut Pages, page: &Page) -> Vec<record::Record> {
    let mut sample = Vec::new();
    for cell in page.cells.iter().take(SAMPLE) {
        sample.extend(pages.record(page, cell));
    }
    sample
}

/// Brings the rows of a table over.
fn bring(
    connection: &Connection,
    pages: &mut Pages,
    (shape, held): (&Shape, &Share),
    salvaged: &mut Salvaged,
) -> Result<(), StoreError> {
    let (mut came, mut cut, mut garbled) = (0, 0, 0);
    let transaction = connection.unchecked_transaction()?;
    for number in &held.pages {
        let Some(page) = pages.page(*number) else {
            continue;
        };
        for cell in &page.cells {
            let record = pages.record(&page, cell);
            let Some(record) = record.filter(|record| shape.fits(record)) else {
                garbled += 1;
                continue;
            };
            let mut is_whole = record.is_whole;
            let mut values = shape.row(record, cell.rowid);
            for (at, value) in values.iter_mut().enumerate() {
                let is_packed = shape.is_packed(at) && matches!(value, Value::Blob(_));
                if is_packed && unpack(ValueRef::from(&*value)).is_err() {
                    *value = Value::Null;
                    is_whole = false;
                }
            }
            let sql = shape.insert(values.len());
            let mut statement = connection.prepare_cached(&sql)?;
            match statement.execute(params_from_iter(values)) {
                Ok(done) => came += done as u64,
                Err(error) if is_full(&error) => return Err(error.into()),
                Err(_) => garbled += 1,
            }
            cut += u64::from(!is_whole);
        }
    }
    transaction.commit()?;
    let name = remains::in_words(&shape.name);
    if came > 0 {
        salvaged.came.push((name.to_string(), came));
    }
    let mut lost = |count: u64, what: &str| {
        if count > 0 {
            salvaged.lost.push(format!("{name}: {count} {what}"));
        }
    };
    lost(held.gone as u64, "pages of the file cannot be read");
    lost(garbled, "rows cannot be read");
    lost(cut, "rows came without part of their text");
    Ok(())
}

fn is_full(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull)
}

#[cfg(test)]
mod tests;
