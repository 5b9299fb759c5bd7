//! Whether this computer has no network at all, and the words for what only the network did.

use crate::fetch::is_loopback;
use crate::model::{Failure, FailureKind, Offline};
use crate::system;

/// Whether a failure at `host` is only the network's, as the system's routes tell.
#[must_use]
pub fn is_unreached(host: &str, failure: &Failure) -> bool {
    // `.invalid` never exists, so that its absence says nothing of the network.
    matches!(failure.kind, FailureKind::Dns | FailureKind::Connect)
        && !is_loopback(host)
        && !host.ends_with(".invalid")
        && !system::is_online()
}

/// The words for a feed that could not be asked.
#[must_use]
pub fn offline(why: Offline, failure: &Failure) -> Failure {
    Failure {
        kind: FailureKind::Offline,
        what: format!("{}: {}", why.words(), failure.what),
        hint: Some("nothing is counted against the feed; asked again later".into()),
    }
}
