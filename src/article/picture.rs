//! A picture's bytes become pixels, within caps: sniffed by what they are, turned as their camera was held, of moving ones the first frame.
//!
//! Invariant: whatever the bytes say, no more than `MOST_BYTES` are looked at, no picture has more than `MOST_PIXELS`, and no decoder takes more
//! memory than `MOST_MEMORY`. What cannot be shown is told in words.
//!
//! Of SVG and AVIF the words are shown. SVG: `resvg` draws text only with fonts, which this dry room cannot look for, and a diagram without its labels
//! says less than its words do. AVIF: `image` decodes it by dav1d, a C library that is not on every machine; the decoder in Rust (`rav1d`) has no
//! safe interface that an `unsafe`-free crate could call.

use std::fmt;
use std::io::Cursor;

use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

/// Bytes of a picture as it comes.
pub const MOST_BYTES: u64 = 10 << 20;

/// Width times height.
const MOST_PIXELS: u64 = 24_000_000;

/// Pixels of a side.
const LONGEST_SIDE: u32 = 16_000;

/// Bytes that a decoder may take.
const MOST_MEMORY: u64 = 128 << 20;

/// Sides of what only counts readers.
const SPECK: u32 = 2;

/// A picture as pixels, upright.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The pixels.
    pub pixels: DynamicImage,
}

/// Why a picture is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unshown {
    /// Of no sort that is understood.
    NoPicture,
    /// More bytes, pixels or memory than there may be.
    TooLarge,
    /// A dot that counts readers.
    Speck,
    /// It begins like a picture and is none.
    Broken,
}

impl fmt::Display for Unshown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unshown::NoPicture => "it is no picture that byline understands",
            Unshown::TooLarge => "it is too large",
            Unshown::Speck => "it is a dot that counts readers",
            Unshown::Broken => "it is broken",
        })
    }
}

impl Picture {
    /// The pixels of a PNG, JPEG, GIF or WebP file, whatever it calls itself.
    pub fn decode(bytes: &[u8]) -> Result<Picture, Unshown> {
        if bytes.len() as u64 > MOST_BYTES {
            return Err(Unshown::TooLarge);
        }
        let format = sniff(bytes).ok_or(Unshown::NoPicture)?;
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        reader.limits(limits());
        let mut decoder = reader.into_decoder().map_err(|error| unshown(&error))?;
        let (width, height) = decoder.dimensions();
        if width <= SPECK || height <= SPECK {
            return Err(Unshown::Speck);
        }
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(Unshown::TooLarge);
        }
        let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let mut pixels = DynamicImage::from_decoder(decoder).map_err(|error| unshown(&error))?;
        pixels.apply_orientation(turned);
        Ok(Picture { pixels })
    }

    /// The picture as large as fits into so many pixels, in its own ratio.
    #[must_use]
    pub fn fitted(&self, width: u32, height: u32) -> DynamicImage {
        let (width, height) = (width.max(1), height.max(1));
        if self.pixels.width() <= width && self.pixels.height() <= height {
            return self.pixels.resize(width, height, FilterType::Triangle);
        }
        // Each pixel from all that fall on it: as good, and many times as quick.
        self.pixels.thumbnail(width, height)
    }
}

/// Whether these bytes begin a picture of a sort that is understood.
#[must_use]
pub fn is_picture(bytes: &[u8]) -> bool {
    sniff(bytes).is_some()
}

/// By the first bytes alone: a name or a header may lie.
fn sniff(bytes: &[u8]) -> Option<ImageFormat> {
    let riff = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some(ImageFormat::Png),
        [0xff, 0xd8, 0xff, ..] => Some(ImageFormat::Jpeg),
        [b'G', b'I', b'F', b'8', ..] => Some(ImageFormat::Gif),
        _ if riff => Some(ImageFormat::WebP),
        _ => None,
    }
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    limits
}

fn unshown(error: &ImageError) -> Unshown {
    match error {
        ImageError::Limits(_) => Unshown::TooLarge,
        ImageError::Unsupported(_) => Unshown::NoPicture,
        _ => Unshown::Broken,
    }
}

#[cfg(test)]
mod tests;
