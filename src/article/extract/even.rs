//! A tree made even: no text and no attribute in it that takes long to be printed.
//!
//! The printer looks from each `&` and each character of Latin-1 to the end of the text that it stands in: a text of many such takes
//! quadratic time. Such texts are cut into several nodes here, which says the same; attributes that are so are taken off.

use dom_query::{Document as Dom, NodeRef};

/// Bytes that the printer may look at for one text or attribute.
const MOST: usize = 1 << 20;
/// Bytes of a piece.
const PIECE: usize = 1 << 10;

/// Makes a tree even.
pub fn even(dom: &Dom) {
    let nodes: Vec<NodeRef> = dom.root().descendants_it().collect();
    for node in &nodes {
        if node.is_text() {
            cut(node);
        } else if node.is_element() {
            for attribute in node.attrs() {
                if cost(&attribute.value) > MOST {
                    node.remove_attr(&attribute.name.local);
                }
            }
        }
    }
}

/// What the printer looks at, in bytes.
fn cost(text: &str) -> usize {
    if text.len() < PIECE {
        return 0;
    }
    let stops = text.bytes().filter(|byte| matches!(byte, b'&' | 0xc2));
    stops.count().saturating_mul(text.len())
}

fn cut(node: &NodeRef) {
    let text = node.text();
    if cost(&text) <= MOST {
        return;
    }
    let mut rest: &str = &text;
    while !rest.is_empty() {
        let (piece, behind) = rest.split_at(rest.floor_char_boundary(PIECE.min(rest.len())));
        node.insert_before(&node.tree.new_text(piece));
        rest = behind;
    }
    node.remove_from_parent();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_many_signs_is_cut_and_says_the_same() {
        let words = "Tom & Jerry\u{a0}— ".repeat(5_000);
        let page = format!(
            "<p title='{words}' class=x>{}</p>",
            words.replace('&', "&amp;")
        );
        let dom = Dom::from(page.as_str());
        even(&dom);
        let paragraph = dom.select("p");
        assert!(paragraph.nodes()[0].children().len() > 10);
        assert_eq!(&*paragraph.text(), words);
        assert_eq!(paragraph.attr("title"), None);
        assert_eq!(paragraph.attr("class").as_deref(), Some("x"));
        let usual = Dom::from("<p title='a & b'>a &amp; b</p>");
        even(&usual);
        assert_eq!(usual.select("p").nodes()[0].children().len(), 1);
    }
}
