//! What is attached to an entry, as a list: what each is, how long and how large, and which host it comes from. `enter` plays or opens one.
//!
//! Invariant: nothing is opened whose host was not on the screen before: without this list only what an open article tells below its end or in the
//! status line.

use crate::app::hints::copy;
use crate::app::press::{Press, press_in_list, stepped};
use crate::app::{Effect, Focus, Launch, Load, Message, Sight, WIDE, Wish};
use crate::command::{Command, Context, Invocation, Key, KeyCode};
use crate::config::Lookup;
use crate::model::{Enclosure, EntryRow, Medium, Ticket};
use crate::text;

/// Attached things to choose from.
#[derive(Clone, Debug, Default)]
pub struct Enclosures {
    /// The entry's title.
    pub title: String,
    /// All of them, in the order of the feed; none while they are being looked up.
    pub enclosures: Vec<Enclosure>,
    /// Index of the selected one.
    pub selected: usize,
    awaited: Option<Ticket>,
}

impl Enclosures {
    /// Plays what is attached to the entry at hand, or lists it. A count says which: `2e`.
    pub fn open(invocation: &Invocation, sight: &mut Sight) -> (Option<Enclosures>, Vec<Wish>) {
        let say = |words: &str| (None, vec![Wish::Say(Message::plain(words))]);
        let is_open = sight.focus == Focus::Article;
        let row = if is_open {
            sight.reader.row()
        } else {
            sight.entries.selected()
        };
        let Some(row) = row.cloned() else {
            return say("no entry is selected");
        };
        if !row.has_enclosure {
            return say("nothing is attached to this entry");
        }
        let Some(known) = known(&row, sight) else {
            return Self::look_up(&row, sight);
        };
        let counted = (invocation.count as usize).checked_sub(1);
        let counted = counted.filter(|_| invocation.counted);
        let which = match counted {
            Some(which) => known.get(which),
            None => known.first().filter(|_| known.len() == 1),
        };
        let is_told = counted.is_some() || told(sight);
        match which.filter(|_| is_open && is_told) {
            Some(enclosure) => (None, played(enclosure, sight)),
            None => {
                let list = Self {
                    title: row.title,
                    selected: counted.unwrap_or(0).min(known.len().saturating_sub(1)),
                    enclosures: known,
                    awaited: None,
                };
                (Some(list), Vec::new())
            }
        }
    }

    /// An entry whose article is not shown: what is attached to it is asked for.
    fn look_up(row: &EntryRow, sight: &mut Sight) -> (Option<Enclosures>, Vec<Wish>) {
        let ticket = sight.stage.ticket();
        let list = Self {
            title: row.title.clone(),
            awaited: Some(ticket),
            ..Self::default()
        };
        let load = Effect::Load(ticket, Load::Enclosures(row.id));
        (Some(list), vec![Wish::Do(load)])
    }

    /// Takes what was asked for; says whether it was.
    pub fn receive(&mut self, ticket: Ticket, found: &[Enclosure]) -> bool {
        let ours = self.awaited == Some(ticket);
        if ours {
            self.awaited = None;
            self.enclosures = found.to_vec();
        }
        ours
    }

    /// Whether they are being looked up.
    pub fn is_awaiting(&self) -> bool {
        self.awaited.is_some()
    }

    /// The selected one.
    pub fn current(&self) -> Option<&Enclosure> {
        self.enclosures.get(self.selected)
    }

    /// `enter` and the key that opened it play, `y` copies the address, a digit plays that one.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        if let (KeyCode::Char(c), false, false) = (key.code, key.ctrl, key.alt)
            && let Some(number) = c.to_digit(10)
        {
            let index = (number as usize).checked_sub(1);
            if let Some(index) = index.filter(|index| *index < self.enclosures.len()) {
                self.selected = index;
            }
            return Vec::new();
        }
        let keymap = &sight.stage.keymap;
        let is_play = keymap.lookup(Context::Entries, &[key]) == Lookup::Command(Command::Play);
        match press_in_list(keymap, key) {
            Press::Accept => self.accept(sight),
            _ if is_play => self.accept(sight),
            Press::Cancel => vec![Wish::Close],
            Press::Command(Command::CopyLink) => match self.current() {
                Some(enclosure) => copy(&enclosure.url.clone(), sight),
                None => Vec::new(),
            },
            press => {
                self.selected = stepped(self.selected, press, self.enclosures.len());
                Vec::new()
            }
        }
    }

    /// Selects one by its place in the list.
    pub fn pick(&mut self, index: usize) {
        if index < self.enclosures.len() {
            self.selected = index;
        }
    }

    /// Plays the selected one.
    pub fn accept(&self, sight: &mut Sight) -> Vec<Wish> {
        let Some(enclosure) = self.current() else {
            return Vec::new();
        };
        let mut wishes = vec![Wish::Close];
        wishes.extend(played(enclosure, sight));
        wishes
    }
}

/// Whether the host of what is attached to the open article is on the screen: in the status line of a wide screen, or below the article's end.
fn told(sight: &Sight) -> bool {
    let has_status = !sight.reader.room().zen && sight.stage.size.width >= WIDE;
    has_status || sight.reader.is_at_end()
}

/// What is attached to an entry whose article is shown.
fn known(row: &EntryRow, sight: &Sight) -> Option<Vec<Enclosure>> {
    let shown = sight
        .reader
        .entry()
        .filter(|entry| entry.row.id == row.id)?;
    Some(shown.enclosures.clone()).filter(|all| !all.is_empty())
}

/// Hands one to the player, or to the browser what is no sound or film.
fn played(enclosure: &Enclosure, sight: &mut Sight) -> Vec<Wish> {
    let ticket = sight.stage.ticket();
    let address = enclosure.url.clone();
    let launch = match enclosure.medium() {
        Medium::Sound | Medium::Film => Launch::Player(address),
        Medium::Picture | Medium::File => Launch::Browser(address),
    };
    let said = format!(
        "{} {}",
        verb_ing(enclosure.medium()),
        text::destination(&enclosure.url)
    );
    vec![
        Wish::Do(Effect::Launch(ticket, launch)),
        Wish::Say(Message::done(said)),
    ]
}

fn verb_ing(medium: Medium) -> &'static str {
    match medium {
        Medium::Sound | Medium::Film => "playing from",
        Medium::Picture | Medium::File => "opening from",
    }
}

/// What a key does with it: `play` or `open`.
pub fn verb(enclosure: &Enclosure) -> &'static str {
    match enclosure.medium() {
        Medium::Sound | Medium::Film => "play",
        Medium::Picture | Medium::File => "open",
    }
}

/// The sign of its kind.
pub fn sign(enclosure: &Enclosure) -> &'static str {
    match enclosure.medium() {
        Medium::Sound => "♪",
        Medium::Film => "▸",
        Medium::Picture => "▨",
        Medium::File => "•",
    }
}

/// How long and how large it says it is: `38 min`, `21 MB`.
pub fn facts(enclosure: &Enclosure) -> Vec<String> {
    let seconds = enclosure.duration.filter(|seconds| *seconds > 0);
    let length = enclosure.length.filter(|bytes| *bytes > 0);
    let minutes = seconds.map(|seconds| format!("{} min", seconds.div_ceil(60)));
    minutes.into_iter().chain(length.map(text::size)).collect()
}

/// The heading of a list of them.
pub fn heading(enclosures: &[Enclosure]) -> &'static str {
    let all = |medium| enclosures.iter().all(|one| one.medium() == medium);
    if all(Medium::Sound) {
        "listen"
    } else if all(Medium::Film) {
        "watch"
    } else {
        "attached"
    }
}
