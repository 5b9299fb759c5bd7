//! Plain lists of addresses and newsboat's `urls` file.

use crate::model::Subscription;

/// Subscriptions of a list with one address a line, in newsboat's form or plain, and what could not be taken.
#[must_use]
pub fn url_list(text: &str) -> (Vec<Subscription>, Vec<String>) {
    let _ = text;
    (Vec::new(), Vec::new())
}
