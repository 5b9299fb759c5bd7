//! What a feed's server is told beside what all are told: as the reader writes it into `feeds.toml`.
//!
//! Invariant: what may be a secret is in no debug output and in no recording; it goes to the feed's own origin alone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::Secret;

/// How a feed's server is greeted; empty for nearly all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Greeting {
    /// Headers by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, Secret>,
    /// Instead of byline's own name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// The command that prints the password for the name in the address, or a token where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_command: Option<String>,
}

impl Greeting {
    /// Nothing but what all servers are told.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Greeting::default()
    }

    /// Whether it says who the reader is, so that no other origin may hear it.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        !self.headers.is_empty() || self.password_command.is_some()
    }

    /// Whether a header of this name may be the reader's own: not one that frames a request or makes it conditional.
    #[must_use]
    pub fn may_name(header: &str) -> bool {
        const OURS: [&str; 19] = [
            "a-im",
            "accept-encoding",
            "connection",
            "content-length",
            "expect",
            "host",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "range",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
        ];
        let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        !header.is_empty()
            && header.bytes().all(token)
            && !OURS.contains(&header.to_ascii_lowercase().as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_that_frame_a_request_are_nobodys_to_set() {
        for name in ["X-Key", "Authorization", "Cookie", "accept"] {
            assert!(Greeting::may_name(name), "{name}");
        }
        for name in [
            "Host",
            "content-length",
            "If-None-Match",
            "",
            "a b",
            "a:b",
            "a\r\nb",
            "é",
        ] {
            assert!(!Greeting::may_name(name), "{name:?}");
        }
    }
}
