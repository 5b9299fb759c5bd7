//! Which stored entry an entry is that comes from its feed: the table of `src/parse/identity.rs`, row by row, from the document's text to the store's list.
//!
//! Below it the law that the table is for: nothing read comes back as unread and nothing new is swallowed, whatever a feed does between two fetches.

use byline::model::{
    Anchor, Change, EntryRow, FeedId, Scope, Show, Subscription, Timestamp, Which,
};
use byline::parse::{self, Source};
use byline::store::{Check, Moment, Saved, Store, WindowWish};

mod laws;
mod rows;

const NOW: Timestamp = Timestamp::from_secs(1_795_528_800); // Tue 24 Nov 2026, 14:00
const MINUTE: i64 = 60_000;
const URL: &str = "https://a.example/feed.xml";

/// An entry as a feed writes it; what is empty is left out.
#[derive(Clone, Debug, Default, PartialEq)]
struct Item {
    guid: String,
    link: String,
    title: String,
    text: String,
    /// Minutes before `NOW`.
    age: Option<i64>,
}

/// `item("1")`: guid, link, title and text that say 1.
fn item(name: &str) -> Item {
    Item {
        guid: format!("urn:{name}"),
        link: format!("http://a.example/{name}"),
        title: format!("Title of {name}"),
        text: format!("<p>Text of {name}, long enough to tell it by</p>"),
        age: Some(name.bytes().map(i64::from).sum::<i64>() * 61 + 7),
    }
}

impl Item {
    fn guid(self, guid: &str) -> Item {
        Item {
            guid: guid.into(),
            ..self
        }
    }

    fn link(self, link: &str) -> Item {
        Item {
            link: link.into(),
            ..self
        }
    }

    fn title(self, title: &str) -> Item {
        Item {
            title: title.into(),
            ..self
        }
    }

    fn text(self, text: &str) -> Item {
        Item {
            text: text.into(),
            ..self
        }
    }

    fn age(self, age: impl Into<Option<i64>>) -> Item {
        Item {
            age: age.into(),
            ..self
        }
    }

    fn xml(&self) -> String {
        let escaped = |text: &str| {
            text.replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;")
        };
        let part = |name: &str, text: &str| match text {
            "" => String::new(),
            text => format!("<{name}>{}</{name}>", escaped(text)),
        };
        let date = self
            .age
            .and_then(|age| NOW.plus(-age * MINUTE).to_rfc3339());
        let guid = part("guid", &self.guid).replace("<guid>", "<guid isPermaLink=\"false\">");
        format!(
            "<item>{}{}{guid}{}{}</item>\n",
            part("title", &self.title),
            part("link", &self.link),
            part("description", &self.text),
            part("dc:date", date.as_deref().unwrap_or_default()),
        )
    }
}

/// A store that follows one feed, and a clock that goes on by a minute with each document.
struct Desk {
    store: Store,
    feed: FeedId,
    now: Timestamp,
}

impl Desk {
    async fn new() -> Desk {
        let store = Store::memory().unwrap();
        let wish = vec![Subscription::new(URL)];
        store.reconcile(wish, NOW).await.unwrap();
        let feed = store.feeds(NOW).await.unwrap().rows[0].id;
        Desk {
            store,
            feed,
            now: NOW,
        }
    }

    /// Takes a document in as a refresh does.
    async fn take(&mut self, items: &[Item]) -> Saved {
        self.now = self.now.plus(MINUTE);
        let items: String = items.iter().map(Item::xml).collect();
        let document = format!(
            "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>A feed</title>\
             <link>http://a.example/</link>{items}</channel></rss>"
        );
        let source = Source {
            url: Some(URL),
            content_type: None,
        };
        let parsed = parse::feed(document.as_bytes(), &source).unwrap();
        let check = Check {
            feed: self.feed,
            ..Check::default()
        };
        let saved = self.store.save_feed(self.feed, parsed, check, self.now);
        saved.await.unwrap()
    }

    async fn read_all(&self) {
        let which = Which::Scope {
            scope: Scope::Everything,
            show: Show::All,
            seen_by: self.now,
        };
        let moment = Moment {
            now: self.now,
            midnight: NOW,
            query: None,
        };
        let change = self.store.change(Change::Read(which), moment);
        change.await.unwrap();
    }

    async fn rows(&self, show: Show) -> Vec<EntryRow> {
        let wish = WindowWish {
            scope: Scope::Everything,
            show,
            keep_since: Timestamp(i64::MAX),
            anchor: Anchor::First,
            count: 1_000,
            midnight: NOW,
            ..WindowWish::default()
        };
        self.store.window(wish).await.unwrap().rows
    }

    async fn unread(&self) -> Vec<String> {
        let rows = self.rows(Show::Unread).await;
        rows.into_iter().map(|row| row.title).collect()
    }

    /// All texts, as they are kept, of the entries that are unread or of all.
    async fn texts(&self, show: Show) -> Vec<String> {
        let mut texts = Vec::new();
        for row in self.rows(show).await {
            let entry = self.store.entry(row.id).await.unwrap().unwrap();
            texts.push(entry.html().to_string());
        }
        texts
    }
}
