//! `[smart_feeds]` of `config.toml`: queries with names, which stand in the feeds pane.
//!
//! Invariant: what is listed can be asked: a query with a mistake is a problem at the very column of its mistake, and is left out.

use serde::{Deserialize, Serialize};

use crate::config::options::LeftOut;
use crate::model::{Timestamp, Zone};
use crate::query;

/// The section's name.
pub const SECTION: &str = "smart_feeds";

/// Characters of the longest name.
const LONGEST: usize = 60;

/// A query with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmartFeed {
    /// As it is shown, and written in `smart:NAME`.
    pub name: String,
    /// In the query language.
    pub query: String,
}

impl SmartFeed {
    /// Takes a name and a query as they stand in the file.
    pub(in crate::config) fn parse(name: &str, query: &str) -> Result<SmartFeed, LeftOut> {
        named(name).map_err(|(what, hint)| LeftOut {
            what,
            hint: Some(hint),
            at: None,
        })?;
        // What it means by then is asked when it is used; whether it can be asked does not depend on the time.
        let parsed = query::parse(query, Timestamp(0), &Zone::utc());
        parsed.map_err(|error| LeftOut {
            what: error.what,
            hint: error.hint,
            at: Some(error.column.saturating_sub(1)),
        })?;
        if query.trim().is_empty() {
            return Err(LeftOut {
                what: "its query is empty".to_string(),
                hint: Some("as in \"rust since:1w\"".to_string()),
                at: None,
            });
        }
        Ok(SmartFeed {
            name: name.to_string(),
            query: query.to_string(),
        })
    }
}

/// Whether a smart feed can have this name; else what is wrong with it and what helps.
pub fn named(name: &str) -> Result<(), (String, String)> {
    let wrong = |what: &str, hint: &str| Err((what.to_string(), hint.to_string()));
    if name.trim().is_empty() {
        return wrong("a smart feed without a name", "give it one");
    }
    if name.chars().count() > LONGEST {
        return wrong("its name is too long", "60 characters are enough");
    }
    if name != name.trim() || name.chars().any(|c| c.is_control() || c == '"') {
        return wrong(
            "its name has a quote, or blanks around it",
            "plain words are enough",
        );
    }
    Ok(())
}
