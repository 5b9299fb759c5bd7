//! Feeds of well-known sites, which their pages do not name or name among much else.
//!
//! Lives here: what an address alone tells (`of_address`), and what a page of such a site adds (`of_page`). Forges have a file of their own.
//! Invariant: an id or name that is put into an address is one, and nothing that ends the path.

use url::Url;

use crate::model::FoundFeed;
use crate::parse::site_address::{Address, at, is_feed, is_name};
use crate::parse::{forges, places};

/// The one feed of an address whose site gives it one, so that its page need not be asked; `None` where a page must tell.
#[must_use]
pub fn site_feed(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    match of_address(&url).as_slice() {
        [only] if only.url != address => Some(only.url.clone()),
        _ => None,
    }
}

/// What an address alone tells.
pub fn of_address(url: &Url) -> Vec<FoundFeed> {
    let address = Address::of(url);
    let forge = forges::of_address(&address);
    if !forge.is_empty() {
        return forge;
    }
    let known = match address.host {
        "youtube.com" | "m.youtube.com" | "music.youtube.com" => youtube(&address),
        "reddit.com" | "old.reddit.com" | "new.reddit.com" => reddit(&address),
        "medium.com" => medium(&address),
        "tumblr.com" => match address.path.as_slice() {
            [name, ..] if is_name(name) => {
                let blog = format!("https://{name}.tumblr.com/rss");
                at(url, &blog, name, "RSS")
            }
            _ => None,
        },
        _ => of_path(&address).or_else(|| of_writer(&address)),
    };
    known.into_iter().collect()
}

/// Sites whose feed is a name of the path put into a pattern: host, what stands before the name, the pattern.
const BY_PATH: [(&str, &[&str], &str, &str); 9] = [
    (
        "bsky.app",
        &["profile"],
        "https://bsky.app/profile/{}/rss",
        "RSS",
    ),
    (
        "vimeo.com",
        &["channels"],
        "https://vimeo.com/channels/{}/videos/rss",
        "RSS",
    ),
    ("vimeo.com", &[], "https://vimeo.com/{}/videos/rss", "RSS"),
    ("dev.to", &["t"], "https://dev.to/feed/tag/{}", "RSS"),
    ("dev.to", &[], "https://dev.to/feed/{}", "RSS"),
    ("write.as", &[], "https://write.as/{}/feed/", "RSS"),
    (
        "pypi.org",
        &["project"],
        "https://pypi.org/rss/project/{}/releases.xml",
        "RSS",
    ),
    (
        "crates.io",
        &["crates"],
        "https://static.crates.io/rss/crates/{}.xml",
        "RSS",
    ),
    (
        "arxiv.org",
        &["list"],
        "https://rss.arxiv.org/rss/{}",
        "RSS",
    ),
];

fn of_path(address: &Address<'_>) -> Option<FoundFeed> {
    let (name, pattern, format) = BY_PATH
        .iter()
        .filter(|(host, ..)| *host == address.host)
        .find_map(|(_, before, pattern, format)| {
            let rest = address.path.strip_prefix(*before)?;
            let name = rest.first().filter(|name| is_name(name))?;
            Some((*name, *pattern, *format))
        })?;
    // Numbers and reserved words of Vimeo are videos and its own pages.
    if address.host == "vimeo.com" && name.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    at(address.url, &pattern.replace("{}", name), name, format)
}

/// Sites that give each writer a host, and where the feed stands there.
const OF_WRITERS: [(&str, &str); 10] = [
    ("substack.com", "/feed"),
    ("wordpress.com", "/feed/"),
    ("blogspot.com", "/feeds/posts/default"),
    ("bearblog.dev", "/feed/"),
    ("hashnode.dev", "/rss.xml"),
    ("medium.com", "/feed"),
    ("mataroa.blog", "/rss/"),
    ("livejournal.com", "/data/rss"),
    ("dreamwidth.org", "/data/rss"),
    ("buttondown.email", "/rss"),
];

fn of_writer(address: &Address<'_>) -> Option<FoundFeed> {
    if address.writer("tumblr.com").is_some() {
        return match address.path.as_slice() {
            ["tagged", tag, ..] => at(address.url, &format!("/tagged/{tag}/rss"), tag, "RSS"),
            _ => at(address.url, "/rss", "", "RSS"),
        };
    }
    let (_, place) = OF_WRITERS
        .iter()
        .find(|(domain, _)| address.writer(domain).is_some())?;
    // An address that is a feed already is left alone.
    if address
        .path
        .iter()
        .any(|part| matches!(*part, "feed" | "feeds" | "rss" | "data" | "rss.xml"))
    {
        return None;
    }
    at(address.url, place, "", "RSS")
}

const VIDEOS: &str = "https://www.youtube.com/feeds/videos.xml";

fn youtube(address: &Address<'_>) -> Option<FoundFeed> {
    match address.path.as_slice() {
        ["channel", id, ..] => channel(address.url, id),
        ["playlist"] => playlist(address.url),
        _ => None,
    }
}

fn channel(url: &Url, id: &str) -> Option<FoundFeed> {
    let feed = format!("{VIDEOS}?channel_id={id}");
    (id.starts_with("UC") && is_id(id)).then(|| at(url, &feed, "videos", "Atom"))?
}

/// The playlist that an address names. Mixes and lists of one's own have no feed.
fn playlist(url: &Url) -> Option<FoundFeed> {
    let (_, list) = url.query_pairs().find(|(name, _)| name == "list")?;
    let has_feed = ["PL", "UU", "OL", "FL"]
        .iter()
        .any(|it| list.starts_with(it));
    let feed = format!("{VIDEOS}?playlist_id={list}");
    (has_feed && is_id(&list)).then(|| at(url, &feed, "playlist", "Atom"))?
}

/// The channel that a page of YouTube is about: its own marks before those of what it recommends.
fn channel_of_page(page: &str) -> Option<&str> {
    const MARKS: [&str; 7] = [
        "\"externalChannelId\":\"",
        "\"externalId\":\"",
        "itemprop=\"channelId\" content=\"",
        "itemprop=\"identifier\" content=\"",
        "rel=\"canonical\" href=\"https://www.youtube.com/channel/",
        "\"channelId\":\"",
        "\"browseId\":\"",
    ];
    let id_after = |mark: &&str| {
        let (_, rest) = page.split_once(*mark)?;
        let (id, _) = rest.split_once('"')?;
        (id.starts_with("UC") && is_id(id)).then_some(id)
    };
    MARKS.iter().find_map(id_after)
}

fn is_id(id: &str) -> bool {
    (8..=64).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// Any page of Reddit with `.rss` behind it. The pages themselves are for browsers only.
fn reddit(address: &Address<'_>) -> Option<FoundFeed> {
    let path = address.path.join("/");
    if is_feed(&path) {
        return None;
    }
    let mut feed = match path.as_str() {
        "" => "https://www.reddit.com/.rss".to_string(),
        "search" => "https://www.reddit.com/search.rss".to_string(),
        path => match path.strip_suffix("/search") {
            Some(within) => format!("https://www.reddit.com/{within}/search.rss"),
            None => format!("https://www.reddit.com/{path}/.rss"),
        },
    };
    if let Some(query) = address.url.query() {
        feed = format!("{feed}?{query}");
    }
    let title = match address.path.as_slice() {
        ["r" | "u" | "user", name, ..] => name,
        _ => "reddit",
    };
    at(address.url, &feed, title, "Atom")
}

fn medium(address: &Address<'_>) -> Option<FoundFeed> {
    match address.path.as_slice() {
        [] | ["feed" | "m" | "me" | "search", ..] => None,
        ["tag", tag, ..] if is_name(tag) => {
            at(address.url, &format!("/feed/tag/{tag}"), tag, "RSS")
        }
        [name, ..] if is_name(name) => at(address.url, &format!("/feed/{name}"), name, "RSS"),
        _ => None,
    }
}

/// What the page of an address adds to that: by the site, by the program that made it (lower case) and by its text. `is_named`: the page
/// names feeds itself, so that its program need not be guessed at.
pub fn of_page(url: Option<&Url>, generator: &str, page: &str, is_named: bool) -> Vec<FoundFeed> {
    let Some(url) = url else {
        return Vec::new();
    };
    let address = Address::of(url);
    let mut feeds = of_address(url);
    match address.host {
        "youtube.com" | "m.youtube.com" | "music.youtube.com" if feeds.is_empty() => {
            feeds.extend(channel_of_page(page).and_then(|id| channel(url, id)));
            feeds.extend(playlist(url));
        }
        "podcasts.apple.com" | "itunes.apple.com" => feeds.extend(podcast(url, page)),
        "soundcloud.com" => feeds.extend(sounds(url, page)),
        _ => {}
    }
    if feeds.is_empty() {
        feeds = forges::of_page(&address, generator, page);
    }
    if feeds.is_empty() && !is_named {
        feeds.extend(social(&address, generator, page));
    }
    if feeds.is_empty() && !is_named {
        feeds.extend(made_by(&address, generator, page));
    }
    feeds
}

/// Apple's pages hold the address of the podcast's own feed.
fn podcast(url: &Url, page: &str) -> Option<FoundFeed> {
    let (_, rest) = page.split_once("\"feedUrl\":\"")?;
    let (feed, _) = rest.split_once('"')?;
    let feed = feed.replace("\\/", "/").replace("\\u0026", "&");
    at(url, &feed, "podcast", "RSS").filter(|feed| feed.url.starts_with("http"))
}

fn sounds(url: &Url, page: &str) -> Option<FoundFeed> {
    let (_, rest) = page.split_once("soundcloud://users:")?;
    let id: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let feed = format!("https://feeds.soundcloud.com/users/soundcloud:users:{id}/sounds.rss");
    (!id.is_empty()).then(|| at(url, &feed, "sounds", "RSS"))?
}

/// Mastodon and its kin have `.rss` behind a profile and a tag; Lemmy has its own places.
fn social(address: &Address<'_>, generator: &str, page: &str) -> Option<FoundFeed> {
    let is_mastodon = generator.contains("mastodon")
        || page.contains("id='mastodon'")
        || page.contains("id=\"mastodon\"");
    let is_lemmy = generator.contains("lemmy") || page.contains("id=\"lemmy");
    match address.path.as_slice() {
        [profile, ..] if is_mastodon && profile.starts_with('@') => {
            at(address.url, &format!("/{profile}.rss"), profile, "RSS")
        }
        ["users", name, ..] if is_mastodon => {
            at(address.url, &format!("/users/{name}.rss"), name, "RSS")
        }
        ["tags", tag, ..] if is_mastodon => {
            at(address.url, &format!("/tags/{tag}.rss"), tag, "RSS")
        }
        ["c", name, ..] if is_lemmy => {
            at(address.url, &format!("/feeds/c/{name}.xml"), name, "RSS")
        }
        ["u", name, ..] if is_lemmy => {
            at(address.url, &format!("/feeds/u/{name}.xml"), name, "RSS")
        }
        _ => None,
    }
}

/// Programs that have their feed at one place, whoever uses them.
fn made_by(address: &Address<'_>, generator: &str, page: &str) -> Option<FoundFeed> {
    if generator.contains("discourse") {
        let place = match address.path.as_slice() {
            ["t" | "c" | "tag", ..] => format!("/{}.rss", address.path.join("/")),
            _ => "/latest.rss".to_string(),
        };
        return at(address.url, &place, "", "RSS");
    }
    let is_medium = page.contains("content=\"com.medium.reader\"");
    if is_medium || page.contains("substackcdn.com/") {
        return at(address.url, "/feed", "", "RSS");
    }
    if generator.contains("wordpress") || generator.contains("ghost") {
        let place = places::usual(Some(address.url), generator, page)
            .into_iter()
            .next()?;
        return at(address.url, &place, "", "RSS");
    }
    None
}

#[cfg(test)]
mod tests;
