//! The question before what cannot be undone. `enter` does nothing; `esc` is the harmless answer.
//!
//! Invariant: everything that can be undone is done without asking, so the questions are few and stand here.

use crate::app::press::{Press, press_in_input};
use crate::app::{Effect, Job, PANEL_ROWS, Save, Sight, Size, Wish, panel_cells, panel_lines};
use crate::article::Format;
use crate::command::{Key, KeyCode};
use crate::model::{FeedId, Over};
use crate::text;

/// Lines of the panel besides what is at stake: one above it, one below it, two with the keys.
const AROUND: usize = 4;

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirm {
    /// A file is there already at this path; the export would write over it.
    Overwrite(String),
    /// A file is there already where entries are to be saved; when it was last changed, in words.
    Replace(Save, String),
    /// The history goes, and undo with it.
    DeleteHistory,
    /// A feed is made by a program, or from a file, that nobody here said yes to.
    Allow {
        /// The feed.
        feed: FeedId,
        /// Its title.
        title: String,
        /// What it does on this computer, each in words, commands whole.
        does: Vec<String>,
    },
}

impl Confirm {
    /// The title of the panel.
    pub fn title(&self) -> &'static str {
        match self {
            Confirm::Overwrite(_) | Confirm::Replace(..) => "Replace a file?",
            Confirm::DeleteHistory => "Delete the history?",
            Confirm::Allow { .. } => "Let it do this?",
        }
    }

    /// What is at stake, in lines of so many cells: whole, to the letter.
    pub fn stake(&self, cells: usize) -> Vec<String> {
        let sentences = match self {
            Confirm::Overwrite(path) => vec![format!("{path} is there already")],
            Confirm::Replace(save, since) => {
                vec![format!("{} is there already, from {since}", save.path)]
            }
            Confirm::DeleteHistory => vec![
                "what was done can no longer be undone".to_string(),
                "dropped bookmarks and the entries of feeds unsubscribed from go with it"
                    .to_string(),
            ],
            Confirm::Allow { title, does, .. } => {
                does.iter().map(|does| format!("{title} {does}")).collect()
            }
        };
        let lines = sentences.iter().flat_map(|it| broken(it, cells));
        lines.collect()
    }

    /// Whether all that is at stake can be read on a screen of this size: else nobody can say yes to it.
    pub fn is_readable(&self, size: Size) -> bool {
        let lines = self.stake(panel_cells(size)).len();
        lines <= PANEL_ROWS && lines + AROUND <= panel_lines(size)
    }

    /// The keys and what they do.
    pub fn answers(&self) -> &'static [(char, &'static str)] {
        match self {
            Confirm::Overwrite(_) => &[('y', "replace it"), ('n', "leave it")],
            Confirm::Replace(save, _) if save.format == Format::Epub => {
                &[('y', "replace it"), ('n', "leave it")]
            }
            Confirm::Replace(..) => &[('y', "replace it"), ('a', "add to it"), ('n', "leave it")],
            Confirm::DeleteHistory => &[('y', "delete it"), ('n', "keep it")],
            Confirm::Allow { .. } => &[('y', "yes, at each check"), ('n', "no")],
        }
    }

    /// `y` (or another verb that is offered) does it, if all of it can be read; `n` and what means `out` do not; all else is not heard.
    pub fn key(&self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        let is_out = press_in_input(&sight.stage.keymap, key) == Press::Cancel;
        if is_out || key == Key::char('n') || key == Key::plain(KeyCode::Escape) {
            return vec![Wish::Close];
        }
        let offered = self.answers().iter().find(|(it, _)| key == Key::char(*it));
        let Some((verb, _)) = offered.filter(|_| self.is_readable(sight.stage.size)) else {
            return Vec::new();
        };
        let job = match self {
            Confirm::Overwrite(path) => Job::ExportOver(path.clone()),
            Confirm::Replace(save, _) => Job::Save(Save {
                over: if *verb == 'a' { Over::End } else { Over::Old },
                ..save.clone()
            }),
            Confirm::DeleteHistory => Job::ForgetHistory,
            Confirm::Allow { feed, .. } => Job::Allow(*feed),
        };
        let ticket = sight.stage.ticket();
        vec![Wish::Close, Wish::Do(Effect::Start(ticket, job))]
    }
}

/// A sentence in lines of so many cells, whole: nothing of what one says yes to may be cut out. A line ends behind a blank if it has one.
fn broken(sentence: &str, cells: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for (_, piece, width) in text::graphemes(sentence) {
        let Some(line) = lines.last_mut() else {
            break;
        };
        let is_full = text::width(line) + width > cells.max(2);
        // A blank may hang over the edge: there is nothing of it to see.
        if !is_full || piece == " " {
            line.push_str(piece);
            continue;
        }
        let word = line.rfind(' ').map_or(line.len(), |at| at + 1);
        let mut next = line.split_off(word);
        next.push_str(piece);
        lines.push(next);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_behind_a_blank_and_lose_no_letter() {
        let cases: [(&str, usize, &[&str]); 4] = [
            ("runs `a --days 3`", 12, &["runs `a ", "--days 3`"]),
            ("runs `abcdefgh`", 6, &["runs ", "`abcde", "fgh`"]),
            ("one two", 3, &["one ", "two"]),
            ("内核 主线", 5, &["内核 ", "主线"]),
        ];
        for (sentence, cells, expect) in cases {
            assert_eq!(broken(sentence, cells), expect, "{sentence}");
            assert_eq!(broken(sentence, cells).concat(), sentence);
        }
    }
}
