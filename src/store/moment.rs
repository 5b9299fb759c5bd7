//! When something is done, and what a scope means just then.

use crate::model::Timestamp;
use crate::query::Query;

/// What a scope needs to be told from outside: the store asks no clock and parses no query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moment {
    /// Now.
    pub now: Timestamp,
    /// The local midnight that began today: for `Scope::Today`.
    pub midnight: Timestamp,
    /// The parsed query of a `Scope::Search`; it may also narrow any other scope.
    pub query: Option<Query>,
}
