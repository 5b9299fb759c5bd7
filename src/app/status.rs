//! What the status line says at its left: what happened last, errors in the order they came.
//!
//! Invariant: an error that was not seen is never replaced; a message stays until the next key that does something.

use std::collections::VecDeque;

use crate::model::{Act, Timestamp, Trouble};
use crate::text::Role;

/// How many messages `:messages` remembers.
const KEPT: usize = 200;

/// How a message is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something that was done, or is so.
    Plain,
    /// Something is wrong and byline went on without it.
    Warning,
    /// Something could not be done.
    Error,
}

/// Something said to the reader, in words that each have a meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// How it is meant.
    pub tone: Tone,
    /// The words, in order.
    pub words: Vec<(Role, String)>,
}

impl Message {
    /// A remark.
    pub fn plain(text: impl Into<String>) -> Message {
        Message {
            tone: Tone::Plain,
            words: vec![(Role::Dim, text.into())],
        }
    }

    /// Something that was done.
    pub fn done(text: impl Into<String>) -> Message {
        Message {
            tone: Tone::Plain,
            words: vec![(Role::Done, text.into())],
        }
    }

    /// An act after its commit: `marked 128 read in Linux · u undo`, if a key takes it back.
    pub fn act(act: &Act, undo: Option<&str>) -> Message {
        let mut words = split(act);
        if act.undone {
            words.insert(0, (Role::Done, "undone: ".to_string()));
        } else if let Some(undo) = undo.filter(|_| act.count > 0) {
            words.push((Role::Dim, " · ".to_string()));
            words.push((Role::Key, undo.to_string()));
            words.push((Role::Dim, " undo".to_string()));
        }
        Message {
            tone: Tone::Plain,
            words,
        }
    }

    /// What could not be done, and what helps.
    pub fn trouble(trouble: &Trouble) -> Message {
        Message::problem(Tone::Error, &trouble.what, trouble.hint.as_deref())
    }

    /// Something wrong in a file: byline went on with what it had.
    pub fn warning(what: &str, hint: Option<&str>) -> Message {
        Message::problem(Tone::Warning, what, hint)
    }

    fn problem(tone: Tone, what: &str, hint: Option<&str>) -> Message {
        let role = if tone == Tone::Error {
            Role::Error
        } else {
            Role::Warning
        };
        let mut words = vec![(role, format!("! {what}"))];
        if let Some(hint) = hint {
            let lead = if tone == Tone::Error { "hint: " } else { "" };
            words.push((Role::Dim, format!(" · {lead}{hint}")));
        }
        Message { tone, words }
    }

    /// The words without their meaning.
    pub fn text(&self) -> String {
        self.words.iter().map(|(_, text)| text.as_str()).collect()
    }
}

/// The act's sentence, its verb and number apart from what it was done to.
fn split(act: &Act) -> Vec<(Role, String)> {
    let sentence = act.sentence();
    let Some(head) = sentence.strip_suffix(act.subject.as_str()) else {
        return vec![(Role::Done, sentence)];
    };
    match head.strip_suffix(" in ") {
        Some(verb) => vec![
            (Role::Done, verb.to_string()),
            (Role::Dim, format!(" in {}", act.subject)),
        ],
        None => vec![
            (Role::Done, head.to_string()),
            (Role::Text, act.subject.clone()),
        ],
    }
}

/// The left end of the status line, and what it said before.
#[derive(Clone, Debug, Default)]
pub struct Status {
    said: Option<Message>,
    unseen: VecDeque<Message>,
    log: VecDeque<(Timestamp, Message)>,
}

impl Status {
    /// Says something. Errors and warnings queue; a remark replaces a remark.
    pub fn say(&mut self, message: Message, now: Timestamp) {
        self.log.push_back((now, message.clone()));
        if self.log.len() > KEPT {
            self.log.pop_front();
        }
        if message.tone == Tone::Plain {
            self.said = Some(message);
        } else if !self.unseen.contains(&message) {
            self.unseen.push_back(message);
        }
    }

    /// A key did something: what stood there was seen.
    pub fn seen(&mut self) {
        if self.unseen.pop_front().is_none() {
            self.said = None;
        }
    }

    /// What stands there now: the oldest unseen error, else the last remark; and how many more errors wait.
    pub fn shown(&self) -> Option<(&Message, usize)> {
        match self.unseen.front() {
            Some(error) => Some((error, self.unseen.len() - 1)),
            None => self.said.as_ref().map(|message| (message, 0)),
        }
    }

    /// Everything that was said, newest first.
    pub fn log(&self) -> impl Iterator<Item = &(Timestamp, Message)> {
        self.log.iter().rev()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::{ActId, ActKind};

    fn shown(status: &Status) -> Option<(String, usize)> {
        status.shown().map(|(message, more)| (message.text(), more))
    }

    #[test]
    fn an_unseen_error_is_never_replaced() {
        let mut status = Status::default();
        let now = Timestamp(0);
        status.say(Message::done("copied"), now);
        status.say(Message::trouble(&Trouble::new("first", "do this")), now);
        status.say(Message::trouble(&Trouble::plain("second")), now);
        status.say(Message::done("later"), now);
        assert_eq!(
            shown(&status),
            Some(("! first · hint: do this".to_string(), 1))
        );
        status.seen();
        assert_eq!(shown(&status), Some(("! second".to_string(), 0)));
        status.seen();
        assert_eq!(shown(&status), Some(("later".to_string(), 0)));
        status.seen();
        assert_eq!(shown(&status), None);
        assert_eq!(status.log().count(), 4);
    }

    #[test]
    fn an_act_is_told_with_its_undo() {
        let act = |kind, count, undone| Act {
            id: ActId(1),
            at: Timestamp(0),
            kind,
            subject: "Linux".into(),
            count,
            undone,
        };
        let cases = [
            (
                act(ActKind::Read, 128, false),
                "marked 128 read in Linux · u undo",
            ),
            (
                act(ActKind::Bookmark, 1, false),
                "bookmarked Linux · u undo",
            ),
            (act(ActKind::Read, 0, false), "nothing to do in Linux"),
            (act(ActKind::Bookmark, 1, true), "undone: bookmarked Linux"),
        ];
        for (act, expect) in cases {
            assert_eq!(Message::act(&act, Some("u")).text(), expect);
        }
    }
}
