//! How far a picture may be fetched from.

/// How far a picture may be fetched from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// It is shown if it was fetched before.
    Here,
    /// It is fetched where the way is quick.
    Quick,
    /// It is fetched, however slow the way is: the reader asked for it.
    Anyhow,
}
