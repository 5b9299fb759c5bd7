//! Where the reader is, in words: `3 of 482`, `2 links · 42 comments`, where the link at hand leads.

use crate::app::{App, By, Focus, WIDE, enclosure_sign};
use crate::article::Target;
use crate::model::{Order, Scope, Show};
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
                let order = match (app.entries.scope(), app.entries.order()) {
                    (Scope::Continue, Order::Newest) => "last read first",
                    (_, order) => order.words(),
                };
                place.push((Role::Dim, format!(" · {order}")));
                match app.entries.show() {
                    Show::All => {}
                    Show::Unread => place.push((Role::Dim, " · unread".to_string())),
                    Show::Bookmarked => place.push((Role::Dim, " · bookmarked".to_string())),
                }
            }
            if let Some(marks) = app.entries.marks() {
                let marked = format!("{} marked", grouped(marks.count() as u64));
                let rest = std::mem::take(&mut place);
                place.push((Role::Accent, marked));
                if app.stage.size.width >= NARROW {
                    place.push((Role::Dim, " · esc none".to_string()));
                }
                place.push((Role::Dim, "  ".to_string()));
                place.extend(rest);
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
    if let Some(selection) = reader.selection() {
        let (lines, words) = selection.size();
        let mut place = match selection.by() {
            By::Line => figure(lines as u64, "line", "lines"),
            By::Word => figure(words as u64, "word", "words"),
        };
        place.push((Role::Dim, " selected".to_string()));
        return place;
    }
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
        return leads(target);
    }
    if let Some(words) = reader.note_words() {
        return vec![(Role::Text, words)];
    }
    let links = reader.document().links.len() as u64;
    let comments = reader
        .entry()
        .and_then(|entry| entry.comment_count)
        .filter(|_| app.stage.size.width >= NARROW)
        .unwrap_or(0);
    let mut place = Words::new();
    let words = if app.stage.size.width >= WIDE {
        reader.word_count()
    } else {
        0
    };
    for (count, one, many) in [
        (words, "word", "words"),
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
    if let Some(attached) = attached(app) {
        if !place.is_empty() {
            place.push((Role::Dim, " · ".to_string()));
        }
        place.push((Role::Text, attached));
    }
    place
}

/// Where the one thing comes from that is attached to the article: its key opens it at once.
fn attached(app: &App) -> Option<String> {
    if app.stage.size.width < WIDE {
        return None;
    }
    let enclosures = &app.reader.entry()?.enclosures;
    let [one] = enclosures.as_slice() else {
        return None;
    };
    let host = text::destination(&one.url);
    Some(format!("{} {}", enclosure_sign(one), text::sentence(&host)))
}

/// Where the link leads whose number is being typed: `  [12] words → host`.
pub fn counted_link(app: &App) -> Words {
    let number = app
        .count
        .filter(|_| app.focus == Focus::Article && app.pressed.is_empty());
    let target = number
        .and_then(|number| number.checked_sub(1))
        .and_then(|link| app.reader.document().links.get(link as usize));
    let (Some(number), Some(target)) = (number, target) else {
        return Words::new();
    };
    let mut words = vec![(Role::LinkNumber, format!("  [{number}] "))];
    words.extend(leads(target));
    words
}

/// The words of a link and where it leads: `posted last week → lore.kernel.org`.
fn leads(target: &Target) -> Words {
    vec![
        (Role::Text, text::sentence(&target.label).into_owned()),
        (Role::Dim, " → ".to_string()),
        (
            Role::Text,
            text::sentence(&text::destination(&target.url)).into_owned(),
        ),
    ]
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
