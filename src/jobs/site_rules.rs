//! The reader's own rules for sites, `rules/*.txt` in the config folder: which file holds for a host, and what is wrong in them.
//!
//! `example.org.txt` holds for `example.org` and `www.example.org`, `.example.org.txt` for every host below it. The surest name wins. A
//! file is read when it is needed, so that what is edited holds from the next page on.

use std::path::Path;

use crate::article::Rules;
use crate::config::Problem;
use crate::jobs::settings::problem;
use crate::system::{self, Paths};

/// The rules for a host; nothing when there are none, or their file cannot be read.
pub fn rules_for(folder: &Path, host: &str) -> Option<Rules> {
    let text = names(host)
        .into_iter()
        .find_map(|name| system::load(&folder.join(name)).ok().flatten())?;
    Some(Rules::parse(&text).0)
}

/// The names of the files that may hold for a host, the surest first.
fn names(host: &str) -> Vec<String> {
    // It comes from the network, and becomes the name of a file.
    if host.is_empty() || host.contains(['/', '\\']) || host.starts_with('.') {
        return Vec::new();
    }
    let mut names = vec![format!("{host}.txt")];
    names.extend(host.strip_prefix("www.").map(|bare| format!("{bare}.txt")));
    let mut rest = host;
    while let Some((_, parent)) = rest.split_once('.') {
        if !parent.contains('.') {
            break;
        }
        names.push(format!(".{parent}.txt"));
        rest = parent;
    }
    names
}

/// Every mistake in the files, in their order. A line with one is left out, the others hold.
pub fn rule_problems(paths: &Paths) -> Vec<Problem> {
    let mut problems = Vec::new();
    for path in system::list(&paths.rules(), "txt") {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let file = format!("rules/{name}");
        let text = match system::load(&path) {
            Ok(text) => text.unwrap_or_default(),
            Err(unloaded) => {
                problems.push(problem(&file, unloaded));
                continue;
            }
        };
        let (_, mistakes) = Rules::parse(&text);
        problems.extend(mistakes.into_iter().map(|mistake| Problem {
            file: file.clone(),
            line: mistake.line,
            column: mistake.column,
            what: mistake.what,
            hint: Some(mistake.hint),
        }));
    }
    problems
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;

    use super::*;

    #[test]
    fn the_surest_name_comes_first() {
        let table = [
            ("a.example", vec!["a.example.txt"]),
            (
                "www.a.example",
                vec!["www.a.example.txt", "a.example.txt", ".a.example.txt"],
            ),
            (
                "x.news.a.example",
                vec![
                    "x.news.a.example.txt",
                    ".news.a.example.txt",
                    ".a.example.txt",
                ],
            ),
            ("", vec![]),
            ("../x", vec![]),
        ];
        for (host, expect) in table {
            assert_eq!(names(host), expect, "{host}");
        }
    }

    #[test]
    fn a_mistake_is_told_with_its_file_and_place_and_the_rest_holds() {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::within(home.path().join("config"), home.path().join("data"));
        fs::create_dir_all(paths.rules()).unwrap();
        let rules = "body: //div[@id='a']\n\nbdoy: //p\n";
        fs::write(paths.rules().join("a.example.txt"), rules).unwrap();
        fs::write(paths.rules().join("notes.md"), "no rules").unwrap();
        let problems = rule_problems(&paths);
        assert_eq!(problems.len(), 1);
        assert!(
            problems[0]
                .to_string()
                .starts_with("rules/a.example.txt:3:1 ")
        );
        assert!(problems[0].hint.is_some());
        assert!(rules_for(&paths.rules(), "www.a.example").is_some());
        assert!(rules_for(&paths.rules(), "b.example").is_none());
    }
}
