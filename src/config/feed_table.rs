//! One `[[feed]]` of `feeds.toml`: its keys, read with their mistakes told, written and changed in place.

use toml::de::{DeTable, DeValue};
use toml_edit::{Array, Table, value};
use url::Url;

use crate::config::duration::{parse_span, print_span};
use crate::config::greeting;
use crate::config::keeping::{parse_keep, parse_unread_for, print_keep, print_unread_for};
use crate::config::put::put;
use crate::config::sheet::{Sheet, Value, in_order};
use crate::model::{Keep, Origin, Subscription};

/// The file's name, as problems show it.
pub const FILE: &str = "feeds.toml";

const KEYS: [&str; 13] = [
    "url",
    "title",
    "folder",
    "tags",
    "refresh",
    "full_text",
    "filter",
    "headers",
    "user_agent",
    "password_command",
    "paused",
    "unread_for",
    "keep",
];

/// The feeds of a file.
pub struct Found {
    /// Each with the byte where it begins.
    pub feeds: Vec<(Subscription, usize)>,
    /// Whether there was nothing that could have been a feed and was not understood.
    pub whole: bool,
}

/// Reads every `[[feed]]`.
pub fn read(sheet: &mut Sheet<'_>, table: &DeTable<'_>) -> Found {
    let mut found = Found {
        feeds: Vec::new(),
        whole: true,
    };
    for (key, at, value) in in_order(table) {
        let feeds = match value.get_ref() {
            _ if key != "feed" => {
                sheet.unknown(at, key, &["feed"], "key");
                found.whole = false;
                continue;
            }
            DeValue::Array(feeds) => feeds,
            _ => {
                let hint = "each feed is a section of its own: [[feed]]".to_string();
                sheet.problem(at, "`feed` must be a list of sections", Some(hint));
                found.whole = false;
                continue;
            }
        };
        for feed in &**feeds {
            let read = match feed.get_ref() {
                DeValue::Table(table) => read_feed(sheet, table, feed.span().start),
                _ => None,
            };
            match read {
                Some(subscription) => found.feeds.push((subscription, feed.span().start)),
                None => found.whole = false,
            }
        }
    }
    found
}

/// One feed; `None`, with a problem told, when it has no address.
fn read_feed(sheet: &mut Sheet<'_>, table: &DeTable<'_>, at: usize) -> Option<Subscription> {
    let mut subscription = Subscription::default();
    let mut address = None;
    for (key, at, value) in in_order(table) {
        match (key, value.get_ref()) {
            ("url", DeValue::String(url)) => address = Some(read_address(sheet, url, value)?),
            ("title", DeValue::String(title)) => {
                subscription.title = some(title.trim());
            }
            ("folder", DeValue::String(folder)) => subscription.folder = some(&path(folder)),
            ("tags", DeValue::Array(tags)) => {
                for tag in &**tags {
                    match tag.get_ref() {
                        DeValue::String(tag) => subscription.tags.push(tag.to_string()),
                        _ => sheet.left_out(key, tag, "a list of texts: [\"work\", \"later\"]"),
                    }
                }
            }
            ("refresh", DeValue::String(span)) if parse_span(span).is_some() => {
                subscription.refresh = parse_span(span);
            }
            ("full_text", DeValue::Boolean(yes)) => subscription.full_text = *yes,
            ("filter", DeValue::String(command)) => subscription.filter = some(command.trim()),
            ("url" | "title" | "folder" | "filter", _) => {
                sheet.left_out(key, value, "a text in quotes");
            }
            ("paused", DeValue::Boolean(yes)) => subscription.paused = *yes,
            ("tags", _) => sheet.left_out(key, value, "a list of texts: [\"work\", \"later\"]"),
            ("refresh", _) => sheet.left_out(key, value, "a span of time: \"2h\""),
            ("unread_for", DeValue::String(span)) if parse_unread_for(span).is_some() => {
                subscription.unread_for = parse_unread_for(span);
            }
            ("unread_for", _) => {
                sheet.left_out(key, value, "a span of time or forever: \"2d\", \"forever\"");
            }
            ("keep", DeValue::String(text)) if parse_keep(text).is_some() => {
                subscription.keep = parse_keep(text);
            }
            ("keep", DeValue::Integer(number)) if parse_keep(number.as_str()).is_some() => {
                subscription.keep = parse_keep(number.as_str());
            }
            ("keep", _) => {
                let must = "a span of time, a number of entries, or all: \"90d\", 500, \"all\"";
                sheet.left_out(key, value, must);
            }
            ("full_text" | "paused", _) => sheet.left_out(key, value, "true or false"),
            ("headers" | "user_agent" | "password_command", _) => {
                greeting::read(sheet, key, value, &mut subscription.greeting);
            }
            _ => sheet.unknown(at, key, &KEYS, "key of a feed"),
        }
    }
    let Some(url) = address else {
        let hint = "as in url = \"https://example.org/feed.xml\"".to_string();
        sheet.problem(at, "a feed without an address", Some(hint));
        return None;
    };
    Some(Subscription {
        url,
        ..subscription
    })
}

fn read_address(sheet: &mut Sheet<'_>, url: &str, value: &Value<'_>) -> Option<String> {
    let url = url.trim();
    if is_address(url) {
        return Some(url.to_string());
    }
    let hint = match Url::parse(&format!("https://{url}")) {
        Ok(mended)
            if !url.contains("://") && mended.host_str().is_some_and(|it| it.contains('.')) =>
        {
            format!("did you mean \"https://{url}\"")
        }
        _ => "it begins with https:// or http://".into(),
    };
    let what = format!("no address of a feed: {}", sheet.literal(value));
    sheet.problem(value.span().start, what, Some(hint));
    None
}

/// Whether a feed may live there: on the web, in a file, or in what a program prints.
#[must_use]
pub fn is_address(url: &str) -> bool {
    match Origin::of(url) {
        Origin::Web => Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https")),
        Origin::File => Url::parse(url).is_ok_and(|url| url.path().len() > 1),
        Origin::Program(command) => !command.is_empty(),
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_string())
}

/// A folder's path without empty parts: ` Linux//Kernel/ ` is `Linux/Kernel`.
fn path(folder: &str) -> String {
    let parts: Vec<&str> = folder
        .split('/')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("/")
}

/// A new `[[feed]]` that says what the subscription says.
pub fn new(subscription: &Subscription) -> Table {
    let mut table = Table::new();
    table.insert("url", value(subscription.url.as_str()));
    let bare = Subscription::new(subscription.url.as_str());
    change(&mut table, &bare, subscription);
    table
}

/// Makes a `[[feed]]` that said `old` say `new`, touching only the keys that differ.
pub fn change(table: &mut Table, old: &Subscription, new: &Subscription) {
    if old.url != new.url {
        put(table, "url", Some(value(new.url.as_str())));
    }
    if old.title != new.title {
        put(table, "title", new.title.as_deref().map(value));
    }
    if old.folder != new.folder {
        put(table, "folder", new.folder.as_deref().map(value));
    }
    if old.tags != new.tags {
        let tags: Array = new.tags.iter().collect();
        put(table, "tags", (!new.tags.is_empty()).then(|| value(tags)));
    }
    if old.refresh != new.refresh {
        let span = new.refresh.map(|span| value(print_span(span)));
        put(table, "refresh", span);
    }
    if old.full_text != new.full_text {
        put(table, "full_text", new.full_text.then(|| value(true)));
    }
    if old.greeting != new.greeting {
        greeting::change(table, &old.greeting, &new.greeting);
    }
    if old.filter != new.filter {
        put(table, "filter", new.filter.as_deref().map(value));
    }
    if old.unread_for != new.unread_for {
        let span = new.unread_for.map(|span| value(print_unread_for(span)));
        put(table, "unread_for", span);
    }
    if old.keep != new.keep {
        let keep = new.keep.map(|keep| match keep {
            Keep::Newest(count) => value(i64::from(count)),
            keep => value(print_keep(keep)),
        });
        put(table, "keep", keep);
    }
    if old.paused != new.paused {
        put(table, "paused", new.paused.then(|| value(true)));
    }
}
