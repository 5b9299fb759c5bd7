//! Paints the article pane: the set page from its first line on the screen, matches and the link at hand marked, and what comes below the text.

use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use crate::app::{self, App, Find, Focus, Mark, Progress, Reader, Spot, Tail};
use crate::article::{Line, Span};
use crate::config::Part;
use crate::model::Trouble;
use crate::text::{self, Role};
use crate::view::frame::{self, Title, spread};
use crate::view::pen::{Ground, Pen};
use crate::view::picture;
use crate::view::row;
use crate::view::squeeze::squeezed;
use crate::view::status::{at_hand, least};
use crate::view::words::{Words, fit, lines, seen, wide};

/// Cells of the keys behind what comes next.
const KEY: usize = 5;

/// Paints the article in its pane, or alone on the screen.
pub fn paint(app: &App, pane: Rect, pen: &mut Pen) {
    let reader = &app.reader;
    if !app.zen {
        frame::paint(pane, &title(reader), app.focus == Focus::Article, pen);
    }
    let text = text_area(app, pane);
    paint_lines(app, text, pen);
    picture::paint_rooms(app, text, pen);
    if let Some(trouble) = reader.trouble() {
        paint_trouble(trouble, text, pen);
    }
    if app.zen {
        let foot = Rect {
            y: pane.bottom().saturating_sub(1),
            height: 1,
            ..text
        };
        paint_foot(app, foot, pen);
    }
}

/// Where the text stands in the pane: zen has a foot below it, else there is a head above.
pub fn text_area(of: &App, pane: Rect) -> Rect {
    app::text_area(pane, of.zen, of.stage.measure)
}

/// What stands at a cell of the pane: a link, an entry that comes next, or the article as such.
pub fn spot(app: &App, pane: Rect, cell: Position) -> Spot {
    let area = text_area(app, pane);
    let reader = &app.reader;
    if !area.contains(cell) {
        return Spot::Article(None);
    }
    let row = reader.top() + usize::from(cell.y - area.y);
    let Some(row) = row.checked_sub(reader.room().lead) else {
        return Spot::Article(None);
    };
    let lines = &reader.page().lines;
    match lines.get(row) {
        Some(line) => Spot::Article(link(line, area, reader, cell.x)),
        None => match reader.tail().get(row - lines.len()) {
            Some(Tail::Next { row, .. }) => Spot::Next(row.id),
            _ => Spot::Article(None),
        },
    }
}

/// The link at a column of a line: index into the document's links.
fn link(line: &Line, area: Rect, reader: &Reader, column: u16) -> Option<u32> {
    let mut spans = placed(line, area, reader.sideways());
    let (_, _, span) = spans.find(|(x, shown, _)| {
        let end = x.saturating_add(text::width(shown) as u16);
        (*x..end).contains(&column)
    })?;
    span.link
}

/// The spans of a line with the column where each begins and what is shown of it: code is scrolled sideways, what stands before it is not.
pub fn placed(
    line: &Line,
    area: Rect,
    sideways: usize,
) -> impl Iterator<Item = (u16, &str, &Span)> {
    let mut skip = if line.code { sideways } else { 0 };
    let mut x = area.x + line.indent.min(area.width);
    line.spans.iter().map(move |span| {
        let (shown, dropped) = after(&span.text, if span.is_quote_bar { 0 } else { skip });
        if !span.is_quote_bar {
            skip -= dropped;
        }
        let start = x;
        x = x.saturating_add(text::width(shown) as u16);
        (start, shown, span)
    })
}

/// How far down the last line on the screen is, as the title row says it.
pub fn progress(reader: &Reader) -> String {
    if reader.entry().is_none() {
        return String::new();
    }
    match reader.progress() {
        Progress::All => "all".to_string(),
        Progress::End => "end".to_string(),
        Progress::At(percent) => format!("{percent}%"),
    }
}

fn title(reader: &Reader) -> Title {
    let mut title = Title {
        figure: progress(reader),
        ..Title::default()
    };
    let Some(row) = reader.row() else {
        return title;
    };
    if !reader.shows_headline() {
        title.name.clone_from(&row.title);
        return title;
    }
    if row.bookmarked {
        title.marks.push((Role::Bookmark, "★ ".to_string()));
    }
    for tag in &row.tags {
        let tag = format!("#{tag} ");
        title
            .marks
            .push((Role::Tag, text::sentence(&tag).into_owned()));
    }
    title
}

fn paint_lines(app: &App, area: Rect, pen: &mut Pen) {
    let reader = &app.reader;
    let lead = reader.room().lead;
    let lines = &reader.page().lines;
    for (y, at) in (area.top()..area.bottom()).zip(reader.top()..) {
        let Some(number) = at.checked_sub(lead) else {
            continue;
        };
        let place = Rect {
            y,
            height: 1,
            ..area
        };
        if let Some(line) = lines.get(number) {
            paint_line(line, place, reader, pen);
            paint_marks(number, line, place, reader, pen);
            paint_sign(number, line, place, reader, pen);
            paint_selection(number, line, place, reader, pen);
        } else if let Some(tail) = reader.tail().get(number - lines.len()) {
            paint_tail(tail, place, app, pen);
        }
    }
}

/// One line of the page; code stands on its own ground and is scrolled sideways.
fn paint_line(line: &Line, area: Rect, reader: &Reader, pen: &mut Pen) {
    let start = area.x + line.indent.min(area.width);
    if line.code {
        let bars = line.spans.iter().take_while(|span| span.is_quote_bar);
        let bars: usize = bars.map(|span| text::width(&span.text)).sum();
        let x = start + bars as u16;
        let ground = Rect {
            x,
            width: area.right().saturating_sub(x),
            ..area
        };
        pen.clear(ground, Part::CodeBlock);
    }
    for (x, shown, span) in placed(line, area, reader.sideways()) {
        let left = usize::from(area.right().saturating_sub(x));
        let style = style(span, line.code, reader, pen);
        pen.put((x, area.y), left, shown, style);
    }
}

/// The text without its first cells, and how many those were.
fn after(text: &str, cells: usize) -> (&str, usize) {
    let mut dropped = 0;
    for (at, _, width) in text::graphemes(text) {
        if dropped >= cells {
            return (text.get(at..).unwrap_or_default(), dropped.min(cells));
        }
        dropped += width;
    }
    if cells == 0 {
        (text, 0)
    } else {
        ("", dropped.min(cells))
    }
}

fn style(span: &Span, code: bool, reader: &Reader, pen: &Pen) -> ratatui::style::Style {
    let ground = if code && !span.is_quote_bar {
        Part::CodeBlock
    } else {
        Part::Background
    };
    let mut style = if span.is_quote_bar {
        pen.theme.part(ground).patch(pen.theme.part(Part::QuoteBar))
    } else if span.is_rule {
        pen.theme.part(ground).patch(pen.theme.part(Part::Rule))
    } else if span.link.is_some() && span.link == reader.link() {
        pen.theme.on(Role::Hint, ground)
    } else {
        pen.theme.on(span.role, ground)
    };
    if span.is_strong {
        style = style.add_modifier(Modifier::BOLD);
    }
    if span.is_emphasised {
        style = style.add_modifier(pen.theme.role(Role::Emphasis).add_modifier);
    }
    style
}

/// The matches of a find that stand on this line.
fn paint_marks(number: usize, line: &Line, area: Rect, reader: &Reader, pen: &mut Pen) {
    let Some(find) = reader.find() else {
        return;
    };
    let sideways = if line.code { reader.sideways() } else { 0 };
    for (mark, is_current) in marks_on(find, number) {
        let style = pen.theme.role(if is_current {
            Role::MatchCurrent
        } else {
            Role::Match
        });
        let marked = marked_cells(mark, line, area, sideways);
        pen.buffer
            .set_style(marked.intersection(pen.buffer.area), style);
    }
}

/// The cells of a mark on the screen.
fn marked_cells(mark: Mark, line: &Line, area: Rect, sideways: usize) -> Rect {
    let from = mark.from.saturating_sub(sideways) as u16;
    let to = mark.to.saturating_sub(sideways) as u16;
    let x = area.x.saturating_add(line.indent).saturating_add(from);
    Rect {
        x,
        width: (to - from).min(area.right().saturating_sub(x)),
        ..area
    }
}

/// The sign of a note that `tab` stands on.
fn paint_sign(number: usize, line: &Line, area: Rect, reader: &Reader, pen: &mut Pen) {
    if let Some(mark) = reader.note_sign().filter(|mark| mark.line == number) {
        let style = pen.theme.on(Role::Hint, Part::Background);
        let marked = marked_cells(mark, line, area, 0);
        pen.buffer
            .set_style(marked.intersection(pen.buffer.area), style);
    }
}

/// The part of a selected passage that stands on this line.
fn paint_selection(number: usize, line: &Line, area: Rect, reader: &Reader, pen: &mut Pen) {
    let marks = reader
        .selection()
        .map(|selection| selection.on_line(number));
    let sideways = if line.code { reader.sideways() } else { 0 };
    let style = pen.theme.part(Part::Selection);
    for mark in marks.into_iter().flatten() {
        let marked = marked_cells(mark, line, area, sideways);
        pen.buffer
            .set_style(marked.intersection(pen.buffer.area), style);
    }
}

fn marks_on(find: &Find, line: usize) -> impl Iterator<Item = (Mark, bool)> {
    let first = find
        .matches
        .partition_point(|marks| marks.last().is_some_and(|mark| mark.line < line));
    let here = find.matches.iter().enumerate().skip(first);
    here.take_while(move |(_, marks)| marks.first().is_some_and(|mark| mark.line <= line))
        .flat_map(|(index, marks)| marks.iter().map(move |mark| (index, *mark)))
        .filter(move |(_, mark)| mark.line == line)
        .map(|(index, mark)| (mark, index == find.current))
}

fn paint_tail(tail: &Tail, area: Rect, app: &App, pen: &mut Pen) {
    let ground = Ground::On(Part::Background);
    let cells = usize::from(area.width);
    match tail {
        Tail::Blank => {}
        Tail::Rule => {
            let style = pen
                .theme
                .part(Part::Background)
                .patch(pen.theme.part(Part::Rule));
            pen.put((area.x, area.y), cells, &"─".repeat(cells), style);
        }
        Tail::Words(words) => {
            pen.words((area.x, area.y), cells, words, ground);
        }
        Tail::Next { word, row, key } => {
            let date = app.stage.zone.short(row.time, app.stage.now);
            let title = text::seen(&row.title, cells);
            let left: Words = vec![
                (Role::Dim, format!("{word}  ")),
                row::state(row),
                (Role::Unread, format!(" {title}")),
            ];
            let right: Words = vec![
                (Role::Dim, format!("{date}  ")),
                (Role::Key, text::pad(key, KEY)),
            ];
            pen.words((area.x, area.y), cells, &spread(left, right, cells), ground);
        }
    }
}

/// What failed, and below it what helps.
fn paint_trouble(trouble: &Trouble, area: Rect, pen: &mut Pen) {
    let cells = usize::from(area.width);
    let what = lines(&format!("! {}", trouble.what), cells).map(|line| (Role::Error, line));
    let hint = trouble.hint.iter();
    let hint = hint.flat_map(|hint| lines(&format!("hint: {hint}"), cells));
    let said = what.chain(hint.map(|line| (Role::Dim, line)));
    let from = area.y + (area.height / 3).min(6);
    for (line, y) in said.zip(from..area.bottom()) {
        let ground = Ground::On(Part::Background);
        pen.words((area.x, y), cells, &[line], ground);
    }
}

/// The last row of zen: what an act did, and how far the reader is.
fn paint_foot(app: &App, area: Rect, pen: &mut Pen) {
    let right = vec![(Role::Dim, progress(&app.reader))];
    let cells = usize::from(area.width);
    let room = cells.saturating_sub(wide(&right) + 2);
    let left = squeezed(&at_hand(app).unwrap_or_default(), least(app), room);
    let left = seen(fit(left, room));
    pen.words(
        (area.x, area.y),
        cells,
        &spread(left, right, cells),
        Ground::On(Part::Background),
    );
}
