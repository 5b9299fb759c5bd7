//! The edge where a panic ends: work that fails by a fault of ours is an answer like any other, and the screen stays.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

use crate::app::Done;
use crate::model::Trouble;

/// Does the work; a panic in it becomes `Done::Failed`.
pub async fn guarded(work: impl Future<Output = Done>) -> Done {
    AssertUnwindSafe(work)
        .catch_unwind()
        .await
        .unwrap_or_else(|panic| Done::Failed(fault(panic.as_ref())))
}

/// Does work that blocks, on a thread for such work; a panic in it is a trouble like any other.
pub async fn guarded_blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    let joined = tokio::task::spawn_blocking(work).await;
    joined.unwrap_or_else(|error| match error.try_into_panic() {
        Ok(panic) => Err(fault(panic.as_ref())),
        Err(error) => Err(Trouble::plain(format!("it could not be begun: {error}"))),
    })
}

fn fault(panic: &(dyn Any + Send)) -> Trouble {
    let words = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no reason given");
    Trouble::new(
        format!("a fault in byline itself: {words}"),
        "start it with `--log debug`, and report what `byline.log` says",
    )
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_an_answer() {
        let done = guarded(async { std::panic::panic_any("out of cheese") }).await;
        let Done::Failed(trouble) = done else {
            unreachable!("{done:?}")
        };
        assert_eq!(trouble.what, "a fault in byline itself: out of cheese");
        let blocking: Result<(), _> = guarded_blocking(|| panic!("no {}", "wine")).await;
        let what = blocking.map_err(|trouble| trouble.what);
        assert_eq!(what, Err("a fault in byline itself: no wine".into()));
    }
}
