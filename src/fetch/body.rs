//! The body of an answer: within its limit, and few large ones in memory at a time.
//!
//! Invariant: whatever the servers send, all bodies together hold no more than the small part of every connection and `LARGE_IN_ALL`.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Response;
use tokio::io::AsyncReadExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout};

use crate::fetch::coding::{Count, Incoming, unpacked};
use crate::fetch::error::{self, Refusal};
use crate::fetch::settings::Settings;
use crate::model::{Failure, FailureKind};

/// Unpacked bytes taken at a time, at most.
const PIECE: usize = 32 << 10;

/// So much of a body may come at any time: nearly every feed is smaller.
const SMALL: u64 = 1 << 20;

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
}

/// Receives a body and counts its bytes as they come. `begun` is when the request was: to wait for other large bodies costs none of its time.
pub async fn receive(
    response: Response,
    settings: &Settings,
    rooms: &Rooms,
    (begun, count): (Instant, &Count),
) -> Result<Body, Refusal> {
    let mut body = Body::default();
    let mut coming = Coming {
        host: response.url().host_str().unwrap_or_default().to_string(),
        from: unpacked(response, count),
    };
    let small = SMALL.min(settings.max_body);
    let first = fill(&mut coming, &mut body, settings, small);
    if in_time(begun, settings.total, first).await? == Left::Nothing {
        return Ok(body);
    }
    let asked = Instant::now();
    body.room = rooms.take().await;
    let begun = begun + asked.elapsed();
    let rest = fill(&mut coming, &mut body, settings, settings.max_body);
    match in_time(begun, settings.total, rest).await? {
        Left::Nothing => Ok(body),
        Left::More => Err(too_large(settings.max_body)),
    }
}

/// Does what must be through by `total` after `begun`.
pub async fn in_time<T>(
    begun: Instant,
    total: Duration,
    work: impl Future<Output = Result<T, Refusal>>,
) -> Result<T, Refusal> {
    match timeout(total.saturating_sub(begun.elapsed()), work).await {
        Ok(answer) => answer,
        Err(_) => Err(too_slow(&format!(
            "not through after {} s",
            total.as_secs_f32()
        ))),
    }
}

/// Receives until the end, or until there are more bytes than `most`.
async fn fill(
    coming: &mut Coming,
    body: &mut Body,
    settings: &Settings,
    most: u64,
) -> Result<Left, Refusal> {
    while body.bytes.len() as u64 <= most {
        if !grow(coming, body, settings.idle).await? {
            return Ok(Left::Nothing);
        }
        if let Some(what) = no_text(&body.bytes) {
            return Err(Refusal::new(
                FailureKind::NotFeed,
                format!("the answer is {what}, not a feed"),
                Some("check the address"),
            ));
        }
    }
    Ok(Left::More)
}

/// Takes the next bytes in; false at the end, and where the connection broke after some had come.
async fn grow(coming: &mut Coming, body: &mut Body, idle: Duration) -> Result<bool, Refusal> {
    if body.bytes.capacity() - body.bytes.len() < PIECE {
        body.bytes.reserve(PIECE);
    }
    let piece = timeout(idle, coming.from.read_buf(&mut body.bytes));
    match piece.await.map_err(|_| silent(&coming.host, idle))? {
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

/// A host that sends nothing.
pub fn silent(host: &str, idle: Duration) -> Refusal {
    too_slow(&format!(
        "`{host}` sent nothing for {} s",
        idle.as_secs_f32()
    ))
}

fn too_slow(what: &str) -> Refusal {
    Refusal::new(
        FailureKind::Timeout,
        format!("too slow: {what}"),
        Some("nothing to do: asked again later"),
    )
}

fn too_large(limit: u64) -> Refusal {
    Refusal::new(
        FailureKind::TooLarge,
        format!("the answer is larger than {}", crate::text::size(limit)),
        Some("`max_body` in `config.toml` is the limit"),
    )
}

/// Bytes that begin no text, told by their first few: nothing is gained by waiting for the rest.
fn no_text(bytes: &[u8]) -> Option<&'static str> {
    const SIGNS: [(&[u8], &str); 8] = [
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"%PDF", "a PDF document"),
        (b"PK\x03\x04", "an archive"),
        (b"\x7fELF", "a program"),
        (b"ID3", "a sound file"),
        (b"OggS", "a sound file"),
    ];
    SIGNS
        .iter()
        .find(|(sign, _)| bytes.starts_with(sign))
        .map(|(_, what)| *what)
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
}
