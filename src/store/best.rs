//! A search's finds in the order of how well they fit, of the newest ones.
//!
//! BM25 over texts, not over the index: FTS5's own would count every find of every word first, however few are shown. How rare a word is tells the newest finds
//! among themselves, which matters where one word or another may be found. Newer finds weigh more, by
//! 15 %, halved every 90 days: less than a title does.

use rusqlite::Connection;

use crate::model::{EntryId, EntryRow, Timestamp};
use crate::query::{Place, Query, Term, Words};
use crate::store::error::StoreError;
use crate::store::filter::Filter;
use crate::store::functions::TEXT;
use crate::store::rows::rows;
use crate::text::{each_word, fold};

/// Finds that are compared.
pub const NEWEST: usize = 300;
/// What a word in a title counts, and in an author's name, beside one in the text.
const TITLE: f64 = 6.0;
const AUTHOR: f64 = 3.0;
/// BM25: how soon more of the same word no longer counts, and how much the length of a text does.
const K: f64 = 1.2;
const B: f64 = 0.75;
/// What the newest find weighs more, and the milliseconds in which that is halved.
const RECENT: f64 = 0.15;
const HALVED: f64 = 90.0 * 86_400_000.0;
/// Scores as whole numbers.
const SCALE: f64 = 1e6;

/// The rows of these finds, those that fit best first; each row's place is its score.
pub fn best(
    connection: &Connection,
    query: &Query,
    finds: &[EntryId],
) -> Result<Vec<EntryRow>, StoreError> {
    let mut wanted = Vec::new();
    collect(query, &mut wanted);
    let sql = format!(
        "SELECT coalesce(e.title, b.title, ''), coalesce(e.author, b.author, ''), {TEXT}, s.time FROM state s {} WHERE s.entry = ?1",
        Filter::JOINS
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut texts = Vec::with_capacity(finds.len());
    for id in finds {
        texts.push(statement.query_row([id.0], |row| {
            let texts: [String; 3] = [row.get(0)?, row.get(1)?, row.get(2)?];
            Ok(Weighed::new(&texts, Timestamp(row.get(3)?), &wanted))
        })?);
    }
    let scores = scores(&texts);
    let mut rows = rows(connection, finds)?;
    for row in &mut rows {
        let score = finds
            .iter()
            .position(|id| *id == row.id)
            .and_then(|at| scores.get(at));
        row.listed = Some(Timestamp(
            (score.copied().unwrap_or_default() * SCALE) as i64,
        ));
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.key()));
    Ok(rows)
}

/// The words that a query wants, and where.
fn collect<'a>(query: &'a Query, wanted: &mut Vec<(Option<Place>, &'a Words)>) {
    match query {
        Query::And(members) | Query::Or(members) => {
            for member in members {
                collect(member, wanted);
            }
        }
        Query::Term(Term::Anywhere(words)) => wanted.push((None, words)),
        Query::Term(Term::In(place, words)) => wanted.push((Some(*place), words)),
        _ => {}
    }
}

/// What counts of an entry.
struct Weighed {
    /// For each of the wanted words, how often it stands in it.
    often: Vec<f64>,
    /// Words of the text.
    length: f64,
    time: Timestamp,
}

impl Weighed {
    fn new(texts: &[String; 3], time: Timestamp, wanted: &[(Option<Place>, &Words)]) -> Weighed {
        let folded = texts.each_ref().map(|text| fold(text));
        let words = folded.each_ref().map(|text| all_words(text));
        let places = [
            (Place::Title, TITLE),
            (Place::Author, AUTHOR),
            (Place::Text, 1.0),
        ];
        let often = wanted.iter().map(|(place, wanted)| {
            let counted = places
                .iter()
                .zip(&words)
                .filter(|((at, _), _)| place.is_none_or(|it| it == *at));
            counted
                .map(|((_, weight), words)| weight * count(wanted, words) as f64)
                .sum()
        });
        let [_, _, text] = &words;
        Weighed {
            often: often.collect(),
            length: text.len() as f64,
            time,
        }
    }
}

fn all_words(folded: &str) -> Vec<&str> {
    let mut words = Vec::new();
    each_word(folded, |word| {
        words.push(word);
        true
    });
    words
}

fn count(wanted: &Words, words: &[&str]) -> usize {
    match wanted {
        Words::Word { text, prefix: true } => {
            let begins = |word: &&&str| word.starts_with(text.as_str());
            words.iter().filter(begins).count()
        }
        Words::Word { text, .. } => words.iter().filter(|word| **word == text).count(),
        Words::Phrase(phrase) => {
            let is_it = |window: &&[&str]| window.iter().zip(phrase).all(|(a, b)| **a == **b);
            words.windows(phrase.len().max(1)).filter(is_it).count()
        }
    }
}

fn scores(all: &[Weighed]) -> Vec<f64> {
    let count = all.len() as f64;
    let mean = (all.iter().map(|one| one.length).sum::<f64>() / count.max(1.0)).max(1.0);
    let newest = all.iter().map(|one| one.time).max().unwrap_or_default();
    let terms = all.first().map_or(0, |one| one.often.len());
    let rarity: Vec<f64> = (0..terms)
        .map(|term| {
            let has = |one: &&Weighed| one.often.get(term).is_some_and(|often| *often > 0.0);
            let having = all.iter().filter(has).count() as f64;
            (1.0 + (count + 0.5) / (having + 0.5)).ln()
        })
        .collect();
    let score = |one: &Weighed| {
        let length = K * (1.0 - B + B * one.length / mean);
        let fits = one.often.iter().zip(&rarity);
        let fits: f64 = fits
            .map(|(often, rarity)| rarity * often * (K + 1.0) / (often + length))
            .sum();
        let age = newest.since(one.time).max(0) as f64;
        fits * (1.0 + RECENT * (-age / HALVED).exp2())
    };
    all.iter().map(score).collect()
}

#[cfg(test)]
mod tests;
