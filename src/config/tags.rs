//! `[tags]` of `config.toml`: the colours of tags, by names that every theme has an own shade for.

use crate::text::Role;

/// The section's name.
pub const SECTION: &str = "tags";

/// The colours there are, each with the role that the themes paint it as.
pub const COLOURS: [(&str, Role); 7] = [
    ("red", Role::TagRed),
    ("orange", Role::TagOrange),
    ("yellow", Role::TagYellow),
    ("green", Role::TagGreen),
    ("cyan", Role::TagCyan),
    ("blue", Role::TagBlue),
    ("grey", Role::Dim),
];

/// A tag with its colour, as they stand in the file.
pub fn coloured(name: &str, colour: &str) -> Result<(String, Role), (String, String)> {
    let found = COLOURS.iter().find(|(known, _)| *known == colour.trim());
    if let Some((_, role)) = found {
        return Ok((name.trim().to_string(), *role));
    }
    let known: Vec<&str> = COLOURS.iter().map(|(name, _)| *name).collect();
    Err((
        format!("no colour `{}`", crate::text::scrub_line(colour)),
        format!("there are {}", known.join(", ")),
    ))
}
