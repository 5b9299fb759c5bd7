//! What an act did to the text of `config.toml`, so that undo gives it back, also where the reader edited another place of the file since.
//!
//! Pure. Invariant: on the very text that the act left, every byte comes back; on another, only the lines that the act changed are looked for, and where they do
//! not stand exactly once nothing is done.

use serde::{Deserialize, Serialize};

use crate::config::Draft;
use crate::jobs::patch::Patch;

/// From one text to another, and back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rewrite {
    patch: Patch,
    /// The line above what changed; empty at the top.
    above: String,
    /// The lines that changed, as they were.
    old: String,
    /// As they became.
    new: String,
    /// The line below; empty at the end.
    below: String,
}

impl Rewrite {
    /// What leads from one text to the other.
    #[must_use]
    pub fn between(before: &str, after: &str) -> Rewrite {
        let (old, new) = (lines(before), lines(after));
        let same = |pair: &(&&str, &&str)| pair.0 == pair.1;
        let head = old.iter().zip(&new).take_while(same).count();
        let (old_rest, new_rest) = (tail(&old, head), tail(&new, head));
        let foot = old_rest.iter().rev().zip(new_rest.iter().rev());
        let foot = foot.take_while(same).count();
        let middle = |rest: &[&str]| {
            let end = rest.len().saturating_sub(foot);
            rest.get(..end).unwrap_or_default().concat()
        };
        let line = |at: Option<usize>| at.and_then(|at| old.get(at)).copied().unwrap_or_default();
        Rewrite {
            patch: Patch::between(before, after),
            above: line(head.checked_sub(1)).to_string(),
            old: middle(old_rest),
            new: middle(new_rest),
            below: line(Some(old.len() - foot)).to_string(),
        }
    }

    /// The text as it was before; `None` when what was changed cannot be told apart in it any more.
    #[must_use]
    pub fn back(&self, text: &str) -> Option<String> {
        let exact = self.patch.back(text);
        exact.or_else(|| self.lay(text, &self.new, &self.old))
    }

    /// The text with the change made again; `None` when there is no telling where.
    #[must_use]
    pub fn forward(&self, text: &str) -> Option<String> {
        let exact = self.patch.forward(text);
        exact.or_else(|| self.lay(text, &self.old, &self.new))
    }

    /// Whether a text is one that the change was made in, and not one that it is to be made in.
    #[must_use]
    pub fn stands_in(&self, text: &str) -> bool {
        self.back(text).is_some() && self.patch.forward(text).is_none()
    }

    fn lay(&self, text: &str, out: &str, into: &str) -> Option<String> {
        let Rewrite { above, below, .. } = self;
        let whole = once(text, &format!("{above}{out}{below}"));
        let laid = if let Some((head, foot)) = whole {
            format!("{head}{above}{into}{below}{foot}")
        } else {
            let (head, foot) = once(text, out)?;
            format!("{head}{into}{foot}")
        };
        Draft::parse(&laid).is_ok().then_some(laid)
    }
}

/// What stands before and behind some lines, if they stand in a text exactly once.
fn once<'t>(text: &'t str, wanted: &str) -> Option<(&'t str, &'t str)> {
    if wanted.is_empty() {
        return None;
    }
    let mut places = text.match_indices(wanted).filter(|(at, _)| {
        let before = text.get(..*at).unwrap_or_default();
        before.is_empty() || before.ends_with('\n')
    });
    let (at, _) = places.next()?;
    if places.next().is_some() {
        return None;
    }
    Some((text.get(..at)?, text.get(at + wanted.len()..)?))
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn tail<'a, 't>(lines: &'a [&'t str], from: usize) -> &'a [&'t str] {
    lines.get(from..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const BEFORE: &str = "# mine\nmeasure = 70\n\n[smart_feeds]\na = \"x\"\nb = \"y\"\n";

    fn walked(after: &str, edit: impl Fn(&str) -> String) -> (Option<String>, Option<String>) {
        let rewrite = Rewrite::between(BEFORE, after);
        assert_eq!(rewrite.back(after).as_deref(), Some(BEFORE));
        assert_eq!(rewrite.forward(BEFORE).as_deref(), Some(after));
        assert!(rewrite.stands_in(after) && !rewrite.stands_in(BEFORE));
        (rewrite.back(&edit(after)), rewrite.forward(&edit(BEFORE)))
    }

    #[test]
    fn what_was_edited_elsewhere_since_stays() {
        let edit = |text: &str| text.replace("70", "90") + "\n[share]\nc = \"d {url}\"\n";
        let afters = [
            BEFORE.replace("a = \"x\"\n", ""),
            BEFORE.replace("a = \"x\"", "a = \"z\""),
            BEFORE.replace("b = \"y\"\n", "b = \"y\"\nc = \"z\"\n"),
            BEFORE.replace("a = \"x\"\n", "c = \"x\"\na = \"x\"\n"),
        ];
        for after in afters {
            let expect = (Some(edit(BEFORE)), Some(edit(&after)));
            assert_eq!(walked(&after, edit), expect, "{after}");
        }
    }

    #[test]
    fn what_cannot_be_told_apart_is_left_alone() {
        let edit = |text: &str| {
            text.replace("a = \"z\"", "a = \"w\"")
                .replace("a = \"x\"", "a = \"w\"")
        };
        let after = BEFORE.replace("a = \"x\"", "a = \"z\"");
        assert_eq!(walked(&after, edit), (None, None));
        // Back would name a smart feed twice.
        let after = BEFORE.replace("a = \"x\"\n", "");
        let edit = |text: &str| format!("{text}a = \"other\"\n");
        let rewrite = Rewrite::between(BEFORE, &after);
        assert_eq!(rewrite.back(&edit(&after)), None);
    }
}
