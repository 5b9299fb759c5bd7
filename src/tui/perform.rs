//! What the screen wants done is done here: an effect becomes a job, its end an event.
//!
//! Invariant: nothing here waits. A job that panics comes back as `Done::Failed`; a newer load drops the older one of its kind; what the reader
//! did is done in the order in which it was asked for, one after the other.

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::sync::mpsc::{Sender, UnboundedSender, unbounded_channel};
use tokio::task::{AbortHandle, JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::app::{Borrower, Done, Effect, Job, Launch, Load, PictureWish};
use crate::article::Format;
use crate::jobs::{self, Context, Pace, Reach};
use crate::model::{EntryId, PagesReport, RefreshReport, Ticket, Timestamp, Trouble};
use crate::system;
use crate::tui::deeds::{self, Deed};
use crate::tui::guard::{guarded, guarded_blocking};
use crate::tui::loads;
use crate::tui::refresh;
use crate::tui::reply::{Reply, answer};

/// So long the end of the program waits for what the reader did to be kept.
const LAST_DEEDS: Duration = Duration::from_secs(3);

/// What only the loop can do.
#[derive(Debug)]
pub enum Aside {
    /// A `Tick` at this time.
    WakeAt(Timestamp),
    /// Have these pictures ready.
    Pictures(Vec<PictureWish>),
    /// Paint every cell anew.
    Repaint,
    /// Stop, as the shell's ctrl-z does.
    Suspend,
    /// Lend the terminal to this program.
    Edit(Command),
    /// Leave.
    Quit,
}

/// Whether anything may be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// What is asked for.
    Open,
    /// Nothing: `--offline`.
    Closed,
}

/// The doing.
pub struct Perform {
    context: Arc<Context>,
    runtime: Handle,
    replies: Sender<Reply>,
    network: Network,
    loads: HashMap<Discriminant<Load>, AbortHandle>,
    running: HashMap<Ticket, (CancellationToken, AbortHandle)>,
    deeds: Option<UnboundedSender<Deed>>,
    /// Something may wait for the index.
    indexing: Arc<Notify>,
    /// Bookmarks may wait for their pictures.
    gathering: Arc<Notify>,
    last_deed: Option<JoinHandle<()>>,
}

impl Perform {
    /// Ready to do things.
    pub fn new(
        context: Arc<Context>,
        runtime: Handle,
        replies: Sender<Reply>,
        network: Network,
    ) -> Perform {
        let (deeds, asked) = unbounded_channel();
        let work = deeds::in_order(Arc::clone(&context), asked, replies.clone());
        let last_deed = runtime.spawn(work);
        let indexing = Arc::new(Notify::new());
        runtime.spawn(keep_indexed(Arc::clone(&context), Arc::clone(&indexing)));
        let gathering = Arc::new(Notify::new());
        let reach = match network {
            Network::Open => Reach::Web,
            Network::Closed => Reach::Kept,
        };
        runtime.spawn(keep_gathered(
            Arc::clone(&context),
            Arc::clone(&gathering),
            reach,
        ));
        Perform {
            context,
            runtime,
            replies,
            network,
            loads: HashMap::new(),
            running: HashMap::new(),
            deeds: Some(deeds),
            indexing,
            gathering,
            last_deed: Some(last_deed),
        }
    }

    /// Begins to do it; what only the loop can do comes back.
    pub fn effect(&mut self, effect: Effect) -> Option<Aside> {
        match effect {
            Effect::Load(ticket, load) => self.load(ticket, load),
            Effect::Change(ticket, change) => self.deed(Deed::Change(ticket, Box::new(change))),
            Effect::Undo(ticket) => self.deed(Deed::Undo(ticket)),
            Effect::TakeBack(ticket, act) => self.deed(Deed::TakeBack(ticket, act)),
            Effect::Redo(ticket) => self.deed(Deed::Redo(ticket)),
            Effect::Place {
                entry,
                place,
                percent,
            } => self.deed(Deed::Place(entry, place, percent)),
            Effect::Remember(key, value) => self.deed(Deed::Remember(key, value)),
            Effect::Start(ticket, job) => self.start(ticket, job),
            Effect::Cancel(ticket) => {
                if let Some((cancel, _)) = self.running.get(&ticket) {
                    cancel.cancel();
                }
            }
            Effect::Launch(ticket, launch) => return self.launch(ticket, launch),
            Effect::Pictures(wanted) => return Some(Aside::Pictures(wanted)),
            Effect::WakeAt(time) => return Some(Aside::WakeAt(time)),
            Effect::Repaint => return Some(Aside::Repaint),
            Effect::Suspend => return Some(Aside::Suspend),
            Effect::Quit => return Some(Aside::Quit),
        }
        None
    }

    /// An editor or pager could not be started.
    pub fn borrower_failed(&self, program: &str, error: &std::io::Error) {
        let trouble = Trouble::new(
            format!("`{program}` could not be started: {error}"),
            "name an editor in EDITOR, a pager in PAGER",
        );
        self.answer(Ticket::default(), Done::Failed(trouble));
    }

    /// Stops what can be stopped, and waits until what the reader did is kept.
    pub async fn finish(&mut self) {
        for (cancel, _) in self.running.values() {
            cancel.cancel();
        }
        for load in self.loads.values() {
            load.abort();
        }
        self.deeds = None;
        if let Some(last) = self.last_deed.take() {
            let _ = tokio::time::timeout(LAST_DEEDS, last).await;
        }
    }

    /// Dropping the older load of the same kind is all it takes to replace it: the store interrupts its statement.
    fn load(&mut self, ticket: Ticket, load: Load) {
        let kind = discriminant(&load);
        let (context, replies) = (Arc::clone(&self.context), self.replies.clone());
        let task = self.runtime.spawn(async move {
            let done = guarded(loads::load(&context, load, ticket, &replies)).await;
            answer(&replies, ticket, done).await;
        });
        if let Some(older) = self.loads.insert(kind, task.abort_handle()) {
            older.abort();
        }
    }

    fn deed(&mut self, deed: Deed) {
        if let Some(deeds) = &self.deeds {
            // The other end lives as long as the runtime.
            let _ = deeds.send(deed);
            self.indexing.notify_one();
            self.gathering.notify_one();
        }
    }

    fn start(&mut self, ticket: Ticket, job: Job) {
        match job {
            Job::Refresh(wish) if self.network == Network::Closed && wish.automatic => {
                self.answer(ticket, Done::Refreshed(RefreshReport::default()));
            }
            Job::Refresh(_) | Job::Past(_) | Job::Discover(_) | Job::Seek(_)
                if self.network == Network::Closed =>
            {
                let trouble = Trouble::new(
                    "nothing is fetched: byline was started with `--offline`",
                    "start it without to fetch",
                );
                self.answer(ticket, Done::Failed(trouble));
            }
            Job::Subscribe(subscriptions) => self.deed(Deed::Subscribe(ticket, subscriptions)),
            Job::Import(path) => self.deed(Deed::Import(ticket, path)),
            Job::Refresh(wish) => {
                let line = self.line(ticket);
                let work = refresh::refresh(Arc::clone(&self.context), wish, line.clone());
                self.run(ticket, line.stop, work);
            }
            Job::Past(wish) => {
                let line = self.line(ticket);
                let work = refresh::past(Arc::clone(&self.context), wish, line.clone());
                self.run(ticket, line.stop, work);
            }
            Job::Lend { entries, to } => self.lend(ticket, entries, to),
            Job::FullText(entry, ask) => {
                let (line, reach) = (self.line(ticket), self.reach());
                let context = Arc::clone(&self.context);
                let work = refresh::full_text(context, (entry, ask), reach, line.clone());
                self.run(ticket, line.stop, work);
            }
            Job::FullTexts if self.network == Network::Closed => {
                self.answer(ticket, Done::PagesFetched(PagesReport::default()));
            }
            Job::FullTexts => {
                let line = self.line(ticket);
                let work = refresh::full_texts(Arc::clone(&self.context), line.clone());
                self.run(ticket, line.stop, work);
            }
            Job::LaterTexts if self.network == Network::Closed => {
                self.answer(ticket, Done::LaterFetched(PagesReport::default(), None));
            }
            Job::LaterTexts => {
                let line = self.line(ticket);
                let work = refresh::later_texts(Arc::clone(&self.context), line.clone());
                self.run(ticket, line.stop, work);
            }
            Job::NoteInEditor(entry) => self.lend_note(ticket, entry),
            Job::Discover(_)
            | Job::Seek(_)
            | Job::Allow(_)
            | Job::Export(_)
            | Job::ExportOver(_)
            | Job::ExportBookmarks(_)
            | Job::Save(_)
            | Job::Pipe { .. }
            | Job::EditRule(_)
            | Job::ForgetHistory
            | Job::Share { .. } => {
                let cancel = CancellationToken::new();
                let (context, replies) = (Arc::clone(&self.context), self.replies.clone());
                let stop = cancel.clone();
                let work = async move {
                    // A discovery is large: it would be copied about with this.
                    let done = Box::pin(guarded(loads::job(&context, job)));
                    if let Some(done) = stop.run_until_cancelled(done).await {
                        answer(&replies, ticket, done).await;
                    }
                };
                self.run(ticket, cancel, work);
            }
        }
    }

    /// Makes the copy, and has the loop lend the terminal.
    fn lend(&mut self, ticket: Ticket, entries: Vec<EntryId>, to: Borrower) {
        let (context, replies) = (Arc::clone(&self.context), self.replies.clone());
        let work = async move {
            let (format, program): (_, fn(&Path) -> Command) = match to {
                Borrower::Pager => (Format::Text, system::pager),
                Borrower::Editor => (Format::Markdown, |file| system::editor(file, None)),
            };
            match jobs::lend(&context, &entries, format).await {
                Ok(file) => {
                    let _ = replies.send(Reply::Lend(program(&file), file)).await;
                }
                Err(trouble) => answer(&replies, ticket, Done::Failed(trouble)).await,
            }
        };
        self.run(ticket, CancellationToken::new(), work);
    }

    fn lend_note(&mut self, ticket: Ticket, entry: EntryId) {
        let (context, replies) = (Arc::clone(&self.context), self.replies.clone());
        let work = async move {
            match jobs::lend_note(&context, entry).await {
                Ok(file) => {
                    let program = system::editor(&file, None);
                    let note = Reply::LendNote(program, file, (ticket, entry));
                    let _ = replies.send(note).await;
                }
                Err(trouble) => answer(&replies, ticket, Done::Failed(trouble)).await,
            }
        };
        self.run(ticket, CancellationToken::new(), work);
    }

    /// The editor has ended: what it wrote is the note.
    pub fn take_note(&mut self, ticket: Ticket, entry: EntryId, file: PathBuf) {
        self.deed(Deed::Note(ticket, entry, file));
    }

    fn reach(&self) -> Reach {
        match self.network {
            Network::Open => Reach::Web,
            Network::Closed => Reach::Kept,
        }
    }

    fn line(&self, ticket: Ticket) -> refresh::Line {
        refresh::Line {
            ticket,
            replies: self.replies.clone(),
            stop: CancellationToken::new(),
        }
    }

    fn run(
        &mut self,
        ticket: Ticket,
        cancel: CancellationToken,
        work: impl Future<Output = ()> + Send + 'static,
    ) {
        self.running.retain(|_, (_, task)| !task.is_finished());
        let (indexing, gathering) = (Arc::clone(&self.indexing), Arc::clone(&self.gathering));
        let task = self.runtime.spawn(async move {
            work.await;
            indexing.notify_one();
            gathering.notify_one();
        });
        self.running.insert(ticket, (cancel, task.abort_handle()));
    }

    fn launch(&self, ticket: Ticket, launch: Launch) -> Option<Aside> {
        let config = self.context.config();
        match launch {
            Launch::Edit { file, line } => {
                let path = self.context.paths.config.join(file);
                return Some(Aside::Edit(system::editor(&path, line)));
            }
            Launch::Browser(address) => {
                self.aside(ticket, move || {
                    system::browse(&address, &config.browser).map(|()| None)
                });
            }
            Launch::Player(address) => {
                self.aside(ticket, move || {
                    system::play(&address, &config.player, &config.browser).map(|()| None)
                });
            }
            Launch::Copy(text) => {
                let terminal = system::Terminal::detect();
                self.aside(ticket, move || {
                    system::copy(&text, &config.clipboard, terminal)
                });
            }
        }
        None
    }

    /// Programs are started off the loop; what they have for the terminal is printed by it.
    fn aside(
        &self,
        ticket: Ticket,
        work: impl FnOnce() -> Result<Option<String>, Trouble> + Send + 'static,
    ) {
        let replies = self.replies.clone();
        self.runtime.spawn(async move {
            let done = match guarded_blocking(work).await {
                Ok(sequence) => {
                    if let Some(sequence) = sequence {
                        let _ = replies.send(Reply::Print(sequence)).await;
                    }
                    Done::Launched(None)
                }
                Err(trouble) => Done::Failed(trouble),
            };
            answer(&replies, ticket, done).await;
        });
    }

    /// A piece of work that panics, for a test.
    #[expect(clippy::panic, reason = "it is what the test asks for")]
    pub fn fail_on_purpose(&self) {
        let replies = self.replies.clone();
        self.runtime.spawn(async move {
            let done = guarded(async { panic!("failed on purpose") }).await;
            answer(&replies, Ticket::default(), done).await;
        });
    }

    fn answer(&self, ticket: Ticket, done: Done) {
        let replies = self.replies.clone();
        self.runtime
            .spawn(async move { answer(&replies, ticket, done).await });
    }
}

/// Brings the index up to date at the start, and whenever there may be something new.
async fn keep_indexed(context: Arc<Context>, wake: Arc<Notify>) {
    loop {
        jobs::index_quietly(&context, Pace::BetweenKeys).await;
        wake.notified().await;
    }
}

/// Gathers the pictures of bookmarks, whenever there may be new ones.
async fn keep_gathered(context: Arc<Context>, wake: Arc<Notify>, reach: Reach) {
    loop {
        wake.notified().await;
        jobs::keep_pictures_quietly(&context, reach).await;
    }
}
