//! An entry as it is handed to others, the formats it may have, and the name of its file.

use serde::{Deserialize, Serialize};

use crate::text;

/// The longest name of a file without its ending, in bytes: the strictest file system in use (eCryptfs) has room for 143 in all.
const LONGEST_NAME: usize = 120;

/// Names that stand for devices on some systems, whatever their ending.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// What is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Lines of plain text.
    Text,
    /// CommonMark.
    #[default]
    Markdown,
    /// A whole page.
    Html,
    /// A book, EPUB 3.
    Epub,
}

/// What is known of an entry that leaves. Texts are plain and as received; they are scrubbed when they are printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// The headline.
    pub title: String,
    /// The entry's page.
    pub link: Option<String>,
    /// The feed, as the reader names it.
    pub feed: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// When, as RFC 3339.
    pub time: Option<String>,
    /// When, as it is shown.
    pub date: String,
    /// The reader's tags.
    pub tags: Vec<String>,
    /// What the reader noted to it.
    pub note: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// HTML as received.
    pub html: String,
    /// What links in the HTML are relative to.
    pub base: Option<String>,
    /// Pictures in it that are at hand: address, and the file.
    pub pictures: Vec<(String, Vec<u8>)>,
}

impl Format {
    /// All, in the order in which they are offered.
    pub const ALL: [Format; 4] = [Format::Markdown, Format::Html, Format::Text, Format::Epub];

    /// The ending of its files, without the dot.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Format::Text => "txt",
            Format::Markdown => "md",
            Format::Html => "html",
            Format::Epub => "epub",
        }
    }

    /// As it is named to the reader.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Markdown => "Markdown",
            Format::Html => "HTML",
            Format::Epub => "EPUB",
        }
    }

    /// The format that a file's name asks for.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Format> {
        let name = path.rsplit('/').next().unwrap_or_default();
        let (stem, ending) = name.rsplit_once('.')?;
        if stem.is_empty() {
            return None;
        }
        match ending.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Format::Text),
            "md" | "markdown" | "mkd" => Some(Format::Markdown),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "epub" => Some(Format::Epub),
            _ => None,
        }
    }
}

impl Piece {
    /// Feed, author, date and tags, each scrubbed and none empty.
    pub(crate) fn facts(&self) -> Vec<String> {
        let author = self.author.as_ref().filter(|it| **it != self.feed);
        let named = [Some(&self.feed), author, Some(&self.date)];
        let tags = self.tags.iter().map(|tag| format!("#{tag}"));
        let facts = named.into_iter().flatten().cloned().chain(tags);
        let facts = facts.map(|fact| text::scrub_line(&fact).into_owned());
        facts.filter(|fact| !fact.is_empty()).collect()
    }

    /// The headline, scrubbed; never empty.
    pub(crate) fn headline(&self) -> String {
        match text::scrub_line(&self.title) {
            title if title.is_empty() => "no title".to_string(),
            title => title.into_owned(),
        }
    }

    /// The link, if it is one of the web and breaks out of nothing.
    pub(crate) fn address(&self) -> Option<&str> {
        let link = self.link.as_deref()?.trim();
        let is_web = link.starts_with("https://") || link.starts_with("http://");
        let is_plain =
            !link.contains(|c: char| c.is_whitespace() || c.is_control() || c == '<' || c == '>');
        (is_web && is_plain).then_some(link)
    }

    /// The note, scrubbed, if there is one.
    pub(crate) fn noted(&self) -> Option<String> {
        let note = text::scrub(self.note.as_deref()?);
        let note = note.trim();
        (!note.is_empty()).then(|| note.to_string())
    }
}

/// A title as the name of a file, without its ending, that every file system takes and no shell or program takes for something else:
/// no separator, no character that some system forbids, no dot or dash at the start, no dot or space at the end, no device.
#[must_use]
pub fn file_name(title: &str) -> String {
    let spaced: String = text::scrub_line(title)
        .chars()
        .map(|c| match c {
            '/' | '\\' | ':' | '|' => '-',
            // What some system forbids, then what a shell would take for something else.
            '*' | '?' | '"' | '<' | '>' | '~' | '\'' | '`' | '$' | '!' | '&' | ';' => ' ',
            c => c,
        })
        .collect();
    let line = text::scrub_line(&spaced);
    let begun = line.trim_start_matches(['.', '-', ' ', '#', '@']);
    let mut name = String::new();
    for (_, grapheme, _) in text::graphemes(begun) {
        if name.len() + grapheme.len() > LONGEST_NAME {
            break;
        }
        name.push_str(grapheme);
    }
    let name = name.trim_end_matches(['.', ' ', '-']);
    let stem = name.split('.').next().unwrap_or_default().to_lowercase();
    let is_numbered = |kind| {
        stem.strip_prefix(kind)
            .is_some_and(|rest: &str| rest.len() == 1)
    };
    if name.is_empty() {
        return "article".to_string();
    }
    if DEVICES.contains(&stem.as_str()) || is_numbered("com") || is_numbered("lpt") {
        return format!("{name} article");
    }
    name.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_title_becomes_the_name_of_a_file() {
        let table = [
            (
                "How the scheduler learned to wait",
                "How the scheduler learned to wait",
            ),
            ("../../etc/passwd", "etc-passwd"),
            ("a/b\\c: d|e", "a-b-c- d-e"),
            ("What is \"this\"? *Really* <b>", "What is this Really b"),
            ("-rf --no-preserve-root", "rf --no-preserve-root"),
            (".hidden", "hidden"),
            ("~/x $(reboot) `id`; rm & !", "x (reboot) id rm"),
            ("the end...", "the end"),
            ("CON", "CON article"),
            ("com1.notes", "com1.notes article"),
            ("comma", "comma"),
            ("", "article"),
            ("///", "article"),
            ("a\nb\u{202e}c\0d", "a bcd"),
            ("龙架构补丁合入内核主线", "龙架构补丁合入内核主线"),
            ("שלום עולם", "שלום עולם"),
        ];
        for (title, expect) in table {
            assert_eq!(file_name(title), expect, "{title:?}");
        }
        let long = file_name(&"内核".repeat(100));
        assert!(long.len() <= LONGEST_NAME && long.chars().all(|c| c == '内' || c == '核'));
        assert!(
            !file_name(&"👩‍👩‍👧".repeat(30)).ends_with('\u{200d}'),
            "never half a family"
        );
    }

    #[test]
    fn the_ending_of_a_file_says_its_format() {
        let table = [
            ("~/a.md", Some(Format::Markdown)),
            ("a.b.HTM", Some(Format::Html)),
            ("/x/a.epub", Some(Format::Epub)),
            ("a.txt", Some(Format::Text)),
            ("a.pdf", None),
            ("a", None),
            ("x.md/a", None),
            (".md", None),
        ];
        for (path, expect) in table {
            assert_eq!(Format::of_path(path), expect, "{path}");
        }
        for format in Format::ALL {
            assert_eq!(
                Format::of_path(&format!("a.{}", format.ending())),
                Some(format)
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn any_title_is_one_safe_name(title in "\\PC{0,80}|[/.~ -]{0,9}") {
            let name = file_name(&title);
            prop_assert!(!name.is_empty() && name.len() <= LONGEST_NAME + 8);
            prop_assert!(!name.contains(['/', '\\', ':', '\0', '\n', '*', '?', '"', '<', '>', '|']));
            prop_assert!(!name.starts_with(['.', '-', ' ', '~']) && !name.ends_with(['.', ' ']));
        }
    }
}
