//! Paints what an empty or failing list says: a sentence, and the keys that help, in one block with one left edge.

use ratatui::layout::{Position, Rect};

use crate::app::Notice;
use crate::config::Part;
use crate::text::{self, Role};
use crate::view::pen::{Ground, Pen};
use crate::view::words::Words;

/// Paints the block in the middle of the pane, one row below its top.
pub fn paint(notice: &Notice, area: Rect, pen: &mut Pen) {
    let left = usize::from(area.width).saturating_sub(notice.width()) / 2;
    let x = area.x + left as u16;
    let room = usize::from(area.width).saturating_sub(left);
    for (row, y) in rows(notice).iter().zip(area.y + 1..area.bottom()) {
        pen.words((x, y), room, row, Ground::On(Part::Background));
    }
}

/// The offer at a cell of the area, counted from the first.
pub fn offer(notice: &Notice, area: Rect, cell: Position) -> Option<usize> {
    // A blank row above the block, its title, its lines, and a blank row.
    let first = area.y + 3 + notice.lines.len() as u16;
    let index = usize::from(cell.y.checked_sub(first)?);
    (area.contains(cell) && index < notice.offers.len()).then_some(index)
}

fn rows(notice: &Notice) -> Vec<Words> {
    let mut head = Words::new();
    if notice.is_error {
        head.push((Role::Error, "! ".to_string()));
    }
    head.push((Role::Strong, text::sentence(&notice.title).into_owned()));
    let mut rows = vec![head];
    rows.extend(
        notice
            .lines
            .iter()
            .map(|line| vec![(Role::Dim, text::sentence(line).into_owned())]),
    );
    rows.push(Words::new());
    if !notice.offers.is_empty() {
        rows.extend(
            notice
                .offers
                .iter()
                .map(|offer| offered(offer, notice.width())),
        );
        rows.push(Words::new());
    }
    let column = notice.key_column();
    rows.extend(notice.keys.iter().map(|(key, word)| {
        vec![
            (Role::Key, text::pad(key, column)),
            (Role::Dim, text::sentence(word).into_owned()),
        ]
    }));
    rows
}

/// A search that finds something: a bar before the chosen one, its number at the right.
fn offered((label, count, is_chosen): &(String, String, bool), width: usize) -> Words {
    let (bar, role) = if *is_chosen {
        ("▌ ", Role::Strong)
    } else {
        ("  ", Role::Text)
    };
    let room = width.saturating_sub(text::width(bar) + text::width(count));
    vec![
        (Role::Accent, bar.to_string()),
        (role, text::pad(&text::sentence(label), room)),
        (Role::Count, count.clone()),
    ]
}
