//! The XPath of site rules as CSS selectors: the shapes that such rules use, no more.
//!
//! `//div[@id='a']`, `//p[contains(@class, 'b')]/span`, `//*[contains(concat(' ', normalize-space(@class), ' '), ' c ')]`, `id('d')`,
//! `//h1[1]`, `//meta[@name='e']/@content`, alternatives with `|`. What is not understood is said, not guessed.

/// A selector, and the attribute whose value is meant, if it is not the element itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// CSS.
    pub css: String,
    /// From `/@name` at the end.
    pub attribute: Option<String>,
}

/// The selectors of an expression, one for each alternative. An error says what is not understood.
pub fn selectors(xpath: &str) -> Result<Vec<Selector>, String> {
    alternatives(xpath)
        .into_iter()
        .map(|path| selector(path.trim()))
        .collect()
}

/// Cuts at `|` outside of quotes.
fn alternatives(xpath: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut quote = None;
    for (at, c) in xpath.char_indices() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '|') => {
                parts.extend(xpath.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(xpath.get(start..));
    parts
}

fn selector(path: &str) -> Result<Selector, String> {
    let mut css = String::new();
    let mut attribute = None;
    let mut rest = path.trim_start_matches('.');
    if let Some((id, after)) = id_call(rest) {
        css = format!("[id=\"{}\"]", escaped(id));
        rest = after;
    } else if !rest.starts_with('/') {
        return Err(format!("`{path}` does not begin with `//`"));
    }
    while !rest.is_empty() {
        let (joint, after) = match rest.strip_prefix("//") {
            Some(after) => (" ", after),
            None => (" > ", rest.strip_prefix('/').ok_or_else(|| unknown(rest))?),
        };
        if let Some(name) = after.strip_prefix('@') {
            attribute = Some(name.to_owned());
            break;
        }
        let (step, behind) = step(after)?;
        if !css.is_empty() {
            css.push_str(joint);
        } else if joint == " > " && step != "html" {
            return Err(format!("`{path}` does not begin with `//`"));
        }
        css.push_str(&step);
        rest = behind;
    }
    if css.is_empty() {
        return Err(format!("`{path}` names no element"));
    }
    Ok(Selector { css, attribute })
}

fn unknown(what: &str) -> String {
    format!("`{what}` is more XPath than byline knows")
}

fn id_call(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix("id(")?;
    let (id, after) = inner.split_once(')')?;
    Some((unquoted(id.trim())?, after))
}

/// One step with its predicates: its CSS, and what follows.
fn step(text: &str) -> Result<(String, &str), String> {
    let end = text.find(['[', '/']).unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    let name = name.trim();
    let is_name = name == "*"
        || (!name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
    if !is_name {
        return Err(unknown(name));
    }
    let mut css = name.to_ascii_lowercase();
    while let Some(inner) = rest.strip_prefix('[') {
        let close = closing(inner).ok_or_else(|| format!("`[{inner}` is not closed"))?;
        let (condition, after) = inner.split_at(close);
        css.push_str(&predicate(condition.trim())?);
        rest = after.strip_prefix(']').unwrap_or(after);
    }
    Ok((css, rest))
}

/// Where the bracket closes, quotes and inner brackets aside.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '[') => depth += 1,
            (None, ']') if depth == 0 => return Some(at),
            (None, ']') => depth -= 1,
            _ => {}
        }
    }
    None
}

fn predicate(condition: &str) -> Result<String, String> {
    if let Ok(number) = condition.parse::<u32>() {
        return Ok(format!(":nth-of-type({number})"));
    }
    if condition == "last()" {
        return Ok(":last-of-type".to_owned());
    }
    let parts: Vec<&str> = split_word(condition, " and ");
    if parts.len() > 1 {
        return parts
            .into_iter()
            .map(|part| predicate(part.trim()))
            .collect();
    }
    let parts: Vec<&str> = split_word(condition, " or ");
    if parts.len() > 1 {
        let tests: Result<Vec<String>, String> = parts
            .into_iter()
            .map(|part| predicate(part.trim()))
            .collect();
        return Ok(format!(":is({})", tests?.join(", ")));
    }
    if let Some(inner) = call(condition, "not") {
        return Ok(format!(":not({})", predicate(inner.trim())?));
    }
    if let Some(inner) = call(condition, "contains") {
        return containing(inner);
    }
    if let Some(inner) = call(condition, "starts-with") {
        let (name, value) = inner.split_once(',').ok_or_else(|| unknown(condition))?;
        return attribute_test(name, "^=", value).ok_or_else(|| unknown(condition));
    }
    if let Some((name, value)) = condition.split_once('=') {
        return attribute_test(name, "=", value).ok_or_else(|| unknown(condition));
    }
    let name = condition
        .strip_prefix('@')
        .ok_or_else(|| unknown(condition))?;
    Ok(format!("[{name}]"))
}

/// Cuts at a word outside of quotes and parentheses.
fn split_word<'t>(text: &'t str, word: &str) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut quote) = (0, 0_i32, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '(') => depth += 1,
            (None, ')') => depth -= 1,
            (None, ' ')
                if depth == 0
                    && at >= start
                    && text.get(at..).is_some_and(|rest| rest.starts_with(word)) =>
            {
                parts.extend(text.get(start..at));
                start = at + word.len();
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts
}

fn call<'t>(condition: &'t str, name: &str) -> Option<&'t str> {
    condition
        .strip_prefix(name)?
        .trim_start()
        .strip_prefix('(')?
        .strip_suffix(')')
}

/// `contains(@class, 'a')`, and the long way to ask for a whole class name.
fn containing(inner: &str) -> Result<String, String> {
    let (what, value) = inner.rsplit_once(',').ok_or_else(|| unknown(inner))?;
    let what: String = what.chars().filter(|c| !c.is_whitespace()).collect();
    let whole = [
        "concat('',normalize-space(@class),'')",
        "concat('',@class,'')",
        "concat(\"\",normalize-space(@class),\"\")",
        "concat(\"\",@class,\"\")",
    ];
    if whole.contains(&what.as_str()) {
        let name = unquoted(value.trim()).ok_or_else(|| unknown(inner))?;
        return Ok(format!("[class~=\"{}\"]", escaped(name.trim())));
    }
    attribute_test(&what, "*=", value).ok_or_else(|| unknown(inner))
}

fn attribute_test(name: &str, sign: &str, value: &str) -> Option<String> {
    let name = name.trim().strip_prefix('@')?;
    let is_name = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let value = unquoted(value.trim())?;
    is_name.then(|| format!("[{name}{sign}\"{}\"]", escaped(value)))
}

fn unquoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    text.strip_prefix(quote)?.strip_suffix(quote)
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_shapes_become_css() {
        let table = [
            ("//div[@id='a']", "div[id=\"a\"]"),
            ("//div[@class=\"a b\"]/p", "div[class=\"a b\"] > p"),
            ("//p[contains(@class, 'b')]//span", "p[class*=\"b\"] span"),
            (
                "//*[contains(concat(' ', normalize-space(@class), ' '), ' c ')]",
                "*[class~=\"c\"]",
            ),
            ("id('d')/p", "[id=\"d\"] > p"),
            ("//h1[1]", "h1:nth-of-type(1)"),
            ("//div[@a='x' and not(@b)]", "div[a=\"x\"]:not([b])"),
            (
                "//div[@a='x' or @b='y | z']",
                "div:is([a=\"x\"], [b=\"y | z\"])",
            ),
            ("/html/body", "html > body"),
            ("//a[starts-with(@href, '/x')]", "a[href^=\"/x\"]"),
        ];
        for (xpath, expect) in table {
            let found = selectors(xpath).unwrap_or_else(|error| panic!("{xpath}: {error}"));
            assert_eq!(found.len(), 1, "{xpath}");
            assert_eq!(found[0].css, expect, "{xpath}");
        }
        assert_eq!(selectors("//a | //b").map(|all| all.len()), Ok(2));
        let meta = selectors("//meta[@name='x']/@content").unwrap();
        assert_eq!(meta[0].attribute.as_deref(), Some("content"));
    }

    #[test]
    fn what_is_not_understood_is_said() {
        for xpath in [
            "//div[string-length(.) > 5]",
            "//p/following-sibling::p",
            "div",
            "",
            "//div[@a='x'",
            "//p[text()='a']",
        ] {
            assert!(selectors(xpath).is_err(), "{xpath}");
        }
    }
}
