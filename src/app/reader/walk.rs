//! Walking from link to link and from match to match.

use crate::app::reader::notes::Stop;
use crate::app::{By, Find, Reach, Reader, Selection, find};

impl Reader {
    /// The link that `tab` stands on: index into `Document::links`.
    pub fn link(&self) -> Option<u32> {
        self.page.links.get(self.link?).map(|link| link.target)
    }

    /// Goes to the next link or sign of a note in sight or below, or to the one before; says whether there is one.
    pub fn step_link(&mut self, steps: i64) -> bool {
        self.need(usize::MAX);
        let all = self.stops();
        if all.is_empty() {
            return false;
        }
        let lead = self.room.lead;
        let first = all.iter().position(|(line, _)| line + lead >= self.top);
        let is_here = |stop: &Stop| match stop {
            Stop::Link(at) => self.link == Some(*at),
            Stop::Sign(mark) => self.link.is_none() && self.note_sign() == Some(*mark),
        };
        let at = match all.iter().position(|(_, stop)| is_here(stop)) {
            Some(at) => (at as i64 + steps).rem_euclid(all.len() as i64) as usize,
            None if steps > 0 => first.unwrap_or(0),
            None => first.unwrap_or(all.len()).saturating_sub(1),
        };
        if let Some((line, stop)) = all.get(at) {
            self.leave_link();
            match stop {
                Stop::Link(at) => self.link = Some(*at),
                Stop::Sign(mark) => self.stand_on_sign(*mark),
            }
            self.bring(*line);
        }
        true
    }

    /// Stands on no link or note any more; nothing moves.
    pub fn leave_link(&mut self) {
        self.link = None;
        self.note = None;
    }

    /// Whether a link, a sign of a note or a note is stood on.
    pub fn stands(&self) -> bool {
        self.link.is_some() || self.note.is_some()
    }

    /// Stands on a link that is pointed at; nothing moves.
    pub fn stand_on(&mut self, target: u32) {
        let lead = self.room.lead;
        let links = self.page.links.iter().enumerate();
        let mut same = links.filter(|(_, link)| link.target == target);
        let first = same.clone().next();
        let in_sight = same.find(|(_, link)| link.line + lead >= self.top);
        self.note = None;
        self.link = in_sight.or(first).map(|(at, _)| at);
    }

    /// Marks every match of `text` and goes to the first at or below where the find began.
    pub fn find_text(&mut self, text: &str) {
        self.need(usize::MAX);
        let origin = self.find.as_ref().map_or(self.top, |find| find.origin);
        let mut found = Find {
            text: text.to_string(),
            matches: find::matches(&self.page.lines, text),
            origin,
            ..Find::default()
        };
        found.from(origin.saturating_sub(self.room.lead));
        self.find = Some(found);
        if self
            .find
            .as_ref()
            .is_some_and(|find| find.matches.is_empty())
        {
            self.scroll_to(origin);
        }
        self.bring_match();
    }

    /// The find stands after its prompt is gone; one that found nothing does not.
    pub fn keep_find(&mut self) {
        match &mut self.find {
            Some(find) if !find.matches.is_empty() => find.is_kept = true,
            _ => self.find = None,
        }
    }

    /// Forgets the find; back to where it began, unless it was kept.
    pub fn drop_find(&mut self) {
        if let Some(find) = self.find.take()
            && !find.is_kept
        {
            self.scroll_to(find.origin);
        }
    }

    /// Whether `n` and `N` walk matches.
    pub fn is_finding(&self) -> bool {
        self.find.as_ref().is_some_and(|find| find.is_kept)
    }

    /// Goes `steps` matches on.
    pub fn step_match(&mut self, steps: i64) {
        if let Some(find) = &mut self.find {
            find.step(steps);
        }
        self.bring_match();
    }

    pub(in crate::app::reader) fn bring_match(&mut self) {
        if let Some(line) = self.find.as_ref().and_then(Find::line) {
            self.bring(line);
        }
    }

    /// The passage that is being selected.
    pub fn selection(&self) -> Option<&Selection> {
        self.selection.as_ref()
    }

    /// Begins to select by lines, at the match or link at hand, else at the first line in sight; once begun, by words and by lines in turn. Says
    /// whether there is anything to select.
    pub fn select(&mut self) -> bool {
        if let Some(selection) = &mut self.selection {
            selection.turn();
            return true;
        }
        self.set_whole();
        let found = self.find.as_ref().and_then(Find::line);
        let linked = self.link.and_then(|at| self.page.links.get(at));
        let top = self.top.saturating_sub(self.room.lead);
        let line = linked.map(|link| link.line).or(found);
        let in_sight = line.filter(|line| (top..top + self.room.height).contains(line));
        self.selection = Selection::new(&self.page, By::Line, in_sight.unwrap_or(top));
        self.selection.is_some()
    }

    /// Selects from one cell of the page to another, each as (line, cell): the words there and all between.
    pub fn select_between(&mut self, from: (usize, usize), to: (usize, usize)) {
        self.set_whole();
        let mut selection = match self.selection.take() {
            Some(selection) if selection.by() == By::Word => Some(selection),
            _ => Selection::new(&self.page, By::Word, from.0),
        };
        if let Some(selection) = &mut selection {
            selection.span(from, to);
        }
        self.selection = selection;
    }

    /// Moves the end of the passage, and brings it into sight.
    pub fn reach(&mut self, reach: Reach) {
        if let Some(selection) = &mut self.selection {
            selection.reach(reach);
            let line = selection.line();
            self.bring_edge(line);
        }
    }

    /// What is selected, as it was written.
    pub fn passage(&self) -> Option<String> {
        Some(self.selection.as_ref()?.passage(&self.page.lines))
    }

    /// Nothing is selected any more.
    pub fn drop_selection(&mut self) {
        self.selection = None;
    }
}
