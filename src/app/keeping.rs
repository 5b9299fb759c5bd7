//! The prompts of `S` and of notes: a page to be saved for later, and what the reader writes to a bookmark.
//!
//! Invariants: what was typed stays when it does not work; a note of several lines is not pressed into one: it is written in the editor.

use crate::app::complete::offers;
use crate::app::prompt::{Asking, Prompt};
use crate::app::{App, Effect, Focus, Job, Load, Message, Overlay, Sight, Tone, Wish};
use crate::command::{Command, Invocation};
use crate::model::{
    Act, ActKind, Change, EntryRow, NoText, PagesReport, Scope, Ticket, Trouble, Which,
};
use crate::text::{self, Role};

/// An overlay that is opened, if any, and what is wished at once.
type Opened = (Option<Overlay>, Vec<Wish>);

/// Links of the article that are offered.
const OFFERED: usize = 200;

impl Prompt {
    /// Asks for the address of a page to be saved: it begins with the link that `tab` stands on, and offers the entry's own and those of the article.
    pub fn later(sight: &Sight) -> Prompt {
        let reader = sight.reader;
        let at_hand = match sight.focus {
            Focus::Article => reader.link().and_then(|link| reader.address(link + 1)),
            _ => None,
        };
        let row = match sight.focus {
            Focus::Article => reader.row(),
            Focus::Entries => sight.entries.selected(),
            Focus::Feeds => None,
        };
        let own = row.and_then(|row| Some((row.link.clone()?, row.title.clone())));
        let links = match sight.focus {
            Focus::Article => reader.document().links.as_slice(),
            _ => &[],
        };
        let links = links
            .iter()
            .filter(|link| link.url.starts_with("http"))
            .map(|link| (link.url.clone(), link.label.clone()));
        let known = own.into_iter().chain(links).take(OFFERED).collect();
        let begun = at_hand.unwrap_or_default().to_string();
        Prompt::new(Asking::Later { known }, &begun, sight)
    }

    /// Pages that may be meant.
    pub(crate) fn offer_pages(&mut self) {
        if let Asking::Later { known } = &self.asking {
            let pages = known.iter().map(|(address, title)| {
                let note = text::cut(&text::scrub_line(title), 30).into_owned();
                (address.clone(), note)
            });
            self.offers = offers(self.field.text().trim(), pages);
            self.selected = (self.field.is_empty() && !self.offers.is_empty()).then_some(0);
        }
    }

    /// Saves the page that is meant.
    pub(crate) fn accept_later(&mut self, sight: &mut Sight) -> Vec<Wish> {
        let url = self.meant().trim().to_string();
        if url.is_empty() {
            self.trouble = Some(Trouble::new(
                "no address",
                "type or paste the address of a page, as `https://example.org/story`",
            ));
            return Vec::new();
        }
        let ticket = sight.stage.ticket();
        self.waiting = Some(ticket);
        self.trouble = None;
        let tags = Vec::new();
        vec![Wish::Do(Effect::Change(ticket, Change::Save { url, tags }))]
    }

    /// Asks for a note to an entry; the wish asks for the one that is there.
    pub fn note(row: &EntryRow, sight: &mut Sight) -> (Prompt, Vec<Wish>) {
        let asking = Asking::Note {
            entry: row.id,
            title: row.title.clone(),
        };
        let mut prompt = Prompt::new(asking, "", sight);
        if !row.noted {
            return (prompt, Vec::new());
        }
        let ticket = sight.stage.ticket();
        prompt.looking = Some(ticket);
        let load = Effect::Load(ticket, Load::Note(row.id));
        (prompt, vec![Wish::Do(load)])
    }

    /// Takes the note that is there, if it is the awaited one; what wishes follow.
    pub(crate) fn note_known(
        &mut self,
        ticket: Ticket,
        note: Option<&str>,
        sight: &mut Sight,
    ) -> Option<Vec<Wish>> {
        self.looking.take_if(|awaited| *awaited == ticket)?;
        let Asking::Note { entry, .. } = &self.asking else {
            return None;
        };
        let note = note.unwrap_or_default();
        if note.contains('\n') {
            let ticket = sight.stage.ticket();
            let job = Effect::Start(ticket, Job::NoteInEditor(*entry));
            return Some(vec![Wish::Close, Wish::Do(job)]);
        }
        if self.field.is_empty() {
            self.begin_with(note);
        }
        Some(Vec::new())
    }

    /// Writes what is typed; nothing takes the note away.
    pub(crate) fn accept_note(&mut self, sight: &mut Sight) -> Vec<Wish> {
        let Asking::Note { entry, .. } = &self.asking else {
            return Vec::new();
        };
        let entry = *entry;
        let text = Some(self.field.text().trim().to_string()).filter(|text| !text.is_empty());
        let ticket = sight.stage.ticket();
        let change = Change::Note { entry, text };
        vec![Wish::Close, Wish::Do(Effect::Change(ticket, change))]
    }

    /// The note goes on in the editor, with what is typed.
    pub(crate) fn note_in_editor(&mut self, sight: &mut Sight) -> Vec<Wish> {
        let Asking::Note { entry, .. } = &self.asking else {
            return Vec::new();
        };
        let entry = *entry;
        let mut wishes = vec![Wish::Close];
        if !self.field.is_empty() {
            wishes = self.accept_note(sight);
        }
        let ticket = sight.stage.ticket();
        wishes.push(Wish::Do(Effect::Start(ticket, Job::NoteInEditor(entry))));
        wishes
    }
}

/// The prompt for a page to be saved; with an argument it is saved at once.
pub fn open_later(argument: Option<&str>, sight: &mut Sight) -> Opened {
    let mut prompt = Prompt::later(sight);
    let Some(argument) = argument else {
        return (Some(Overlay::Prompt(prompt)), Vec::new());
    };
    prompt.field.set(argument);
    prompt.selected = None;
    let wishes = prompt.accept_later(sight);
    (Some(Overlay::Prompt(prompt)), wishes)
}

/// The prompt for a note to this entry, its editor, or the note written at once.
pub fn open_note(
    command: Command,
    row: &EntryRow,
    argument: Option<&str>,
    sight: &mut Sight,
) -> Opened {
    if command == Command::NoteInEditor {
        let ticket = sight.stage.ticket();
        let job = Effect::Start(ticket, Job::NoteInEditor(row.id));
        return (None, vec![Wish::Do(job)]);
    }
    match argument {
        Some(text) => {
            let ticket = sight.stage.ticket();
            let change = Change::Note {
                entry: row.id,
                text: Some(text.to_string()),
            };
            (None, vec![Wish::Do(Effect::Change(ticket, change))])
        }
        None => {
            let (prompt, wishes) = Prompt::note(row, sight);
            (Some(Overlay::Prompt(prompt)), wishes)
        }
    }
}

impl App {
    /// Runs a command if it is about what is saved for later.
    pub(crate) fn run_later(&mut self, invocation: &Invocation) -> Option<Vec<Effect>> {
        match invocation.command {
            Command::GoSaved => Some(self.enter(Scope::Saved)),
            Command::DropSaved => Some(self.drop_saved()),
            _ => None,
        }
    }

    /// Drops the selected page from what is saved for later, if it is.
    pub(crate) fn drop_saved(&mut self) -> Vec<Effect> {
        match self.target() {
            Some(row) if self.is_saved(&row) => {
                let which = Which::Entries(vec![row.id]);
                let ticket = self.told_ticket();
                vec![Effect::Change(ticket, Change::Unsave(which))]
            }
            _ => {
                let text = "this is no page that was saved for later";
                self.stage.say(Message::plain(text));
                Vec::new()
            }
        }
    }

    /// Whether an entry is a page that was saved for later.
    pub(crate) fn is_saved(&self, row: &EntryRow) -> bool {
        self.feeds.list().saved_feed == Some(row.feed)
    }

    /// A page was saved: its text is fetched at once.
    pub(crate) fn fetch_saved(&mut self, act: &Act) -> Option<Effect> {
        let is_new = act.kind == ActKind::Save && !act.undone && act.count > 0;
        is_new.then(|| Effect::Start(self.stage.ticket(), Job::LaterTexts))
    }

    /// The texts of saved pages came, or why they did not.
    pub(crate) fn later_fetched(
        &mut self,
        report: &PagesReport,
        lack: Option<&NoText>,
    ) -> Vec<Effect> {
        let told = match (report.fetched, report.without, report.left) {
            (0, 0, 0) => return Vec::new(),
            (0, 0, _) => (
                Role::Warning,
                "only the link is kept for now: its text is fetched after a refresh".to_string(),
            ),
            (0, _, _) => {
                let why = lack.map_or("the page has none", |lack| &lack.what);
                (Role::Warning, format!("only the link is kept: {why}"))
            }
            (1, _, _) => (Role::Done, "saved with its full text".to_string()),
            (n, _, _) => (Role::Done, format!("{n} pages saved with their full text")),
        };
        self.stage.say(Message {
            tone: Tone::Plain,
            words: vec![told],
        });
        self.load_all()
    }
}
