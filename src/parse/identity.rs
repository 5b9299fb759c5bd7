//! Which stored entry an entry is that comes from its feed: the one decision on which it hangs that nothing read comes back and nothing new is swallowed.
//!
//! Pure: marks in, verdicts out; the store finds the candidates and does what is decided. Each row has a test of its name in `tests/it/identity.rs`.
//!
//! | what comes | is it the known entry? |
//! |---|---|
//! | the same guid, and link, title, date or text agree | yes: it was reordered, edited, given another date |
//! | the same guid, and nothing that could agree or differ | yes: the feed says so |
//! | the same guid, but another link, title, and date or text, and nothing that agrees | no: the feed gives its guids to new entries |
//! | a guid that several entries have | as if it had none: link and title tell which |
//! | an address as guid or link with https for http, with or without `www.`, slash or tracking | the same guid, the same link |
//! | no guid (lost, gained, never there, only the link again), the same link | yes |
//! | no guid, the same path on another host, and the same title, or others moved so | yes |
//! | no guid, no link of its own, the same title, and the same date or text, or no dates and no other such title | yes |
//! | another guid, the same link and title, and the same date or text | yes: the guid changed |
//! | another guid, the same link, another title | no: a live blog, or a feed whose entries all link to one page |
//! | another guid, the same link and title, another date and text | no: the next issue of the same thing |
//! | another guid, another link, the same title and date; if that is but a day or others have it, the same text too | yes: the site was rebuilt |
//! | another guid, another link, the same title, another date | no: "Daily links" |
//! | another guid and date, but title and text as known (or no text that could tell), for most of the document | yes: the feed makes both up at each fetch |
//! | any guid, in a feed whose guids change at each fetch | as if it had none: link and title decide |
//! | one that left the feed and comes again, pruned or not | as above: marks are kept as long as states are |
//!
//! A title that several have agrees with nothing; nor does a text of a few words, such as "Comments".
//!
//! That guids change is told from overlaps: each document in which most of the entries that are the same by what they say come with other guids counts one up,
//! each in which most keep theirs one down; from two on guids count for nothing (`Habit`). So it is found in two fetches, survives one in which a site gives
//! new guids once, and ends when the feed mends its ways.
//!
//! What an entry gets of this: its state stays, its content is replaced, its place in lists never changes. Its time there is when it was published or first
//! seen, whichever is earlier.

use crate::parse::habit::Habit;
use crate::parse::likeness::Agreement;
use crate::parse::marks::{Known, Marks};
use crate::parse::pairing::Pairing;

/// What an entry is that comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Not known yet.
    New,
    /// The known entry of this index.
    Known(usize),
    /// An earlier one of the same document.
    Repeat,
}

/// What was decided about a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// One for each entry of the document.
    pub verdicts: Vec<Verdict>,
    /// What is now thought of the feed's guids.
    pub habit: Habit,
}

/// The entries that are not told plainly by these known ones: for them others must be found, by their place.
#[must_use]
pub fn unsure(incoming: &[Marks], known: &[Known], habit: Habit) -> Vec<usize> {
    let pairing = Pairing::new(incoming, known, habit);
    let claims = pairing.plain();
    let is_open = |at: &usize| claims.get(*at).is_some_and(Option::is_none);
    (0..incoming.len()).filter(is_open).collect()
}

/// Decides about a document. `known`: those that may be meant, the newest first. `text`: whether the texts of an entry that comes (first) and of a known one
/// (second) are the same; unknown where one has none, or too little to tell. Asked only where that matters.
pub fn decide(
    incoming: &[Marks],
    known: &[Known],
    habit: Habit,
    text: &mut dyn FnMut(usize, usize) -> Agreement,
) -> Decision {
    let pairing = Pairing::new(incoming, known, habit);
    let mut claims = pairing.plain();
    if claims.iter().any(Option::is_none) {
        pairing.settle(&mut claims, text);
    }
    let with_repeats = claims.iter().zip(pairing.repeats());
    let verdicts = with_repeats.map(|(claim, is_repeat)| match claim {
        Some(at) => Verdict::Known(*at),
        None if *is_repeat => Verdict::Repeat,
        None => Verdict::New,
    });
    Decision {
        habit: pairing.habit_after(&claims),
        verdicts: verdicts.collect(),
    }
}
