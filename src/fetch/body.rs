//! The body of an answer: within its limit, and few large ones in memory at a time.
//!
//! Invariant: whatever the servers send, all bodies together hold no more than the small part of every connection and `LARGE_IN_ALL`.

use std::sync::Arc;

use reqwest::Response;
use tokio::io::AsyncReadExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::article::is_picture;
use crate::fetch::coding::{Count, Incoming, unpacked};
use crate::fetch::error::{self, Refusal};
use crate::fetch::patience::Patience;
use crate::model::{Failure, FailureKind};

/// What an answer is wanted for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wants {
    /// Whatever is there.
    #[default]
    Anything,
    /// A feed: of a web page no more than its beginning.
    Feed,
    /// A picture, of at most so many bytes.
    Picture {
        /// After decompression.
        most: u64,
    },
    /// A web page and nothing else, and of a very long one no more than `LONGEST_PAGE`.
    Page,
}

/// Unpacked bytes taken at a time, at most.
const PIECE: usize = 32 << 10;

/// Bytes by which every picture is known as one.
const SIGN: usize = 16;

/// Bytes after which a document that is no feed is known as such.
const ENOUGH: usize = 64 << 10;

/// So much of a body may come at any time: nearly every feed is smaller.
const SMALL: u64 = 1 << 20;

/// Of a web page, so many bytes: what is behind them belongs to no article that anybody reads.
const LONGEST_PAGE: usize = 4 << 20;

/// Bodies that are larger share this.
const LARGE_IN_ALL: u64 = 48 << 20;

/// The room for large bodies, shared by all requests of a client.
#[derive(Clone, Debug)]
pub struct Rooms(Arc<Semaphore>);

/// A large body's room, free again when the last copy of the document is gone.
#[derive(Clone, Debug, Default)]
pub struct Room {
    _permit: Option<Arc<OwnedSemaphorePermit>>,
}

/// A room says nothing of a document.
impl PartialEq for Room {
    fn eq(&self, _: &Room) -> bool {
        true
    }
}

impl Eq for Room {}

impl Rooms {
    /// As many as fit, each as large as a body may be.
    #[must_use]
    pub fn new(max_body: u64) -> Rooms {
        let rooms = (LARGE_IN_ALL / max_body.max(1)).clamp(1, 32);
        Rooms(Arc::new(Semaphore::new(rooms as usize)))
    }

    async fn take(&self) -> Room {
        // Never closed; if it were, the limit of one body still holds.
        let permit = Arc::clone(&self.0).acquire_owned().await.ok();
        Room {
            _permit: permit.map(Arc::new),
        }
    }
}

/// A body as far as it came.
#[derive(Debug, Default)]
pub struct Body {
    /// Decompressed.
    pub bytes: Vec<u8>,
    /// Why it is not whole, if the connection broke in the middle: what came by then may be whole entries.
    pub cut: Option<Failure>,
    /// Its place among the large ones.
    pub room: Room,
}

/// Whether a body has more to come.
#[derive(PartialEq, Eq)]
enum Left {
    Nothing,
    More,
}

/// A body on its way.
struct Coming {
    from: Incoming,
    host: String,
    wants: Wants,
}

/// Receives a body and counts its bytes as they come. To wait for other large bodies costs none of its time.
pub async fn receive(
    response: Response,
    wants: Wants,
    (max_body, rooms): (u64, &Rooms),
    patience: &mut Patience<'_>,
    count: &Count,
) -> Result<Body, Refusal> {
    let mut body = Body::default();
    let mut coming = Coming {
        host: response.url().host_str().unwrap_or_default().to_string(),
        from: unpacked(response, count),
        wants,
    };
    let max_body = match wants {
        Wants::Picture { most } => most.min(max_body),
        Wants::Anything | Wants::Feed | Wants::Page => max_body,
    };
    let small = SMALL.min(max_body);
    if fill(&mut coming, &mut body, patience, small).await? == Left::Nothing {
        return Ok(body);
    }
    body.room = patience.excused(rooms.take()).await;
    match fill(&mut coming, &mut body, patience, max_body).await? {
        Left::Nothing => Ok(body),
        Left::More => Err(too_large(max_body)),
    }
}

/// Receives until the end, or until there are more bytes than `most`.
async fn fill(
    coming: &mut Coming,
    body: &mut Body,
    patience: &mut Patience<'_>,
    most: u64,
) -> Result<Left, Refusal> {
    while body.bytes.len() as u64 <= most {
        let known = body.bytes.len();
        let has_ended = !grow(coming, body, patience).await?;
        if let Wants::Picture { .. } = coming.wants {
            if (has_ended || body.bytes.len() >= SIGN) && !is_picture(&body.bytes) {
                return Err(no_picture());
            }
            if has_ended {
                return Ok(Left::Nothing);
            }
            continue;
        }
        if has_ended {
            return Ok(Left::Nothing);
        }
        if let Some(what) = no_text(&body.bytes) {
            return Err(unwanted(coming.wants, what));
        }
        if coming.wants == Wants::Page && body.bytes.len() >= LONGEST_PAGE {
            return Ok(Left::Nothing);
        }
        let passed = known < ENOUGH && body.bytes.len() >= ENOUGH;
        if coming.wants == Wants::Feed && passed && no_feed(&body.bytes) {
            // The rest would say no more. The connection is closed by dropping the response.
            return Ok(Left::Nothing);
        }
    }
    Ok(Left::More)
}

/// Takes the next bytes in; false at the end, and where the connection broke after some had come.
async fn grow(
    coming: &mut Coming,
    body: &mut Body,
    patience: &mut Patience<'_>,
) -> Result<bool, Refusal> {
    if body.bytes.capacity() - body.bytes.len() < PIECE {
        body.bytes.reserve(PIECE);
    }
    // Who holds much may not make room for others that would hold as much.
    let light = body.bytes.len() <= ENOUGH;
    let piece = coming.from.read_buf(&mut body.bytes);
    match patience.wait(&coming.host, light, piece).await? {
        Ok(0) => Ok(false),
        Ok(_) => Ok(true),
        Err(error) => {
            let failure = error::of_body(&error, &coming.host);
            if body.bytes.is_empty() || failure.kind != FailureKind::Connect {
                return Err(failure.into());
            }
            body.cut = Some(failure);
            Ok(false)
        }
    }
}

/// The refusal of an answer that is something else; `what` says what it is.
pub fn unwanted(wants: Wants, what: &str) -> Refusal {
    let (wanted, hint) = match wants {
        Wants::Page => ("a web page", None),
        Wants::Picture { .. } => ("a picture", None),
        Wants::Anything | Wants::Feed => ("a feed", Some("check the address")),
    };
    let what = format!("the answer is {what}, not {wanted}");
    Refusal::new(FailureKind::NotFeed, what, hint)
}

fn too_large(limit: u64) -> Refusal {
    Refusal::new(
        FailureKind::TooLarge,
        format!("the answer is larger than {}", crate::text::size(limit)),
        Some("`max_body` in `config.toml` is the limit"),
    )
}

fn no_picture() -> Refusal {
    Refusal::new(
        FailureKind::NotFeed,
        "the answer is no picture that byline understands",
        None,
    )
}

/// Whether this beginning of a document is surely none of a feed: a web page without a feed's root in it, or nothing like a document at
/// all. In doubt it may be one.
fn no_feed(bytes: &[u8]) -> bool {
    let head = bytes.get(..ENOUGH).unwrap_or(bytes);
    // UTF-16 and its like have a zero beside each letter: without them the ASCII letters of any charset are left.
    let letters: Vec<u8> = head
        .iter()
        .filter(|byte| byte.is_ascii() && **byte != 0)
        .map(u8::to_ascii_lowercase)
        .collect();
    let has = |what: &[u8]| letters.windows(what.len()).any(|window| window == what);
    if !letters.contains(&b'<') && !letters.contains(&b'{') {
        return true;
    }
    let page = has(b"<!doctype html") || has(b"<html");
    let roots: [&[u8]; 6] = [b"<rss", b"<feed", b":feed", b"<rdf", b":rdf", b"<channel"];
    page && !roots.iter().any(|root| has(root))
}

/// Bytes that begin no text, told by their first few: nothing is gained by waiting for the rest.
fn no_text(bytes: &[u8]) -> Option<&'static str> {
    const SIGNS: [(&[u8], &str); 18] = [
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"RIFF", "a picture or a film"),
        (b"%PDF", "a PDF document"),
        (b"PK\x03\x04", "an archive"),
        (b"7z\xbc\xaf", "an archive"),
        (b"\xfd7zXZ", "an archive"),
        (b"BZh", "an archive"),
        (b"\x1f\x8b", "packed more often than it says"),
        (b"\x28\xb5\x2f\xfd", "packed more often than it says"),
        (b"\x7fELF", "a program"),
        (b"ID3", "a sound file"),
        (b"OggS", "a sound file"),
        (b"fLaC", "a sound file"),
        (b"\xff\xfb", "a sound file"),
        (b"\x1aE\xdf\xa3", "a film"),
        (b"SQLite format 3", "a database"),
    ];
    let film = bytes.get(4..8) == Some(b"ftyp");
    SIGNS
        .iter()
        .find(|(sign, _)| bytes.starts_with(sign))
        .map(|(_, what)| *what)
        .or(film.then_some("a film"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_bodies_share_a_room() {
        for (max_body, rooms) in [(16 << 20, 3), (1 << 30, 1), (1 << 20, 32), (0, 32)] {
            assert_eq!(
                Rooms::new(max_body).0.available_permits(),
                rooms,
                "{max_body}"
            );
        }
    }

    #[test]
    fn only_what_is_surely_no_feed_is_given_up() {
        let filler = "word ".repeat(20_000);
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cases: [(Vec<u8>, bool); 7] = [
            (format!("<!DOCTYPE html><p>{filler}").into_bytes(), true),
            (format!("<html><p>{filler}").into_bytes(), true),
            (filler.clone().into_bytes(), true),
            (wide(&format!("<!DOCTYPE html><p>{filler}")), true),
            (
                format!("<!DOCTYPE html><RSS><p>{filler}").into_bytes(),
                false,
            ),
            (format!("<?xml?><!-- {filler} -->").into_bytes(), false),
            (wide(&format!("<rss><!-- {filler} -->")), false),
        ];
        for (bytes, expect) in cases {
            let shown = String::from_utf8_lossy(&bytes[..20]).into_owned();
            assert_eq!(no_feed(&bytes), expect, "{shown}");
        }
    }
}
