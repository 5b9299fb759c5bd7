//! How much an entry that comes is like one that is known, and whether that is enough to be the same.
//!
//! Lives here: the rules of the table in `identity`, each a line of `weigh`. Does not live here: which pairs are looked at, and who gets an entry that two
//! are like.

use crate::parse::marks::{Known, Marks};

/// Whether two entries agree in something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// They do.
    Same,
    /// They differ.
    Other,
    /// One of them says nothing of it, or what it says tells nothing.
    Unknown,
}

/// Whether two entries agree in their link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// The same page, and no other entry is there.
    Same,
    /// The same path on another host.
    Moved,
    /// Another page.
    Other,
    /// One of them has none of its own: it has no link, or others have the same.
    Unknown,
}

/// Whether two entries agree in their date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Date {
    /// To the second, and no other entry of the document has it.
    Same,
    /// They do, but so do others, or it is a day without a time.
    Shared,
    /// They differ.
    Other,
    /// One of them has none.
    Unknown,
}

/// How much two entries are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// The feed's own ids.
    pub guid: Agreement,
    /// The links.
    pub link: Link,
    /// The titles, case and spaces aside.
    pub title: Agreement,
    /// The dates.
    pub date: Date,
    /// Whether the title is the only one of its kind, in the document and among the known.
    pub has_own_title: bool,
}

/// How sure it is that two entries are the same. Higher is surer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The feed says so, and nothing speaks for it or against it.
    Told,
    /// The title agrees, and nothing speaks against it: enough only if most of the document is so.
    Alike,
    /// What they say agrees.
    Agreed,
    /// The feed says so, and what they say agrees.
    Sure,
}

/// What is shared by several, so that it tells nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shared {
    /// Other entries have the same guid, or guids change.
    pub guid: bool,
    /// Other entries link to the same page.
    pub link: bool,
    /// Other entries of the document have the same date.
    pub date: bool,
    /// Other entries have the same title.
    pub title: bool,
}

/// A day in milliseconds.
const DAY: i64 = 86_400_000;

impl Likeness {
    /// Of an entry that comes to one that is known.
    pub fn of(incoming: &Marks, known: &Known, shared: Shared) -> Likeness {
        Likeness {
            guid: guid(incoming, known, shared),
            link: link(incoming, known, shared),
            title: match (incoming.title, known.title) {
                (Some(title), Some(before)) if title == before => Agreement::Same,
                (Some(_), Some(_)) => Agreement::Other,
                _ => Agreement::Unknown,
            },
            date: date(incoming, known, shared),
            has_own_title: !shared.title,
        }
    }

    /// Whether the feed says that they are the same, at least one thing agrees, and no other link speaks against it: enough without a closer look.
    pub fn is_plain(self) -> bool {
        self.guid == Agreement::Same && self.link != Link::Other && self.agrees()
            || self.guid == Agreement::Unknown && self.link == Link::Same
    }

    fn agrees(self) -> bool {
        matches!(self.link, Link::Same | Link::Moved)
            || self.has_same_title_alone()
            || self.date == Date::Same
    }

    /// The same title, and nothing else has it.
    fn has_same_title_alone(self) -> bool {
        self.title == Agreement::Same && self.has_own_title
    }

    /// Whether they are the same, and how sure that is. `text`: whether their texts are the same, told only when it matters. `follows`: whether other entries
    /// moved from the one host to the other.
    pub fn weigh(self, follows: bool, text: &mut dyn FnMut() -> Agreement) -> Option<Weight> {
        match self.guid {
            Agreement::Same => self.by_guid(text),
            Agreement::Other => self.against_guid(text),
            Agreement::Unknown => self.without_guid(follows, text),
        }
    }

    fn by_guid(self, text: &mut dyn FnMut() -> Agreement) -> Option<Weight> {
        if self.agrees() {
            return Some(Weight::Sure);
        }
        let text = text();
        let is_dated = matches!(self.date, Date::Same | Date::Shared);
        let is_other = self.date == Date::Other || text == Agreement::Other;
        match text {
            Agreement::Same => Some(Weight::Sure),
            _ if self.link == Link::Other && !is_dated && is_other => None,
            _ => Some(Weight::Told),
        }
    }

    fn against_guid(self, text: &mut dyn FnMut() -> Agreement) -> Option<Weight> {
        let is_here = matches!(self.link, Link::Same | Link::Moved);
        match (is_here, self.title, self.date) {
            (true, Agreement::Same, Date::Same | Date::Shared) => Some(Weight::Agreed),
            (true, Agreement::Same, _) => match text() {
                Agreement::Same => Some(Weight::Agreed),
                Agreement::Unknown => Some(Weight::Alike),
                Agreement::Other => None,
            },
            (true, _, Date::Same) => agreed(text),
            _ => self.by_content(text),
        }
    }

    fn without_guid(self, follows: bool, text: &mut dyn FnMut() -> Agreement) -> Option<Weight> {
        let title = self.title == Agreement::Same;
        let is_undated = self.date == Date::Unknown;
        let agree = match self.link {
            Link::Same => true,
            Link::Moved => title || follows || self.date == Date::Same,
            Link::Unknown if title && is_undated && self.has_own_title => true,
            Link::Unknown if title && self.date == Date::Other => {
                return agreed(text).or_else(|| self.alike(text()));
            }
            Link::Unknown if title && self.date == Date::Shared => true,
            Link::Unknown | Link::Other => return self.by_content(text),
        };
        agree.then_some(Weight::Agreed)
    }

    /// By title, date and text alone.
    fn by_content(self, text: &mut dyn FnMut() -> Agreement) -> Option<Weight> {
        match (self.title, self.date) {
            (Agreement::Same, Date::Same) => Some(Weight::Agreed),
            (Agreement::Same, Date::Shared | Date::Unknown) => {
                agreed(text).or_else(|| self.alike(text()))
            }
            (Agreement::Same, Date::Other) if self.link != Link::Other => match text() {
                Agreement::Same => Some(Weight::Alike),
                text => self.alike(text),
            },
            (Agreement::Unknown | Agreement::Other, Date::Same) if self.link != Link::Other => {
                agreed(text)
            }
            (Agreement::Unknown, Date::Shared | Date::Unknown)
                if self.link == Link::Unknown && self.guid == Agreement::Unknown =>
            {
                agreed(text)
            }
            _ => None,
        }
    }

    /// Of entries that have no text to compare and no page of their own, the title may be all there is.
    fn alike(self, text: Agreement) -> Option<Weight> {
        let is_all =
            self.has_same_title_alone() && text == Agreement::Unknown && self.link != Link::Other;
        is_all.then_some(Weight::Alike)
    }

    /// Which of two that are equally sure is more alike.
    pub fn score(self) -> u8 {
        let link = match self.link {
            Link::Same => 8,
            Link::Moved => 4,
            Link::Other | Link::Unknown => 0,
        };
        let title = u8::from(self.title == Agreement::Same) * 4;
        let date = match self.date {
            Date::Same => 2,
            Date::Shared => 1,
            Date::Other | Date::Unknown => 0,
        };
        link + title + date
    }
}

fn agreed(text: &mut dyn FnMut() -> Agreement) -> Option<Weight> {
    (text() == Agreement::Same).then_some(Weight::Agreed)
}

fn guid(incoming: &Marks, known: &Known, shared: Shared) -> Agreement {
    let is_same = incoming.guid == known.guid;
    if is_same && incoming.guid.is_of_all() {
        // All that it says agrees: what others say does not matter.
        return Agreement::Same;
    }
    if shared.guid || !incoming.guid.is_guid() || !known.guid.is_guid() {
        Agreement::Unknown
    } else if is_same {
        Agreement::Same
    } else {
        Agreement::Other
    }
}

fn link(incoming: &Marks, known: &Known, shared: Shared) -> Link {
    let (place, before) = (incoming.place, known.place);
    if !place.is_link() || !before.is_link() {
        Link::Unknown
    } else if place.page() != before.page() {
        Link::Other
    } else if shared.link {
        Link::Unknown
    } else if place == before {
        Link::Same
    } else {
        Link::Moved
    }
}

fn date(incoming: &Marks, known: &Known, shared: Shared) -> Date {
    let Some(date) = incoming.date else {
        return Date::Unknown;
    };
    if !known.dates.contains(&Some(date)) {
        let is_dated = known.dates.iter().any(Option::is_some);
        return if is_dated { Date::Other } else { Date::Unknown };
    }
    if shared.date || date.0 % DAY == 0 {
        Date::Shared
    } else {
        Date::Same
    }
}
