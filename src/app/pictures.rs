//! Which pictures are wanted at the moment, and how large: those in sight, those of the next page, the one on the whole screen.
//!
//! The screen knows sizes only: what a picture looks like, and whether it is there, is the hall's concern. Invariant: what is wanted follows from
//! what is shown; nothing is wanted of an article that was not opened but what is on this computer already.

use crate::app::{Album, App, Effect, Message, Overlay, PictureWish, Reader, Size};
use crate::article::Slot;
use crate::command::{Command, Invocation};
use crate::config::Pictures;
use crate::model::Effort;

/// Pictures of an article that are wanted at a time: more are never in sight.
const MOST: usize = 24;

impl App {
    /// What is wanted now, where that is not what was wanted before.
    pub(crate) fn settle_pictures(&mut self) -> Option<Effect> {
        let wanted = self.wanted();
        if wanted == self.pictures {
            return None;
        }
        self.pictures.clone_from(&wanted);
        Some(Effect::Pictures(wanted))
    }

    /// Opens the picture at hand on the whole screen.
    pub(crate) fn run_pictures(&mut self, invocation: &Invocation) -> Option<Vec<Effect>> {
        if invocation.command != Command::Pictures {
            return None;
        }
        self.reader.set_whole();
        let album = album(&self.reader);
        if album.pictures.is_empty() {
            self.stage.say(Message::plain("no picture in this article"));
        } else {
            self.hand.turn();
            self.overlays.push(Overlay::Album(album));
        }
        Some(Vec::new())
    }

    fn wanted(&self) -> Vec<PictureWish> {
        let Some(entry) = self.reader.entry() else {
            return Vec::new();
        };
        let wish = |slot: &Slot, cells: Size, effort: Effort| PictureWish {
            src: slot.src.clone(),
            feed: entry.named_by().to_string(),
            cells,
            effort,
        };
        if let Some(Overlay::Album(album)) = self.overlays.last() {
            let room = Album::room(self.stage.size);
            let at_hand = [album.at, album.at + 1];
            let near = at_hand.iter().filter_map(|at| album.pictures.get(*at));
            return near.map(|slot| wish(slot, room, Effort::Anyhow)).collect();
        }
        let effort = match self.stage.config.pictures {
            Pictures::Slot | Pictures::Text => return Vec::new(),
            _ if !self.reader.is_open() => Effort::Here,
            Pictures::Always => Effort::Anyhow,
            Pictures::Auto => Effort::Quick,
        };
        let has_pane = self.areas().is_some_and(|areas| areas.article.is_some());
        let near = near(&self.reader).filter(|_| has_pane);
        near.take(MOST)
            .map(|slot| {
                let cells = Size {
                    width: slot.columns,
                    height: slot.rows,
                };
                wish(slot, cells, effort)
            })
            .collect()
    }
}

/// The rooms on the screen, then those of the next page.
fn near(reader: &Reader) -> impl Iterator<Item = &Slot> {
    let room = reader.room();
    let from = reader.top();
    let to = from + 2 * room.height;
    let slots = reader.page().pictures.iter();
    slots.filter(move |slot| {
        let first = slot.line + room.lead;
        slot.rows > 0 && first + usize::from(slot.rows) > from && first < to
    })
}

/// All pictures that have an address, at the one in sight: the first whose middle is, else the next below, else the last.
fn album(reader: &Reader) -> Album {
    let room = reader.room();
    let slots = reader.page().pictures.iter();
    let pictures: Vec<Slot> = slots
        .filter(|slot| slot.src.starts_with("http"))
        .cloned()
        .collect();
    let middle = |slot: &Slot| slot.line + room.lead + usize::from(slot.rows) / 2;
    let found = pictures
        .iter()
        .position(|slot| middle(slot) >= reader.top());
    Album {
        at: found.unwrap_or(pictures.len().saturating_sub(1)),
        pictures,
    }
}
