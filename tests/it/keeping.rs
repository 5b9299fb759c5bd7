//! Bookmarks as copies of one's own, notes, pages saved for later: through keys, the command line and a server on loopback.

mod kept;
mod later;
mod notes;
