//! What a list says when it is empty, or when its feed cannot be read: what is so, then what helps, each with its key.
//!
//! A failed feed still lists its old entries; the notice then stands above them.

use crate::app::{App, Overlay};
use crate::command::{Command, Context};
use crate::model::{Direction, FailureKind, FeedRow, NearSearch, Origin, Scope, Show, Timestamp};
use crate::text;

/// Cells at both sides of a notice together.
const MARGIN: usize = 8;
/// Cells of the bar before an offer.
const OFFER_EDGE: usize = 2;
/// Least cells between an offer and its number.
pub(crate) const OFFER_GAP: usize = 4;

/// What an empty or failing list says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// Whether something is wrong.
    pub is_error: bool,
    /// What is so.
    pub title: String,
    /// More of it, broken to the pane's width.
    pub lines: Vec<String>,
    /// Keys as they are typed, and what they do.
    pub keys: Vec<(String, String)>,
    /// What can be chosen instead: what it is, its number, and whether it is the chosen one.
    pub offers: Vec<(String, String, bool)>,
}

impl Notice {
    /// Rows it takes, the blank ones above and below included.
    pub fn height(&self) -> usize {
        let keys = if self.keys.is_empty() {
            0
        } else {
            self.keys.len() + 1
        };
        let offers = if self.offers.is_empty() {
            0
        } else {
            self.offers.len() + 1
        };
        2 + self.lines.len() + offers + keys + 1
    }

    /// Cells of its widest row.
    pub fn width(&self) -> usize {
        let mark = if self.is_error { 2 } else { 0 };
        let column = self.key_column();
        let keys = self.keys.iter().map(|(_, word)| column + text::width(word));
        let lines = self.lines.iter().map(|line| text::width(line));
        let offers = self.offers.iter().map(|(label, count, _)| {
            OFFER_EDGE + text::width(label) + OFFER_GAP + text::width(count)
        });
        keys.chain(lines)
            .chain(offers)
            .chain([mark + text::width(&self.title)])
            .max()
            .unwrap_or(0)
    }

    /// Cells of the column of keys, the gap behind it included.
    pub fn key_column(&self) -> usize {
        let keys = self.keys.iter().map(|(key, _)| text::width(key));
        keys.max().unwrap_or(0) + 3
    }
}

impl App {
    /// What the list says instead of rows, or above them.
    #[must_use]
    pub fn notice(&self) -> Option<Notice> {
        if !self.entries.is_loaded() || self.overlays.iter().any(Overlay::holds_mistake) {
            return None;
        }
        let scope = self.entries.scope();
        if let Scope::Feed(id) = scope
            && let Some(row) = self.feeds.feed(*id)
            && row.health.failure.is_some()
        {
            return Some(self.cannot_be_read(row));
        }
        if !self.entries.rows().all().is_empty() {
            return None;
        }
        Some(match scope {
            _ if self.feeds.is_loaded() && self.feeds.list().rows.is_empty() => self.no_feeds(),
            Scope::Search(query) => self.nothing_found(query),
            Scope::Bookmarks => self.told(
                "No bookmarks yet",
                "A bookmark is a copy of your own: it outlives its feed.",
                &[(Command::ToggleBookmark, "bookmark the selected entry")],
            ),
            Scope::Continue => self.told(
                "Nothing begun",
                "Articles that you leave before their end are listed here.",
                &[(Command::GoUnread, "unread")],
            ),
            Scope::Saved => self.told(
                "Nothing saved for later",
                "Any page of the web can stand here, with its full text.",
                &[(Command::SaveLater, "save an address")],
            ),
            _ => self.nothing_listed(scope),
        })
    }

    fn nothing_found(&self, query: &str) -> Notice {
        let keys = [
            (Command::Search, "search again"),
            (Command::GoEverything, "all entries"),
        ];
        let mut notice = self.told("Nothing found", query.trim_end_matches('*'), &keys);
        if let Some(near) = self.near_now() {
            let offer = |(at, one): (usize, &NearSearch)| {
                let count = text::grouped(one.count);
                (one.label.clone(), count, at == near.selected)
            };
            notice.offers = near.found.iter().enumerate().map(offer).collect();
        }
        notice
    }

    fn no_feeds(&self) -> Notice {
        self.told(
            "No feeds yet",
            "Pick some, or bring your own.",
            &[
                (Command::Catalogue, "pick from the catalogue"),
                (Command::AddFeed, "add an address"),
                (Command::Import, "import OPML or newsboat"),
            ],
        )
    }

    fn nothing_listed(&self, scope: &Scope) -> Notice {
        if self.entries.show() == Show::Bookmarked {
            let keys = [
                (Command::ToggleShow, "show all"),
                (Command::GoBookmarks, "all bookmarks"),
            ];
            let said = "Only bookmarked ones are listed.";
            return self.told("No bookmark here", said, &keys);
        }
        let is_filtered =
            self.entries.show() == Show::Unread || matches!(scope, Scope::Unread | Scope::Today);
        let next = self.next_check(scope);
        if !is_filtered {
            let keys = [
                (Command::RefreshThis, "refresh"),
                (Command::GoEverything, "all entries"),
            ];
            return self.told("Nothing here yet", &next, &keys);
        }
        let onward = self.feeds.next_with_unread(scope, Direction::Next);
        let unread = onward.map_or_else(String::new, |scope| {
            format!("next unread, in {}", self.feeds.title(&scope))
        });
        let begun = match self.feeds.list().begun {
            0 => String::new(),
            count => format!("continue reading ({count})"),
        };
        let keys = [
            (Command::ToggleShow, "show read ones too"),
            (Command::NextUnread, unread.as_str()),
            (Command::GoContinue, begun.as_str()),
        ];
        let title = if *scope == Scope::Today {
            "Nothing today"
        } else {
            "All read"
        };
        self.told(title, &next, &keys)
    }

    fn cannot_be_read(&self, row: &FeedRow) -> Notice {
        let what = row
            .health
            .failure
            .as_ref()
            .map_or("", |failure| failure.what.as_str());
        let since = row.health.failing_since.map_or_else(String::new, |since| {
            format!(", since {}", self.stage.zone.short(since, self.stage.now))
        });
        let next = row.health.next_check.map_or_else(String::new, |next| {
            format!(" Next try {}.", self.moment(next))
        });
        let hint = row
            .health
            .failure
            .as_ref()
            .and_then(|failure| failure.hint.as_deref());
        let hint = hint.map_or_else(String::new, |hint| format!(" {}.", capital(hint)));
        let sentence = format!("{}{since}.{next}{hint}", capital(what));
        let failure = row.health.failure.as_ref().map(|failure| failure.kind);
        let is_local = Origin::of(&row.url).is_local();
        let (first, second, title) = if failure == Some(FailureKind::Unallowed) {
            let title = format!("{} waits for your yes", row.title);
            let first = (Command::Allow, "look at it and decide");
            (first, (Command::EditFeed, "edit the feed"), title)
        } else {
            let title = format!("{} cannot be read", row.title);
            let second = if is_local {
                (Command::EditFeed, "edit the feed")
            } else {
                (Command::FindAddress, "look for its new address")
            };
            ((Command::RefreshThis, "try now"), second, title)
        };
        let keys = [first, second, (Command::Unsubscribe, "unsubscribe")];
        Notice {
            is_error: true,
            ..self.told(&title, &sentence, &keys)
        }
    }

    /// `Linux is next checked at 14:31.`
    fn next_check(&self, scope: &Scope) -> String {
        let ids = self.feeds.ids(scope);
        let rows = self.feeds.list().rows.iter();
        let mut rows = rows
            .filter(|row| ids.as_ref().is_none_or(|ids| ids.contains(&row.id)))
            .peekable();
        if rows.peek().is_some() && rows.clone().all(|row| row.paused) {
            return format!("{} is paused: not asked for news.", self.feeds.title(scope));
        }
        let asked = rows.filter(|row| !row.paused);
        let next = asked.filter_map(|row| row.health.next_check).min();
        let name = match scope {
            Scope::Feed(_) | Scope::Folder(_) => self.feeds.title(scope),
            _ => "The next feed".to_string(),
        };
        match next {
            Some(next) if name == "The next feed" => {
                format!("{name} is checked {}.", self.moment(next))
            }
            Some(next) => format!("{name} is next checked {}.", self.moment(next)),
            None => String::new(),
        }
    }

    fn moment(&self, time: Timestamp) -> String {
        let (zone, now) = (&self.stage.zone, self.stage.now);
        if time <= now {
            "at the next refresh".to_string()
        } else if zone.midnight(time) == zone.midnight(now) {
            format!("at {}", zone.clock(time))
        } else {
            format!("on {}", zone.long(time, now))
        }
    }

    /// A notice whose keys are those of the live keymap; a command without words or keys is left out.
    fn told(&self, title: &str, sentence: &str, keys: &[(Command, &str)]) -> Notice {
        let width = self
            .areas()
            .and_then(|areas| areas.entries)
            .map_or(40, |pane| usize::from(pane.width));
        let bound = |command: Command| self.stage.keymap.key(Context::Entries, command);
        Notice {
            is_error: false,
            title: title.to_string(),
            lines: text::wrap(sentence, width.saturating_sub(MARGIN).min(60)),
            keys: keys
                .iter()
                .filter(|(_, word)| !word.is_empty())
                .filter_map(|(command, word)| Some((bound(*command)?, (*word).to_string())))
                .collect(),
            offers: Vec::new(),
        }
    }
}

fn capital(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
