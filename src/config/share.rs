//! Section `[share]`: where an entry can be handed on to, by name: an address to be opened in the browser, or a program to be run.
//!
//! Lives here: reading a template and filling it. Does not live here: opening and running. Invariant: what a feed says fills a part of one
//! argument, or is percent-encoded in an address; it never becomes an argument more, an option, or a part of a shell's script.

use serde::{Deserialize, Serialize};

use crate::text;

/// What a template may name.
const FIELDS: [&str; 4] = ["{url}", "{title}", "{author}", "{feed}"];

/// Programs that run what stands after their `-c`.
const SHELLS: [&str; 9] = [
    "sh", "bash", "dash", "zsh", "ksh", "fish", "csh", "tcsh", "busybox",
];

/// A place to hand an entry on to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// As the reader named it.
    pub name: String,
    /// What is done.
    pub how: Template,
}

/// What is done with an entry, with the places of its fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Template {
    /// An address: http, https or mailto.
    Address(String),
    /// A program and its arguments.
    Program(Vec<String>),
}

/// What is known of the entry; texts as received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts<'a> {
    /// Its page.
    pub url: Option<&'a str>,
    /// Its headline.
    pub title: &'a str,
    /// Who wrote it; empty when nobody says.
    pub author: &'a str,
    /// Its feed, as the reader names it.
    pub feed: &'a str,
}

impl Share {
    /// By mail: a letter to nobody yet, in the reader's own program for mail.
    #[must_use]
    pub fn mail() -> Share {
        Share {
            name: "mail".to_string(),
            how: Template::Address("mailto:?subject={title}&body={url}".to_string()),
        }
    }

    /// Reads a target as it stands in the file; the error says what is wrong with it, and what helps.
    pub fn parse(name: &str, template: &str) -> Result<Share, (String, String)> {
        let template = template.trim();
        let how = if is_address(template) {
            Template::Address(template.to_string())
        } else {
            Template::Program(program(template)?)
        };
        Ok(Share {
            name: name.to_string(),
            how,
        })
    }

    /// The target with an entry's fields in their places. `None`: it wants an address, and the entry has none.
    #[must_use]
    pub fn filled(&self, facts: Facts<'_>) -> Option<Template> {
        let holds = |text: &str| text.contains("{url}");
        let wants = match &self.how {
            Template::Address(address) => holds(address),
            Template::Program(words) => words.iter().any(|word| holds(word)),
        };
        if wants && facts.url.is_none() {
            return None;
        }
        Some(match &self.how {
            Template::Address(address) => {
                Template::Address(put(address, facts, |text| percent(&text)))
            }
            Template::Program(words) => {
                let words = words.iter().map(|word| argument(word, facts));
                Template::Program(words.collect())
            }
        })
    }
}

fn is_address(template: &str) -> bool {
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| template.starts_with(scheme))
}

fn program(template: &str) -> Result<Vec<String>, (String, String)> {
    let words = shell_words::split(template).map_err(|_| {
        (
            "a quote in it is not closed".to_string(),
            "words with spaces stand between quotes".to_string(),
        )
    })?;
    match words.first() {
        None => Err((
            "it names no program".to_string(),
            "as in \"wallabag add {url}\", or \"https://example.org/submit?url={url}\"".to_string(),
        )),
        Some(program) if fields(program) => Err((
            "a feed would say which program is run".to_string(),
            "name the program itself, and give it {url} after its name".to_string(),
        )),
        Some(_) if has_fields_in_script(&words) => Err((
            "a feed would write a part of a shell's script".to_string(),
            "give the fields after the script: sh -c 'notify \"$1\"' sh {title}".to_string(),
        )),
        Some(_) => Ok(words),
    }
}

fn fields(word: &str) -> bool {
    FIELDS.iter().any(|field| word.contains(field))
}

/// Where a walk over the words of a command stands.
#[derive(Clone, Copy, PartialEq)]
enum Walk {
    /// At no shell.
    Outside,
    /// After a shell's name: what comes is an option, or the file of its script.
    Shell,
    /// After its `-c`: what comes is its script.
    Script,
    /// After its script: what comes is its name for itself.
    Name,
}

/// Whether a feed would write a script, or an option, of a shell anywhere in the command.
fn has_fields_in_script(words: &[String]) -> bool {
    let mut walk = Walk::Outside;
    for word in words {
        let is_option = word.starts_with(['-', '+']);
        let name = word.rsplit('/').next().unwrap_or_default();
        if matches!(walk, Walk::Shell | Walk::Script) && fields(word) {
            return true;
        }
        walk = match walk {
            Walk::Shell if is_option && word.contains('c') => Walk::Script,
            Walk::Shell | Walk::Script if is_option => walk,
            Walk::Script => Walk::Name,
            // `busybox sh`: the shell is the file, and what follows is for it.
            Walk::Outside | Walk::Shell if SHELLS.contains(&name) => Walk::Shell,
            Walk::Outside | Walk::Shell | Walk::Name => Walk::Outside,
        };
    }
    false
}

/// An argument with the fields in their places. One that a field begins never begins with `-`, which would make it an option.
fn argument(word: &str, facts: Facts<'_>) -> String {
    let filled = put(word, facts, |text| text);
    if !word.starts_with('-') && filled.starts_with('-') {
        return format!(" {filled}");
    }
    filled
}

/// A text with the fields in their places, each made fit by `dress`. One pass: what is in a field is never taken for one.
fn put(template: &str, facts: Facts<'_>, dress: impl Fn(String) -> String) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        filled.push_str(before);
        let field = FIELDS.iter().find(|field| after.starts_with(**field));
        let Some(field) = field else {
            filled.push('{');
            rest = after.get(1..).unwrap_or_default();
            continue;
        };
        let text = match *field {
            "{url}" => facts.url.unwrap_or_default(),
            "{title}" => facts.title,
            "{author}" => facts.author,
            _ => facts.feed,
        };
        // No line break, no NUL: a line, whatever takes it.
        filled.push_str(&dress(text::scrub_line(text).into_owned()));
        rest = after.get(field.len()..).unwrap_or_default();
    }
    filled.push_str(rest);
    filled
}

/// Everything but the unreserved characters of RFC 3986 (2.3) as `%XX`.
fn percent(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or('0');
            let digits = [digit(byte >> 4), digit(byte & 15)];
            encoded.extend(["%", &digits.iter().collect::<String>().to_uppercase()]);
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const FACTS: Facts<'_> = Facts {
        url: Some("https://a.example/x?y=1&z"),
        title: "--help; \"$(reboot)\" {url}\n& 新",
        author: "",
        feed: "LWN",
    };

    fn filled(template: &str) -> Option<Template> {
        Share::parse("x", template).unwrap().filled(FACTS)
    }

    #[test]
    fn what_a_feed_says_stays_in_one_argument_and_is_no_option() {
        let words = |words: &[&str]| {
            Some(Template::Program(
                words.iter().map(|it| (*it).to_string()).collect(),
            ))
        };
        let title = " --help; \"$(reboot)\" {url} & 新";
        assert_eq!(
            filled("send {title} '{feed}: {url}' {author}"),
            words(&["send", title, "LWN: https://a.example/x?y=1&z", ""])
        );
        assert_eq!(
            filled("send --title={title} {x}"),
            words(&["send", &format!("--title={}", title.trim()), "{x}"])
        );
        assert_eq!(
            filled("sh -c 'notify \"$1\"' sh {title}"),
            words(&["sh", "-c", "notify \"$1\"", "sh", title])
        );
    }

    #[test]
    fn an_address_gets_the_fields_encoded() {
        let expect = "https://b.example/?u=https%3A%2F%2Fa.example%2Fx%3Fy%3D1%26z&f=LWN";
        assert_eq!(
            filled("https://b.example/?u={url}&f={feed}"),
            Some(Template::Address(expect.into()))
        );
        let Some(Template::Address(mail)) = Share::mail().filled(FACTS) else {
            unreachable!()
        };
        assert!(
            mail.starts_with("mailto:?subject=--help%3B%20%22%24%28reboot%29%22"),
            "{mail}"
        );
        assert!(!mail.contains(' ') && !mail.contains('\n'));
    }

    #[test]
    fn no_feed_writes_scripts_or_chooses_programs() {
        for template in [
            "sh -c 'notify {title}'",
            "/bin/bash -lc \"echo {url}\"",
            "env A=b sh -e -c {title}",
            "sh {title}",
            "bash -c 'exec \"$@\"' _ sh -c {title}",
            "busybox sh -c {title}",
            "{title}",
            "x{feed}y a",
            "",
            "a 'b",
        ] {
            assert!(Share::parse("x", template).is_err(), "{template}");
        }
        for template in [
            "sh -c 'cat' {title}",
            "bash -c 'a' b {url}",
            "fishing {title}",
        ] {
            assert!(Share::parse("x", template).is_ok(), "{template}");
        }
    }

    #[test]
    fn an_entry_without_an_address_cannot_be_sent_by_it() {
        let bare = Facts { url: None, ..FACTS };
        assert_eq!(Share::mail().filled(bare), None);
        assert!(
            Share::parse("x", "say {title}")
                .unwrap()
                .filled(bare)
                .is_some()
        );
    }
}
