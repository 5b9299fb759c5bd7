//! Which theme is used, when several things have a say.
//!
//! The order: `--theme`, `config.toml`, `NO_COLOR`, fewer than 256 colours, then `ink` or `paper` by what the terminal answers about its background, else `ink`.

/// On which background a theme is at home.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Appearance {
    /// On a dark one.
    Dark,
    /// On a light one.
    Light,
    /// On whatever the terminal has.
    #[default]
    Any,
}

impl Appearance {
    /// `dark`, `light` or `any`.
    #[must_use]
    pub fn named(name: &str) -> Option<Appearance> {
        match name {
            "dark" => Some(Appearance::Dark),
            "light" => Some(Appearance::Light),
            "any" => Some(Appearance::Any),
            _ => None,
        }
    }
}

/// What is known of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// `NO_COLOR` is set and not empty.
    pub no_color: bool,
    /// How many colours the terminal is told to have; `None`: not told.
    pub colours: Option<u32>,
    /// What it answered about its background (OSC 11); `None`: nothing.
    pub background: Option<Appearance>,
}

/// The name of the theme to use. `flag` is `--theme`, `wish` the option of `config.toml`; `auto` and an empty name leave the choice to what follows.
#[must_use]
pub fn choose<'a>(flag: Option<&'a str>, wish: &'a str, around: Surroundings) -> &'a str {
    let stated = [flag.unwrap_or_default(), wish];
    if let Some(name) = stated
        .into_iter()
        .find(|name| !matches!(*name, "" | "auto"))
    {
        return name;
    }
    if around.no_color {
        return "plain";
    }
    if around.colours.is_some_and(|colours| colours < 256) {
        return "sixteen";
    }
    match around.background {
        Some(Appearance::Light) => "paper",
        _ => "ink",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_who_has_a_say_decides() {
        let around = |no_color, colours, background| Surroundings {
            no_color,
            colours,
            background,
        };
        let light = Some(Appearance::Light);
        let cases = [
            (Some("mine"), "paper", around(true, Some(8), light), "mine"),
            (None, "paper", around(true, Some(8), None), "paper"),
            (Some("auto"), "auto", around(true, Some(8), light), "plain"),
            (None, "auto", around(false, Some(16), light), "sixteen"),
            (None, "auto", around(false, Some(256), light), "paper"),
            (None, "auto", around(false, None, None), "ink"),
            (
                None,
                "auto",
                around(false, None, Some(Appearance::Any)),
                "ink",
            ),
        ];
        for (flag, wish, around, expect) in cases {
            assert_eq!(
                choose(flag, wish, around),
                expect,
                "{flag:?} {wish} {around:?}"
            );
        }
    }
}
