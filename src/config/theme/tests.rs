//! Shipped themes, small themes, mistakes, and how styles lie on their grounds.

#![allow(clippy::unwrap_used)]
use super::*;

#[test]
fn shipped_themes_are_whole_and_without_mistakes() {
    for (name, text) in [
        ("ink", include_str!("../../../config/themes/ink.toml")),
        ("paper", include_str!("../../../config/themes/paper.toml")),
        (
            "sixteen",
            include_str!("../../../config/themes/sixteen.toml"),
        ),
        ("plain", include_str!("../../../config/themes/plain.toml")),
    ] {
        let (_, problems) = Theme::parse(text, name);
        assert_eq!(problems, [], "{name}");
        for key in ROLES
            .map(|row| row.1)
            .into_iter()
            .chain(PARTS.map(|row| row.1))
        {
            assert!(
                text.lines().any(|line| line.starts_with(key)),
                "{name}: {key}"
            );
        }
    }
    assert_eq!(Theme::ink().appearance, Appearance::Dark);
    assert_eq!(Theme::paper().appearance, Appearance::Light);
}

#[test]
fn plain_has_no_colour() {
    let plain = Theme::plain();
    for style in plain.roles.iter().chain(&plain.parts) {
        assert_eq!((style.fg, style.bg), (None, None));
    }
}

#[test]
fn a_theme_of_three_lines_is_valid() {
    let text = "[role]\ntext = \"#101010\"\naccent = { fg = \"bright-blue\", bold = true }\n";
    let (theme, problems) = Theme::parse(text, "mine");
    assert_eq!(problems, []);
    let grey = Color::Rgb(16, 16, 16);
    assert_eq!(theme.role(Role::Caption).fg, Some(grey));
    assert_eq!(theme.role(Role::Heading1), theme.role(Role::Accent));
    assert_eq!(theme.part(Part::RuleFocus).fg, Some(Color::LightBlue));
    assert!(
        theme
            .part(Part::Selection)
            .add_modifier
            .contains(Modifier::REVERSED)
    );
    assert_eq!(theme.part(Part::Overlay), Style::new());
}

#[test]
fn a_theme_may_build_on_a_shipped_one() {
    let (theme, problems) = Theme::parse("base = \"paper\"\n[part]\nbackground = \"none\"", "mine");
    assert_eq!(problems, []);
    assert_eq!(theme.role(Role::Link), Theme::paper().role(Role::Link));
    assert_eq!(theme.part(Part::Background).bg, Some(Color::Reset));
}

#[test]
fn mistakes_have_a_place_and_a_hint() {
    let text = "appearance = \"dusk\"\n[role]\ntitel = \"red\"\ntext = \"#12\"\nlink = { fg = \"blue\", bald = true, bold = 3 }\n[part]\nrule = 4.5\n";
    let (theme, problems) = Theme::parse(text, "mine");
    let said: Vec<String> = problems
        .iter()
        .map(|it| format!("{it} ({})", it.hint.as_deref().unwrap_or("-")))
        .collect();
    let expect = [
        "themes/mine.toml:1:14 `appearance` must be dark, light or any, not `dusk` (-)",
        "themes/mine.toml:3:1 unknown role `titel` (did you mean `title`)",
        "themes/mine.toml:4:8 no colour: \"#12\" (colours are written `#5fc8b6`, `cyan`, `bright-blue`, `208` or `none`)",
        "themes/mine.toml:5:23 unknown key of a style `bald` (did you mean `bold`)",
        "themes/mine.toml:5:43 `bold` must be true or false, not 3 (-)",
        "themes/mine.toml:7:8 `rule` must be a colour or a table, not 4.5 (as in { fg = \"#d3d7dc\", bold = true })",
    ];
    assert_eq!(said, expect);
    assert_eq!(theme.role(Role::Link).fg, Some(Color::Blue));
}

#[test]
fn styles_lie_on_their_ground() {
    let (ink, plain, sixteen) = (Theme::ink(), Theme::plain(), Theme::sixteen());
    let unread = ink.on(Role::Unread, Part::Selection);
    assert_eq!(unread.fg, ink.role(Role::Unread).fg);
    assert_eq!(unread.bg, ink.part(Part::Selection).bg);
    assert_eq!(
        ink.on(Role::Match, Part::Selection).bg,
        ink.role(Role::Match).bg
    );
    assert_eq!(ink.role(Role::Code).bg, ink.part(Part::CodeBlock).bg);
    assert_eq!(
        sixteen.on(Role::Error, Part::Selection),
        Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD)
    );
    assert_eq!(plain.on(Role::Match, Part::Selection), Style::new());
    assert_eq!(
        ink.selected(Role::Byline, Part::Selection).fg,
        ink.role(Role::Read).fg
    );
    assert_eq!(
        ink.selected(Role::Read, Part::Selection).fg,
        ink.role(Role::Text).fg
    );
}

/// Relative luminance as WCAG defines it.
fn luminance(colour: Option<Color>) -> f64 {
    let Some(Color::Rgb(r, g, b)) = colour else {
        return f64::NAN;
    };
    let part = |byte: u8| {
        let x = f64::from(byte) / 255.0;
        if x <= 0.03928 {
            x / 12.92
        } else {
            ((x + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
}

fn contrast(style: Style) -> f64 {
    let (a, b) = (luminance(style.fg), luminance(style.bg));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_text_can_be_read_on_every_ground_it_may_stand_on() {
    use Role::{
        Byline, Caption, Code, CodeComment, CodeKeyword, CodeNumber, CodeString, Count, Emphasis,
        Footnote, Heading1, Heading2, LinkNumber, Quote, Read, Strong, Text, Title, Unread,
    };
    let body = [
        Text, Title, Unread, Read, Count, Strong, Emphasis, Heading1, Heading2, Quote, Code,
    ];
    let only_in_articles = [
        Byline,
        Caption,
        Code,
        CodeComment,
        CodeKeyword,
        CodeNumber,
        CodeString,
        Emphasis,
        Footnote,
        Heading1,
        Heading2,
        LinkNumber,
        Quote,
        Strong,
    ];
    let grounds = [Part::Background, Part::Status, Part::Overlay];
    let selections = [Part::Selection, Part::SelectionInactive];
    for theme in [Theme::ink(), Theme::paper()] {
        for (role, required) in [(Text, 7.0), (Role::Dim, 4.5), (Role::Match, 4.5)] {
            assert!(
                contrast(theme.on(role, Part::Input)) >= required,
                "{role:?}"
            );
        }
        for (role, name, _) in ROLES {
            let required = if body.contains(&role) { 7.0 } else { 4.5 };
            for ground in grounds {
                let found = contrast(theme.on(role, ground));
                assert!(
                    found >= required,
                    "{}: {name} on {ground:?}: {found:.2}",
                    theme.name
                );
            }
            for ground in selections {
                let found = contrast(theme.selected(role, ground));
                let stands_there = !only_in_articles.contains(&role);
                assert!(
                    found >= required || !stands_there,
                    "{}: {name} on {ground:?}: {found:.2}",
                    theme.name
                );
            }
        }
    }
}
