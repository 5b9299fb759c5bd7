//! Sizes to areas, breakpoints, borders that were moved.

#![allow(clippy::unwrap_used)]
use super::*;

fn cut(width: u16, height: u16, focus: Focus) -> Cut<'static> {
    Cut {
        size: Size { width, height },
        focus,
        layout: Layout::Columns,
        zen: false,
        measure: 80,
        cover: Cover::Nothing,
        widths: None,
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

/// All cuts of a screen of this size that are worth a look.
fn cuts(width: u16, height: u16) -> impl Iterator<Item = Cut<'static>> {
    let layouts = [Layout::Columns, Layout::Stacked];
    let covers = [
        Cover::Nothing,
        Cover::Catalogue(Focus::Entries),
        Cover::Catalogue(Focus::Article),
    ];
    layouts.into_iter().flat_map(move |layout| {
        covers.into_iter().flat_map(move |cover| {
            [Focus::Feeds, Focus::Entries, Focus::Article]
                .into_iter()
                .map(move |focus| Cut {
                    layout,
                    cover,
                    ..cut(width, height, focus)
                })
        })
    })
}

const BORDERS: [Border; 6] = [
    Border::Feeds,
    Border::Entries,
    Border::TwoFeeds,
    Border::TwoEntries,
    Border::StackedFeeds,
    Border::StackedEntries,
];

/// Every cell of the screen belongs to exactly one area, and every pane has the room it needs.
fn assert_whole(cut: &Cut) {
    let areas = areas(cut).unwrap();
    let uprights = areas.edges.iter().filter(|edge| edge.border.is_upright());
    let all: Vec<Rect> = [areas.feeds, areas.entries, areas.article, areas.status]
        .into_iter()
        .flatten()
        .chain(uprights.map(|edge| edge.area))
        .collect();
    let cells: u32 = all.iter().map(|area| area.area()).sum();
    let Size { width, height } = cut.size;
    assert_eq!(cells, u32::from(width) * u32::from(height), "{cut:?}");
    for (index, one) in all.iter().enumerate() {
        for other in all.iter().skip(index + 1) {
            assert!(!one.intersects(*other), "{cut:?}: {one:?} {other:?}");
        }
    }
    let screen = Rect::new(0, 0, width, height);
    for edge in &areas.edges {
        assert_eq!(edge.area.intersection(screen), edge.area, "{cut:?}");
        assert!((edge.least..=edge.most).contains(&edge.size), "{cut:?}");
    }
    let least = |pane: Option<Rect>, least: u16| {
        assert!(pane.is_none_or(|pane| pane.width >= least), "{cut:?}");
    };
    least(areas.feeds, FEEDS_LEAST);
    least(areas.entries, ENTRIES_LEAST);
    least(areas.article, ENTRIES_LEAST);
}

#[test]
fn areas_never_overlap_and_never_leave_the_screen() {
    for width in 20..200 {
        for height in [5, 6, 18, 24, 60] {
            for cut in cuts(width, height) {
                assert_whole(&cut);
            }
        }
    }
}

#[test]
fn whatever_was_wished_fits_every_screen() {
    let mut widths = Widths::default();
    for sizes in [[0; 6], [u16::MAX; 6], [90, 3, 60, 60, 90, 30]] {
        for (border, size) in BORDERS.into_iter().zip(sizes) {
            widths.set(border, size);
        }
        for width in (20..200).step_by(7) {
            for height in [5, 18, 19, 60] {
                for cut in cuts(width, height) {
                    assert_whole(&Cut {
                        widths: Some(&widths),
                        ..cut
                    });
                }
            }
        }
    }
}

#[test]
fn a_border_goes_where_it_is_put_and_the_others_stay() {
    let at = |width: u16, layout: Layout, focus: Focus, moved: (Border, u16)| {
        let cut = Cut {
            layout,
            ..cut(width, 40, focus)
        };
        let mut widths = Widths::default();
        assert!(areas(&cut).unwrap().resize(moved.0, moved.1, &mut widths));
        let cut = Cut {
            widths: Some(&widths),
            ..cut
        };
        (self::widths(&cut), areas(&cut).unwrap())
    };
    let columns = |width, focus, moved| at(width, Layout::Columns, focus, moved).0;
    let (entries, article) = (Focus::Entries, Focus::Article);
    assert_eq!(columns(120, entries, (Border::Feeds, 30)), (30, 34, 54));
    assert_eq!(columns(120, entries, (Border::Feeds, 99)), (44, 20, 54));
    assert_eq!(columns(120, entries, (Border::Feeds, 0)), (12, 52, 54));
    assert_eq!(columns(120, entries, (Border::Entries, 50)), (24, 50, 44));
    assert_eq!(columns(120, entries, (Border::Entries, 99)), (24, 70, 24));
    assert_eq!(columns(80, entries, (Border::TwoFeeds, 30)), (30, 49, 0));
    assert_eq!(columns(80, article, (Border::TwoEntries, 40)), (0, 40, 39));
    let (below, stacked) = at(80, Layout::Stacked, entries, (Border::StackedEntries, 9));
    assert_eq!(below, (22, 57, 57));
    assert_eq!(stacked.entries.unwrap().height, 9);
    assert_eq!(stacked.article.unwrap().height, 30);
}

#[test]
fn a_small_screen_gives_way_and_a_large_one_has_its_widths_again() {
    let mut given = Widths::default();
    given.set(Border::Feeds, 40);
    given.set(Border::Entries, 70);
    let at = |width| {
        widths(&Cut {
            widths: Some(&given),
            ..cut(width, 24, Focus::Entries)
        })
    };
    assert_eq!(at(200), (40, 70, 88));
    assert_eq!(at(110), (40, 44, 24));
    assert_eq!(at(80), (22, 57, 0), "two panes have widths of their own");
    assert_eq!(at(200), (40, 70, 88));
}

#[test]
fn a_border_that_is_not_on_the_screen_cannot_be_moved() {
    let mut given = Widths::default();
    let one = areas(&cut(60, 20, Focus::Entries)).unwrap();
    assert!(!one.resize(Border::Feeds, 30, &mut given));
    let three = areas(&cut(120, 20, Focus::Entries)).unwrap();
    assert!(!three.resize(Border::Feeds, 24, &mut given), "it is there");
    assert_eq!(given, Widths::default());
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
