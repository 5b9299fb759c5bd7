//! The desktop told of something, by a program that does that.
//!
//! Invariant: what is told is a part of an argument each, without control characters, and never an option; where the desktop reads markup, it has none.

use std::time::Duration;

use crate::system::browser::words;
use crate::system::program::{ProgramError, hand};
use crate::text;

/// A program that takes longer is left alone.
const PATIENCE: Duration = Duration::from_secs(5);
/// Cells of a line that is told.
const LINE: usize = 120;

/// Tells the desktop. `command`: `auto`, or a command of the reader's, after whose words come title and text; `none` tells nobody.
pub async fn notify(command: &str, title: &str, lines: &[String]) -> Result<(), ProgramError> {
    let words = told_by(command, title, lines);
    if words.is_empty() {
        return Ok(());
    }
    hand(&words, PATIENCE).await
}

fn told_by(command: &str, title: &str, lines: &[String]) -> Vec<String> {
    let line = |line: &str| text::cut(&text::scrub_line(line), LINE).into_owned();
    let title = line(title);
    let body = lines.iter().map(|it| line(it)).collect::<Vec<_>>();
    let (mut command, body) = match command.trim() {
        "none" => return Vec::new(),
        "auto" | "" if cfg!(target_os = "macos") => (apple(), body.join("\n")),
        // The desktop reads markup in the text, not in the title.
        "auto" | "" => (freedesktop(), escaped(&body.join("\n"))),
        own => (words(own), body.join("\n")),
    };
    command.extend([title, body].map(|part| match part.strip_prefix('-') {
        Some(rest) => format!("\u{2013}{rest}"),
        None => part,
    }));
    command
}

fn freedesktop() -> Vec<String> {
    ["notify-send", "--app-name=byline", "--"]
        .map(str::to_string)
        .to_vec()
}

fn apple() -> Vec<String> {
    let script =
        "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run";
    ["osascript", "-e", script].map(str::to_string).to_vec()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_feed_says_is_no_markup_no_option_and_no_escape() {
        let lines = [
            "<b>bold</b> & \u{1b}[31mred\u{202e}".to_string(),
            "-x".to_string(),
        ];
        let told = told_by("auto", "-o 2 new", &lines);
        let [.., title, body] = told.as_slice() else {
            panic!("{told:?}")
        };
        assert_eq!(title, "\u{2013}o 2 new");
        if cfg!(target_os = "linux") {
            assert!(body.starts_with("&lt;b&gt;bold&lt;/b&gt; &amp; "), "{body}");
        }
        assert!(!body.contains(['\u{1b}', '\u{202e}']), "{body:?}");
        let own = told_by("say --loud", "a", &["b".to_string()]);
        assert_eq!(own, ["say", "--loud", "a", "b"]);
        assert!(told_by("none", "a", &[]).is_empty());
    }
}
