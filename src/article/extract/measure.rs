//! How much text each element of a page holds, and how much of that is links: counted once, in one pass.

use std::collections::HashMap;

use dom_query::{NodeId, NodeRef};

/// What an element holds, in characters; white space counts once.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measure {
    /// All of its text.
    pub text: usize,
    /// The part of it that stands in links.
    pub linked: usize,
    /// Pictures in it.
    pub pictures: usize,
}

impl Measure {
    /// Text that is no link.
    pub fn prose(self) -> usize {
        self.text.saturating_sub(self.linked)
    }

    /// Whether nearly all of it is links.
    pub fn is_linked(self) -> bool {
        self.text > 0 && self.linked * 10 >= self.text * 8
    }
}

/// The measures of a tree as it was when they were taken.
#[derive(Debug, Default)]
pub struct Measures(HashMap<NodeId, Measure>);

impl Measures {
    /// Counts everything below a node.
    pub fn of(root: &NodeRef) -> Self {
        let mut measures: HashMap<NodeId, Measure> = HashMap::new();
        let nodes: Vec<NodeRef> = root.descendants_it().collect();
        for node in nodes.iter().rev() {
            let mut own = measures.get(&node.id).copied().unwrap_or_default();
            if node.is_text() {
                own.text = node.normalized_char_count();
            } else if node.has_name("img") {
                own.pictures += 1;
            } else if node.has_name("a") {
                own.linked = own.text;
            }
            measures.insert(node.id, own);
            if let Some(parent) = node.parent() {
                let sum = measures.entry(parent.id).or_default();
                sum.text += own.text;
                sum.linked += own.linked;
                sum.pictures += own.pictures;
            }
        }
        Self(measures)
    }

    /// What an element holds; nothing for one that was not there.
    pub fn get(&self, node: &NodeRef) -> Measure {
        self.0.get(&node.id).copied().unwrap_or_default()
    }
}

/// What to do with what is in a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// Look into it.
    Into,
    /// Go on behind it.
    Over,
}

/// Every element below a node in reading order; what is not walked into, or was taken out, is passed over.
pub fn walk<'a>(root: &NodeRef<'a>, mut visit: impl FnMut(&NodeRef<'a>) -> Walk) {
    let mut waiting: Vec<NodeRef<'a>> = root.children_it(true).collect();
    while let Some(node) = waiting.pop() {
        if node.is_element() && visit(&node) == Walk::Into {
            waiting.extend(node.children_it(true));
        }
    }
}
