//! What stands below the end of an article: what is attached to it, its comments, and what comes next with the key for it.

use crate::app::{App, Tail, enclosures};
use crate::command::{Command, Context};
use crate::model::{Entry, EntryRow};
use crate::text::{self, Role};

impl App {
    /// Sets it anew.
    pub(crate) fn settle_tail(&mut self) {
        if let Some(entry) = self.reader.entry() {
            let key = |command| self.stage.keymap.key(Context::Article, command);
            let mut tail = attached(entry, key(Command::Play).as_deref());
            tail.extend(comments(entry));
            let keys = [Command::PageOn, Command::NextUnread].map(key);
            tail.extend(next_rows(self.entries.unread_ahead(), keys));
            self.reader.set_tail(tail);
        }
    }
}

/// `♪ cdn.example.org  38 min · 21 MB · e play`; of several each with its name, and its number before the key.
fn attached(entry: &Entry, key: Option<&str>) -> Vec<Tail> {
    let all = entry.enclosures.as_slice();
    if all.is_empty() {
        return Vec::new();
    }
    let heading = enclosures::heading(all);
    let mut tail = vec![Tail::Blank, Tail::Words(vec![(Role::Dim, heading.into())])];
    for (number, one) in (1..).zip(all) {
        let host = text::sentence(&text::destination(&one.url)).into_owned();
        let sign = enclosures::sign(one);
        let mut facts = enclosures::facts(one);
        let name = if all.len() == 1 {
            format!("{sign} {host}")
        } else {
            facts.insert(0, host);
            let name = text::scrub_line(one.file_name()).into_owned();
            format!("{sign} {}", text::sentence(&name))
        };
        let mut words = vec![(Role::Text, name)];
        if !facts.is_empty() {
            words.push((Role::Dim, format!("  {}", facts.join(" · "))));
        }
        if let Some(key) = key {
            let count = (all.len() > 1).then(|| number.to_string());
            let between = if facts.is_empty() { "  " } else { " · " };
            words.push((Role::Dim, between.to_string()));
            words.push((Role::Key, format!("{}{key}", count.unwrap_or_default())));
            words.push((Role::Dim, format!(" {}", enclosures::verb(one))));
        }
        tail.push(Tail::Words(words));
    }
    tail
}

fn comments(entry: &Entry) -> Vec<Tail> {
    let Some(comments) = &entry.comments else {
        return Vec::new();
    };
    let count = entry
        .comment_count
        .map_or_else(String::new, |count| format!("{count} "));
    let words = vec![
        (Role::Text, format!("{count}comments")),
        (Role::Dim, format!("  {}", text::host(comments))),
    ];
    vec![Tail::Blank, Tail::Words(words)]
}

/// The entries that come next, each with the key that opens it.
fn next_rows<'a>(
    rows: impl Iterator<Item = &'a EntryRow>,
    [next, then]: [Option<String>; 2],
) -> Vec<Tail> {
    let mut tail = Vec::new();
    for (row, (word, key)) in rows.zip([("next", next), ("then", then)]) {
        if tail.is_empty() {
            tail.extend([Tail::Blank, Tail::Blank, Tail::Rule]);
        }
        tail.push(Tail::Next {
            word,
            row: Box::new(row.clone()),
            key: key.unwrap_or_default(),
        });
    }
    tail
}
