//! The health board: every feed with how it fares, those that need the reader first, and the one mend that fits the selected one.
//!
//! Lives here: which row is selected, and what a key does to its feed. Does not live here: what is noticed (`jobs/health.rs`), how it looks.
//! Invariant: the selection is a feed, not a row: a reload never moves it to another while it is there.

use std::collections::HashMap;

use crate::app::press::{Press, press_in_feeds, stepped};
use crate::app::{Effect, Job, Load, Message, Sight, Wish};
use crate::command::{Command, Invocation, Key};
use crate::model::{
    Change, FeedId, FoundFeed, HealthBoard, HealthRow, Noticed, RefreshWish, Ticket, Trouble,
};

/// What a look at a feed's site came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// It goes on.
    Going,
    /// The site names another feed.
    Found(FoundFeed),
    /// It does not, or could not be asked.
    Nothing,
}

/// What `enter` does to the selected feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mend {
    /// Nothing: there is nothing to mend, or nothing that helps.
    None,
    /// Uses this address from now on.
    Take(String),
    /// Looks for its new address on its site.
    Look,
    /// Stops following it.
    Unsubscribe,
    /// Makes it one with this feed.
    Merge(FeedId),
    /// Asks it now.
    Try,
    /// Asks it no more.
    Pause,
    /// Asks it again.
    Resume,
}

/// The board.
#[derive(Clone, Debug, Default)]
pub struct Health {
    /// The feeds; `None` until they are there.
    pub board: Option<HealthBoard>,
    /// The selected row.
    pub selected: usize,
    /// The feed to select once the board is there.
    wanted: Option<FeedId>,
    looks: HashMap<FeedId, Look>,
    looking: Vec<(Ticket, FeedId)>,
    awaited: Option<Ticket>,
}

impl Health {
    /// A board with this feed selected, or the first.
    pub fn new(wanted: Option<FeedId>) -> Health {
        Health {
            wanted,
            ..Health::default()
        }
    }

    /// Asks for the board: at first, and whenever feeds changed.
    pub fn load(&mut self, sight: &mut Sight) -> Effect {
        let ticket = sight.stage.ticket();
        self.awaited = Some(ticket);
        Effect::Load(ticket, Load::Health)
    }

    /// Begins to look for a feed's new address.
    pub fn look(&mut self, feed: FeedId, sight: &mut Sight) -> Effect {
        let ticket = sight.stage.ticket();
        self.looks.insert(feed, Look::Going);
        self.looking.push((ticket, feed));
        Effect::Start(ticket, Job::Seek(feed))
    }

    /// Takes the board, if it is the awaited one.
    pub fn receive(&mut self, ticket: Ticket, board: &HealthBoard) -> bool {
        if self.awaited != Some(ticket) {
            return false;
        }
        self.awaited = None;
        let wanted = self
            .wanted
            .take()
            .or_else(|| self.row().map(|row| row.row.id));
        let at = wanted.and_then(|id| board.rows.iter().position(|row| row.row.id == id));
        let last = board.rows.len().saturating_sub(1);
        self.selected = at.unwrap_or(self.selected).min(last);
        self.board = Some(board.clone());
        true
    }

    /// Takes what a feed's site names; whose look it was.
    pub fn sought(&mut self, ticket: Ticket, found: Option<&FoundFeed>) -> Option<FeedId> {
        let at = self.looking.iter().position(|(of, _)| *of == ticket)?;
        let (_, feed) = self.looking.swap_remove(at);
        let look = found.map_or(Look::Nothing, |found| Look::Found(found.clone()));
        self.looks.insert(feed, look);
        Some(feed)
    }

    /// The rows.
    pub fn rows(&self) -> &[HealthRow] {
        self.board
            .as_ref()
            .map_or(&[], |board| board.rows.as_slice())
    }

    /// The selected row.
    pub fn row(&self) -> Option<&HealthRow> {
        self.rows().get(self.selected)
    }

    /// What came of looking at a feed's site.
    pub fn look_of(&self, feed: FeedId) -> Option<&Look> {
        self.looks.get(&feed)
    }

    /// What `enter` does to a feed.
    pub fn mend(&self, row: &HealthRow) -> Mend {
        let look = self.look_of(row.row.id);
        match (look, &row.noticed) {
            (Some(Look::Found(found)), _) => Mend::Take(found.url.clone()),
            (Some(Look::Going), _) => Mend::None,
            _ if row.row.paused => Mend::Resume,
            (Some(Look::Nothing), Some(Noticed::Lost)) | (_, Some(Noticed::Gone)) => {
                Mend::Unsubscribe
            }
            (_, Some(Noticed::Lost)) => Mend::Look,
            (_, Some(Noticed::Moved { to, .. })) => Mend::Take(to.clone()),
            (_, Some(Noticed::Twin { of, .. })) => Mend::Merge(*of),
            (_, Some(Noticed::Failing)) => Mend::Try,
            (_, Some(Noticed::Silent)) => Mend::Pause,
            (_, Some(Noticed::Held) | None) => Mend::None,
        }
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        sight.stage.status.seen();
        match press_in_feeds(&sight.stage.keymap, key) {
            Press::Cancel => vec![Wish::Close],
            Press::Accept => self.accept(sight),
            Press::Command(command) => match self.command(command, sight) {
                Some(wishes) => wishes,
                None => run(command),
            },
            press => {
                self.selected = stepped(self.selected, press, self.rows().len());
                Vec::new()
            }
        }
    }

    /// Does a command to the selected feed; `None` when it is not about a feed, or none is selected.
    pub fn command(&mut self, command: Command, sight: &mut Sight) -> Option<Vec<Wish>> {
        let row = self.row()?;
        let (feed, paused) = (row.row.id, row.row.paused);
        Some(match command {
            Command::RefreshThis if paused => {
                let text = "it is paused; enter asks it again";
                vec![Wish::Say(Message::plain(text))]
            }
            Command::RefreshThis => ask(feed),
            Command::FindAddress => vec![Wish::Do(self.look(feed, sight))],
            Command::PauseFeed => vec![change(pause(feed, !paused), sight)],
            Command::Unsubscribe => vec![change(Change::Unsubscribe(vec![feed]), sight)],
            Command::EditFeed
            | Command::RenameFeed
            | Command::MoveFeed
            | Command::Allow
            | Command::Help
            | Command::OpenBrowser
            | Command::CopyLink => vec![Wish::About(feed, Invocation::once(command))],
            _ => return None,
        })
    }

    /// Selects a row.
    pub fn pick(&mut self, index: usize) {
        if index < self.rows().len() {
            self.selected = index;
        }
    }

    /// Does the mend that fits the selected feed.
    pub fn accept(&mut self, sight: &mut Sight) -> Vec<Wish> {
        let Some(row) = self.row() else {
            return Vec::new();
        };
        let feed = row.row.id;
        match self.mend(row) {
            Mend::None => Vec::new(),
            Mend::Look => vec![Wish::Do(self.look(feed, sight))],
            Mend::Try => ask(feed),
            Mend::Take(url) => {
                self.looks.remove(&feed);
                vec![change(Change::Readdress { feed, url }, sight)]
            }
            Mend::Unsubscribe => vec![change(Change::Unsubscribe(vec![feed]), sight)],
            Mend::Merge(into) => vec![change(Change::Merge { from: feed, into }, sight)],
            Mend::Pause => vec![change(pause(feed, true), sight)],
            Mend::Resume => vec![change(pause(feed, false), sight)],
        }
    }
}

fn pause(feed: FeedId, paused: bool) -> Change {
    let feeds = vec![feed];
    Change::Pause { feeds, paused }
}

fn change(change: Change, sight: &mut Sight) -> Wish {
    Wish::Do(Effect::Change(sight.stage.ticket(), change))
}

fn ask(feed: FeedId) -> Vec<Wish> {
    vec![Wish::Refresh(RefreshWish {
        feeds: Some(vec![feed]),
        force: true,
        ..RefreshWish::default()
    })]
}

/// Commands that the board leaves to the screen below.
fn run(command: Command) -> Vec<Wish> {
    match command {
        Command::RefreshAll
        | Command::CancelRefresh
        | Command::AddFeed
        | Command::Catalogue
        | Command::Import
        | Command::Palette
        | Command::Help
        | Command::History
        | Command::Messages
        | Command::Undo
        | Command::Redo
        | Command::QuitAll
        | Command::Repaint
        | Command::Suspend => vec![Wish::Run(Invocation::once(command))],
        _ => Vec::new(),
    }
}

/// What a look that found nothing says.
pub fn in_vain(trouble: &Trouble) -> Vec<Wish> {
    vec![Wish::Say(Message::trouble(trouble))]
}
