//! People as feeds write them, beside their e-mail addresses.
//!
//! `feed-rs` looks for an address in a name and cuts one byte off on either side of it, which splits a letter beyond
//! ASCII that touches the address: it panics. Here such names are seen, and spaced.

/// `text` with a space on either side of each address.
pub fn apart_from_address(text: &str) -> String {
    if text.is_ascii() || !text.contains('@') {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some((before, address, after)) = next_address(rest) {
        out.extend([before, " ", address, " "]);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether a letter beyond ASCII touches an address.
pub fn touches_address(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let mut rest = text;
    while let Some((before, _, after)) = next_address(rest) {
        let neighbours = [before.chars().next_back(), after.chars().next()];
        if neighbours.into_iter().flatten().any(|c| !c.is_ascii()) {
            return true;
        }
        rest = after;
    }
    false
}

/// What stands before the first address, the address, and what follows it.
fn next_address(text: &str) -> Option<(&str, &str, &str)> {
    let is_of_address =
        |c: char| c.is_ascii_graphic() && !matches!(c, '(' | ')' | '<' | '>' | '[' | ']');
    let (before, after) = text.split_at_checked(text.find('@')?)?;
    let start = before.trim_end_matches(is_of_address).len();
    let end = text.len() - after.trim_start_matches(is_of_address).len();
    Some((text.get(..start)?, text.get(start..end)?, text.get(end..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_address_is_set_apart() {
        let check = |text: &str, expect: &str| assert_eq!(apart_from_address(text), expect);
        check("Große", "Große");
        check("（a@b.cc）", "（ a@b.cc ）");
        check("Jo Große <jo@b.cc>", "Jo Große < jo@b.cc >");
        check("é@é@", "é @ é @ ");
    }

    #[test]
    fn a_letter_that_touches_is_seen() {
        let check = |text: &str, expect: bool| assert_eq!(touches_address(text), expect, "{text}");
        check("（a@b.cc）", true);
        check("a@b.ccé", true);
        check("a@b.cc (Анна)", false);
        check("Große", false);
    }
}
