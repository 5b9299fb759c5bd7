//! Where a feed's document comes from, told by its address, and what of it needs the reader's consent.
//!
//! Invariant: a program's command is kept and compared to the letter; what runs is what was consented to, or nothing.

use crate::model::{FeedRow, Subscription};

/// Where a feed's document comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin<'a> {
    /// A server of the web.
    Web,
    /// A file of this computer: `file:///home/ada/feed.xml`.
    File,
    /// What a program prints: `exec:COMMAND`.
    Program(&'a str),
}

impl Origin<'_> {
    /// The origin that an address names.
    #[must_use]
    pub fn of(url: &str) -> Origin<'_> {
        if let Some(command) = after(url, "exec:") {
            return Origin::Program(command.trim());
        }
        match after(url, "file:") {
            Some(_) => Origin::File,
            None => Origin::Web,
        }
    }

    /// Whether nobody else's computer is asked.
    #[must_use]
    pub fn is_local(self) -> bool {
        self != Origin::Web
    }
}

fn after<'a>(url: &'a str, scheme: &str) -> Option<&'a str> {
    let (head, rest) = url.trim_start().split_at_checked(scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then_some(rest)
}

/// What a consent is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConsentKind {
    /// To load a file.
    File,
    /// To run a program whose output is the feed.
    Program,
    /// To run a program that is given what a server sent.
    Filter,
    /// To run a program that prints a password.
    Password,
}

impl ConsentKind {
    /// As the store keeps it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ConsentKind::File => "file",
            ConsentKind::Program => "program",
            ConsentKind::Filter => "filter",
            ConsentKind::Password => "password",
        }
    }
}

/// Something that byline does only after the reader of this computer said yes to it: `feeds.toml` may come from somebody else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Consent {
    /// What for.
    pub kind: ConsentKind,
    /// The command or the file's address, to the letter.
    pub what: String,
}

impl Consent {
    /// The consents that a feed at `url`, sent through `filter`, with the password that a command prints, rests on.
    #[must_use]
    pub fn needed(url: &str, filter: Option<&str>, password: Option<&str>) -> Vec<Consent> {
        let origin = match Origin::of(url) {
            Origin::Web => None,
            Origin::File => Some((ConsentKind::File, url.trim())),
            Origin::Program(command) => Some((ConsentKind::Program, command)),
        };
        let filter = filter.map(|command| (ConsentKind::Filter, command.trim()));
        let password = password.map(|command| (ConsentKind::Password, command.trim()));
        origin
            .into_iter()
            .chain(filter)
            .chain(password)
            .map(|(kind, what)| Consent {
                kind,
                what: what.to_string(),
            })
            .collect()
    }

    /// Whether what is shown of it is all there is: nothing in it that a terminal would hide, turn round or break into lines.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        crate::text::scrub(&self.what) == self.what && !self.what.contains(['\n', '\t'])
    }

    /// What is done after it, in words: "runs `ls`".
    #[must_use]
    pub fn sentence(&self) -> String {
        let what = crate::text::scrub_line(&self.what);
        match self.kind {
            ConsentKind::File => format!("loads `{what}`"),
            ConsentKind::Program => format!("runs `{what}`"),
            ConsentKind::Filter => format!("runs `{what}` over what its server sends"),
            ConsentKind::Password => format!("runs `{what}` for its password"),
        }
    }
}

impl FeedRow {
    /// The consents that it rests on; none for a plain feed of the web.
    #[must_use]
    pub fn consents(&self) -> Vec<Consent> {
        let password = self.greeting.password_command.as_deref();
        Consent::needed(&self.url, self.filter.as_deref(), password)
    }
}

impl Subscription {
    /// The consents that it rests on; none for a plain feed of the web.
    #[must_use]
    pub fn consents(&self) -> Vec<Consent> {
        let password = self.greeting.password_command.as_deref();
        Consent::needed(&self.url, self.filter.as_deref(), password)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_its_origin() {
        let cases = [
            ("https://example.org/feed", Origin::Web),
            ("file:///home/ada/feed.xml", Origin::File),
            ("FILE:/x", Origin::File),
            ("exec:ls -l '/a b'", Origin::Program("ls -l '/a b'")),
            (" Exec: ls ", Origin::Program("ls")),
            ("execute:ls", Origin::Web),
            ("exé", Origin::Web),
            ("", Origin::Web),
        ];
        for (url, origin) in cases {
            assert_eq!(Origin::of(url), origin, "{url}");
        }
    }

    #[test]
    fn a_consent_is_for_one_command_to_one_end() {
        let plain = Subscription::new("https://example.org/feed");
        assert_eq!(plain.consents(), []);
        let filtered = Subscription {
            filter: Some("sh".into()),
            ..plain
        };
        let run = Subscription::new("exec:sh");
        assert_ne!(filtered.consents(), run.consents());
        assert_eq!(run.consents()[0].what, "sh");
        let both = Subscription {
            filter: Some("tidy".into()),
            ..run
        };
        assert_eq!(both.consents().len(), 2);
        assert!(both.consents().iter().all(Consent::is_plain));
        for hidden in ["ls\nrm", "ls \u{202e}x", "ls\u{200b}", "a\u{1b}[8mb"] {
            let run = Subscription::new(format!("exec:{hidden}"));
            assert!(!run.consents()[0].is_plain(), "{hidden:?}");
        }
    }
}
