//! What a feed says of an entry beyond what lists need, as one JSON text: most entries have little of it.

use serde::{Deserialize, Serialize};

use crate::model::{Enclosure, ParsedEntry};

/// The rarer fields of an entry.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Extra {
    /// Attached media.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enclosures: Vec<Enclosure>,
    /// The feed's categories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// The page of comments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
    /// How many comments there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment_count: Option<u32>,
    /// Lead picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// BCP 47.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl Extra {
    /// As stored; nothing when there is nothing.
    pub fn of(entry: &ParsedEntry) -> Option<String> {
        let extra = Extra {
            enclosures: entry.enclosures.clone(),
            categories: entry.tags.clone(),
            comments: entry.comments.clone(),
            comment_count: entry.comment_count,
            image: entry.image.clone(),
            language: entry.language.clone(),
        };
        if extra == Extra::default() {
            return None;
        }
        serde_json::to_string(&extra).ok()
    }

    /// From what is stored; a text that is not understood counts as nothing.
    pub fn parse(stored: Option<&str>) -> Extra {
        stored
            .and_then(|json| serde_json::from_str(json).ok())
            .unwrap_or_default()
    }
}
