//! A typed command line becomes an `Invocation`: `:move-feed Linux`, `mark-older-read 2w`.
//!
//! Lives here: which command, and whether it takes an argument. Does not live here: whether the argument makes sense; that is known where it is used.

use crate::command::{Argument, Command, Invocation, TABLE, named, nearest, row};

/// A command line that cannot be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError {
    /// Lower case, no full stop: "no command `mark-al-read`".
    pub what: String,
    /// What helps, if something does.
    pub hint: Option<String>,
}

/// Reads a command line, with or without the colon before it.
pub fn parse_line(text: &str) -> Result<Invocation, LineError> {
    let text = text.trim();
    let text = text.strip_prefix(':').unwrap_or(text).trim_start();
    let (name, argument) = match text.split_once(char::is_whitespace) {
        Some((name, rest)) => (name, rest.trim()),
        None => (text, ""),
    };
    if name.is_empty() {
        return Err(LineError {
            what: "no command was typed".into(),
            hint: Some("`help` lists them all".into()),
        });
    }
    let command = named(name).ok_or_else(|| unknown(name))?;
    let row = row(command);
    if row.argument == Argument::None && !argument.is_empty() {
        return Err(LineError {
            what: format!(
                "`{}` takes nothing after its name, not `{argument}`",
                row.name
            ),
            hint: None,
        });
    }
    if needs_argument(command) && argument.is_empty() {
        return Err(LineError {
            what: format!(
                "`{}` needs {} after its name",
                row.name,
                row.argument.sign()
            ),
            hint: example(row.argument).map(|text| format!("as in `{} {text}`", row.name)),
        });
    }
    Ok(Invocation {
        argument: (!argument.is_empty()).then(|| argument.to_string()),
        ..Invocation::once(command)
    })
}

/// Commands that ask for nothing more when they are typed without their argument; all others open a prompt.
fn needs_argument(command: Command) -> bool {
    command == Command::MarkOlderRead
}

fn example(argument: Argument) -> Option<&'static str> {
    match argument {
        Argument::Age => Some("2w"),
        Argument::Folder => Some("Linux/Kernel"),
        _ => None,
    }
}

fn unknown(name: &str) -> LineError {
    LineError {
        what: format!("no command `{name}`"),
        hint: nearest_command(name).map(|near| format!("did you mean `{near}`")),
    }
}

/// The name of the command that was most likely meant.
#[must_use]
pub fn nearest_command(name: &str) -> Option<&'static str> {
    nearest(name, TABLE.iter().map(|row| row.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_name_and_the_rest() {
        let cases = [
            (
                ":move-feed Linux/Kernel news",
                Ok((Command::MoveFeed, Some("Linux/Kernel news"))),
            ),
            ("mark_all_read", Ok((Command::MarkAllRead, None))),
            (
                " : mark-older-read  2w ",
                Ok((Command::MarkOlderRead, Some("2w"))),
            ),
            (
                "search unread feed:lwn",
                Ok((Command::Search, Some("unread feed:lwn"))),
            ),
            (
                "zen now",
                Err(("`zen` takes nothing after its name, not `now`", None)),
            ),
            (
                "mark-older-read",
                Err((
                    "`mark-older-read` needs <age> after its name",
                    Some("as in `mark-older-read 2w`"),
                )),
            ),
            (
                "mark-al-read",
                Err((
                    "no command `mark-al-read`",
                    Some("did you mean `mark-all-read`"),
                )),
            ),
            (
                "unsubscirbe",
                Err((
                    "no command `unsubscirbe`",
                    Some("did you mean `unsubscribe`"),
                )),
            ),
            ("xyzzy", Err(("no command `xyzzy`", None))),
            (
                ":",
                Err(("no command was typed", Some("`help` lists them all"))),
            ),
        ];
        for (text, expect) in cases {
            let found = parse_line(text);
            let found = found
                .as_ref()
                .map(|it| (it.command, it.argument.as_deref()))
                .map_err(|it| (it.what.as_str(), it.hint.as_deref()));
            assert_eq!(found, expect, "{text}");
        }
    }
}
