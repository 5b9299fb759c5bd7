//! Plain lists of addresses and newsboat's `urls` file.
//!
//! A line is an address and tags; `"~Title"` is the reader's own title, `!` hides a feed in newsboat. What runs programs
//! (`exec:`, `filter:`) or searches (`query:`) is told, not taken.

use crate::model::Subscription;
use crate::parse::address::feed_address;
use crate::parse::opml::Found;

/// Subscriptions of a list with one address a line, in newsboat's form or plain, and what could not be taken.
#[must_use]
pub fn url_list(text: &str) -> (Vec<Subscription>, Vec<String>) {
    let mut found = Found::default();
    let mut problems = Vec::new();
    let text = text.trim_start_matches('\u{FEFF}');
    for (number, line) in text.lines().enumerate() {
        let words = words(line);
        let Some((first, rest)) = words.split_first() else {
            continue;
        };
        match special(first) {
            Some(why) => problems.push(format!("line {}: {why}", number + 1)),
            None => match feed_address(first) {
                Ok(url) => found.add(subscription(url, rest)),
                Err(why) => problems.push(format!("line {}: {why}", number + 1)),
            },
        }
    }
    (found.list, problems)
}

fn subscription(url: String, words: &[String]) -> Subscription {
    let mut subscription = Subscription::new(url);
    for word in words {
        if let Some(title) = word.strip_prefix('~') {
            let title = crate::text::scrub_line(title);
            subscription.title = Some(title.into_owned()).filter(|title| !title.is_empty());
        } else {
            let tag = crate::text::scrub_line(word.trim_start_matches('!')).into_owned();
            if !tag.is_empty() && !subscription.tags.contains(&tag) {
                subscription.tags.push(tag);
            }
        }
    }
    subscription
}

/// Why a line that is no address of newsboat's is not taken.
fn special(word: &str) -> Option<String> {
    let (kind, rest) = word.split_once(':')?;
    let shown = |text: &str| crate::text::cut(&crate::text::scrub_line(text), 60).into_owned();
    match kind {
        "query" => {
            let (name, query) = rest.split_once(':').unwrap_or((rest, ""));
            Some(format!(
                "`{}` is a query feed: search for what it means (`{}`)",
                shown(name),
                shown(query)
            ))
        }
        "exec" => Some(format!("`{}` would run a program", shown(rest))),
        "filter" => Some(format!("`{}` would run a program over a feed", shown(rest))),
        _ => None,
    }
}

/// The words of a line: parted by spaces, kept together by quotes, up to a comment.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut is_quoted = false;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
            }
            '\\' if is_quoted => word.get_or_insert_default().extend(chars.next()),
            '#' if word.is_none() => break,
            c if c.is_whitespace() && !is_quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(text: &str) -> String {
        let (list, problems) = url_list(text);
        let feeds = list.iter().map(|s| {
            format!(
                "{} | {} | {}",
                s.url,
                s.title.as_deref().unwrap_or_default(),
                s.tags.join(",")
            )
        });
        let problems = problems.into_iter().map(|p| format!("! {p}"));
        feeds.chain(problems).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn newsboat_lines_are_understood() {
        let check = |text: &str, expect: &str| assert_eq!(listed(text), expect, "{text}");
        check("# comment\n\nhttps://a.org/f", "https://a.org/f |  | ");
        check(
            "https://a.org/f tech \"two words\" \"~My \\\"own\\\" title\" !",
            "https://a.org/f | My \"own\" title | tech,two words",
        );
        check("\"https://a.org/f\" ! # gone", "https://a.org/f |  | ");
        check("https://a.org/f#part x", "https://a.org/f#part |  | x");
        check(
            "https://a.org/f a\nhttps://a.org/f b",
            "https://a.org/f |  | a,b",
        );
        check(
            "\"query:Unread:unread = \\\"yes\\\"\"",
            "! line 1: `Unread` is a query feed: search for what it means (`unread = \"yes\"`)",
        );
        check(
            "\"exec:~/bin/x.sh\"",
            "! line 1: `~/bin/x.sh` would run a program",
        );
        check(
            "filter:~/x:https://a.org/",
            "! line 1: `~/x:https://a.org/` would run a program over a feed",
        );
        check("what is this", "! line 1: `what` is no address");
        check("example.org/rss\r\n", "https://example.org/rss |  | ");
    }
}
