//! Passwords that a command prints: run without a shell, once for as long as byline runs, and one at a time, since it may ask its reader.
//!
//! Invariant: what a command prints, on either of its outputs, is in no error, log, history or debug output.

use crate::fetch::Refusal;
use crate::jobs::context::Context;
use crate::model::{FailureKind, Secret};
use crate::system::{self, Bounds, ProgramError};

/// Bytes that a command may print: a password, and what else its file holds.
const MOST: u64 = 64 << 10;

/// The password that a command prints: its first line.
pub async fn of(context: &Context, command: &str) -> Result<Secret, Refusal> {
    let mut known = context.passwords.lock().await;
    if let Some(password) = known.get(command) {
        return Ok(password.clone());
    }
    let bounds = Bounds {
        total: context.limits().total,
        most: MOST,
    };
    let home = context.paths.home.as_deref();
    let printed = system::run(command, None, home, bounds)
        .await
        .map_err(|error| ill(command, &error))?;
    let password = first_line(&printed).ok_or_else(|| failed(command, "it printed nothing"))?;
    known.insert(command.to_string(), password.clone());
    Ok(password)
}

/// Its password was refused: the next time it is asked for anew.
pub async fn forget(context: &Context, command: &str) {
    context.passwords.lock().await.remove(command);
}

fn first_line(printed: &[u8]) -> Option<Secret> {
    let text = std::str::from_utf8(printed).ok()?;
    let line = text.lines().next()?;
    (!line.is_empty()).then(|| Secret::new(line))
}

fn ill(command: &str, error: &ProgramError) -> Refusal {
    let why = match error {
        ProgramError::NoCommand(why) => format!("it is no command: {why}"),
        ProgramError::Unstarted(_, why) => format!("it could not be started: {why}"),
        ProgramError::Slow(total) => format!("not through after {} s", total.as_secs()),
        ProgramError::Large(_) => "it prints too much".to_string(),
        // Not what it complains of: that may repeat what it was to print.
        ProgramError::Failed(how, _) => how.clone(),
    };
    failed(command, &why)
}

fn failed(command: &str, why: &str) -> Refusal {
    let name = command.split_whitespace().next().unwrap_or_default();
    Refusal::new(
        FailureKind::Program,
        format!("no password from `{name}`: {why}"),
        Some("try the feed's `password_command` in a terminal"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_the_first_line() {
        let line = |text: &[u8]| first_line(text).map(|it| it.reveal().to_string());
        assert_eq!(line(b"hunter2\nuser: me\n").as_deref(), Some("hunter2"));
        assert_eq!(line(b"with space \r\n").as_deref(), Some("with space "));
        assert_eq!(line(b"no end").as_deref(), Some("no end"));
        for nothing in [&b""[..], b"\nsecond", b"\xff\xfe"] {
            assert_eq!(line(nothing), None);
        }
    }
}
