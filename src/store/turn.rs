//! The ways in which an act is gone over: done, taken back, done again.

/// Which values an act's rows are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Those it gives, for the first time.
    Do,
    /// Those before it.
    Undo,
    /// Those it gave.
    Redo,
}
