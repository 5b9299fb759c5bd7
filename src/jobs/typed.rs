//! Addresses as people type them, made whole: `lwn.net`, `~/feed.xml`, `exec:weather.sh`, `@ada@social.example`.

use std::path::Path;

use url::Url;

use crate::config::is_address;
use crate::fetch::{host_of, is_loopback};
use crate::model::{Origin, Trouble};
use crate::system::Paths;
use crate::text;

/// An address made whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Of the web; whether nobody said with which scheme.
    Web(String, bool),
    /// A file of this computer, or a program on it: the feed's address.
    Local(String),
}

/// What was typed, made whole.
pub fn typed(paths: &Paths, text: &str) -> Result<Typed, Trouble> {
    let text = text.trim();
    match Origin::of(text) {
        Origin::Program(command) => {
            let url = format!("exec:{command}");
            if command.is_empty() {
                return Err(Trouble::new(
                    "`exec:` names no program",
                    "as in `exec:~/bin/weather.sh Paris`",
                ));
            }
            Ok(Typed::Local(url))
        }
        Origin::File => file(paths, text.get(5..).unwrap_or_default()),
        Origin::Web
            if ["/", "~/", "./", "../"]
                .iter()
                .any(|it| text.starts_with(it)) =>
        {
            file(paths, text)
        }
        Origin::Web => match handle(text) {
            Some(profile) => Ok(Typed::Web(profile, false)),
            None => complete(text).map(|url| Typed::Web(url, !text.contains("://"))),
        },
    }
}

/// A path, or what follows `file:` in an address, as the address of a file.
fn file(paths: &Paths, text: &str) -> Result<Typed, Trouble> {
    let wrong = || {
        let shown = text::scrub_line(text);
        Trouble::new(
            format!("`{shown}` names no file"),
            "as in `file:///home/ada/feed.xml` or `~/feed.xml`",
        )
    };
    let whole = format!("file:{text}");
    if text.starts_with("//") {
        let url = Url::parse(&whole).map_err(|_| wrong())?;
        return match url.to_file_path() {
            Ok(_) if is_address(url.as_str()) => Ok(Typed::Local(url.into())),
            _ => Err(wrong()),
        };
    }
    let path = paths.typed(text);
    let path = std::path::absolute(&path).map_err(|_| wrong())?;
    let url = Url::from_file_path(tidied(&path)).map_err(|()| wrong())?;
    if is_address(url.as_str()) {
        Ok(Typed::Local(url.into()))
    } else {
        Err(wrong())
    }
}

/// The path without `.` and `..`, as far as names tell.
fn tidied(path: &Path) -> std::path::PathBuf {
    use std::path::Component;
    let mut tidied = std::path::PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                tidied.pop();
            }
            part => tidied.push(part),
        }
    }
    tidied
}

/// `@ada@social.example` as the address of the profile.
fn handle(text: &str) -> Option<String> {
    let (name, host) = text.strip_prefix('@')?.split_once('@')?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    let is_whole = !name.is_empty() && name.chars().all(is_name) && host.contains('.');
    let url = format!("https://{host}/@{name}");
    (is_whole && host_of(&url) == host.to_lowercase()).then_some(url)
}

/// An address of the web as people type it, made whole.
fn complete(typed: &str) -> Result<String, Trouble> {
    let bare = typed.strip_prefix("feed:").unwrap_or(typed);
    let bare = bare.strip_prefix("//").unwrap_or(bare);
    let wrong = || {
        Trouble::new(
            format!("`{}` is no address of the web", text::scrub_line(typed)),
            "an address looks like `https://example.org/feed.xml` or `example.org`",
        )
    };
    if bare.is_empty() || bare.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(wrong());
    }
    let whole = match bare.split_once("://") {
        Some(("http" | "https", _)) => bare.to_string(),
        Some(_) => return Err(wrong()),
        None => {
            let secure = format!("https://{bare}");
            let host = host_of(&secure);
            if is_loopback(&host) {
                format!("http://{bare}")
            } else if host.contains('.') {
                secure
            } else {
                return Err(wrong());
            }
        }
    };
    if host_of(&whole).is_empty() {
        return Err(wrong());
    }
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_completed_as_people_mean_them() {
        let web = |url: &str, guessed| Some(Typed::Web(url.into(), guessed));
        let local = |url: &str| Some(Typed::Local(url.into()));
        let cases = [
            ("lwn.net", web("https://lwn.net", true)),
            (
                " http://lwn.net/headlines ",
                web("http://lwn.net/headlines", false),
            ),
            (
                "feed:https://lwn.net/rss",
                web("https://lwn.net/rss", false),
            ),
            ("feed://lwn.net/rss", web("https://lwn.net/rss", false)),
            ("localhost:8000/x", web("http://localhost:8000/x", true)),
            ("127.0.0.1/x", web("http://127.0.0.1/x", true)),
            (
                "@ada@social.example",
                web("https://social.example/@ada", false),
            ),
            ("@ada@nowhere", None),
            ("@a/../b@social.example", None),
            ("linux", None),
            ("not a url", None),
            ("ftp://lwn.net/", None),
            ("http://", None),
            ("", None),
            ("exec: ~/bin/x.sh 'a b' ", local("exec:~/bin/x.sh 'a b'")),
            ("exec:", None),
            ("file:///tmp/a%20b.xml", local("file:///tmp/a%20b.xml")),
            ("file://host/x", None),
            ("file:/tmp/a b.xml", local("file:///tmp/a%20b.xml")),
            ("/tmp/./x/../a.xml", local("file:///tmp/a.xml")),
            ("/", None),
            ("file:", None),
        ];
        for (text, expect) in cases {
            let found = typed(&Paths::default(), text).ok();
            assert_eq!(found, expect, "{text}");
        }
    }
}
