//! The screens: for each mockup of the design its counterpart, made by keys from a store. A snapshot is looked at before it is taken.

use byline::app::{Done, Event};
use byline::config::Theme;
use byline::model::{Progress, RefreshReport, Ticket, Trouble};
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use crate::desk::{Desk, samples};

/// The ticket of the refresh that runs.
fn refresh(desk: &Desk) -> Ticket {
    desk.started.last().map(|(ticket, _)| *ticket).unwrap()
}

fn progress(desk: &mut Desk, done: u32, total: u32, failed: u32) {
    let progress = Progress {
        done,
        total,
        failed,
        new: 0,
    };
    let ticket = refresh(desk);
    desk.event(Event::Progress(ticket, progress));
}

#[test]
fn three_panes() {
    let mut desk = Desk::reader(120, 40);
    desk.press("<enter> R s");
    progress(&mut desk, 212, 1000, 2);
    insta::assert_snapshot!(desk.shows());
}

#[test]
fn two_panes_list() {
    insta::assert_snapshot!(Desk::reader(80, 24).shows());
}

#[test]
fn two_panes_article() {
    insta::assert_snapshot!(Desk::reader(80, 24).press("<enter>").shows());
}

#[test]
fn one_pane_list() {
    insta::assert_snapshot!(Desk::reader(60, 20).shows());
}

#[test]
fn one_pane_feeds() {
    insta::assert_snapshot!(Desk::reader(60, 20).press("h").shows());
}

#[test]
fn one_pane_article() {
    insta::assert_snapshot!(Desk::reader(60, 20).press("<enter>").shows());
}

#[test]
fn zen() {
    insta::assert_snapshot!(Desk::reader(120, 40).press("z").shows());
}

#[test]
fn article_end() {
    let mut desk = Desk::reader(80, 40);
    desk.press("<enter> Z");
    desk.resize(69, 40);
    insta::assert_snapshot!(desk.press("G").shows());
}

#[test]
fn stacked() {
    insta::assert_snapshot!(Desk::reader(120, 40).press("Z <enter>").shows());
}

/// An upright joins the rules that meet it, from one side or from both.
#[test]
fn rules_join_the_uprights() {
    let joins = |desk: &mut Desk, column: usize| {
        let buffer = desk.buffer();
        let cells = (0..39u16).filter_map(|y| {
            let sign = buffer.cell((column as u16, y))?.symbol().to_string();
            (sign != "│").then_some((y, sign))
        });
        cells.collect::<Vec<_>>()
    };
    let join = |y, sign: &str| (y, sign.to_string());
    let mut desk = Desk::reader(120, 40);
    assert_eq!(joins(&mut desk, 24), [join(1, "┼")]);
    assert_eq!(joins(&mut desk, 65), [join(1, "┼")]);
    desk.press("/");
    assert_eq!(joins(&mut desk, 65), [join(1, "┼")]);
    desk.press("<esc> Z");
    assert_eq!(joins(&mut desk, 24), [join(1, "┼"), join(16, "├")]);
}

#[test]
fn list_of_everything() {
    let mut desk = Desk::new(69, 40).with(&samples());
    insta::assert_snapshot!(desk.press("j").shows());
}

#[test]
fn no_feeds() {
    insta::assert_snapshot!(Desk::new(80, 24).shows());
}

#[test]
fn all_read() {
    let mut desk = Desk::reader(80, 24);
    desk.press("A v").wait(60_000).press("h j k <enter>");
    insta::assert_snapshot!(desk.shows());
}

#[test]
fn nothing_found() {
    let mut desk = Desk::new(80, 24).with(&samples());
    desk.press("/").type_text("zigg").press("<enter>");
    insta::assert_snapshot!(desk.shows());
}

#[test]
fn feed_failed() {
    let mut desk = Desk::new(80, 24).with(&samples());
    desk.press("h 10j");
    assert_eq!(desk.list(), "Steam Deck Notes");
    insta::assert_snapshot!(desk.shows());
}

#[test]
fn without_signs() {
    let mut desk = Desk::new(120, 24)
        .with(&samples())
        .configured("glyphs = \"ascii\"\n");
    insta::assert_snapshot!(desk.press("j j <enter>").shows());
}

#[test]
fn too_small() {
    insta::assert_snapshot!(Desk::reader(19, 4).shows());
}

#[test]
fn the_least_screen() {
    insta::assert_snapshot!(Desk::reader(20, 5).shows());
}

/// The status line in the states of section 4.
#[test]
fn status_lines() {
    let mut lines = Vec::new();
    let mut desk = Desk::reader(120, 8);
    lines.push(desk.status());
    lines.push(desk.press("A").status());
    desk.press("j k R");
    progress(&mut desk, 212, 1000, 2);
    lines.push(desk.status());
    desk.answer(Done::Refreshed(RefreshReport {
        offline: Some(byline::model::Offline::Down),
        ..RefreshReport::default()
    }));
    lines.push(desk.status());
    let trouble = Trouble::new(
        "could not save `feeds.toml`: the disk is full",
        "free some space, then try again",
    );
    desk.event(Event::Done(Ticket(0), Done::Failed(trouble)));
    lines.push(desk.status());
    desk.press("j");
    desk.configure("measure = 8\n");
    lines.push(desk.status());
    lines.push(desk.press("j g").status());
    insta::assert_snapshot!(lines.join("\n"));
}

/// Where there is no room for all of an error, its names lose their middle and its hint its end; which file is meant and what became of it stays.
#[test]
fn an_error_keeps_the_ends_of_its_names() {
    let trouble = Trouble::new(
        "`/home/ada/.local/share/byline/byline.db` is no database: kept as `/home/ada/.local/share/byline/byline.db.damaged-1`",
        "it does not begin as one does; a fresh database was begun",
    );
    let said = Event::Done(Ticket(0), Done::Failed(trouble));
    let whole = "! `…/byline.db` is no database: kept as `…/byline.db.damaged-1`";
    for width in [80, 120, 200] {
        let mut zen = Desk::reader(width, 24);
        zen.press("z");
        for mut desk in [
            Desk::new(width, 24).first_run(),
            Desk::reader(width, 24),
            zen,
        ] {
            let status = desk.event(said.clone()).status();
            assert!(
                status.contains("/byline.db` is no database: kept as `"),
                "{status}"
            );
            assert!(status.contains("/byline.db.damaged-1`"), "{status}");
            assert!(width > 80 || status.starts_with(whole), "{status}");
        }
    }
}

/// The status line gives way in order: the hints from the left, what is so, then words of the gauge.
#[test]
fn narrow_status_lines() {
    let mut lines = Vec::new();
    for width in [80, 60, 40, 30, 20] {
        let mut desk = Desk::reader(width, 8);
        lines.push(desk.status());
        lines.push(desk.press("m").status());
        desk.press("R");
        progress(&mut desk, 212, 1000, 2);
        lines.push(desk.status());
    }
    insta::assert_snapshot!(lines.join("\n"));
}

/// Cells whose look carries a meaning, in the themes ink and paper and without any colour.
#[test]
fn styles() {
    let mut looks = Vec::new();
    for theme in [Theme::ink(), Theme::paper(), Theme::plain()] {
        looks.push(theme.name.clone());
        let mut desk = Desk::new(120, 40).with(&samples()).themed(theme);
        desk.press("h 5j <enter> j j <enter> R s");
        progress(&mut desk, 212, 1000, 2);
        looks.extend(looks_of(&mut desk));
    }
    insta::assert_snapshot!(looks.join("\n"));
}

/// What is painted over something else takes nothing of its look: a title over its border, letters over a link's number.
#[test]
fn what_is_painted_over_keeps_its_own_look() {
    let look = |desk: &mut Desk, words: &str| {
        let rows = desk.rows();
        let (y, row) = rows
            .iter()
            .enumerate()
            .find(|(_, row)| row.contains(words))
            .unwrap();
        let x = byline::text::width(row.split(words).next().unwrap());
        let buffer = desk.buffer();
        style_of(buffer.cell((x as u16, y as u16)).unwrap())
    };
    let mut desk = Desk::reader(80, 24).themed(Theme::sixteen());
    assert_eq!(look(desk.press(":"), "Command"), "- on - bold");
    assert_eq!(look(&mut desk, "─ Command"), "cyan on -");
    assert_eq!(
        look(desk.press("<esc> <enter> ;"), "f  ask"),
        "black on cyan bold"
    );
    let mut desk = Desk::reader(80, 24).themed(Theme::plain());
    assert_eq!(look(&mut desk, "▌◐"), "- on - bold reverse");
}

/// The cells in which these words stand on the screen, as words.
fn looks_of(desk: &mut Desk) -> Vec<String> {
    let wanted = [
        "Feeds",
        "Today",
        "▾ Linux",
        "! Steam",
        "Steam Deck",
        "Maps",
        "● A",
        "A lockless",
        "LWN.net  ",
        "▌◐",
        "How the scheduler",
        "Stable",
        "~ Stable",
        "changed",
        "Notes from",
        "━━━━━━",
        "★ #",
        "#kernel  ",
        "LWN.net · Ada",
        "posted last",
        "[1]",
        "nothing.",
        "▎",
        "The cheapest",
        "What a nap",
        "none of them",
        "bookmarked",
        "undo",
        "refreshing",
        "━──",
        "──  2",
        "2 failed",
        "? help",
    ];
    let buffer = desk.buffer();
    let rows = desk.rows();
    let look = |words: &&str| {
        let found = rows.iter().enumerate().rev().find_map(|(y, row)| {
            let at = row.rfind(words)?;
            Some((byline::text::width(row.get(..at)?), y))
        });
        let (x, y) = found.unwrap_or_else(|| panic!("`{words}` is not on the screen"));
        let cell = buffer.cell((x as u16, y as u16)).unwrap();
        format!("  {words:<18} {}", style_of(cell))
    };
    wanted.iter().map(look).collect()
}

fn style_of(cell: &Cell) -> String {
    let color = |color: Color| match color {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        Color::Reset => "-".to_string(),
        other => format!("{other}").to_lowercase(),
    };
    let mut style = format!("{} on {}", color(cell.fg), color(cell.bg));
    for (modifier, name) in [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::ITALIC, "italic"),
        (Modifier::UNDERLINED, "underline"),
        (Modifier::REVERSED, "reverse"),
        (Modifier::CROSSED_OUT, "strike"),
    ] {
        if cell.modifier.contains(modifier) {
            style.push(' ');
            style.push_str(name);
        }
    }
    style
}
