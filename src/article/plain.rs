//! HTML as plain text: set in lines by `html2text` behind guards, or stripped of its tags in one pass.
//!
//! The guards: it sees only HTML that `clean` has printed (balanced, bounded in depth), no tabs, no rows that overhang; never fewer
//! than 20 columns; never more than 2 MB; a panic is caught. What it refuses is stripped instead.

use std::panic::{AssertUnwindSafe, catch_unwind};

use html2text::config;

use crate::article::clean::clean;
use crate::article::element::{is_block, is_dropped};
use crate::article::entity::{Place, decode};
use crate::article::token::{Token, Tokens};
use crate::text::scrub;

const NARROWEST: u16 = 20;
const LONGEST: usize = 2 << 20;

/// Plain text in lines of at most `width` cells (at least 20), links as footnotes. HTML that is too large or too deep comes without
/// lines, as `strip` has it.
pub fn plain(html: &str, width: u16) -> String {
    let safe = clean(html, None)
        .replace('\t', "    ")
        .replace(" rowspan=", " data-rows=");
    if safe.len() > LONGEST {
        return strip(html);
    }
    let width = usize::from(width.max(NARROWEST));
    let set = || {
        let config = config::plain().unicode_strikeout(false);
        config.string_from_read(safe.as_bytes(), width)
    };
    match catch_unwind(AssertUnwindSafe(set)) {
        Ok(Ok(text)) => {
            let text = scrub(&text);
            let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
            lines.join("\n").trim_matches('\n').to_owned()
        }
        _ => strip(html),
    }
}

/// The text of HTML in one pass, blocks on lines of their own: for search, previews and reading time.
pub fn strip(html: &str) -> String {
    let mut text = Stripped::default();
    let mut dropped = None;
    for token in Tokens::new(html) {
        match token {
            Token::Start(start) => {
                if dropped.is_none()
                    && is_dropped(start.name)
                    && has_content(start.name)
                    && !start.is_closed
                {
                    dropped = Some(start.name);
                }
                text.tag(start.name);
            }
            Token::End(name) => {
                dropped = dropped.filter(|open| *open != name);
                text.tag(name);
            }
            Token::Text(_) | Token::Literal(_) if dropped.is_some() => {}
            Token::Text(part) => text.words(&decode(part, Place::Text)),
            Token::Literal(part) => text.words(part),
        }
    }
    scrub(text.text.trim_end()).into_owned()
}

fn has_content(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "svg"
            | "select"
            | "button"
            | "template"
            | "canvas"
            | "head"
            | "datalist"
    )
}

#[derive(Default)]
struct Stripped {
    text: String,
    owes_line: bool,
    owes_space: bool,
}

impl Stripped {
    fn tag(&mut self, name: &str) {
        self.owes_line |= is_block(name) && !matches!(name, "td" | "th") || name == "br";
        self.owes_space |= matches!(name, "td" | "th" | "img" | "option");
    }

    fn words(&mut self, part: &str) {
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c');
        self.owes_space |= part.starts_with(is_space);
        for word in part.split(is_space).filter(|word| !word.is_empty()) {
            if !self.text.is_empty() && self.owes_line {
                self.text.push('\n');
            } else if !self.text.is_empty() && self.owes_space {
                self.text.push(' ');
            }
            self.owes_line = false;
            self.owes_space = true;
            self.text.push_str(word);
        }
        self.owes_space = part.ends_with(is_space) || (self.owes_space && part.is_empty());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_words_stay() {
        let table = [
            ("plain", "plain"),
            ("<p>a <b>b</b>c</p><p>d", "a bc\nd"),
            ("a&amp;b &lt;c&gt; &nbsp;", "a&b <c>"),
            ("a<br>b<hr>c", "a\nb\nc"),
            ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
            (
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</table>",
                "a b\nc",
            ),
            ("a<script>b</script><style>c</style><!-- d -->e", "ae"),
            ("a<svg><path/><text>b</text></svg>c", "ac"),
            ("<title>x</title>a <em>b</em>", "a b"),
            ("a\n\n  b", "a b"),
            ("1 < 2 &#27;[0m", "1 < 2 [0m"),
            ("", ""),
        ];
        for (html, expect) in table {
            assert_eq!(strip(html), expect, "{html}");
        }
    }

    #[test]
    fn html2text_is_kept_from_harm() {
        let table = [
            ("<table><td colspan=3><th rowspan=9>", ""),
            ("<ul><li><pre>\t</pre></ul>", ""),
            ("<p>one two</p><p>three", "one two\n\nthree"),
        ];
        for (html, expect) in table {
            assert!(plain(html, 1).contains(expect), "{html}");
        }
        let deep = "<ul><li>".repeat(500) + "word";
        assert!(plain(&deep, 20).contains("word"));
    }
}
