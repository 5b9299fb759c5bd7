//! The last lines of the health board: what the servers were asked today, and what helps the selected feed.

use crate::app::{App, Health, Look, Mend};
use crate::command::{Command, Context};
use crate::model::{HealthRow, Noticed, Traffic};
use crate::text::{self, Role, grouped};
use crate::view::health::columns::Columns;
use crate::view::health::row::why;
use crate::view::pen::Pen;
use crate::view::sheet::status;
use crate::view::squeeze::Least;
use crate::view::status::{least, message};
use crate::view::words::{Words, hints, wide, words};

/// `today 2,310 requests, 1,988 of them nothing new (304); 41 MB fetched, 388 MB spared`, in ever fewer words where there is no room.
pub fn today(traffic: Traffic, room: usize) -> Words {
    let count = |count: u64| (Role::Text, grouped(count));
    let size = |bytes: u64| (Role::Text, text::size(bytes));
    let dim = |words: &str| (Role::Dim, words.to_string());
    let Traffic {
        requests,
        unchanged,
        bytes,
        spared,
        ..
    } = traffic;
    if requests == 0 {
        return words(Role::Dim, "today nothing was asked of anybody yet");
    }
    let requested = if requests == 1 { "request" } else { "requests" };
    let full = vec![
        dim("today "),
        count(requests),
        dim(&format!(" {requested}, ")),
        count(unchanged),
        dim(" of them nothing new (304); "),
        size(bytes),
        dim(" fetched, "),
        size(spared),
        dim(" spared"),
    ];
    let short = vec![
        dim("today "),
        count(requests),
        dim(&format!(" {requested}, ")),
        count(unchanged),
        dim(" × 304; "),
        size(bytes),
        dim(", "),
        size(spared),
        dim(" spared"),
    ];
    if wide(&full) <= room { full } else { short }
}

/// At the left the mend that fits the selected feed, at the right its key and the others.
pub fn paint_status(health: &Health, app: &App, columns: Columns, pen: &mut Pen) {
    let keymap = &app.stage.keymap;
    let key = |command: Command| keymap.key(Context::Feeds, command);
    let row = health.row();
    let enter = row.and_then(|row| verb(&health.mend(row)));
    let pause = match row {
        Some(row) if row.row.paused => "ask again",
        _ => "pause",
    };
    let others = [
        (Command::RefreshThis, "try now"),
        (Command::PauseFeed, pause),
        (Command::Unsubscribe, "unsubscribe"),
    ];
    let mut keys: Vec<(String, &str)> = Vec::new();
    keys.extend(enter.map(|verb| ("enter".to_string(), verb)));
    if row.is_some() {
        let bound = |(command, word)| Some((key(command)?, word));
        keys.extend(others.into_iter().filter_map(bound));
    } else {
        keys.push(("esc".to_string(), "back"));
    }
    keys.extend(key(Command::Help).map(|help| (help, "help")));
    let mut keys: Vec<(&str, &str)> = keys
        .iter()
        .map(|(key, word)| (key.as_str(), *word))
        .collect();
    let (left, least) = if let Some(message) = message(app) {
        (message, least(app))
    } else {
        let about = row.map(|row| about(health, row, (app, columns)));
        (about.unwrap_or_default(), Least::End)
    };
    // What `enter` does and where help is stay longer than the rest.
    let room = usize::from(pen.buffer.area.width).saturating_sub(4);
    while keys.len() > 2 && wide(&left) + wide(&hints(&keys)) > room {
        keys.remove(usize::from(enter.is_some()));
    }
    status(pen, (&left, least), &keys);
}

/// What `enter` does, as its key is told.
fn verb(mend: &Mend) -> Option<&'static str> {
    Some(match mend {
        Mend::None => return None,
        Mend::Take(_) => "take it",
        Mend::Look => "look",
        Mend::Unsubscribe => "unsubscribe",
        Mend::Merge(_) => "merge",
        Mend::Try => "try now",
        Mend::Pause => "pause",
        Mend::Resume => "ask again",
    })
}

/// What fits the selected feed, in words; of one that needs nothing, why it is asked next when it is, if that was cut.
fn about(health: &Health, row: &HealthRow, (app, columns): (&App, Columns)) -> Words {
    let dim = |words: &str| (Role::Dim, words.to_string());
    let name = |url: &str| {
        let shown = text::address(url);
        let shown = shown.split_once("://").map_or(shown.as_str(), |(_, it)| it);
        (Role::Text, shown.trim_end_matches('/').to_string())
    };
    match (health.look_of(row.row.id), health.mend(row)) {
        (Some(Look::Going), _) => vec![dim("asking its site …")],
        (Some(Look::Found(found)), _) => {
            vec![dim("the site names another feed: "), name(&found.url)]
        }
        (_, Mend::Take(to)) => vec![dim("it lives at "), name(&to)],
        (_, Mend::Look) => vec![dim("its site may name another feed")],
        (Some(Look::Nothing), Mend::Unsubscribe) => vec![dim("its site names no other feed")],
        (_, Mend::Unsubscribe) => vec![dim("its site ended it; its entries are kept")],
        (_, Mend::Merge(_)) => match &row.noticed {
            Some(Noticed::Twin { title, .. }) => {
                vec![
                    dim("what you read stays read in "),
                    (Role::Text, title.clone()),
                ]
            }
            _ => Words::new(),
        },
        (_, Mend::Pause) => vec![dim("nothing new for more than a year")],
        (_, Mend::Resume) => vec![dim("not asked since you said so")],
        (_, Mend::Try | Mend::None) => {
            let why = why(row, &app.stage.zone, app.stage.now);
            if wide(&why) > columns.why {
                why
            } else {
                position(health)
            }
        }
    }
}

fn position(health: &Health) -> Words {
    vec![
        (Role::Text, grouped(health.selected as u64 + 1)),
        (Role::Dim, " of ".to_string()),
        (Role::Text, grouped(health.rows().len() as u64)),
    ]
}
