//! The same paragraph in another text of the same article: the feed's own, and the full text of its page.

use crate::article::{Block, Document, prose};

/// Letters by which paragraphs are told.
const TELLING: usize = 80;

/// The block of `new` that says what a block of `old` says, or the one behind what the nearest one before it says; where they have nothing in
/// common, as far down.
pub fn counterpart(old: &Document, new: &Document, block: u32) -> u32 {
    let known: Vec<String> = new.blocks.iter().map(letters).collect();
    let last = new.blocks.len().saturating_sub(1);
    let before = old.blocks.iter().take(block as usize + 1).rev();
    for (back, old_block) in before.enumerate() {
        let wanted = letters(old_block);
        let same = |found: &String| !wanted.is_empty() && is_same(found, &wanted);
        if let Some(at) = known.iter().position(same) {
            return (at + back.min(1)).min(last) as u32;
        }
    }
    let blocks = old.blocks.len().max(1);
    (block as usize * new.blocks.len() / blocks).min(last) as u32
}

/// A feed may cut a paragraph short.
fn is_same(one: &str, other: &str) -> bool {
    let shorter = one.len().min(other.len());
    one == other || (shorter >= TELLING / 3 && (one.starts_with(other) || other.starts_with(one)))
}

fn letters(block: &Block) -> String {
    let alone = Document {
        blocks: vec![block.clone()],
        ..Document::default()
    };
    let text = prose(&alone);
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.take(TELLING).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::document;

    #[test]
    fn a_paragraph_is_found_again() {
        let told =
            |n: usize| format!("<p>Paragraph {n} tells of something that no other does.</p>");
        let text = |which: &[usize]| {
            let html: String = which.iter().map(|n| told(*n)).collect();
            document(&html, None)
        };
        let feed = text(&[1, 2, 3]);
        let page = text(&[9, 1, 8, 2, 7, 3, 6]);
        for (block, expect) in [(0, 1), (1, 3), (2, 5)] {
            assert_eq!(counterpart(&feed, &page, block), expect, "{block}");
            assert_eq!(counterpart(&page, &feed, expect), block, "{expect}");
        }
        let cut = document(
            "<p>Paragraph 2 tells of something that no other […]</p>",
            None,
        );
        assert_eq!(counterpart(&cut, &page, 0), 3, "cut short");
        let other = text(&[20, 21, 22, 23]);
        assert_eq!(counterpart(&other, &text(&[30, 31]), 2), 1);
        assert_eq!(counterpart(&feed, &Document::default(), 2), 0);
    }
}
