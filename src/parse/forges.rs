//! Feeds of places where programs are made: GitHub, GitLab, Forgejo and Gitea (Codeberg), sourcehut.
//!
//! An address of one part (`…/releases`) is one feed; a repository's own page has several to choose from, which its page confirms.

use crate::model::FoundFeed;
use crate::parse::site_address::{Address, at, is_feed, is_name};

/// First parts of GitHub's addresses that are nobody's name.
const RESERVED: [&str; 20] = [
    "about",
    "apps",
    "codespaces",
    "collections",
    "enterprise",
    "events",
    "explore",
    "features",
    "issues",
    "login",
    "marketplace",
    "new",
    "notifications",
    "orgs",
    "pulls",
    "search",
    "security",
    "settings",
    "topics",
    "trending",
];

/// What an address alone tells of one part of a repository, or of a person.
pub fn of_address(address: &Address<'_>) -> Vec<FoundFeed> {
    let found = match address.host {
        "github.com" => return github(address),
        "gist.github.com" => match address.path.as_slice() {
            [name] if is_name(name) => at(address.url, &format!("/{name}.atom"), name, "Atom"),
            _ => None,
        },
        "codeberg.org" => return forgejo(address),
        "git.sr.ht" => return sourcehut(address),
        _ => None,
    };
    found.or_else(|| gitlab_part(address)).into_iter().collect()
}

/// What a page adds: it tells which program made it, whoever's host it is.
pub fn of_page(address: &Address<'_>, generator: &str, page: &str) -> Vec<FoundFeed> {
    let is_gitlab = address.host == "gitlab.com"
        || page.contains("content=\"GitLab\" property=\"og:site_name\"")
        || page.contains("property=\"og:site_name\" content=\"GitLab\"");
    if is_gitlab {
        return gitlab(address);
    }
    let is_forgejo = ["forgejo", "gitea"]
        .iter()
        .any(|name| generator.contains(name) || names_itself(page, name));
    if is_forgejo {
        return forgejo(address);
    }
    Vec::new()
}

/// `<meta name="keywords" content="go,git,self-hosted,gitea">`.
fn names_itself(page: &str, name: &str) -> bool {
    let keywords = page.split_once("name=\"keywords\" content=\"");
    let keywords = keywords.and_then(|(_, rest)| rest.split_once('"'));
    keywords.is_some_and(|(words, _)| words.contains(name))
}

/// Feeds of a repository: title, place.
fn several(address: &Address<'_>, format: &str, feeds: &[(&str, String)]) -> Vec<FoundFeed> {
    let name = match address.path.as_slice() {
        [_, name, ..] | [name] => *name,
        [] => "",
    };
    feeds
        .iter()
        .filter_map(|(what, place)| at(address.url, place, &format!("{name}: {what}"), format))
        .collect()
}

fn github(address: &Address<'_>) -> Vec<FoundFeed> {
    let (owner, rest) = match address.path.as_slice() {
        ["orgs", owner, ..] if is_name(owner) => (*owner, [].as_slice()),
        [owner, rest @ ..] if is_name(owner) && !RESERVED.contains(owner) => (*owner, rest),
        _ => return Vec::new(),
    };
    let Some((repository, rest)) = rest.split_first() else {
        let own = !is_feed(owner);
        let feed = own.then(|| at(address.url, &format!("/{owner}.atom"), owner, "Atom"));
        return feed.flatten().into_iter().collect();
    };
    let within = |what: &str| format!("/{owner}/{repository}/{what}.atom");
    let one = |what: &str, place: String| several(address, "Atom", &[(what, place)]);
    match rest {
        ["releases", ..] => one("releases", within("releases")),
        ["tags", ..] => one("tags", within("tags")),
        ["discussions", ..] => one("discussions", within("discussions")),
        ["wiki", ..] => one("wiki", within("wiki")),
        ["commits"] => one("commits", within("commits")),
        ["commits" | "tree" | "blob", branch @ ..] if is_branch(branch) => {
            one("commits", within(&format!("commits/{}", branch.join("/"))))
        }
        [] if !is_feed(repository) => {
            let feeds = ["releases", "commits", "tags"].map(|what| (what, within(what)));
            several(address, "Atom", &feeds)
        }
        _ => Vec::new(),
    }
}

/// A branch, or a path in one; not a feed already.
fn is_branch(parts: &[&str]) -> bool {
    parts.last().is_some_and(|last| !is_feed(last))
}

/// `/group/project/-/releases`, on any host: no other program writes its addresses so.
fn gitlab_part(address: &Address<'_>) -> Option<FoundFeed> {
    let at_dash = address.path.iter().position(|part| *part == "-")?;
    let (project, rest) = address.path.split_at_checked(at_dash)?;
    let rest = rest.get(1..).unwrap_or_default();
    if project.len() < 2 || !project.iter().all(|part| is_name(part)) {
        return None;
    }
    let project = project.join("/");
    let (what, place) = match rest {
        ["releases", ..] => ("releases", "releases.atom".to_string()),
        ["tags", ..] => ("tags", "tags?format=atom".to_string()),
        ["issues"] => ("issues", "issues.atom".to_string()),
        ["merge_requests"] => ("merge requests", "merge_requests.atom".to_string()),
        ["commits" | "tree", branch, ..] => ("commits", format!("commits/{branch}?format=atom")),
        _ => return None,
    };
    let title = format!("{}: {what}", project.rsplit('/').next().unwrap_or_default());
    at(
        address.url,
        &format!("/{project}/-/{place}"),
        &title,
        "Atom",
    )
}

fn gitlab(address: &Address<'_>) -> Vec<FoundFeed> {
    let path = address.path.as_slice();
    if path.len() < 2 || path.contains(&"-") || !path.iter().all(|part| is_name(part)) {
        return Vec::new();
    }
    let project = path.join("/");
    let name = path.last().copied().unwrap_or_default();
    let feeds = [
        ("releases", format!("/{project}/-/releases.atom")),
        ("tags", format!("/{project}/-/tags?format=atom")),
        ("activity", format!("/{project}.atom")),
    ];
    let titled =
        |(what, place): (&str, String)| at(address.url, &place, &format!("{name}: {what}"), "Atom");
    feeds.into_iter().filter_map(titled).collect()
}

fn forgejo(address: &Address<'_>) -> Vec<FoundFeed> {
    let one = |what: &str, place: String| several(address, "RSS", &[(what, place)]);
    match address.path.as_slice() {
        [name] if is_name(name) && !is_feed(name) => {
            let feed = at(address.url, &format!("/{name}.rss"), name, "RSS");
            feed.into_iter().collect()
        }
        [owner, name, rest @ ..] if is_name(owner) && is_name(name) => match rest {
            ["releases"] => one("releases", format!("/{owner}/{name}/releases.rss")),
            ["tags"] => one("tags", format!("/{owner}/{name}/tags.rss")),
            ["commits" | "src", "branch", branch @ ..] if !branch.is_empty() => {
                let branch = branch.join("/");
                one("commits", format!("/{owner}/{name}/rss/branch/{branch}"))
            }
            [] if !is_feed(name) => {
                let feeds = [
                    ("releases", format!("/{owner}/{name}/releases.rss")),
                    ("tags", format!("/{owner}/{name}/tags.rss")),
                    ("activity", format!("/{owner}/{name}.rss")),
                ];
                several(address, "RSS", &feeds)
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn sourcehut(address: &Address<'_>) -> Vec<FoundFeed> {
    match address.path.as_slice() {
        [owner, name, rest @ ..] if owner.starts_with('~') && is_name(owner) && is_name(name) => {
            let log = ("commits", format!("/{owner}/{name}/log/rss.xml"));
            let refs = ("releases", format!("/{owner}/{name}/refs/rss.xml"));
            match rest {
                ["log"] => several(address, "RSS", &[log]),
                ["refs"] => several(address, "RSS", &[refs]),
                [] => several(address, "RSS", &[refs, log]),
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}
