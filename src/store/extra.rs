//! What a feed says of an entry beyond what lists need, as one JSON text: most entries have little of it.

use serde::{Deserialize, Serialize};

use crate::model::{Enclosure, ParsedEntry};

/// The rarer fields of an entry.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Extra {
    /// Attached media.
    pub enclosures: Vec<Enclosure>,
    /// The feed's categories.
    pub categories: Vec<String>,
    /// The page of comments.
    pub comments: Option<String>,
    /// How many comments there are.
    pub comment_count: Option<u32>,
    /// Lead picture.
    pub image: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
}

/// The same fields, borrowed from an entry that is taken in.
#[derive(Serialize)]
struct Given<'a> {
    #[serde(skip_serializing_if = "<[Enclosure]>::is_empty")]
    enclosures: &'a [Enclosure],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    categories: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    comments: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment_count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
}

impl Extra {
    /// An entry's rarer fields as stored; nothing when there is nothing.
    pub fn of(entry: &ParsedEntry) -> Option<String> {
        let given = Given {
            enclosures: &entry.enclosures,
            categories: &entry.tags,
            comments: entry.comments.as_deref(),
            comment_count: entry.comment_count,
            image: entry.image.as_deref(),
            language: entry.language.as_deref(),
        };
        let json = serde_json::to_string(&given).ok()?;
        (json != "{}").then_some(json)
    }

    /// From what is stored; a text that is not understood counts as nothing.
    pub fn parse(stored: Option<&str>) -> Extra {
        stored
            .and_then(|json| serde_json::from_str(json).ok())
            .unwrap_or_default()
    }
}
