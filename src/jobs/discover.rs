//! Finds the feeds behind an address, with one request.

use std::time::Duration;

use crate::fetch::{
    Answer, Document, Fetched, Haste, Manners, Refusal, Request, gap_of, host_of, is_loopback,
};
use crate::jobs::context::Context;
use crate::jobs::ingest::parse;
use crate::jobs::offline::{is_unreached, offline};
use crate::model::{
    Failure, FailureKind, FeedFormat, FoundFeed, Offline, ParsedFeed, Timestamp, Trouble,
};
use crate::parse::{self, Source};
use crate::text;

/// What is behind an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The address as it was completed: `lwn.net` becomes `https://lwn.net`.
    pub address: String,
    /// The feeds. Exactly one, if the address is a feed itself; its document is kept for `subscribe`.
    pub feeds: Vec<FoundFeed>,
    /// The network is down, so that nothing is known: `feeds` is the address itself, to be fetched later.
    pub offline: Option<Failure>,
    /// What had to be mended in the feed's document, in words.
    pub warnings: Vec<String>,
}

/// Asks an address for its feeds; subscribes to nothing. A page without feeds is a `Trouble`.
pub async fn discover(context: &Context, address: &str) -> Result<Found, Trouble> {
    let guessed = !address.contains("://");
    let mut address = complete(address)?;
    let mut answer = ask(context, &address).await?;
    // Nobody said that it speaks HTTPS: where nothing answers to that, the plain one is meant.
    if guessed && matches!(&answer, Err(refusal) if is_deaf(&refusal.failure)) {
        address = address.replacen("https://", "http://", 1);
        answer = ask(context, &address).await?;
    }
    let fetched = match answer {
        Ok(fetched) => fetched,
        Err(refusal) if is_unreached(&host_of(&address), &refusal.failure) => {
            return Ok(believed(address, offline(Offline::Down, &refusal.failure)));
        }
        Err(refusal) => {
            return Err(Trouble {
                what: format!("`{}`: {}", text::address(&address), refusal.failure.what),
                hint: hint(refusal.failure),
            });
        }
    };
    let Answer::New(document) = &fetched.answer else {
        return Err(Trouble::plain(
            "the server says that nothing changed, though nothing was known",
        ));
    };
    match parse(context, document.clone()).await {
        Ok(parsed) => Ok(a_feed(context, address, &parsed, fetched)),
        Err(failure) => of_page(address, document, &failure),
    }
}

/// An address as it is typed, believed to be a feed's without being asked.
pub fn unasked(address: &str) -> Result<Found, Trouble> {
    let why = Failure {
        kind: FailureKind::Offline,
        what: "`--offline` says so".into(),
        hint: None,
    };
    Ok(believed(complete(address)?, why))
}

fn believed(address: String, why: Failure) -> Found {
    Found {
        feeds: vec![FoundFeed {
            url: address.clone(),
            ..FoundFeed::default()
        }],
        address,
        offline: Some(why),
        warnings: Vec::new(),
    }
}

/// Nothing is subscribed to yet: there is no feed to edit or to drop, and byline does not ask again by itself.
fn hint(failure: Failure) -> Option<String> {
    let hint = match failure.kind {
        FailureKind::Connect
        | FailureKind::Timeout
        | FailureKind::Empty
        | FailureKind::Status(500..) => {
            "nothing was subscribed to: check the address, or try again later"
        }
        FailureKind::Status(404) => {
            "nothing was subscribed to: check the address, or give that of the site"
        }
        FailureKind::Status(410) => "nothing was subscribed to: its site ended it",
        FailureKind::Status(403) => "nothing was subscribed to: it may not like readers",
        FailureKind::Status(429) => "nothing was subscribed to: try again in an hour",
        _ => return failure.hint,
    };
    Some(hint.to_string())
}

fn is_deaf(failure: &Failure) -> bool {
    matches!(failure.kind, FailureKind::Connect | FailureKind::Tls)
}

/// An address as people type it, made whole.
fn complete(typed: &str) -> Result<String, Trouble> {
    let typed = typed.trim();
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

async fn ask(context: &Context, address: &str) -> Result<Result<Fetched, Refusal>, Trouble> {
    let client = context.client()?;
    let host = host_of(address);
    let configured = context.config().refresh.per_host_gap;
    let gap = u64::try_from(gap_of(&host, configured)).unwrap_or(0);
    let hosts = context.hosts();
    let turn = hosts.turn(&host, Duration::from_millis(gap), Haste::Asked);
    let turn = turn
        .await
        .ok_or_else(|| Trouble::plain("the program is ending"))?;
    let request = Request {
        url: address.to_string(),
        ..Request::default()
    };
    let manners = Manners {
        hosts,
        gap: configured,
        haste: Haste::Asked,
        // The reader waits, and asks for it.
        paused: &|_| false,
    };
    let visit = client.fetch(&request, context.now(), manners, turn).await;
    Ok(visit.outcome)
}

/// The address is a feed itself: its document is its first fetch.
fn a_feed(context: &Context, address: String, parsed: &ParsedFeed, fetched: Fetched) -> Found {
    // Told to be there for good before it was ever subscribed to here: there is nothing to be patient about.
    let url = fetched.permanent.clone().unwrap_or_else(|| address.clone());
    let mut warnings = parsed.warnings.clone();
    if let Answer::New(Document {
        cut: Some(failure), ..
    }) = &fetched.answer
    {
        warnings.push(format!("cut short: {}; the rest comes later", failure.what));
    }
    context.keep(
        &url,
        Fetched {
            permanent: None,
            ..fetched
        },
    );
    let newest = parsed
        .entries
        .iter()
        .filter_map(|entry| entry.published)
        .max();
    let found = FoundFeed {
        url,
        title: parsed.title.clone(),
        format: Some(format_name(parsed.format).to_string()),
        note: Some(note(context, parsed.entries.len(), newest)),
    };
    Found {
        address,
        feeds: vec![found],
        offline: None,
        warnings,
    }
}

fn note(context: &Context, entries: usize, newest: Option<Timestamp>) -> String {
    let entries = match entries {
        1 => "1 entry".to_string(),
        n => format!("{} entries", text::grouped(n as u64)),
    };
    match newest {
        Some(newest) => format!(
            "{entries}, newest {}",
            context.zone.short(newest, context.now())
        ),
        None => entries,
    }
}

fn format_name(format: FeedFormat) -> &'static str {
    match format {
        FeedFormat::Rss2 | FeedFormat::Rss1 | FeedFormat::Rss0 => "RSS",
        FeedFormat::Atom => "Atom",
        FeedFormat::Json => "JSON",
        FeedFormat::Cdf => "CDF",
    }
}

fn of_page(address: String, document: &Document, failure: &Failure) -> Result<Found, Trouble> {
    if failure.kind != FailureKind::NotFeed {
        return Err(Trouble {
            what: format!("`{}`: {}", text::address(&address), failure.what),
            hint: hint(failure.clone()),
        });
    }
    let source = Source {
        url: Some(&document.url),
        content_type: document.content_type.as_deref(),
    };
    let feeds = parse::discover(&document.bytes, &source);
    if feeds.is_empty() {
        return Err(Trouble {
            what: format!("no feed at `{}`: {}", text::address(&address), failure.what),
            hint: Some(elsewhere(&source, document, failure)),
        });
    }
    Ok(Found {
        address,
        feeds,
        offline: None,
        warnings: Vec::new(),
    })
}

/// What helps where there is no feed. A page has others, perhaps; a feed that cannot be read was meant, and its own hint holds.
fn elsewhere(source: &Source, document: &Document, failure: &Failure) -> String {
    let is_page = parse::feed(&document.bytes, source).is_err_and(|why| why.looks_like_html);
    match &failure.hint {
        Some(hint) if !is_page => hint.clone(),
        _ => "look on the site for a link named RSS, Atom or feed, and give that".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_completed_as_people_mean_them() {
        let cases = [
            ("lwn.net", Some("https://lwn.net")),
            (
                " http://lwn.net/headlines ",
                Some("http://lwn.net/headlines"),
            ),
            ("feed:https://lwn.net/rss", Some("https://lwn.net/rss")),
            ("feed://lwn.net/rss", Some("https://lwn.net/rss")),
            ("localhost:8000/x", Some("http://localhost:8000/x")),
            ("127.0.0.1/x", Some("http://127.0.0.1/x")),
            ("linux", None),
            ("not a url", None),
            ("ftp://lwn.net/", None),
            ("http://", None),
            ("", None),
        ];
        for (typed, expect) in cases {
            assert_eq!(complete(typed).ok().as_deref(), expect, "{typed}");
        }
    }
}
