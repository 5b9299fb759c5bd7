//! The golden corpus: every document in `tests/data/feeds` beside what it is understood as.
//!
//! `NAME.golden.json` states the content type that the document came with and the JSON of `byline parse` (HTML as
//! received), or the reason for which it is refused. With `UPDATE_GOLDEN=1` the expectations are written anew: read the
//! difference before keeping it.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use byline::parse::{self, Source};
use serde_json::{Value, json};

const URL: &str = "https://example.org/dir/feed.xml";

fn documents() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/feeds");
    let mut all: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.to_string_lossy().ends_with(".golden.json"))
        .collect();
    all.sort();
    all
}

fn understood(bytes: &[u8], content_type: Option<&str>) -> Value {
    let source = Source {
        url: Some(URL),
        content_type,
    };
    match parse::feed(bytes, &source) {
        Ok(feed) => parse::json(&feed, Some(URL), &|html, _| html.to_string()),
        Err(failure) => json!({
            "error": failure.to_string(),
            "hint": failure.hint,
            "looks_like_html": failure.looks_like_html,
        }),
    }
}

#[test]
fn every_document_is_understood_as_stated() {
    let is_update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut wrong = Vec::new();
    let documents = documents();
    assert!(documents.len() >= 50, "{} documents", documents.len());
    for path in documents {
        let golden = path.with_extension("golden.json");
        let stated: Value = fs::read_to_string(&golden)
            .ok()
            .map_or(Value::Null, |text| serde_json::from_str(&text).unwrap());
        let content_type = stated.get("content_type").and_then(Value::as_str);
        let found = json!({
            "content_type": content_type,
            "understood": understood(&fs::read(&path).unwrap(), content_type),
        });
        if found != stated {
            if is_update {
                fs::write(
                    &golden,
                    serde_json::to_string_pretty(&found).unwrap() + "\n",
                )
                .unwrap();
            }
            wrong.push(format!("{}:\n{found:#}", path.display()));
        }
    }
    assert!(is_update || wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whatever happens to a document on its way, it is understood or refused, and fast.
#[test]
fn a_document_cut_anywhere_does_no_harm() {
    for path in documents() {
        let bytes = fs::read(&path).unwrap();
        let step = (bytes.len() / 40).max(1);
        for end in (0..bytes.len()).step_by(step) {
            let _ = understood(bytes.get(..end).unwrap(), None);
        }
    }
}

/// The files of a folder of `tests/data`, each with what `print` makes of it, in one text.
fn listed(folder: &str, print: fn(&[u8]) -> String) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(folder);
    let mut all: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending != "txt"))
        .collect();
    all.sort();
    all.iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            format!("{name}\n{}", print(&fs::read(path).unwrap()))
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn check_against(golden: &str, found: &str) {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(golden);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&golden, found).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&golden).unwrap_or_default(),
        found,
        "{}",
        golden.display()
    );
}

#[test]
fn pages_name_their_feeds() {
    let found = listed("pages", |bytes| {
        let source = Source {
            url: Some("https://news.example/dir/page.html"),
            content_type: Some("text/html"),
        };
        let feeds = parse::discover(bytes, &source, &[]).feeds;
        let lines = feeds.into_iter().map(|feed| {
            let title = feed.title.unwrap_or_default();
            let (format, note) = (
                feed.format.unwrap_or_default(),
                feed.note.unwrap_or_default(),
            );
            format!("  {} | {title} | {format} | {note}\n", feed.url)
        });
        lines.collect()
    });
    check_against("pages/golden.txt", &found);
}

#[test]
fn lists_of_other_readers_are_taken() {
    let found = listed("opml", |bytes| match parse::opml(bytes) {
        Ok(list) => {
            let feeds = list.feeds.into_iter().map(|feed| {
                let (title, folder) = (
                    feed.title.unwrap_or_default(),
                    feed.folder.unwrap_or_default(),
                );
                format!(
                    "  {} | {title} | {folder} | {}\n",
                    feed.url,
                    feed.tags.join(",")
                )
            });
            let refused = list.refused.into_iter().map(|note| format!("  ! {note}\n"));
            let notes = list.notes.into_iter().map(|note| format!("  # {note}\n"));
            feeds.chain(refused).chain(notes).collect()
        }
        Err(failure) => format!("  ! {failure}\n"),
    });
    check_against("opml/golden.txt", &found);
}
