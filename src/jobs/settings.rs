//! The reader's options, keys and themes, read from the config folder.
//!
//! A file that cannot be read is a problem like any mistake in it: the shipped values hold instead.

use std::path::Path;

use crate::config::{Config, Files, Problem};
use crate::system::{self, Paths, Unloaded};

/// What holds of the options, and the mistakes found.
pub fn settings(paths: &Paths) -> (Config, Vec<Problem>) {
    let mut unread = Vec::new();
    let config = text(&paths.config_file(), "config.toml", &mut unread);
    let keys = text(&paths.keys_file(), "keys.toml", &mut unread);
    let themes = themes(&paths.config.join("themes"), &mut unread);
    let (config, problems) = Config::read(Files {
        config: config.as_deref(),
        keys: keys.as_deref(),
        themes: &themes,
    });
    unread.extend(problems);
    (config, unread)
}

/// Every `themes/NAME.toml`: its name and its text.
fn themes(folder: &Path, unread: &mut Vec<Problem>) -> Vec<(String, String)> {
    system::list(folder, "toml")
        .into_iter()
        .filter_map(|path| {
            let name = path.file_stem()?.to_str()?.to_string();
            let text = text(&path, &format!("themes/{name}.toml"), unread)?;
            Some((name, text))
        })
        .collect()
}

fn text(path: &Path, file: &str, unread: &mut Vec<Problem>) -> Option<String> {
    system::load(path).unwrap_or_else(|unloaded| {
        unread.push(problem(file, unloaded));
        None
    })
}

/// A file that could not be loaded, told as a mistake in it.
pub fn problem(file: &str, unloaded: Unloaded) -> Problem {
    Problem {
        file: file.into(),
        line: unloaded.line,
        column: unloaded.column,
        what: format!("could not be loaded: {}", unloaded.why),
        hint: Some(unloaded.hint),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;

    use super::*;

    #[test]
    fn a_mistake_leaves_the_rest_as_it_is() {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::within(home.path().join("config"), home.path().join("data"));
        fs::create_dir_all(paths.config.join("themes")).unwrap();
        fs::write(paths.config_file(), "theme = \"mine\"\nmeasure = 8\n").unwrap();
        fs::write(paths.theme_file("mine"), "[role]\ntext = \"red\"\n").unwrap();
        fs::create_dir(paths.keys_file()).unwrap();
        let (config, problems) = settings(&paths);
        assert_eq!(config.theme, "mine");
        assert_eq!(config.measure, Config::default().measure);
        let files: Vec<&str> = problems
            .iter()
            .map(|problem| problem.file.as_str())
            .collect();
        assert_eq!(files, ["keys.toml", "config.toml"]);
    }
}
