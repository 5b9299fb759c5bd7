//! The walls of the house as a test: floors and wings, circles, owners of libraries, headers, names.
//!
//! `lib.rs` says why the house is built so; this file holds the source to it, and is itself held to small bad trees that each break one rule.
//! What the compiler already guards (private modules, unused code) is not repeated here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Rooms by floor. A file imports only rooms on lower floors; a dry room never imports a wet one.
const FLOORS: &[(&str, u8, Wing)] = &[
    ("text", 0, Wing::Dry),
    ("model", 1, Wing::Dry),
    ("article", 1, Wing::Dry),
    ("command", 1, Wing::Dry),
    ("system", 2, Wing::Wet),
    ("parse", 2, Wing::Dry),
    ("query", 2, Wing::Dry),
    ("fetch", 2, Wing::Wet),
    ("config", 3, Wing::Dry),
    ("store", 3, Wing::Wet),
    ("app", 4, Wing::Dry),
    ("jobs", 4, Wing::Wet),
    ("view", 5, Wing::Dry),
    ("cli", 5, Wing::Wet),
    ("tui", 6, Wing::Hall),
];

/// Outside crates and the only places that may name them. A crate that is not listed may be named anywhere.
const OWNERS: &[(&str, &[&str])] = &[
    ("anyhow", &["main.rs", "cli/dispatch.rs"]),
    ("async_compression", &["fetch/coding.rs"]),
    (
        "base64",
        &[
            "system/",
            "fetch/credentials.rs",
            "parse/bookmark_json.rs",
            "article/export/page.rs",
        ],
    ),
    ("chardetng", &["parse/"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("crossterm", &["tui/"]),
    ("csv", &["parse/bookmark_csv.rs"]),
    ("directories", &["system/paths.rs"]),
    ("dom_query", &["article/", "parse/discover.rs"]),
    ("dom_smoothie", &["article/extract/body.rs"]),
    ("encoding_rs", &["parse/"]),
    ("feed_rs", &["parse/strict.rs"]),
    ("html2text", &["article/plain.rs"]),
    ("hypher", &["article/hyphens.rs"]),
    ("image", &["article/"]),
    ("ipnet", &["fetch/place.rs"]),
    ("notify", &["system/watch.rs"]),
    ("nucleo_matcher", &["app/"]),
    ("open", &["system/browser.rs"]),
    ("quick_xml", &["parse/"]),
    (
        "ratatui",
        &[
            "view/",
            "tui/",
            "config/theme",
            "app/layout.rs",
            "cli/render.rs",
        ],
    ),
    ("ratatui_image", &["view/", "tui/"]),
    ("regex", &["text/", "parse/", "query/"]),
    ("reqwest", &["fetch/"]),
    ("rusqlite", &["store/"]),
    ("rustix", &["system/", "tui/"]),
    ("rustls", &["fetch/"]),
    ("shell_words", &["system/", "parse/", "config/share.rs"]),
    ("syntect", &["article/syntax.rs"]),
    ("terminal_colorsaurus", &["tui/"]),
    (
        "tokio",
        &["store/", "fetch/", "system/", "jobs/", "cli/", "tui/"],
    ),
    (
        "tokio_util",
        &["store/", "fetch/", "system/", "jobs/", "cli/", "tui/"],
    ),
    ("toml", &["config/"]),
    ("toml_edit", &["config/"]),
    (
        "tracing",
        &["store/", "fetch/", "system/", "jobs/", "cli/", "tui/"],
    ),
    ("tracing_appender", &["system/"]),
    ("tracing_subscriber", &["system/"]),
    ("tui_input", &["app/"]),
    ("unicode_bidi", &["text/"]),
    ("unicode_linebreak", &["text/"]),
    ("unicode_normalization", &["text/"]),
    ("unicode_segmentation", &["text/"]),
    ("unicode_width", &["text/"]),
    ("webpki_root_certs", &["fetch/http.rs"]),
    ("zip", &["article/export/epub.rs", "system/bundle.rs"]),
    ("zstd", &["store/"]),
];

/// Names that say nothing about what is inside.
const FORBIDDEN: &[&str] = &[
    "prelude", "util", "utils", "helper", "helpers", "common", "misc", "manager",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wing {
    Dry,
    Wet,
    Hall,
}

/// A rule's name, a small tree that breaks it, and what must be said of it.
type Case = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

/// A source tree: path below `src/` and content.
type Tree = BTreeMap<String, String>;

#[test]
fn the_house_stands_as_drawn() {
    let mut tree = Tree::new();
    collect(Path::new("src"), Path::new("src"), &mut tree);
    assert!(
        tree.len() > 60,
        "the source was not found: {} files",
        tree.len()
    );
    let breaches = breaches(&tree);
    assert!(
        breaches.is_empty(),
        "{} breaches:\n{}",
        breaches.len(),
        breaches.join("\n")
    );
}

#[test]
fn each_rule_catches_its_small_bad_tree() {
    for (name, files, expect) in CASES {
        let tree = files
            .iter()
            .map(|(path, text)| ((*path).to_string(), (*text).to_string()))
            .collect();
        let found = breaches(&tree);
        assert!(
            found.iter().any(|breach| breach.contains(expect)),
            "{name}: expected `{expect}`, found {found:#?}"
        );
    }
}

#[test]
fn a_good_tree_passes() {
    let good = [
        ("lib.rs", "//! x\npub mod app;\npub mod text;"),
        (
            "app/mod.rs",
            "//! x\nmod a;\nmod b;\npub use a::A;\npub use b::B;",
        ),
        (
            "app/a.rs",
            "//! x\n// use crate::store::Store; in a comment\nuse crate::app::B;\nconst S: &str = \"use rusqlite::X; crate::store\";\nconst C: char = '\"';\n",
        ),
        (
            "app/b.rs",
            "//! x\nuse crate::text::cut;\n#[cfg(test)]\nmod tests {\n    use super::*;\n}",
        ),
        ("store/mod.rs", "//! x\nuse rusqlite::Connection;"),
    ];
    let tree = good
        .iter()
        .map(|(path, text)| ((*path).to_string(), (*text).to_string()))
        .collect();
    assert_eq!(breaches(&tree), Vec::<String>::new());
}

#[test]
fn no_test_file_is_forgotten() {
    let main = fs::read_to_string("tests/it/main.rs").unwrap();
    for entry in fs::read_dir("tests/it").unwrap() {
        let path = entry.unwrap().path();
        let Some(name) = path.file_stem().and_then(|name| name.to_str()) else {
            continue;
        };
        if path.extension().is_some_and(|kind| kind == "rs") && name != "main" {
            assert!(
                main.contains(&format!("mod {name};")),
                "tests/it/{name}.rs is not named in tests/it/main.rs"
            );
        }
    }
}

fn collect(dir: &Path, root: &Path, tree: &mut Tree) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, root, tree);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_string_lossy()
                .into_owned();
            tree.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

/// Every breach of every rule, one line each: where, what, and the mend.
fn breaches(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in tree {
        if !text.starts_with("//!") {
            found.push(format!("{path}:1 does not open with `//!`: say what lives here, what does not, and the invariant"));
        }
        for part in path
            .trim_end_matches(".rs")
            .split('/')
            .filter(|part| FORBIDDEN.contains(part))
        {
            found.push(format!(
                "{path}: `{part}` says nothing: name the file after what it holds"
            ));
        }
        let code = bare(text);
        owners(path, &code, tree, &mut found);
        match path.as_str() {
            "lib.rs" => only_modules(&code, &mut found),
            "main.rs" => {}
            _ => imports(path, &code, tree, &mut found, &mut edges),
        }
    }
    found.extend(circles(&edges));
    found
}

fn place(room: &str) -> Option<(u8, Wing)> {
    FLOORS
        .iter()
        .find(|(name, ..)| *name == room)
        .map(|(_, floor, wing)| (*floor, *wing))
}

/// Rules 1 and 6, and the edges for rule 2.
fn imports(
    path: &str,
    code: &str,
    tree: &Tree,
    found: &mut Vec<String>,
    edges: &mut BTreeMap<String, BTreeSet<String>>,
) {
    let room = path.split('/').next().unwrap_or_default();
    let Some((floor, wing)) = place(room) else {
        found.push(format!(
            "{path}: `{room}` is not in FLOORS: draw it there and in lib.rs first"
        ));
        return;
    };
    let is_test = path.ends_with("/tests.rs");
    let end = tests_begin(code);
    for (at, _) in code[..end].match_indices("super::") {
        if !is_test {
            found.push(format!(
                "{path}:{} says `super::`: write the path from `crate::`",
                line(code, at)
            ));
        }
    }
    for (at, target) in crate_paths(code) {
        let (other, rest) = target
            .split_first()
            .map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
        let at = line(code, at);
        match place(other) {
            None => found.push(format!("{path}:{at} imports `crate::{other}`, which is no room: a room's items live in a room")),
            Some(_) if other == room => {
                if let Some(file) = resolve(room, rest, tree).filter(|file| file != path && !path.starts_with(&format!("{}/", file.trim_end_matches(".rs")))) {
                    edges.entry(path.to_string()).or_default().insert(file);
                }
            }
            Some((_, Wing::Wet)) if wing == Wing::Dry => {
                found.push(format!("{path}:{at} is dry and imports the wet room `{other}`: take the data as a value, or move the code to jobs/"));
            }
            Some((below, _)) if below >= floor => {
                found.push(format!("{path}:{at} imports `{other}`, which is not on a lower floor: move the shared type down"));
            }
            Some(_) => {}
        }
    }
}

/// Where the tests of a file begin: at a `#[cfg(test)]` with nothing but attributes between it and `mod tests`.
fn tests_begin(code: &str) -> usize {
    let is_tests = |at: &usize| {
        let rest = code[*at..]
            .lines()
            .skip(1)
            .find(|line| !line.trim_start().starts_with("#["));
        rest.is_some_and(|line| line.starts_with("mod tests"))
    };
    let mut marks = code.match_indices("#[cfg(test)]").map(|(at, _)| at);
    marks.find(is_tests).unwrap_or(code.len())
}

/// Rule 3. A face that names its own file of the same name (`pub use open::Store`) names no library.
fn owners(path: &str, code: &str, tree: &Tree, found: &mut Vec<String>) {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    for (name, places) in OWNERS {
        let is_module =
            path.ends_with("/mod.rs") && tree.contains_key(&format!("{folder}/{name}.rs"));
        if is_module || places.iter().any(|place| path.starts_with(place)) {
            continue;
        }
        for (at, _) in code.match_indices(&format!("{name}::")) {
            let before = code[..at].chars().next_back();
            let inside = before.is_some_and(|c| c.is_alphanumeric() || c == '_')
                || code[..at].ends_with("crate::")
                || (before == Some(':') && !code[..at].ends_with(" ::"));
            if !inside {
                found.push(format!(
                    "{path}:{} names `{name}`, which only {} may: ask that room for what is needed",
                    line(code, at),
                    places.join(" ")
                ));
            }
        }
    }
}

fn only_modules(code: &str, found: &mut Vec<String>) {
    for (number, text) in code.lines().enumerate() {
        let text = text.trim();
        if !(text.is_empty() || text.starts_with("pub mod ") || text.starts_with("#!")) {
            found.push(format!(
                "lib.rs:{} holds more than modules: {text}",
                number + 1
            ));
        }
    }
}

/// Rule 2: the first circle found from each file, told once.
fn circles(edges: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let mut found = BTreeMap::new();
    for start in edges.keys() {
        let mut trail = vec![start.clone()];
        let mut seen = BTreeSet::new();
        if walk(start, edges, &mut trail, &mut seen) {
            let members: BTreeSet<String> = trail.iter().cloned().collect();
            found.entry(members).or_insert_with(|| {
                format!(
                    "circle: {} : move what both need into a file below both",
                    trail.join(" -> ")
                )
            });
        }
    }
    found.into_values().collect()
}

fn walk(
    start: &str,
    edges: &BTreeMap<String, BTreeSet<String>>,
    trail: &mut Vec<String>,
    seen: &mut BTreeSet<String>,
) -> bool {
    let Some(last) = trail.last().cloned() else {
        return false;
    };
    for next in edges.get(&last).into_iter().flatten() {
        if next == start {
            trail.push(next.clone());
            return true;
        }
        if seen.insert(next.clone()) {
            trail.push(next.clone());
            if walk(start, edges, trail, seen) {
                return true;
            }
            trail.pop();
        }
    }
    false
}

/// The file that `crate::room::rest` comes from: by module path, else through the face's `pub use`.
fn resolve(room: &str, rest: &[String], tree: &Tree) -> Option<String> {
    let mut folder = room.to_string();
    for (depth, part) in rest.iter().enumerate() {
        let (file, face) = (
            format!("{folder}/{part}.rs"),
            format!("{folder}/{part}/mod.rs"),
        );
        if tree.contains_key(&face) {
            folder = format!("{folder}/{part}");
            if depth + 1 == rest.len() {
                return Some(face);
            }
        } else if tree.contains_key(&file) {
            // A file with a folder beside it: `typeset.rs` and `typeset/table.rs`.
            let deeper = rest
                .get(depth + 1)
                .map(|next| format!("{folder}/{part}/{next}.rs"));
            return deeper.filter(|path| tree.contains_key(path)).or(Some(file));
        } else {
            let face = format!("{folder}/mod.rs");
            let source = tree.get(&face).and_then(|text| reexport(&bare(text), part));
            return match source {
                Some(module) => [
                    format!("{folder}/{module}.rs"),
                    format!("{folder}/{module}/mod.rs"),
                ]
                .into_iter()
                .find(|path| tree.contains_key(path)),
                None => tree.contains_key(&face).then_some(face),
            };
        }
    }
    None
}

/// The module from which a face's `pub use` takes `name`.
fn reexport(face: &str, name: &str) -> Option<String> {
    for (at, _) in face.match_indices("use ") {
        let statement = &face[at + 4..face[at..].find(';').map_or(face.len(), |end| at + end)];
        let statement = statement.trim_start_matches("self::");
        let words: Vec<&str> = statement
            .split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .filter(|word| !word.is_empty())
            .collect();
        if words.len() > 1 && words[1..].contains(&name) {
            return Some(words[0].to_string());
        }
    }
    None
}

/// Every path that starts at `crate::`, nested braces opened: where it begins, and its parts after `crate`.
fn crate_paths(code: &str) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        open_braces(&code[at + 7..], &mut Vec::new(), &mut |parts| {
            found.push((at, parts.to_vec()));
        });
    }
    found
}

/// Reads one path or brace group at the start of `code`; returns how many bytes it took.
fn open_braces(code: &str, prefix: &mut Vec<String>, emit: &mut dyn FnMut(&[String])) -> usize {
    let depth = prefix.len();
    let mut at = 0;
    loop {
        at += code[at..].len() - code[at..].trim_start().len();
        if code[at..].starts_with('{') {
            at += 1;
            loop {
                at += code[at..].len()
                    - code[at..]
                        .trim_start_matches(|c: char| c.is_whitespace() || c == ',')
                        .len();
                if at >= code.len() || code[at..].starts_with('}') {
                    prefix.truncate(depth);
                    return at + 1;
                }
                let taken = open_braces(&code[at..], prefix, emit);
                if taken == 0 {
                    prefix.truncate(depth);
                    return at;
                }
                at += taken;
            }
        }
        let word: String = code[at..]
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '*')
            .collect();
        at += word.len();
        if !word.is_empty() {
            prefix.push(word);
        }
        if code[at..].starts_with("::") && !code[at..].starts_with("::<") {
            at += 2;
            continue;
        }
        if code[at..].starts_with(" as ") {
            at += 4 + code[at + 4..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .count();
        }
        if prefix.len() > depth {
            emit(prefix);
        }
        prefix.truncate(depth);
        return at;
    }
}

fn line(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

/// The code with comments and the insides of strings and characters blanked; lines stay where they are.
fn bare(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let keep_lines = |out: &mut String, from: usize, to: usize| {
        out.extend(
            chars[from..to.min(chars.len())]
                .iter()
                .map(|c| if *c == '\n' { '\n' } else { ' ' }),
        );
    };
    while at < chars.len() {
        let end = match (chars[at], chars.get(at + 1)) {
            ('/', Some('/')) => find(&chars, at, "\n"),
            ('/', Some('*')) => find(&chars, at, "*/") + 2,
            ('r', Some('"' | '#')) if raw_string(&chars, at).is_some() => {
                raw_string(&chars, at).unwrap()
            }
            ('"', _) => string_end(&chars, at + 1, '"'),
            ('\'', Some('\\')) => string_end(&chars, at + 1, '\''),
            ('\'', Some(_)) if chars.get(at + 2) == Some(&'\'') => at + 3,
            _ => {
                out.push(chars[at]);
                at += 1;
                continue;
            }
        };
        keep_lines(&mut out, at, end);
        at = end;
    }
    out
}

fn find(chars: &[char], from: usize, what: &str) -> usize {
    let what: Vec<char> = what.chars().collect();
    (from..chars.len())
        .find(|at| chars[*at..].starts_with(&what))
        .unwrap_or(chars.len())
}

fn string_end(chars: &[char], mut at: usize, quote: char) -> usize {
    while at < chars.len() && chars[at] != quote {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

fn raw_string(chars: &[char], at: usize) -> Option<usize> {
    if at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_') && chars[at - 1] != 'b' {
        return None;
    }
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    if chars.get(at + 1 + hashes) != Some(&'"') {
        return None;
    }
    let close: String = std::iter::once('"')
        .chain(std::iter::repeat_n('#', hashes))
        .collect();
    Some(find(chars, at + 2 + hashes, &close) + close.chars().count())
}

/// A small bad tree for each rule.
const CASES: &[Case] = &[
    (
        "an upward import",
        &[("text/cut.rs", "//! x\nuse crate::model::Entry;")],
        "text/cut.rs:2 imports `model`, which is not on a lower floor",
    ),
    (
        "a neighbour",
        &[("model/a.rs", "//! x\nuse crate::article::Page;")],
        "imports `article`, which is not on a lower floor",
    ),
    (
        "dry names wet",
        &[("app/a.rs", "//! x\nuse crate::store::Store;")],
        "is dry and imports the wet room `store`",
    ),
    (
        "nested braces",
        &[(
            "view/a.rs",
            "//! x\nuse crate::{text::cut, jobs::{load, mark}};",
        )],
        "is dry and imports the wet room `jobs`",
    ),
    (
        "an inline path",
        &[(
            "query/a.rs",
            "//! x\nfn f() -> crate::config::Config { todo() }",
        )],
        "query/a.rs:2 imports `config`",
    ),
    (
        "super outside tests",
        &[("app/a.rs", "//! x\nuse super::b::B;")],
        "app/a.rs:2 says `super::`",
    ),
    (
        "an unknown room",
        &[("app/a.rs", "//! x\nuse crate::extras::B;")],
        "imports `crate::extras`, which is no room",
    ),
    (
        "an unlisted room",
        &[("attic/a.rs", "//! x\n")],
        "`attic` is not in FLOORS",
    ),
    (
        "a circle in a room",
        &[
            (
                "app/mod.rs",
                "//! x\nmod a;\nmod b;\npub use a::A;\npub use b::{B, C};",
            ),
            ("app/a.rs", "//! x\nuse crate::app::B;"),
            ("app/b.rs", "//! x\nuse crate::app::a::A;"),
        ],
        "circle: app/a.rs -> app/b.rs -> app/a.rs",
    ),
    (
        "a library outside its owner",
        &[("app/a.rs", "//! x\nuse rusqlite::Connection;")],
        "names `rusqlite`, which only store/ may",
    ),
    (
        "a library by path",
        &[("jobs/a.rs", "//! x\nfn f() { ::reqwest::get(); }")],
        "names `reqwest`",
    ),
    (
        "no header",
        &[("app/a.rs", "use std::fmt;")],
        "app/a.rs:1 does not open with `//!`",
    ),
    (
        "a forbidden name",
        &[("app/utils.rs", "//! x\n")],
        "`utils` says nothing",
    ),
    (
        "a forbidden folder",
        &[("app/common/a.rs", "//! x\n")],
        "`common` says nothing",
    ),
    (
        "an item in lib.rs",
        &[("lib.rs", "//! x\npub mod app;\npub fn shared() {}")],
        "lib.rs:3 holds more than modules",
    ),
    (
        "a room that imports the binary's root",
        &[("app/a.rs", "//! x\nuse crate::Shared;")],
        "imports `crate::Shared`, which is no room",
    ),
];
