//! The room of pictures in the article, which ones are wanted when, and the picture on the whole screen.

use byline::app::{PictureWish, Size};
use byline::article::Picture;
use byline::model::Effort;
use byline::view::{Shown, Sized, Still};
use image::ImageFormat;
use ratatui_image::protocol::halfblocks::Halfblocks;
use ratatui_image::sliced::SlicedProtocol;

use crate::desk::{Desk, entry, feed};
use crate::pictures::picture;

/// Three pictures, a page of text between them, and one that counts readers.
fn article() -> String {
    let text =
        "<p>Words of a text that goes on for a while, and then some more of them.</p>".repeat(14);
    let figure = |name: &str, size: &str| {
        format!(
            "<figure><img src='https://a.example/{name}.png' alt='Picture {name}' {size}><figcaption>Caption {name}</figcaption></figure>"
        )
    };
    format!(
        "<p>Begin</p>{}<img src='https://a.example/dot.gif' width=1 height=1>{text}{}{text}{}{text}",
        figure("one", "width=320 height=180"),
        figure("two", ""),
        figure("three", "width=100 height=40"),
    )
}

fn desk(width: u16, height: u16) -> Desk {
    Desk::new(width, height)
        .with(&[feed("Linux", "LWN").entries([entry("Pictures", 1).html(&article())])])
}

fn names(wanted: &[PictureWish]) -> Vec<(&str, Effort)> {
    wanted
        .iter()
        .map(|wish| (wish.src.rsplit('/').next().unwrap_or_default(), wish.effort))
        .collect()
}

/// A still as the hall would make it of half blocks.
fn blocks(wish: &PictureWish) -> (Sized, Shown) {
    let Size { width, height } = wish.cells;
    let bytes = picture(
        u32::from(width) * 10,
        u32::from(height) * 20,
        ImageFormat::Png,
    );
    let pixels = Picture::decode(&bytes).unwrap().pixels;
    let blocks = Halfblocks::new(pixels, ratatui::layout::Size { width, height }).unwrap();
    let picture = Sized {
        src: wish.src.clone(),
        columns: width,
        rows: height,
    };
    (
        picture,
        Shown::Still(Still::Cells(SlicedProtocol::Halfblocks(blocks))),
    )
}

fn load_all(desk: &mut Desk) {
    for wish in desk.pictures.clone() {
        let (picture, shown) = blocks(&wish);
        desk.shown.insert(picture, shown);
    }
}

#[test]
fn pictures_are_wanted_when_they_are_near() {
    let mut desk = desk(80, 24);
    desk.press("");
    // The article is not open: nothing is wanted of it but what is here already.
    assert!(desk.pictures.iter().all(|wish| wish.effort == Effort::Here));
    desk.press("<enter>");
    assert_eq!(names(&desk.pictures), [("one.png", Effort::Quick)]);
    let wish = &desk.pictures[0];
    assert_eq!(wish.feed, "https://lwn.example/feed");
    assert_eq!((wish.cells.width, wish.cells.height), (24, 7));
    desk.press("<space>");
    assert_eq!(names(&desk.pictures), [("two.png", Effort::Quick)]);
    desk.press("h");
    assert!(
        desk.pictures
            .iter()
            .all(|wish| wish.effort != Effort::Anyhow)
    );
}

#[test]
fn nothing_is_wanted_where_the_reader_does_not_wish_it() {
    for option in ["slot", "text"] {
        let mut desk = desk(80, 24).configured(&format!("pictures = \"{option}\"\n"));
        desk.press("<enter> <space> <space>");
        assert_eq!(desk.pictures, [], "{option}");
    }
    let mut desk = desk(80, 24).configured("pictures = \"always\"\n");
    desk.press("<enter>");
    assert_eq!(names(&desk.pictures), [("one.png", Effort::Anyhow)]);
}

#[test]
fn a_line_stands_for_a_picture_where_text_is_wished() {
    let mut desk = desk(80, 24).configured("pictures = \"text\"\n");
    let shown = desk.press("<enter>").shows();
    assert!(shown.contains("▨ Picture one\n"), "{shown}");
    assert!(!shown.contains("dot"), "{shown}");
}

#[test]
fn no_line_moves_when_a_picture_arrives() {
    let mut desk = desk(100, 30);
    desk.press("<enter>");
    for scrolled in 0..40 {
        let before = desk.rows();
        load_all(&mut desk);
        let after = desk.rows();
        let is_picture = |row: &str| row.contains(['▀', '▄', '█']);
        for (row, (before, after)) in before.iter().zip(&after).enumerate() {
            let room = ["Picture", "whole screen"];
            let was_room =
                before.trim_end().len() < 40 || room.iter().any(|it| before.contains(it));
            assert!(
                before == after || was_room || is_picture(after),
                "{scrolled}: row {row} moved\n{before}\n{after}"
            );
        }
        assert!(
            after
                .iter()
                .zip(&before)
                .all(|(after, before)| { !before.contains("Caption") || after == before })
        );
        desk.press("j");
    }
}

#[test]
fn a_picture_of_half_blocks_stands_in_its_room() {
    let mut desk = desk(60, 24);
    desk.press("<enter>");
    load_all(&mut desk);
    insta::assert_snapshot!("half_blocks", desk.shows());
    desk.press("8j");
    insta::assert_snapshot!("half_blocks_cut_by_the_edge", desk.shows());
}

#[test]
fn what_floats_stands_on_pictures_and_leaves_them_whole() {
    let mut desk = desk(100, 30);
    desk.press("<enter>");
    load_all(&mut desk);
    let before = desk.buffer();
    desk.press("g");
    assert_ne!(desk.buffer(), before);
    desk.press("<esc>");
    assert_eq!(desk.buffer(), before);
}

#[test]
fn a_picture_has_the_whole_screen() {
    let mut desk = desk(60, 20);
    desk.press("<enter> i");
    assert_eq!(
        names(&desk.pictures),
        [("one.png", Effort::Anyhow), ("two.png", Effort::Anyhow)]
    );
    assert_eq!(
        (desk.pictures[0].cells.width, desk.pictures[0].cells.height),
        (60, 18)
    );
    insta::assert_snapshot!("album_before_it_is_there", desk.shows());
    load_all(&mut desk);
    insta::assert_snapshot!("album", desk.shows());
    desk.press("n");
    assert_eq!(desk.pictures[0].src, "https://a.example/two.png");
    desk.press("j j j");
    assert_eq!(desk.pictures[0].src, "https://a.example/three.png");
    desk.press("N");
    assert_eq!(desk.pictures[0].src, "https://a.example/two.png");
    desk.shown.insert(
        Sized {
            src: "https://a.example/two.png".to_string(),
            columns: 60,
            rows: 18,
        },
        Shown::Failed("the server says 404, not found".to_string()),
    );
    assert!(desk.shows().contains("the server says 404, not found"));
    desk.press("<esc>");
    assert_eq!(names(&desk.pictures), [("one.png", Effort::Quick)]);
}

#[test]
fn without_pictures_the_whole_screen_is_not_taken() {
    let mut desk = Desk::new(80, 24)
        .with(&[feed("Linux", "LWN").entries([entry("None", 1).html("<p>Words.")])]);
    desk.press("<enter> i");
    assert!(
        desk.status().contains("no picture in this article"),
        "{}",
        desk.status()
    );
}
