//! Digests that are kept on disk: of guids, links and titles, and of what a feed says about an entry.
//!
//! 64 bits, eight bytes at a time by a folded multiplication. Not against an adversary: a feed that makes two guids collide loses an entry of its own, nobody
//! else's. Invariant: the values never change, since they are stored.

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
const FACTOR: u64 = 0xa076_1d64_78bd_642f;

/// A digest that grows field by field: `("ab", "c")` and `("a", "bc")` differ.
#[derive(Clone, Copy)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Digest {
        Digest::new()
    }
}

impl Digest {
    /// Of nothing.
    #[must_use]
    pub fn new() -> Digest {
        Digest(SEED)
    }

    /// With one more field.
    #[must_use]
    pub fn with(self, field: &str) -> Digest {
        let mut state = fold(self.0 ^ field.len() as u64);
        let mut chunks = field.as_bytes().chunks_exact(8);
        for chunk in chunks.by_ref() {
            state = fold(state ^ little_endian(chunk));
        }
        if !chunks.remainder().is_empty() {
            state = fold(state ^ little_endian(chunks.remainder()));
        }
        Digest(state)
    }

    /// With one more field that may be missing; missing and empty differ.
    #[must_use]
    pub fn with_some(self, field: Option<&str>) -> Digest {
        match field {
            Some(text) => self.with("+").with(text),
            None => self.with("-"),
        }
    }

    /// With one more number that may be missing.
    #[must_use]
    pub fn with_number(self, number: Option<i64>) -> Digest {
        match number {
            Some(number) => Digest(fold(fold(self.0) ^ number as u64)),
            None => self.with("-"),
        }
    }

    /// As SQLite keeps it.
    #[must_use]
    pub fn value(self) -> i64 {
        fold(self.0) as i64
    }
}

/// The digest of one text.
#[must_use]
pub fn digest(text: &str) -> i64 {
    Digest::new().with(text).value()
}

fn fold(value: u64) -> u64 {
    let product = u128::from(value ^ SEED) * u128::from(FACTOR);
    (product as u64) ^ ((product >> 64) as u64)
}

fn little_endian(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .fold(0, |value, byte| value << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn stays_what_it_was_on_disk() {
        assert_eq!(digest("https://example.org/1"), -3_960_480_331_790_552_307);
    }

    #[test]
    fn close_texts_lie_far_apart() {
        let all: HashSet<i64> = (0..50_000).map(|n| digest(&format!("urn:{n}"))).collect();
        assert_eq!(all.len(), 50_000);
        assert_ne!(digest("a\0"), digest("a"));
        let pair = |a, b| Digest::new().with(a).with(b).value();
        assert_ne!(pair("ab", "c"), pair("a", "bc"));
    }
}
