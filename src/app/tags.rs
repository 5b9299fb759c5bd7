//! The prompt of `t`: the tags of the selected entries, parted by commas, with those in use below.
//!
//! Invariant: what is typed becomes the tags of all of them; each tag that comes or goes is an act, and undo takes it back.

use crate::app::complete::{offers, parse_tags, tags};
use crate::app::prompt::{Asking, Prompt};
use crate::app::{Effect, Load, Sight, Wish};
use crate::model::{Change, EntryId, EntryRow, FeedRow, Ticket, Which};
use crate::text;

impl Prompt {
    /// Asks for the tags of entries; it begins with those that all of them have. The wish asks for the tags in use.
    pub fn tags(rows: &[EntryRow], sight: &mut Sight) -> (Prompt, Wish) {
        let mut before = rows.first().map(|row| row.tags.clone()).unwrap_or_default();
        before.retain(|tag| rows.iter().all(|row| row.tags.contains(tag)));
        let typed = match before.join(", ") {
            tags if tags.is_empty() => tags,
            tags => tags + ", ",
        };
        let asking = Asking::Tags {
            entries: rows.iter().map(|row| row.id).collect(),
            before,
            known: Vec::new(),
        };
        let mut prompt = Prompt::new(asking, &typed, sight);
        let ticket = sight.stage.ticket();
        prompt.looking = Some(ticket);
        (prompt, Wish::Do(Effect::Load(ticket, Load::Tags)))
    }

    /// Takes the tags in use, if they are the awaited ones.
    pub(crate) fn tags_known(&mut self, ticket: Ticket, found: &[(String, u64)]) -> bool {
        if self.looking.take_if(|awaited| *awaited == ticket).is_none() {
            return false;
        }
        match &mut self.asking {
            Asking::Tags { known, .. } => *known = found.to_vec(),
            Asking::FeedTags { known, .. } => {
                let is_new = |tag: &String| !found.iter().any(|(it, _)| it == tag);
                known.retain(|(tag, _)| is_new(tag));
                known.splice(0..0, found.iter().cloned());
            }
            _ => {}
        }
        self.offer_tags();
        true
    }

    /// Tags in use that match the one being typed.
    pub(crate) fn offer_tags(&mut self) {
        let (Asking::Tags { known, .. } | Asking::FeedTags { known, .. }) = &self.asking else {
            return;
        };
        let (kept, begun) = last(self.field.text());
        let there = parse_tags(kept);
        let others = known.iter().filter(|(tag, _)| !there.contains(tag));
        let others = others.map(|(tag, count)| {
            let note = match count {
                0 => "of feeds".to_string(),
                count => text::counted(*count, "entry", "entries"),
            };
            (tag.clone(), note)
        });
        self.offers = offers(begun, others);
    }

    /// Puts the chosen tag, else the best match, in the place of the one being typed.
    pub(crate) fn complete_tag(&mut self) {
        let chosen = self.offers.get(self.selected.unwrap_or(0));
        if let Some(chosen) = chosen {
            let typed = with(self.field.text(), &chosen.word);
            self.field.set(&(typed + ", "));
            self.selected = None;
            self.offer_tags();
        }
    }

    /// Asks for the tags of feeds, as `feeds.toml` has them; it begins with those that all of them have.
    pub fn feed_tags(rows: &[&FeedRow], subject: &str, sight: &mut Sight) -> (Prompt, Wish) {
        let mut before = rows.first().map(|row| row.tags.clone()).unwrap_or_default();
        before.retain(|tag| rows.iter().all(|row| row.tags.contains(tag)));
        let typed = match before.join(", ") {
            tags if tags.is_empty() => tags,
            tags => tags + ", ",
        };
        let in_use = tags(&sight.feeds.list().rows);
        let asking = Asking::FeedTags {
            feeds: rows.iter().map(|row| row.id).collect(),
            subject: subject.to_string(),
            before,
            known: in_use.into_iter().map(|tag| (tag, 0)).collect(),
        };
        let mut prompt = Prompt::new(asking, &typed, sight);
        let ticket = sight.stage.ticket();
        prompt.looking = Some(ticket);
        (prompt, Wish::Do(Effect::Load(ticket, Load::Tags)))
    }

    /// Gives the feeds these tags.
    pub(crate) fn accept_feed_tags(&self, sight: &mut Sight) -> Vec<Wish> {
        let Asking::FeedTags { feeds, before, .. } = &self.asking else {
            return Vec::new();
        };
        let after = self.tags_meant();
        let less = |some: &[String], others: &[String]| -> Vec<String> {
            let rest = some.iter().filter(|tag| !others.contains(tag));
            rest.cloned().collect()
        };
        let change = Change::TagFeeds {
            feeds: feeds.clone(),
            with: less(&after, before),
            without: less(before, &after),
        };
        if after == *before {
            return vec![Wish::Close];
        }
        let ticket = sight.stage.ticket();
        vec![Wish::Close, Wish::Do(Effect::Change(ticket, change))]
    }

    /// The tags that are typed, the chosen offer in the place of the last.
    fn tags_meant(&self) -> Vec<String> {
        let chosen = self.selected.and_then(|at| self.offers.get(at));
        let typed = match chosen {
            Some(chosen) => with(self.field.text(), &chosen.word),
            None => self.field.text().to_string(),
        };
        // The language of queries has no way to say a quote within a word.
        parse_tags(&typed.replace('"', ""))
    }

    /// Gives the entries these tags.
    pub(crate) fn accept_tags(&self, sight: &mut Sight) -> Vec<Wish> {
        let Asking::Tags {
            entries, before, ..
        } = &self.asking
        else {
            return Vec::new();
        };
        let mut wishes = vec![Wish::Close];
        let after = self.tags_meant();
        for change in changes(entries, before, &after) {
            let ticket = sight.stage.ticket();
            wishes.push(Wish::Do(Effect::Change(ticket, change)));
        }
        wishes
    }
}

/// What is typed before the last comma, with it, and the tag being typed after it.
fn last(typed: &str) -> (&str, &str) {
    let at = typed.rfind(',').map_or(0, |at| at + 1);
    let (kept, begun) = typed.split_at(at);
    (kept, begun.trim())
}

/// A tag in the place of the one being typed.
fn with(typed: &str, tag: &str) -> String {
    match last(typed).0 {
        "" => tag.to_string(),
        kept => format!("{kept} {tag}"),
    }
}

/// The acts that make these tags of those.
fn changes(entries: &[EntryId], before: &[String], after: &[String]) -> Vec<Change> {
    let which = || Which::Entries(entries.to_vec());
    let gone = before.iter().filter(|tag| !after.contains(tag));
    let new = after.iter().filter(|tag| !before.contains(tag));
    gone.map(|tag| Change::Untag(which(), tag.clone()))
        .chain(new.map(|tag| Change::Tag(which(), tag.clone())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_takes_the_place_of_the_one_being_typed() {
        assert_eq!(with("ker", "kernel"), "kernel");
        assert_eq!(with("kernel, sch", "scheduler"), "kernel, scheduler");
        assert_eq!(last("a, b,"), ("a, b,", ""));
    }

    #[test]
    fn only_what_changes_is_an_act() {
        let tags = |tags: &[&str]| -> Vec<String> { tags.iter().map(|it| (*it).into()).collect() };
        let entries = [EntryId(1), EntryId(2)];
        let which = || Which::Entries(entries.to_vec());
        assert_eq!(
            changes(&entries, &tags(&["a", "b"]), &tags(&["b", "c"])),
            [
                Change::Untag(which(), "a".into()),
                Change::Tag(which(), "c".into())
            ]
        );
        assert_eq!(changes(&entries, &tags(&["a"]), &tags(&["a"])), []);
    }
}
