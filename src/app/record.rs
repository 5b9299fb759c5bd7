//! A recording: what a screen began with and what happened to it, a line of JSON each, so that the same screen can be made again.
//!
//! Since `App::update` is pure, a list of events is a bug report. Keys and answers stand in it, so what was typed does too; names and passwords in addresses do
//! not, colours do not, and the text of articles is illegible unless its reader wants it to be there. Writing the lines is the hall's work.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::app::{App, Done, Effect, Event, Start};
use crate::article;
use crate::model::{Timestamp, Trouble};
use crate::text;

/// What becomes of the text of articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bodies {
    /// Its shape stays, its words go.
    #[default]
    Masked,
    /// It stands in the recording.
    Whole,
}

/// A line of a recording.
#[derive(Deserialize)]
struct Line {
    at: Timestamp,
    #[serde(flatten)]
    what: What,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Start(Box<Start>),
    Event(Box<Event>),
}

/// The first line of a recording, without its end.
#[must_use]
pub fn record_start(start: &Start, at: Timestamp) -> String {
    line("start", start, at)
}

/// The line of an event, without its end.
#[must_use]
pub fn record(event: &Event, bodies: Bodies, at: Timestamp) -> String {
    match (event, bodies) {
        (Event::Done(ticket, Done::Article(entry, head, document)), Bodies::Masked) => {
            let mut entry = entry.clone();
            entry.content = entry.content.map(|_| String::new());
            entry.summary = entry.summary.map(|_| String::new());
            // A mark is made of words, and fits none of those that are left.
            if let Some(place) = &mut entry.place {
                place.mark = None;
            }
            if let Some(page) = entry.full_text.as_mut().and_then(|full| full.page.as_mut()) {
                page.html.clear();
            }
            let document = Box::new(article::masked(document));
            let done = Done::Article(entry, head.clone(), document);
            line("event", &Event::Done(*ticket, done), at)
        }
        (Event::Done(ticket, Done::Output { title, .. }), Bodies::Masked) => {
            let (title, text) = (title.clone(), String::new());
            line(
                "event",
                &Event::Done(*ticket, Done::Output { title, text }),
                at,
            )
        }
        (_, Bodies::Masked) => {
            let mut value = value(event);
            hide_context(&mut value);
            written("event", &value, at)
        }
        (_, Bodies::Whole) => line("event", event, at),
    }
}

fn line(name: &str, what: &impl Serialize, at: Timestamp) -> String {
    written(name, &value(what), at)
}

/// Nothing of it has keys that are no text, the one thing that JSON does not know.
fn value(what: &impl Serialize) -> Value {
    let mut value = serde_json::to_value(what).unwrap_or_default();
    hide(&mut value);
    value
}

fn written(name: &str, value: &Value, at: Timestamp) -> String {
    format!("{{\"at\":{},\"{name}\":{value}}}", at.0)
}

/// Makes the lines of context illegible that rows of a search have from the text of their articles.
fn hide_context(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(hide_context),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(words) if name == "context" => *words = text::mask(words),
                    value => hide_context(value),
                }
            }
        }
        _ => {}
    }
}

/// Takes names and passwords out of every address.
fn hide(value: &mut Value) {
    match value {
        Value::String(words) if words.contains("://") => *words = text::without_secrets(words),
        Value::Array(values) => values.iter_mut().for_each(hide),
        Value::Object(fields) => fields.values_mut().for_each(hide),
        _ => {}
    }
}

/// A recording, replayed.
#[derive(Clone, Debug)]
pub struct Replayed {
    /// The screen it comes to.
    pub app: App,
    /// What the screen wanted done, in order.
    pub effects: Vec<Effect>,
}

/// Makes the screen again that a recording comes to. A last line that was cut off by the end of the program is left out.
pub fn replay(recording: &str) -> Result<Replayed, Trouble> {
    let mut lines = recording.split_inclusive('\n').enumerate();
    let first = lines.next().map(|(_, line)| parse(0, line)).transpose()?;
    let Some(Line {
        at,
        what: What::Start(start),
    }) = first
    else {
        return Err(Trouble::plain("a recording begins with its start"));
    };
    let mut app = App::new(*start);
    let mut effects = app.start(at);
    for (number, line) in lines.filter(|(_, line)| line.ends_with('\n')) {
        let Line { at, what } = parse(number, line)?;
        if let What::Event(event) = what {
            effects.extend(app.update(*event, at));
        }
    }
    Ok(Replayed { app, effects })
}

fn parse(number: usize, line: &str) -> Result<Line, Trouble> {
    serde_json::from_str(line).map_err(|error| {
        Trouble::new(
            format!("line {} of the recording: {error}", number + 1),
            "replay it with the byline that wrote it",
        )
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::command::Key;
    use crate::model::{FeedList, FeedRow, Ticket};

    #[test]
    fn no_password_stands_in_a_recording() {
        let row = FeedRow {
            url: "https://me:secret@example.org/feed".into(),
            ..FeedRow::default()
        };
        let list = FeedList {
            rows: vec![row],
            ..FeedList::default()
        };
        let events = [
            Event::Done(Ticket(1), Done::Feeds(list)),
            Event::Paste("see https://me:secret@example.org/feed".into()),
        ];
        for event in events {
            let line = record(&event, Bodies::Whole, Timestamp(5));
            assert!(line.contains("https://example.org/feed"), "{line}");
            assert!(!line.contains("secret"), "{line}");
        }
    }

    #[test]
    fn a_line_that_was_cut_off_is_left_out_and_one_that_is_wrong_is_named() {
        let start = record_start(&Start::default(), Timestamp(1));
        let key = record(&Event::Key(Key::char('?')), Bodies::default(), Timestamp(2));
        let whole = format!("{start}\n{key}\n");
        let overlays = |recording: &str| replay(recording).unwrap().app.overlays.len();
        assert_eq!(overlays(&whole), 1);
        let cut = format!("{start}\n{}", key.get(..9).unwrap());
        assert_eq!(overlays(&cut), 0);
        let wrong = replay(&format!("{start}\n{{}}\n")).unwrap_err();
        assert!(wrong.what.starts_with("line 2 "), "{wrong}");
        assert!(replay("").is_err());
    }
}
