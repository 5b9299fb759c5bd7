//! The search box: each key asks anew; the list below is the normal list with the scope `Search`.
//!
//! Invariant: a query with a mistake leaves the list as it was and says where the mistake is.

use crate::app::field::Field;
use crate::app::press::{Press, press_in_input};
use crate::app::{Sight, Wish};
use crate::command::Key;
use crate::model::{Scope, Timestamp, Zone};
use crate::query::{Query, QueryError, Term, Words, parse};

/// The box.
#[derive(Clone, Debug)]
pub struct Search {
    /// What is typed.
    pub field: Field,
    /// What is wrong with it.
    pub error: Option<QueryError>,
    /// What the list showed before.
    former: Scope,
    /// What is being searched for.
    asked: String,
}

impl Search {
    /// A box over a list; it begins with the query that the list shows already.
    pub fn new(former: &Scope, typed: Option<&str>) -> Search {
        let begun = match (typed, former) {
            (Some(typed), _) => typed,
            (None, Scope::Search(query)) => query,
            _ => "",
        };
        Search {
            field: Field::new(begun),
            error: None,
            former: former.clone(),
            asked: begun.to_string(),
        }
    }

    /// Asks for what was given with the command.
    pub fn ask(&mut self, sight: &Sight) -> Vec<Wish> {
        self.asked.clear();
        self.typed(sight)
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        match press_in_input(&sight.stage.keymap, key) {
            Press::Cancel => vec![Wish::Close, Wish::Go(self.former.clone())],
            Press::Accept | Press::Down | Press::Tab => self.accept(),
            _ => {
                self.field.key(key);
                self.typed(sight)
            }
        }
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str, sight: &Sight) -> Vec<Wish> {
        self.field.paste(text);
        self.typed(sight)
    }

    fn accept(&self) -> Vec<Wish> {
        if self.field.text().trim().is_empty() {
            return vec![Wish::Close, Wish::Go(self.former.clone())];
        }
        if self.error.is_some() {
            return Vec::new();
        }
        vec![Wish::Close]
    }

    fn typed(&mut self, sight: &Sight) -> Vec<Wish> {
        let typed = self.field.text();
        let stage = &sight.stage;
        match wanted(typed, stage.now, &stage.zone) {
            Err(error) => {
                self.error = Some(error);
                Vec::new()
            }
            Ok(query) => {
                self.error = None;
                if query == self.asked {
                    return Vec::new();
                }
                self.asked.clone_from(&query);
                let scope = if query.is_empty() {
                    self.former.clone()
                } else {
                    Scope::Search(query)
                };
                vec![Wish::Go(scope)]
            }
        }
    }
}

/// The query that half-typed text stands for: its last word may go on.
fn wanted(typed: &str, now: Timestamp, zone: &Zone) -> Result<String, QueryError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(String::new());
    }
    parse(typed, now, zone)?;
    let last = typed
        .rsplit(|c: char| c.is_whitespace() || "()-".contains(c))
        .next()
        .unwrap_or_default();
    let is_word = matches!(
        parse(last, now, zone),
        Ok(Query::Term(Term::Anywhere(Words::Word {
            prefix: false,
            ..
        })))
    );
    let prefixed = format!("{typed}*");
    if is_word && parse(&prefixed, now, zone).is_ok() {
        Ok(prefixed)
    } else {
        Ok(typed.to_string())
    }
}
