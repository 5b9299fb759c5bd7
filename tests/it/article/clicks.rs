//! Links that the terminal opens on a click (OSC 8): told whole, never left open, whatever is painted over and beside them.

use byline::{text, view};
use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell};

use crate::desk::{Desk, entry, feed};

/// What a cell of a terminal shows, and where a click on it leads.
type Shown = (String, Option<String>);

/// A terminal that is sent only what changed.
struct Screen {
    painted: Option<Buffer>,
    cells: Vec<Shown>,
}

impl Screen {
    fn new() -> Screen {
        Screen {
            painted: None,
            cells: Vec::new(),
        }
    }

    fn take(&mut self, buffer: Buffer) {
        let before = match self.painted.take() {
            Some(before) if before.area == buffer.area => before,
            _ => {
                self.cells = vec![(" ".to_string(), None); buffer.content.len()];
                Buffer::empty(buffer.area)
            }
        };
        let width = usize::from(buffer.area.width);
        for (x, y, cell) in before.diff(&buffer) {
            self.print(usize::from(y) * width + usize::from(x), cell);
        }
        self.painted = Some(buffer);
    }

    /// Prints a cell's bytes from a place on; the link must be shut before they end.
    fn print(&mut self, mut at: usize, cell: &Cell) {
        let mut link = None;
        let mut rest = cell.symbol();
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix("\x1b]8;") {
                let (sequence, after) = after.split_once("\x1b\\").expect("the sequence ends");
                let (_, url) = sequence
                    .split_once(';')
                    .expect("parameters, then the address");
                link = (!url.is_empty()).then(|| url.to_string());
                rest = after;
                continue;
            }
            let end = rest.find('\x1b').unwrap_or(rest.len());
            for (_, grapheme, cells) in text::graphemes(&rest[..end]) {
                assert!(
                    grapheme != "\u{10fffd}",
                    "the mark below a link is never sent"
                );
                for below in 0..cells {
                    let shown = if below == 0 { grapheme } else { "" };
                    self.cells[at + below] = (shown.to_string(), link.clone());
                }
                at += cells;
            }
            rest = &rest[end..];
        }
        assert_eq!(link, None, "a link is left open: {:?}", cell.symbol());
    }
}

fn with_links(desk: &mut Desk) -> Buffer {
    let mut buffer = desk.buffer();
    view::hyperlinks(desk.app(), &mut buffer);
    buffer
}

/// Links in Latin, Chinese and Hebrew text, long ones that wrap, in code and in quotes.
fn linked() -> Desk {
    let paragraph = |n: u32| {
        format!(
            "<p>Words before <a href='https://a.example/{n}'>a link of several words that goes on for quite a while and is broken</a>, \
             then <a href='https://b.example/{n}'>架构补丁合入内核主线性能提升</a> and \
             <a href='mailto:c{n}@c.example'>write</a> 👩\u{200d}🚀.</p>\
             <blockquote><p>שלום <a href='https://d.example/{n}'>עולם וקישור ארוך שנשבר</a> כאן</p></blockquote>"
        )
    };
    let html = (1..=12).map(paragraph).collect::<Vec<_>>().concat();
    Desk::new(80, 24).with(&[feed("", "One").entries([
        entry("Linked", 10).html(&html),
        entry("Other", 20).html("<p>No link <em>at all</em>.</p>"),
    ])])
}

/// What a click leads to, by the words it is on.
fn clicks(screen: &Screen) -> Vec<(String, String)> {
    let mut clicks: Vec<(String, String)> = Vec::new();
    for (shown, link) in &screen.cells {
        let Some(link) = link else { continue };
        match clicks.last_mut() {
            Some((words, of)) if of == link => words.push_str(shown),
            _ => clicks.push((shown.clone(), link.clone())),
        }
    }
    clicks
}

#[test]
fn every_piece_of_a_link_leads_where_it_leads() {
    let mut desk = linked();
    desk.press("<enter>").resize(40, 30);
    let mut screen = Screen::new();
    screen.take(with_links(&mut desk));
    let clicks = clicks(&screen);
    let of = |url: &str| {
        let words = clicks.iter().filter(|(_, of)| of == url);
        words
            .map(|(words, _)| words.as_str())
            .collect::<Vec<_>>()
            .join("|")
    };
    assert_eq!(
        of("https://a.example/1"),
        "a link of several wordsthat goes on for quite a while andis broken[1]"
    );
    assert_eq!(of("https://b.example/1"), "架构补丁合入内核主线性能提升[2]");
    assert_eq!(of("mailto:c1@c.example"), "write[3]");
    assert!(
        of("https://d.example/1").contains("םלוע"),
        "{}",
        of("https://d.example/1")
    );
    desk.press(";");
    let mut hinted = Screen::new();
    hinted.take(with_links(&mut desk));
    assert!(
        hinted.cells.iter().all(|(_, link)| link.is_none()),
        "a click picks a hint"
    );
}

const KEYS: [&str; 16] = [
    "j", "j j j", "<space>", "b", "G", "g g", "<tab>", ";", "<esc>", "h", "<enter>", "z", "g", ":",
    "v j", "?",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn what_is_repainted_leaves_no_link_behind(
        steps in prop::collection::vec((0_usize..20, 20_u16..130, 5_u16..40), 1..25),
    ) {
        let mut desk = linked();
        desk.press("<enter>");
        let mut screen = Screen::new();
        for (step, width, height) in steps {
            match KEYS.get(step) {
                Some(keys) => {
                    desk.press(keys);
                }
                None => {
                    desk.resize(width, height);
                }
            }
            let painted = with_links(&mut desk);
            screen.take(painted.clone());
            let mut fresh = Screen::new();
            fresh.take(painted);
            prop_assert_eq!(&screen.cells, &fresh.cells);
        }
    }
}
