//! Size -> areas: how much of the strip of three panes fits, and where each pane stands.
//!
//! Lives here: widths and breakpoints. Does not live here: what stands in a pane. Invariant: areas never overlap and never leave the screen.

use ratatui::layout::Rect;

use crate::app::Size;
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cut {
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
    /// Uprights between panes, one column each.
    pub separators: Vec<Rect>,
    /// The rules under the titles of what stands beside the uprights, one row each.
    pub rules: Vec<Rect>,
    /// The status line; not in zen.
    pub status: Option<Rect>,
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
        searching(strip, cut.measure)
    } else if let Cover::Catalogue(focus) = cut.cover {
        picking(strip, focus, cut.measure)
    } else if cut.layout == Layout::Stacked && height >= STACKED && width >= TWO {
        stacked(strip)
    } else if width >= THREE {
        three(strip, cut.measure)
    } else if width >= TWO {
        two(strip, cut.focus)
    } else {
        one(strip, cut.focus)
    };
    areas.status = Some(Rect::new(0, height - 1, width, 1));
    areas.rules = rules(&areas, cut.cover);
    Some(areas)
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

/// What is left of a pane below its title row and rule.
#[must_use]
pub fn body(pane: Rect) -> Rect {
    Rect {
        y: pane.y + CHROME.min(pane.height),
        height: pane.height.saturating_sub(CHROME),
        ..pane
    }
}

/// The cells at each side of a page of text in a pane of this width, and the page's own width.
#[must_use]
pub fn page(pane: u16, measure: u16) -> (u16, u16) {
    let pad = (pane / 20).max(2);
    let width = pane.saturating_sub(2 * pad).min(measure).max(1);
    (pane.saturating_sub(width) / 2, width)
}

fn part(strip: Rect, x: u16, width: u16) -> Rect {
    Rect { x, width, ..strip }
}

fn three(strip: Rect, measure: u16) -> Areas {
    let feeds = 24;
    let wanted = strip.width.saturating_sub(feeds + 2 + measure + 4);
    let entries = wanted.clamp(40, 60);
    let right = feeds + 1 + entries;
    Areas {
        feeds: Some(part(strip, 0, feeds)),
        entries: Some(part(strip, feeds + 1, entries)),
        article: Some(part(strip, right + 1, strip.width - right - 1)),
        separators: vec![part(strip, feeds, 1), part(strip, right, 1)],
        ..Areas::default()
    }
}

/// The list takes the place of the feeds too, and begins below the box.
fn searching(strip: Rect, measure: u16) -> Areas {
    let (left, article, separators) = if strip.width >= THREE {
        let mut three = three(strip, measure);
        let left = three.entries.map_or(strip.width, Rect::right);
        (left, three.article, three.separators.split_off(1))
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
        separators,
        ..Areas::default()
    }
}

fn picking(strip: Rect, focus: Focus, measure: u16) -> Areas {
    if strip.width >= THREE {
        return three(strip, measure);
    }
    if strip.width < TWO {
        return one(strip, focus);
    }
    let left = 38;
    Areas {
        entries: Some(part(strip, 0, left)),
        article: Some(part(strip, left + 1, strip.width - left - 1)),
        separators: vec![part(strip, left, 1)],
        ..Areas::default()
    }
}

fn two(strip: Rect, focus: Focus) -> Areas {
    let left = if focus == Focus::Article { 30 } else { 22 };
    let (first, second) = (
        Some(part(strip, 0, left)),
        Some(part(strip, left + 1, strip.width - left - 1)),
    );
    let separators = vec![part(strip, left, 1)];
    if focus == Focus::Article {
        Areas {
            entries: first,
            article: second,
            separators,
            ..Areas::default()
        }
    } else {
        Areas {
            feeds: first,
            entries: second,
            separators,
            ..Areas::default()
        }
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

fn stacked(strip: Rect) -> Areas {
    let left = if strip.width >= THREE { 24 } else { 22 };
    let right = part(strip, left + 1, strip.width - left - 1);
    let list = (strip.height * 2 / 5).max(6);
    Areas {
        feeds: Some(part(strip, 0, left)),
        entries: Some(Rect {
            height: list,
            ..right
        }),
        article: Some(Rect {
            y: list,
            height: right.height - list,
            ..right
        }),
        separators: vec![part(strip, left, 1)],
        ..Areas::default()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn cut(width: u16, height: u16, focus: Focus) -> Cut {
        Cut {
            size: Size { width, height },
            focus,
            layout: Layout::Columns,
            zen: false,
            measure: 80,
            cover: Cover::Nothing,
        }
    }

    /// (feeds, entries, article) widths; 0 when the pane is not shown.
    fn widths(cut: &Cut) -> (u16, u16, u16) {
        let areas = areas(cut).unwrap();
        let width = |area: Option<Rect>| area.map_or(0, |area| area.width);
        (
            width(areas.feeds),
            width(areas.entries),
            width(areas.article),
        )
    }

    #[test]
    fn the_strip_shows_as_many_panes_as_fit() {
        let cases = [
            (120, Focus::Article, (24, 40, 54)),
            (110, Focus::Feeds, (24, 40, 44)),
            (160, Focus::Entries, (24, 50, 84)),
            (300, Focus::Entries, (24, 60, 214)),
            (80, Focus::Entries, (22, 57, 0)),
            (80, Focus::Feeds, (22, 57, 0)),
            (80, Focus::Article, (0, 30, 49)),
            (60, Focus::Feeds, (60, 0, 0)),
            (60, Focus::Article, (0, 0, 60)),
        ];
        for (width, focus, expect) in cases {
            assert_eq!(
                widths(&cut(width, 24, focus)),
                expect,
                "{width} columns, {focus:?}"
            );
        }
    }

    #[test]
    fn a_tiny_screen_has_no_areas_and_zen_has_one() {
        assert_eq!(areas(&cut(19, 24, Focus::Entries)), None);
        assert_eq!(areas(&cut(80, 4, Focus::Entries)), None);
        let zen = Cut {
            zen: true,
            ..cut(120, 40, Focus::Article)
        };
        assert_eq!(widths(&zen), (0, 0, 120));
    }

    #[test]
    fn an_overlay_that_covers_the_list_gets_its_room() {
        let cases = [
            (120, Cover::Search, (0, 65, 54)),
            (80, Cover::Search, (0, 80, 0)),
            (120, Cover::Catalogue(Focus::Entries), (24, 40, 54)),
            (80, Cover::Catalogue(Focus::Article), (0, 38, 41)),
            (60, Cover::Catalogue(Focus::Article), (0, 0, 60)),
            (60, Cover::Catalogue(Focus::Entries), (0, 60, 0)),
        ];
        for (width, cover, expect) in cases {
            let cut = Cut {
                cover,
                ..cut(width, 24, Focus::Entries)
            };
            assert_eq!(widths(&cut), expect, "{width} columns, {cover:?}");
        }
    }

    #[test]
    fn areas_never_overlap_and_never_leave_the_screen() {
        for width in 20..200 {
            for height in [5, 6, 18, 24, 60] {
                for layout in [Layout::Columns, Layout::Stacked] {
                    for focus in [Focus::Feeds, Focus::Entries, Focus::Article] {
                        let cut = Cut {
                            layout,
                            ..cut(width, height, focus)
                        };
                        let areas = areas(&cut).unwrap();
                        let all: Vec<Rect> =
                            [areas.feeds, areas.entries, areas.article, areas.status]
                                .into_iter()
                                .flatten()
                                .chain(areas.separators)
                                .collect();
                        let cells: u32 = all.iter().map(|area| area.area()).sum();
                        assert_eq!(cells, u32::from(width) * u32::from(height), "{cut:?}");
                        for (index, one) in all.iter().enumerate() {
                            for other in all.iter().skip(index + 1) {
                                assert!(!one.intersects(*other), "{cut:?}: {one:?} {other:?}");
                            }
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn the_page_keeps_its_distance_from_the_edges() {
        let cases = [
            (54, (2, 50)),
            (49, (2, 45)),
            (60, (3, 54)),
            (80, (4, 72)),
            (120, (20, 80)),
            (20, (2, 16)),
        ];
        for (pane, expect) in cases {
            assert_eq!(page(pane, 80), expect, "{pane}");
        }
    }
}
