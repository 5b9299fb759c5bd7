//! The whole screen: panes, uprights, status line, and what floats over them. Pixels only: nothing here changes the state.

use ratatui::Frame;
use ratatui::buffer::Buffer;

use crate::app::{App, Areas, Overlay};
use crate::config::{Glyphs, Part, Theme};
use crate::view::gallery::Pictures;
use crate::view::pen::Pen;
use crate::view::{entries, feeds, frame, glyph, overlay, picture, reader, status};

/// Paints the screen, with those of its pictures that are ready.
pub fn draw(app: &App, theme: &Theme, pictures: &Pictures, frame: &mut Frame) {
    paint(app, theme, pictures, frame.buffer_mut());
}

fn paint(app: &App, theme: &Theme, pictures: &Pictures, buffer: &mut Buffer) {
    let area = buffer.area;
    let mut pen = Pen { theme, buffer };
    pen.clear(area, Part::Background);
    let Some(areas) = app.areas() else {
        status::too_small(area, &mut pen);
        return;
    };
    // The health board takes the whole screen: nobody would see what is below it.
    let covers = |overlay: &Overlay| matches!(overlay, Overlay::Health(_) | Overlay::RuleEditor(_));
    if app.overlays.iter().any(covers) {
        return over(app, theme, (&Areas::default(), pictures), buffer);
    }
    if let Some(pane) = areas.feeds {
        feeds::paint(app, pane, &mut pen);
    }
    if let Some(pane) = areas.entries {
        entries::paint(app, pane, &mut pen);
    }
    if let Some(pane) = areas.article {
        reader::paint(app, pane, &mut pen);
    }
    for edge in areas.edges.iter().filter(|edge| edge.border.is_upright()) {
        frame::separator(edge.area, &areas.rules, &mut pen);
    }
    if let Some(line) = areas.status {
        status::paint(app, line, &mut pen);
    }
    over(app, theme, (&areas, pictures), buffer);
}

/// What floats over the panes, and signs for terminals without them.
fn over(app: &App, theme: &Theme, (areas, pictures): (&Areas, &Pictures), buffer: &mut Buffer) {
    let mut pen = Pen { theme, buffer };
    let text = areas.article.map(|pane| reader::text_area(app, pane));
    let ready = text.map_or_else(Vec::new, |text| picture::ready(app, text, pictures));
    picture::paint_cells(&ready, &mut pen);
    let covered = picture::Covered::before(&ready, pen.buffer);
    overlay::paint(app, theme, buffer);
    let mut pen = Pen { theme, buffer };
    picture::paint_pixels(&covered.uncovered(ready, pen.buffer), &mut pen);
    picture::paint_album(app, pictures, &mut pen);
    if app.stage.config.glyphs == Glyphs::Ascii {
        glyph::to_ascii(buffer);
    }
}
