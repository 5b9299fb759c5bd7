//! The article pane: which entry it shows, its document set to the pane's width, and where in it the reader is.
//!
//! Lines are numbered from the first row below the rule: blank rows (`lead`), then the page, then the tail. The page is set as far as it is
//! needed. Invariant: the first line on the screen keeps its paragraph when the width or the document changes.

use crate::app::{Effect, Find, Load, Stage, find};
use crate::article::{Document, Head, Page, typeset};
use crate::model::{Entry, EntryId, EntryRow, Ticket, Trouble};
use crate::text::Role;

/// What stands below the end of the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Tail {
    /// A blank row.
    Blank,
    /// A rule over the measure.
    Rule,
    /// Words with their meaning.
    Words(Vec<(Role, String)>),
    /// An entry that comes next, and the key that opens it.
    Next {
        /// `next`, `then`.
        word: &'static str,
        /// The entry.
        row: Box<EntryRow>,
        /// As it is typed.
        key: &'static str,
    },
}

/// How far down the last line on the screen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The whole article is on the screen.
    All,
    /// The last line is on the screen.
    End,
    /// So many percent.
    At(u8),
}

/// Cells and rows for the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// Cells of a line.
    pub width: u16,
    /// Rows of the pane.
    pub height: usize,
    /// Blank rows above the headline.
    pub lead: usize,
    /// Nothing but the text: the byline tells more.
    pub zen: bool,
}

/// The pane.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    row: Option<EntryRow>,
    entry: Option<Box<Entry>>,
    minutes: Option<String>,
    document: Document,
    page: Page,
    tail: Vec<Tail>,
    room: Room,
    top: usize,
    sideways: usize,
    link: Option<usize>,
    find: Option<Find>,
    awaited: Option<Ticket>,
    failed: Option<Trouble>,
    is_open: bool,
    kept: Option<(u32, u8)>,
}

impl Reader {
    /// The entry that is shown.
    pub fn row(&self) -> Option<&EntryRow> {
        self.row.as_ref()
    }

    /// The same, to change its marks in place.
    pub fn row_mut(&mut self) -> Option<&mut EntryRow> {
        self.row.as_mut()
    }

    /// The entry with its article, once it is there.
    pub fn entry(&self) -> Option<&Entry> {
        self.entry.as_deref()
    }

    /// Whether the article was opened, not only shown beside the list.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Why the article could not be loaded.
    pub fn trouble(&self) -> Option<&Trouble> {
        self.failed.as_ref()
    }

    /// The article's blocks and links.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The lines that are set.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// What stands below the text, once the whole page is set.
    pub fn tail(&self) -> &[Tail] {
        if self.is_whole() { &self.tail } else { &[] }
    }

    /// Cells and rows for the text.
    pub fn room(&self) -> Room {
        self.room
    }

    /// The first line on the screen.
    pub fn top(&self) -> usize {
        self.top
    }

    /// Cells by which code is scrolled sideways.
    pub fn sideways(&self) -> usize {
        self.sideways
    }

    /// The find in the article, if there is one.
    pub fn find(&self) -> Option<&Find> {
        self.find.as_ref()
    }

    /// The link that `tab` stands on: index into `Document::links`.
    pub fn link(&self) -> Option<u32> {
        self.page.links.get(self.link?).map(|link| link.target)
    }

    /// The address of a link by its number, from 1.
    pub fn address(&self, number: u32) -> Option<&str> {
        let index = number.checked_sub(1)? as usize;
        self.document
            .links
            .get(index)
            .map(|target| target.url.as_str())
    }

    /// Whether the headline is in sight, at least in part.
    pub fn shows_headline(&self) -> bool {
        self.top < self.room.lead + self.page.head_lines.saturating_sub(1).max(1)
    }

    /// Shows an entry: its title at once, the article when it is loaded.
    pub fn show(&mut self, row: &EntryRow, stage: &mut Stage) -> Option<Effect> {
        if self.row.as_ref().is_some_and(|shown| shown.id == row.id) && self.failed.is_none() {
            return None;
        }
        let room = self.room;
        *self = Reader {
            row: Some(row.clone()),
            room,
            ..Reader::default()
        };
        self.set();
        Some(self.load(row.id, stage))
    }

    /// Loads the shown article anew, such as after its feed changed it; the place is kept.
    pub fn reload(&mut self, stage: &mut Stage) -> Option<Effect> {
        let id = self.row.as_ref()?.id;
        Some(self.load(id, stage))
    }

    /// Nothing is shown any more.
    pub fn clear(&mut self) {
        let room = self.room;
        *self = Reader {
            room,
            ..Reader::default()
        };
    }

    /// The reader opened the article that is shown.
    pub fn open(&mut self) {
        self.is_open = true;
    }

    /// Takes an article if it is the awaited one, and says so. May come twice: first the head of a long article, then the whole.
    pub fn receive(
        &mut self,
        ticket: Ticket,
        article: (Box<Entry>, Box<Head>, Box<Document>),
        stage: &Stage,
    ) -> bool {
        if self.awaited != Some(ticket) {
            return false;
        }
        let (entry, head, document) = article;
        let first = self.entry.is_none();
        let anchor = self.anchor();
        self.row = Some(entry.row.clone());
        self.minutes = head
            .facts
            .iter()
            .find(|fact| fact.ends_with(" min"))
            .cloned();
        self.entry = Some(entry);
        self.document = *document;
        self.set_in(stage);
        if first {
            self.restore();
        } else {
            self.return_to(anchor);
        }
        true
    }

    /// The load failed; says whether the ticket was ours.
    pub fn fail(&mut self, ticket: Ticket, trouble: &Trouble) -> bool {
        let ours = self.awaited == Some(ticket);
        if ours {
            self.awaited = None;
            self.failed = Some(trouble.clone());
        }
        ours
    }

    /// The pane has this room now.
    pub fn fit(&mut self, room: Room, stage: &Stage) {
        if room == self.room {
            return;
        }
        let anchor = self.anchor();
        let same = room.width == self.room.width && room.zen == self.room.zen;
        let lead = self.room.lead;
        self.room = room;
        if same && room.lead == lead {
            self.scroll(0);
        } else {
            self.set_in(stage);
            self.return_to(anchor);
        }
    }

    /// What comes below the text: set anew when what is next changes.
    pub fn set_tail(&mut self, tail: Vec<Tail>) {
        self.tail = tail;
    }

    /// Scrolls by lines.
    pub fn scroll(&mut self, lines: i64) {
        let wanted = (self.top as i64).saturating_add(lines).max(0) as usize;
        self.need(wanted.saturating_add(2 * self.room.height));
        self.top = wanted.min(self.last_top());
    }

    /// Scrolls so that `line` is the first on the screen.
    pub fn scroll_to(&mut self, line: usize) {
        self.need(line.saturating_add(2 * self.room.height));
        self.top = line.min(self.last_top());
    }

    /// To the end of the text.
    pub fn scroll_to_end(&mut self) {
        self.need(usize::MAX);
        self.top = self.last_top();
    }

    /// Scrolls code sideways; `None` scrolls it back to its left edge.
    pub fn scroll_sideways(&mut self, cells: i64) {
        let widest = self.page.lines.iter().filter(|line| line.code).map(width);
        let room = usize::from(self.page.width);
        let most = widest.max().unwrap_or(0).saturating_sub(room);
        self.sideways = (self.sideways as i64 + cells).clamp(0, most as i64) as usize;
    }

    /// How far down the last line on the screen is.
    pub fn progress(&self) -> Progress {
        let bottom = self.top + self.room.height;
        if self.is_whole() && bottom >= self.lines() {
            return if self.top == 0 {
                Progress::All
            } else {
                Progress::End
            };
        }
        let blocks = self.document.blocks.len().max(1);
        let set = (self.page.next_block as usize).clamp(1, blocks);
        // What stands below the text comes and goes: it is not counted.
        let text = self.room.lead + self.page.lines.len();
        let lines = (text * blocks / set).max(1);
        Progress::At((bottom * 100 / lines).min(99) as u8)
    }

    /// Whether the last line is on the screen.
    pub fn is_at_end(&self) -> bool {
        self.entry.is_some()
            && self.document.complete
            && !matches!(self.progress(), Progress::At(_))
    }

    /// Lines in all, as far as they are set.
    pub fn lines(&self) -> usize {
        self.room.lead + self.page.lines.len() + self.tail().len()
    }

    /// Where the reader leaves the article, if that is worth keeping.
    pub fn leave(&mut self) -> Option<Effect> {
        let entry = self.row.as_ref()?.id;
        if !self.is_open || self.entry.is_none() {
            return None;
        }
        let place = match self.progress() {
            Progress::All | Progress::End if self.document.complete => (0, 100),
            Progress::At(percent) if self.top > 0 => (self.anchor().0, percent),
            _ if self.kept.is_some_and(|(block, _)| block > 0) => (0, 0),
            _ => return None,
        };
        if self.kept == Some(place) || (self.kept.is_none() && place.1 == 100) {
            return None;
        }
        self.kept = Some(place);
        let percent = (1..100).contains(&place.1).then_some(place.1);
        if let Some(row) = &mut self.row {
            row.percent = percent;
        }
        Some(Effect::Place {
            entry,
            block: place.0,
            percent: place.1,
        })
    }

    /// Goes to the next link in sight or below, or to the one before; says whether there is one.
    pub fn step_link(&mut self, steps: i64) -> bool {
        self.need(usize::MAX);
        let links = &self.page.links;
        if links.is_empty() {
            return false;
        }
        let lead = self.room.lead;
        let first = links.iter().position(|link| link.line + lead >= self.top);
        let at = match self.link {
            Some(at) => (at as i64 + steps).rem_euclid(links.len() as i64) as usize,
            None if steps > 0 => first.unwrap_or(0),
            None => first.unwrap_or(links.len()).saturating_sub(1),
        };
        self.link = Some(at);
        if let Some(line) = links.get(at).map(|link| link.line) {
            self.bring(line);
        }
        true
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
            self.top = origin.min(self.last_top());
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
            self.top = find.origin.min(self.last_top());
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

    fn load(&mut self, id: EntryId, stage: &mut Stage) -> Effect {
        let ticket = stage.ticket();
        self.awaited = Some(ticket);
        Effect::Load(ticket, Load::Article(id))
    }

    fn bring_match(&mut self) {
        if let Some(line) = self.find.as_ref().and_then(Find::line) {
            self.bring(line);
        }
    }

    /// Scrolls as little as brings a line of the page into sight, with some rows around it.
    fn bring(&mut self, line: usize) {
        let line = line + self.room.lead;
        let around = 3.min(self.room.height / 3);
        let (first, last) = (self.top + around, self.top + self.room.height);
        if line < first && self.top > 0 || line + around >= last {
            self.scroll_to(line.saturating_sub(self.room.height / 3));
        }
    }

    /// Whether all of the document is set.
    fn is_whole(&self) -> bool {
        self.page.next_block as usize >= self.document.blocks.len()
            && (self.document.complete || self.entry.is_none())
    }

    fn last_top(&self) -> usize {
        self.lines().saturating_sub(self.room.height)
    }

    /// Sets the page as far as that many lines need.
    fn need(&mut self, lines: usize) {
        if (self.page.next_block as usize) < self.document.blocks.len()
            && self.page.lines.len() < lines
        {
            self.page.extend(&self.document, lines);
        }
    }

    /// The paragraph at the top of the screen, and how many lines of it have scrolled away; `None` while the head is in sight.
    fn anchor(&self) -> (u32, Option<usize>) {
        let Some(line) = self.top.checked_sub(self.room.lead) else {
            return (0, None);
        };
        if line < self.page.head_lines {
            return (0, None);
        }
        let block = self.page.lines.get(line).map_or(0, |line| line.block);
        let first = self.first_line(block).unwrap_or(line);
        (block, Some(line.saturating_sub(first)))
    }

    fn first_line(&self, block: u32) -> Option<usize> {
        let body = self
            .page
            .lines
            .iter()
            .enumerate()
            .skip(self.page.head_lines);
        body.filter(|(_, line)| line.block == block && !line.spans.is_empty())
            .map(|(index, _)| index)
            .next()
    }

    fn return_to(&mut self, (block, offset): (u32, Option<usize>)) {
        match offset {
            None => self.scroll(0),
            Some(offset) => {
                self.need_block(block);
                let first = self.first_line(block).unwrap_or(self.page.head_lines);
                let of_block = self.page.lines.iter().skip(first);
                let lines = of_block.take_while(|line| line.block == block).count();
                let line = first + offset.min(lines.saturating_sub(1));
                self.scroll_to(line + self.room.lead);
            }
        }
    }

    fn need_block(&mut self, block: u32) {
        while self.page.next_block <= block
            && (self.page.next_block as usize) < self.document.blocks.len()
        {
            let (set, lines) = (self.page.next_block, self.page.lines.len());
            self.page
                .extend(&self.document, lines + self.room.height.max(40));
            if self.page.next_block == set {
                return;
            }
        }
    }

    /// Goes to the place where the article was left.
    fn restore(&mut self) {
        let place = self.entry.as_ref().and_then(|entry| entry.place);
        let percent = self.row.as_ref().and_then(|row| row.percent);
        self.kept = place.zip(percent.or(Some(100)));
        match place.zip(percent) {
            Some((block, percent)) if block > 0 && percent < 100 => {
                self.return_to((block, Some(0)));
            }
            _ => self.scroll_to(0),
        }
    }

    /// Sets what is known before the article is: the title.
    fn set(&mut self) {
        let head = Head {
            title: self
                .row
                .as_ref()
                .map(|row| row.title.clone())
                .unwrap_or_default(),
            facts: self.row.iter().map(|row| row.feed_title.clone()).collect(),
        };
        self.typeset(&head);
    }

    fn set_in(&mut self, stage: &Stage) {
        match self.facts(stage) {
            Some(facts) => {
                let title = self
                    .row
                    .as_ref()
                    .map(|row| row.title.clone())
                    .unwrap_or_default();
                self.typeset(&Head { title, facts });
            }
            None => self.set(),
        }
    }

    fn typeset(&mut self, head: &Head) {
        if self.row.is_none() || self.room.width == 0 {
            self.page = Page::default();
            return;
        }
        let wanted = self.top + 2 * self.room.height;
        self.page = typeset(head, &self.document, self.room.width, wanted);
        self.link = None;
        if let Some(find) = self.find.take() {
            self.find_again(&find);
        }
    }

    /// The width changed under a find: its matches stand elsewhere now.
    fn find_again(&mut self, old: &Find) {
        self.need(usize::MAX);
        let matches = find::matches(&self.page.lines, &old.text);
        self.find = Some(Find {
            current: old.current.min(matches.len().saturating_sub(1)),
            matches,
            ..old.clone()
        });
    }

    /// The byline: feed, author, date, minutes; in zen also comments and tags, which the pane tells elsewhere.
    fn facts(&self, stage: &Stage) -> Option<Vec<String>> {
        let entry = self.entry.as_ref()?;
        let row = self.row.as_ref()?;
        let mut facts = vec![row.feed_title.clone()];
        let author = entry
            .author
            .as_deref()
            .filter(|author| *author != row.feed_title);
        facts.extend(author.map(str::to_string));
        let dated = entry.published.or(entry.updated);
        let time = dated.unwrap_or(entry.first_seen);
        let date = if self.room.zen || stage.zone.midnight(time) != stage.midnight() {
            stage.zone.long(time, stage.now)
        } else {
            stage.zone.clock(time)
        };
        facts.push(match dated {
            Some(_) => date,
            None => format!("first seen {date}"),
        });
        facts.extend(self.minutes.clone());
        if self.room.zen {
            facts.extend(entry.comment_count.map(|count| format!("{count} comments")));
            let tags = row.tags.iter().chain(&entry.categories);
            let mut tags: Vec<String> = tags.map(|tag| format!("#{tag}")).collect();
            tags.dedup();
            if !tags.is_empty() {
                facts.push(tags.join(" "));
            }
        }
        Some(facts)
    }
}

fn width(line: &crate::article::Line) -> usize {
    let spans = line.spans.iter().map(|span| crate::text::width(&span.text));
    usize::from(line.indent) + spans.sum::<usize>()
}

#[cfg(test)]
mod tests;
