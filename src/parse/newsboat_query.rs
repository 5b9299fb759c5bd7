//! newsboat's filter language put into byline's query language, as far as that has words for it.
//!
//! `unread = "yes" and (tags # "linux" or title =~ "kernel")` becomes `unread (tag:"linux" OR title:"kernel")`. Text in, text out: whether the
//! result can be asked is known by the room of queries. Invariant: bounded in depth, and what is not understood is said, never guessed.

/// Brackets go no deeper.
const DEEPEST: u32 = 30;

/// A filter in byline's words, or why there are none.
pub fn translated(filter: &str) -> Result<String, String> {
    let mut parser = Parser {
        rest: filter.trim(),
        depth: 0,
    };
    if parser.rest.is_empty() {
        return Err("it is empty".to_string());
    }
    let query = parser.expression()?;
    if parser.rest.is_empty() {
        Ok(query.print(false))
    } else {
        Err(format!("`{}` is not understood", cut(parser.rest)))
    }
}

/// A query, to be printed with the brackets it needs.
enum Query {
    Term(String),
    Not(Box<Query>),
    All(Vec<Query>),
    Any(Vec<Query>),
}

impl Query {
    fn print(&self, within: bool) -> String {
        let joined = |members: &[Query], sign: &str| {
            let members: Vec<String> = members.iter().map(|one| one.print(true)).collect();
            let joined = members.join(sign);
            if within {
                format!("({joined})")
            } else {
                joined
            }
        };
        match self {
            Query::Term(term) => term.clone(),
            Query::Not(inner) => format!("-{}", inner.print(true)),
            Query::All(members) => joined(members, " "),
            Query::Any(members) => joined(members, " OR "),
        }
    }
}

struct Parser<'a> {
    rest: &'a str,
    depth: u32,
}

impl<'a> Parser<'a> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn takes(&mut self, sign: &str) -> bool {
        self.skip();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// A word of letters and `_`, as it stands.
    fn word(&mut self) -> &'a str {
        self.skip();
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.rest = rest;
        word
    }

    /// newsboat binds from the right: `a and b or c` is `a and (b or c)`.
    fn expression(&mut self) -> Result<Query, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("it is nested too deep".to_string());
        }
        let left = if self.takes("(") {
            let inner = self.expression()?;
            if !self.takes(")") {
                return Err("a bracket is not closed".to_string());
            }
            inner
        } else {
            self.condition()?
        };
        let before = self.rest;
        let query = match self.word() {
            "and" => joined(left, self.expression()?, Query::All),
            "or" => joined(left, self.expression()?, Query::Any),
            _ => {
                self.rest = before;
                left
            }
        };
        self.skip();
        self.depth -= 1;
        Ok(query)
    }

    fn condition(&mut self) -> Result<Query, String> {
        const SIGNS: [&str; 12] = [
            "==", "!=", "=~", "!~", "!#", "<=", ">=", "=", "<", ">", "#", "between",
        ];
        let attribute = self.word();
        if attribute.is_empty() {
            return Err(format!("`{}` is not understood", cut(self.rest)));
        }
        let sign = SIGNS.into_iter().find(|sign| self.takes(sign));
        let sign = sign.ok_or_else(|| format!("nothing is asked of `{attribute}`"))?;
        let value = self.value()?;
        meaning(attribute, sign, &value)
    }

    /// A text in quotes, or a number or range as it stands.
    fn value(&mut self) -> Result<String, String> {
        if self.takes("\"") {
            let mut value = String::new();
            let mut chars = self.rest.char_indices();
            while let Some((at, c)) = chars.next() {
                match c {
                    '"' => {
                        self.rest = self.rest.get(at + 1..).unwrap_or_default();
                        return Ok(value);
                    }
                    '\\' => value.extend(chars.next().map(|(_, c)| c)),
                    c => value.push(c),
                }
            }
            return Err("a quote is not closed".to_string());
        }
        self.skip();
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_digit() && c != ':' && c != '-')
            .unwrap_or(self.rest.len());
        let (value, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.rest = rest;
        if value.is_empty() {
            return Err(format!("`{}` is no value", cut(rest)));
        }
        Ok(value.to_string())
    }
}

fn joined(left: Query, right: Query, join: fn(Vec<Query>) -> Query) -> Query {
    match (join(Vec::new()), right) {
        (Query::All(_), Query::All(mut members)) | (Query::Any(_), Query::Any(mut members)) => {
            members.insert(0, left);
            join(members)
        }
        (_, right) => join(vec![left, right]),
    }
}

/// One condition in byline's words.
fn meaning(attribute: &str, sign: &str, value: &str) -> Result<Query, String> {
    let nothing = || Err(format!("byline has no word for `{attribute} {sign}`"));
    let is_not = matches!(sign, "!=" | "!~" | "!#");
    let positive = match sign {
        "!=" | "==" => "=",
        "!~" => "=~",
        "!#" => "#",
        sign => sign,
    };
    let query = match (attribute, positive) {
        ("unread", "=") => match value {
            "yes" => Query::Term("unread".into()),
            "no" => Query::Term("read".into()),
            _ => return nothing(),
        },
        ("tags", "#" | "=" | "=~") => words("tag:", value)?,
        ("title", "=" | "=~") => words("title:", value)?,
        ("author", "=" | "=~") => words("author:", value)?,
        ("content", "=" | "=~") => words("", value)?,
        ("feedtitle" | "rssurl" | "feedlink", "=" | "=~") => words("feed:", value)?,
        // Any flag at all, whatever its letter: they come as bookmarks.
        ("flags", "=~" | "#") => Query::Term("is:bookmarked".into()),
        ("flags", "=") if is_not && value.is_empty() => {
            return Ok(Query::Term("is:bookmarked".into()));
        }
        ("age", _) => return age(sign, value),
        _ => return nothing(),
    };
    Ok(if is_not {
        Query::Not(Box::new(query))
    } else {
        query
    })
}

/// Words to be found: a plain text, or one of several (`a|b|c`). Other patterns have no words.
fn words(field: &str, pattern: &str) -> Result<Query, String> {
    let bare = pattern.trim();
    let bare = bare
        .strip_prefix('(')
        .and_then(|bare| bare.strip_suffix(')'))
        .unwrap_or(bare);
    let plain = |text: &str| {
        let text = text.trim().trim_start_matches('^').trim_end_matches('$');
        let text = text.trim_start_matches(".*").trim_end_matches(".*");
        let text = text.replace("\\b", "").replace("\\.", ".");
        let is_plain = !text.trim().is_empty()
            && !text.contains([
                '[', ']', '(', ')', '*', '+', '?', '{', '}', '\\', '"', '|', '^', '$',
            ]);
        is_plain.then(|| Query::Term(format!("{field}\"{}\"", text.trim())))
    };
    let members: Option<Vec<Query>> = bare.split('|').map(plain).collect();
    let mut members = members.ok_or_else(|| {
        format!(
            "byline cannot search for the pattern `{}` yet",
            cut(pattern)
        )
    })?;
    match (members.len(), members.pop()) {
        (1, Some(only)) => Ok(only),
        (_, Some(last)) => {
            members.push(last);
            Ok(Query::Any(members))
        }
        (_, None) => Err("it is empty".to_string()),
    }
}

/// Ages are in days.
fn age(sign: &str, value: &str) -> Result<Query, String> {
    let days = |text: &str| {
        text.trim()
            .parse::<u32>()
            .ok()
            .filter(|days| *days <= 36_500)
            .ok_or_else(|| format!("`{}` is no number of days", cut(text)))
    };
    Ok(match sign {
        "<" | "<=" => Query::Term(format!("since:{}d", days(value)?)),
        ">" | ">=" => Query::Term(format!("until:{}d", days(value)?)),
        "between" => {
            let (from, to) = value.split_once(':').unwrap_or((value, value));
            let (from, to) = (days(from)?, days(to)?);
            Query::All(vec![
                Query::Term(format!("since:{}d", from.max(to))),
                Query::Term(format!("until:{}d", from.min(to))),
            ])
        }
        _ => return Err(format!("byline has no word for `age {sign}`")),
    })
}

fn cut(text: &str) -> String {
    crate::text::cut(&crate::text::scrub_line(text), 40).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(filter: &str, expect: &str) {
        let found = translated(filter).unwrap_or_else(|why| format!("({why})"));
        assert_eq!(found, expect, "{filter}");
    }

    #[test]
    fn filters_become_queries() {
        check("unread = \"yes\"", "unread");
        check("unread == \"no\"", "read");
        check("unread != \"yes\"", "-unread");
        check(
            "unread = \"yes\" and tags # \"linux\"",
            "unread tag:\"linux\"",
        );
        check(
            "tags # \"a\" or tags # \"b\" or tags !# \"c d\"",
            "tag:\"a\" OR tag:\"b\" OR -tag:\"c d\"",
        );
        check(
            "unread=\"yes\" and (title =~ \"kernel\" or content =~ \"memory safety\")",
            "unread (title:\"kernel\" OR \"memory safety\")",
        );
        check(
            "unread=\"yes\" and title =~ \"kernel\" or age < 7",
            "unread (title:\"kernel\" OR since:7d)",
        );
        check("age between 2:10", "since:10d until:2d");
        check("age > 30", "until:30d");
        check("flags =~ \".\"", "is:bookmarked");
        check("flags != \"\"", "is:bookmarked");
        check("feedtitle =~ \"LWN\"", "feed:\"LWN\"");
        check("rssurl !~ \"reddit\\.com\"", "-feed:\"reddit.com\"");
        check(
            "title =~ \"(rust|go lang|^zig.*)\"",
            "title:\"rust\" OR title:\"go lang\" OR title:\"zig\"",
        );
        check("((unread = \"yes\"))", "unread");
    }

    #[test]
    fn what_has_no_words_says_why() {
        check("", "(it is empty)");
        check(
            "unread_count > 3",
            "(byline has no word for `unread_count >`)",
        );
        check(
            "title =~ \"a[bc]+\"",
            "(byline cannot search for the pattern `a[bc]+` yet)",
        );
        check("unread = ", "(`` is no value)");
        check("unread", "(nothing is asked of `unread`)");
        check("(unread = \"yes\"", "(a bracket is not closed)");
        check("title = \"x", "(a quote is not closed)");
        check("unread = \"yes\" xor x", "(`xor x` is not understood)");
        check(&"(".repeat(10_000), "(it is nested too deep)");
        check("age < 99999999999", "(`99999999999` is no number of days)");
    }
}
