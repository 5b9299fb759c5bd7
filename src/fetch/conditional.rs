//! What makes a request conditional: validators, and the hash of a body for servers that give none.
//!
//! Invariant: validators are opaque. They are kept and sent back byte for byte, both of them, never parsed, invented or capped.

use reqwest::header::{
    ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
};

/// A validator that is longer is as good as none: it would be sent and stored each time.
const LONGEST: usize = 8 << 10;

/// What a server said to tell its document's versions apart. Bytes are kept as characters U+0000 to U+00FF.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Validators {
    /// `ETag`, quotes and `W/` included.
    pub etag: Option<String>,
    /// `Last-Modified`, whatever it says.
    pub last_modified: Option<String>,
}

impl Validators {
    /// None at all: the request is not conditional.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }

    /// What a full answer says; what it does not say is gone.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Validators {
        Validators {
            etag: kept(headers, &ETAG),
            last_modified: kept(headers, &LAST_MODIFIED),
        }
    }

    /// What a 304 says, each by itself; what it does not repeat still holds.
    #[must_use]
    pub fn refreshed(&self, headers: &HeaderMap) -> Validators {
        let said = Validators::of(headers);
        Validators {
            etag: said.etag.or_else(|| self.etag.clone()),
            last_modified: said.last_modified.or_else(|| self.last_modified.clone()),
        }
    }

    /// Puts them into a request.
    pub fn send(&self, headers: &mut HeaderMap) {
        let pairs = [
            (IF_NONE_MATCH, &self.etag),
            (IF_MODIFIED_SINCE, &self.last_modified),
        ];
        for (name, value) in pairs {
            if let Some(value) = value.as_deref().and_then(sent) {
                headers.insert(name, value);
            }
        }
        if headers.contains_key(IF_NONE_MATCH) {
            // What is new since then would do (RFC 3229).
            headers.insert(
                HeaderName::from_static("a-im"),
                HeaderValue::from_static("feed"),
            );
        }
    }
}

fn kept(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let bytes = headers.get(name)?.as_bytes();
    (1..=LONGEST)
        .contains(&bytes.len())
        .then(|| bytes.iter().map(|byte| char::from(*byte)).collect())
}

fn sent(value: &str) -> Option<HeaderValue> {
    let bytes = value
        .chars()
        .map(|c| u8::try_from(u32::from(c)).ok())
        .collect::<Option<Vec<u8>>>()?;
    HeaderValue::from_bytes(&bytes).ok()
}

/// A hash of a body, stable on disk (FNV-1a over 8-byte words, then mixed): tells apart the versions of one document, nothing more.
#[must_use]
pub fn content_hash(bytes: &[u8]) -> i64 {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325 ^ bytes.len() as u64;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        hash = (hash ^ u64::from_le_bytes(*word))
            .wrapping_mul(PRIME)
            .rotate_left(29);
    }
    for byte in rest {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
    }
    hash ^= hash >> 32;
    hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) as i64
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn validators_come_back_byte_for_byte() {
        let mut said = HeaderMap::new();
        let odd = HeaderValue::from_bytes(b"W/\"caf\xc3\xa9 \xff\"").unwrap();
        said.insert(ETAG, odd.clone());
        said.insert(
            LAST_MODIFIED,
            HeaderValue::from_static("yesterday, I think"),
        );
        let validators = Validators::of(&said);
        let mut request = HeaderMap::new();
        validators.send(&mut request);
        assert_eq!(request.get(IF_NONE_MATCH), Some(&odd));
        assert_eq!(request[IF_MODIFIED_SINCE], "yesterday, I think");
    }

    #[test]
    fn a_304_changes_only_what_it_says_and_a_200_drops_what_it_does_not() {
        let known = Validators {
            etag: Some("\"1\"".into()),
            last_modified: Some("then".into()),
        };
        let mut said = HeaderMap::new();
        said.insert(ETAG, HeaderValue::from_static("\"2\""));
        assert_eq!(
            known.refreshed(&said),
            Validators {
                etag: Some("\"2\"".into()),
                last_modified: Some("then".into())
            }
        );
        assert_eq!(Validators::of(&said).last_modified, None);
    }

    #[test]
    fn a_hash_sees_any_byte() {
        let hashes = [
            &b""[..],
            b"a",
            b"b",
            b"aaaaaaaa",
            b"aaaaaaab",
            b"aaaaaaaaa",
            b"baaaaaaaa",
        ];
        for (i, a) in hashes.iter().enumerate() {
            for b in hashes.iter().skip(i + 1) {
                assert_ne!(content_hash(a), content_hash(b));
            }
        }
    }
}
