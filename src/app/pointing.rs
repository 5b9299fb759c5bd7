//! What the mouse comes to: presses select, a second press on the same cell does what `enter` does, the wheel scrolls what is under it, borders are
//! dragged.
//!
//! Invariant: what the mouse selects or scrolls does not move under it, and nothing is marked read but what is opened.

use crate::app::mouse::Press;
use crate::app::{
    App, Effect, Focus, Gesture, Item, Left, Listing, Mouse, Overlay, Place, Spot, Wheel, text_area,
};
use crate::command::{Command, Invocation};
use crate::model::{EntryId, Scope};

/// Two presses within this many milliseconds are a double one.
const DOUBLE: i64 = 400;
/// Lines that a notch of the wheel scrolls.
const NOTCH: i64 = 3;
/// Cells that it scrolls sideways.
const SIDEWAYS: i64 = 8;

impl App {
    /// Takes what the mouse did.
    pub(crate) fn mouse(&mut self, mouse: Mouse) -> Vec<Effect> {
        match mouse.gesture {
            Gesture::Press => self.press(mouse),
            Gesture::Drag => {
                if self.hand.drag.is_some() {
                    self.drag(mouse);
                } else {
                    self.drag_text(mouse);
                }
                Vec::new()
            }
            Gesture::Release => self.release(mouse),
            Gesture::Wheel(wheel) => self.wheel(wheel, mouse.on),
        }
    }

    fn press(&mut self, mouse: Mouse) -> Vec<Effect> {
        // A release can be lost, such as outside the terminal's window.
        let mut effects = self.end_drag();
        self.hand.text = None;
        self.forget_keys();
        let cell = (mouse.column, mouse.row);
        let is_second = |first: &Press| {
            let since = self.stage.now.since(first.at);
            first.cell == cell && (0..=DOUBLE).contains(&since)
        };
        if let Some(first) = self.hand.press.take().filter(is_second) {
            effects.extend(self.press_twice(first));
            return effects;
        }
        self.hand.press = mouse.on.hears_twice().then_some(Press {
            cell,
            at: self.stage.now,
            on: mouse.on,
            entry: None,
        });
        let is_text = matches!(mouse.on, Spot::Article(_)) && self.overlays.is_empty();
        effects.extend(match mouse.on {
            Spot::Nothing => Vec::new(),
            Spot::Border(border) => {
                self.hand.drag = Some((border, false));
                Vec::new()
            }
            Spot::Overlay(listing) => self.press_listing(listing),
            Spot::Outside => self.overlay(|overlay, _| overlay.press_outside()),
            Spot::Feeds(_)
            | Spot::Entries(_)
            | Spot::Article(_)
            | Spot::Offer(_)
            | Spot::Next(_) => self.press_pane(mouse.on),
        });
        if is_text && self.focus == Focus::Article {
            self.hand.text = self.text_cell(mouse.column, mouse.row);
        }
        effects
    }

    /// The line of the page that stands in a row of the screen, and its cell in that column; the nearest where there is none.
    fn text_cell(&self, column: u16, row: u16) -> Option<(usize, usize)> {
        let pane = self.areas()?.article?;
        let area = text_area(pane, self.zen, self.stage.measure);
        let row = row.clamp(area.y, area.bottom().saturating_sub(1).max(area.y));
        let at = self.reader.top() + usize::from(row - area.y);
        let line = at.saturating_sub(self.reader.room().lead);
        let shown = self.reader.page().lines.get(line);
        let indent = shown.map_or(0, |line| line.indent);
        let sideways = match shown {
            Some(line) if line.code => self.reader.sideways(),
            _ => 0,
        };
        let cell = usize::from(column.saturating_sub(area.x).saturating_sub(indent));
        Some((line, cell + sideways))
    }

    /// The pointer moved over the text with the button down: what lies between is selected. At the edge of the pane the text moves on.
    fn drag_text(&mut self, mouse: Mouse) {
        let Some(from) = self.hand.text.filter(|_| self.overlays.is_empty()) else {
            return;
        };
        let Some(to) = self.text_cell(mouse.column, mouse.row) else {
            return;
        };
        if to == from && self.reader.selection().is_none() {
            return;
        }
        self.hand.press = None;
        self.reader.leave_link();
        self.reader.select_between(from, to);
        let pane = self.areas().and_then(|areas| areas.article);
        let area = pane.map(|pane| text_area(pane, self.zen, self.stage.measure));
        match area {
            Some(area) if mouse.row >= area.bottom() => self.reader.scroll(1),
            Some(area) if mouse.row < area.y => self.reader.scroll(-1),
            _ => {}
        }
    }

    /// The second press means what the first one was on, whatever stands there now.
    fn press_twice(&mut self, first: Press) -> Vec<Effect> {
        match first.on {
            Spot::Border(border) => {
                self.widths.forget(border);
                vec![self.remember_widths()]
            }
            Spot::Overlay(Listing {
                place: Some(place), ..
            }) => self.overlay(|overlay, sight| overlay.press_twice(place, sight)),
            Spot::Feeds(Some(place)) if place.is_sign => self.press_pane(first.on),
            Spot::Feeds(Some(_)) if self.focus == Focus::Feeds => self.turn_to(Focus::Entries),
            Spot::Entries(Some(_)) => {
                let selected = self.entries.selected().map(|row| row.id);
                if self.focus == Focus::Entries && selected.is_some() && selected == first.entry {
                    return self.open();
                }
                Vec::new()
            }
            Spot::Offer(_) if self.focus == Focus::Entries => {
                let enter = Invocation::once(Command::In);
                self.run_near(&enter).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    fn press_listing(&mut self, listing: Listing) -> Vec<Effect> {
        let Some(place) = listing.place else {
            return Vec::new();
        };
        self.hand.left = Left::at(listing.top);
        self.overlay(|overlay, sight| {
            overlay.press_place(place, sight);
            Vec::new()
        })
    }

    fn press_pane(&mut self, on: Spot) -> Vec<Effect> {
        let mut effects = Vec::new();
        if !self.overlays.is_empty() {
            let mut goes_on = false;
            effects.extend(self.overlay(|overlay, sight| {
                let (wishes, passes) = overlay.press_below(on, sight);
                goes_on = passes;
                wishes
            }));
            if !goes_on || !self.overlays.is_empty() {
                self.hand.press = None;
                return effects;
            }
        }
        if self.is_moving() {
            // The rows are about to be others.
            self.hand.press = None;
            return effects;
        }
        self.stage.status.seen();
        effects.extend(match on {
            Spot::Feeds(place) => self.press_feeds(place),
            Spot::Entries(index) => self.press_entries(index),
            Spot::Article(link) => self.press_article(link),
            Spot::Offer(index) => {
                self.pick_near(index);
                self.turn_to(Focus::Entries)
            }
            Spot::Next(id) => self.press_next(id),
            _ => Vec::new(),
        });
        effects
    }

    fn press_feeds(&mut self, place: Option<Place>) -> Vec<Effect> {
        let mut effects = self.turn_to(Focus::Feeds);
        let item = place.and_then(|place| Some((place, self.feeds.items().get(place.index)?)));
        match item {
            Some((place, Item::Folder { path, .. })) if place.is_sign => {
                let path = path.clone();
                self.feeds.point_at_fold(&path);
                effects.push(Effect::Remember("folded", self.feeds.folded()));
            }
            Some((_, item)) => {
                if let Some(scope) = self.feeds.scope(item) {
                    effects.extend(self.pick_feed(scope));
                }
            }
            None => {}
        }
        effects
    }

    fn pick_feed(&mut self, scope: Scope) -> Option<Effect> {
        let is_listed = scope == *self.entries.scope();
        self.feeds.pick(scope.clone());
        (!is_listed).then(|| self.entries.enter(scope, &mut self.stage))
    }

    fn press_entries(&mut self, index: Option<usize>) -> Vec<Effect> {
        let mut effects = self.turn_to(Focus::Entries);
        let Some(index) = index.filter(|index| *index < self.entries.rows().all().len()) else {
            return effects;
        };
        effects.extend(self.entries.pick(index, &mut self.stage));
        let entry = self.entries.selected().map(|row| row.id);
        if let Some(press) = &mut self.hand.press {
            press.entry = entry;
        }
        effects
    }

    fn press_article(&mut self, link: Option<u32>) -> Vec<Effect> {
        let effects = self.turn_to(Focus::Article);
        self.reader.drop_selection();
        if let Some(link) = link {
            self.reader.stand_on(link);
        }
        effects
    }

    fn press_next(&mut self, id: EntryId) -> Vec<Effect> {
        let Some(index) = self.entries.rows().find(id) else {
            return Vec::new();
        };
        let selected = self.entries.select(index, &mut self.stage);
        let mut effects: Vec<Effect> = selected.into_iter().collect();
        effects.extend(self.open());
        effects
    }

    fn release(&mut self, mouse: Mouse) -> Vec<Effect> {
        self.hand.text = None;
        if self.hand.drag.is_some() {
            return self.end_drag();
        }
        let pressed = self.hand.press.map(|press| press.on);
        match (pressed, mouse.on) {
            (Some(Spot::Article(Some(pressed))), Spot::Article(Some(released)))
                if pressed == released
                    && self.focus == Focus::Article
                    && self.overlays.is_empty()
                    && self.reader.link() == Some(pressed) =>
            {
                self.run(&Invocation::once(Command::In))
            }
            _ => Vec::new(),
        }
    }

    fn drag(&mut self, mouse: Mouse) {
        let Some((border, _)) = self.hand.drag else {
            return;
        };
        let areas = self.areas().unwrap_or_default();
        let Some(edge) = areas.edges.iter().find(|edge| edge.border == border) else {
            return;
        };
        let (pointer, stands) = if border.is_upright() {
            (mouse.column, edge.area.x)
        } else {
            (mouse.row, edge.area.y)
        };
        let size = edge.size.saturating_add(pointer).saturating_sub(stands);
        if areas.resize(border, size, &mut self.widths) {
            self.hand.drag = Some((border, true));
            self.hand.press = None;
        }
    }

    /// The border that was dragged stands where it is, and is remembered there.
    pub(crate) fn end_drag(&mut self) -> Vec<Effect> {
        match self.hand.drag.take() {
            Some((_, true)) => vec![self.remember_widths()],
            _ => Vec::new(),
        }
    }

    fn wheel(&mut self, wheel: Wheel, on: Spot) -> Vec<Effect> {
        let floats = |overlay: &Overlay| overlay.cover().is_none();
        if self.overlays.last().is_some_and(floats) && !matches!(on, Spot::Overlay(_)) {
            return Vec::new();
        }
        let lines = match wheel {
            Wheel::Up => -NOTCH,
            Wheel::Down => NOTCH,
            Wheel::Left | Wheel::Right => {
                if matches!(on, Spot::Article(_) | Spot::Next(_)) {
                    let cells = if wheel == Wheel::Left {
                        -SIDEWAYS
                    } else {
                        SIDEWAYS
                    };
                    self.reader.scroll_sideways(cells);
                }
                return Vec::new();
            }
        };
        match on {
            Spot::Feeds(_) => self.feeds.scroll(lines),
            Spot::Entries(_) | Spot::Offer(_) => {
                let rows = self.entries.shape().lines.max(1) as i64;
                let rows = lines.signum() * (lines.abs() + rows - 1) / rows;
                return self
                    .entries
                    .scroll(rows, &mut self.stage)
                    .into_iter()
                    .collect();
            }
            Spot::Article(_) | Spot::Next(_) => self.reader.scroll(lines),
            Spot::Overlay(listing) => {
                let top = if lines < 0 {
                    listing.top.saturating_sub(listing.notch)
                } else {
                    (listing.top + listing.notch).min(listing.last)
                };
                self.hand.left = Left::at(top);
                if let Some(Overlay::Pager(pager)) = self.overlays.last_mut() {
                    pager.go(top);
                }
            }
            Spot::Nothing | Spot::Border(_) | Spot::Outside => {}
        }
        Vec::new()
    }
}
