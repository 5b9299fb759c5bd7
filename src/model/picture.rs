//! How much is done to get a picture.

/// How much is done to get a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effort {
    /// It is shown if it was fetched before.
    Here,
    /// It is fetched where the way is quick.
    Quick,
    /// It is fetched, however slow the way is: the reader asked for it.
    Anyhow,
}
