//! The browser: shows addresses that feeds gave, so nothing here passes through a shell.

use std::env;
use std::ffi::OsStr;
use std::process::{Command, Stdio};

use url::Url;

use crate::model::Trouble;

/// Shows an address in `command`, else in `$BROWSER`, else in the system's browser. Only http, https and mailto; detached, with no
/// hold on the terminal.
pub fn browse(address: &str, command: &str) -> Result<(), Trouble> {
    let url = Url::parse(address).map_err(|_| refused(address))?;
    if !matches!(url.scheme(), "http" | "https" | "mailto") {
        return Err(refused(address));
    }
    let named = Some(command.to_string())
        .filter(|command| !command.trim().is_empty())
        .or_else(|| env::var("BROWSER").ok())
        .filter(|command| !command.trim().is_empty());
    match named {
        Some(command) => start(&words(&command), url.as_str(), "browser"),
        None => open::that_detached(url.as_str()).map_err(|error| {
            Trouble::new(
                format!("no browser could be started: {error}"),
                "set `browser` in `config.toml`, or $BROWSER",
            )
        }),
    }
}

/// Plays the sound or film at an address in `player`, else shows it as `browse` does. Only http and https; detached, with no hold on the
/// terminal.
pub fn play(address: &str, player: &str, browser: &str) -> Result<(), Trouble> {
    if player.trim().is_empty() {
        return browse(address, browser);
    }
    let url = Url::parse(address).map_err(|_| refused(address))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refused(address));
    }
    start(&words(player), url.as_str(), "player")
}

fn refused(address: &str) -> Trouble {
    Trouble::new(
        format!(
            "`{}` is not opened: only http, https and mailto are",
            address.chars().take(80).collect::<String>()
        ),
        "g l lists the links: ctrl-y copies one there",
    )
}

/// Starts the program of an option.
fn start(words: &[String], address: &str, option: &'static str) -> Result<(), Trouble> {
    let Some((program, arguments)) = words.split_first() else {
        return Err(Trouble::plain(format!("`{option}` names no program")));
    };
    let mut command = Command::new(program);
    let mut told = false;
    for argument in arguments {
        told |= argument.contains("%s") || argument.contains("%u");
        command.arg(argument.replace("%s", address).replace("%u", address));
    }
    if !told {
        command.arg(address);
    }
    spawn(&mut command, OsStr::new(program), option)
}

fn spawn(command: &mut Command, program: &OsStr, option: &str) -> Result<(), Trouble> {
    use std::os::unix::process::CommandExt;
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn();
    match child {
        Ok(mut child) => {
            // Its end is waited for aside, so that no zombie stays while byline runs.
            let _ = std::thread::Builder::new()
                .name("browser".into())
                .spawn(move || child.wait());
            Ok(())
        }
        Err(error) => Err(Trouble::new(
            format!(
                "`{}` could not be started: {error}",
                program.to_string_lossy()
            ),
            match option {
                "browser" => "check `browser` in `config.toml`, or $BROWSER".to_string(),
                _ => format!("check `{option}` in `config.toml`"),
            },
        )),
    }
}

/// A command line as words; quotes hold words together, and nothing else has a meaning.
pub(crate) fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_words_together() {
        assert_eq!(
            words("firefox -P 'my own' %s"),
            ["firefox", "-P", "my own", "%s"]
        );
        assert_eq!(words("  "), Vec::<String>::new());
        assert_eq!(words("a \"\" b"), ["a", "", "b"]);
    }

    #[test]
    fn what_is_no_web_address_is_refused() {
        for address in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "-x",
            "ssh://host",
        ] {
            assert!(browse(address, "true").is_err(), "{address}");
        }
        assert!(browse("https://example.org/", "true").is_ok());
        assert!(browse("https://example.org/", "no-such-browser-here").is_err());
    }

    #[test]
    fn a_player_gets_web_addresses_alone_and_what_fails_names_its_option() {
        assert!(play("https://example.org/1.mp3", "true", "").is_ok());
        assert!(play("https://example.org/1.mp3", "", "true").is_ok());
        for address in ["file:///etc/passwd", "mailto:a@b.example", "--script=x"] {
            assert!(play(address, "true", "").is_err(), "{address}");
        }
        let failed = play("https://example.org/1.mp3", "no-such-player-here", "");
        let hint = failed.err().and_then(|trouble| trouble.hint);
        assert!(hint.is_some_and(|hint| hint.contains("`player`")));
    }
}
