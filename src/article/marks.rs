//! The mark of a paragraph: what it is found by in another text of the same entry, such as its full text, or the feed's after a change.
//!
//! Invariant: only its first letters and digits count, so that quotes, dashes, white space, and a word added at its end change nothing.

use crate::article::document::Block;
use crate::article::prose::block_prose;
use crate::text::{digest, fold};

/// Letters and digits that count.
const SAID: usize = 60;

/// The mark of a block; `None` where it says nothing, such as a rule.
#[must_use]
pub fn mark(block: &Block) -> Option<i64> {
    let prose = block_prose(block);
    let letters = prose.chars().filter(|c| c.is_alphanumeric());
    let said: String = letters.take(SAID).collect();
    (!said.is_empty()).then(|| digest(&fold(&said)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::article::document;

    fn marks(html: &str) -> Vec<Option<i64>> {
        document(html, None).blocks.iter().map(mark).collect()
    }

    #[test]
    fn a_paragraph_is_known_by_its_first_letters() {
        let long =
            "it keeps the length of its last eight naps for each of the tasks that it knows of";
        let first = marks(&format!("<p>{long}</p><hr><p>other</p>"));
        assert_eq!(first.len(), 3);
        assert!(first[0].is_some() && first[0] != first[2]);
        assert_eq!(first[1], None, "a rule says nothing");
        let again = marks(&format!(
            "<div><p>“It  <b>keeps</b>{}, and more”</p></div>",
            &long[8..]
        ));
        assert_eq!(again, [first[0]]);
    }
}
