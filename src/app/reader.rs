//! The article pane: which entry it shows, its document set to the pane's width, and where in it the reader is.
//!
//! Lines are numbered from the first row below the rule: blank rows (`lead`), then the page, then the tail. The page is set as far as it is
//! needed. Invariant: the first line on the screen keeps its paragraph when the width or the document changes.

mod counterpart;
mod notes;
mod outline;
mod page;
mod place;
mod selection;
mod walk;

pub use outline::Heading;
pub use selection::{By, Reach, Selection};

use crate::app::reader::place::Spot;
use crate::app::{Effect, Find, Load, Stage};
use crate::article::{Block, Document, Edits, Figures, Head, Hyphens, Inline, Page, Paragraphs};
use crate::model::{Entry, EntryId, EntryRow, TextPlace, Ticket, Trouble};
use crate::text::{self, Role};

/// Blocks, and bytes of their text, that are looked at for their language.
const LOOKED_AT: usize = 20;
const MOST_LOOKED_AT: usize = 4_000;

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
        /// As it is typed; empty when none is bound.
        key: String,
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
    /// What stands for pictures.
    pub figures: Figures,
    /// How removed and added words are told from others.
    pub edits: Edits,
    /// How paragraphs are told apart.
    pub paragraphs: Paragraphs,
    /// Whether words are parted at the ends of lines.
    pub hyphenates: bool,
}

/// The pane.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    row: Option<EntryRow>,
    entry: Option<Box<Entry>>,
    minutes: Option<String>,
    /// How many words the text has, and by which patterns they are parted.
    length: u64,
    hyphens: Option<Hyphens>,
    document: Document,
    page: Page,
    tail: Vec<Tail>,
    room: Room,
    top: usize,
    sideways: usize,
    link: Option<usize>,
    note: Option<notes::AtNote>,
    find: Option<Find>,
    selection: Option<Selection>,
    awaited: Option<Ticket>,
    failed: Option<Trouble>,
    is_open: bool,
    kept: Option<(TextPlace, u8)>,
    /// Where the reader went last; it stands while only the screen or the document changes.
    stays: Option<Spot>,
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

    /// The address of a link by its number, from 1.
    pub fn address(&self, number: u32) -> Option<&str> {
        let index = number.checked_sub(1)? as usize;
        self.document
            .links
            .get(index)
            .map(|target| target.url.as_str())
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
        let is_other_text = self
            .entry
            .as_ref()
            .is_some_and(|shown| shown.shown_page().is_some() != entry.shown_page().is_some());
        // Where in another text of the same article one is can be told only from the whole of it.
        if is_other_text && !document.complete {
            return true;
        }
        let spot = self.spot();
        self.row = Some(entry.row.clone());
        self.minutes = head
            .facts
            .iter()
            .find(|fact| fact.ends_with(" min"))
            .cloned();
        self.length = head.length;
        self.hyphens = language(&entry, &document).and_then(|tag| Hyphens::of(&tag));
        self.entry = Some(entry);
        let before = std::mem::replace(&mut self.document, *document);
        self.set_in(stage);
        if first {
            self.restore();
        } else {
            self.return_to(place::carried(spot, &before, &self.document));
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
        let spot = self.spot();
        let is_set = Room {
            height: self.room.height,
            lead: self.room.lead,
            ..room
        } == self.room;
        self.room = room;
        if !is_set {
            self.set_in(stage);
        }
        self.return_to(spot);
    }

    /// What comes below the text: set anew when what is next changes. Who went to the end sees it when it first comes; later nothing moves.
    pub fn set_tail(&mut self, tail: Vec<Tail>) {
        let follows = self.tail.is_empty() && self.top > 0 && self.top == self.last_top();
        self.tail = tail;
        if follows {
            self.top = self.last_top();
        }
    }

    /// Where the reader leaves the article, if that is worth keeping.
    pub fn leave(&mut self) -> Option<Effect> {
        let entry = self.row.as_ref()?.id;
        if !self.is_open || self.entry.is_none() {
            return None;
        }
        let start = TextPlace::default();
        let place = match self.progress() {
            Progress::All | Progress::End if self.document.complete => (start, 100),
            Progress::At(percent) if self.top > 0 => (self.text_place(), percent),
            _ if self.kept.is_some_and(|(place, _)| place != start) => (start, 0),
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
            place: place.0,
            percent: place.1,
        })
    }

    fn load(&mut self, id: EntryId, stage: &mut Stage) -> Effect {
        let ticket = stage.ticket();
        self.awaited = Some(ticket);
        Effect::Load(ticket, Load::Article(id))
    }
}

/// The language of what is shown: as its page or its feed says, else as the first of its words look.
fn language(entry: &Entry, document: &Document) -> Option<String> {
    let page = entry.shown_page().map(|page| &page.facts.language);
    let said = page.unwrap_or(&entry.language).clone();
    let said = said.or_else(|| entry.language.clone());
    said.filter(|tag| !tag.trim().is_empty()).or_else(|| {
        let mut words = String::new();
        for block in document.blocks.iter().take(LOOKED_AT) {
            if let Block::Paragraph(text) = block {
                for inline in text {
                    match inline {
                        Inline::Text(run) if words.len() < MOST_LOOKED_AT => {
                            words.extend([&run.text, " "]);
                        }
                        _ => {}
                    }
                }
            }
        }
        text::language(&words).map(str::to_owned)
    })
}
