//! Why a feed is ill.
//!
//! A feed that fails is data here, never an error that stops something else.

use serde::{Deserialize, Serialize};

/// Why a feed is ill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The sort.
    pub kind: FailureKind,
    /// In words, lower case, no full stop: `the server says 404, not found`. No secrets, no control characters.
    pub what: String,
    /// What helps, if anything does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// The sorts of illness; the policy of `fetching.md` tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// An HTTP status that is no success.
    Status(u16),
    /// Name not found.
    Dns,
    /// No connection.
    Connect,
    /// The certificate or the handshake.
    Tls,
    /// Too slow.
    Timeout,
    /// Redirects that lead nowhere.
    Redirect,
    /// A private place, where a feed of the web may not lead.
    Private,
    /// More bytes than allowed.
    TooLarge,
    /// An answer that is no feed.
    NotFeed,
    /// An empty answer.
    Empty,
    /// Not an address that can be fetched.
    Address,
    /// It is made by a program or from a file that nobody here said yes to.
    Unallowed,
    /// The program that makes it, or that it is piped through, failed.
    Program,
    /// Its file could not be loaded.
    File,
    /// The reader's own network is down: never counted against the feed.
    Offline,
    /// A fault of byline's own (a caught panic).
    Internal,
}
