//! What comes over the wire, counted as it comes, and its packing (`Content-Encoding`, RFC 9110 §8.4) undone.
//!
//! Done here and not by the HTTP library, which does not tell how much it received. Invariant: nothing is unpacked before somebody has room for it.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_compression::tokio::bufread::{BrotliDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder};
use async_compression::zstd::DParameter;
use futures_util::TryStreamExt;
use reqwest::Response;
use reqwest::header::CONTENT_ENCODING;
use tokio::io::{AsyncBufRead, AsyncRead, BufReader};
use tokio_util::io::StreamReader;

/// The packings that are understood, as `Accept-Encoding` says it.
pub const UNDERSTOOD: &str = "gzip, br, zstd, deflate";

/// Packings laid one over the other: a server has no honest use for more.
const MOST_LAYERS: usize = 3;

/// The largest window that a server may ask for, as a power of two: 8 MiB (RFC 9659, 3).
const WINDOW: u32 = 23;

/// Received bytes, counted while they come.
pub type Count = Arc<AtomicU64>;

/// A body as it comes, unpacked.
pub type Incoming = Pin<Box<dyn AsyncRead + Send>>;

/// The body of an answer. A packing that is not understood is left as it is.
pub fn unpacked(response: Response, count: &Count) -> Incoming {
    let layers: Vec<String> = response
        .headers()
        .get_all(CONTENT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|coding| coding.trim().to_ascii_lowercase())
        .collect();
    let count = Arc::clone(count);
    let pieces = response.bytes_stream().map_err(io::Error::other);
    let counted = pieces.inspect_ok(move |piece| {
        count.fetch_add(piece.len() as u64, Ordering::Relaxed);
    });
    let mut incoming: Incoming = Box::pin(StreamReader::new(counted));
    for coding in layers.iter().rev().take(MOST_LAYERS) {
        incoming = unpack(incoming, coding);
    }
    incoming
}

fn unpack(packed: Incoming, coding: &str) -> Incoming {
    match coding {
        "gzip" | "x-gzip" => gzip(BufReader::new(packed)),
        "br" => Box::pin(BrotliDecoder::new(BufReader::new(packed))),
        "zstd" => {
            let window = [DParameter::window_log_max(WINDOW)];
            Box::pin(ZstdDecoder::with_params(BufReader::new(packed), &window))
        }
        "deflate" => Box::pin(ZlibDecoder::new(BufReader::new(packed))),
        _ => packed,
    }
}

/// A gzip file may be several, one after the other.
fn gzip(packed: impl AsyncBufRead + Send + 'static) -> Incoming {
    let mut decoder = GzipDecoder::new(packed);
    decoder.multiple_members(true);
    Box::pin(decoder)
}
