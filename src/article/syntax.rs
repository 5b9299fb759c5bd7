//! Which words of a program are keywords, texts, numbers and comments: the colours of code, as roles.
//!
//! `syntect` knows the grammars; what its themes would say of colours is not asked for. Grammars are loaded at the first use. This takes
//! time, so it is no part of making a document: an article is shown first, and gets its colours when they are there.
//! Invariant: bounded in bytes; between any two lines the caller may end it; the text itself never changes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::article::document::{Block, CodeWords, Document};
use crate::text::Role;

/// Bytes of one block of code that are looked at; of a longer one nothing is.
const LONGEST_CODE: usize = 64 << 10;
/// Bytes of all the code of an article that are looked at.
const MOST_CODE: usize = 256 << 10;
/// Longer lines are data.
const LONGEST_LINE: usize = 1_000;

static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// What pages call a language, and the grammar that is right for it, or near enough to tell its texts and comments.
const ALIASES: &[(&str, &str)] = &[
    ("golang", "go"),
    ("shell", "sh"),
    ("console", "sh"),
    ("shell-session", "sh"),
    ("shellsession", "sh"),
    ("zsh", "sh"),
    ("fish", "sh"),
    ("c++", "cpp"),
    ("csharp", "cs"),
    ("c#", "cs"),
    ("node", "js"),
    ("jsx", "js"),
    ("ts", "js"),
    ("tsx", "js"),
    ("mjs", "js"),
    ("typescript", "js"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("objc", "m"),
    ("objective-c", "m"),
    ("python3", "py"),
    ("py3", "py"),
    ("elisp", "lisp"),
    ("emacs-lisp", "lisp"),
    ("scheme", "lisp"),
    ("racket", "lisp"),
    ("html5", "html"),
    ("svg", "xml"),
    ("patch", "diff"),
    ("make", "makefile"),
    ("postgres", "sql"),
    ("postgresql", "sql"),
    ("mysql", "sql"),
    ("sqlite", "sql"),
    ("latex", "tex"),
];

/// What the words in a scope are; the first that fits the innermost scope counts.
static ROLES: LazyLock<Vec<(Scope, Role)>> = LazyLock::new(|| {
    let table = [
        ("comment", Role::CodeComment),
        ("punctuation.definition.comment", Role::CodeComment),
        ("string", Role::CodeString),
        ("punctuation.definition.string", Role::CodeString),
        ("constant.character", Role::CodeString),
        ("constant.other.symbol", Role::CodeString),
        ("markup.raw", Role::CodeString),
        ("markup.inserted", Role::CodeString),
        ("constant.numeric", Role::CodeNumber),
        ("constant.language", Role::CodeNumber),
        ("constant.other.color", Role::CodeNumber),
        ("keyword.operator.word", Role::CodeKeyword),
        ("keyword.operator.logical.python", Role::CodeKeyword),
        ("keyword.operator", Role::Code),
        ("keyword.other.unit", Role::CodeNumber),
        ("keyword", Role::CodeKeyword),
        ("storage", Role::CodeKeyword),
        ("entity.name.tag", Role::CodeKeyword),
        ("variable.language", Role::CodeKeyword),
        ("markup.heading", Role::CodeKeyword),
        ("markup.deleted", Role::CodeKeyword),
        ("meta.interpolation", Role::Code),
        ("meta.template.expression", Role::Code),
    ];
    let scope = |(name, role)| Scope::new(name).ok().map(|scope| (scope, role));
    table.into_iter().filter_map(scope).collect()
});

impl Document {
    /// Whether there is code that `colored` might colour.
    pub fn has_code(&self) -> bool {
        has_code(&self.blocks)
    }
}

/// Finds out what the words of a document's code are, as long as `goes_on` says so, which is asked before each line; a block that was not
/// finished keeps none. Blocks without a language have none.
pub fn colored(mut document: Document, goes_on: &mut dyn FnMut() -> bool) -> Document {
    let mut left = MOST_CODE;
    for_code(&mut document.blocks, &mut |language, text, words| {
        left = left.saturating_sub(text.len());
        if left == 0 || text.len() > LONGEST_CODE || !words.is_empty() {
            return;
        }
        // The grammars are many and not ours: one that fails costs its colours only.
        let found = catch_unwind(AssertUnwindSafe(|| words_of(language, text, goes_on)));
        *words = found.ok().flatten().unwrap_or_default();
    });
    document
}

/// The kinds of the words of a text, or nothing when its language is not known or there was no time.
fn words_of(
    language: &str,
    text: &str,
    goes_on: &mut dyn FnMut() -> bool,
) -> Option<Vec<CodeWords>> {
    if text.lines().any(|line| line.len() > LONGEST_LINE) {
        return None;
    }
    let mut state = ParseState::new(grammar(language)?);
    let mut stack = ScopeStack::new();
    let mut found: Vec<CodeWords> = Vec::new();
    for line in text.split_inclusive('\n') {
        if !goes_on() {
            return None;
        }
        // Grammars expect the end of the last line too.
        let whole = format!("{}\n", line.trim_end_matches('\n'));
        let mut from = 0;
        for (at, change) in state.parse_line(&whole, &GRAMMARS).ok()? {
            let at = at.min(line.len());
            add(&mut found, line.get(from..at)?, role(&stack));
            from = at;
            stack.apply(&change).ok()?;
        }
        add(&mut found, line.get(from..)?, role(&stack));
    }
    Some(found)
}

fn grammar(language: &str) -> Option<&'static SyntaxReference> {
    let alias = ALIASES.iter().find(|(name, _)| *name == language);
    let name = alias.map_or(language, |(_, name)| name);
    let found = GRAMMARS.find_syntax_by_token(name);
    found.filter(|it| it.name != "Plain Text")
}

fn role(stack: &ScopeStack) -> Role {
    let kind = |scope: &Scope| {
        let mut known = ROLES.iter();
        known.find_map(|(kind, role)| kind.is_prefix_of(*scope).then_some(*role))
    };
    let scopes = stack.as_slice().iter().rev();
    scopes.take(16).find_map(kind).unwrap_or(Role::Code)
}

/// White space looks like what is before it.
fn add(found: &mut Vec<CodeWords>, words: &str, role: Role) {
    if words.is_empty() {
        return;
    }
    let start = found.last().map_or(0, |last| last.end);
    let end = start + words.len() as u32;
    match found.last_mut() {
        Some(last) if last.role == role || words.trim().is_empty() => last.end = end,
        _ => found.push(CodeWords { end, role }),
    }
}

fn has_code(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Code { language, .. } => language.is_some(),
        Block::Quote(blocks) | Block::Details { blocks, .. } => has_code(blocks),
        Block::List { items, .. } => items.iter().any(|item| has_code(item)),
        Block::Definitions(list) => list.iter().any(|one| has_code(&one.blocks)),
        Block::Footnotes(notes) => notes.iter().any(|note| has_code(&note.blocks)),
        _ => false,
    })
}

/// What is done with each piece of code: its language, its text, and what its words are.
type OnCode<'a> = dyn FnMut(&str, &str, &mut Vec<CodeWords>) + 'a;

fn for_code(blocks: &mut [Block], on_code: &mut OnCode) {
    for block in blocks {
        match block {
            Block::Code {
                language: Some(language),
                text,
                words,
            } => on_code(language, text, words),
            Block::Quote(blocks) | Block::Details { blocks, .. } => for_code(blocks, on_code),
            Block::List { items, .. } => {
                for item in items {
                    for_code(item, on_code);
                }
            }
            Block::Definitions(list) => {
                for one in list {
                    for_code(&mut one.blocks, on_code);
                }
            }
            Block::Footnotes(notes) => {
                for note in notes {
                    for_code(&mut note.blocks, on_code);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;

    fn seen(language: &str, text: &str) -> Vec<(Role, String)> {
        let words = words_of(language, text, &mut || true).unwrap_or_default();
        let mut from = 0;
        let mut seen = Vec::new();
        for piece in words {
            let end = piece.end as usize;
            seen.push((piece.role, text[from..end].to_owned()));
            from = end;
        }
        assert!(from == text.len() || from == 0, "no gaps: {seen:?}");
        seen
    }

    #[test]
    fn words_have_their_kind() {
        use Role::{CodeComment, CodeKeyword, CodeNumber, CodeString};
        type Row<'a> = (&'a str, &'a str, &'a [(Role, &'a str)]);
        let table: &[Row] = &[
            (
                "c",
                "static bool f(int t)\n{\n    /* eight */\n    return g(t, 8);\n}",
                &[
                    (CodeKeyword, "static bool"),
                    (CodeComment, "/* eight */"),
                    (CodeKeyword, "return"),
                    (CodeNumber, "8"),
                ],
            ),
            (
                "rust",
                "let x = \"é\\n\"; // 漢字",
                &[
                    (CodeKeyword, "let"),
                    (CodeString, "\"é\\n\""),
                    (CodeComment, "// 漢字"),
                ],
            ),
            (
                "typescript",
                "const a = true;",
                &[(CodeKeyword, "const"), (CodeNumber, "true")],
            ),
            ("html", "<p>x</p>", &[(CodeKeyword, "p")]),
        ];
        for (language, text, expect) in table {
            let seen = seen(language, text);
            for (role, words) in *expect {
                let found = seen.iter().any(|(r, w)| r == role && w.trim() == *words);
                assert!(found, "{language}: {words} in {seen:?}");
            }
        }
        assert_eq!(seen("klingon", "a"), []);
        assert_eq!(seen("text", "if a"), []);
    }

    #[test]
    fn who_asks_may_end_it() {
        let text = "int x;\n".repeat(50);
        let mut lines = 0;
        let found = words_of("c", &text, &mut || {
            lines += 1;
            lines < 10
        });
        assert_eq!((found, lines), (None, 10));
        assert_eq!(words_of("c", &"x".repeat(2_000), &mut || true), None);
    }
}
