//! What a feed makes of its guids over time: whether they may be relied on.
//!
//! Invariant: what was thought of a feed can change again, since feeds are mended.

/// Whether a feed's guids can be trusted, from what was seen of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Habit(u8);

impl Habit {
    /// From so many on, guids count for nothing.
    const CHANGING: u8 = 2;
    /// No more are counted, so that a feed that mends its ways is believed soon.
    const MOST: u8 = 3;

    /// As the store has it.
    #[must_use]
    pub fn from_value(value: u8) -> Habit {
        Habit(value.min(Habit::MOST))
    }

    /// As the store keeps it.
    #[must_use]
    pub fn value(self) -> u8 {
        self.0
    }

    /// Whether the feed gives its entries other guids at each fetch.
    #[must_use]
    pub fn changes_guids(self) -> bool {
        self.0 >= Habit::CHANGING
    }

    /// After a document in which so many entries that are the same by what they say kept their guids, and so many did not.
    #[must_use]
    pub fn after(self, kept: usize, lost: usize) -> Habit {
        match (kept, lost) {
            (kept, lost) if lost > kept => Habit((self.0 + 1).min(Habit::MOST)),
            (kept, lost) if kept > lost => Habit(self.0.saturating_sub(1)),
            _ => self,
        }
    }
}
