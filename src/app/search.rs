//! The search box: each key asks anew; the list below is the normal list with the scope `Search`.
//!
//! Invariant: a query with a mistake is never searched for: the list is what it was before the word with the mistake, and the mistake is told.

use crate::app::complete::{folders, tags};
use crate::app::field::Field;
use crate::app::fuzzy::rank;
use crate::app::press::{Press, press_in_input};
use crate::app::{Former, Sight, Wish};
use crate::command::Key;
use crate::model::{EntryRow, FeedRow, Order, Scope, Timestamp, Zone};
use crate::query::{FIELDS, POSSESSIONS, Query, QueryError, STATES, Term, Words, parse};
use crate::text::fold;

/// The key that puts other finds first.
const SORT: Key = Key::char('s').with_ctrl();

/// The key that makes a smart feed of what is searched for.
const KEEP: Key = Key::char('f').with_ctrl();

/// The box.
#[derive(Clone, Debug)]
pub struct Search {
    /// What is typed.
    pub field: Field,
    /// What is wrong with it.
    pub error: Option<QueryError>,
    /// What the list showed before.
    former: Former,
    /// What is being searched for; empty: nothing, the list is the former one.
    asked: String,
}

impl Search {
    /// A box over a list; it begins with the query that the list shows already.
    pub fn new(typed: Option<&str>, sight: &Sight) -> Search {
        let former = Former {
            scope: sight.entries.scope().clone(),
            place: sight.entries.selected().map(EntryRow::key),
            focus: sight.focus,
        };
        let begun = match (typed, &former.scope) {
            (Some(typed), _) => typed,
            (None, Scope::Search(query)) => query,
            _ => "",
        };
        Search {
            field: Field::new(begun),
            error: None,
            asked: begun.to_string(),
            former,
        }
    }

    /// Asks for what was given with the command.
    pub fn ask(&mut self, sight: &Sight) -> Vec<Wish> {
        self.asked.clear();
        self.typed(sight)
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        if key == SORT {
            return other_order(sight);
        }
        if key == KEEP {
            return self.keep();
        }
        match press_in_input(&sight.stage.keymap, key) {
            Press::Cancel => self.leave(sight),
            Press::Accept | Press::Down => self.accept(sight),
            Press::Tab => self.complete(sight),
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

    /// Asks for a name under which what is typed is kept; a mistake in it is told already.
    fn keep(&self) -> Vec<Wish> {
        let typed = self.field.text().trim();
        if typed.is_empty() || self.error.is_some() {
            return Vec::new();
        }
        vec![Wish::Name(typed.to_string())]
    }

    /// The last word goes on as far as what it can become is known: a field, a feed, a folder, a tag.
    fn complete(&mut self, sight: &Sight) -> Vec<Wish> {
        let smart = sight.stage.config.smart_feeds.iter();
        let smart: Vec<&str> = smart.map(|feed| &*feed.name).collect();
        let Some(completed) = completed(self.field.text(), (&sight.feeds.list().rows, &smart))
        else {
            return Vec::new();
        };
        self.field.set(&completed);
        self.typed(sight)
    }

    /// Leaves the box for the list that it made; with a mistake in it, it stays.
    pub fn accept(&self, sight: &Sight) -> Vec<Wish> {
        if self.field.text().trim().is_empty() {
            return self.leave(sight);
        }
        if self.error.is_some() {
            return Vec::new();
        }
        vec![Wish::Close]
    }

    /// Back to the list as it was; one that was never left stays untouched.
    fn leave(&self, sight: &Sight) -> Vec<Wish> {
        let is_shown = *sight.entries.scope() == self.former.scope;
        let back = (!is_shown).then(|| Wish::Back(self.former.clone()));
        std::iter::once(Wish::Close).chain(back).collect()
    }

    fn typed(&mut self, sight: &Sight) -> Vec<Wish> {
        let (now, zone) = (sight.stage.now, &sight.stage.zone);
        let typed = self.field.text();
        let (query, error) = match wanted(typed, now, zone) {
            Ok(query) => (query, None),
            Err(error) => (sound(typed, now, zone), Some(error)),
        };
        self.error = error;
        if query == self.asked {
            return Vec::new();
        }
        self.asked.clone_from(&query);
        if query.is_empty() {
            return vec![Wish::Back(self.former.clone())];
        }
        vec![Wish::Go(Scope::Search(query))]
    }
}

/// What fits best first, or the newest again.
fn other_order(sight: &Sight) -> Vec<Wish> {
    if !matches!(sight.entries.scope(), Scope::Search(_)) {
        return Vec::new();
    }
    let order = match sight.entries.order() {
        Order::Best => Order::Newest,
        _ => Order::Best,
    };
    vec![Wish::Sort(order, false)]
}

/// A query with its last word completed; `None` when nothing is known that begins so.
pub(crate) fn completed(typed: &str, (feeds, queries): (&[FeedRow], &[&str])) -> Option<String> {
    let start = typed
        .rfind(|c: char| c.is_whitespace() || "(-".contains(c))
        .map_or(0, |at| at + 1);
    let (kept, last) = typed.split_at_checked(start)?;
    let Some((field, begun)) = last.split_once(':') else {
        let names = FIELDS.iter().map(|(name, _)| (*name).to_string());
        let word = first(last, names.chain(["unread".to_string()]))?;
        let colon = if word == "unread" { " " } else { ":" };
        return Some(format!("{kept}{word}{colon}"));
    };
    let begun = begun.trim_start_matches('"');
    let word = match field {
        "feed" => first(begun, feeds.iter().map(|feed| feed.title.clone())),
        "folder" => first(begun, folders(feeds).into_iter().map(|(path, _)| path)),
        "smart" => first(begun, queries.iter().map(ToString::to_string)),
        "tag" => first(begun, tags(feeds).into_iter()),
        "is" => first(begun, STATES.map(String::from).into_iter()),
        "has" => first(begun, POSSESSIONS.map(String::from).into_iter()),
        _ => None,
    }?;
    Some(format!("{kept}{field}:{} ", quoted(&word)))
}

/// The first word that begins like this, else the one that matches best; nothing typed means nothing.
fn first(begun: &str, words: impl Iterator<Item = String>) -> Option<String> {
    if begun.is_empty() {
        return None;
    }
    let words: Vec<String> = words.collect();
    let wanted = fold(begun);
    let begins = words.iter().find(|word| fold(word).starts_with(&wanted));
    let best = || {
        let (index, _) = rank(begun, words.iter().map(String::as_str))
            .into_iter()
            .next()?;
        words.get(index)
    };
    begins.or_else(best).cloned()
}

/// Words as the value of a field: in quotes where they need them.
pub fn quoted(words: &str) -> String {
    let plain = words
        .chars()
        .all(|c| c.is_alphanumeric() || "-_./".contains(c));
    if plain && !words.is_empty() {
        words.to_string()
    } else {
        format!("\"{}\"", words.replace('"', " "))
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

/// What is searched for while a word holds a mistake: what was typed before it, as far as that is a query.
fn sound(typed: &str, now: Timestamp, zone: &Zone) -> String {
    let gaps = typed.char_indices().filter(|(_, c)| c.is_whitespace());
    let ends: Vec<usize> = gaps.map(|(at, _)| at).collect();
    let mut starts = ends.into_iter().rev().filter_map(|end| typed.get(..end));
    let query = starts.find_map(|start| wanted(start, now, zone).ok());
    query.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_is_completed_by_what_there_is() {
        let feed = |title: &str, folder: &str, tag: &str| FeedRow {
            title: title.into(),
            folder: folder.into(),
            tags: vec![tag.into()],
            ..FeedRow::default()
        };
        let feeds = [
            feed("Kernel Planet", "Linux/Kernel", "work"),
            feed("果壳网", "Science", "科学"),
        ];
        let cases = [
            ("rust fol", Some("rust folder:")),
            ("unr", Some("unread ")),
            ("feed:ker", Some("feed:\"Kernel Planet\" ")),
            ("(feed:果", Some("(feed:果壳网 ")),
            ("-folder:lin", Some("-folder:Linux ")),
            ("tag:wo", Some("tag:work ")),
            ("smart:rus", Some("smart:\"Rust this week\" ")),
            ("is:b", Some("is:bookmarked ")),
            ("has:im", Some("has:image ")),
            ("since:2w", None),
            ("feed:zzz", None),
            ("feed:", None),
            ("", None),
        ];
        for (typed, expect) in cases {
            assert_eq!(
                completed(typed, (&feeds, &["Rust this week"])).as_deref(),
                expect,
                "{typed}"
            );
        }
    }

    #[test]
    fn before_a_mistake_is_what_was_typed_before_its_word() {
        let cases = [
            ("since:nonsense", ""),
            ("\"memory saf", ""),
            ("kernel since:nonsense", "kernel*"),
            ("kernel  \"memory saf", "kernel*"),
            ("feed:lwn (rust OR", "feed:lwn"),
            ("rust OR fed:lwn", "rust*"),
            ("内核 fed:lwn now", "内核*"),
        ];
        for (typed, expect) in cases {
            assert!(wanted(typed, Timestamp(0), &Zone::utc()).is_err());
            let query = sound(typed, Timestamp(0), &Zone::utc());
            assert_eq!(query, expect, "{typed}");
        }
    }

    #[test]
    fn the_last_word_may_go_on_while_it_is_typed() {
        let cases = [
            ("sched", "sched*"),
            ("rust (sched", "rust (sched"),
            ("unread", "unread"),
            ("feed:lwn", "feed:lwn"),
            ("\"memory saf\"", "\"memory saf\""),
            ("rust ", "rust*"),
            ("", ""),
        ];
        for (typed, expect) in cases {
            let query = wanted(typed, Timestamp(0), &Zone::utc());
            assert_eq!(query.unwrap_or_else(|_| typed.into()), expect, "{typed}");
        }
    }
}
