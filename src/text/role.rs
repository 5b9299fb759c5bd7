//! What a piece of text means. Themes say how a meaning looks; nothing else does.

use serde::{Deserialize, Serialize};

/// The roles of `config/themes/*.toml`, section `[role]`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each name is the key of the theme file, which comments on it"
)]
pub enum Role {
    #[default]
    Text,
    Dim,
    Accent,
    Key,
    Title,
    Byline,
    Unread,
    Read,
    Count,
    Bookmark,
    Changed,
    Tag,
    TagRed,
    TagOrange,
    TagYellow,
    TagGreen,
    TagCyan,
    TagBlue,
    Error,
    Warning,
    Done,
    Link,
    LinkNumber,
    Heading1,
    Heading2,
    Heading3,
    Strong,
    Emphasis,
    Quote,
    Code,
    CodeKeyword,
    CodeString,
    CodeNumber,
    CodeComment,
    Caption,
    Footnote,
    Match,
    MatchCurrent,
    Hint,
    Added,
    Removed,
}
