//! The pictures of the screen: fetched or taken from the cache, unpacked, fitted and made for the terminal, all of it beside the loop.
//!
//! The app says which are wanted; those that are wanted no longer are given up. The terminal is asked how it shows pictures when the first one is
//! wanted. Invariants: nothing here waits; at most `FETCHED` are fetched at a time, each host in its turn, and `MADE` are unpacked; what the terminal
//! keeps for us it is told to forget.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::Sender;
use tokio::task::AbortHandle;

use crate::app::PictureWish;
use crate::article::Picture;
use crate::jobs::{self, Context, Unfetched};
use crate::model::Effort;
use crate::tui::graphics::Graphics;
use crate::tui::perform::Network;
use crate::tui::reply::{Came, Reply};
use crate::tui::still::{forgotten, still};
use crate::view::{Pictures, Shown, Sized};

/// Pictures fetched at a time.
const FETCHED: usize = 4;

/// Pictures unpacked at a time: each may take much memory.
const MADE: usize = 1;

/// Pictures that are kept ready besides those that are wanted.
const SPARE: usize = 8;

/// The pictures, and the work on them.
pub struct Easel {
    /// What can be painted.
    pub ready: Pictures,
    /// Whether the terminal shows as much as half blocks.
    is_able: bool,
    graphics: Option<Graphics>,
    wanted: Vec<PictureWish>,
    under_way: HashMap<Sized, (Effort, AbortHandle)>,
    work: Arc<Work>,
    runtime: Handle,
}

/// What all work on pictures shares.
struct Work {
    context: Arc<Context>,
    replies: Sender<Reply>,
    network: Network,
    fetched: Semaphore,
    made: Semaphore,
    /// The number of the next picture that the terminal is to keep.
    next: AtomicU32,
}

impl Easel {
    /// Nothing is wanted yet.
    pub fn new(
        (context, runtime, replies): (Arc<Context>, Handle, Sender<Reply>),
        network: Network,
        is_able: bool,
    ) -> Easel {
        Easel {
            is_able,
            ready: Pictures::default(),
            graphics: None,
            wanted: Vec::new(),
            under_way: HashMap::new(),
            work: Arc::new(Work {
                context,
                replies,
                network,
                fetched: Semaphore::new(FETCHED),
                made: Semaphore::new(MADE),
                // Other programs in the same window have numbers of their own.
                next: AtomicU32::new((std::process::id() & 0xff) << 16 | 1),
            }),
            runtime,
        }
    }

    /// These are wanted now. What the terminal is to forget comes back.
    pub fn want(&mut self, wanted: Vec<PictureWish>) -> String {
        self.wanted = wanted;
        if !self.is_able {
            self.give_up();
            return String::new();
        }
        self.go_on();
        self.put_away(SPARE)
    }

    /// Whether the terminal is to be asked how it shows pictures: not for what is only glanced at.
    pub fn wonders(&self) -> bool {
        let is_earnest = |wish: &PictureWish| wish.effort != Effort::Here;
        self.is_able && self.graphics.is_none() && self.wanted.iter().any(is_earnest)
    }

    /// How the terminal shows pictures.
    pub fn found(&mut self, graphics: Graphics) {
        tracing::info!(?graphics, "the terminal was asked for its pictures");
        self.graphics = Some(graphics);
        self.go_on();
    }

    /// Cells have another size in pixels now, if they do. What the terminal is to forget comes back.
    pub fn fit(&mut self, cell: Option<(u16, u16)>) -> String {
        match (&mut self.graphics, cell) {
            (Some(graphics), Some(cell)) if graphics.cell != cell => {
                graphics.cell = cell;
                self.begin_anew()
            }
            _ => String::new(),
        }
    }

    /// The terminal was lent, or is given back: whatever it kept, all is made anew when it is ours. What it is to forget comes back.
    pub fn begin_anew(&mut self) -> String {
        for (_, (_, task)) in self.under_way.drain() {
            task.abort();
        }
        let forgotten = self.forget(|_, _| false);
        self.go_on();
        forgotten
    }

    /// Nothing is wanted any more. What the terminal is to forget comes back.
    pub fn close(&mut self) -> String {
        self.wanted.clear();
        self.begin_anew()
    }

    /// Takes what came of a picture.
    pub fn take(&mut self, came: Came) {
        self.under_way.remove(&came.picture);
        if let Some(shown) = came.shown {
            self.ready.insert(came.picture, shown);
        }
    }

    /// Begins with what is wanted and not begun yet, and ends what is not wanted.
    fn go_on(&mut self) {
        let wanted = &self.wanted;
        self.under_way.retain(|picture, (effort, task)| {
            let is_it = |wish: &PictureWish| wish.effort == *effort && sized(wish) == *picture;
            let stays = wanted.iter().any(is_it);
            if !stays {
                task.abort();
            }
            stays
        });
        let Some(graphics) = self.graphics else {
            return;
        };
        for wish in self.wanted.clone() {
            let picture = sized(&wish);
            let is_again = match self.ready.get(&picture) {
                // A picture that failed is tried anew when the reader asks for it by itself.
                Some(Shown::Failed(_)) => wish.effort == Effort::Anyhow && self.wanted.len() <= 2,
                Some(Shown::Still(_)) => false,
                None => true,
            };
            if !is_again || self.under_way.contains_key(&picture) {
                continue;
            }
            let effort = wish.effort;
            let work = make(Arc::clone(&self.work), wish, graphics);
            let task = self.runtime.spawn(work);
            self.under_way
                .insert(picture, (effort, task.abort_handle()));
        }
    }

    /// No picture can be shown here.
    fn give_up(&mut self) {
        let wanted: Vec<Sized> = self.wanted.iter().map(sized).collect();
        self.ready.retain(|picture, _| wanted.contains(picture));
        for picture in wanted {
            let why = "this terminal shows no pictures".to_string();
            self.ready.insert(picture, Shown::Failed(why));
        }
    }

    /// Gives up what is neither wanted nor among the spare ones.
    fn put_away(&mut self, spare: usize) -> String {
        if self.ready.len() <= self.wanted.len() + spare {
            return String::new();
        }
        let wanted: Vec<Sized> = self.wanted.iter().map(sized).collect();
        self.forget(|picture, _| wanted.contains(picture))
    }

    fn forget(&mut self, is_kept: impl Fn(&Sized, &Shown) -> bool) -> String {
        let through_tmux = self.graphics.is_some_and(|graphics| graphics.through_tmux);
        let numbers = self.ready.retain(is_kept);
        numbers
            .into_iter()
            .map(|number| forgotten(number, through_tmux))
            .collect()
    }
}

fn sized(wish: &PictureWish) -> Sized {
    Sized {
        src: wish.src.clone(),
        columns: wish.cells.width,
        rows: wish.cells.height,
    }
}

/// Makes a picture, and tells the loop.
async fn make(work: Arc<Work>, wish: PictureWish, graphics: Graphics) {
    let picture = sized(&wish);
    let shown = made(&work, wish, graphics).await;
    let came = Came { picture, shown };
    let _ = work.replies.send(Reply::Picture(came)).await;
}

async fn made(work: &Arc<Work>, wish: PictureWish, graphics: Graphics) -> Option<Shown> {
    let failed = |why: String| Some(Shown::Failed(why));
    if graphics.is_slow && wish.effort != Effort::Anyhow {
        return None;
    }
    let effort = match work.network {
        Network::Closed => Effort::Here,
        Network::Open => wish.effort,
    };
    let bytes = {
        let _turn = work.fetched.acquire().await.ok()?;
        jobs::picture(&work.context, &wish.src, &wish.feed, effort).await
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(Unfetched::Failed(trouble)) => return failed(trouble.what),
        Err(Unfetched::NotHere) if wish.effort == Effort::Anyhow => {
            return failed("it is not on this computer, and nothing is fetched".to_string());
        }
        Err(Unfetched::NotHere | Unfetched::SlowWay) => return None,
    };
    let _turn = work.made.acquire().await.ok()?;
    let number = work.next.fetch_add(1, Ordering::Relaxed);
    let making = tokio::task::spawn_blocking(move || {
        let picture = Picture::decode(&bytes).map_err(|unshown| unshown.to_string())?;
        still(&picture, wish.cells, graphics, number).map_err(|error| error.to_string())
    });
    match making.await {
        Ok(Ok(still)) => Some(Shown::Still(still)),
        Ok(Err(why)) => failed(why),
        Err(error) => {
            tracing::error!(%error, "a picture could not be made");
            failed("it cannot be shown, by a fault of byline's own".to_string())
        }
    }
}

#[cfg(test)]
mod tests;
