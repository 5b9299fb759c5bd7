//! Entries through a command of the reader's own: they are its standard input, and no part of it.

use std::time::Duration;

use crate::article::Format;
use crate::jobs::context::Context;
use crate::jobs::printed::{TEXT_WIDTH, printed};
use crate::model::{EntryId, Trouble};
use crate::system::{self, Bounds, ProgramError};
use crate::text;

/// Who waits longer has gone away; until then `esc` stops it.
const BOUNDS: Bounds = Bounds {
    total: Duration::from_mins(10),
    most: 4 << 20,
};

/// Gives entries to a command, and answers what it prints, scrubbed. Dropping this ends the command with all that it started.
pub async fn pipe(
    context: &Context,
    entries: &[EntryId],
    format: Format,
    command: &str,
) -> Result<String, Trouble> {
    let input = printed(context, entries, format, TEXT_WIDTH).await?;
    let output = system::run_script(command, input, BOUNDS).await;
    let output = output.map_err(|error| failed(command, &error))?;
    Ok(text::scrub(&String::from_utf8_lossy(&output)).into_owned())
}

/// Why a command of the reader's did not do what it was to do.
pub fn failed(command: &str, error: &ProgramError) -> Trouble {
    let command = text::scrub_line(command);
    let named = text::cut(&command, 60);
    match error {
        ProgramError::NoCommand(why) => Trouble::plain(format!("`{named}` is no command: {why}")),
        ProgramError::Unstarted(program, why) => Trouble::new(
            format!("`{program}` could not be started: {why}"),
            "check its name, and PATH",
        ),
        ProgramError::Slow(total) => Trouble::new(
            format!(
                "`{named}` was stopped: not through after {} s",
                total.as_secs()
            ),
            "run it in a terminal to see what it waits for",
        ),
        ProgramError::Large(most) => Trouble::new(
            format!(
                "`{named}` was stopped: it printed more than {}",
                text::size(*most)
            ),
            "have it write to a file",
        ),
        ProgramError::Failed(how, complaint) => {
            let why = complaint.as_deref().map(|it| format!(": {it}"));
            Trouble::plain(format!(
                "`{named}` failed, {how}{}",
                why.unwrap_or_default()
            ))
        }
    }
}
