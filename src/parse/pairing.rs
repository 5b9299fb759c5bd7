//! A document beside what is known of its feed: which pairs are looked at, and who gets an entry that two are like.
//!
//! Lives here: what is shared by several and tells nothing, the pairs, the order in which they are settled: the surest first. Does not live here: what makes two
//! the same (`likeness`). Invariant: linear in the document and in what is known, whatever they share.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use crate::model::Timestamp;
use crate::parse::habit::Habit;
use crate::parse::likeness::{Agreement, Likeness, Link, Shared, Weight};
use crate::parse::marks::{Known, Mark, Marks};

/// Known entries that are looked at for one reason, the newest first: who shares a link with thousands is told by its title.
const MOST_PER_REASON: usize = 8;

/// A document beside what is known of its feed.
pub struct Pairing<'a> {
    incoming: &'a [Marks],
    known: &'a [Known],
    habit: Habit,
    in_document: Counts,
    in_store: Counts,
    /// Which entries say only what an earlier one of the document said.
    repeats: Vec<bool>,
}

/// How often each mark comes.
#[derive(Default)]
struct Counts {
    guid: HashMap<Mark, usize>,
    page: HashMap<Mark, usize>,
    title: HashMap<i64, usize>,
    date: HashMap<Timestamp, usize>,
}

impl Counts {
    fn add(&mut self, guid: Mark, place: Mark, title: Option<i64>) {
        count(&mut self.guid, guid);
        count(&mut self.page, place.page());
        if let Some(title) = title {
            count(&mut self.title, title);
        }
    }
}

fn count<K: Hash + Eq>(counts: &mut HashMap<K, usize>, key: K) {
    *counts.entry(key).or_default() += 1;
}

fn are_several<K: Hash + Eq>(counts: &HashMap<K, usize>, key: &K) -> bool {
    counts.get(key).is_some_and(|count| *count > 1)
}

/// A pair that may be the same.
#[derive(Clone, Copy)]
struct Pair {
    weight: Weight,
    score: u8,
    incoming: usize,
    known: usize,
}

impl<'a> Pairing<'a> {
    /// Of a document, the known entries that may be meant by it, and what is thought of the feed's guids.
    pub fn new(incoming: &'a [Marks], known: &'a [Known], habit: Habit) -> Pairing<'a> {
        let mut seen = HashSet::new();
        let all = |marks: &Marks| (marks.guid, marks.place, marks.title, marks.date);
        let repeats: Vec<bool> = incoming
            .iter()
            .map(|marks| !seen.insert(all(marks)))
            .collect();
        let mut in_document = Counts::default();
        let first = incoming.iter().zip(&repeats).filter(|(_, again)| !**again);
        for (marks, _) in first {
            in_document.add(marks.guid, marks.place, marks.title);
            if let Some(date) = marks.date {
                count(&mut in_document.date, date);
            }
        }
        let mut in_store = Counts::default();
        for known in known {
            in_store.add(known.guid, known.place, known.title);
        }
        Pairing {
            incoming,
            known,
            habit,
            in_document,
            in_store,
            repeats,
        }
    }

    fn shared(&self, incoming: &Marks, known: &Known) -> Shared {
        let (here, there) = (&self.in_document, &self.in_store);
        let is_guid_shared =
            |guid: &Mark| are_several(&here.guid, guid) || are_several(&there.guid, guid);
        let page = incoming.place.page();
        Shared {
            guid: self.habit.changes_guids()
                || is_guid_shared(&incoming.guid)
                || is_guid_shared(&known.guid),
            link: are_several(&here.page, &page) || are_several(&there.page, &page),
            date: incoming
                .date
                .is_some_and(|date| are_several(&here.date, &date)),
            title: incoming.title.is_some_and(|title| {
                are_several(&here.title, &title) || are_several(&there.title, &title)
            }),
        }
    }

    fn likeness(&self, incoming: &Marks, known: &Known) -> Likeness {
        Likeness::of(incoming, known, self.shared(incoming, known))
    }

    /// The claims that need no closer look: one known entry with this guid, and it agrees. Most documents are all of these.
    pub fn plain(&self) -> Vec<Option<usize>> {
        let by_guid: HashMap<Mark, usize> = self
            .known
            .iter()
            .enumerate()
            .map(|(at, known)| (known.guid, at))
            .collect();
        let claim = |marks: &Marks| {
            let at = *by_guid.get(&marks.guid)?;
            let known = self.known.get(at)?;
            self.likeness(marks, known).is_plain().then_some(at)
        };
        let mut taken = HashSet::new();
        let with_repeats = self.incoming.iter().zip(&self.repeats);
        with_repeats
            .map(|(marks, is_repeat)| claim(marks).filter(|at| !is_repeat && taken.insert(*at)))
            .collect()
    }

    /// Which entries say only what an earlier one of the document said.
    pub fn repeats(&self) -> &[bool] {
        &self.repeats
    }

    /// Gives those that are still open the known entries that they are most surely.
    pub fn settle(
        &self,
        claims: &mut [Option<usize>],
        text: &mut dyn FnMut(usize, usize) -> Agreement,
    ) {
        let taken: HashSet<usize> = claims.iter().flatten().copied().collect();
        let candidates = self.candidates(claims, &taken);
        let moves = self.moves(claims, &candidates);
        let mut pairs = self.pairs(&candidates, &moves, text);
        pairs.sort_by_key(|pair| {
            let surest = Reverse((pair.weight, pair.score));
            (surest, pair.incoming, pair.known)
        });
        let settled = given(claims, taken.clone(), &pairs);
        let alike = settled.iter().filter(|pair| pair.weight == Weight::Alike);
        let alike = alike.count();
        // One next issue may read like the last; a whole document does so only if the feed makes things up.
        let settled = if alike < 2 || alike * 2 < self.incoming.len() {
            pairs.retain(|pair| pair.weight != Weight::Alike);
            given(claims, taken, &pairs)
        } else {
            settled
        };
        for pair in settled {
            if let Some(claim) = claims.get_mut(pair.incoming) {
                *claim = Some(pair.known);
            }
        }
    }

    /// For each open entry the known ones that have something in common with it and are not taken.
    fn candidates(
        &self,
        claims: &[Option<usize>],
        taken: &HashSet<usize>,
    ) -> Vec<(usize, Vec<usize>)> {
        let mut reasons: HashMap<Reason, Vec<usize>> = HashMap::new();
        for (at, known) in self.known.iter().enumerate() {
            if taken.contains(&at) {
                continue;
            }
            for reason in Reason::all(known.guid, known.place, known.title, &known.dates) {
                let list = reasons.entry(reason).or_default();
                if list.len() < MOST_PER_REASON {
                    list.push(at);
                }
            }
        }
        let open = claims
            .iter()
            .zip(&self.repeats)
            .zip(self.incoming)
            .enumerate();
        open.filter(|(_, ((claim, is_repeat), _))| claim.is_none() && !**is_repeat)
            .map(|(at, (_, marks))| {
                let dates = [marks.date];
                let wanted = Reason::all(marks.guid, marks.place, marks.title, &dates);
                let mut found: Vec<usize> = wanted
                    .filter_map(|reason| reasons.get(&reason))
                    .flatten()
                    .copied()
                    .collect();
                found.sort_unstable();
                found.dedup();
                (at, found)
            })
            .collect()
    }

    /// The hosts from which and to which entries moved whose title came with them.
    fn moves(
        &self,
        claims: &[Option<usize>],
        candidates: &[(usize, Vec<usize>)],
    ) -> HashSet<(Mark, Mark)> {
        let settled = claims.iter().enumerate();
        let settled = settled.filter_map(|(at, claim)| Some((at, (*claim)?)));
        let open = candidates
            .iter()
            .flat_map(|(at, known)| known.iter().map(move |known| (*at, *known)));
        let pairs = settled.chain(open);
        pairs
            .filter_map(|(at, known)| Some((self.incoming.get(at)?, self.known.get(known)?)))
            .filter(|(incoming, known)| {
                let likeness = self.likeness(incoming, known);
                likeness.link == Link::Moved && likeness.title == Agreement::Same
            })
            .map(|(incoming, known)| (known.place.host(), incoming.place.host()))
            .collect()
    }

    fn pairs(
        &self,
        candidates: &[(usize, Vec<usize>)],
        moves: &HashSet<(Mark, Mark)>,
        text: &mut dyn FnMut(usize, usize) -> Agreement,
    ) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for (at, list) in candidates {
            for known_at in list {
                let (Some(marks), Some(known)) =
                    (self.incoming.get(*at), self.known.get(*known_at))
                else {
                    continue;
                };
                let likeness = self.likeness(marks, known);
                let follows = moves.contains(&(known.place.host(), marks.place.host()));
                let weight = likeness.weigh(follows, &mut || text(*at, *known_at));
                pairs.extend(weight.map(|weight| Pair {
                    weight,
                    score: likeness.score(),
                    incoming: *at,
                    known: *known_at,
                }));
            }
        }
        pairs
    }

    /// What is thought of the feed's guids after this document: of the entries that are the same by link and title, or title and date, how many kept theirs?
    pub fn habit_after(&self, claims: &[Option<usize>]) -> Habit {
        let (mut kept, mut lost) = (0, 0);
        let claims = claims.iter().zip(self.incoming);
        for (claim, marks) in claims {
            let Some(known) = claim.and_then(|at| self.known.get(at)) else {
                continue;
            };
            let is_dated_so = marks.date.is_some() && known.dates.contains(&marks.date);
            let agrees = marks.title == known.title && (marks.place == known.place || is_dated_so);
            if agrees && marks.guid.is_guid() && known.guid.is_guid() {
                if marks.guid == known.guid {
                    kept += 1;
                } else {
                    lost += 1;
                }
            }
        }
        self.habit.after(kept, lost)
    }
}

/// The pairs that hold, of pairs in the order of sureness: of each entry, on both sides, the first.
fn given(claims: &[Option<usize>], mut taken: HashSet<usize>, pairs: &[Pair]) -> Vec<Pair> {
    let is_open = |at: usize| claims.get(at).is_some_and(Option::is_none);
    let mut settled = HashSet::new();
    let mut given = Vec::new();
    for pair in pairs {
        let is_free = is_open(pair.incoming) && !settled.contains(&pair.incoming);
        if is_free && taken.insert(pair.known) {
            settled.insert(pair.incoming);
            given.push(*pair);
        }
    }
    given
}

/// What an entry that comes and a known one can have in common.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Reason {
    Guid(Mark),
    Page(Mark),
    Title(i64),
    TitledPage(Mark, i64),
    TitledGuid(Mark, i64),
    TitledDate(i64, Timestamp),
    GuidAndPage(Mark, Mark),
}

impl Reason {
    fn all(
        guid: Mark,
        place: Mark,
        title: Option<i64>,
        dates: &[Option<Timestamp>],
    ) -> impl Iterator<Item = Reason> {
        let page = place.page();
        let always = [
            Reason::Guid(guid),
            Reason::Page(page),
            Reason::GuidAndPage(guid, page),
        ];
        let titled = title.into_iter().flat_map(move |title| {
            [
                Reason::Title(title),
                Reason::TitledPage(page, title),
                Reason::TitledGuid(guid, title),
            ]
        });
        let of_one_day = title.into_iter().flat_map(|title| {
            let dates = dates.iter().flatten();
            dates.map(move |date| Reason::TitledDate(title, *date))
        });
        always.into_iter().chain(titled).chain(of_one_day)
    }
}
