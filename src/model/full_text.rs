//! The full text of an entry: what its page has, apart from what its feed says.

use serde::{Deserialize, Serialize};

use crate::model::{EntryId, Greeting, Timestamp};

/// The full text of an entry as it is kept, or why there is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FullText {
    /// The article; `None`: no try brought one.
    pub page: Option<PageText>,
    /// When it came.
    pub came: Option<Timestamp>,
    /// When its page was last asked for.
    pub asked: Option<Timestamp>,
    /// Why the last try brought none.
    pub lack: Option<NoText>,
    /// Whether the reader wants it shown: what was chosen for the entry, else what its feed is set to.
    pub is_wanted: bool,
}

/// The article of a page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PageText {
    /// Clean HTML, links absolute, without the title.
    pub html: String,
    /// Where it came from in the end, without name and password.
    pub url: String,
    /// What its page says of it.
    pub facts: PageFacts,
}

/// What a page says of its article; plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PageFacts {
    /// The headline.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// When, as the page writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// The site's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// BCP 47.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The lead picture, absolute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// How many pages it was put together from, if more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
}

/// Why a try for the full text brought none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoText {
    /// A word for the sort that stays the same: `paywall`, `consent`, `login`, `empty`, `404`, `network`.
    pub sort: String,
    /// In words, lower case, no full stop: `the site shows the rest to subscribers only`.
    pub what: String,
}

/// An entry whose page is to be fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanting {
    /// The entry.
    pub entry: EntryId,
    /// Its page.
    pub link: String,
    /// The feed that names it.
    pub feed_url: String,
    /// What the feed's server is told: its pages hear it too, if they stand at the feed's own origin.
    pub greeting: Greeting,
    /// How often it was tried before.
    pub tries: u32,
}

/// What a run over pages brought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PagesReport {
    /// Full texts that came.
    pub fetched: u32,
    /// Pages that have none, or could not be had.
    pub without: u32,
    /// Pages left for a later run: the network or a host did not let us, or it was stopped.
    pub left: u32,
}

/// What is asked about an entry's full text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextAsk {
    /// Show it, or the feed's text again; fetch it if it is not there.
    Toggle,
    /// Have it, whatever is shown; fetch it if it is not there.
    Have,
    /// Fetch it though it is there, and show it.
    Anew,
}

/// What came of that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextOutcome {
    /// It was there, and is what is shown.
    Shown,
    /// The feed's own text is shown again.
    Hidden,
    /// It came.
    Came {
        /// Put together from so many pages.
        pages: u32,
    },
    /// The page has none, or could not be had; that is kept.
    None(NoText),
    /// Nothing was learnt, and why: the network is down, a host wants to be left alone.
    Left(String),
}
