//! What an edit did to the bytes of `feeds.toml`, so that undo gives back every one of them.
//!
//! Pure. Invariant: a patch is laid only on the very text it was made for; on any other it declines, and the steps of the edit are walked instead.

use serde::{Deserialize, Serialize};

use crate::fetch::content_hash;

/// The one stretch in which two texts differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Patch {
    at: usize,
    old: String,
    new: String,
    before: i64,
    after: i64,
}

impl Patch {
    /// What leads from one text to the other, and back.
    #[must_use]
    pub fn between(before: &str, after: &str) -> Patch {
        let same = |pair: &(char, char)| pair.0 == pair.1;
        let length = |pair: (char, char)| pair.0.len_utf8();
        let at: usize = before
            .chars()
            .zip(after.chars())
            .take_while(same)
            .map(length)
            .sum();
        let (old, new) = (tail(before, at), tail(after, at));
        let end: usize = old
            .chars()
            .rev()
            .zip(new.chars().rev())
            .take_while(same)
            .map(length)
            .sum();
        let middle = |text: &str| {
            let end = text.len().saturating_sub(end);
            text.get(..end).unwrap_or_default().to_string()
        };
        Patch {
            at,
            old: middle(old),
            new: middle(new),
            before: content_hash(before.as_bytes()),
            after: content_hash(after.as_bytes()),
        }
    }

    /// The text as it was; `None` if this is not the text that the edit left.
    #[must_use]
    pub fn back(&self, text: &str) -> Option<String> {
        self.lay(text, self.after, &self.new, &self.old)
    }

    /// The text as the edit left it; `None` if this is not the text that it began with.
    #[must_use]
    pub fn forward(&self, text: &str) -> Option<String> {
        self.lay(text, self.before, &self.old, &self.new)
    }

    fn lay(&self, text: &str, hash: i64, out: &str, into: &str) -> Option<String> {
        if content_hash(text.as_bytes()) != hash {
            return None;
        }
        let (head, rest) = text.split_at_checked(self.at)?;
        Some(format!("{head}{into}{}", rest.strip_prefix(out)?))
    }
}

fn tail(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_leads_there_and_back_and_declines_other_texts() {
        let texts = [
            "",
            "a\n",
            "a\nb\n",
            "a\r\n\r\nb\n",
            "aa",
            "aaa",
            "é",
            "è",
            "x é y",
        ];
        for before in texts {
            for after in texts {
                let patch = Patch::between(before, after);
                assert_eq!(patch.forward(before).as_deref(), Some(after), "{patch:?}");
                assert_eq!(patch.back(after).as_deref(), Some(before), "{patch:?}");
                assert_eq!(patch.back("other"), None);
            }
        }
    }
}
