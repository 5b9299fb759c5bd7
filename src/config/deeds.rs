//! What a rule does, in the words of `config.toml` and of the rule editor: `hide`, `mark read`, `tag kernel`, `run notify-me`.
//!
//! Invariant: what is printed is parsed to the same. A command is taken as it stands: it is the reader's own, and the last thing in a line.

use crate::command::nearest;
use crate::model::{Colour, Deeds, MOST_TAGS};
use crate::text;

/// The words that a deed begins with, each with what it does: for help and completion.
pub const DEEDS: [(&str, &str); 8] = [
    ("hide", "in no list but `is:hidden`"),
    ("mark read", "it comes read"),
    ("bookmark", "keep a copy"),
    ("tag", "put a tag on it: tag kernel"),
    ("colour", "of its title: colour accent"),
    ("notify", "tell of it on the desktop"),
    ("full text", "fetch its page"),
    ("run", "give it to a command: run notify-me"),
];

/// What is wrong with a deed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Lower case, no full stop.
    pub what: String,
    /// What helps.
    pub hint: String,
}

impl Wrong {
    fn new(what: impl Into<String>, hint: impl Into<String>) -> Wrong {
        Wrong {
            what: what.into(),
            hint: hint.into(),
        }
    }
}

/// Adds one deed to what a rule does.
pub fn add_deed(deeds: &mut Deeds, word: &str) -> Result<(), Wrong> {
    let word = word.trim();
    let (first, rest) = word.split_once([' ', ':']).unwrap_or((word, ""));
    let rest = rest.trim();
    match (first, rest) {
        ("hide", "") => deeds.hide = true,
        ("read", "") | ("mark", "read") => deeds.read = true,
        ("bookmark", "") => deeds.bookmark = true,
        ("notify", "") => deeds.notify = true,
        ("full_text", "") | ("full", "text") => deeds.full_text = true,
        ("tag", tag) => add_tag(deeds, tag)?,
        ("colour" | "color", name) => deeds.colour = Some(colour(name)?),
        ("run", "") => {
            return Err(Wrong::new(
                "`run` names no command",
                "as in \"run notify-me --json\"; it gets the entry as JSON on its standard input",
            ));
        }
        ("run", command) => deeds.run = Some(command.to_string()),
        (tag, "") if tag.starts_with('#') => add_tag(deeds, tag)?,
        _ => return Err(unknown(word)),
    }
    Ok(())
}

fn add_tag(deeds: &mut Deeds, tag: &str) -> Result<(), Wrong> {
    let tag = tag.trim_start_matches('#').trim();
    let tag = text::scrub_line(tag);
    if tag.is_empty() || tag.contains(',') {
        return Err(Wrong::new("`tag` names no tag", "as in \"tag kernel\""));
    }
    if deeds.tags.iter().any(|known| *known == *tag) {
        return Ok(());
    }
    if deeds.tags.len() >= MOST_TAGS {
        let what = format!("a rule puts on {MOST_TAGS} tags at most");
        return Err(Wrong::new(what, "write a second rule"));
    }
    deeds.tags.push(tag.into_owned());
    Ok(())
}

fn colour(name: &str) -> Result<Colour, Wrong> {
    let known = Colour::ALL.map(|(name, _)| name);
    let found = Colour::ALL.iter().find(|(it, _)| *it == name);
    found.map(|(_, colour)| *colour).ok_or_else(|| {
        let near = nearest(name, known).map(|near| format!("did you mean `{near}`; "));
        Wrong::new(
            format!("no colour `{}`", text::scrub_line(name)),
            format!(
                "{}they are named after what the theme paints so: {}",
                near.unwrap_or_default(),
                known.join(", ")
            ),
        )
    })
}

fn unknown(word: &str) -> Wrong {
    let names = DEEDS.map(|(name, _)| name);
    let hint = match nearest(word, names) {
        Some(near) => format!("did you mean `{near}`"),
        None => format!("known here: {}", names.join(", ")),
    };
    let word = text::scrub_line(word);
    Wrong::new(
        format!("nothing a rule can do: `{}`", text::cut(&word, 40)),
        hint,
    )
}

/// What a rule does, a word for each deed; the command last.
#[must_use]
pub fn deed_words(deeds: &Deeds) -> Vec<String> {
    let mut words = Vec::new();
    let flags = [
        (deeds.hide, "hide"),
        (deeds.read, "mark read"),
        (deeds.bookmark, "bookmark"),
    ];
    words.extend(
        flags
            .iter()
            .filter(|(is, _)| *is)
            .map(|(_, word)| (*word).to_string()),
    );
    words.extend(deeds.tags.iter().map(|tag| format!("tag {tag}")));
    words.extend(
        deeds
            .colour
            .map(|colour| format!("colour {}", colour.name())),
    );
    let flags = [(deeds.notify, "notify"), (deeds.full_text, "full text")];
    words.extend(
        flags
            .iter()
            .filter(|(is, _)| *is)
            .map(|(_, word)| (*word).to_string()),
    );
    words.extend(deeds.run.iter().map(|command| format!("run {command}")));
    words
}

/// The same in one line.
#[must_use]
pub fn print_deeds(deeds: &Deeds) -> String {
    deed_words(deeds).join(", ")
}

/// Reads a line of deeds, parted by commas; a command takes the rest of the line.
pub fn parse_deeds(line: &str) -> Result<Deeds, Wrong> {
    let mut deeds = Deeds::default();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let is_command = rest.starts_with("run ") || rest.starts_with("run:");
        let (word, after) = match rest.split_once(',') {
            Some((word, after)) if !is_command => (word, after),
            _ => (rest, ""),
        };
        if !word.trim().is_empty() {
            add_deed(&mut deeds, word)?;
        }
        rest = after.trim();
    }
    if deeds.is_nothing() {
        return Err(Wrong::new(
            "it does nothing",
            "say what: hide, mark read, bookmark, tag kernel, colour accent, notify, full text, run notify-me",
        ));
    }
    Ok(deeds)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_parsed_to_the_same() {
        let lines = [
            "hide, mark read",
            "bookmark, tag kernel, tag a b, colour warning",
            "notify, full text, run sh -c 'cat, then' | wc",
            "run a",
        ];
        for line in lines {
            let deeds = parse_deeds(line).unwrap();
            assert_eq!(print_deeds(&deeds), line);
        }
        let same = [
            ("read", "mark read"),
            ("#kernel , color:error", "tag kernel, colour error"),
            ("full_text,,tag:x, tag x", "tag x, full text"),
        ];
        for (typed, printed) in same {
            assert_eq!(print_deeds(&parse_deeds(typed).unwrap()), printed);
        }
    }

    #[test]
    fn what_cannot_be_done_is_told_with_what_can() {
        let cases = [
            ("hid", "did you mean `hide`"),
            ("colour acent", "did you mean `accent`"),
            ("tag", "as in \"tag kernel\""),
            ("run", "as in \"run"),
            ("", "say what"),
        ];
        for (line, hint) in cases {
            let wrong = parse_deeds(line).unwrap_err();
            assert!(wrong.hint.contains(hint), "{line}: {wrong:?}");
        }
    }
}
