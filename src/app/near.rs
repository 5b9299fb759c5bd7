//! The searches beside an empty one, as state. How they are asked for and chosen is in `offers`.

use crate::model::{NearSearch, Ticket};

/// What is offered instead of an empty search.
#[derive(Clone, Debug, Default)]
pub struct Near {
    pub(crate) ticket: Option<Ticket>,
    /// The query that they stand beside.
    pub(crate) beside: String,
    /// What finds something.
    pub(crate) found: Vec<NearSearch>,
    /// Which of them is chosen.
    pub(crate) selected: usize,
}
