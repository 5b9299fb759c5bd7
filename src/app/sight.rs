//! What an overlay may see of the screen below it, and what it may ask for: it changes nothing but itself and the status line.

use crate::app::{Effect, Entries, Feeds, Focus, Former, Message, Reader, Stage};
use crate::command::Invocation;
use crate::config::Rule;
use crate::model::{FeedId, Order, RefreshWish, Scope, Show, Subscription};

/// The screen as an overlay sees it.
#[derive(Debug)]
pub struct Sight<'a> {
    /// Options, keys, time, tickets, status line.
    pub stage: &'a mut Stage,
    /// The pane that heard the keys before the overlay did.
    pub focus: Focus,
    /// Folders and feeds.
    pub feeds: &'a Feeds,
    /// The list.
    pub entries: &'a Entries,
    /// The text.
    pub reader: &'a Reader,
}

/// What an overlay wants after a key or an answer. Wishes are granted in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Take this overlay off.
    Close,
    /// Run a command in the pane below, as if its key had been pressed there. One that opens an overlay opens it on top.
    Run(Invocation),
    /// Run a command in the article, which gets no focus by it.
    Read(Invocation),
    /// Run a command as if this feed were the selected one of the feeds pane.
    About(FeedId, Invocation),
    /// Ask feeds for what is new.
    Refresh(RefreshWish),
    /// Have this done.
    Do(Effect),
    /// Show this list, and give it the focus.
    Go(Scope),
    /// List in this order, with headings or without.
    Sort(Order, bool),
    /// List these alone.
    Show(Show),
    /// Show the list that a search was opened over, where the reader stood in it.
    Back(Former),
    /// Follow these feeds; they are fetched as soon as they are known.
    Subscribe(Vec<Subscription>),
    /// Mark the matches of this text in the article and show the first at or below the place where the find began. Empty: mark none.
    Find(String),
    /// The find stands: `n` and `N` walk its matches until `esc`.
    KeepFind,
    /// Forget the find; the article is where it was when it began.
    DropFind,
    /// Bring this heading of the article to the top of the screen, by its index.
    Heading(usize),
    /// Ask for the name of a smart feed with this query; the overlay below goes with the question when it is kept.
    Name(String),
    /// Edit this rule, over what is open.
    EditRule(Box<Rule>),
    /// Say this on the status line.
    Say(Message),
}
