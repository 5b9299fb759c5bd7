//! What floats over the panes, as plain data: the top of the stack hears a key first.
//!
//! Lives here: which overlay a command opens, and who hears what. What each does is in the file of its name. Invariant: an overlay changes only itself;
//! all else it wishes.

use crate::app::album::Album;
use crate::app::catalogue::Catalogue;
use crate::app::confirm::Confirm;
use crate::app::enclosures::Enclosures;
use crate::app::feed_editor::FeedEditor;
use crate::app::health::{Health, in_vain};
use crate::app::help::Help;
use crate::app::hints::Hints;
use crate::app::history::History;
use crate::app::links::Links;
use crate::app::messages::Messages;
use crate::app::outline::Outline;
use crate::app::pager::Pager;
use crate::app::palette::Palette;
use crate::app::picker::Picker;
use crate::app::prompt::{After, Prompt};
use crate::app::rule_editor::RuleEditor;
use crate::app::rules::Rules;
use crate::app::search::Search;
use crate::app::{Arrange, Cover, Done, Focus, Place, Sight, Size, Spot, Wish};
use crate::command::{Command, Context, Invocation, Key};
use crate::config::Lookup;
use crate::model::{FeedId, Ticket};

/// Something over the panes.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// Commands by name.
    Palette(Palette),
    /// The keymap.
    Help(Help),
    /// How feeds fare.
    Health(Box<Health>),
    /// One line asked of the reader.
    Prompt(Prompt),
    /// Feeds behind an address, to tick.
    Picker(Picker),
    /// The search box.
    Search(Search),
    /// Letters on links.
    Hints(Hints),
    /// The links of the article.
    Links(Links),
    /// What is attached to an entry.
    Enclosures(Enclosures),
    /// The headings of the article.
    Outline(Outline),
    /// How the list stands.
    Arrange(Arrange),
    /// What the reader did.
    History(History),
    /// What was said.
    Messages(Messages),
    /// A feed's lines in `feeds.toml`.
    FeedEditor(Box<FeedEditor>),
    /// What is done with entries as they come.
    Rules(Rules),
    /// One of these, with what it would have found.
    RuleEditor(Box<RuleEditor>),
    /// A text to be read through.
    Pager(Box<Pager>),
    /// A question before what cannot be undone.
    Confirm(Confirm),
    /// Well-known feeds, to tick.
    Catalogue(Catalogue),
    /// A picture on the whole screen.
    Album(Album),
}

/// Whether an answer was for an overlay.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// It was not.
    Not,
    /// It was, and for nobody else.
    Taken(Vec<Wish>),
    /// It was, and the screen below gets it too.
    Also(Vec<Wish>),
}

impl Overlay {
    /// What is over the screen when byline is started for the first time.
    pub fn first_run(sight: &mut Sight) -> (Overlay, Vec<Wish>) {
        let mut catalogue = Catalogue::new(sight);
        let look = Wish::Do(catalogue.look(sight));
        (Overlay::Catalogue(catalogue), vec![look])
    }

    /// What it takes of the strip; `None` when it floats.
    pub fn cover(&self) -> Option<Cover> {
        match self {
            Overlay::Search(_) => Some(Cover::Search),
            Overlay::Catalogue(catalogue) => Some(Cover::Catalogue(if catalogue.reading {
                Focus::Article
            } else {
                Focus::Entries
            })),
            _ => None,
        }
    }

    /// Fits what has to be laid out to a screen of this size.
    pub(crate) fn fit(&mut self, size: Size) {
        if let Overlay::Pager(pager) = self {
            pager.fit(size);
        }
    }

    /// Whether what is typed in it was not searched for: nothing is said then of what was found.
    pub fn holds_mistake(&self) -> bool {
        matches!(self, Overlay::Search(search) if search.error.is_some())
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        if let Lookup::Command(command @ (Command::QuitAll | Command::Repaint | Command::Suspend)) =
            sight.stage.keymap.lookup(Context::Prompt, &[key])
        {
            return vec![Wish::Run(Invocation::once(command))];
        }
        match self {
            Overlay::Palette(palette) => palette.key(key, sight),
            Overlay::Help(help) => help.key(key, sight),
            Overlay::Health(health) => health.key(key, sight),
            Overlay::Prompt(prompt) => prompt.key(key, sight),
            Overlay::Picker(picker) => picker.key(key, sight),
            Overlay::Search(search) => search.key(key, sight),
            Overlay::Hints(hints) => hints.key(key, sight),
            Overlay::Links(links) => links.key(key, sight),
            Overlay::Enclosures(list) => list.key(key, sight),
            Overlay::Outline(outline) => outline.key(key, sight),
            Overlay::Arrange(arrange) => arrange.key(key, sight),
            Overlay::History(history) => history.key(key, sight),
            Overlay::Messages(messages) => messages.key(key, sight),
            Overlay::FeedEditor(editor) => editor.key(key, sight),
            Overlay::Rules(rules) => rules.key(key, sight),
            Overlay::RuleEditor(editor) => editor.key(key, sight),
            Overlay::Pager(pager) => pager.key(key, sight),
            Overlay::Confirm(confirm) => confirm.key(key, sight),
            Overlay::Catalogue(catalogue) => catalogue.key(key, sight),
            Overlay::Album(album) => album.key(key, sight),
        }
    }

    /// Takes a pasted text.
    pub fn paste(&mut self, text: &str, sight: &mut Sight) -> Vec<Wish> {
        match self {
            Overlay::Palette(palette) => palette.paste(text, sight),
            Overlay::Help(help) => help.paste(text, sight),
            Overlay::Prompt(prompt) => return prompt.paste(text, sight),
            Overlay::Picker(picker) => picker.paste(text),
            Overlay::Search(search) => return search.paste(text, sight),
            Overlay::Links(links) => links.paste(text),
            Overlay::Outline(outline) => outline.paste(text),
            Overlay::FeedEditor(editor) => editor.paste(text, sight),
            Overlay::RuleEditor(editor) => return editor.paste(text, sight),
            Overlay::Hints(_)
            | Overlay::Rules(_)
            | Overlay::Arrange(_)
            | Overlay::Enclosures(_)
            | Overlay::History(_)
            | Overlay::Health(_)
            | Overlay::Messages(_)
            | Overlay::Pager(_)
            | Overlay::Confirm(_)
            | Overlay::Catalogue(_)
            | Overlay::Album(_) => {}
        }
        Vec::new()
    }

    /// Takes a press on a row of its list: the row is selected, or what its sign stands for is done.
    pub fn press_place(&mut self, place: Place, sight: &Sight) {
        match self {
            Overlay::Palette(palette) => palette.pick(place.index),
            Overlay::Help(help) => help.pick(place.index),
            Overlay::Prompt(prompt) => prompt.pick(place.index),
            Overlay::Picker(picker) => picker.pick(place),
            Overlay::Links(links) => links.pick(place.index),
            Overlay::Enclosures(list) => list.pick(place.index),
            Overlay::Outline(outline) => outline.pick(place.index),
            Overlay::Arrange(arrange) => arrange.pick(place.index),
            Overlay::History(history) => history.pick(place.index),
            Overlay::Health(health) => health.pick(place.index),
            Overlay::Messages(messages) => messages.pick(place.index),
            Overlay::FeedEditor(editor) => editor.pick(place, sight),
            Overlay::Rules(rules) => rules.pick(place.index),
            Overlay::RuleEditor(editor) => editor.pick(place.index),
            Overlay::Catalogue(catalogue) => catalogue.pick(place),
            Overlay::Search(_)
            | Overlay::Hints(_)
            | Overlay::Pager(_)
            | Overlay::Confirm(_)
            | Overlay::Album(_) => {}
        }
    }

    /// Takes a second press on a row: what `enter` does, or a tick where `enter` would do more than this row says.
    pub fn press_twice(&mut self, place: Place, sight: &mut Sight) -> Vec<Wish> {
        let tick = Place {
            is_sign: true,
            ..place
        };
        match self {
            Overlay::Palette(palette) => return palette.accept(sight),
            Overlay::Help(help) => return help.accept(),
            Overlay::Prompt(prompt) => return prompt.accept(sight),
            Overlay::Links(links) => return links.accept(sight),
            Overlay::Enclosures(list) => return list.accept(sight),
            Overlay::Outline(outline) => return outline.accept(),
            Overlay::Arrange(arrange) => return arrange.accept(sight),
            Overlay::History(history) => return history.accept(),
            Overlay::Health(health) => return health.accept(sight),
            Overlay::Rules(rules) if place.is_sign => return rules.toggle(sight),
            Overlay::Rules(rules) => return rules.accept(sight),
            Overlay::Picker(picker) => picker.pick(tick),
            Overlay::FeedEditor(editor) => editor.pick(tick, sight),
            Overlay::Catalogue(catalogue) => catalogue.pick(tick),
            Overlay::Messages(_)
            | Overlay::RuleEditor(_)
            | Overlay::Search(_)
            | Overlay::Hints(_)
            | Overlay::Pager(_)
            | Overlay::Confirm(_)
            | Overlay::Album(_) => {}
        }
        Vec::new()
    }

    /// Takes a press on what it stands over, and says whether the panes hear it too, if the overlay is gone then.
    pub fn press_below(&mut self, on: Spot, sight: &mut Sight) -> (Vec<Wish>, bool) {
        match (self, on) {
            (Overlay::Search(search), _) => (search.accept(sight), true),
            (Overlay::Hints(hints), Spot::Article(Some(link))) => (hints.pick(link, sight), false),
            (Overlay::Catalogue(catalogue), Spot::Article(_)) => {
                catalogue.reading = true;
                (Vec::new(), false)
            }
            _ => (Vec::new(), false),
        }
    }

    /// Takes a press beside it: it goes, unless something would be lost with it.
    pub fn press_outside(&mut self) -> Vec<Wish> {
        let goes = match self {
            Overlay::Prompt(prompt) => return prompt.leave(),
            Overlay::Picker(picker) => picker.is_untouched(),
            Overlay::FeedEditor(editor) => editor.is_untouched(),
            Overlay::Palette(_)
            | Overlay::Help(_)
            | Overlay::Hints(_)
            | Overlay::Links(_)
            | Overlay::Outline(_)
            | Overlay::Arrange(_)
            | Overlay::Enclosures(_)
            | Overlay::History(_)
            | Overlay::Messages(_)
            | Overlay::Rules(_)
            | Overlay::Confirm(_)
            | Overlay::Album(_) => true,
            Overlay::Search(_)
            | Overlay::Catalogue(_)
            | Overlay::Health(_)
            | Overlay::RuleEditor(_)
            | Overlay::Pager(_) => false,
        };
        goes.then_some(Wish::Close).into_iter().collect()
    }

    /// Takes an answer.
    pub fn receive(&mut self, ticket: Ticket, done: &Done, sight: &mut Sight) -> Heard {
        let taken = |taken: bool| {
            if taken {
                Heard::Taken(Vec::new())
            } else {
                Heard::Not
            }
        };
        match (self, done) {
            (Overlay::History(history), Done::History(acts)) => {
                taken(history.receive(ticket, acts))
            }
            (Overlay::History(history), Done::Acted(_) | Done::Forgotten(_)) => {
                Heard::Also(vec![Wish::Do(history.load(sight))])
            }
            (Overlay::Health(health), done) => fares(health, ticket, done, sight),
            (Overlay::Catalogue(catalogue), Done::Importable(found)) => {
                taken(catalogue.receive(ticket, found))
            }
            (Overlay::Catalogue(catalogue), Done::Feeds(list)) => {
                catalogue.follow(&list.rows);
                Heard::Also(Vec::new())
            }
            (Overlay::Enclosures(list), Done::Enclosures(found)) => {
                taken(list.receive(ticket, found))
            }
            (Overlay::Prompt(prompt), Done::Tags(found)) => taken(prompt.tags_known(ticket, found)),
            (Overlay::Prompt(prompt), Done::Note(note)) => {
                match prompt.note_known(ticket, note.as_deref(), sight) {
                    Some(wishes) => Heard::Taken(wishes),
                    None => Heard::Not,
                }
            }
            (Overlay::Prompt(prompt), Done::Importable(found)) => {
                taken(prompt.importable(ticket, found))
            }
            (Overlay::FeedEditor(editor), Done::Standing(line, check, size)) => {
                taken(editor.receive(ticket, *line, *check, *size))
            }
            (Overlay::RuleEditor(editor), Done::RulePreview(preview)) => {
                taken(editor.receive(ticket, preview))
            }
            (Overlay::RuleEditor(editor), Done::Acted(_)) => {
                Heard::Also(editor.look_again(sight).map(Wish::Do).into_iter().collect())
            }
            (Overlay::Pager(pager), done) => match pager.receive(ticket, done) {
                Some(wishes) => Heard::Taken(wishes),
                None => Heard::Not,
            },
            (overlay @ Overlay::Prompt(_), done) => overlay.answer(ticket, done),
            _ => Heard::Not,
        }
    }

    /// An answer to a prompt; some put another overlay in its place.
    fn answer(&mut self, ticket: Ticket, done: &Done) -> Heard {
        let Overlay::Prompt(prompt) = self else {
            return Heard::Not;
        };
        match prompt.receive(ticket, done) {
            None => Heard::Not,
            Some(After::Wishes(wishes)) => Heard::Taken(wishes),
            Some(After::Leave) => Heard::Also(vec![Wish::Close]),
            Some(After::Into(scope, covers)) => {
                let mut wishes = vec![Wish::Close; covers + 1];
                wishes.push(Wish::Go(scope));
                Heard::Also(wishes)
            }
            Some(After::Pick(address, feeds)) => {
                *self = Overlay::Picker(Picker::new(&address, feeds));
                Heard::Taken(Vec::new())
            }
            Some(After::Overwrite(path)) => {
                *self = Overlay::Confirm(Confirm::Overwrite(path));
                Heard::Taken(Vec::new())
            }
            Some(After::Replace(save, since)) => {
                *self = Overlay::Confirm(Confirm::Replace(save, since));
                Heard::Taken(Vec::new())
            }
            Some(After::Show(pager)) => {
                *self = Overlay::Pager(pager);
                Heard::Taken(Vec::new())
            }
        }
    }
}

/// An answer to the health board.
fn fares(health: &mut Health, ticket: Ticket, done: &Done, sight: &mut Sight) -> Heard {
    let sought = |of: Option<FeedId>, wishes: Vec<Wish>| match of {
        Some(_) => Heard::Taken(wishes),
        None => Heard::Not,
    };
    match done {
        Done::Health(board) if health.receive(ticket, board) => Heard::Taken(Vec::new()),
        Done::Sought(feeds) => sought(health.sought(ticket, feeds.first()), Vec::new()),
        Done::Failed(trouble) => sought(health.sought(ticket, None), in_vain(trouble)),
        // Acts and refreshes both end in the feeds being loaded anew.
        Done::Feeds(_) => Heard::Also(vec![Wish::Do(health.load(sight))]),
        _ => Heard::Not,
    }
}
