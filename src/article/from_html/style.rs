//! How words are meant, from the elements around them.

use crate::article::document::Run;
use crate::text::Role;

/// How the text at hand is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Inside `strong`.
    pub is_strong: bool,
    /// Inside `em`.
    pub is_emphasised: bool,
    /// Inside `code`.
    pub is_code: bool,
    /// A meaning that outranks those three: inserted, removed, a key, a mark, a caption.
    pub special: Option<Role>,
    /// Inside a link.
    pub link: Option<u32>,
    /// Raised, lowered, or on the line.
    pub script: Script,
    /// The sign of this note.
    pub note: Option<u32>,
}

/// Where characters stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Script {
    /// On the line.
    #[default]
    Normal,
    /// `sup`.
    Raised,
    /// `sub`.
    Lowered,
}

impl Style {
    /// Words with this style.
    pub fn run(self, text: String) -> Run {
        let role = match self {
            Self { link: Some(_), .. } => Role::Link,
            Self {
                special: Some(role),
                ..
            } => role,
            Self { is_code: true, .. } => Role::Code,
            Self {
                is_strong: true, ..
            } => Role::Strong,
            Self {
                is_emphasised: true,
                ..
            } => Role::Emphasis,
            _ => Role::Text,
        };
        Run {
            role,
            is_strong: self.is_strong && role != Role::Strong,
            is_emphasised: self.is_emphasised && role != Role::Emphasis,
            text,
            link: self.link,
            note: self.note,
        }
    }

    /// The style inside an element.
    pub fn with(self, name: &str) -> Self {
        let special = |role| Self {
            special: Some(role),
            ..self
        };
        match name {
            "b" | "strong" => Self {
                is_strong: true,
                ..self
            },
            "i" | "em" | "cite" | "dfn" | "var" => Self {
                is_emphasised: true,
                ..self
            },
            "code" | "samp" | "tt" => Self {
                is_code: true,
                ..self
            },
            "del" | "s" | "strike" => special(Role::Removed),
            "ins" => special(Role::Added),
            "kbd" => special(Role::Key),
            "mark" => special(Role::Match),
            "sup" => Self {
                script: Script::Raised,
                ..self
            },
            "sub" => Self {
                script: Script::Lowered,
                ..self
            },
            _ => self,
        }
    }

    /// The style where an element around this place has ended.
    pub fn without(self, name: &str) -> Self {
        match name {
            "a" => Self { link: None, ..self },
            "b" | "strong" => Self {
                is_strong: false,
                ..self
            },
            "i" | "em" | "cite" => Self {
                is_emphasised: false,
                ..self
            },
            "code" | "tt" => Self {
                is_code: false,
                ..self
            },
            "sup" | "sub" => Self {
                script: Script::Normal,
                ..self
            },
            "del" | "ins" | "mark" | "s" | "strike" => Self {
                special: None,
                ..self
            },
            _ => self,
        }
    }
}
