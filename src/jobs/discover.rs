//! Finds the feeds behind an address, with one request where the page suffices.
//!
//! Only where a page names no feed, a few likely places are asked, one after the other, as slowly as a host may be asked anything.
//! Invariant: what was fetched and is the feed is its first fetch, so nothing is asked twice.

use crate::fetch::{Answer, Document, Fetched, Refusal, Request, host_of, successor};
use crate::jobs::allow::consent_to;
use crate::jobs::aside::aside;
use crate::jobs::ask::{Asked, ask_once};
use crate::jobs::context::Context;
use crate::jobs::ingest::parse;
use crate::jobs::offline::{is_unreached, offline};
use crate::jobs::source;
use crate::jobs::typed::{Typed, typed};
use crate::model::{
    Consent, Failure, FailureKind, FeedFormat, FoundFeed, Offline, Origin, ParsedFeed, Timestamp,
    Trouble,
};
use crate::parse::{self, Named, Source};
use crate::store::HostPause;
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

/// Asks an address for its feeds; subscribes to nothing. A page without feeds is a `Trouble`. `address` is what a person typed: to type a
/// program's command (`exec:`) or a file is to say yes to it, so nothing else may be given here.
pub async fn discover(context: &Context, address: &str) -> Result<Found, Trouble> {
    discover_through(context, address, None).await
}

/// The same, of what a filter makes of the document at the address: typed like the address, and then a feed or a `Trouble`.
pub async fn discover_through(
    context: &Context,
    address: &str,
    filter: Option<&str>,
) -> Result<Found, Trouble> {
    let (mut address, guessed) = match typed(&context.paths, address)? {
        Typed::Web(address, guessed) => (address, guessed),
        Typed::Local(url) => (url, false),
    };
    consent_to(context, Consent::needed(&address, filter, None)).await?;
    let is_made = filter.is_some() || Origin::of(&address).is_local();
    // The site is known to have one feed for this: its page could tell no more.
    let known = parse::site_feed(&address).filter(|_| filter.is_none());
    let mut asked = known.unwrap_or_else(|| address.clone());
    let mut answer = ask(context, &asked, filter).await?;
    // Nobody said that it speaks HTTPS: where nothing answers to that, the plain one is meant.
    if guessed && asked == address && matches!(&answer, Err(refusal) if is_deaf(&refusal.failure)) {
        address = address.replacen("https://", "http://", 1);
        asked.clone_from(&address);
        answer = ask(context, &address, filter).await?;
    }
    let fetched = match answer {
        Ok(fetched) => fetched,
        Err(refusal) if is_unreached(&host_of(&asked), &refusal.failure) => {
            return Ok(believed(asked, offline(Offline::Down, &refusal.failure)));
        }
        Err(refusal) => return Err(refused(&asked, refusal.failure)),
    };
    let document = document(&fetched)?;
    match parse(context, document.clone()).await {
        Ok(parsed) => Ok(a_feed(context, asked, &parsed, fetched)),
        Err(failure) if is_made || failure.kind != FailureKind::NotFeed => {
            Err(refused(&asked, failure))
        }
        Err(failure) => of_page(context, address, document.clone(), &failure).await,
    }
}

/// An address as it is typed, believed to be a feed's without being asked.
pub async fn unasked(
    context: &Context,
    address: &str,
    filter: Option<&str>,
) -> Result<Found, Trouble> {
    let why = Failure {
        kind: FailureKind::Offline,
        what: "`--offline` says so".into(),
        hint: None,
    };
    let (Typed::Web(address, _) | Typed::Local(address)) = typed(&context.paths, address)?;
    consent_to(context, Consent::needed(&address, filter, None)).await?;
    Ok(believed(address, why))
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

fn refused(address: &str, failure: Failure) -> Trouble {
    Trouble {
        what: format!("`{}`: {}", text::address(address), failure.what),
        hint: hint(failure),
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
        FailureKind::Program | FailureKind::File => {
            "nothing was subscribed to: try the command in a terminal"
        }
        _ => return failure.hint,
    };
    Some(hint.to_string())
}

fn is_deaf(failure: &Failure) -> bool {
    matches!(failure.kind, FailureKind::Connect | FailureKind::Tls)
}

/// One request, in its host's turn; a host that asked for a pause is not asked.
pub async fn ask(
    context: &Context,
    address: &str,
    filter: Option<&str>,
) -> Result<Result<Fetched, Refusal>, Trouble> {
    let wanted = source::Source {
        request: Request {
            url: address.to_string(),
            ..Request::default()
        },
        filter: filter.map(str::to_string),
        password: None,
    };
    match ask_once(context, wanted).await? {
        Asked::Answered(answer) => Ok(*answer),
        Asked::LeftAlone(pause) => Err(left_alone(&pause)),
    }
}

fn left_alone(pause: &HostPause) -> Trouble {
    Trouble::new(
        format!("`{}` is left alone for now: {}", pause.host, pause.reason),
        "nothing was subscribed to: try again after that",
    )
}

fn document(fetched: &Fetched) -> Result<&Document, Trouble> {
    match &fetched.answer {
        Answer::New(document) => Ok(document),
        Answer::NotModified => Err(Trouble::plain(
            "the server says that nothing changed, though nothing was known",
        )),
    }
}

/// The address is a feed itself: its document is its first fetch.
fn a_feed(context: &Context, address: String, parsed: &ParsedFeed, fetched: Fetched) -> Found {
    // Told to be there for good before it was ever subscribed to here: there is nothing to be patient about.
    let permanent = fetched.permanent.as_deref();
    let url = permanent
        .and_then(|to| successor(&address, to))
        .unwrap_or_else(|| address.clone());
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

/// The feeds that a page names; if it names none for certain, what is found where they may be.
async fn of_page(
    context: &Context,
    address: String,
    document: Document,
    failure: &Failure,
) -> Result<Found, Trouble> {
    let (named, is_page) = named(document).await?;
    if let Some(feeds) = chosen(&named) {
        return Ok(offered(address, feeds));
    }
    let first = named.feeds.first().map(|feed| feed.url.clone());
    if is_page || first.is_some() {
        let places = first.iter().chain(&named.places);
        for place in places.take(MOST_ASKED) {
            match look(context, place).await? {
                Look::Found(found) => return Ok(found),
                Look::On => {}
                Look::NoFurther => break,
            }
        }
    }
    Err(Trouble {
        what: format!("no feed at `{}`: {}", text::address(&address), failure.what),
        hint: Some(match &failure.hint {
            Some(hint) if !is_page => hint.clone(),
            _ => "look on the site for a link named RSS, Atom or feed, and give that".into(),
        }),
    })
}

/// Places asked behind a page that names no feed.
const MOST_ASKED: usize = 6;

/// What a document that is no feed says of feeds, and whether it is a web page at all.
pub async fn named(document: Document) -> Result<(Named, bool), Trouble> {
    aside(move || {
        let source = Source {
            url: Some(&document.url),
            content_type: document.content_type.as_deref(),
        };
        let why = parse::feed(&document.bytes, &source).err();
        let said = document.content_type.as_deref().unwrap_or_default();
        let is_page = said.contains("html") || why.is_some_and(|why| why.looks_like_html);
        let named = parse::discover(&document.bytes, &source, &document.links);
        Ok((named, is_page))
    })
    .await
}

/// The feeds of a page that can be offered as they are: those it names, or several that look so. A single one that only looks so is asked first.
fn chosen(named: &Named) -> Option<Vec<FoundFeed>> {
    let can_be = named.certain && !named.feeds.is_empty() || named.feeds.len() > 1;
    can_be.then(|| named.feeds.clone())
}

fn offered(address: String, feeds: Vec<FoundFeed>) -> Found {
    Found {
        address,
        feeds,
        offline: None,
        warnings: Vec::new(),
    }
}

/// What came of asking a place where a feed may be.
enum Look {
    Found(Found),
    /// There is none; another place may have one.
    On,
    /// The server wants to be left alone, or cannot be reached.
    NoFurther,
}

/// Asks a place: it is a feed, or a page of feeds.
async fn look(context: &Context, place: &str) -> Result<Look, Trouble> {
    let fetched = match ask(context, place, None).await? {
        Ok(fetched) => fetched,
        Err(refusal) => {
            return Ok(match refusal.failure.kind {
                FailureKind::Status(404 | 410 | 400 | 405 | 406)
                | FailureKind::NotFeed
                | FailureKind::Empty
                | FailureKind::Redirect => Look::On,
                _ => Look::NoFurther,
            });
        }
    };
    let document = document(&fetched)?;
    if let Ok(parsed) = parse(context, document.clone()).await {
        return Ok(Look::Found(a_feed(
            context,
            place.to_string(),
            &parsed,
            fetched,
        )));
    }
    let (named, _) = named(document.clone()).await?;
    Ok(match chosen(&named) {
        Some(feeds) if named.certain => Look::Found(offered(place.to_string(), feeds)),
        _ => Look::On,
    })
}
