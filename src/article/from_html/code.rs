//! Text that keeps its lines: the content of `pre`, and the language it is in.

use crate::article::document::Block;
use crate::article::element::{is_block, is_dropped};
use crate::article::from_html::flow::Flow;
use crate::article::tree::{Element, Node};

/// Longer code is not looked through for what it might be.
const MOST_JSON: usize = 64 << 10;

/// Cells between tab stops.
const TAB: usize = 4;

/// Adds the text of a `pre` as a block.
pub fn push_code(element: &Element, flow: &mut Flow) {
    let text = code_text(&element.children);
    if !text.trim().is_empty() {
        let language = language(element).or_else(|| guessed(&text));
        flow.push(Block::Code {
            language,
            text,
            words: Vec::new(),
        });
    }
}

/// The text of nodes as it is written: no tabs, no empty lines at the ends.
pub fn code_text(nodes: &[Node]) -> String {
    let mut text = String::new();
    collect(nodes, &mut text);
    let text = without_tabs(&text);
    let start = text.len() - text.trim_start_matches('\n').len();
    text.get(start..).unwrap_or_default().trim_end().to_owned()
}

fn collect(nodes: &[Node], text: &mut String) {
    for node in nodes {
        match node {
            Node::Text(part) => text.push_str(part),
            Node::Element(element) if element.name == "br" => text.push('\n'),
            Node::Element(element) if is_dropped(element.name) => {}
            Node::Element(element) => {
                let starts_line =
                    is_block(element.name) && !text.is_empty() && !text.ends_with('\n');
                if starts_line {
                    text.push('\n');
                }
                collect(&element.children, text);
            }
            Node::Ended(_) => {}
        }
    }
}

fn without_tabs(text: &str) -> String {
    if !text.contains('\t') {
        return text.to_owned();
    }
    let mut spaced = String::with_capacity(text.len() + 16);
    let mut column = 0;
    for c in text.chars() {
        if c == '\t' {
            let gap = TAB - column % TAB;
            spaced.extend(std::iter::repeat_n(' ', gap));
            column += gap;
        } else {
            column = if c == '\n' { 0 } else { column + 1 };
            spaced.push(c);
        }
    }
    spaced
}

/// The language that `pre`, or the `code` in it, names: `language-rust`, `lang-c`, `highlight-source-python`.
fn language(pre: &Element) -> Option<String> {
    let inner = pre.elements().find(|child| child.name == "code");
    let named = [Some(pre), inner].into_iter().flatten().find_map(named);
    named.filter(|name| {
        !matches!(
            name.as_str(),
            "" | "text" | "plain" | "plaintext" | "none" | "txt" | "nohighlight"
        )
    })
}

/// The language of code that says itself what it is: by the name of its interpreter, or by an opening that nothing else has.
fn guessed(text: &str) -> Option<String> {
    let first = text.lines().next().unwrap_or_default();
    if let Some(call) = first.strip_prefix("#!") {
        let words = call.split_ascii_whitespace();
        let names = words.filter_map(|word| word.rsplit('/').next());
        let name = names.filter(|name| *name != "env" && !name.starts_with('-'));
        let name = name.map(|name| name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.'));
        let known = [
            "sh", "bash", "zsh", "python", "perl", "ruby", "node", "lua", "php",
        ];
        return name
            .take(1)
            .find(|name| known.contains(name))
            .map(str::to_owned);
    }
    let openings = [
        ("<?php", "php"),
        ("<?xml ", "xml"),
        ("<!DOCTYPE html", "html"),
        ("diff --git ", "diff"),
    ];
    let opening = openings.iter().find(|(start, _)| first.starts_with(start));
    if let Some((_, name)) = opening {
        return Some((*name).to_owned());
    }
    is_json(text).then(|| "json".to_owned())
}

/// Whether it is an object or a list of JSON, and no short one that might be something else.
fn is_json(text: &str) -> bool {
    text.len() <= MOST_JSON
        && text.starts_with(['{', '['])
        && text.contains("\":")
        && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn named(element: &Element) -> Option<String> {
    const PREFIXES: &[&str] = &[
        "language-",
        "lang-",
        "highlight-source-",
        "brush:",
        "sourceCode-",
    ];
    let attributes = ["data-lang", "data-language"];
    let direct = attributes.iter().find_map(|name| element.attribute(name));
    let classes = element.attribute_or_empty("class").split_ascii_whitespace();
    let in_class = || {
        let mut classes = classes.clone();
        classes.find_map(|class| {
            PREFIXES
                .iter()
                .find_map(|prefix| class.strip_prefix(prefix))
        })
    };
    let name = direct.or_else(in_class)?.trim().trim_end_matches(';');
    let is_short = name.chars().count() <= 20 && !name.contains(char::is_whitespace);
    is_short.then(|| name.to_lowercase())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;
    use crate::article::tree::{WHOLE, tree};

    #[test]
    fn lines_are_kept() {
        let table = [
            ("<pre>\na\n\tb\n\n</pre>", "a\n    b"),
            ("<pre>a<br>b<b>c</b></pre>", "a\nbc"),
            ("<pre><div>a</div><div>b</div></pre>", "a\nb"),
            ("<pre>ab\tc</pre>", "ab  c"),
        ];
        for (html, expect) in table {
            assert_eq!(code_text(&tree(html, WHOLE).nodes), expect, "{html}");
        }
    }

    #[test]
    fn languages_are_guessed_only_when_sure() {
        let table = [
            ("#!/bin/sh\nls", Some("sh")),
            ("#!/usr/bin/env -S python3.12 -u\nx", Some("python")),
            ("#!/usr/bin/env frobnicate\nx", None),
            ("#! in C", None),
            ("<?php echo 1;", Some("php")),
            ("diff --git a/x b/x\n", Some("diff")),
            ("{\"a\": [1, 2]}", Some("json")),
            ("{ a: 1 }", None),
            ("[1, 2]", None),
            ("fn main() {}", None),
            ("", None),
        ];
        for (text, expect) in table {
            assert_eq!(guessed(text).as_deref(), expect, "{text}");
        }
    }

    #[test]
    fn languages_are_found() {
        let table = [
            ("<pre class='x language-Rust'>", Some("rust")),
            ("<pre><code class=lang-c>", Some("c")),
            ("<pre data-lang=go>", Some("go")),
            ("<pre><code class=language-text>", None),
            ("<pre>", None),
        ];
        for (html, expect) in table {
            let nodes = tree(html, WHOLE).nodes;
            let Some(Node::Element(pre)) = nodes.first() else {
                panic!("no element")
            };
            assert_eq!(language(pre).as_deref(), expect, "{html}");
        }
    }
}
