//! A theme: which style each role of text and each part of the screen has, read from `config/themes/*.toml` and the reader's own.
//!
//! Lives here: styles and how they lie on one another. Invariant: every role and part has a style, whatever the file leaves out (`part.rs` says which).

use std::sync::OnceLock;

use ratatui::style::{Color, Modifier, Style};
use toml::de::{DeTable, DeValue};

use crate::article::Edits;
use crate::config::part::{Fallback, PARTS, Part, ROLES};
use crate::config::sheet::{Sheet, Value, in_order};
use crate::config::{Appearance, Problem};
use crate::text::Role;

/// A theme with every style settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// As it is chosen: `ink`.
    pub name: String,
    /// On which background it is at home.
    pub appearance: Appearance,
    roles: Vec<Style>,
    parts: Vec<Style>,
}

/// What a file says, before fallbacks.
#[derive(Default)]
struct Stated<'a> {
    appearance: Option<Appearance>,
    base: Option<&'a Theme>,
    roles: Vec<(Role, Look)>,
    parts: Vec<(Part, Look)>,
}

/// One style as a file states it: a role may bring a ground of its own, as code does.
#[derive(Clone, Copy, Default)]
struct Look {
    style: Style,
    ground: Option<Part>,
}

static SHIPPED: OnceLock<[Theme; 4]> = OnceLock::new();

/// The themes that are compiled in: `ink`, `paper`, `sixteen`, `plain`.
pub fn shipped_themes() -> &'static [Theme; 4] {
    SHIPPED.get_or_init(|| {
        [
            ("ink", include_str!("../../config/themes/ink.toml")),
            ("paper", include_str!("../../config/themes/paper.toml")),
            ("sixteen", include_str!("../../config/themes/sixteen.toml")),
            ("plain", include_str!("../../config/themes/plain.toml")),
        ]
        .map(|(name, text)| read(name, text, &[]).0)
    })
}

impl Theme {
    /// The dark theme.
    #[must_use]
    pub fn ink() -> Theme {
        let [ink, ..] = shipped_themes();
        ink.clone()
    }

    /// The light theme.
    #[must_use]
    pub fn paper() -> Theme {
        let [_, paper, ..] = shipped_themes();
        paper.clone()
    }

    /// The terminal's own sixteen colours.
    #[must_use]
    pub fn sixteen() -> Theme {
        let [.., sixteen, _] = shipped_themes();
        sixteen.clone()
    }

    /// Without any colour: what `NO_COLOR` asks for.
    #[must_use]
    pub fn plain() -> Theme {
        let [.., plain] = shipped_themes();
        plain.clone()
    }

    /// How it tells removed and added words from others: by signs, where it has no look for them.
    #[must_use]
    pub fn edits(&self) -> Edits {
        if self.role(Role::Removed) == self.role(Role::Text) {
            Edits::Signs
        } else {
            Edits::Styled
        }
    }

    /// Reads a theme; `name` is that of its file, and what it is chosen by. Keys that are wrong or absent fall back.
    #[must_use]
    pub fn parse(text: &str, name: &str) -> (Theme, Vec<Problem>) {
        read(name, text, shipped_themes())
    }

    /// The style of a text with this meaning, on whatever stands below it.
    #[must_use]
    pub fn role(&self, role: Role) -> Style {
        self.roles.get(role as usize).copied().unwrap_or_default()
    }

    /// The style of a part of the screen.
    #[must_use]
    pub fn part(&self, part: Part) -> Style {
        self.parts.get(part as usize).copied().unwrap_or_default()
    }

    /// A role's style laid over a ground. On a reversed ground a role keeps its weight and loses its colour.
    #[must_use]
    pub fn on(&self, role: Role, ground: Part) -> Style {
        let (style, below) = (self.role(role), self.part(ground));
        if !below.add_modifier.contains(Modifier::REVERSED) {
            return below.patch(style);
        }
        let mut weight = style.add_modifier.difference(Modifier::DIM);
        // What is reversed upon reversed would vanish into its ground, so it stands out by being upright again.
        weight.toggle(Modifier::REVERSED);
        Style::new().add_modifier(weight)
    }

    /// A role on a selected row: everything steps up by one, so that a quiet text stays legible on the livelier ground.
    #[must_use]
    pub fn selected(&self, role: Role, ground: Part) -> Style {
        self.on(raised(role), ground)
    }
}

/// One step brighter: what is dim is painted as read, what is read as text.
#[must_use]
pub const fn raised(role: Role) -> Role {
    match role {
        Role::Dim | Role::Byline | Role::Caption | Role::Footnote | Role::LinkNumber => Role::Read,
        Role::Read => Role::Text,
        other => other,
    }
}

fn read(name: &str, text: &str, bases: &[Theme]) -> (Theme, Vec<Problem>) {
    let (mut sheet, table) = Sheet::open(&format!("themes/{name}.toml"), text);
    let stated = stated(&mut sheet, &table, bases);
    let theme = Theme {
        name: name.to_string(),
        appearance: stated.appearance.unwrap_or_default(),
        roles: ROLES.iter().map(|(role, ..)| stated.role(*role)).collect(),
        parts: PARTS.iter().map(|(part, ..)| stated.part(*part)).collect(),
    };
    (theme, sheet.finish())
}

fn stated<'a>(sheet: &mut Sheet<'_>, table: &DeTable<'_>, bases: &'a [Theme]) -> Stated<'a> {
    const KEYS: [&str; 5] = ["name", "appearance", "base", "role", "part"];
    let mut stated = Stated::default();
    for (key, at, value) in in_order(table) {
        match (key, value.get_ref()) {
            ("name", DeValue::String(_)) => {}
            ("appearance", DeValue::String(word)) => {
                stated.appearance = Appearance::named(word);
                if stated.appearance.is_none() {
                    let what = format!("`appearance` must be dark, light or any, not `{word}`");
                    sheet.problem(value.span().start, what, None);
                }
            }
            ("base", DeValue::String(word)) => {
                stated.base = bases.iter().find(|theme| theme.name == **word);
                if stated.base.is_none() {
                    let names: Vec<&str> = bases.iter().map(|theme| &*theme.name).collect();
                    sheet.unknown(value.span().start, word, &names, "base theme");
                }
            }
            ("role", DeValue::Table(roles)) => read_roles(sheet, roles, &mut stated),
            ("part", DeValue::Table(parts)) => read_parts(sheet, parts, &mut stated),
            (key, _) if KEYS.contains(&key) => {
                let kind = if key == "role" || key == "part" {
                    "a table"
                } else {
                    "a text"
                };
                sheet.problem(value.span().start, format!("`{key}` must be {kind}"), None);
            }
            (key, _) => sheet.unknown(at, key, &KEYS, "key"),
        }
    }
    stated
}

fn read_roles(sheet: &mut Sheet<'_>, roles: &DeTable<'_>, stated: &mut Stated<'_>) {
    for (key, at, value) in in_order(roles) {
        match ROLES.iter().find(|(_, name, _)| *name == key) {
            Some((role, ..)) => {
                if let Some(look) = read_look(sheet, key, value, Style::fg) {
                    stated.roles.push((*role, look));
                }
            }
            None => sheet.unknown(at, key, &ROLES.map(|(_, name, _)| name), "role"),
        }
    }
}

fn read_parts(sheet: &mut Sheet<'_>, parts: &DeTable<'_>, stated: &mut Stated<'_>) {
    for (key, at, value) in in_order(parts) {
        let Some(part) = Part::named(key) else {
            sheet.unknown(at, key, &PARTS.map(|(_, name, _)| name), "part");
            continue;
        };
        let paint = if part.is_ground() {
            Style::bg
        } else {
            Style::fg
        };
        if let Some(look) = read_look(sheet, key, value, paint) {
            stated.parts.push((part, look));
        }
    }
}

/// A style is a table, or a colour alone, which `paint` puts where it belongs.
fn read_look(
    sheet: &mut Sheet<'_>,
    key: &str,
    value: &Value<'_>,
    paint: fn(Style, Color) -> Style,
) -> Option<Look> {
    match value.get_ref() {
        DeValue::String(_) => colour(sheet, value).map(|colour| Look {
            style: paint(Style::new(), colour),
            ground: None,
        }),
        DeValue::Table(table) => Some(read_table(sheet, table)),
        _ => {
            let what = format!(
                "`{key}` must be a colour or a table, not {}",
                sheet.literal(value)
            );
            let hint = "as in { fg = \"#d3d7dc\", bold = true }".to_string();
            sheet.problem(value.span().start, what, Some(hint));
            None
        }
    }
}

const MODIFIERS: [(&str, Modifier); 6] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
    ("strike", Modifier::CROSSED_OUT),
];

fn read_table(sheet: &mut Sheet<'_>, table: &DeTable<'_>) -> Look {
    const KEYS: [&str; 9] = [
        "fg",
        "bg",
        "part",
        "bold",
        "dim",
        "italic",
        "underline",
        "reverse",
        "strike",
    ];
    let mut look = Look::default();
    for (key, at, value) in in_order(table) {
        let modifier = MODIFIERS.iter().find(|(name, _)| *name == key);
        match (key, value.get_ref()) {
            ("fg", _) => look.style.fg = colour(sheet, value).or(look.style.fg),
            ("bg", _) => look.style.bg = colour(sheet, value).or(look.style.bg),
            ("part", DeValue::String(name)) => {
                look.ground = Part::named(name);
                if look.ground.is_none() {
                    let names = PARTS.map(|(_, name, _)| name);
                    sheet.unknown(value.span().start, name, &names, "part");
                }
            }
            (_, DeValue::Boolean(yes)) if modifier.is_some() => {
                let modifier = modifier.map_or(Modifier::empty(), |(_, modifier)| *modifier);
                look.style.add_modifier.set(modifier, *yes);
            }
            (key, _) if KEYS.contains(&key) => {
                let kind = if key == "part" {
                    "a part's name"
                } else {
                    "true or false"
                };
                let what = format!("`{key}` must be {kind}, not {}", sheet.literal(value));
                sheet.problem(value.span().start, what, None);
            }
            (key, _) => sheet.unknown(at, key, &KEYS, "key of a style"),
        }
    }
    look
}

/// `#rrggbb`, a name, a number of the palette of 256, or `none` for the terminal's own.
fn colour(sheet: &mut Sheet<'_>, value: &Value<'_>) -> Option<Color> {
    let found = match value.get_ref() {
        DeValue::String(word) if word == "none" => Some(Color::Reset),
        DeValue::String(word) => word.parse().ok(),
        DeValue::Integer(number) => number.as_str().parse().ok().map(Color::Indexed),
        _ => None,
    };
    if found.is_none() {
        let what = format!("no colour: {}", sheet.literal(value));
        let hint = "colours are written `#5fc8b6`, `cyan`, `bright-blue`, `208` or `none`";
        sheet.problem(value.span().start, what, Some(hint.into()));
    }
    found
}

impl Stated<'_> {
    fn role(&self, role: Role) -> Style {
        let stated = self.roles.iter().rev().find(|(key, _)| *key == role);
        let Some((_, look)) = stated else {
            return match self.base {
                Some(base) => base.role(role),
                None => self.fallback(ROLES.get(role as usize).map(|row| row.2)),
            };
        };
        let ground = look.ground.map_or(Style::new(), |part| self.part(part));
        let mut style = ground.patch(look.style);
        // Weight stated alone leaves the colour to the fallback: `strong = { bold = true }` keeps the text's.
        if style.fg.is_none() {
            style.fg = self.fallback(ROLES.get(role as usize).map(|row| row.2)).fg;
        }
        style
    }

    fn part(&self, part: Part) -> Style {
        let stated = self.parts.iter().rev().find(|(key, _)| *key == part);
        match (stated, self.base) {
            (Some((_, look)), _) => look.style,
            (None, Some(base)) => base.part(part),
            (None, None) => self.fallback(PARTS.get(part as usize).map(|row| row.2)),
        }
    }

    fn fallback(&self, fallback: Option<Fallback>) -> Style {
        match fallback.unwrap_or(Fallback::Nothing) {
            Fallback::Nothing => Style::new(),
            Fallback::Reversed => Style::new().add_modifier(Modifier::REVERSED),
            Fallback::Underlined => Style::new().add_modifier(Modifier::UNDERLINED),
            Fallback::Role(role) => self.role(role),
            Fallback::Part(part) => self.part(part),
        }
    }
}

#[cfg(test)]
mod tests;
