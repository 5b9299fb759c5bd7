//! The feed editor: what `feeds.toml` says of one feed, line by line.
//!
//! Invariant: nothing is kept until `enter`; what cannot be kept stays as typed, with the trouble below it.

use crate::app::complete::{offer_folders, offers, parse_folder, parse_tags, tags};
use crate::app::field::Field;
use crate::app::press::{Press, press_in_input};
use crate::app::{Effect, Load, Place, Sight, Wish};
use crate::command::{Key, KeyCode};
use crate::config::{
    is_address, parse_keep, parse_span, parse_unread_for, print_keep, print_span, print_unread_for,
};
use crate::model::{Change, CheckRecord, FeedRow, Subscription, Ticket, Trouble};

/// The lines of the editor, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EditorLine {
    /// The reader's own title.
    #[default]
    Title,
    /// Where the feed is.
    Address,
    /// The folder's path.
    Folder,
    /// Tags, parted by commas.
    Tags,
    /// The interval between checks.
    Check,
    /// Whether the full text is fetched.
    FullText,
    /// How long its news can be unread.
    UnreadFor,
    /// How much of it is kept.
    Keep,
    /// The command that the document is piped through.
    Filter,
}

impl EditorLine {
    /// All, from the top.
    pub const ALL: [EditorLine; 9] = [
        EditorLine::Title,
        EditorLine::Address,
        EditorLine::Folder,
        EditorLine::Tags,
        EditorLine::Check,
        EditorLine::FullText,
        EditorLine::UnreadFor,
        EditorLine::Keep,
        EditorLine::Filter,
    ];

    /// What stands before its value.
    pub fn name(self) -> &'static str {
        match self {
            EditorLine::Title => "title",
            EditorLine::Address => "address",
            EditorLine::Folder => "folder",
            EditorLine::Tags => "tags",
            EditorLine::Check => "check",
            EditorLine::FullText => "full text",
            EditorLine::UnreadFor => "unread for",
            EditorLine::Keep => "keep",
            EditorLine::Filter => "filter",
        }
    }
}

/// The editor.
#[derive(Clone, Debug)]
pub struct FeedEditor {
    /// The feed as it was when the editor was opened.
    pub feed: FeedRow,
    title: Field,
    address: Field,
    folder: Field,
    tags: Field,
    check: Field,
    unread_for: Field,
    keep: Field,
    filter: Field,
    /// Whether the full text is fetched.
    pub full_text: bool,
    /// The line that hears the keys.
    pub line: EditorLine,
    /// What `tab` may make of the line.
    pub offered: Vec<String>,
    /// Why it could not be kept.
    pub trouble: Option<Trouble>,
    /// The line of `feeds.toml` in which the feed begins, once that is known.
    pub begins: Option<u32>,
    /// What the last check came to, once that is known.
    pub last: Option<CheckRecord>,
    /// Bytes that its texts take in the store, once that is known.
    pub size: Option<u64>,
    awaited: Option<Ticket>,
}

impl FeedEditor {
    /// An editor of this feed.
    pub fn new(feed: &FeedRow) -> FeedEditor {
        FeedEditor {
            title: Field::new(&feed.title),
            address: Field::new(&feed.url),
            folder: Field::new(&feed.folder),
            tags: Field::new(&feed.tags.join(", ")),
            check: Field::new(&feed.refresh.map(print_span).unwrap_or_default()),
            unread_for: Field::new(&feed.unread_for.map(print_unread_for).unwrap_or_default()),
            keep: Field::new(&feed.keep.map(print_keep).unwrap_or_default()),
            filter: Field::new(feed.filter.as_deref().unwrap_or_default()),
            full_text: feed.full_text,
            feed: feed.clone(),
            line: EditorLine::Title,
            offered: Vec::new(),
            trouble: None,
            begins: None,
            last: None,
            size: None,
            awaited: None,
        }
    }

    /// Asks where the feed stands in its file, and what its last check came to.
    pub fn look(&mut self, sight: &mut Sight) -> Effect {
        let ticket = sight.stage.ticket();
        self.awaited = Some(ticket);
        let standing = Load::Standing(self.feed.id, self.feed.url.clone());
        Effect::Load(ticket, standing)
    }

    /// Takes the answer, if it is the awaited one.
    pub fn receive(
        &mut self,
        ticket: Ticket,
        line: Option<u32>,
        check: Option<CheckRecord>,
        size: Option<u64>,
    ) -> bool {
        let is_ours = self.awaited.take_if(|awaited| *awaited == ticket).is_some();
        if is_ours {
            self.begins = line;
            self.last = check;
            self.size = size;
        }
        is_ours
    }

    /// The input of a line; the full text has none.
    pub fn field(&self, line: EditorLine) -> Option<&Field> {
        match line {
            EditorLine::Title => Some(&self.title),
            EditorLine::Address => Some(&self.address),
            EditorLine::Folder => Some(&self.folder),
            EditorLine::Tags => Some(&self.tags),
            EditorLine::Check => Some(&self.check),
            EditorLine::UnreadFor => Some(&self.unread_for),
            EditorLine::Keep => Some(&self.keep),
            EditorLine::Filter => Some(&self.filter),
            EditorLine::FullText => None,
        }
    }

    fn field_mut(&mut self) -> Option<&mut Field> {
        match self.line {
            EditorLine::Title => Some(&mut self.title),
            EditorLine::Address => Some(&mut self.address),
            EditorLine::Folder => Some(&mut self.folder),
            EditorLine::Tags => Some(&mut self.tags),
            EditorLine::Check => Some(&mut self.check),
            EditorLine::UnreadFor => Some(&mut self.unread_for),
            EditorLine::Keep => Some(&mut self.keep),
            EditorLine::Filter => Some(&mut self.filter),
            EditorLine::FullText => None,
        }
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        match press_in_input(&sight.stage.keymap, key) {
            Press::Cancel => return vec![Wish::Close],
            Press::Accept => return self.save(sight),
            Press::Up | Press::TabBack => self.step(-1),
            Press::Down => self.step(1),
            Press::Tab => self.complete(),
            _ if self.line == EditorLine::FullText => {
                if key == Key::plain(KeyCode::Char(' ')) {
                    self.full_text = !self.full_text;
                }
            }
            _ => {
                self.trouble = None;
                if let Some(field) = self.field_mut() {
                    field.key(key);
                }
            }
        }
        self.offer(&sight.feeds.list().rows);
        Vec::new()
    }

    /// Goes to a line; the sign of the full text is its tick.
    pub fn pick(&mut self, place: Place, sight: &Sight) {
        let Some(line) = EditorLine::ALL.get(place.index) else {
            return;
        };
        self.line = *line;
        if place.is_sign && self.line == EditorLine::FullText {
            self.full_text = !self.full_text;
        }
        self.offer(&sight.feeds.list().rows);
    }

    /// Whether nothing was changed.
    pub fn is_untouched(&self) -> bool {
        self.subscription() == FeedEditor::new(&self.feed).subscription()
    }

    /// Pasted text goes into the line.
    pub fn paste(&mut self, text: &str, sight: &Sight) {
        if let Some(field) = self.field_mut() {
            field.paste(text);
        }
        self.offer(&sight.feeds.list().rows);
    }

    fn step(&mut self, by: isize) {
        let at = EditorLine::ALL.iter().position(|line| *line == self.line);
        let to = at.unwrap_or(0).saturating_add_signed(by);
        if let Some(line) = EditorLine::ALL.get(to) {
            self.line = *line;
        }
    }

    fn complete(&mut self) {
        let offered = self.offered.first().cloned();
        match (self.line, offered) {
            (EditorLine::Folder, Some(folder)) if folder != self.folder.text() => {
                self.folder.set(&folder);
            }
            (EditorLine::Tags, Some(tag)) => {
                let (kept, _) = last_tag(self.tags.text());
                self.tags.set(&format!("{kept}{tag}"));
            }
            _ => self.step(1),
        }
    }

    fn offer(&mut self, feeds: &[FeedRow]) {
        let found = match self.line {
            EditorLine::Folder => offer_folders(self.folder.text(), feeds),
            EditorLine::Tags => {
                let typed = last_tag(self.tags.text()).1;
                let known = parse_tags(self.tags.text());
                let others = tags(feeds).into_iter().filter(|tag| !known.contains(tag));
                offers(typed, others.map(|tag| (tag, String::new())))
            }
            _ => Vec::new(),
        };
        self.offered = found.into_iter().map(|offer| offer.word).take(3).collect();
    }

    fn save(&mut self, sight: &mut Sight) -> Vec<Wish> {
        match self.subscription() {
            Ok(subscription) => {
                let feed = self.feed.id;
                let change = Change::Edit { feed, subscription };
                let ticket = sight.stage.ticket();
                vec![Wish::Close, Wish::Do(Effect::Change(ticket, change))]
            }
            Err((line, trouble)) => {
                self.line = line;
                self.trouble = Some(trouble);
                Vec::new()
            }
        }
    }

    /// What is to be kept, or the line that cannot be and why.
    pub fn subscription(&self) -> Result<Subscription, (EditorLine, Trouble)> {
        let address = self.address.text().trim();
        if !is_address(address) {
            let trouble = Trouble::new(
                format!("`{address}` is not an address"),
                "write it whole, as `https://lwn.net/headlines/newrss`",
            );
            return Err((EditorLine::Address, trouble));
        }
        let check = self.check.text().trim().trim_start_matches("every ");
        let refresh = match check {
            "" => None,
            typed => Some(parse_span(typed).ok_or_else(|| {
                let trouble = Trouble::new(
                    format!("`{typed}` is not a span of time"),
                    "write it as `2h` or `1d`; empty: at its own pace",
                );
                (EditorLine::Check, trouble)
            })?),
        };
        let unread_for = or_unset(&self.unread_for, parse_unread_for).map_err(|typed| {
            let trouble = Trouble::new(
                format!("`{typed}` is no time for news to be unread"),
                "write it as `2d` or `forever`; empty: as `config.toml` says",
            );
            (EditorLine::UnreadFor, trouble)
        })?;
        let keep = or_unset(&self.keep, parse_keep).map_err(|typed| {
            let trouble = Trouble::new(
                format!("`{typed}` is neither a time nor a number of entries"),
                "write it as `90d`, `500` or `all`; empty: as `config.toml` says",
            );
            (EditorLine::Keep, trouble)
        })?;
        let title = self.title.text().trim();
        let own = self.feed.own_title.as_deref().unwrap_or_default();
        let folder = parse_folder(self.folder.text());
        Ok(Subscription {
            url: address.to_string(),
            title: (!title.is_empty() && title != own).then(|| title.to_string()),
            folder: (!folder.is_empty()).then_some(folder),
            tags: parse_tags(self.tags.text()),
            refresh,
            full_text: self.full_text,
            filter: Some(self.filter.text().trim().to_string())
                .filter(|command| !command.is_empty()),
            greeting: self.feed.greeting.clone(),
            paused: self.feed.paused,
            unread_for,
            keep,
        })
    }
}

/// What a line means; nothing when it is empty, and as it was typed when it means nothing.
fn or_unset<T>(field: &Field, parse: fn(&str) -> Option<T>) -> Result<Option<T>, String> {
    match field.text().trim() {
        "" => Ok(None),
        typed => parse(typed).map(Some).ok_or_else(|| typed.to_string()),
    }
}

/// The tags before the one being typed, with their commas, and that one.
fn last_tag(typed: &str) -> (String, &str) {
    match typed.rsplit_once(',') {
        Some((kept, last)) => (format!("{kept}, "), last.trim()),
        None => (String::new(), typed.trim()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn editor() -> FeedEditor {
        FeedEditor::new(&FeedRow {
            url: "https://lwn.net/headlines/newrss".into(),
            title: "LWN.net".into(),
            own_title: Some("LWN.net".into()),
            folder: "Linux".into(),
            tags: vec!["kernel".into(), "work".into()],
            refresh: Some(7_200_000),
            ..FeedRow::default()
        })
    }

    #[test]
    fn what_is_not_touched_is_kept_as_it_was() {
        let kept = editor().subscription().unwrap();
        assert_eq!(
            kept.title, None,
            "its own title is no title of the reader's"
        );
        assert_eq!(kept.folder.as_deref(), Some("Linux"));
        assert_eq!(kept.tags, ["kernel", "work"]);
        assert_eq!(kept.refresh, Some(7_200_000));
    }

    #[test]
    fn what_cannot_be_kept_names_its_line() {
        let mut wrong = editor();
        wrong.address.set("lwn.net");
        assert_eq!(wrong.subscription().unwrap_err().0, EditorLine::Address);
        let mut wrong = editor();
        wrong.check.set("often");
        assert_eq!(wrong.subscription().unwrap_err().0, EditorLine::Check);
    }

    #[test]
    fn the_tag_being_typed_is_the_last() {
        assert_eq!(last_tag("kernel, sch"), ("kernel, ".to_string(), "sch"));
        assert_eq!(last_tag("sch"), (String::new(), "sch"));
    }
}
