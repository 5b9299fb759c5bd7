//! A picture on the whole screen, and the way to the others of its article.
//!
//! Invariant: there is at least one picture, and the one shown is one of them.

use crate::app::press::{Press, press_in_list};
use crate::app::{Sight, Size, Wish};
use crate::article::Slot;
use crate::command::{Command, Context, Key};
use crate::config::Lookup;

/// Rows below the picture: what it shows, and the keys.
const FOOT: u16 = 2;

/// The pictures of an article, one of them on the whole screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Album {
    /// In the order of the article.
    pub pictures: Vec<Slot>,
    /// Index of the one shown.
    pub at: usize,
}

impl Album {
    /// The picture that is shown.
    pub fn shown(&self) -> Option<&Slot> {
        self.pictures.get(self.at)
    }

    /// Cells for a picture on a screen of this size.
    pub fn room(size: Size) -> Size {
        Size {
            width: size.width,
            height: size.height.saturating_sub(FOOT),
        }
    }

    /// Keys as in the article: on, back, first, last, out.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        let step = match sight.stage.keymap.lookup(Context::Article, &[key]) {
            Lookup::Command(Command::NextUnread | Command::NextMatch | Command::PageOn) => 1,
            Lookup::Command(
                Command::PreviousUnread | Command::PreviousMatch | Command::PageBack,
            ) => -1,
            Lookup::Command(Command::Pictures) => return vec![Wish::Close],
            _ => match press_in_list(&sight.stage.keymap, key) {
                Press::Down | Press::PageDown | Press::Tab => 1,
                Press::Up | Press::PageUp | Press::TabBack => -1,
                Press::First => -(self.pictures.len() as i64),
                Press::Last => self.pictures.len() as i64,
                Press::Cancel => return vec![Wish::Close],
                _ => 0,
            },
        };
        let last = self.pictures.len().saturating_sub(1);
        self.at = (self.at as i64 + step).clamp(0, last as i64) as usize;
        Vec::new()
    }
}
