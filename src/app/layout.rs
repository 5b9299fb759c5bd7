//! Size -> areas: how much of the strip of three panes fits, and where each pane stands.
//!
//! Lives here: widths and breakpoints, and how far a border can be moved. Does not live here: what stands in a pane, what the reader wished
//! (`widths`). Invariant: areas never overlap and never leave the screen, and no pane is smaller than its least.

use ratatui::layout::Rect;

use crate::app::{Border, Size, Widths};
use crate::command::Context;
use crate::config::Layout;

/// Which pane hears the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Focus {
    /// Folders and feeds.
    Feeds,
    /// The list.
    #[default]
    Entries,
    /// The text.
    Article,
}

impl Focus {
    /// The keys of which context the pane hears.
    #[must_use]
    pub fn context(self) -> Context {
        match self {
            Focus::Feeds => Context::Feeds,
            Focus::Entries => Context::Entries,
            Focus::Article => Context::Article,
        }
    }
}

/// What an overlay takes of the strip, so that the panes below it fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cover {
    /// Nothing: it floats, or there is none.
    #[default]
    Nothing,
    /// The search box: the list below it, the article beside it where there is room for three panes.
    Search,
    /// The catalogue in place of the list, the article beside it; where there is room for one, the one that hears the keys.
    Catalogue(Focus),
}

/// What the areas are cut from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut<'a> {
    /// The screen.
    pub size: Size,
    /// The pane that hears the keys.
    pub focus: Focus,
    /// Where the article stands.
    pub layout: Layout,
    /// Nothing but the text.
    pub zen: bool,
    /// Cells of a line of text that the reader wishes.
    pub measure: u16,
    /// What an overlay takes.
    pub cover: Cover,
    /// Where the reader put the borders; `None`: nowhere.
    pub widths: Option<&'a Widths>,
}

/// Where everything stands. A pane that does not fit has no area.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// Folders and feeds: title row, rule, body.
    pub feeds: Option<Rect>,
    /// The list: title row, rule, body.
    pub entries: Option<Rect>,
    /// The text: title row, rule, body; in zen the whole screen.
    pub article: Option<Rect>,
    /// What parts them.
    pub edges: Vec<Edge>,
    /// The rules under the titles of what stands beside the uprights, one row each.
    pub rules: Vec<Rect>,
    /// The status line; not in zen.
    pub status: Option<Rect>,
}

/// A border on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Which one.
    pub border: Border,
    /// Its cells: an upright of one column between two panes, or the rule of the pane below, which is that pane's own.
    pub area: Rect,
    /// Columns (or rows) of the pane that ends here.
    pub size: u16,
    /// The fewest that it may have.
    pub least: u16,
    /// The most that leave its neighbour the least.
    pub most: u16,
}

impl Edge {
    /// The pane whose end it is, and the pane that begins there.
    #[must_use]
    pub fn panes(&self) -> (Focus, Focus) {
        match self.border {
            Border::Feeds | Border::TwoFeeds | Border::StackedFeeds => {
                (Focus::Feeds, Focus::Entries)
            }
            Border::Entries | Border::TwoEntries | Border::StackedEntries => {
                (Focus::Entries, Focus::Article)
            }
        }
    }
}

/// The least screen: below it, one line asks for more room.
pub const LEAST: Size = Size {
    width: 20,
    height: 5,
};

const THREE: u16 = 110;
const TWO: u16 = 70;
/// Below this height there is no room for a list above an article.
const STACKED: u16 = 18;
const CHROME: u16 = 2;
/// The least that is left of each pane: columns, and rows where the article stands below the list.
const FEEDS_LEAST: u16 = 12;
const ENTRIES_LEAST: u16 = 20;
const ARTICLE_LEAST: u16 = 24;
const ROWS_LEAST: u16 = CHROME + 3;
/// Cells of the widest panel.
const PANEL: u16 = 76;
/// Most rows of a panel's list.
pub const PANEL_ROWS: usize = 16;
/// Below this height a panel has no box.
const BOXED: u16 = 8;
/// From this width the status line tells counts instead of the pane's keys.
pub const WIDE: u16 = 110;

/// Rows that the search box and its mistake take.
const BOX: u16 = 2;

/// Cuts the screen; `None` when it is smaller than `LEAST`.
#[must_use]
pub fn areas(cut: &Cut) -> Option<Areas> {
    let Size { width, height } = cut.size;
    if width < LEAST.width || height < LEAST.height {
        return None;
    }
    if cut.zen && cut.cover == Cover::Nothing {
        return Some(Areas {
            article: Some(Rect::new(0, 0, width, height)),
            ..Areas::default()
        });
    }
    let strip = Rect::new(0, 0, width, height - 1);
    let mut areas = if cut.cover == Cover::Search {
        searching(strip, cut)
    } else if let Cover::Catalogue(focus) = cut.cover {
        picking(strip, focus, cut)
    } else if cut.layout == Layout::Stacked && height >= STACKED && width >= TWO {
        stacked(strip, cut)
    } else if width >= THREE {
        three(strip, cut)
    } else if width >= TWO {
        two(strip, cut)
    } else {
        one(strip, cut.focus)
    };
    areas.status = Some(Rect::new(0, height - 1, width, 1));
    areas.rules = rules(&areas, cut.cover);
    Some(areas)
}

impl Areas {
    /// Gives the pane that ends at this border a size, as far as there is room. The pane behind it takes or gives what that needs, and the border
    /// at its other end stays where it is. Says whether anything moved.
    pub fn resize(&self, border: Border, size: u16, widths: &mut Widths) -> bool {
        let Some(edge) = self.edges.iter().find(|edge| edge.border == border) else {
            return false;
        };
        let size = size.clamp(edge.least, edge.most);
        if size == edge.size {
            return false;
        }
        let next = self
            .edges
            .iter()
            .find(|next| next.border == Border::Entries);
        if let Some(next) = next.filter(|_| border == Border::Feeds) {
            widths.set(next.border, (edge.size + next.size).saturating_sub(size));
        }
        widths.set(border, size);
        true
    }
}

/// What is left of a pane below its title row and rule.
#[must_use]
pub fn body(pane: Rect) -> Rect {
    Rect {
        y: pane.y + CHROME.min(pane.height),
        height: pane.height.saturating_sub(CHROME),
        ..pane
    }
}

/// The most that a panel takes of the screen, box included; `None` on a screen too low for a box: a panel takes all of it then.
#[must_use]
pub fn panel_box(size: Size) -> Option<Rect> {
    let width = PANEL.min(size.width.saturating_sub(4));
    let left = (size.width - width) / 2;
    let height = size.height.saturating_sub(1);
    (size.height >= BOXED && width > 2).then(|| Rect::new(left, 0, width, height))
}

/// Cells of a panel's rows.
#[must_use]
pub fn panel_cells(size: Size) -> usize {
    let width = panel_box(size).map_or(size.width, |area| area.width - 2);
    usize::from(width).saturating_sub(4)
}

/// Lines of a panel, from its head to its foot.
#[must_use]
pub fn panel_lines(size: Size) -> usize {
    usize::from(panel_box(size).map_or(size.height, |area| area.height - 2))
}

/// The cells at each side of a page of text in a pane of this width, and the page's own width.
#[must_use]
pub fn page(pane: u16, measure: u16) -> (u16, u16) {
    let pad = (pane / 20).max(2);
    let width = pane.saturating_sub(2 * pad).min(measure).max(1);
    (pane.saturating_sub(width) / 2, width)
}

/// One row each. The search box stands between the list and its title.
fn rules(areas: &Areas, cover: Cover) -> Vec<Rect> {
    let rule = |pane: Rect, above: u16| Rect {
        y: pane.y.saturating_sub(above) + 1,
        height: 1,
        ..pane
    };
    let above = if cover == Cover::Search { BOX } else { 0 };
    let panes = [(areas.feeds, 0), (areas.entries, above), (areas.article, 0)];
    let rules = panes.into_iter();
    rules
        .filter_map(|(pane, above)| Some(rule(pane?, above)))
        .collect()
}

fn part(strip: Rect, x: u16, width: u16) -> Rect {
    Rect { x, width, ..strip }
}

/// The edge behind a pane that takes `size` of the `whole`, which leaves at least `rest` to what comes after it.
fn edge(border: Border, cut: &Cut, whole: u16, (usual, least, rest): (u16, u16, u16)) -> Edge {
    let most = whole.saturating_sub(rest).max(least);
    let wished = cut.widths.and_then(|widths| widths.get(border));
    Edge {
        border,
        area: Rect::default(),
        size: wished.unwrap_or(usual).clamp(least, most),
        least,
        most,
    }
}

/// An edge as the upright behind its pane, which begins at column `x`.
fn upright(strip: Rect, x: u16, edge: Edge) -> Edge {
    Edge {
        area: part(strip, x + edge.size, 1),
        ..edge
    }
}

fn three(strip: Rect, cut: &Cut) -> Areas {
    let whole = strip.width - 2;
    let rest = ENTRIES_LEAST + ARTICLE_LEAST;
    let feeds = edge(Border::Feeds, cut, whole, (24, FEEDS_LEAST, rest));
    let whole = whole - feeds.size;
    let usual = whole.saturating_sub(cut.measure + 4).clamp(40, 60);
    let sizes = (usual, ENTRIES_LEAST, ARTICLE_LEAST);
    let entries = edge(Border::Entries, cut, whole, sizes);
    // The feeds grow into the list, whose own end stays.
    let feeds = Edge {
        most: feeds.size + entries.size - ENTRIES_LEAST,
        ..feeds
    };
    let left = feeds.size + 1;
    let right = left + entries.size + 1;
    Areas {
        feeds: Some(part(strip, 0, feeds.size)),
        entries: Some(part(strip, left, entries.size)),
        article: Some(part(strip, right, strip.width - right)),
        edges: vec![upright(strip, 0, feeds), upright(strip, left, entries)],
        ..Areas::default()
    }
}

/// The list takes the place of the feeds too, and begins below the box.
fn searching(strip: Rect, cut: &Cut) -> Areas {
    let (left, article, edges) = if strip.width >= THREE {
        let mut three = three(strip, cut);
        let left = three.entries.map_or(strip.width, Rect::right);
        (left, three.article, three.edges.split_off(1))
    } else {
        (strip.width, None, Vec::new())
    };
    let below = BOX.min(strip.height);
    Areas {
        entries: Some(Rect {
            y: strip.y + below,
            width: left,
            height: strip.height - below,
            ..strip
        }),
        article,
        edges,
        ..Areas::default()
    }
}

fn picking(strip: Rect, focus: Focus, cut: &Cut) -> Areas {
    if strip.width >= THREE {
        return three(strip, cut);
    }
    if strip.width < TWO {
        return one(strip, focus);
    }
    list_and_article(strip, cut, 38)
}

fn two(strip: Rect, cut: &Cut) -> Areas {
    if cut.focus == Focus::Article {
        return list_and_article(strip, cut, 30);
    }
    let sizes = (22, FEEDS_LEAST, ENTRIES_LEAST);
    let edge = edge(Border::TwoFeeds, cut, strip.width - 1, sizes);
    let right = edge.size + 1;
    Areas {
        feeds: Some(part(strip, 0, edge.size)),
        entries: Some(part(strip, right, strip.width - right)),
        edges: vec![upright(strip, 0, edge)],
        ..Areas::default()
    }
}

fn list_and_article(strip: Rect, cut: &Cut, usual: u16) -> Areas {
    let sizes = (usual, ENTRIES_LEAST, ARTICLE_LEAST);
    let edge = edge(Border::TwoEntries, cut, strip.width - 1, sizes);
    let right = edge.size + 1;
    Areas {
        entries: Some(part(strip, 0, edge.size)),
        article: Some(part(strip, right, strip.width - right)),
        edges: vec![upright(strip, 0, edge)],
        ..Areas::default()
    }
}

fn one(strip: Rect, focus: Focus) -> Areas {
    let mut areas = Areas::default();
    *match focus {
        Focus::Feeds => &mut areas.feeds,
        Focus::Entries => &mut areas.entries,
        Focus::Article => &mut areas.article,
    } = Some(strip);
    areas
}

fn stacked(strip: Rect, cut: &Cut) -> Areas {
    let usual = if strip.width >= THREE { 24 } else { 22 };
    let sizes = (usual, FEEDS_LEAST, ENTRIES_LEAST.max(ARTICLE_LEAST));
    let feeds = edge(Border::StackedFeeds, cut, strip.width - 1, sizes);
    let left = feeds.size + 1;
    let right = part(strip, left, strip.width - left);
    let sizes = ((strip.height * 2 / 5).max(6), ROWS_LEAST, ROWS_LEAST);
    let list = edge(Border::StackedEntries, cut, strip.height, sizes);
    let rule = Rect {
        y: list.size + 1,
        height: 1,
        ..right
    };
    Areas {
        feeds: Some(part(strip, 0, feeds.size)),
        entries: Some(Rect {
            height: list.size,
            ..right
        }),
        article: Some(Rect {
            y: list.size,
            height: right.height - list.size,
            ..right
        }),
        edges: vec![upright(strip, 0, feeds), Edge { area: rule, ..list }],
        ..Areas::default()
    }
}

/// Where the text of the article stands in its pane: zen has a foot below it, else there is a head above.
#[must_use]
pub fn text_area(pane: Rect, zen: bool, measure: u16) -> Rect {
    let area = if zen {
        Rect {
            height: pane.height.saturating_sub(1),
            ..pane
        }
    } else {
        body(pane)
    };
    let (left, width) = page(pane.width, measure);
    Rect {
        x: area.x + left,
        width,
        ..area
    }
}

#[cfg(test)]
mod tests;
