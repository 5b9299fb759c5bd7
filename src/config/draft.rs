//! `config.toml` being edited by byline: a named value of a section, or a table of a list, set, renamed or taken out.
//!
//! Does not know what the values mean. Invariant: what is not touched stays to the letter: comments, order, and keys that nobody knows; a text whose grammar
//! is wrong becomes no draft, and so is never written.

use std::fmt;

use toml_edit::{
    ArrayOfTables, DocumentMut, InlineTable, Item, Key, Table, TableLike, Value, value,
};

use crate::config::Problem;
use crate::config::put::put;
use crate::config::sheet::Sheet;

/// The file's name, as problems show it.
const FILE: &str = "config.toml";

/// The text of `config.toml` while it is changed.
#[derive(Clone, Debug)]
pub struct Draft {
    document: DocumentMut,
    windows_lines: bool,
}

impl Draft {
    /// Takes a text. Values that mean nothing to byline are no obstacle; a mistake of grammar is.
    pub fn parse(text: &str) -> Result<Draft, Problem> {
        let windows_lines = text.contains("\r\n");
        let plain = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let (sheet, _) = Sheet::open(FILE, &plain);
        if let Some(problem) = sheet.finish().into_iter().next() {
            return Err(problem);
        }
        let document = plain.parse::<DocumentMut>().map_err(|error| Problem {
            file: FILE.to_string(),
            line: 1,
            column: 1,
            what: error.message().lines().next().unwrap_or_default().into(),
            hint: None,
        })?;
        Ok(Draft {
            document,
            windows_lines,
        })
    }

    /// The names in a section, in the order of the file.
    #[must_use]
    pub fn names(&self, section: &str) -> Vec<String> {
        let table = self.document.get(section).and_then(Item::as_table_like);
        let names = table.map(|table| table.iter().map(|(name, _)| name.to_string()));
        names.into_iter().flatten().collect()
    }

    /// The text that stands for a name in a section; `None` if there is none, or if it is no text.
    #[must_use]
    pub fn text(&self, section: &str, name: &str) -> Option<&str> {
        self.document.get(section)?.get(name)?.as_str()
    }

    /// Sets a text under a name: in place, with the comment behind it kept, or as the section's last. A section that is missing comes at the file's end.
    /// False when the section is something else.
    pub fn set(&mut self, section: &str, name: &str, text: &str) -> bool {
        self.make_section(section);
        match self.document.get_mut(section) {
            Some(Item::Table(table)) => put(table, name, Some(value(text))),
            Some(other) => match other.as_table_like_mut() {
                Some(table) => {
                    table.insert(name, value(text));
                }
                None => return false,
            },
            None => return false,
        }
        true
    }

    /// Gives a name of a section another, in its place and with its comments. False when there is no such name, or the new one is taken.
    pub fn rename(&mut self, section: &str, from: &str, to: &str) -> bool {
        let Some(item) = self.document.get_mut(section) else {
            return false;
        };
        match item {
            Item::Table(table) => renamed(
                table,
                (from, to),
                Table::remove_entry,
                |table, key, item| {
                    table.insert_formatted(&key, item);
                },
            ),
            Item::Value(Value::InlineTable(table)) => renamed(
                table,
                (from, to),
                InlineTable::remove_entry,
                |table, key, item| {
                    table.insert_formatted(&key, item);
                },
            ),
            _ => false,
        }
    }

    /// Takes a name out of a section, with the comments above it. False when there is no such name.
    pub fn remove(&mut self, section: &str, name: &str) -> bool {
        let item = self.document.get_mut(section);
        let table = item.and_then(Item::as_table_like_mut);
        table.is_some_and(|table| table.remove(name).is_some())
    }

    /// How many tables a list (`[[list]]`) has.
    #[must_use]
    pub fn count(&self, list: &str) -> usize {
        let tables = self.document.get(list).and_then(Item::as_array_of_tables);
        tables.map_or(0, ArrayOfTables::len)
    }

    /// A table of a list, from 0 in the order of the file.
    pub fn table(&mut self, list: &str, at: usize) -> Option<&mut Table> {
        self.document
            .get_mut(list)?
            .as_array_of_tables_mut()?
            .get_mut(at)
    }

    /// Puts a table into a list, at this place or at its end, set apart by a blank line. False when the list is something else.
    pub fn insert_table(&mut self, list: &str, at: Option<usize>, mut table: Table) -> bool {
        let above = self.take_end(list);
        let tables = self
            .document
            .entry(list)
            .or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
        let Some(tables) = tables.as_array_of_tables_mut() else {
            return false;
        };
        let at = at.map_or(tables.len(), |at| at.min(tables.len()));
        set_apart(&mut table, &above);
        tables.insert(at, table);
        true
    }

    /// Takes a table out of a list, with the comments above it. False when there is none at this place.
    pub fn remove_table(&mut self, list: &str, at: usize) -> bool {
        let tables = self.document.get_mut(list);
        let Some(tables) = tables.and_then(Item::as_array_of_tables_mut) else {
            return false;
        };
        if tables.get(at).is_none() {
            return false;
        }
        tables.remove(at);
        if tables.is_empty() {
            self.document.remove(list);
        }
        true
    }

    /// A section at the file's end, if there is nothing of its name.
    fn make_section(&mut self, section: &str) {
        if self.document.contains_key(section) {
            return;
        }
        let above = self.take_end(section);
        let mut table = Table::new();
        set_apart(&mut table, &above);
        self.document.insert(section, Item::Table(table));
    }

    /// What stands behind everything: it belongs to what is above it, so it stays there when something new comes behind. A file without any table
    /// gets its blank line too.
    fn take_end(&mut self, new: &str) -> String {
        if self.document.contains_key(new) {
            return "\n".to_string();
        }
        let end = self.document.trailing().as_str().unwrap_or_default();
        let end = end.to_string();
        self.document.set_trailing("");
        let is_start = self.document.is_empty() && end.is_empty();
        let is_apart = end.ends_with("\n\n") || end == "\n";
        match (is_start || is_apart, end.ends_with('\n') || end.is_empty()) {
            (true, _) => end,
            (false, true) => end + "\n",
            (false, false) => end + "\n\n",
        }
    }
}

impl fmt::Display for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.document.to_string();
        if self.windows_lines {
            f.write_str(&text.replace('\n', "\r\n"))
        } else {
            f.write_str(&text)
        }
    }
}

fn set_apart(table: &mut Table, above: &str) {
    let own = table.decor().prefix().and_then(|raw| raw.as_str());
    let own = own.unwrap_or_default().trim_start_matches('\n').to_string();
    table.decor_mut().set_prefix(format!("{above}{own}"));
}

/// Takes all entries out from the renamed one on, and puts them in again in their order.
fn renamed<T: TableLike, V>(
    table: &mut T,
    (from, to): (&str, &str),
    take: impl Fn(&mut T, &str) -> Option<(Key, V)>,
    give: impl Fn(&mut T, Key, V),
) -> bool {
    if from != to && table.contains_key(to) || !table.contains_key(from) {
        return false;
    }
    let names: Vec<String> = table.iter().map(|(name, _)| name.to_string()).collect();
    for name in names.iter().skip_while(|name| *name != from) {
        let Some((key, item)) = take(table, name) else {
            continue;
        };
        let key = if name == from {
            Key::new(to)
                .with_leaf_decor(key.leaf_decor().clone())
                .with_dotted_decor(key.dotted_decor().clone())
        } else {
            key
        };
        give(table, key, item);
    }
    true
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn edited(text: &str, edit: impl FnOnce(&mut Draft) -> bool) -> String {
        let mut draft = Draft::parse(text).unwrap();
        assert!(edit(&mut draft), "{text}");
        draft.to_string()
    }

    const FEEDS: &str = "# mine\nmeasure = 70 # cells\n\n[smart_feeds]\n# the language\nRust = \"rust\" # all of it\nold = \"c\"\n\n# rest\n[odd]\nx = 1\n";

    #[test]
    fn nothing_but_the_value_changes() {
        assert_eq!(
            edited(FEEDS, |it| it.set("smart_feeds", "Rust", "rust since:1w")),
            FEEDS.replace("\"rust\"", "\"rust since:1w\"")
        );
        assert_eq!(
            edited(FEEDS, |it| it.rename("smart_feeds", "Rust", "Crab news")),
            FEEDS.replace("Rust =", "\"Crab news\" =")
        );
        assert_eq!(
            edited(FEEDS, |it| it.remove("smart_feeds", "Rust")),
            FEEDS.replace("# the language\nRust = \"rust\" # all of it\n", "")
        );
        assert_eq!(
            edited(FEEDS, |it| it.set("smart_feeds", "new", "\"a b\" -c")),
            FEEDS.replace("old = \"c\"\n", "old = \"c\"\nnew = '\"a b\" -c'\n")
        );
        let windows = FEEDS.replace('\n', "\r\n");
        assert_eq!(
            edited(&windows, |it| it.remove("smart_feeds", "old")),
            windows.replace("old = \"c\"\r\n", "")
        );
    }

    #[test]
    fn a_section_that_is_missing_comes_at_the_end_and_comments_stay_where_they_are() {
        let cases = [
            ("", "[s]\na = \"b\"\n"),
            ("# mine\n", "# mine\n\n[s]\na = \"b\"\n"),
            ("# mine\n\n", "# mine\n\n[s]\na = \"b\"\n"),
            ("x = 1\n# y = 2\n", "x = 1\n# y = 2\n\n[s]\na = \"b\"\n"),
            ("x = 1", "x = 1\n\n[s]\na = \"b\"\n"),
            ("[o]\nx = 1\n# end", "[o]\nx = 1\n# end\n\n[s]\na = \"b\"\n"),
        ];
        for (text, expect) in cases {
            assert_eq!(edited(text, |it| it.set("s", "a", "b")), expect, "{text:?}");
            let table = || {
                let mut table = Table::new();
                table.insert("a", value("b"));
                table
            };
            assert_eq!(
                edited(text, |it| it.insert_table("s", None, table())),
                expect.replace("[s]", "[[s]]"),
                "{text:?}"
            );
        }
    }

    #[test]
    fn tables_of_a_list_come_and_go_with_their_comments() {
        let text = "[[rule]]\nname = \"a\"\n\n# about b\n[[rule]]\nname = \"b\"\n\n[x]\ny = 1\n";
        let mut table = Table::new();
        table.insert("name", value("new"));
        assert_eq!(
            edited(text, |it| it.insert_table("rule", Some(1), table)),
            "[[rule]]\nname = \"a\"\n\n[[rule]]\nname = \"new\"\n\n# about b\n[[rule]]\nname = \"b\"\n\n[x]\ny = 1\n"
        );
        assert_eq!(
            edited(text, |it| it.remove_table("rule", 1)),
            "[[rule]]\nname = \"a\"\n\n[x]\ny = 1\n"
        );
        let mut draft = Draft::parse(text).unwrap();
        assert_eq!(draft.count("rule"), 2);
        put(draft.table("rule", 0).unwrap(), "name", Some(value("c")));
        assert_eq!(draft.to_string(), text.replace("\"a\"", "\"c\""));
        assert!(!draft.remove_table("rule", 2));
        assert!(!draft.insert_table("x", None, Table::new()));
    }

    #[test]
    fn other_ways_to_write_a_section_are_understood() {
        let inline = "s = { a = \"b\", c = \"d\" }\n";
        assert_eq!(
            edited(inline, |it| it.rename("s", "a", "x")),
            "s = { x = \"b\", c = \"d\" }\n"
        );
        assert_eq!(
            edited(inline, |it| it.set("s", "a", "x")),
            "s = { a = \"x\", c = \"d\" }\n"
        );
        let dotted = "s.a = \"b\"\n";
        assert_eq!(edited(dotted, |it| it.set("s", "a", "x")), "s.a = \"x\"\n");
        assert_eq!(Draft::parse(dotted).unwrap().text("s", "a"), Some("b"));
        let other = "s = 1\n";
        let mut draft = Draft::parse(other).unwrap();
        assert!(!draft.set("s", "a", "b"));
        assert!(!draft.rename("s", "a", "b"));
        assert_eq!(draft.to_string(), other);
        let taken = "[s]\na = \"1\"\nb = \"2\"\n";
        assert!(!Draft::parse(taken).unwrap().rename("s", "a", "b"));
    }

    #[test]
    fn a_text_whose_grammar_is_wrong_is_no_draft() {
        let problem = Draft::parse("a = 1\n[oops\n").unwrap_err();
        assert_eq!((problem.line, problem.file.as_str()), (2, "config.toml"));
    }
}
