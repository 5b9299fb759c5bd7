//! Whether it is this computer that has no network, not a host that has no answer.

use crate::fetch::is_loopback;
use crate::model::{Failure, FailureKind};
use crate::system;

/// Whether a failure at `host` is only the network's.
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
pub fn offline(failure: &Failure) -> Failure {
    Failure {
        kind: FailureKind::Offline,
        what: format!("the network is down: {}", failure.what),
        hint: Some("nothing is counted against the feed; asked again later".into()),
    }
}
