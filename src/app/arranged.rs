//! What is remembered of how lists stand: by scope, the order, and whether days or feeds have headings.
//!
//! Invariant: a list that stands as shipped is not remembered.

use std::collections::BTreeMap;

use crate::model::{Order, Scope};

/// How lists stand, by scope.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrangements {
    kept: BTreeMap<String, (Order, bool)>,
}

impl Arrangements {
    /// How a list stands.
    pub fn of(&self, scope: &Scope) -> (Order, bool) {
        self.kept.get(&name(scope)).copied().unwrap_or_default()
    }

    /// A list stands so from now on.
    pub fn keep(&mut self, scope: &Scope, order: Order, is_grouped: bool) {
        if (order, is_grouped) == Default::default() {
            self.kept.remove(&name(scope));
        } else {
            self.kept.insert(name(scope), (order, is_grouped));
        }
    }

    /// As `print` wrote it; what it does not understand is as shipped.
    pub fn parse(text: &str) -> Arrangements {
        Arrangements {
            kept: serde_json::from_str(text).unwrap_or_default(),
        }
    }

    /// For the store to remember.
    pub fn print(&self) -> String {
        serde_json::to_string(&self.kept).unwrap_or_default()
    }
}

fn name(scope: &Scope) -> String {
    serde_json::to_string(scope).unwrap_or_default()
}
