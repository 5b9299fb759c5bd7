//! What the reader did, and what takes it back.
//!
//! A `Change` names ids or a rule. The store keeps it as an `Act`, with its inverse, in the same transaction: undo is not an afterthought.
//!
//! A new sort of act is named here: an `ActKind` with its words (`Act::verb`, `Act::sentence`) and its `Facet`s, which say what other acts it can stand in the
//! way of. How it is done and taken back stands in `store/states.rs` (entries) or in the steps of an edit (`jobs/step.rs`); nothing else asks for sorts.

use serde::{Deserialize, Serialize};

use crate::model::{
    ActId, Direction, EntryId, FeedId, Order, Ruling, Scope, Show, SortKey, Subscription, Timestamp,
};
use crate::text;

/// Which entries a change is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// These.
    Entries(Vec<EntryId>),
    /// All of a scope that byline had seen by `seen_by`: what came after the list was shown is not touched.
    Scope {
        /// The list.
        scope: Scope,
        /// As it was shown.
        show: Show,
        /// First seen at or before this.
        seen_by: Timestamp,
    },
    /// Those of a scope from its top down to and including this one.
    Above {
        /// The list.
        scope: Scope,
        /// The lowest of them.
        from: SortKey,
        /// First seen at or before this.
        seen_by: Timestamp,
    },
    /// Those of a scope from this one down to its end.
    Below {
        /// The list.
        scope: Scope,
        /// The uppermost of them.
        from: SortKey,
        /// First seen at or before this.
        seen_by: Timestamp,
    },
    /// Those of a scope from this one to one of its ends, in an order other than newest first.
    Beside {
        /// The list.
        scope: Scope,
        /// As it was sorted.
        order: Order,
        /// The one from which.
        from: SortKey,
        /// Down or up the list.
        direction: Direction,
        /// First seen at or before this.
        seen_by: Timestamp,
    },
    /// Those of a scope older than this time.
    Older {
        /// The list.
        scope: Scope,
        /// Their time in the list lies before this.
        than: Timestamp,
        /// First seen at or before this.
        seen_by: Timestamp,
    },
}

/// Something a user does that is kept and can be taken back.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Mark read.
    Read(Which),
    /// Mark unread.
    Unread(Which),
    /// Keep a copy.
    Bookmark(Which),
    /// Drop the copy.
    Unbookmark(Which),
    /// Put a tag on entries.
    Tag(Which, String),
    /// Take a tag off entries.
    Untag(Which, String),
    /// List again what a rule hides.
    Free(Which),
    /// Do what a rule does to all that it finds among what is there; the scope is a search.
    Apply(Which, Ruling),
    /// Write something to an entry, which makes it a bookmark; nothing takes what was written away.
    Note {
        /// The entry.
        entry: EntryId,
        /// What is written from now on.
        text: Option<String>,
    },
    /// Save a page of the web for later.
    Save {
        /// Its address.
        url: String,
        /// Tags that it gets.
        tags: Vec<String>,
    },
    /// Drop pages that were saved for later.
    Unsave(Which),
    /// Follow feeds. Those already followed are left alone.
    Subscribe(Vec<Subscription>),
    /// Stop following feeds; they and their entries stay as tombstones for the undo period.
    Unsubscribe(Vec<FeedId>),
    /// Give a feed the reader's own title; `None` gives its own back.
    Rename {
        /// The feed.
        feed: FeedId,
        /// The new title.
        title: Option<String>,
    },
    /// Put feeds into a folder; empty is the top.
    Move {
        /// The feeds.
        feeds: Vec<FeedId>,
        /// The folder's path.
        folder: String,
    },
    /// Rename a folder with everything in it.
    MoveFolder {
        /// Its path.
        from: String,
        /// Its new path.
        to: String,
    },
    /// Ask feeds no more, or ask them again.
    Pause {
        /// The feeds.
        feeds: Vec<FeedId>,
        /// Whether they rest from now on.
        paused: bool,
    },
    /// A feed lives elsewhere from now on; it keeps its entries.
    Readdress {
        /// The feed.
        feed: FeedId,
        /// Its new address.
        url: String,
    },
    /// Two subscriptions are one feed: the first goes, and what was read there is read in the second.
    Merge {
        /// The one that goes.
        from: FeedId,
        /// The one that stays.
        into: FeedId,
    },
    /// Make a smart feed.
    MakeSmartFeed {
        /// Its name.
        name: String,
        /// What it finds.
        query: String,
    },
    /// Give a smart feed another name, another query, or both.
    EditSmartFeed {
        /// Its name now.
        name: String,
        /// Its name from now on.
        new_name: String,
        /// Its query from now on.
        query: String,
    },
    /// Drop a smart feed.
    DropSmartFeed(String),
    /// Put tags on feeds and take others off, as `feeds.toml` says.
    TagFeeds {
        /// The feeds.
        feeds: Vec<FeedId>,
        /// Tags that come.
        with: Vec<String>,
        /// Tags that go.
        without: Vec<String>,
    },
    /// Give a tag another name everywhere: on entries, bookmarks and feeds. If there is a tag of that name, the two become one.
    RenameTag {
        /// Its name now; case does not count.
        from: String,
        /// Its name from now on.
        to: String,
    },
    /// Change everything that `feeds.toml` says of a feed, told by `FeedId`.
    Edit {
        /// The feed.
        feed: FeedId,
        /// What the file says of it from now on.
        subscription: Subscription,
    },
}

/// The sorts of acts, as the history names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    /// Marked read.
    Read,
    /// Marked unread.
    Unread,
    /// Kept.
    Bookmark,
    /// Dropped.
    Unbookmark,
    /// Tagged.
    Tag,
    /// Untagged.
    Untag,
    /// Noted.
    Note,
    /// Saved for later.
    Save,
    /// No longer saved.
    Unsave,
    /// Bookmarks of another program taken over.
    Bring,
    /// Subscribed.
    Subscribe,
    /// Unsubscribed.
    Unsubscribe,
    /// Renamed.
    Rename,
    /// Moved.
    Move,
    /// Edited.
    Edit,
    /// Paused.
    Pause,
    /// Asked again.
    Resume,
    /// Found at another address.
    Readdress,
    /// Two made one.
    Merge,
    /// Imported.
    Import,
    /// What a rule did to entries as they came, in one refresh. Not the reader's own: undo passes over it, the history takes it back.
    Rule,
    /// A rule was applied to what was there.
    Applied,
    /// Taken out of what rules hide.
    Free,
    /// `config.toml` changed; the subject is the whole sentence.
    Configure,
    /// A tag renamed or merged everywhere; the subject is the whole sentence.
    Retag,
}

/// What an act changes. Of two acts that share no facet, either can be taken back without the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// Whether entries are read.
    Read,
    /// The reader's copies.
    Kept,
    /// The reader's tags on entries.
    Tags,
    /// What the reader wrote to entries.
    Notes,
    /// Which pages of the web are saved.
    Saved,
    /// What rules say of entries: hidden, coloured.
    Ruled,
    /// What `feeds.toml` says. Such an act is undone through the file, and keeps the steps of its edit.
    Feeds,
    /// What `config.toml` says. Such an act keeps the lines it rewrote, and is not taken back where they were changed since.
    Options,
}

impl ActKind {
    /// What acts of this sort change.
    #[must_use]
    pub const fn facets(self) -> &'static [Facet] {
        match self {
            ActKind::Read | ActKind::Unread => &[Facet::Read],
            ActKind::Bookmark | ActKind::Unbookmark => &[Facet::Kept],
            ActKind::Tag | ActKind::Untag => &[Facet::Tags],
            ActKind::Import => &[Facet::Feeds, Facet::Read, Facet::Kept],
            ActKind::Merge => &[Facet::Feeds, Facet::Read],
            ActKind::Note => &[Facet::Kept, Facet::Notes],
            ActKind::Save => &[Facet::Saved, Facet::Tags],
            ActKind::Unsave => &[Facet::Saved],
            ActKind::Bring => &[Facet::Kept, Facet::Saved, Facet::Tags, Facet::Notes],
            ActKind::Configure => &[Facet::Options],
            ActKind::Rule | ActKind::Applied => {
                &[Facet::Ruled, Facet::Read, Facet::Kept, Facet::Tags]
            }
            ActKind::Free => &[Facet::Ruled],
            ActKind::Retag => &[Facet::Options, Facet::Tags],
            ActKind::Subscribe
            | ActKind::Unsubscribe
            | ActKind::Rename
            | ActKind::Move
            | ActKind::Edit
            | ActKind::Pause
            | ActKind::Resume
            | ActKind::Readdress => &[Facet::Feeds],
        }
    }

    /// Whether what acts of this sort count are feeds.
    #[must_use]
    pub fn is_of_feeds(self) -> bool {
        self.facets().contains(&Facet::Feeds)
    }

    /// Whether acts of this sort are on files of the reader's own, and undone through them.
    #[must_use]
    pub fn is_of_files(self) -> bool {
        let mut facets = self.facets().iter();
        facets.any(|facet| matches!(facet, Facet::Feeds | Facet::Options))
    }
}

/// An act as it stands in the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// Ours.
    pub id: ActId,
    /// When.
    pub at: Timestamp,
    /// The sort.
    pub kind: ActKind,
    /// On what: an entry's title, a scope's name, a feed's title.
    pub subject: String,
    /// How many entries or feeds it changed.
    pub count: u64,
    /// Taken back.
    pub undone: bool,
}

impl Act {
    /// The act in a word or two, before its subject: a row of the history.
    #[must_use]
    pub const fn verb(&self) -> &'static str {
        match self.kind {
            ActKind::Read if self.count > 1 => "all read",
            ActKind::Read => "read",
            ActKind::Unread => "unread",
            ActKind::Bookmark => "bookmarked",
            ActKind::Unbookmark => "bookmark dropped",
            ActKind::Tag => "tagged",
            ActKind::Untag => "untagged",
            ActKind::Subscribe => "subscribed",
            ActKind::Unsubscribe => "unsubscribed",
            ActKind::Rename => "renamed",
            ActKind::Move => "moved",
            ActKind::Edit => "edited",
            ActKind::Import | ActKind::Bring => "imported",
            ActKind::Pause => "paused",
            ActKind::Resume => "asked again",
            ActKind::Readdress => "new address",
            ActKind::Merge => "merged",
            ActKind::Configure => "settings",
            ActKind::Note => "noted",
            ActKind::Save => "saved",
            ActKind::Unsave => "saved dropped",
            ActKind::Rule | ActKind::Applied => "rule",
            ActKind::Free => "freed",
            ActKind::Retag => "tags",
        }
    }

    /// The act in words, past tense, with the number: `marked 128 read in Linux`, `bookmarked How the scheduler…`.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Act { subject, count, .. } = self;
        let many = |verb: &str, rest: &str| match count {
            0 => format!("nothing to do in {subject}"),
            1 => format!("{verb}{rest} {subject}"),
            n => format!("{verb} {n}{rest} in {subject}"),
        };
        match self.kind {
            ActKind::Read => many("marked", " read"),
            ActKind::Unread => many("marked", " unread"),
            ActKind::Bookmark => many("bookmarked", ""),
            ActKind::Unbookmark => many("dropped the bookmark", ""),
            ActKind::Tag => many("tagged", ""),
            ActKind::Untag => many("untagged", ""),
            ActKind::Note if *count == 0 => format!("the note to {subject} stays as it was"),
            ActKind::Note => format!("changed the note to {subject}"),
            ActKind::Save if *count == 0 => format!("saved already: {subject}"),
            ActKind::Save => format!("saved for later: {subject}"),
            ActKind::Unsave => many("dropped the saved page", ""),
            ActKind::Bring => {
                let bookmarks = text::counted(*count, "bookmark", "bookmarks");
                format!("imported {bookmarks} from {subject}")
            }
            ActKind::Subscribe => feeds("subscribed to", *count, subject),
            ActKind::Unsubscribe => feeds("unsubscribed from", *count, subject),
            ActKind::Rename => format!("renamed {subject}"),
            ActKind::Move => feeds("moved", *count, subject),
            ActKind::Edit => format!("edited {subject}"),
            ActKind::Pause => feeds("paused", *count, subject),
            ActKind::Resume => feeds("asking again", *count, subject),
            ActKind::Readdress => format!("took the new address of {subject}"),
            ActKind::Merge => format!("merged {subject}"),
            ActKind::Import if *count == 0 => format!("imported what was read from {subject}"),
            ActKind::Import => feeds("imported", *count, subject),
            ActKind::Rule => format!("rule {subject} {count}"),
            ActKind::Applied if *count == 0 => format!("rule {subject} nothing"),
            ActKind::Applied => format!("rule {subject} {count} of the past"),
            ActKind::Free => many("freed", ""),
            ActKind::Configure | ActKind::Retag => subject.clone(),
        }
    }
}

fn feeds(verb: &str, count: u64, subject: &str) -> String {
    if count == 1 {
        format!("{verb} {subject}")
    } else {
        format!("{verb} {count} feeds: {subject}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_tells_the_number_and_the_place() {
        let act = |kind, count| Act {
            id: ActId(1),
            at: Timestamp(0),
            kind,
            subject: "Linux".into(),
            count,
            undone: false,
        };
        assert_eq!(
            act(ActKind::Read, 128).sentence(),
            "marked 128 read in Linux"
        );
        assert_eq!(act(ActKind::Read, 1).sentence(), "marked read Linux");
        assert_eq!(act(ActKind::Bookmark, 1).sentence(), "bookmarked Linux");
        assert_eq!(
            act(ActKind::Unsubscribe, 1).sentence(),
            "unsubscribed from Linux"
        );
    }
}
