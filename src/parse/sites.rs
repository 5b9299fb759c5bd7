//! Feeds of well-known sites, which their pages do not name or name among much else.

use url::Url;

use crate::model::FoundFeed;

/// The feeds that the site of a page has for it, by its address, the program that made it (lower case) and its text.
pub fn feeds(url: Option<&Url>, generator: &str, page: &str) -> Vec<FoundFeed> {
    let Some(url) = url else {
        return Vec::new();
    };
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let path: Vec<&str> = url
        .path_segments()
        .map(|parts| parts.filter(|part| !part.is_empty()).collect())
        .unwrap_or_default();
    match host {
        "youtube.com" | "m.youtube.com" => youtube(url, &path, page),
        "reddit.com" | "old.reddit.com" | "new.reddit.com" => reddit(&path),
        "github.com" => github(&path),
        _ if host.ends_with(".substack.com") => at(url, "/feed", "RSS"),
        _ if generator.contains("mastodon") || is_profile(&path, page) => mastodon(url, &path),
        _ if generator.contains("wordpress") || generator.contains("ghost") => {
            let place = if generator.contains("ghost") {
                "/rss/"
            } else {
                "/feed/"
            };
            at(url, place, "RSS")
        }
        _ => Vec::new(),
    }
}

fn feed(url: String, title: &str, format: &str) -> FoundFeed {
    FoundFeed {
        url,
        title: Some(title.to_string()),
        format: Some(format.to_string()),
        note: None,
    }
}

fn at(url: &Url, place: &str, format: &str) -> Vec<FoundFeed> {
    url.join(place)
        .map(|url| FoundFeed {
            url: url.into(),
            title: None,
            format: Some(format.to_string()),
            note: None,
        })
        .into_iter()
        .collect()
}

fn youtube(url: &Url, path: &[&str], page: &str) -> Vec<FoundFeed> {
    const FEEDS: &str = "https://www.youtube.com/feeds/videos.xml";
    let list = url.query_pairs().find(|(name, _)| name == "list");
    if let Some((_, list)) = list
        && is_id(&list)
    {
        let playlist = format!("{FEEDS}?playlist_id={list}");
        return vec![feed(playlist, "playlist", "Atom")];
    }
    let channel = match path {
        ["channel", id, ..] => Some(*id),
        _ => [
            "\"externalId\":\"",
            "\"channelId\":\"",
            "itemprop=\"identifier\" content=\"",
        ]
        .iter()
        .find_map(|mark| id_after(page, mark)),
    };
    channel
        .filter(|id| is_id(id))
        .map(|id| feed(format!("{FEEDS}?channel_id={id}"), "videos", "Atom"))
        .into_iter()
        .collect()
}

fn id_after<'a>(page: &'a str, mark: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(mark)?;
    let (id, _) = rest.split_once('"')?;
    (id.starts_with("UC") && is_id(id)).then_some(id)
}

fn is_id(id: &str) -> bool {
    (8..=64).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

fn reddit(path: &[&str]) -> Vec<FoundFeed> {
    match path {
        [kind @ ("r" | "u" | "user" | "m"), name, ..] => vec![feed(
            format!("https://www.reddit.com/{kind}/{name}/.rss"),
            name,
            "Atom",
        )],
        [] => vec![feed(
            "https://www.reddit.com/.rss".to_string(),
            "reddit",
            "Atom",
        )],
        _ => Vec::new(),
    }
}

fn github(path: &[&str]) -> Vec<FoundFeed> {
    match path {
        [owner, repository, ..] => ["releases", "commits", "tags"]
            .iter()
            .map(|what| {
                feed(
                    format!("https://github.com/{owner}/{repository}/{what}.atom"),
                    &format!("{repository}: {what}"),
                    "Atom",
                )
            })
            .collect(),
        [owner] => vec![feed(
            format!("https://github.com/{owner}.atom"),
            owner,
            "Atom",
        )],
        _ => Vec::new(),
    }
}

/// Mastodon and its kin: a profile's address with `.rss` behind it.
fn is_profile(path: &[&str], page: &str) -> bool {
    matches!(path, [profile] if profile.starts_with('@')) && page.contains("mastodon")
}

fn mastodon(url: &Url, path: &[&str]) -> Vec<FoundFeed> {
    match path {
        [profile, ..] if profile.starts_with('@') => at(url, &format!("/{profile}.rss"), "RSS"),
        ["tags", tag, ..] => at(url, &format!("/tags/{tag}.rss"), "RSS"),
        _ => Vec::new(),
    }
}
