//! What looks like a feed: by its MIME type, its address, the words of a link to it; and what is only about comments.

use url::Url;

use crate::model::FoundFeed;

/// The format that a MIME type names; of types that are used for other things too only if the address agrees.
pub fn format_of(kind: &str, href: &str) -> Option<String> {
    let kind = kind.split(';').next().unwrap_or_default();
    let kind = kind.trim().to_ascii_lowercase();
    let format = match kind.as_str() {
        "application/rss+xml"
        | "text/rss+xml"
        | "application/rss"
        | "application/rss-xml"
        | "text/rss"
        | "application/x-rss+xml"
        | "application/x-rss"
        | "application/rdf+xml"
        | "text/rdf+xml"
        | "application/rdf" => "RSS",
        "application/atom+xml"
        | "text/atom+xml"
        | "text/atom"
        | "application/x.atom+xml"
        | "application/x-atom+xml"
        | "application/atom" => "Atom",
        "application/feed+json" => "JSON",
        "application/json" if format_by_address(href).is_some() => "JSON",
        "text/xml" | "application/xml" | "" if !href.is_empty() => return format_by_address(href),
        _ => return None,
    };
    Some(format.to_string())
}

/// The format that an address looks like.
pub fn format_by_address(href: &str) -> Option<String> {
    let href = href.trim().to_ascii_lowercase();
    if is_feed_scheme(&href) {
        return Some("RSS".to_string());
    }
    if leads_elsewhere(&href) {
        return None;
    }
    let (path, query) = href.split_once('?').unwrap_or((&href, ""));
    let path = path.split('#').next().unwrap_or_default();
    let last = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let format = match last {
        "feed.json" => "JSON",
        "atom.xml" | "atom" | "feed.atom" => "Atom",
        "feed" | "rss" | "rss2" | "rdf" | "rss.xml" | "feed.xml" | "index.rdf" | "index.rss"
        | ".rss" | "feed.rss" | "rss.php" | "feed.php" | "index.xml" => "RSS",
        _ => match last.rsplit_once('.') {
            Some((_, "atom")) => "Atom",
            Some((_, "rss" | "rdf")) => "RSS",
            Some((_, "xml")) if has_word(path, &["rss", "rss2", "feed", "feeds"]) => "RSS",
            Some((_, "xml")) if has_word(path, &["atom"]) => "Atom",
            _ if query.split('&').any(is_feed_query) => "RSS",
            _ => return None,
        },
    };
    Some(format.to_string())
}

/// Whether one of the words between the signs of a text is among these.
fn has_word(text: &str, words: &[&str]) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| words.contains(&word))
}

fn is_feed_query(part: &str) -> bool {
    matches!(
        part,
        "feed=rss2"
            | "feed=rss"
            | "feed=atom"
            | "format=feed"
            | "format=rss"
            | "format=atom"
            | "type=rss"
            | "type=atom"
            | "output=rss"
            | "output=atom"
            | "mod=rss"
            | "rss=1"
    )
}

/// Schemes that other programs gave to feeds, to be opened in them.
const FEED_SCHEMES: [&str; 5] = ["feed", "itpc", "pcast", "podcast", "rss"];

fn is_feed_scheme(href: &str) -> bool {
    href.split_once(':')
        .is_some_and(|(scheme, _)| FEED_SCHEMES.contains(&scheme))
}

/// An address of one of those schemes as one of the web: `feed://a.org/` and `feed:https://a.org/` are `https://a.org/`.
pub fn of_the_web(href: &str) -> String {
    let href = href.trim();
    let Some((scheme, rest)) = href.split_once(':') else {
        return href.to_string();
    };
    if !FEED_SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) {
        return href.to_string();
    }
    match rest.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => rest.to_string(),
    }
}

/// Addresses that speak of feeds but are none: readers' buttons, scripts, mail.
pub fn leads_elsewhere(href: &str) -> bool {
    const READERS: [&str; 10] = [
        "feedly.com",
        "inoreader.com",
        "netvibes.com",
        "add.my.yahoo.com",
        "theoldreader.com",
        "newsblur.com",
        "subtome.com",
        "feedburner.com/fb/a/",
        "facebook.com/",
        "wp-json",
    ];
    let lower = href.to_ascii_lowercase();
    lower.starts_with('#')
        || lower.starts_with("javascript:")
        || lower.starts_with("mailto:")
        || READERS.iter().any(|reader| lower.contains(reader))
}

/// Whether a class, title or label says that its link is a feed.
pub fn speaks_of_feeds(text: &str) -> bool {
    has_word(
        &text.to_ascii_lowercase(),
        &["rss", "rss2", "atom", "rssfeed", "feed", "feeds"],
    )
}

/// Whether a feed is one of comments, by its address or title.
pub fn is_of_comments(feed: &FoundFeed) -> bool {
    const WORDS: [&str; 20] = [
        "comment",
        "kommentar",
        "commentaire",
        "comentario",
        "comentário",
        "commenti",
        "reacties",
        "komentar",
        "komentář",
        "коммент",
        "коментар",
        "hozzászólás",
        "yorum",
        "bình luận",
        "コメント",
        "댓글",
        "评论",
        "評論",
        "留言",
        "replies to",
    ];
    let path = feed.url.to_ascii_lowercase();
    let title = feed.title.as_deref().unwrap_or_default().to_lowercase();
    has_word(&path, &["comments", "comment"])
        && (path.contains("feed") || path.contains("rss") || path.contains("atom"))
        || path.contains("/comments/default")
        || path.contains("comments.xml")
        || WORDS.iter().any(|word| title.contains(word))
}

/// Whether an address is of this computer or of the network around it: no page of the web may name such a one.
pub fn is_private(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => {
            ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified()
        }
        Some(url::Host::Ipv6(ip)) => {
            let first = ip.segments()[0];
            ip.is_loopback()
                || ip.is_unspecified()
                || first & 0xfe00 == 0xfc00
                || first & 0xffc0 == 0xfe80
                || ip
                    .to_ipv4_mapped()
                    .is_some_and(|ip| ip.is_private() || ip.is_loopback() || ip.is_link_local())
        }
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => true,
    }
}
