//! Finds the feeds behind an address, with one request.

use crate::jobs::context::Context;
use crate::model::{Failure, FoundFeed, Trouble};

/// What is behind an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The address as it was completed: `lwn.net` becomes `https://lwn.net/`.
    pub address: String,
    /// The feeds. Exactly one, if the address is a feed itself; its document is kept for `subscribe`.
    pub feeds: Vec<FoundFeed>,
    /// The network is down, so that nothing is known: `feeds` is the address itself, to be fetched later.
    pub offline: Option<Failure>,
}

/// Asks an address for its feeds; subscribes to nothing. A page without feeds is a `Trouble`.
pub async fn discover(context: &Context, address: &str) -> Result<Found, Trouble> {
    let _ = (context, address);
    Err(Trouble::plain("not yet"))
}
