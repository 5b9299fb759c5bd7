//! Paints the health board: a row for each feed, columns that give way in order, and what the servers were asked today.
//!
//! Mark, word and colour of a feed that needs its reader say the same thing.

use ratatui::layout::{Position, Rect};

use crate::app::{App, Health, Left, Listing, Look, Mend, Place, Size, Spot};
use crate::command::{Command, Context};
use crate::config::Part;
use crate::model::{HealthRow, Noticed, Timestamp, Traffic, WEEKS, Zone};
use crate::text::{self, Role, grouped};
use crate::view::pen::{Ground, Pen};
use crate::view::sheet::{Heed, head, status, strong};
use crate::view::squeeze::Least;
use crate::view::status::{least, message};
use crate::view::words::{Words, fit, hints, wide, words};

/// Rows that are not the list: title, rule, header, blank, today, status.
const CHROME: u16 = 6;
/// On a screen of so many rows, one tells in full what its columns cut.
const TALL: u16 = 16;
/// Cells before the name: bar, mark, space.
const MARKS: usize = 3;
/// Cells of a date, and of a size.
const DATE: usize = 6;
/// Rows that a notch of the wheel goes.
const NOTCH: usize = 3;
/// Cells that the last column has at least, before others give way for it.
const LEAST: usize = 36;
/// Cells in which nearly every reason is told whole.
const WHOLE: usize = 50;

/// The columns that are shown on a screen of some width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Columns {
    name: usize,
    last: bool,
    weeks: bool,
    ok: bool,
    size: bool,
    why: usize,
}

impl Columns {
    /// The size gives way first, then the share of good checks, the bars, the newest entry.
    fn of(width: usize) -> Columns {
        let mut columns = Columns {
            name: 18,
            last: true,
            weeks: true,
            ok: true,
            size: true,
            why: 0,
        };
        let steps: [fn(&mut Columns); 5] = [
            |it| it.size = false,
            |it| it.ok = false,
            |it| it.weeks = false,
            |it| it.last = false,
            |it| it.name = 14,
        ];
        for step in steps {
            if columns.left(width) >= LEAST {
                break;
            }
            step(&mut columns);
        }
        columns.why = columns.left(width);
        columns
    }

    /// Cells that are left for the reason.
    fn left(self, width: usize) -> usize {
        let column = |shown: bool, cells: usize| if shown { cells } else { 0 };
        let taken = MARKS
            + self.name
            + column(self.last, 2 + DATE)
            + column(self.weeks, 2 + WEEKS)
            + column(self.ok, 3 + 4)
            + column(self.size, 2 + DATE)
            + 2
            + DATE
            + 3
            + 1;
        width.saturating_sub(taken)
    }

    /// A row of all its columns, the mark left out.
    fn row(self, cells: Cells) -> Words {
        let mut row = fit(cells.name, self.name);
        let mut put = |shown: bool, gap: usize, words: Words| {
            if shown {
                row.push((Role::Text, " ".repeat(gap)));
                row.extend(words);
            }
        };
        put(self.last, 2, flush_right(cells.last, DATE));
        put(self.weeks, 2, fit(cells.weeks, WEEKS));
        put(self.ok, 3, flush_right(cells.ok, 4));
        put(self.size, 2, flush_right(cells.size, DATE));
        put(true, 2, flush_right(cells.next, DATE));
        put(true, 3, fit(cells.why, self.why));
        row
    }
}

/// What stands in the columns of one row.
struct Cells {
    name: Words,
    last: Words,
    weeks: Words,
    ok: Words,
    size: Words,
    next: Words,
    why: Words,
}

fn flush_right(words: Words, cells: usize) -> Words {
    let mut row = vec![(Role::Text, " ".repeat(cells.saturating_sub(wide(&words))))];
    row.extend(words);
    row
}

/// Paints the board over the whole screen; `left` is where the mouse left it.
pub fn paint(health: &Health, app: &App, left: Left, pen: &mut Pen) {
    let screen = pen.buffer.area;
    pen.clear(screen, Part::Background);
    let right = title(health);
    head(pen, screen, ("Health", &right), Heed::Here);
    let columns = Columns::of(usize::from(screen.width));
    let (list, told) = plan(screen, columns);
    let ground = Ground::On(Part::Background);
    match &health.board {
        None => say("looking …", screen, pen),
        Some(board) if board.rows.is_empty() => no_feeds(app, screen, pen),
        Some(board) => {
            let header = columns.row(header());
            let x = screen.x + MARKS as u16;
            pen.words(
                (x, screen.y + 2),
                usize::from(screen.width),
                &header,
                ground,
            );
            let from = first(health, left, list);
            paint_rows(health, (list, from), (app, columns), pen);
            let room = usize::from(screen.width).saturating_sub(MARKS + 1);
            if let Some(row) = health.row().filter(|_| told > 0) {
                let why = why(row, &app.stage.zone, app.stage.now);
                pen.words((x, list.bottom() + 1), room, &why, ground);
            }
            let today = today(board.today, room);
            pen.words((x, list.bottom() + 1 + told), room, &today, ground);
        }
    }
    paint_status(health, app, columns, pen);
}

/// What stands at a cell of the screen.
pub fn spot(health: &Health, app: &App, cell: Position) -> Spot {
    let Size { width, height } = app.stage.size;
    let screen = Rect::new(0, 0, width, height);
    let (list, _) = plan(screen, Columns::of(usize::from(width)));
    let top = first(health, app.hand.left(), list);
    let (rows, height) = (health.rows().len(), usize::from(list.height));
    let index = top + usize::from(cell.y.saturating_sub(list.y));
    let is_row = list.contains(cell) && index < rows;
    Spot::Overlay(Listing {
        place: is_row.then_some(Place {
            index,
            is_sign: false,
        }),
        top,
        last: rows.saturating_sub(height),
        notch: NOTCH,
    })
}

/// Where the list stands, and how many rows below it tell the selected row's reason in full.
fn plan(screen: Rect, columns: Columns) -> (Rect, u16) {
    let told = u16::from(screen.height >= TALL && columns.why < WHOLE);
    let list = Rect {
        y: screen.y + 3,
        height: screen.height.saturating_sub(CHROME + told),
        ..screen
    };
    (list, told)
}

/// The first row on the screen.
fn first(health: &Health, left: Left, list: Rect) -> usize {
    left.first(health.selected, list.height.into(), health.rows().len())
}

fn say(what: &str, screen: Rect, pen: &mut Pen) {
    let ground = Ground::On(Part::Background);
    let room = usize::from(screen.width).saturating_sub(MARKS);
    let at = (screen.x + MARKS as u16, screen.y + 3);
    pen.words(at, room, &words(Role::Text, what), ground);
}

/// What is so, then what helps.
fn no_feeds(app: &App, screen: Rect, pen: &mut Pen) {
    say("No feeds yet", screen, pen);
    let helps = [
        (Command::Catalogue, "pick from the catalogue"),
        (Command::AddFeed, "add an address"),
        (Command::Import, "import OPML or newsboat"),
    ];
    let keymap = &app.stage.keymap;
    let bound = helps
        .iter()
        .filter_map(|(command, word)| Some((keymap.key(Context::Feeds, *command)?, *word)));
    for ((key, word), y) in bound.zip(screen.y + 5..screen.bottom().saturating_sub(1)) {
        let line = vec![
            (Role::Key, text::pad(&key, 4)),
            (Role::Text, word.to_string()),
        ];
        let room = usize::from(screen.width).saturating_sub(MARKS);
        let at = (screen.x + MARKS as u16, y);
        pen.words(at, room, &line, Ground::On(Part::Background));
    }
}

fn title(health: &Health) -> Words {
    let Some(board) = &health.board else {
        return Words::new();
    };
    let all = grouped(board.rows.len() as u64);
    vec![strong(match board.needy() {
        0 if board.rows.is_empty() => String::new(),
        0 => format!("none of {all} needs you"),
        1 => format!("1 of {all} needs you"),
        needy => format!("{} of {all} need you", grouped(needy as u64)),
    })]
}

fn header() -> Cells {
    let dim = |word: &str| words(Role::Dim, word);
    Cells {
        name: dim("feed"),
        last: dim("last"),
        weeks: dim("12 weeks"),
        ok: dim("ok"),
        size: dim("size"),
        next: dim("next"),
        why: dim("why then"),
    }
}

fn paint_rows(
    health: &Health,
    (area, from): (Rect, usize),
    (app, columns): (&App, Columns),
    pen: &mut Pen,
) {
    let shown = health.rows().iter().enumerate().skip(from);
    for ((index, row), y) in shown.zip(area.top()..area.bottom()) {
        let line = Rect {
            y,
            height: 1,
            ..area
        };
        let ground = if index == health.selected {
            pen.select(line);
            Ground::Selected
        } else {
            Ground::On(Part::Background)
        };
        let (role, sign) = mark(row);
        pen.words((line.x + 1, y), 1, &words(role, sign), ground);
        let cells = cells(row, &app.stage.zone, app.stage.now);
        let room = usize::from(line.width).saturating_sub(MARKS);
        let x = line.x + MARKS as u16;
        pen.words((x, y), room, &columns.row(cells), ground);
        paint_bars(line, ground, pen);
    }
}

/// The sign of what is the matter with a feed.
fn mark(row: &HealthRow) -> (Role, &'static str) {
    if row.row.paused {
        return (Role::Dim, "‖");
    }
    match row.noticed {
        Some(Noticed::Gone | Noticed::Lost | Noticed::Failing) => (Role::Error, "!"),
        Some(Noticed::Twin { .. }) => (Role::Warning, "!"),
        Some(Noticed::Moved { .. }) => (Role::Warning, "→"),
        Some(Noticed::Held) => (Role::Warning, "‖"),
        Some(Noticed::Silent) | None => (Role::Text, " "),
    }
}

fn cells(row: &HealthRow, zone: &Zone, now: Timestamp) -> Cells {
    let name = text::visual(&text::cut(&row.row.title, 18)).into_owned();
    let last = row.newest.map(|newest| zone.short(newest, now));
    let share = row.tally.share().map(|share| format!("{share}%"));
    let size = row.tally.size.map_or_else(|| "-".to_string(), text::size);
    Cells {
        name: words(Role::Text, name),
        last: words(Role::Dim, last.unwrap_or_default()),
        weeks: words(Role::Text, bars(&row.weeks)),
        ok: words(Role::Text, share.unwrap_or_default()),
        size: words(Role::Dim, size),
        next: words(Role::Text, next(row, zone, now)),
        why: why(row, zone, now),
    }
}

fn next(row: &HealthRow, zone: &Zone, now: Timestamp) -> String {
    let health = &row.row.health;
    match (health.next_check, health.last_check) {
        _ if row.row.paused => "paused".to_string(),
        (Some(next), _) if next > now => zone.ahead(next, now),
        (Some(_), _) | (None, None) => "due".to_string(),
        (None, Some(_)) => "never".to_string(),
    }
}

/// Why then, what is wrong in its colour: `404 not found` since 12 Nov; each wait is doubled.
fn why(row: &HealthRow, zone: &Zone, now: Timestamp) -> Words {
    let health = &row.row.health;
    if row.row.paused {
        return words(Role::Dim, "you said so");
    }
    let (role, what, rest) = match &row.noticed {
        Some(Noticed::Moved { to, times }) => (
            Role::Warning,
            "moved for good".to_string(),
            format!(" to {}, told {times} times", elsewhere(&row.row.url, to)),
        ),
        Some(Noticed::Twin { title, .. }) => (
            Role::Warning,
            "the same feed".to_string(),
            format!(" as {title}"),
        ),
        Some(Noticed::Gone | Noticed::Lost | Noticed::Failing) => {
            parted(Role::Error, &health.why(zone, now))
        }
        Some(Noticed::Held) => parted(Role::Warning, &health.why(zone, now)),
        Some(Noticed::Silent) | None => return words(Role::Dim, health.why(zone, now)),
    };
    vec![(role, what), (Role::Dim, rest)]
}

/// What went wrong, and the rest of the sentence.
fn parted(role: Role, sentence: &str) -> (Role, String, String) {
    let ends = [" since ", ":", ";"];
    let at = ends.iter().filter_map(|end| sentence.find(end)).min();
    let (what, rest) = sentence.split_at(at.unwrap_or(sentence.len()));
    (role, what.to_string(), rest.to_string())
}

/// The host that a feed moved to; its whole address when the host is the same.
fn elsewhere(from: &str, to: &str) -> String {
    let host = text::host(to);
    if host == text::host(from) {
        text::address(to)
    } else {
        host
    }
}

/// Entries a week as bars of eight heights: one entry is the lowest, and the most of a week the highest where it is more than eight.
fn bars(weeks: &[u32; WEEKS]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = weeks.iter().copied().max().unwrap_or(0).max(8);
    let bar = |count: &u32| match count {
        0 => ' ',
        count => {
            let step = (u64::from(*count) * 8).div_ceil(u64::from(most));
            let at = usize::try_from(step).unwrap_or(1).saturating_sub(1);
            BARS.get(at).copied().unwrap_or('█')
        }
    };
    weeks.iter().map(bar).collect()
}

/// Bars have a colour of their own, on whatever they stand.
fn paint_bars(line: Rect, ground: Ground, pen: &mut Pen) {
    for x in line.left() + MARKS as u16..line.right() {
        let Some(cell) = pen.buffer.cell_mut((x, line.y)) else {
            continue;
        };
        if matches!(cell.symbol(), "▁" | "▂" | "▃" | "▄" | "▅" | "▆" | "▇" | "█") {
            let part = match ground {
                Ground::On(part) => part,
                Ground::Selected => Part::Selection,
                Ground::Kept => Part::SelectionInactive,
            };
            let style = pen.theme.part(part).patch(pen.theme.part(Part::Spark));
            cell.set_style(style);
        }
    }
}

/// `today 2,310 requests, 1,988 of them nothing new (304); 41 MB fetched, 388 MB spared`, in ever fewer words where there is no room.
fn today(traffic: Traffic, room: usize) -> Words {
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
fn paint_status(health: &Health, app: &App, columns: Columns, pen: &mut Pen) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_give_way_in_order() {
        let shown = |width| {
            let it = Columns::of(width);
            (it.last, it.weeks, it.ok, it.size, it.why)
        };
        assert_eq!(shown(120), (true, true, true, true, 50));
        assert_eq!(shown(100), (true, true, true, false, 38));
        assert_eq!(shown(80), (true, false, false, false, 39));
        assert_eq!(shown(60), (false, false, false, false, 31));
        for width in 20..200 {
            let columns = Columns::of(width);
            let row = columns.row(header());
            assert!(MARKS + wide(&row) <= width.max(34), "{width}");
        }
    }

    #[test]
    fn bars_have_a_scale_of_their_own_and_quiet_feeds_stay_low() {
        let weeks = |counts: [u32; 4]| {
            let mut weeks = [0; WEEKS];
            weeks[..4].copy_from_slice(&counts);
            bars(&weeks).trim_end().to_string()
        };
        assert_eq!(weeks([1, 0, 1, 1]), "▁ ▁▁");
        assert_eq!(weeks([2, 4, 8, 1]), "▂▄█▁");
        assert_eq!(weeks([700, 350, 1, 80]), "█▄▁▁");
        assert_eq!(weeks([0, 0, 0, 0]), "");
    }

    #[test]
    fn what_went_wrong_is_told_apart_from_the_rest() {
        let cases = [
            (
                "404 not found since 12 Nov; each wait is doubled",
                "404 not found",
            ),
            ("410 gone: feed ended by its site; entries kept", "410 gone"),
            ("the network was down", "the network was down"),
        ];
        for (sentence, what) in cases {
            let (_, found, rest) = parted(Role::Error, sentence);
            assert_eq!(found, what);
            assert_eq!(found + &rest, sentence);
        }
    }
}
