//! Smart feeds asked for: a name for what is searched, a name and a query changed together as `config.toml` has them, one chosen from all.
//!
//! Invariant: a prompt stays with what was typed until the smart feed is kept; what is wrong with a query is told with its column before anything is written.

use crate::app::overlay::Overlay;
use crate::app::palette::Palette;
use crate::app::prompt::{After, Asking, Prompt};
use crate::app::{App, Effect, Message, Sight, Wish};
use crate::command::{Command, Invocation};
use crate::config::SmartFeed;
use crate::model::{Change, Scope, Trouble};
use crate::query::parse;
use crate::text;

/// What stands between a name and its query, as in `config.toml`.
const IS: &str = " = ";

impl Prompt {
    /// Asks for the name of a query; so many overlays below go with the prompt when it is kept.
    pub fn smart_name(query: &str, covers: usize, sight: &Sight) -> Prompt {
        let asking = Asking::SmartName {
            query: query.trim().to_string(),
            covers,
        };
        Prompt::new(asking, "", sight)
    }

    /// Asks for another name or query of a smart feed.
    pub fn smart_feed(feed: &SmartFeed, sight: &Sight) -> Prompt {
        let SmartFeed { name, query } = feed.clone();
        let typed = format!("{name}{IS}{query}");
        Prompt::new(Asking::SmartFeed { name }, &typed, sight)
    }

    /// Makes the smart feed, or changes it, and waits until that is kept.
    pub(crate) fn accept_smart_feed(&mut self, sight: &mut Sight) -> Vec<Wish> {
        let typed = self.field.text().trim().to_string();
        match self.smart_change(&typed, sight) {
            Ok(Some(change)) => {
                let ticket = sight.stage.ticket();
                self.waiting = Some(ticket);
                self.trouble = None;
                vec![Wish::Do(Effect::Change(ticket, change))]
            }
            Ok(None) => vec![Wish::Close],
            Err(trouble) => {
                self.trouble = Some(trouble);
                Vec::new()
            }
        }
    }

    fn smart_change(&self, typed: &str, sight: &Sight) -> Result<Option<Change>, Trouble> {
        match &self.asking {
            Asking::SmartName { query, .. } if !typed.is_empty() => {
                Ok(Some(Change::MakeSmartFeed {
                    name: typed.to_string(),
                    query: query.clone(),
                }))
            }
            Asking::SmartFeed { name } => {
                let (new_name, query) = typed.split_once('=').ok_or_else(|| {
                    Trouble::new("no query", "write it as name = query, as in config.toml")
                })?;
                let (new_name, query) = (new_name.trim(), query.trim());
                let parsed = parse(query, sight.stage.now, &sight.stage.zone);
                parsed.map_err(|error| Trouble {
                    what: format!("column {} of the query: {}", error.column, error.what),
                    hint: error.hint,
                })?;
                let before = sight.stage.config.smart_feeds.iter();
                let mut before = before.filter(|feed| feed.name == *name);
                let is_same = |feed: &SmartFeed| feed.name == new_name && feed.query == query;
                if before.next().is_some_and(is_same) {
                    return Ok(None);
                }
                Ok(Some(Change::EditSmartFeed {
                    name: name.clone(),
                    new_name: new_name.to_string(),
                    query: query.to_string(),
                }))
            }
            _ => Err(Trouble::new("no name", "type one")),
        }
    }

    /// What comes after it is kept: a new one is listed.
    pub(crate) fn smart_kept(&self) -> Option<After> {
        match &self.asking {
            Asking::SmartName { covers, .. } => {
                let name = self.field.text().trim().to_string();
                Some(After::Into(Scope::Smart(name), *covers))
            }
            _ => None,
        }
    }
}

/// What a command about smart feeds opens; with an argument it is done at once.
pub fn opened(invocation: &Invocation, sight: &mut Sight) -> Option<(Option<Overlay>, Vec<Wish>)> {
    let argument = invocation.argument.as_deref();
    let say = |words: &str| (None, vec![Wish::Say(Message::plain(words))]);
    Some(match (invocation.command, argument) {
        (Command::MakeSmartFeed, argument) => {
            let Scope::Search(query) = sight.entries.scope().clone() else {
                return Some(say("search for something first: `/`"));
            };
            let query = query.trim_end_matches('*');
            if let Some(name) = argument {
                let change = Change::MakeSmartFeed {
                    name: name.to_string(),
                    query: query.to_string(),
                };
                let ticket = sight.stage.ticket();
                (None, vec![Wish::Do(Effect::Change(ticket, change))])
            } else {
                let prompt = Prompt::smart_name(query, 0, sight);
                (Some(Overlay::Prompt(prompt)), Vec::new())
            }
        }
        (Command::SmartFeeds, None) if sight.stage.config.smart_feeds.is_empty() => {
            say("no smart feed yet: `ctrl-f` in the search makes one")
        }
        (Command::SmartFeeds, None) => {
            let palette = Palette::new("smart-feeds ", sight);
            (Some(Overlay::Palette(palette)), Vec::new())
        }
        (Command::SmartFeeds, Some(name)) => {
            let wanted = text::fold(name);
            let mut feeds = sight.stage.config.smart_feeds.iter();
            match feeds.find(|feed| text::fold(&feed.name) == wanted) {
                Some(feed) => (None, vec![Wish::Go(Scope::Smart(feed.name.clone()))]),
                None => say(&format!("no smart feed `{name}`")),
            }
        }
        _ => return None,
    })
}

/// The smart feed that is selected in the feeds pane, or is listed.
pub fn selected(sight: &Sight) -> Option<SmartFeed> {
    let Scope::Smart(name) = sight.feeds.selected() else {
        return None;
    };
    let mut feeds = sight.stage.config.smart_feeds.iter();
    feeds.find(|feed| feed.name == *name).cloned()
}

impl App {
    /// Drops the selected smart feed; `None` when none is selected.
    pub(crate) fn drop_smart_feed(&mut self) -> Option<Vec<Effect>> {
        let Scope::Smart(name) = self.feeds.selected().clone() else {
            return None;
        };
        let ticket = self.told_ticket();
        let change = Change::DropSmartFeed(name);
        Some(vec![Effect::Change(ticket, change)])
    }
}
