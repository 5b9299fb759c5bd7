//! HTML on disk: text as it is when short, a zstd frame when that is smaller.
//!
//! Invariant: what `unpack` returns is what `pack` was given; a frame that claims more than `LARGEST` is refused rather than inflated.

use std::cell::RefCell;

use rusqlite::types::{ToSql, ToSqlOutput, Value, ValueRef};
use zstd::bulk::Decompressor;

use crate::store::error::StoreError;

/// Level 1 of zstd: see the figures in the header of `entries.rs`.
const LEVEL: i32 = 1;
/// Below this a frame saves nothing worth the time.
const SHORTEST: usize = 512;
/// More than any feed's body may hold after decompression.
const LARGEST: usize = 64 << 20;

thread_local! {
    /// Holds zstd's tables: a search looks at hundreds of bodies.
    static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// Packs bodies; holds zstd's tables, so one serves many bodies.
pub struct Packer {
    zstd: zstd::bulk::Compressor<'static>,
}

/// A body as it is stored.
pub enum Packed<'a> {
    /// There is none.
    None,
    /// As it is.
    Plain(&'a str),
    /// A zstd frame.
    Frame(Vec<u8>),
}

impl Packer {
    /// With fresh tables.
    pub fn new() -> Result<Packer, StoreError> {
        let zstd = zstd::bulk::Compressor::new(LEVEL)
            .map_err(|error| StoreError::Refused(format!("cannot start zstd: {error}")))?;
        Ok(Packer { zstd })
    }

    /// The smaller of text and frame.
    pub fn pack<'a>(&mut self, html: Option<&'a str>) -> Packed<'a> {
        let Some(html) = html else {
            return Packed::None;
        };
        if html.len() < SHORTEST {
            return Packed::Plain(html);
        }
        match self.zstd.compress(html.as_bytes()) {
            Ok(frame) if frame.len() < html.len() - html.len() / 8 => Packed::Frame(frame),
            _ => Packed::Plain(html),
        }
    }
}

impl ToSql for Packed<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Packed::None => ToSqlOutput::Owned(Value::Null),
            Packed::Plain(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Packed::Frame(frame) => ToSqlOutput::Borrowed(ValueRef::Blob(frame)),
        })
    }
}

/// The HTML behind a stored body.
pub fn unpack(stored: ValueRef<'_>) -> Result<Option<String>, StoreError> {
    let damaged = |what: &dyn std::fmt::Display| StoreError::damaged(format!("an article: {what}"));
    let bytes = match stored {
        ValueRef::Text(text) => text.to_vec(),
        ValueRef::Blob(frame) => {
            let size = zstd::zstd_safe::get_frame_content_size(frame)
                .ok()
                .flatten()
                .and_then(|size| usize::try_from(size).ok())
                .filter(|size| *size <= LARGEST)
                .ok_or_else(|| damaged(&"not a frame of ours"))?;
            UNPACKER
                .with_borrow_mut(|unpacker| match unpacker {
                    Some(unpacker) => unpacker.decompress(frame, size),
                    none => none.insert(Decompressor::new()?).decompress(frame, size),
                })
                .map_err(|error| damaged(&error))?
        }
        _ => return Ok(None),
    };
    String::from_utf8(bytes)
        .map(Some)
        .map_err(|error| damaged(&error))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_packed_comes_back() {
        let mut packer = Packer::new().unwrap();
        let long = "<p>Now is the time for all good news</p>".repeat(100);
        for html in [None, Some(""), Some("<p>short</p>"), Some(long.as_str())] {
            let stored = packer.pack(html);
            let ToSqlOutput::Borrowed(value) = stored.to_sql().unwrap() else {
                assert_eq!(html, None);
                continue;
            };
            assert_eq!(unpack(value).unwrap().as_deref(), html);
        }
        assert!(matches!(packer.pack(Some(&long)), Packed::Frame(frame) if frame.len() < 200));
    }

    #[test]
    fn a_frame_that_lies_is_refused() {
        let mut bomb = zstd::bulk::compress(&vec![0; 1000], 1).unwrap();
        bomb.truncate(8);
        for bytes in [&b"no frame"[..], &bomb] {
            assert!(unpack(ValueRef::Blob(bytes)).is_err());
        }
    }
}
