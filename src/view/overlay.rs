//! Paints what floats over the panes, from the bottom of the stack to its top.

use ratatui::buffer::Buffer;

use crate::app::{App, Left, Overlay, next_keys, panel_cells};
use crate::config::Theme;
use crate::view::panel::{self, Panel};
use crate::view::pen::Pen;
use crate::view::{
    album, arrange, catalogue, confirm, enclosures, feed_editor, health, help, hints, history,
    links, messages, outline, pager, palette, pending, picker, prompt, rule_editor, rules, search,
};

/// Paints all overlays, and the keys that may follow those already pressed.
pub fn paint(app: &App, theme: &Theme, buffer: &mut Buffer) {
    let mut pen = Pen { theme, buffer };
    for (above, overlay) in app.overlays.iter().rev().enumerate().rev() {
        // The mouse is on the list of the top one.
        let left = match above {
            0 => app.hand.left(),
            _ => Left::default(),
        };
        match overlay {
            Overlay::Help(it) => help::paint(it, left, &mut pen),
            Overlay::Health(it) => health::paint(it, app, left, &mut pen),
            Overlay::RuleEditor(it) => rule_editor::paint(it, app, &mut pen),
            Overlay::Search(it) => search::paint(it, app, &mut pen),
            Overlay::Pager(it) => pager::paint(it, &mut pen),
            Overlay::Hints(it) => hints::paint(it, app, &mut pen),
            Overlay::Catalogue(it) => catalogue::paint(it, app, left, &mut pen),
            Overlay::Album(it) => album::paint(it, app, &mut pen),
            other => {
                if let Some(panel) = panel_of(other, app, left) {
                    panel::paint(&panel, &mut pen);
                }
            }
        }
    }
    if !app.pressed.is_empty() {
        pending::paint(&app.pressed, &next_keys(&app.follows()), &mut pen);
    }
}

/// The overlay as a panel, if it is one; `left` is where the mouse left its list.
pub fn panel_of(overlay: &Overlay, app: &App, left: Left) -> Option<Panel> {
    let cells = panel_cells(app.stage.size);
    let time = (&app.stage.zone, app.stage.now);
    let scope = app.entries.scope();
    let panel = match overlay {
        Overlay::Palette(it) => {
            let list = app.feeds.title(scope);
            palette::panel(it, cells, (&list, app.feeds.unread(scope)))
        }
        Overlay::Prompt(it) => prompt::panel(it, cells),
        Overlay::Picker(it) => picker::panel(it, cells),
        Overlay::Links(it) => links::panel(it, cells),
        Overlay::Enclosures(it) => enclosures::panel(it, cells),
        Overlay::Outline(it) => outline::panel(it, cells),
        Overlay::Arrange(it) => arrange::panel(it, app),
        Overlay::History(it) => history::panel(it, cells, time, app.stage.config.history.keep),
        Overlay::Messages(it) => messages::panel(it, cells, time),
        Overlay::FeedEditor(it) => feed_editor::panel(it, cells, time),
        Overlay::Rules(it) => rules::panel(it, &app.stage.config.rules, cells),
        Overlay::Confirm(it) => confirm::panel(it, app.stage.size),
        Overlay::Help(_)
        | Overlay::Health(_)
        | Overlay::RuleEditor(_)
        | Overlay::Pager(_)
        | Overlay::Search(_)
        | Overlay::Hints(_)
        | Overlay::Catalogue(_)
        | Overlay::Album(_) => {
            return None;
        }
    };
    Some(Panel { left, ..panel })
}
