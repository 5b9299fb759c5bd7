//! Folders and feeds as a tree, and the tree as the rows of the pane.
//!
//! Invariant: a folder stands where its first feed does, and each path has one folder.

use std::collections::BTreeSet;

use crate::app::Item;
use crate::app::feeds::name_of;
use crate::model::FeedRow;

/// Folders and feeds as they nest.
pub enum Node {
    /// Index of its row.
    Feed(usize),
    /// A folder and what is in it.
    Folder {
        /// From the top.
        path: String,
        /// In the order of the file.
        children: Vec<Node>,
    },
}

/// The feeds as they nest.
pub fn tree(rows: &[FeedRow]) -> Vec<Node> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|index| rows.get(*index).map(|row| row.position));
    let mut nodes = Vec::new();
    for index in order {
        let folder = rows.get(index).map_or("", |row| row.folder.as_str());
        let parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        insert(&mut nodes, &parts, "", index);
    }
    nodes
}

/// Puts a feed below the folders `parts`, each of which is made where it is not there.
fn insert(level: &mut Vec<Node>, parts: &[&str], above: &str, row: usize) {
    let Some((part, rest)) = parts.split_first() else {
        level.push(Node::Feed(row));
        return;
    };
    let wanted = if above.is_empty() {
        (*part).to_string()
    } else {
        format!("{above}/{part}")
    };
    for node in level.iter_mut() {
        if let Node::Folder { path, children } = node
            && *path == wanted
        {
            return insert(children, rest, &wanted, row);
        }
    }
    let mut children = Vec::new();
    insert(&mut children, rest, &wanted, row);
    level.push(Node::Folder {
        path: wanted,
        children,
    });
}

/// The feeds of a tree in its order.
pub fn collect(nodes: &[Node], rows: &mut Vec<usize>) {
    for node in nodes {
        match node {
            Node::Feed(row) => rows.push(*row),
            Node::Folder { children, .. } => collect(children, rows),
        }
    }
}

/// The tree as rows; what is in a closed folder has none.
pub fn flatten(
    nodes: &[Node],
    depth: u16,
    closed: &BTreeSet<String>,
    rows: &[FeedRow],
    items: &mut Vec<Item>,
) {
    for node in nodes {
        match node {
            Node::Feed(row) => items.push(Item::Feed { row: *row, depth }),
            Node::Folder { path, children } => {
                let open = !closed.contains(path);
                items.push(Item::Folder {
                    path: path.clone(),
                    name: name_of(path).to_string(),
                    depth,
                    open,
                    unread: unread(children, rows),
                });
                if open {
                    flatten(children, depth + 1, closed, rows, items);
                }
            }
        }
    }
}

fn unread(nodes: &[Node], rows: &[FeedRow]) -> u32 {
    nodes
        .iter()
        .map(|node| match node {
            Node::Feed(row) => rows.get(*row).map_or(0, |row| row.unread),
            Node::Folder { children, .. } => unread(children, rows),
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows as text: folders end in `/`, a closed one in `/…`, two blanks for each level; each feed has one unread entry.
    fn rows(feeds: &[(&str, &str)], closed: &[&str]) -> Vec<String> {
        let feeds: Vec<FeedRow> = (0u32..)
            .zip(feeds)
            .map(|(position, (folder, title))| FeedRow {
                title: (*title).to_string(),
                folder: (*folder).to_string(),
                position,
                unread: 1,
                ..FeedRow::default()
            })
            .collect();
        let closed = closed.iter().map(ToString::to_string).collect();
        let mut items = Vec::new();
        flatten(&tree(&feeds), 0, &closed, &feeds, &mut items);
        items
            .iter()
            .map(|item| match item {
                Item::Feed { row, depth } => {
                    let title = feeds.get(*row).map_or("", |row| row.title.as_str());
                    format!("{}{title}", "  ".repeat(usize::from(*depth)))
                }
                Item::Folder {
                    name,
                    depth,
                    open,
                    unread,
                    ..
                } => {
                    let more = if *open { "" } else { "…" };
                    let indent = "  ".repeat(usize::from(*depth));
                    format!("{indent}{name}/{more} {unread}")
                }
                Item::Smart(_) | Item::Tag(_) | Item::Gap => String::new(),
            })
            .collect()
    }

    #[test]
    fn feeds_nest_in_folders_that_stand_where_their_first_feed_does() {
        let feeds = [
            ("", "top"),
            ("Linux", "one"),
            ("World", "two"),
            ("Linux/Kernel", "three"),
            ("Linux", "four"),
            ("/Linux//Kernel/", "five"),
        ];
        assert_eq!(
            rows(&feeds, &[]),
            [
                "top",
                "Linux/ 4",
                "  one",
                "  Kernel/ 2",
                "    three",
                "    five",
                "  four",
                "World/ 1",
                "  two"
            ]
        );
        assert_eq!(
            rows(&feeds, &["Linux"]),
            ["top", "Linux/… 4", "World/ 1", "  two"]
        );
    }
}
