//! Programs whose output is wanted: run without a shell, without the terminal, within bounds of time and size.
//!
//! Invariant: whichever way it ends, nothing that the program started in its group outlives its time; and what it is given and
//! gives never fills memory without end.

use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::text;

/// How much of what a program complains of is kept: its end.
const COMPLAINT: usize = 4096;

/// Cells of a complaint as it is told.
const COMPLAINT_CELLS: usize = 160;

/// What a program may take.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// In all.
    pub total: Duration,
    /// Bytes of its output.
    pub most: u64,
}

/// Why there is no output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProgramError {
    /// The command is none: why not.
    NoCommand(&'static str),
    /// It could not be started: which program, and why.
    Unstarted(String, String),
    /// It was not through in this time, and was ended.
    Slow(Duration),
    /// It printed more than this, and was ended.
    Large(u64),
    /// It ended with a failure: how, and the last line of its complaint.
    Failed(String, Option<String>),
}

/// Runs a command and answers what it prints. Words are parted as a shell parts them, but no shell is there: who wants one writes
/// `sh -c '…'`. A word that begins with `~/` begins in the home folder, which is also where the program runs. `input` is its standard input.
pub async fn run(
    command: &str,
    input: Option<Vec<u8>>,
    home: Option<&Path>,
    bounds: Bounds,
) -> Result<Vec<u8>, ProgramError> {
    run_words(&words(command, home)?, input, home, bounds).await
}

/// Runs a script of the reader's own through `sh`, where byline was started, and answers what it prints. What comes from feeds may be its input,
/// never a part of it.
pub async fn run_script(
    script: &str,
    input: Vec<u8>,
    bounds: Bounds,
) -> Result<Vec<u8>, ProgramError> {
    let words = ["sh", "-c", script].map(str::to_string);
    run_words(&words, Some(input), None, bounds).await
}

/// Starts a program with these words and waits `patience` for its end. One that runs on is left alone, also when byline ends: it may be a window.
/// Its output goes nowhere.
pub async fn hand(words: &[String], patience: Duration) -> Result<(), ProgramError> {
    let (program, arguments) = words
        .split_first()
        .ok_or(ProgramError::NoCommand("it is empty"))?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .map_err(|error| unstarted(program, &error))?;
    // One that is given up is reaped by the runtime when it ends.
    match timeout(patience, child.wait()).await {
        Err(_) => Ok(()),
        Ok(Ok(status)) if status.success() => Ok(()),
        Ok(Ok(status)) => Err(ProgramError::Failed(how(status), None)),
        Ok(Err(error)) => Err(ProgramError::Failed(error.to_string(), None)),
    }
}

fn unstarted(program: &str, error: &std::io::Error) -> ProgramError {
    let why = error.to_string();
    let why = why.split(" (os error").next().unwrap_or_default();
    ProgramError::Unstarted(program.to_string(), why.to_lowercase())
}

async fn run_words(
    words: &[String],
    input: Option<Vec<u8>>,
    home: Option<&Path>,
    bounds: Bounds,
) -> Result<Vec<u8>, ProgramError> {
    let (program, arguments) = words
        .split_first()
        .ok_or(ProgramError::NoCommand("it is empty"))?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(match input {
            Some(_) => Stdio::piped(),
            None => Stdio::null(),
        })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // A group of its own, in the background of the terminal: it cannot read keys, and ends with all that it started.
        .process_group(0)
        .kill_on_drop(true)
        .env("TERM", "dumb")
        .env("NO_COLOR", "1");
    if let Some(home) = home {
        command.current_dir(home);
    }
    let mut child = command
        .spawn()
        .map_err(|error| unstarted(program, &error))?;
    let mut group = Group::of(&child);
    let ended = timeout(bounds.total, converse(&mut child, input, bounds.most)).await;
    let (status, output, complaint) = ended.map_err(|_| ProgramError::Slow(bounds.total))??;
    group.is_through();
    if status.success() {
        return Ok(output);
    }
    Err(ProgramError::Failed(how(status), last_line(&complaint)))
}

/// A command as words.
fn words(command: &str, home: Option<&Path>) -> Result<Vec<String>, ProgramError> {
    let words = shell_words::split(command)
        .map_err(|_| ProgramError::NoCommand("a quote in it is not closed"))?;
    let at_home = |word: String| match (word.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest).to_string_lossy().into_owned(),
        _ => word,
    };
    Ok(words.into_iter().map(at_home).collect())
}

/// The program and all that it started; they end when this is dropped before it was through.
struct Group(Option<Pid>);

impl Group {
    fn of(child: &Child) -> Group {
        let id = child.id().and_then(|id| i32::try_from(id).ok());
        Group(id.and_then(Pid::from_raw))
    }

    fn is_through(&mut self) {
        self.0 = None;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(group) = self.0 {
            // It may have ended by itself just now.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

/// Gives it its input while taking its output, until it ends.
async fn converse(
    child: &mut Child,
    input: Option<Vec<u8>>,
    most: u64,
) -> Result<(ExitStatus, Vec<u8>, Vec<u8>), ProgramError> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let give = async {
        if let (Some(mut stdin), Some(input)) = (stdin, input) {
            // One that has read enough closes its end: that is no failure.
            let _ = stdin.write_all(&input).await;
        }
        Ok(())
    };
    let take = async {
        let mut output = Vec::new();
        if let Some(stdout) = stdout {
            let mut bounded = stdout.take(most.saturating_add(1));
            let read = bounded.read_to_end(&mut output).await;
            read.map_err(|error| ProgramError::Failed(error.to_string(), None))?;
        }
        if output.len() as u64 > most {
            return Err(ProgramError::Large(most));
        }
        Ok(output)
    };
    let listen = async { Ok(end_of(stderr).await) };
    let (output, complaint, ()) = tokio::try_join!(take, listen, give)?;
    let status = child.wait().await;
    let status = status.map_err(|error| ProgramError::Failed(error.to_string(), None))?;
    Ok((status, output, complaint))
}

/// The last bytes of a stream.
async fn end_of(stream: Option<impl AsyncRead + Unpin>) -> Vec<u8> {
    let mut end = Vec::new();
    let Some(mut stream) = stream else {
        return end;
    };
    let mut piece = [0; COMPLAINT];
    while let Ok(read @ 1..) = stream.read(&mut piece).await {
        end.extend_from_slice(piece.get(..read).unwrap_or_default());
        let old = end.len().saturating_sub(COMPLAINT);
        end.drain(..old);
    }
    end
}

fn how(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("it ended with {code}"),
        (None, Some(signal)) => format!("signal {signal} ended it"),
        (None, None) => "it failed".to_string(),
    }
}

fn last_line(complaint: &[u8]) -> Option<String> {
    let complaint = String::from_utf8_lossy(complaint);
    let line = complaint
        .lines()
        .map(text::scrub_line)
        .rfind(|line| !line.is_empty())?;
    Some(text::cut(&line, COMPLAINT_CELLS).into_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const BOUNDS: Bounds = Bounds {
        total: Duration::from_secs(20),
        most: 1 << 20,
    };

    async fn ran(command: &str, input: Option<&str>) -> Result<String, ProgramError> {
        let input = input.map(|input| input.as_bytes().to_vec());
        let output = run(command, input, None, BOUNDS).await?;
        Ok(String::from_utf8(output).unwrap())
    }

    #[test]
    fn words_are_parted_as_a_shell_parts_them() {
        let home = Some(Path::new("/home/ada"));
        let table: [(&str, &[&str]); 5] = [
            ("a  b", &["a", "b"]),
            (r#"a 'b c' "d \"e" f\ g"#, &["a", "b c", "d \"e", "f g"]),
            (
                "~/bin/x.sh ~/a ~b a~/",
                &["/home/ada/bin/x.sh", "/home/ada/a", "~b", "a~/"],
            ),
            ("sh -c 'a | b; $c'", &["sh", "-c", "a | b; $c"]),
            ("", &[]),
        ];
        for (command, expect) in table {
            assert_eq!(words(command, home).unwrap(), expect, "{command}");
        }
        assert!(words("a 'b", home).is_err());
    }

    #[tokio::test]
    async fn a_program_gives_its_output_and_no_shell_is_there() {
        assert_eq!(
            ran("printf 'a %s' '$HOME;ls'", None).await.unwrap(),
            "a $HOME;ls"
        );
        assert_eq!(ran("sh -c 'echo $((1+1))'", None).await.unwrap(), "2\n");
        assert_eq!(ran("cat", Some("the body")).await.unwrap(), "the body");
        assert_eq!(ran("cat", None).await.unwrap(), "", "no keys are read");
        // More than a pipe holds, both ways, to a program that reads only some of it.
        let much = "0123456789".repeat(30_000);
        assert_eq!(ran("cat", Some(&much)).await.unwrap().len(), much.len());
        assert_eq!(ran("head -c 3", Some(&much)).await.unwrap(), "012");
    }

    #[tokio::test]
    async fn a_failure_tells_how_it_ended_and_the_last_complaint() {
        let failed = |how: &str, why: Option<&str>| {
            Err(ProgramError::Failed(how.into(), why.map(str::to_string)))
        };
        let cases = [
            (
                "sh -c 'echo feed; echo first >&2; printf \"no \\033[31m network\\n\\n\" >&2; exit 3'",
                failed("it ended with 3", Some("no [31m network")),
            ),
            ("sh -c 'kill -9 $$'", failed("signal 9 ended it", None)),
            ("false", failed("it ended with 1", None)),
            (
                "'a",
                Err(ProgramError::NoCommand("a quote in it is not closed")),
            ),
            (" ", Err(ProgramError::NoCommand("it is empty"))),
            (
                "no-such-program-here x",
                Err(ProgramError::Unstarted(
                    "no-such-program-here".into(),
                    "no such file or directory".into(),
                )),
            ),
        ];
        for (command, expect) in cases {
            assert_eq!(ran(command, None).await, expect, "{command}");
        }
    }

    #[tokio::test]
    async fn a_script_of_the_readers_own_is_a_shells_and_its_input_is_not() {
        let input = b"$(echo gone); `id`".to_vec();
        let output = run_script("cat | tr a-z A-Z", input, BOUNDS).await.unwrap();
        assert_eq!(output, b"$(ECHO GONE); `ID`");
    }

    #[tokio::test]
    async fn what_is_handed_on_may_run_on_and_a_failure_is_told() {
        let words = |line: &str| words(line, None).unwrap();
        let patience = Duration::from_secs(20);
        assert_eq!(hand(&words("true"), patience).await, Ok(()));
        let failed = hand(&words("sh -c 'exit 4'"), patience).await;
        assert_eq!(
            failed,
            Err(ProgramError::Failed("it ended with 4".into(), None))
        );
        assert!(
            hand(&words("no-such-program-here"), patience)
                .await
                .is_err()
        );
        assert_eq!(
            hand(&words("sleep 2"), Duration::from_millis(20)).await,
            Ok(())
        );
    }

    #[tokio::test]
    async fn what_takes_too_long_or_says_too_much_is_ended() {
        let total = Duration::from_millis(50);
        let ended = run("sleep 1000", None, None, Bounds { total, ..BOUNDS }).await;
        assert_eq!(ended, Err(ProgramError::Slow(total)));
        let most = 1000;
        let ended = run("yes", None, None, Bounds { most, ..BOUNDS }).await;
        assert_eq!(ended, Err(ProgramError::Large(most)));
    }

    #[tokio::test]
    async fn a_program_that_is_dropped_ends_with_all_that_it_started() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("pid");
        let script = format!("sh -c 'sleep 1000 & echo $! >{}; wait'", file.display());
        let started = until(|| {
            let pid = std::fs::read_to_string(&file).unwrap_or_default();
            pid.ends_with('\n').then(|| pid.trim().to_string())
        });
        let child = tokio::select! {
            ended = run(&script, None, None, BOUNDS) => unreachable!("{ended:?}"),
            child = started => child,
        };
        until(
            || match std::fs::read_to_string(format!("/proc/{child}/stat")) {
                // Its parent is gone too: whoever inherited it may not have noticed its end yet.
                Ok(stat) => stat.contains(") Z ").then_some(()),
                Err(_) => Some(()),
            },
        )
        .await;
    }

    async fn until<T>(met: impl Fn() -> Option<T>) -> T {
        let wait = async {
            loop {
                if let Some(met) = met() {
                    return met;
                }
                tokio::task::yield_now().await;
            }
        };
        timeout(Duration::from_secs(20), wait).await.unwrap()
    }
}
