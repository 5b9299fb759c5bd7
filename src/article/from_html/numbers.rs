//! Which sign belongs to which note, and which addresses lead to a part of the page itself.
//!
//! A sign and its note have one number, given when the first of them comes up, so the head of an article numbers them as the whole does.

use std::collections::HashMap;

use url::Url;

use crate::article::tree::Element;

/// So many elements of a note are looked at for its id.
const LOOKED_AT: u32 = 40;

/// The numbers of notes.
#[derive(Debug, Default)]
pub struct Notes {
    numbers: HashMap<String, u32>,
    next: u32,
    /// The address of the sign that stands before the note at hand: it is no part of what the note says.
    pub figure: Option<String>,
    /// Whether this is inside the notes below the text.
    pub is_inside: bool,
}

impl Notes {
    fn fresh(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    /// The number of the note with this id.
    pub fn number(&mut self, id: &str) -> u32 {
        if let Some(number) = self.numbers.get(id) {
            return *number;
        }
        let number = self.fresh();
        self.numbers.insert(id.to_owned(), number);
        number
    }

    /// The number of the note that an element holds: one of the ids in it is what a sign leads to.
    pub fn number_of(&mut self, note: &Element) -> u32 {
        if let Some(number) = self.known(note, &mut { LOOKED_AT }) {
            return number;
        }
        match note.attribute("id") {
            Some(id) if !id.is_empty() => self.number(id),
            _ => self.fresh(),
        }
    }

    fn known(&self, element: &Element, budget: &mut u32) -> Option<u32> {
        *budget = budget.checked_sub(1)?;
        let ids = [element.attribute("id"), element.attribute("name")];
        let mut ids = ids.into_iter().flatten();
        let own = ids.find_map(|id| self.numbers.get(id).copied());
        own.or_else(|| element.elements().find_map(|it| self.known(it, budget)))
    }

    /// Whether an anchor is the figure before the note at hand.
    pub fn is_figure(&self, href: &str) -> bool {
        self.is_inside && self.figure.as_deref() == Some(href)
    }
}

/// The part of the page that an address leads to, when it leads to a part of this page.
pub fn fragment<'a>(href: &'a str, base: Option<&Url>) -> Option<&'a str> {
    let href = href.trim();
    let (page, id) = href.split_once('#')?;
    let is_here = || {
        let page = base.and_then(|base| base.join(page).ok());
        page.zip(base).is_some_and(|(page, base)| {
            (page.host(), page.path(), page.query()) == (base.host(), base.path(), base.query())
        })
    };
    (page.is_empty() || is_here()).then_some(id)
}
