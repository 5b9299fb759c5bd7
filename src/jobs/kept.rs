//! What the history keeps of an act on files of the reader's own: enough to walk it back and forth.
//!
//! Pure. Invariant: what an older byline kept is read; what a newer one kept and this one does not know is refused, not guessed.

use serde::{Deserialize, Serialize};

use crate::jobs::patch::Patch;
use crate::jobs::rewrite::Rewrite;
use crate::jobs::step::Step;
use crate::model::Trouble;

/// What the history keeps of an edit.
#[derive(Serialize, Deserialize)]
pub struct Kept {
    /// What it did to `feeds.toml`, step by step.
    pub steps: Vec<Step>,
    /// The same, to the byte.
    pub patch: Patch,
    /// What it did to `config.toml`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config: Option<Rewrite>,
}

impl Kept {
    /// Of an act that changed nothing but `config.toml`.
    #[must_use]
    pub fn of_config(rewrite: Rewrite) -> Kept {
        Kept {
            steps: Vec::new(),
            patch: Patch::between("", ""),
            config: Some(rewrite),
        }
    }

    /// Whether it did nothing to `feeds.toml`.
    #[must_use]
    pub fn is_of_config(&self) -> bool {
        self.steps.is_empty() && self.patch == Patch::between("", "")
    }
}

/// What the history keeps of an act.
pub fn payload_of(kept: &Kept) -> Result<String, Trouble> {
    serde_json::to_string(kept)
        .map_err(|error| Trouble::plain(format!("the act cannot be kept: {error}")))
}

/// What was kept of an act.
pub fn kept(payload: &str) -> Result<Kept, Trouble> {
    serde_json::from_str(payload).map_err(|_| {
        Trouble::plain("this act was kept by another version of byline and cannot be walked back")
    })
}
