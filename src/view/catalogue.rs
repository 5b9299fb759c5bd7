//! Paints the catalogue in place of the list, and the title of the article beside it.

use std::ops::Range;

use ratatui::layout::{Position, Rect};

use crate::app::{App, Catalogue, CatalogueRow, Left, Listing, Place, Spot, body};
use crate::config::Part;
use crate::text::{self, Role};
use crate::view::pen::{Ground, Pen};
use crate::view::sheet::{Heed, head, status, strong};
use crate::view::squeeze::Least;
use crate::view::status::{least, message};
use crate::view::words::{Words, hints, wide, words};

/// Cells before a feed's name: bar, space, tick.
const TICK: usize = 7;
/// From this height the list has a head and a foot.
const ROOMY: u16 = 8;

/// Rows that a notch of the wheel goes.
const NOTCH: usize = 3;

/// Paints the catalogue over the list; `left` is where the mouse left it.
pub fn paint(catalogue: &Catalogue, app: &App, left: Left, pen: &mut Pen) {
    let Some(areas) = app.areas() else {
        return;
    };
    if let Some(list) = areas.entries {
        let heed = if catalogue.reading {
            Heed::Elsewhere
        } else {
            Heed::Here
        };
        let picked = picked(catalogue, heed);
        head(pen, list, ("Pick some feeds", &picked), heed);
        paint_list(catalogue, body(list), left, pen);
    }
    if let Some(article) = areas.article {
        let heed = if catalogue.reading {
            Heed::Here
        } else {
            Heed::Elsewhere
        };
        paint_title(app, article, heed, pen);
    }
    paint_status(catalogue, app, pen);
}

/// What stands at a cell of the screen: the catalogue's list, the article beside it, or nothing that can be picked.
pub fn spot(catalogue: &Catalogue, app: &App, cell: Position) -> Spot {
    let areas = app.areas().unwrap_or_default();
    if areas.article.is_some_and(|pane| pane.contains(cell)) {
        return Spot::Article(None);
    }
    let Some(pane) = areas.entries.filter(|pane| pane.contains(cell)) else {
        return Spot::Nothing;
    };
    let list = body(pane);
    let (rows, height) = (catalogue.rows(), height(catalogue, list));
    let top = app
        .hand
        .left()
        .first(catalogue.selected, height, rows.len());
    let slot = cell.y.checked_sub(first(list)).map(usize::from);
    let at = slot.filter(|slot| *slot < height).map(|slot| top + slot);
    let place = at.and_then(|index| Some((index, rows.get(index)?)));
    Spot::Overlay(Listing {
        place: place.map(|(index, row)| Place {
            index,
            is_sign: sign(*row).contains(&cell.x.saturating_sub(list.x)),
        }),
        top,
        last: rows.len().saturating_sub(height),
        notch: NOTCH,
    })
}

/// The cells of a row's sign: a fold with the blanks beside it, or a tick box.
fn sign(row: CatalogueRow) -> Range<u16> {
    match row {
        CatalogueRow::Topic(_) => 0..3,
        CatalogueRow::Feed(..) => 3..6,
    }
}

fn picked(catalogue: &Catalogue, heed: Heed) -> Words {
    let picked = format!("{} picked", text::grouped(catalogue.picked() as u64));
    match heed {
        Heed::Here => vec![strong(picked)],
        Heed::Elsewhere => words(Role::Dim, picked),
    }
}

/// The feed's name and which of its entries is shown.
fn paint_title(app: &App, article: Rect, heed: Heed, pen: &mut Pen) {
    let title = app.reader.row().map_or("", |row| row.feed_title.as_str());
    let rows = app.entries.rows();
    let of = match rows.position() {
        (Some(number), Some(total)) => format!("{number} of {total}"),
        _ => format!("{} of {}", rows.at() + 1, rows.all().len()),
    };
    head(pen, article, (title, &words(Role::Dim, of)), heed);
}

fn paint_status(catalogue: &Catalogue, app: &App, pen: &mut Pen) {
    let subscribe = format!("subscribe to {}", catalogue.picked());
    let leave = if catalogue.is_first() {
        "skip"
    } else {
        "leave"
    };
    let mut keys: Vec<(&str, &str)> = Vec::new();
    if catalogue.picked() > 0 {
        keys.push(("enter", &subscribe));
    } else {
        keys.push(("space", "tick"));
    }
    keys.push(("tab", if catalogue.reading { "pick" } else { "read" }));
    keys.push(("esc", if catalogue.reading { "back" } else { leave }));
    // A database that was kept aside, a mistake in a file: at the first start there is no other place that tells it.
    if let Some(message) = message(app) {
        return status(pen, (&message, least(app)), &keys);
    }
    let said = "nothing is fetched until you say so";
    let room = usize::from(pen.buffer.area.width).saturating_sub(4);
    let said = if said.len() + wide(&hints(&keys)) > room {
        Words::new()
    } else {
        words(Role::Dim, said)
    };
    status(pen, (&said, Least::End), &keys);
}

/// Rows that the list has room for, between the line above it and the foot.
fn height(catalogue: &Catalogue, area: Rect) -> usize {
    let around = match area.height {
        ROOMY.. => 2 + foot(catalogue).len(),
        _ => 0,
    };
    usize::from(area.height).saturating_sub(around)
}

/// The first row of the list: below the line above it, where there is room for one.
fn first(area: Rect) -> u16 {
    area.y + u16::from(area.height >= ROOMY)
}

fn paint_list(catalogue: &Catalogue, area: Rect, left: Left, pen: &mut Pen) {
    pen.clear(area, Part::Background);
    let ground = Ground::On(Part::Background);
    let height = height(catalogue, area);
    let mut y = first(area);
    let is_roomy = y > area.y;
    if is_roomy {
        let head = words(Role::Dim, "posts a week");
        pen.right((area.right() - 1, area.y), &head, ground);
    }
    let rows = catalogue.rows();
    let from = left.first(catalogue.selected, height, rows.len());
    for (index, row) in rows.iter().enumerate().skip(from).take(height) {
        let line = Rect {
            y,
            height: 1,
            ..area
        };
        paint_row(catalogue, *row, index == catalogue.selected, (line, pen));
        y += 1;
    }
    for line in foot(catalogue).iter().filter(|_| is_roomy) {
        y += 1;
        pen.words((area.x + 1, y), usize::from(area.width) - 2, line, ground);
    }
}

fn foot(catalogue: &Catalogue) -> Vec<Words> {
    let mut foot = vec![hints(&[("a", "add any address"), ("i", "import a file")])];
    foot.extend(
        catalogue
            .importable
            .iter()
            .take(2)
            .map(|(shown, _, count)| {
                vec![
                    (Role::Code, shown.clone()),
                    (Role::Dim, format!(" has {}", feeds((*count).into()))),
                ]
            }),
    );
    foot
}

fn paint_row(
    catalogue: &Catalogue,
    row: CatalogueRow,
    selected: bool,
    (line, pen): (Rect, &mut Pen),
) {
    let ground = match (selected, catalogue.reading) {
        (true, false) => {
            pen.select(line);
            Ground::Selected
        }
        _ => Ground::On(Part::Background),
    };
    let cells = usize::from(line.width).saturating_sub(2);
    let (left, right) = match row {
        CatalogueRow::Topic(topic) => topic_words(catalogue, topic),
        CatalogueRow::Feed(topic, feed) => feed_words(catalogue, topic, feed, cells),
    };
    let room = cells.saturating_sub(wide(&right) + 2);
    pen.words((line.x + 1, line.y), room, &left, ground);
    pen.right((line.right() - 1, line.y), &right, ground);
}

fn feeds(count: u64) -> String {
    text::counted(count, "feed", "feeds")
}

fn topic_words(catalogue: &Catalogue, at: usize) -> (Words, Words) {
    let Some(topic) = catalogue.topic(at) else {
        return (Words::new(), Words::new());
    };
    let (sign, note) = if catalogue.is_open(at) {
        ("▾ ", String::new())
    } else {
        ("▸ ", feeds(topic.feeds.len() as u64))
    };
    let left = vec![
        (Role::Dim, sign.to_string()),
        (Role::Strong, topic.name.clone()),
    ];
    (left, words(Role::Dim, note))
}

fn feed_words(catalogue: &Catalogue, topic: usize, at: usize, cells: usize) -> (Words, Words) {
    let Some(feed) = catalogue.feed(topic, at) else {
        return (Words::new(), Words::new());
    };
    let (sign, box_role, role) = if catalogue.is_known(topic, at) {
        ("[x] ", Role::Dim, Role::Dim)
    } else if catalogue.is_ticked(topic, at) {
        ("[x] ", Role::Accent, Role::Strong)
    } else {
        ("[ ] ", Role::Dim, Role::Text)
    };
    let mut left = words(box_role, format!("  {sign}"));
    left.push((
        role,
        text::seen(&feed.title, cells.saturating_sub(TICK + 4)),
    ));
    let posts = feed.posts_per_week.to_string();
    (left, words(Role::Dim, posts))
}
