//! The rows of the pane that queries make: smart feeds as `config.toml` names them, and the reader's tags.

use crate::app::{Feeds, Item};
use crate::model::{Counts, EntryRow, FeedRow, Scope};
use crate::text::fold;

impl Feeds {
    /// Takes the names of the smart feeds, in their order. One that is selected and has another name now stays selected. Whether the selected one is gone.
    pub fn name_smart(&mut self, names: Vec<String>) -> bool {
        let selected = match &self.selected {
            Scope::Smart(name) if !names.contains(name) => {
                self.smart.iter().position(|(known, _)| known == name)
            }
            _ => {
                self.set_smart(names);
                return false;
            }
        };
        let at = self.selected_at();
        let before: Vec<String> = self.smart.iter().map(|(name, _)| name.clone()).collect();
        let renamed = selected
            .and_then(|at| names.get(at))
            .filter(|name| names.len() == before.len() && !before.contains(name))
            .cloned();
        self.set_smart(names);
        self.selected = match renamed {
            Some(name) => Scope::Smart(name),
            None => self.nearest(at, |item| matches!(item, Item::Smart(Scope::Smart(_)))),
        };
        self.follow();
        true
    }

    fn set_smart(&mut self, names: Vec<String>) {
        let counted = std::mem::take(&mut self.smart);
        let count = |name: &String| {
            let known = counted.iter().find(|(known, _)| known == name);
            known.and_then(|(_, count)| *count)
        };
        self.smart = names
            .into_iter()
            .map(|name| {
                let count = count(&name);
                (name, count)
            })
            .collect();
        self.rebuild();
    }

    /// Takes what was counted; tags that nothing has any more go, and new ones come. Whether a selected one is gone.
    pub fn receive_counts(&mut self, counts: Counts) -> bool {
        for (name, count) in &mut self.smart {
            if let Some((_, now)) = counts.smart.iter().find(|(known, _)| known == name) {
                *count = *now;
            }
        }
        let at = self.selected_at();
        self.tags = counts.tags;
        let is_gone = match &self.selected {
            Scope::Tag(tag) => !self.tags.iter().any(|(known, _)| fold(known) == fold(tag)),
            _ => false,
        };
        self.rebuild();
        if is_gone {
            self.selected = self.nearest(at, |item| matches!(item, Item::Tag(_)));
            self.follow();
        }
        is_gone
    }

    /// The smart feeds, each with what is unread in it as far as that is known.
    pub fn smart(&self) -> &[(String, Option<u64>)] {
        &self.smart
    }

    /// The reader's tags, each with what is unread.
    pub fn tags(&self) -> &[(String, u64)] {
        &self.tags
    }

    /// What is unread in a smart feed or under a tag, as far as that is known.
    pub(in crate::app::feeds) fn unread_of_query(&self, scope: &Scope) -> Option<u64> {
        match scope {
            Scope::Smart(name) => self.smart.iter().find(|(it, _)| it == name)?.1,
            Scope::Tag(tag) => {
                let tag = fold(tag);
                let found = self.tags.iter().find(|(it, _)| fold(it) == tag);
                found.map(|(_, count)| *count)
            }
            _ => None,
        }
    }

    /// Counts an entry that was marked under its tags and those of its feed, before the store has.
    pub(in crate::app::feeds) fn adjust_tags(&mut self, entry: &EntryRow, delta: i64) {
        let of_feed = self
            .list
            .rows
            .iter()
            .find(|row: &&FeedRow| row.id == entry.feed);
        let of_feed = of_feed.map_or(&[] as &[String], |row| &row.tags);
        for (tag, count) in &mut self.tags {
            let tag = fold(tag);
            if entry.tags.iter().chain(of_feed).any(|it| fold(it) == tag) {
                *count = count.saturating_add_signed(delta);
            }
        }
    }

    /// Counts nothing unread in these lists any more; `None`: in all of them.
    pub(in crate::app::feeds) fn clear_counts(&mut self, scope: Option<&Scope>) {
        let is_it = |other: Scope| scope.is_none_or(|scope| *scope == other);
        for (name, count) in &mut self.smart {
            if is_it(Scope::Smart(name.clone())) {
                *count = Some(0);
            }
        }
        for (tag, count) in &mut self.tags {
            if is_it(Scope::Tag(tag.clone())) {
                *count = 0;
            }
        }
    }
}
