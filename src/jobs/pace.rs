//! How quickly pictures come: where the way is slow, they are not fetched by themselves.
//!
//! The rule: the last `COUNTED` pictures took `LONG` and more in all, and came with less than `LEAST` bytes a second. It holds for `HELD`; then the
//! way is tried anew. Pure: the time comes in.

use std::collections::VecDeque;

use crate::model::{Timestamp, Wire};

/// Pictures that are looked at.
const COUNTED: usize = 3;

/// What they take at least, in milliseconds: small ones say nothing about a way.
const LONG: u64 = 3000;

/// Bytes a second of a way that is quick enough.
const LEAST: u64 = 16 << 10;

/// For so long a slow way is believed to be one, in milliseconds.
const HELD: i64 = 10 * 60_000;

/// The last pictures that came.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    last: VecDeque<(Wire, Timestamp)>,
}

impl Pace {
    /// A picture came.
    pub fn note(&mut self, wire: Wire, now: Timestamp) {
        self.last.push_back((wire, now));
        if self.last.len() > COUNTED {
            self.last.pop_front();
        }
    }

    /// Whether the way is slow.
    pub fn is_slow(&self, now: Timestamp) -> bool {
        let is_fresh = |at: Timestamp| (0..HELD).contains(&now.since(at));
        if self.last.len() < COUNTED || !self.last.iter().all(|(_, at)| is_fresh(*at)) {
            return false;
        }
        let bytes: u64 = self.last.iter().map(|(wire, _)| wire.bytes).sum();
        let millis: u64 = self
            .last
            .iter()
            .map(|(wire, _)| u64::from(wire.millis))
            .sum();
        millis >= LONG && bytes.saturating_mul(1000) / millis < LEAST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_slow_when_three_pictures_say_so() {
        let (quick, slow, small) = ((200_000, 400), (20_000, 2000), (900, 300));
        let cases = [
            (vec![], 0, false),
            (vec![slow, slow], 0, false),
            (vec![slow, slow, slow], 0, true),
            (vec![slow, slow, slow], HELD - 1, true),
            (vec![slow, slow, slow], HELD, false),
            (vec![slow, slow, quick], 0, false),
            (vec![quick, slow, slow, slow], 0, true),
            (vec![small, small, small], 0, false),
        ];
        for (came, later, expect) in cases {
            let mut pace = Pace::default();
            for (bytes, millis) in &came {
                let wire = Wire {
                    status: Some(200),
                    bytes: *bytes,
                    millis: *millis,
                };
                pace.note(wire, Timestamp(0));
            }
            assert_eq!(pace.is_slow(Timestamp(later)), expect, "{came:?} {later}");
        }
    }
}
