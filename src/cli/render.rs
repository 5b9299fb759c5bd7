//! `byline render`: HTML set as the article pane sets it, for a terminal or a pipe.
//!
//! Colours and OSC 8 links are written only where they are wished for; printed text stands on the terminal's own ground, so the theme
//! `sixteen` is used unless another is named.

use std::time::{Duration, Instant};

use ratatui::style::{Color, Modifier, Style};

use crate::article::{self, CodeLines, Document, Edits, Figures, Head, Line, Page, Setting, Span};
use crate::cli::args::RenderArgs;
use crate::cli::input::slurp;
use crate::cli::output::{Output, Stop, tell_warning};
use crate::config::{Config, Part, Theme};
use crate::model::Trouble;
use crate::parse::{self, Source};
use crate::system;
use crate::text::{self, Role};

/// Cells of a line where none are asked for.
const USUAL_WIDTH: u16 = 80;

/// What the colours of code may take.
const COLORING: Duration = Duration::from_millis(1_500);

/// Runs the command.
pub fn render(args: &RenderArgs, theme: Option<&str>, out: &mut Output) -> Result<(), Stop> {
    let bytes = slurp(&args.file)?;
    let html = parse::decode(&bytes, &Source::default()).text;
    let document = with_colors(article::document(&html, args.url.as_deref()), out.colored);
    let room = system::terminal_width().unwrap_or(USUAL_WIDTH);
    let chosen = theme_named(theme);
    let setting = Setting {
        code: CodeLines::Wrap,
        figures: Figures::Line,
        edits: if out.colored {
            chosen.edits()
        } else {
            Edits::Signs
        },
        ..Setting::from(args.width.unwrap_or(room.min(USUAL_WIDTH)))
    };
    let page = article::typeset(&Head::default(), &document, setting, usize::MAX);
    if let Some(unknown) = Config::default().unknown_theme(theme) {
        let hint = "`render` reads no files, so it knows the shipped ones only: ";
        let hint = unknown.hint.map(|names| format!("{hint}{names}"));
        tell_warning(&Trouble { hint, ..unknown });
    }
    print(&page, &document, &chosen, out)
}

/// The document with the colours of its code, where colours are wished for, as far as there is time for them.
fn with_colors(document: Document, are_wanted: bool) -> Document {
    if !are_wanted || !document.has_code() {
        return document;
    }
    let start = Instant::now();
    article::colored(document, &mut || start.elapsed() < COLORING)
}

/// Prints a page, its lines free of trailing space.
pub fn print(
    page: &Page,
    document: &Document,
    theme: &Theme,
    out: &mut Output,
) -> Result<(), Stop> {
    for line in &page.lines {
        let text = if out.colored {
            colored(line, document, theme)
        } else {
            text::scrub(&plain(line)).into_owned()
        };
        out.styled(&text)?;
    }
    Ok(())
}

fn theme_named(name: Option<&str>) -> Theme {
    match name {
        Some("ink") => Theme::ink(),
        Some("paper") => Theme::paper(),
        Some("plain") => Theme::plain(),
        _ => Theme::sixteen(),
    }
}

fn plain(line: &Line) -> String {
    let text: String = line.spans.iter().map(|span| span.text.as_str()).collect();
    let indent = " ".repeat(line.indent.into());
    format!("{indent}{text}").trim_end().to_string()
}

fn colored(line: &Line, document: &Document, theme: &Theme) -> String {
    let mut text = " ".repeat(line.indent.into());
    for span in &line.spans {
        let target = span
            .link
            .and_then(|link| document.links.get(link as usize))
            .map(|target| target.url.as_str());
        text.push_str(&dressed(span, style_of(span, theme), target));
    }
    text
}

fn style_of(span: &Span, theme: &Theme) -> Style {
    let mut style = theme.role(span.role);
    if span.is_quote_bar {
        style = theme.part(Part::QuoteBar);
    } else if span.is_rule {
        style = theme.part(Part::Rule);
    }
    if span.is_strong {
        style = style.patch(theme.role(Role::Strong));
    }
    if span.is_emphasised {
        style = style.add_modifier(theme.role(Role::Emphasis).add_modifier);
    }
    style
}

fn dressed(span: &Span, style: Style, target: Option<&str>) -> String {
    let codes = sgr(style);
    let words = text::scrub(&span.text);
    let styled = if codes.is_empty() {
        words.into_owned()
    } else {
        format!("\x1b[{codes}m{words}\x1b[0m")
    };
    match target.filter(|target| is_safe(target)) {
        Some(target) => format!("\x1b]8;;{target}\x1b\\{styled}\x1b]8;;\x1b\\"),
        None => styled,
    }
}

/// An address that can end no escape sequence early.
fn is_safe(target: &str) -> bool {
    target.bytes().all(|byte| (0x21..0x7f).contains(&byte))
}

/// The parameters of the escape sequence for a style; empty: none.
fn sgr(style: Style) -> String {
    let mut codes = Vec::new();
    for (modifier, code) in [
        (Modifier::BOLD, "1"),
        (Modifier::DIM, "2"),
        (Modifier::ITALIC, "3"),
        (Modifier::UNDERLINED, "4"),
        (Modifier::REVERSED, "7"),
        (Modifier::CROSSED_OUT, "9"),
    ] {
        if style.add_modifier.contains(modifier) {
            codes.push(code.to_string());
        }
    }
    codes.extend(style.fg.and_then(|color| color_code(color, 30)));
    codes.extend(style.bg.and_then(|color| color_code(color, 40)));
    codes.join(";")
}

/// `base` is 30 for the foreground, 40 for the ground.
fn color_code(color: Color, base: u8) -> Option<String> {
    let plain = |n: u8| Some((base + n).to_string());
    let bright = |n: u8| Some((base + 60 + n).to_string());
    match color {
        Color::Reset => None,
        Color::Black => plain(0),
        Color::Red => plain(1),
        Color::Green => plain(2),
        Color::Yellow => plain(3),
        Color::Blue => plain(4),
        Color::Magenta => plain(5),
        Color::Cyan => plain(6),
        Color::Gray => plain(7),
        Color::DarkGray => bright(0),
        Color::LightRed => bright(1),
        Color::LightGreen => bright(2),
        Color::LightYellow => bright(3),
        Color::LightBlue => bright(4),
        Color::LightMagenta => bright(5),
        Color::LightCyan => bright(6),
        Color::White => bright(7),
        Color::Rgb(red, green, blue) => Some(format!("{};2;{red};{green};{blue}", base + 8)),
        Color::Indexed(index) => Some(format!("{};5;{index}", base + 8)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_becomes_an_escape() {
        let style = Style::new()
            .fg(Color::Rgb(1, 2, 3))
            .bg(Color::LightRed)
            .add_modifier(Modifier::BOLD);
        assert_eq!(sgr(style), "1;38;2;1;2;3;101");
        assert_eq!(sgr(Style::new()), "");
    }

    #[test]
    fn a_link_that_could_break_out_is_no_link() {
        let span = Span {
            text: "here".into(),
            ..Span::default()
        };
        let evil = dressed(&span, Style::new(), Some("https://a/\x1b]8;;\x1b\\x"));
        assert_eq!(evil, "here");
        let good = dressed(&span, Style::new(), Some("https://a/"));
        assert_eq!(good, "\x1b]8;;https://a/\x1b\\here\x1b]8;;\x1b\\");
    }
}
