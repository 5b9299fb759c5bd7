//! Pictures: their bytes over the wire and on disk, their room on the screen, and what a terminal is sent.

mod shown;
mod terminals;
mod wire;

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// A picture of this size: red above, blue below.
fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let pixels = RgbImage::from_fn(width, height, |_, y| {
        if y < height / 2 {
            Rgb([200, 0, 0])
        } else {
            Rgb([0, 0, 200])
        }
    });
    let mut bytes = Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub fn png() -> Vec<u8> {
    picture(320, 180, ImageFormat::Png)
}
