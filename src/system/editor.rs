//! The reader's editor and pager, as commands to run while the screen is away.

use std::env;
use std::path::Path;
use std::process::Command;

use crate::system::browser::words;

/// `$VISUAL`, else `$EDITOR`, else `vi`, for a file at a line; not started yet.
#[must_use]
pub fn editor(path: &Path, line: Option<u32>) -> Command {
    let named = ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| env::var(name).ok())
        .find(|command| !command.trim().is_empty())
        .unwrap_or_else(|| "vi".into());
    command(&words(&named), path, line)
}

/// `$PAGER`, else `less`, for a file of text; not started yet.
#[must_use]
pub fn pager(path: &Path) -> Command {
    let named = env::var("PAGER").ok();
    let named = named.filter(|command| !command.trim().is_empty());
    let mut command = command(&words(named.as_deref().unwrap_or("less")), path, None);
    // What git and others set (`FRX`) lets `less` leave at once when a text is short: its reader would see a flash.
    let flags = env::var("LESS").unwrap_or_default();
    command.env("LESS", format!("{flags} -+F").trim_start());
    command
}

fn command(words: &[String], path: &Path, line: Option<u32>) -> Command {
    let (program, arguments) = words
        .split_first()
        .map_or(("vi", [].as_slice()), |(program, rest)| (program, rest));
    let mut command = Command::new(program);
    command.args(arguments);
    let name = Path::new(program)
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    match (name.as_ref(), line) {
        ("code" | "codium" | "zed", Some(line)) => {
            command
                .arg("--goto")
                .arg(format!("{}:{line}", path.display()));
        }
        ("hx" | "helix" | "subl", Some(line)) => {
            command.arg(format!("{}:{line}", path.display()));
        }
        (
            "vi" | "vim" | "nvim" | "nano" | "emacs" | "emacsclient" | "kak" | "micro" | "joe",
            Some(line),
        ) => {
            command.arg(format!("+{line}")).arg(path);
        }
        _ => {
            command.arg(path);
        }
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        let cases = [
            ("vim", vec!["+12", "/c/config.toml"]),
            ("/usr/bin/nano -w", vec!["-w", "+12", "/c/config.toml"]),
            ("hx", vec!["/c/config.toml:12"]),
            ("code --wait", vec!["--wait", "--goto", "/c/config.toml:12"]),
            ("ed", vec!["/c/config.toml"]),
        ];
        for (editor, expect) in cases {
            let command = command(&words(editor), Path::new("/c/config.toml"), Some(12));
            let arguments: Vec<_> = command.get_args().map(|a| a.to_string_lossy()).collect();
            assert_eq!(arguments, expect, "{editor}");
        }
    }
}
