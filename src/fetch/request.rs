//! What is asked of the web, and what it answers.

use std::collections::BTreeMap;

use crate::fetch::body::{Room, Wants};
use crate::fetch::conditional::Validators;
use crate::fetch::error::Refusal;
use crate::fetch::hop::Hop;
use crate::fetch::limits::{Haste, Hosts, Turn};
use crate::model::{Failure, Secret, Wire};

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The address, with name and password if it has them.
    pub url: String,
    /// What is known of the document; empty makes the request unconditional.
    pub validators: Validators,
    /// The address that the document came from, if that is known: to servers of another origin its validators mean nothing, or something
    /// else.
    pub known_at: Option<String>,
    /// On behalf of what this is asked: the address of the feed that names it. `None`: of the reader, who may go anywhere.
    pub named_by: Option<String>,
    /// Headers of the reader's own, sent to the address's own origin alone.
    pub headers: BTreeMap<String, Secret>,
    /// Instead of byline's own name.
    pub user_agent: Option<String>,
    /// A password for the name in the address; a bearer's token where there is no name. For the address's own origin alone.
    pub password: Option<Secret>,
    /// What to make of an answer that is a web page.
    pub wants: Wants,
}

/// How a visit behaves towards hosts.
#[derive(Clone, Copy)]
pub struct Manners<'a> {
    /// Their gates.
    pub hosts: &'a Hosts,
    /// The gap between two requests to one host in milliseconds, where the reader set one.
    pub gap: Option<i64>,
    /// Whether somebody waits.
    pub haste: Haste,
    /// Whether a host wants to be left alone for now.
    pub paused: &'a (dyn Fn(&str) -> bool + Send + Sync),
    /// Who hears of every single answer, redirects too.
    pub on_hop: Option<Listener<'a>>,
}

/// Who hears of every single answer.
pub type Listener<'a> = &'a (dyn Fn(Hop) + Send + Sync);

/// A visit that is over. Its turn is to be held until the document is put away, so that there are never more of them than connections.
#[derive(Debug)]
pub struct Visit {
    /// What came of it.
    pub outcome: Result<Fetched, Refusal>,
    /// The addresses that answered, whatever they said, in order.
    pub answered: Vec<String>,
    /// The turn at the last host.
    pub turn: Option<Turn>,
}

/// A document as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Decompressed.
    pub bytes: Vec<u8>,
    /// `Content-Type`, as stated.
    pub content_type: Option<String>,
    /// Where it came from in the end, without name and password.
    pub url: String,
    /// Why it ends before its end, if it does.
    pub cut: Option<Failure>,
    /// Only what is new since the version whose `ETag` was sent (226, RFC 3229).
    pub partial: bool,
    /// Its place among the large bodies.
    pub room: Room,
    /// The values of its `Link` headers, at most a few.
    pub links: Vec<String>,
}

/// What the server had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A document.
    New(Document),
    /// 304: what is known still holds.
    NotModified,
}

/// A request that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// What came.
    pub answer: Answer,
    /// Where from, in the end, without name and password.
    pub url: String,
    /// What to send next time.
    pub validators: Validators,
    /// For how many milliseconds the server calls it good.
    pub max_age: Option<i64>,
    /// Where every hop, each for good, led: the address to use from now on, once that has been seen often enough.
    pub permanent: Option<String>,
    /// What it cost.
    pub wire: Wire,
}
