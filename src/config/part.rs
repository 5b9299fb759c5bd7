//! The names a theme may set: roles of text, parts of the screen, and what each falls back to when a theme leaves it out.
//!
//! Styles themselves are made in `theme.rs`.

use crate::text::Role;

/// What text stands on and what separates it: section `[part]` of a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each name is the key of the theme file")]
pub enum Part {
    Background,
    Selection,
    SelectionInactive,
    SelectionBar,
    Rule,
    RuleFocus,
    BarInactive,
    Header,
    HeaderFocus,
    Status,
    Overlay,
    OverlayBorder,
    Input,
    Cursor,
    Progress,
    ProgressTrack,
    Spark,
    CodeBlock,
    Picture,
    QuoteBar,
}

/// What stands in for a key that a theme leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fallback {
    /// The terminal's own pair.
    Nothing,
    /// Reversed: a selection must be seen in any theme.
    Reversed,
    /// Underlined, as the selection of a pane without focus.
    Underlined,
    /// This role's style.
    Role(Role),
    /// This part's style.
    Part(Part),
}

const fn role(role: Role) -> Fallback {
    Fallback::Role(role)
}

/// Every role in the order of its enum: the key in `[role]`, and its fallback. A fallback never leads back.
pub const ROLES: [(Role, &str, Fallback); 41] = [
    (Role::Text, "text", Fallback::Nothing),
    (Role::Dim, "dim", role(Role::Text)),
    (Role::Accent, "accent", role(Role::Text)),
    (Role::Key, "key", role(Role::Accent)),
    (Role::Title, "title", role(Role::Unread)),
    (Role::Byline, "byline", role(Role::Dim)),
    (Role::Unread, "unread", role(Role::Text)),
    (Role::Read, "read", role(Role::Text)),
    (Role::Count, "count", role(Role::Text)),
    (Role::Bookmark, "bookmark", role(Role::Text)),
    (Role::Changed, "changed", role(Role::Accent)),
    (Role::Tag, "tag", role(Role::Accent)),
    (Role::TagRed, "tag_red", role(Role::Tag)),
    (Role::TagOrange, "tag_orange", role(Role::Tag)),
    (Role::TagYellow, "tag_yellow", role(Role::Tag)),
    (Role::TagGreen, "tag_green", role(Role::Tag)),
    (Role::TagCyan, "tag_cyan", role(Role::Tag)),
    (Role::TagBlue, "tag_blue", role(Role::Tag)),
    (Role::Error, "error", role(Role::Text)),
    (Role::Warning, "warning", role(Role::Text)),
    (Role::Done, "done", role(Role::Accent)),
    (Role::Link, "link", role(Role::Text)),
    (Role::LinkNumber, "link_number", role(Role::Dim)),
    (Role::Heading1, "heading1", role(Role::Accent)),
    (Role::Heading2, "heading2", role(Role::Unread)),
    (Role::Heading3, "heading3", role(Role::Text)),
    (Role::Strong, "strong", role(Role::Unread)),
    (Role::Emphasis, "emphasis", role(Role::Text)),
    (Role::Quote, "quote", role(Role::Text)),
    (Role::Code, "code", role(Role::Text)),
    (Role::CodeKeyword, "code_keyword", role(Role::Code)),
    (Role::CodeString, "code_string", role(Role::Code)),
    (Role::CodeNumber, "code_number", role(Role::Code)),
    (Role::CodeComment, "code_comment", role(Role::Code)),
    (Role::Caption, "caption", role(Role::Dim)),
    (Role::Footnote, "footnote", role(Role::Dim)),
    (Role::Match, "match", Fallback::Reversed),
    (Role::MatchCurrent, "match_current", role(Role::Match)),
    (Role::Hint, "hint", role(Role::Match)),
    (Role::Added, "added", role(Role::Text)),
    (Role::Removed, "removed", role(Role::Text)),
];

const GROUND: Fallback = Fallback::Part(Part::Background);
const THIN: Fallback = Fallback::Part(Part::Rule);
const STRONG: Fallback = Fallback::Role(Role::Accent);

/// Every part in the order of its enum: the key in `[part]`, and its fallback.
pub const PARTS: [(Part, &str, Fallback); 20] = [
    (Part::Background, "background", Fallback::Nothing),
    (Part::Selection, "selection", Fallback::Reversed),
    (
        Part::SelectionInactive,
        "selection_inactive",
        Fallback::Underlined,
    ),
    (Part::SelectionBar, "selection_bar", STRONG),
    (Part::Rule, "rule", role(Role::Dim)),
    (Part::RuleFocus, "rule_focus", STRONG),
    (Part::BarInactive, "bar_inactive", THIN),
    (Part::Header, "header", role(Role::Dim)),
    (Part::HeaderFocus, "header_focus", role(Role::Title)),
    (Part::Status, "status", GROUND),
    (Part::Overlay, "overlay", GROUND),
    (Part::OverlayBorder, "overlay_border", THIN),
    (Part::Input, "input", GROUND),
    (Part::Cursor, "cursor", Fallback::Reversed),
    (Part::Progress, "progress", STRONG),
    (Part::ProgressTrack, "progress_track", THIN),
    (Part::Spark, "spark", STRONG),
    (Part::CodeBlock, "code_block", GROUND),
    (Part::Picture, "picture", GROUND),
    (Part::QuoteBar, "quote_bar", THIN),
];

impl Part {
    /// The part of this key.
    #[must_use]
    pub fn named(name: &str) -> Option<Part> {
        PARTS
            .iter()
            .find(|(_, key, _)| *key == name)
            .map(|(part, _, _)| *part)
    }

    /// Whether it is a ground that text stands on, rather than a sign of its own.
    #[must_use]
    pub const fn is_ground(self) -> bool {
        matches!(
            self,
            Part::Background
                | Part::Selection
                | Part::SelectionInactive
                | Part::Status
                | Part::Overlay
                | Part::Input
                | Part::CodeBlock
                | Part::Picture
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_stand_in_the_order_of_the_enums() {
        for (at, (role, name, _)) in ROLES.iter().enumerate() {
            assert_eq!(*role as usize, at, "{name}");
        }
        for (at, (part, name, _)) in PARTS.iter().enumerate() {
            assert_eq!(*part as usize, at, "{name}");
        }
        let roles = include_str!("../text/role.rs")
            .split("pub enum Role {")
            .nth(1)
            .and_then(|rest| rest.split('}').next())
            .unwrap_or_default();
        assert_eq!(roles.matches(',').count(), ROLES.len());
    }
}
