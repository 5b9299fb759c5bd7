//! Work that may wait for a disk, off the threads that must not.

use crate::model::Trouble;

/// Does work on files on a thread where it may wait.
pub async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|panic| Err(Trouble::plain(format!("a fault of byline's own: {panic}"))))
}
