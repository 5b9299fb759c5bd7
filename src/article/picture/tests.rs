//! Pictures of every sort, made here: known by their bytes, turned, capped.

#![allow(clippy::unwrap_used)]

use image::codecs::gif::GifEncoder;
use image::{Delay, Frame, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

/// Red at the left, blue at the right.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 {
            Rgb([255, 0, 0])
        } else {
            Rgb([0, 0, 255])
        }
    })
}

fn encoded(pixels: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    pixels.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// The colour of a pixel: `r` or `b`.
fn colour(picture: &Picture, x: u32, y: u32) -> char {
    let [red, _, blue] = picture.pixels.to_rgb8().get_pixel(x, y).0;
    if red > blue { 'r' } else { 'b' }
}

#[test]
fn each_sort_is_known_by_its_bytes() {
    for format in [
        ImageFormat::Png,
        ImageFormat::Jpeg,
        ImageFormat::Gif,
        ImageFormat::WebP,
    ] {
        let bytes = encoded(halves(40, 20), format);
        let picture = Picture::decode(&bytes).unwrap();
        assert_eq!((picture.pixels.width(), picture.pixels.height()), (40, 20));
        assert_eq!(colour(&picture, 3, 10), 'r', "{format:?}");
        assert_eq!(colour(&picture, 36, 10), 'b', "{format:?}");
        assert!(is_picture(&bytes));
    }
}

#[test]
fn what_is_no_picture_is_told() {
    let png = encoded(halves(40, 20), ImageFormat::Png);
    let cases: [(&[u8], Unshown); 7] = [
        (b"", Unshown::NoPicture),
        (b"<html><img src=x>", Unshown::NoPicture),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            Unshown::NoPicture,
        ),
        (b"RIFF\0\0\0\0WAVEfmt ", Unshown::NoPicture),
        (b"\x89PNG\r\n\x1a\nnothing more", Unshown::Broken),
        (png.get(..60).unwrap(), Unshown::Broken),
        (b"GIF89a", Unshown::Broken),
    ];
    for (bytes, expect) in cases {
        let found = Picture::decode(bytes).map(|picture| picture.pixels.width());
        assert_eq!(found, Err(expect), "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn bombs_are_not_unpacked() {
    // A PNG whose head promises what its few bytes could never hold: width and height are its bytes 16 to 23, the sum of the head behind them.
    let bomb = |width: u32, height: u32| {
        let mut bytes = encoded(halves(40, 20), ImageFormat::Png);
        bytes.splice(16..20, width.to_be_bytes());
        bytes.splice(20..24, height.to_be_bytes());
        let sum = crc(bytes.get(12..29).unwrap());
        bytes.splice(29..33, sum.to_be_bytes());
        bytes
    };
    for (width, height) in [(u32::MAX >> 1, 3), (15_000, 15_000), (16_001, 10)] {
        let found = Picture::decode(&bomb(width, height)).map(|picture| picture.pixels.width());
        assert_eq!(found, Err(Unshown::TooLarge), "{width} x {height}");
    }
    // A GIF's frame stands in a screen of its own size.
    let mut gif = encoded(halves(40, 20), ImageFormat::Gif);
    gif.splice(6..10, [0xff; 4]);
    assert_eq!(
        Picture::decode(&gif).map(|picture| picture.pixels.width()),
        Err(Unshown::TooLarge)
    );
    let many = vec![0; MOST_BYTES as usize + 1];
    assert_eq!(Picture::decode(&many).err(), Some(Unshown::TooLarge));
}

/// The sum of a PNG's piece (CRC-32, as ISO 3309 has it).
fn crc(bytes: &[u8]) -> u32 {
    let sum = bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg())
        })
    });
    !sum
}

#[test]
fn a_dot_is_no_picture() {
    for (width, height) in [(1, 1), (2, 300), (300, 1)] {
        let bytes = encoded(halves(width, height), ImageFormat::Gif);
        assert_eq!(Picture::decode(&bytes).err(), Some(Unshown::Speck));
    }
}

#[test]
fn of_moving_pictures_the_first_frame_is_shown() {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for colour in [[255, 0, 0, 255], [0, 0, 255, 255]] {
        let frame = RgbaImage::from_pixel(10, 10, Rgba(colour));
        let frame = Frame::from_parts(frame, 0, 0, Delay::from_numer_denom_ms(100, 1));
        encoder.encode_frame(frame).unwrap();
    }
    drop(encoder);
    let picture = Picture::decode(&bytes).unwrap();
    assert_eq!(colour(&picture, 5, 5), 'r');
}

#[test]
fn a_picture_is_turned_as_its_camera_was_held() {
    // An EXIF piece that says 6: the right side is the bottom.
    let exif = [
        b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01".as_slice(),
        b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0",
    ]
    .concat();
    let mut bytes = encoded(halves(40, 20), ImageFormat::Jpeg);
    bytes.splice(2..2, exif);
    let picture = Picture::decode(&bytes).unwrap();
    assert_eq!((picture.pixels.width(), picture.pixels.height()), (20, 40));
    assert_eq!(colour(&picture, 10, 3), 'r');
    assert_eq!(colour(&picture, 10, 36), 'b');
}

#[test]
fn a_picture_keeps_its_ratio() {
    let picture = Picture {
        pixels: halves(400, 200).into(),
    };
    let size = |width, height| {
        let fitted = picture.fitted(width, height);
        (fitted.width(), fitted.height())
    };
    assert_eq!(size(100, 100), (100, 50));
    assert_eq!(size(1000, 100), (200, 100));
    assert_eq!(size(800, 800), (800, 400));
    assert_eq!(size(400, 200), (400, 200));
    assert_eq!(size(0, 0), (1, 1));
}
