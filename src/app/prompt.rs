//! Prompts: one line asked of the reader, with what may be meant below it.
//!
//! Invariant: what was typed stays when it does not work; the trouble stands below it until the next key.

use crate::app::complete::{Offer, offer_folders, parse_folder};
use crate::app::field::Field;
use crate::app::press::{Press, press_in_input, stepped};
use crate::app::{Done, Effect, Job, Load, Pager, Piping, Save, Sight, Wish};
use crate::command::Key;
use crate::model::{Change, EntryId, FeedId, FoundFeed, Subscription, Ticket, Trouble};
use crate::text;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asking {
    /// The address of a page or feed.
    Address,
    /// A feed's name; its own is told.
    FeedName {
        /// Which feed.
        feed: FeedId,
        /// As it names itself.
        own: String,
    },
    /// A folder's name.
    FolderName {
        /// Its path now.
        folder: String,
    },
    /// The folder that feeds go into.
    Folder {
        /// Which feeds.
        feeds: Vec<FeedId>,
        /// How they are named.
        subject: String,
    },
    /// A file to import; those found lie in the options.
    ImportPath,
    /// A file to export to.
    ExportPath,
    /// Words to find in the article.
    Find,
    /// The file that entries are saved to.
    Save {
        /// Which.
        entries: Vec<EntryId>,
        /// Its name, without an ending.
        name: String,
    },
    /// The command that entries are piped to.
    Pipe {
        /// Which.
        entries: Vec<EntryId>,
        /// What it reads, and what becomes of its output.
        how: Piping,
        /// How they are named.
        subject: String,
    },
    /// The tags of entries.
    Tags {
        /// Which.
        entries: Vec<EntryId>,
        /// Those that all of them have.
        before: Vec<String>,
        /// Those in use, each with the number of its entries.
        known: Vec<(String, u64)>,
    },
    /// A page to be saved for later; those that may be meant, with their titles.
    Later {
        /// Address and title.
        known: Vec<(String, String)>,
    },
    /// What is written to an entry.
    Note {
        /// Which.
        entry: EntryId,
        /// Its title.
        title: String,
    },
    /// Where an entry is handed on to; the targets lie in the options.
    Share {
        /// Which.
        entry: EntryId,
        /// Its title.
        title: String,
    },
}

/// A prompt.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// What is asked.
    pub asking: Asking,
    /// What is typed.
    pub field: Field,
    /// What may be meant.
    pub offers: Vec<Offer>,
    /// Which of the offers is selected; `None`: what is typed counts.
    pub selected: Option<usize>,
    /// Why the last try did not work.
    pub trouble: Option<Trouble>,
    /// What is being looked at, while it is.
    pub waiting: Option<Ticket>,
    pub(crate) looking: Option<Ticket>,
    /// What stood in the field at first.
    begun: String,
}

/// What comes after an answer to a prompt.
#[derive(Clone, Debug, PartialEq)]
pub enum After {
    /// The prompt stays as it is, or as these wishes say.
    Wishes(Vec<Wish>),
    /// It is done: the prompt goes, the screen below hears the answer.
    Leave,
    /// Several feeds stand behind the address: they are offered in place of the prompt.
    Pick(String, Vec<FoundFeed>),
    /// A file is there already: the question takes the prompt's place.
    Overwrite(String),
    /// The same, where entries are saved.
    Replace(Save, String),
    /// A text to be read takes the prompt's place.
    Show(Box<Pager>),
}

impl Prompt {
    /// A prompt that asks this, with a text to begin with.
    pub fn new(asking: Asking, typed: &str, sight: &Sight) -> Prompt {
        let mut prompt = Prompt {
            asking,
            field: Field::new(typed),
            offers: Vec::new(),
            selected: None,
            trouble: None,
            waiting: None,
            looking: None,
            begun: typed.to_string(),
        };
        prompt.offer(sight);
        prompt
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        let press = press_in_input(&sight.stage.keymap, key);
        if press == Press::Tab && matches!(self.asking, Asking::Note { .. }) {
            return self.note_in_editor(sight);
        }
        if self.turn(press, sight) {
            return Vec::new();
        }
        match press {
            Press::Cancel => return self.cancel(),
            Press::Accept => return self.accept(sight),
            Press::Tab => self.complete(sight),
            press @ (Press::Up | Press::Down | Press::PageUp | Press::PageDown) => {
                self.step(press);
                self.recall(sight);
            }
            _ => {
                self.trouble = None;
                if self.field.key(key) {
                    return self.typed(sight);
                }
            }
        }
        Vec::new()
    }

    /// Selects an offer.
    pub fn pick(&mut self, index: usize) {
        if index < self.offers.len() {
            self.selected = Some(index);
        }
    }

    /// Goes, unless something was typed or is being waited for.
    pub fn leave(&mut self) -> Vec<Wish> {
        if self.waiting.is_some() || self.field.text() != self.begun {
            return Vec::new();
        }
        self.cancel()
    }

    /// Takes pasted text.
    pub fn paste(&mut self, pasted: &str, sight: &mut Sight) -> Vec<Wish> {
        self.trouble = None;
        self.field.paste(pasted);
        self.typed(sight)
    }

    fn typed(&mut self, sight: &mut Sight) -> Vec<Wish> {
        self.offer(sight);
        match self.asking {
            Asking::Find => vec![Wish::Find(self.field.text().to_string())],
            _ => Vec::new(),
        }
    }

    fn cancel(&mut self) -> Vec<Wish> {
        let stop = self.waiting.take().map(|t| Wish::Do(Effect::Cancel(t)));
        let drop = (self.asking == Asking::Find).then_some(Wish::DropFind);
        [Some(Wish::Close), stop, drop]
            .into_iter()
            .flatten()
            .collect()
    }

    fn step(&mut self, press: Press) {
        self.selected = match (self.selected, press) {
            (_, _) if self.offers.is_empty() => None,
            (None, Press::Down | Press::PageDown) => Some(0),
            (None, _) | (Some(0), Press::Up | Press::PageUp) => None,
            (Some(at), press) => Some(stepped(at, press, self.offers.len())),
        };
    }

    fn complete(&mut self, sight: &Sight) {
        let offer = self.offers.get(self.selected.unwrap_or(0));
        if let Some(offer) = offer {
            let word = offer.word.clone();
            self.field.set(&word);
            self.offer(sight);
        }
    }

    fn offer(&mut self, sight: &Sight) {
        self.selected = None;
        if matches!(self.asking, Asking::Folder { .. }) {
            self.offers = offer_folders(self.field.text(), &sight.feeds.list().rows);
        }
        self.offer_leaving(sight);
        self.offer_tags();
        self.offer_pages();
    }

    /// The text that stood in the field at first is this one.
    pub(crate) fn begin_with(&mut self, text: &str) {
        self.field.set(text);
        self.begun = text.to_string();
    }

    /// What `enter` takes: the selected offer, else what is typed.
    pub fn meant(&self) -> &str {
        let offer = self.selected.and_then(|at| self.offers.get(at));
        offer.map_or(self.field.text(), |offer| offer.word.as_str())
    }

    /// Does what is asked for, with the selected offer or what is typed.
    pub fn accept(&mut self, sight: &mut Sight) -> Vec<Wish> {
        let meant = self.meant().trim().to_string();
        match &self.asking {
            Asking::Address => self.ask_address(&meant, sight),
            Asking::FeedName { feed, own } => {
                let title = (!meant.is_empty() && meant != *own).then_some(meant);
                let rename = Change::Rename { feed: *feed, title };
                change(rename, sight)
            }
            Asking::FolderName { folder } => {
                let to = parse_folder(&meant);
                if to.is_empty() || to == *folder {
                    return vec![Wish::Close];
                }
                let from = folder.clone();
                change(Change::MoveFolder { from, to }, sight)
            }
            Asking::Folder { feeds, .. } => {
                let (feeds, folder) = (feeds.clone(), parse_folder(&meant));
                change(Change::Move { feeds, folder }, sight)
            }
            Asking::ImportPath => self.start(&meant, Job::Import, sight),
            Asking::ExportPath => self.start(&meant, Job::Export, sight),
            Asking::Save { .. } => self.accept_save(sight),
            Asking::Pipe { .. } => self.accept_pipe(sight),
            Asking::Share { .. } => self.accept_share(sight),
            Asking::Tags { .. } => self.accept_tags(sight),
            Asking::Later { .. } => self.accept_later(sight),
            Asking::Note { .. } => self.accept_note(sight),
            Asking::Find if meant.is_empty() => vec![Wish::Close, Wish::DropFind],
            Asking::Find => vec![Wish::Close, Wish::KeepFind],
        }
    }

    fn ask_address(&mut self, address: &str, sight: &mut Sight) -> Vec<Wish> {
        if address.is_empty() {
            self.trouble = Some(Trouble::new(
                "no address",
                "type the address of a page or a feed, as `lwn.net`",
            ));
            return Vec::new();
        }
        self.start(address, Job::Discover, sight)
    }

    fn start(&mut self, what: &str, job: fn(String) -> Job, sight: &mut Sight) -> Vec<Wish> {
        if what.is_empty() {
            self.trouble = Some(Trouble::new(
                "no file named",
                "type its path, as `~/feeds.opml`",
            ));
            return Vec::new();
        }
        self.begin(job(what.to_string()), sight)
    }

    /// Has a job done, and waits for its answer.
    pub(crate) fn begin(&mut self, job: Job, sight: &mut Sight) -> Vec<Wish> {
        let ticket = sight.stage.ticket();
        let stop = self.waiting.replace(ticket).map(Effect::Cancel);
        self.trouble = None;
        stop.into_iter()
            .chain([Effect::Start(ticket, job)])
            .map(Wish::Do)
            .collect()
    }

    /// Asks for files of other readers, to offer them.
    pub fn look(&mut self, sight: &mut Sight) -> Effect {
        let ticket = sight.stage.ticket();
        self.looking = Some(ticket);
        Effect::Load(ticket, Load::Importable)
    }

    /// Offers the files of other readers that were found.
    pub fn importable(&mut self, ticket: Ticket, found: &[(String, String, u32)]) -> bool {
        if self.looking.take_if(|awaited| *awaited == ticket).is_none() {
            return false;
        }
        self.offers = found
            .iter()
            .map(|(shown, _, count)| Offer {
                word: shown.clone(),
                at: Vec::new(),
                note: text::counted((*count).into(), "feed", "feeds"),
            })
            .collect();
        self.selected = (self.field.is_empty() && !self.offers.is_empty()).then_some(0);
        true
    }

    /// Takes an answer; `None` if it is not the awaited one, or if the screen below has to hear it too.
    pub fn receive(&mut self, ticket: Ticket, done: &Done) -> Option<After> {
        if self.waiting != Some(ticket) {
            return None;
        }
        self.waiting = None;
        Some(match done {
            Done::Found { address, feeds } => self.found(address, feeds),
            Done::Failed(trouble) => {
                self.trouble = Some(trouble.clone());
                After::Wishes(Vec::new())
            }
            Done::Exists(path) => After::Overwrite(path.clone()),
            done => self.left(done).unwrap_or(After::Leave),
        })
    }

    /// The feeds behind the address: one is subscribed to at once, several are offered, none is a trouble.
    fn found(&mut self, address: &str, feeds: &[FoundFeed]) -> After {
        match feeds {
            [] => {
                self.trouble = Some(Trouble::new(
                    format!("no feed behind `{}`", text::address(address)),
                    "look for `RSS` or `feed` on the page and give that address",
                ));
                After::Wishes(Vec::new())
            }
            [only] => After::Wishes(vec![
                Wish::Close,
                Wish::Subscribe(vec![Subscription::new(only.url.clone())]),
            ]),
            several => After::Pick(address.to_string(), several.to_vec()),
        }
    }
}

fn change(change: Change, sight: &mut Sight) -> Vec<Wish> {
    let ticket = sight.stage.ticket();
    vec![Wish::Close, Wish::Do(Effect::Change(ticket, change))]
}
