//! One answer on the way to a document, as it is told to somebody who wants to know every step.
//!
//! Invariant: no secret of an address or a header is told, and nothing that could move a terminal.

use reqwest::Response;
use reqwest::header::HeaderMap;

use crate::text;

/// Headers that say something of what byline decides; the rest is noise.
const TELLING: [&str; 14] = [
    "content-type",
    "content-encoding",
    "content-length",
    "etag",
    "last-modified",
    "cache-control",
    "expires",
    "age",
    "date",
    "retry-after",
    "location",
    "server",
    "x-robots-tag",
    "cf-mitigated",
];

/// One request and its answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hop {
    /// The address that was asked, without name and password.
    pub url: String,
    /// What was sent beside the headers that are always the same: the validators.
    pub sent: Vec<(String, String)>,
    /// The HTTP status.
    pub status: u16,
    /// `HTTP/1.1`, `HTTP/2.0`.
    pub version: String,
    /// Headers that byline or its reader make something of, in the order of the table above.
    pub came: Vec<(String, String)>,
}

/// Writes an answer down.
pub fn hop(sent: &HeaderMap, response: &Response) -> Hop {
    Hop {
        url: text::address(response.url().as_str()),
        sent: sent
            .iter()
            .map(|(name, value)| (name.to_string(), words(value.as_bytes())))
            .collect(),
        status: response.status().as_u16(),
        version: format!("{:?}", response.version()),
        came: TELLING
            .iter()
            .flat_map(|name| {
                let values = response.headers().get_all(*name).iter();
                values.map(|value| ((*name).to_string(), words(value.as_bytes())))
            })
            .collect(),
    }
}

fn words(value: &[u8]) -> String {
    text::scrub_line(&String::from_utf8_lossy(value)).into_owned()
}
