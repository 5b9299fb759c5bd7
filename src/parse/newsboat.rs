//! Plain lists of addresses and newsboat's `urls` file.
//!
//! A line is an address and tags; `"~Title"` is the reader's own title, `!` hides a feed in newsboat. `exec:` and `filter:` name programs: they
//! are taken, and run by nobody before the reader has said yes. `query:` is a saved search, put into byline's words as far as it has them.

use crate::model::Subscription;
use crate::parse::address::feed_address;
use crate::parse::list::{List, Note, Search};
use crate::parse::newsboat_query::translated;
use crate::text;

/// The tag of feeds that newsboat hides.
const HIDDEN: &str = "hidden";

/// What a list with one address a line holds, in newsboat's form or plain.
#[must_use]
pub fn url_list(text: &str) -> List {
    let mut list = List::default();
    let text = text.trim_start_matches('\u{FEFF}');
    for (number, line) in (1..).zip(text.lines()) {
        if line.starts_with('#') {
            continue;
        }
        let words = words(line);
        if let Some((first, rest)) = words.split_first() {
            take(&mut list, number, first, rest);
        }
    }
    list
}

/// The address that byline gives a feed which newsboat's cache names so; `None` for what is no feed.
#[must_use]
pub fn newsboat_address(name: &str) -> Option<String> {
    let mut list = List::default();
    take(&mut list, 0, name, &[]);
    list.feeds.pop().map(|feed| feed.url)
}

fn take(list: &mut List, line: u32, first: &str, rest: &[String]) {
    let named = first.split_once(':');
    let source = match named {
        Some(("query", rest)) => return search(list, line, rest),
        Some(("exec", command)) => {
            program(command).map(|command| (format!("exec:{command}"), None))
        }
        Some(("filter", rest)) => filtered(rest),
        Some(("file", _)) => Ok((first.trim().to_string(), None)),
        _ => feed_address(first).map(|url| (url, None)),
    };
    match source {
        Ok((url, filter)) => {
            let mut subscription = Subscription {
                filter,
                ..Subscription::new(url)
            };
            if tagged(&mut subscription, rest) {
                let what = format!(
                    "`{}` is hidden in newsboat; here it has the tag `{HIDDEN}`",
                    shown(first)
                );
                list.notes.push(Note::new(line, what));
            }
            list.add(subscription);
        }
        Err(why) => list.refused.push(Note::new(line, why)),
    }
}

/// Puts a line's title and tags into the subscription; whether newsboat hides it.
fn tagged(subscription: &mut Subscription, words: &[String]) -> bool {
    let mut is_hidden = false;
    for word in words {
        if let Some(title) = word.strip_prefix('~') {
            let title = text::scrub_line(title);
            subscription.title = Some(title.into_owned()).filter(|title| !title.is_empty());
            continue;
        }
        is_hidden |= word.starts_with('!');
        let tag = text::scrub_line(word.trim_start_matches('!')).into_owned();
        if !tag.is_empty() && !subscription.tags.contains(&tag) {
            subscription.tags.push(tag);
        }
    }
    if is_hidden && !subscription.tags.iter().any(|tag| tag == HIDDEN) {
        subscription.tags.push(HIDDEN.to_string());
    }
    is_hidden
}

fn search(list: &mut List, line: u32, rest: &str) {
    let (name, theirs) = rest.split_once(':').unwrap_or((rest, ""));
    list.searches.push(Search {
        line,
        name: shown(name),
        theirs: text::scrub_line(theirs).into_owned(),
        query: translated(theirs),
    });
}

/// `COMMAND:ADDRESS`, where the command holds no colon.
fn filtered(rest: &str) -> Result<(String, Option<String>), String> {
    let (command, address) = rest
        .split_once(':')
        .ok_or_else(|| format!("`filter:{}` names no feed", shown(rest)))?;
    let command = program(command)?;
    let url = match address.split_once(':') {
        Some(("exec", command)) => format!("exec:{}", program(command)?),
        Some(("file", _)) => address.trim().to_string(),
        _ => feed_address(address)?,
    };
    Ok((url, Some(command)))
}

/// A command of newsboat's, which a shell runs there, as one that none runs here: what only a shell can read is handed to one.
fn program(command: &str) -> Result<String, String> {
    let command = command.trim();
    if command.is_empty() {
        return Err("no program is named".to_string());
    }
    if text::scrub(command) != command {
        return Err(format!("the command `{}` hides something", shown(command)));
    }
    let is_for_a_shell = command.contains([
        '$', '`', '|', '&', ';', '<', '>', '*', '?', '[', '(', '{', '!', '#', '=', '\n',
    ]);
    if is_for_a_shell || shell_words::split(command).is_err() {
        return Ok(format!("sh -c {}", shell_words::quote(command)));
    }
    Ok(command.to_string())
}

fn shown(text: &str) -> String {
    text::cut(&text::scrub_line(text), 60).into_owned()
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
        let list = url_list(text);
        let feeds = list.feeds.iter().map(|s| {
            let filter = s.filter.as_deref().map(|filter| format!(" | {filter}"));
            format!(
                "{} | {} | {}{}",
                s.url,
                s.title.as_deref().unwrap_or_default(),
                s.tags.join(","),
                filter.unwrap_or_default()
            )
        });
        let refused = list.refused.iter().map(|note| format!("! {note}"));
        let notes = list.notes.iter().map(|note| format!("# {note}"));
        let searches = list.searches.iter().map(|search| match &search.query {
            Ok(query) => format!("? line {}: {}: {query}", search.line, search.name),
            Err(why) => format!("? line {}: {}: ({why})", search.line, search.name),
        });
        let all = feeds.chain(refused).chain(notes).chain(searches);
        all.collect::<Vec<_>>().join("\n")
    }

    fn check(text: &str, expect: &str) {
        assert_eq!(listed(text), expect, "{text}");
    }

    #[test]
    fn newsboat_lines_are_understood() {
        check("# comment\n\nhttps://a.org/f", "https://a.org/f |  | ");
        check(
            "https://a.org/f tech \"two words\" \"~My \\\"own\\\" title\" tech",
            "https://a.org/f | My \"own\" title | tech,two words",
        );
        check("\"https://a.org/f\" # gone", "https://a.org/f |  | ");
        check("https://a.org/f#part x", "https://a.org/f#part |  | x");
        check(
            "https://a.org/f a\nhttps://a.org/f b",
            "https://a.org/f |  | a,b",
        );
        check("what is this", "! line 1: `what` is no address");
        check("example.org/rss\r\n", "https://example.org/rss |  | ");
    }

    #[test]
    fn what_newsboat_hides_says_so() {
        check(
            "https://a.org/f ! x\nhttps://b.org/f \"!secret\"",
            "https://a.org/f |  | x,hidden\nhttps://b.org/f |  | secret,hidden\n\
             # line 1: `https://a.org/f` is hidden in newsboat; here it has the tag `hidden`\n\
             # line 2: `https://b.org/f` is hidden in newsboat; here it has the tag `hidden`",
        );
    }

    #[test]
    fn programs_and_filters_are_taken_as_commands_without_a_shell() {
        check(
            "\"exec:~/bin/x.sh a 'b c'\" tech",
            "exec:~/bin/x.sh a 'b c' |  | tech",
        );
        check(
            "\"exec:curl -s http://a.org | sed s/a/b/\"",
            "exec:sh -c 'curl -s http://a.org | sed s/a/b/' |  | ",
        );
        check("\"exec:it's broken\"", "exec:sh -c 'it'\\''s broken' |  | ");
        check(
            "\"filter:~/bin/f.py -x:https://a.org/f\" \"~A\"",
            "https://a.org/f | A |  | ~/bin/f.py -x",
        );
        check("filter:x:file:///tmp/f", "file:///tmp/f |  |  | x");
        check("filter:x", "! line 1: `filter:x` names no feed");
        check("filter:x:y", "! line 1: `y` is no address");
        check("exec:", "! line 1: no program is named");
        check(
            "exec:a\u{202e}b",
            "! line 1: the command `ab` hides something",
        );
    }

    #[test]
    fn searches_are_put_into_words() {
        check(
            "\"query:Unread:unread = \\\"yes\\\"\" x",
            "? line 1: Unread: unread",
        );
        check("query:Odd", "? line 1: Odd: (it is empty)");
    }

    #[test]
    fn the_cache_names_feeds_as_the_list_does() {
        let cases = [
            ("https://a.org/f", Some("https://a.org/f")),
            ("filter:~/x y:https://a.org/f", Some("https://a.org/f")),
            ("exec:ls | cat", Some("exec:sh -c 'ls | cat'")),
            ("query:x:y", None),
        ];
        for (name, address) in cases {
            assert_eq!(newsboat_address(name).as_deref(), address, "{name}");
        }
    }
}
