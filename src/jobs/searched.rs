//! The query behind a list: of a search, a smart feed, a tag; and smart feeds named within other queries (`smart:NAME`).
//!
//! Invariant: a smart feed that names itself, by whatever way, is a mistake and no endless loop.

use crate::command::nearest;
use crate::config::{Config, SmartFeed};
use crate::jobs::context::Context;
use crate::model::{Scope, Trouble};
use crate::query::{self, Query, QueryError, Term};
use crate::store::tagged;
use crate::text;

/// Smart feeds that name smart feeds go no deeper.
const DEEPEST: usize = 8;

/// The query of a list; `None` for one that is made of feeds or states.
pub fn searched(context: &Context, scope: &Scope) -> Result<Option<Query>, Trouble> {
    match scope {
        Scope::Search(text) => parsed(context, text).map(Some),
        Scope::Smart(name) => {
            let config = context.config();
            let feed = found(&config, name)?;
            Resolver {
                context,
                config: &config,
            }
            .text(&feed.query, &[&feed.name])
            .map(Some)
        }
        Scope::Tag(tag) => Ok(Some(tagged(tag))),
        _ => Ok(None),
    }
}

/// A typed query, or what is wrong with it and where.
pub fn parsed(context: &Context, text: &str) -> Result<Query, Trouble> {
    let config = context.config();
    Resolver {
        context,
        config: &config,
    }
    .text(text, &[])
}

/// Puts the queries of smart feeds in the places where they are named.
struct Resolver<'a> {
    context: &'a Context,
    config: &'a Config,
}

impl Resolver<'_> {
    fn text(&self, text: &str, within: &[&str]) -> Result<Query, Trouble> {
        let query = query::parse(text, self.context.now(), &self.context.zone);
        self.resolved(query.map_err(|error| told(&error))?, within)
    }

    fn resolved(&self, query: Query, within: &[&str]) -> Result<Query, Trouble> {
        let all = |members: Vec<Query>| -> Result<Vec<Query>, Trouble> {
            let members = members.into_iter();
            members.map(|it| self.resolved(it, within)).collect()
        };
        Ok(match query {
            Query::And(members) => Query::And(all(members)?),
            Query::Or(members) => Query::Or(all(members)?),
            Query::Not(member) => Query::Not(Box::new(self.resolved(*member, within)?)),
            Query::Term(Term::Smart(name)) => self.named(&name, within)?,
            other => other,
        })
    }

    fn named(&self, name: &str, within: &[&str]) -> Result<Query, Trouble> {
        let feed = found(self.config, name)?;
        if within.contains(&&*feed.name) || within.len() >= DEEPEST {
            return Err(Trouble::new(
                format!("the smart feed `{}` names itself", feed.name),
                "change its query: `E` in the feeds pane",
            ));
        }
        self.text(&feed.query, &[within, &[&feed.name]].concat())
    }
}

/// A smart feed by its name, or if there is one alone by its name in another case.
fn found<'c>(config: &'c Config, name: &str) -> Result<&'c SmartFeed, Trouble> {
    let feeds = &config.smart_feeds;
    let exact = feeds.iter().find(|feed| feed.name == name);
    let folded = || {
        feeds
            .iter()
            .find(|feed| text::fold(&feed.name) == text::fold(name))
    };
    exact.or_else(folded).ok_or_else(|| {
        let names = || feeds.iter().map(|feed| &*feed.name);
        let hint = match nearest(name, names()) {
            Some(near) => format!("did you mean `{near}`"),
            None if feeds.is_empty() => {
                "there is none yet: `ctrl-f` in the search makes one".into()
            }
            None => format!("there are {}", names().collect::<Vec<_>>().join(", ")),
        };
        Trouble::new(format!("no smart feed `{}`", text::scrub_line(name)), hint)
    })
}

fn told(error: &QueryError) -> Trouble {
    Trouble {
        what: format!("column {}: {}", error.column, error.what),
        hint: error.hint.clone(),
    }
}
