//! Where the reader is, in words: `3 of 482`, `2 links · 42 comments`, where the link at hand leads.

use crate::app::{App, Focus};
use crate::article::Target;
use crate::text::{self, Role, grouped};
use crate::view::status::NARROW;
use crate::view::words::{Words, words};

/// Where the reader is: `3 of 482 · newest first`, `2 links · 42 comments`.
pub fn place(app: &App) -> Words {
    match app.focus {
        Focus::Feeds => {
            let rows = &app.feeds.list().rows;
            let ill = rows
                .iter()
                .filter(|row| row.health.failure.is_some())
                .count();
            let mut place = figure(rows.len() as u64, "feed", "feeds");
            if ill > 0 {
                place.push((Role::Dim, " · ".to_string()));
                place.extend(figure(ill as u64, "cannot be read", "cannot be read"));
            }
            place
        }
        Focus::Entries => {
            let mut place = position(app);
            if !place.is_empty() && app.stage.size.width >= NARROW {
                place.push((Role::Dim, " · newest first".to_string()));
            }
            place
        }
        Focus::Article => in_article(app),
    }
}

/// The number of the selected entry in its list.
pub fn position(app: &App) -> Words {
    let (number, total) = app.entries.rows().position();
    match (number, total) {
        (Some(number), Some(total)) => vec![
            (Role::Text, grouped(number)),
            (Role::Dim, " of ".to_string()),
            (Role::Text, grouped(total)),
        ],
        (Some(number), None) => words(Role::Text, grouped(number)),
        _ => Words::new(),
    }
}

fn in_article(app: &App) -> Words {
    let reader = &app.reader;
    if let Some(find) = reader.find().filter(|find| find.is_kept) {
        return vec![
            (Role::Text, grouped(find.current as u64 + 1)),
            (Role::Dim, " of ".to_string()),
            (Role::Text, grouped(find.matches.len() as u64)),
            (Role::Dim, " · ".to_string()),
            (Role::Match, find.text.clone()),
        ];
    }
    if let Some(target) = link_at_hand(app) {
        return vec![
            (Role::Text, target.label.clone()),
            (Role::Dim, " → ".to_string()),
            (Role::Text, text::host(&target.url)),
        ];
    }
    let links = reader.document().links.len() as u64;
    let comments = reader
        .entry()
        .and_then(|entry| entry.comment_count)
        .filter(|_| app.stage.size.width >= NARROW)
        .unwrap_or(0);
    let mut place = Words::new();
    for (count, one, many) in [
        (links, "link", "links"),
        (u64::from(comments), "comment", "comments"),
    ] {
        if count == 0 {
            continue;
        }
        if !place.is_empty() {
            place.push((Role::Dim, " · ".to_string()));
        }
        place.extend(figure(count, one, many));
    }
    place
}

/// The link that `tab` stands on.
fn link_at_hand(app: &App) -> Option<&Target> {
    let link = app.reader.link()?;
    app.reader.document().links.get(link as usize)
}

fn figure(count: u64, one: &str, many: &str) -> Words {
    let what = if count == 1 { one } else { many };
    vec![
        (Role::Text, grouped(count)),
        (Role::Dim, format!(" {what}")),
    ]
}

/// How much is unread in all.
pub fn unread(app: &App) -> Words {
    match app.feeds.list().unread {
        0 => Words::new(),
        count => figure(u64::from(count), "unread", "unread"),
    }
}
