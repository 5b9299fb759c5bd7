//! What the terminal can show, as its environment tells: how many colours, which signs. Which theme follows from it is settled in `config/`.
//!
//! Pure but for `Ability::detect`, which looks at the environment once.

use std::env;

use ratatui::buffer::Buffer;
use ratatui::style::Color;

use crate::config::{Appearance, Clickable, Config, Glyphs, Pictures, Surroundings, choose};

/// The character that stands for a piece of a picture (kitty's protocol, "Unicode placeholders").
const KITTY: char = '\u{10eeee}';

/// What the environment says about the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ability {
    /// `NO_COLOR` is set.
    pub no_color: bool,
    /// How many colours it shows.
    pub depth: Depth,
    /// Signs beyond ASCII can be drawn.
    pub unicode: bool,
    /// Ambiguous ones such as `●` take two cells: no environment tells that, the terminal does when it is asked.
    pub wide: bool,
    /// It does not stumble over the addresses of links (OSC 8).
    pub links: bool,
}

/// How many colours a terminal shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// The terminal's own palette.
    Sixteen,
    /// A fixed cube and greys besides.
    Indexed,
    /// All of them.
    #[default]
    True,
}

impl Ability {
    /// Looks at the environment.
    pub fn detect() -> Ability {
        let text = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        let term = text("TERM").unwrap_or_default();
        let locale = text("LC_ALL")
            .or_else(|| text("LC_CTYPE"))
            .or_else(|| text("LANG"));
        Ability {
            no_color: text("NO_COLOR").is_some(),
            depth: depth(&term, text("COLORTERM").as_deref()),
            unicode: !matches!(term.as_str(), "linux" | "dumb") && is_utf8(locale.as_deref()),
            wide: false,
            links: takes_links(&term, text),
        }
    }

    /// What the choice of a theme goes by; `light` is the terminal's answer about its background, if it gave one.
    pub fn surroundings(self, light: Option<bool>) -> Surroundings {
        Surroundings {
            no_color: self.no_color,
            colours: Some(match self.depth {
                Depth::Sixteen => 16,
                Depth::Indexed => 256,
                Depth::True => 1 << 24,
            }),
            background: light.map(appearance),
        }
    }

    /// Whether it shows colours enough for pictures made of half blocks.
    pub fn shows_pictures(self) -> bool {
        self.depth > Depth::Sixteen && !self.no_color
    }

    /// Whether the terminal's background decides the theme, so that asking for it pays.
    pub fn wants_background(self, flag: Option<&str>, wish: &str) -> bool {
        let under = |light| choose(flag, wish, self.surroundings(Some(light)));
        under(true) != under(false)
    }
}

/// Whether addresses of links may be sent. What stands between byline and the terminal must know them too, or it would print them or leave one open.
fn takes_links(term: &str, text: impl Fn(&str) -> Option<String>) -> bool {
    if matches!(term, "" | "linux" | "dumb" | "cons25") || term.starts_with("eterm") {
        return false;
    }
    if text("TMUX").is_some() {
        let version = text("TERM_PROGRAM_VERSION")
            .filter(|_| text("TERM_PROGRAM").as_deref() == Some("tmux"));
        return version.is_some_and(|version| version_of(&version) >= (3, 4));
    }
    if text("STY").is_some() || term.starts_with("screen") {
        return false;
    }
    // Older ones of GNOME's family crashed on them.
    text("VTE_VERSION")
        .and_then(|version| version.parse().ok())
        .is_none_or(|version: u32| version >= 5002)
}

/// Major and minor of `3.4`, `3.3a`, `next-3.5`.
fn version_of(version: &str) -> (u32, u32) {
    let mut parts = version.trim_start_matches("next-").split('.');
    let mut number = || {
        let part = parts.next().unwrap_or_default();
        let digits = part
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(part.len());
        part.get(..digits)
            .and_then(|digits| digits.parse().ok())
            .unwrap_or(0)
    };
    let major = number();
    (major, number())
}

/// Whether the terminal is told where links lead.
pub fn are_links_told(wished: Clickable, ability: Ability) -> bool {
    match wished {
        Clickable::Auto => ability.links,
        Clickable::On => true,
        Clickable::Off => false,
    }
}

fn appearance(light: bool) -> Appearance {
    if light {
        Appearance::Light
    } else {
        Appearance::Dark
    }
}

fn depth(term: &str, colorterm: Option<&str>) -> Depth {
    const MODERN: [&str; 8] = [
        "kitty",
        "alacritty",
        "foot",
        "wezterm",
        "ghostty",
        "contour",
        "rio",
        "direct",
    ];
    let has = |names: &[&str]| names.iter().any(|name| term.contains(name));
    if matches!(colorterm, Some("truecolor" | "24bit")) || has(&MODERN) {
        Depth::True
    } else if has(&["256"]) {
        Depth::Indexed
    } else {
        Depth::Sixteen
    }
}

/// A missing locale is one of the many containers that draw UTF-8 well and say nothing; `C` and `POSIX` say no.
fn is_utf8(locale: Option<&str>) -> bool {
    locale.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// What the terminal makes of a configuration: which signs are drawn, what is shown of pictures.
pub fn settle(config: &mut Config, ability: Ability) {
    config.glyphs = glyphs(config.glyphs, ability);
    config.pictures = pictures(config, ability);
}

/// Pictures want colours, and half blocks at least; where neither is, words stand for them.
fn pictures(config: &Config, ability: Ability) -> Pictures {
    let wished = config.pictures;
    match wished {
        Pictures::Auto | Pictures::Always
            if !ability.shows_pictures()
                || config.glyphs == Glyphs::Ascii
                || config.theme == "plain" =>
        {
            Pictures::Text
        }
        wished => wished,
    }
}

/// How tall a cell is for its width, in hundredths, where the terminal tells its size in pixels; else 0.
pub fn tall() -> u16 {
    cell().map_or(0, |(width, height)| {
        (u32::from(height) * 100 / u32::from(width.max(1))).min(u32::from(u16::MAX)) as u16
    })
}

/// Width and height of a cell in pixels, where the system knows.
pub fn cell() -> Option<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok()?;
    let width = size.ws_xpixel.checked_div(size.ws_col)?;
    let height = size.ws_ypixel.checked_div(size.ws_row)?;
    (width > 1 && height > 1).then_some((width, height))
}

/// Which signs are drawn: never `Auto`.
fn glyphs(wished: Glyphs, ability: Ability) -> Glyphs {
    match wished {
        Glyphs::Auto if ability.unicode && !ability.wide => Glyphs::Unicode,
        Glyphs::Auto => Glyphs::Ascii,
        other => other,
    }
}

/// Brings the colours of a painted screen down to what the terminal shows.
pub fn lower(buffer: &mut Buffer, depth: Depth) {
    if depth != Depth::Indexed {
        return;
    }
    for cell in &mut buffer.content {
        // A kitty picture's colours are its number.
        if cell.symbol().contains(KITTY) {
            continue;
        }
        cell.fg = nearest(cell.fg);
        cell.bg = nearest(cell.bg);
    }
}

/// The colour of the 256 that is nearest: from the cube of six steps or the greys.
fn nearest(color: Color) -> Color {
    let Color::Rgb(red, green, blue) = color else {
        return color;
    };
    let parts = [red, green, blue].map(i32::from);
    let steps = parts.map(cube_step);
    let cube = steps.map(|step| if step == 0 { 0 } else { 55 + 40 * step });
    let mean = parts.iter().sum::<i32>() / 3;
    let grey_step = ((mean - 3) / 10).clamp(0, 23);
    let grey = [8 + 10 * grey_step; 3];
    let far = |other: [i32; 3]| -> i32 {
        parts
            .iter()
            .zip(other)
            .map(|(part, other)| (part - other).pow(2))
            .sum()
    };
    let [r, g, b] = steps;
    let index = if far(grey) < far(cube) {
        232 + grey_step
    } else {
        16 + 36 * r + 6 * g + b
    };
    Color::Indexed(index as u8)
}

fn cube_step(part: i32) -> i32 {
    match part {
        ..48 => 0,
        48..115 => 1,
        _ => (part - 35) / 40,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ability(no_color: bool, depth: Depth) -> Ability {
        Ability {
            no_color,
            depth,
            unicode: true,
            wide: false,
            links: true,
        }
    }

    #[test]
    fn addresses_of_links_are_sent_where_they_are_known() {
        type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], bool);
        let table: [Case; 9] = [
            ("xterm-256color", &[], true),
            ("linux", &[], false),
            ("dumb", &[], false),
            (
                "tmux-256color",
                &[
                    ("TMUX", "x"),
                    ("TERM_PROGRAM", "tmux"),
                    ("TERM_PROGRAM_VERSION", "3.4"),
                ],
                true,
            ),
            (
                "tmux-256color",
                &[
                    ("TMUX", "x"),
                    ("TERM_PROGRAM", "tmux"),
                    ("TERM_PROGRAM_VERSION", "3.3a"),
                ],
                false,
            ),
            (
                "tmux-256color",
                &[
                    ("TMUX", "x"),
                    ("TERM_PROGRAM", "vscode"),
                    ("TERM_PROGRAM_VERSION", "9.9"),
                ],
                false,
            ),
            ("screen-256color", &[("STY", "x")], false),
            ("xterm-256color", &[("VTE_VERSION", "4800")], false),
            ("xterm-256color", &[("VTE_VERSION", "7600")], true),
        ];
        for (term, environment, expect) in table {
            let text = |name: &str| {
                let found = environment.iter().find(|(key, _)| *key == name);
                found.map(|(_, value)| (*value).to_string())
            };
            assert_eq!(takes_links(term, text), expect, "{term} {environment:?}");
        }
        assert_eq!(version_of("next-3.6"), (3, 6));
        assert_eq!(version_of("odd"), (0, 0));
    }

    #[test]
    fn the_background_is_asked_for_only_where_it_decides() {
        let full = ability(false, Depth::True);
        assert!(full.wants_background(None, "auto"));
        assert!(!full.wants_background(None, "ink"));
        assert!(!full.wants_background(Some("my"), "auto"));
        assert!(!ability(true, Depth::True).wants_background(None, "auto"));
        assert!(!ability(false, Depth::Sixteen).wants_background(None, "auto"));
    }

    #[test]
    fn depth_is_told_by_name() {
        assert_eq!(depth("xterm-256color", Some("truecolor")), Depth::True);
        assert_eq!(depth("xterm-kitty", None), Depth::True);
        assert_eq!(depth("screen-256color", None), Depth::Indexed);
        assert_eq!(depth("xterm", None), Depth::Sixteen);
    }

    #[test]
    fn signs_follow_the_locale_and_the_probe() {
        let able = ability(false, Depth::True);
        let wide = Ability { wide: true, ..able };
        assert_eq!(glyphs(Glyphs::Auto, able), Glyphs::Unicode);
        assert_eq!(glyphs(Glyphs::Auto, wide), Glyphs::Ascii);
        assert_eq!(glyphs(Glyphs::Nerd, wide), Glyphs::Nerd);
        assert!(is_utf8(Some("C.UTF-8")) && is_utf8(None) && !is_utf8(Some("C")));
    }

    #[test]
    fn colours_come_down_to_the_nearest() {
        assert_eq!(nearest(Color::Rgb(255, 255, 255)), Color::Indexed(231));
        assert_eq!(nearest(Color::Rgb(0, 0, 0)), Color::Indexed(16));
        assert_eq!(nearest(Color::Rgb(20, 23, 28)), Color::Indexed(234));
        assert_eq!(nearest(Color::Red), Color::Red);
    }

    #[test]
    fn the_number_of_a_kitty_picture_is_no_colour() {
        let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, 2, 1));
        let number = Color::Rgb(1, 2, 3);
        for (x, symbol) in (0..).zip(["\u{10eeee}\u{305}\u{305}", "x"]) {
            if let Some(cell) = buffer.cell_mut((x, 0)) {
                cell.set_symbol(symbol).set_fg(number);
            }
        }
        lower(&mut buffer, Depth::Indexed);
        let colours: Vec<Color> = buffer.content.iter().map(|cell| cell.fg).collect();
        assert_eq!(colours.first(), Some(&number));
        assert_ne!(colours.last(), Some(&number));
    }
}
