//! The gauge of a refresh: its words, fewer of them where there is no room, and its two colours.

use ratatui::layout::Rect;

use crate::app::{Running, Work};
use crate::config::Part;
use crate::text::{Role, grouped};
use crate::view::pen::Pen;
use crate::view::words::Words;

/// Cells of the gauge.
const GAUGE: usize = 10;

/// `refreshing 212/1,000 ━━────────  2 failed`.
pub fn gauge(running: &Running) -> Words {
    let progress = running.progress;
    let verb = match running.work {
        Work::Refresh => "refreshing ",
        Work::Past => "older pages ",
        Work::Pages => "full texts ",
    };
    let (done, total) = (progress.done as usize, progress.total.max(1) as usize);
    let full = (GAUGE * done).div_euclid(total).min(GAUGE);
    let mut gauge = vec![
        (Role::Dim, verb.to_string()),
        (Role::Text, grouped(u64::from(progress.done))),
        (
            Role::Dim,
            format!("/{} ", grouped(u64::from(progress.total))),
        ),
        (Role::Accent, "━".repeat(full)),
        (Role::Dim, "─".repeat(GAUGE - full)),
    ];
    if progress.failed > 0 {
        gauge.push((Role::Text, "  ".to_string()));
        let failed = format!("{} failed", grouped(u64::from(progress.failed)));
        gauge.push((Role::Error, failed));
    }
    gauge
}

/// The gauge without its verb, then without what failed, then without its bar.
pub fn shorter(gauge: &Words) -> Vec<Words> {
    let figures = |words| gauge.iter().skip(1).take(words).cloned().collect();
    [usize::MAX, 4, 2].into_iter().map(figures).collect()
}

/// The gauge stands on words of its own meaning: a heavy rule on a thin one, in the colours of progress.
pub fn paint_gauge(area: Rect, pen: &mut Pen) {
    for x in area.left()..area.right() {
        let Some(cell) = pen.buffer.cell_mut((x, area.y)) else {
            continue;
        };
        let part = match cell.symbol() {
            "━" => Part::Progress,
            "─" => Part::ProgressTrack,
            _ => continue,
        };
        let ground = pen.theme.part(Part::Status);
        cell.set_style(ground.patch(pen.theme.part(part)));
    }
}
