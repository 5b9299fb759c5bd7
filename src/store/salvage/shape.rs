//! What rows of each table and index look like, so that a page of rows is known without the way to it.
//!
//! Invariant: a row fits its own table. Columns are those of the schema; a row may have fewer, since columns were added later.

use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use crate::store::error::StoreError;
use crate::store::salvage::record::Record;

/// A column.
#[derive(Clone, Debug)]
struct Column {
    name: String,
    /// As declared, in capitals.
    kind: String,
    is_required: bool,
    has_default: bool,
}

/// What the rows of a table, or the entries of an index, look like.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The table or index, as the schema names it.
    pub name: String,
    /// Its columns in the order of its records.
    columns: Vec<Column>,
    /// Where the row's number is, which its record leaves empty.
    number: Option<usize>,
    /// Whether it is kept as an index is.
    pub is_index: bool,
    /// Whether its rows are the reader's: no index, nothing that can be made anew.
    pub is_wanted: bool,
}

impl Shape {
    /// Whether a row can be one of these.
    pub fn fits(&self, record: &Record) -> bool {
        if record.values.len() > self.columns.len() {
            return false;
        }
        let fits = |(at, column): (usize, &Column)| match record.values.get(at) {
            Some(Value::Null) if Some(at) == self.number => true,
            Some(_) if Some(at) == self.number => false,
            Some(Value::Null) => !column.is_required || !record.is_whole,
            Some(value) => column.takes(value),
            None => !column.is_required || column.has_default,
        };
        self.columns.iter().enumerate().all(fits)
    }

    /// Whether it has just so many columns.
    pub fn has_columns(&self, count: usize) -> bool {
        self.columns.len() == count
    }

    /// The statement that puts a row of so many columns into the table.
    pub fn insert(&self, columns: usize) -> String {
        let names: Vec<String> = self
            .columns
            .iter()
            .take(columns)
            .map(|column| format!("\"{}\"", column.name))
            .collect();
        let marks = vec!["?"; names.len()].join(", ");
        let names = names.join(", ");
        format!(
            "INSERT OR IGNORE INTO \"{}\" ({names}) VALUES ({marks})",
            self.name
        )
    }

    /// A row's values, its number in its place.
    pub fn row(&self, record: Record, rowid: Option<i64>) -> Vec<Value> {
        let mut values = record.values;
        if let (Some(at), Some(rowid)) = (self.number, rowid)
            && let Some(value) = values.get_mut(at)
        {
            *value = Value::Integer(rowid);
        }
        values
    }
}

impl Column {
    fn takes(&self, value: &Value) -> bool {
        match (self.kind.as_str(), value) {
            ("INTEGER" | "INT", value) => matches!(value, Value::Integer(_)),
            ("TEXT", value) => matches!(value, Value::Text(_)),
            ("REAL", value) => matches!(value, Value::Real(_) | Value::Integer(_)),
            ("BLOB", value) => matches!(value, Value::Blob(_)),
            // Text as it is, or packed.
            ("ANY", value) => matches!(value, Value::Text(_) | Value::Blob(_)),
            _ => true,
        }
    }
}

/// Of all tables and indexes of a database, the reader's own copies and words first.
pub fn shapes(connection: &Connection) -> Result<Vec<Shape>, StoreError> {
    let mut shapes = Vec::new();
    for (name, kind, is_index) in tables(connection)? {
        let columns = columns(connection, &name)?;
        let shape = table(&name, &kind, is_index, &columns);
        let indexes = "SELECT name FROM pragma_index_list(?1) WHERE origin <> 'pk' OR NOT ?2";
        let mut statement = connection.prepare(indexes)?;
        let found = statement.query_map((&name, is_index), |row| row.get(0))?;
        for index in found {
            shapes.push(index_of(connection, index?, &columns)?);
        }
        shapes.push(shape);
    }
    shapes.sort_by_key(|shape| (!shape.is_wanted, rank(&shape.name)));
    Ok(shapes)
}

/// What comes over first: were the disk to fill up, or the power to fail, the reader's own would be there.
fn rank(name: &str) -> usize {
    let first = ["bookmark", "entry_tag", "feed", "state", "entry", "body"];
    first
        .iter()
        .position(|it| *it == name)
        .unwrap_or(first.len())
}

fn tables(connection: &Connection) -> Result<Vec<(String, String, bool)>, StoreError> {
    let sql = "SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')";
    let mut statement = connection.prepare(sql)?;
    let table = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let found = statement.query_map([], table)?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The columns of a table, and each one's place in its primary key, from 1; 0: in none.
fn columns(connection: &Connection, table: &str) -> Result<Vec<(Column, usize)>, StoreError> {
    let sql = "SELECT name, upper(type), \"notnull\", dflt_value IS NOT NULL, pk FROM pragma_table_xinfo(?1) ORDER BY cid";
    let mut statement = connection.prepare(sql)?;
    let column = |row: &Row<'_>| {
        let column = Column {
            name: row.get(0)?,
            kind: row.get(1)?,
            is_required: row.get(2)?,
            has_default: row.get(3)?,
        };
        Ok((column, row.get(4)?))
    };
    let found = statement.query_map([table], column)?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn table(name: &str, kind: &str, is_index: bool, columns: &[(Column, usize)]) -> Shape {
    let mut sorted: Vec<&(Column, usize)> = columns.iter().collect();
    if is_index {
        // First its key, then the rest.
        sorted.sort_by_key(|(_, key)| if *key == 0 { usize::MAX } else { *key });
    }
    let keys = columns.iter().filter(|(_, key)| *key > 0).count();
    let is_number =
        |(column, key): &&(Column, usize)| *key == 1 && column.kind == "INTEGER" && keys == 1;
    let number = sorted.iter().position(|it| is_number(it) && !is_index);
    let can_be_made = kind == "shadow" || name.starts_with("sqlite_") || name.starts_with("index_");
    Shape {
        name: name.to_string(),
        columns: sorted
            .into_iter()
            .map(|(column, _)| column.clone())
            .collect(),
        number,
        is_index,
        is_wanted: !can_be_made,
    }
}

/// An index: its columns, then the number of the row or the rest of its key.
fn index_of(
    connection: &Connection,
    name: String,
    columns: &[(Column, usize)],
) -> Result<Shape, StoreError> {
    let sql = "SELECT name FROM pragma_index_xinfo(?1) ORDER BY seqno";
    let mut statement = connection.prepare(sql)?;
    let mut found = Vec::new();
    for column in statement.query_map([&name], |row| row.get::<_, Option<String>>(0))? {
        let column = column?;
        let of_table = columns
            .iter()
            .find(|(it, _)| Some(&it.name) == column.as_ref());
        found.push(match of_table {
            Some((column, _)) => column.clone(),
            None => Column {
                name: String::new(),
                kind: "INTEGER".into(),
                is_required: true,
                has_default: false,
            },
        });
    }
    Ok(Shape {
        name,
        columns: found,
        number: None,
        is_index: true,
        is_wanted: false,
    })
}
