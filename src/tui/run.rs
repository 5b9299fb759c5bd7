//! The loop: keys first, then a little finished work, then one paint. It runs on the program's first thread and sleeps when nothing happens.
//!
//! Invariant: between a key and its paint there is no lock, no await and nothing that can fail but the terminal itself.

mod lent;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{self, Receiver, UnboundedReceiver, UnboundedSender};

use crate::app::{App, Effect, Event, File, Signal, Start};
use crate::command::{Key, KeyCode};
use crate::config::Theme;
use crate::model::{Timestamp, Trouble};
use crate::store::Closing;
use crate::system::{self, Log};
use crate::tui::debug::Debug;
use crate::tui::input::{Heard, Input};
use crate::tui::late::Late;
use crate::tui::look::{self, Ability};
use crate::tui::perform::{Aside, Perform};
use crate::tui::pictures::Easel;
use crate::tui::record::Recorder;
use crate::tui::reply::Reply;
use crate::tui::signals;
use crate::tui::start::{self, Options, Started};
use crate::tui::terminal::{self, Screen};
use crate::view;

/// Finished work is taken for so long before the next look at the keys.
const SLICE: Duration = Duration::from_millis(2);

/// Answers that may wait for the loop; who has more waits.
const WAITING: usize = 256;

/// After the end, work that does not stop by itself is left behind after this.
const GRACE: Duration = Duration::from_millis(300);

/// The batch at hand is still written, and SQLite puts its log away: that long it may take, with the terminal given back already.
const LAST_WRITES: Duration = Duration::from_secs(3);

/// The system tells a ctrl-c to all programs before the terminal, ours too while it waits for the editor; it is heard at the latest so long after.
const ECHO: Duration = Duration::from_millis(500);

/// Opens the reader and returns when it is left.
pub fn run(options: Options) -> Result<(), Trouble> {
    terminal::demand()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("work")
        .on_thread_start(system::step_back)
        .enable_all()
        .build()
        .map_err(|error| Trouble::plain(format!("the reader cannot start: {error}")))?;
    terminal::restore_on_panic();
    let mut closing = None;
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(read(options, runtime.handle(), &mut closing))
    }));
    runtime.shutdown_timeout(GRACE);
    if let Some(closing) = closing {
        closing.wait(LAST_WRITES);
    }
    outcome.unwrap_or_else(|panic| resume_unwind(panic))
}

async fn read(
    options: Options,
    runtime: &tokio::runtime::Handle,
    closing: &mut Option<Closing>,
) -> Result<(), Trouble> {
    let (to_loop, replies) = mpsc::channel(WAITING);
    let (heard, keys) = mpsc::unbounded_channel();
    // First: who ends the start, such as that with a large store, finds the terminal restored too.
    signals::listen(runtime, heard.clone()).map_err(|error| lost(&error))?;
    let mut started = start::start(&options, runtime, to_loop).await?;
    *closing = started.closing.take();
    let mut hall = Hall::new(started, &options, heard);
    let outcome = hall.live(keys, replies).await;
    hall.close().await;
    let recorded = hall.recorder.take().map_or(Ok(()), Recorder::end);
    outcome.map_err(|error| lost(&error)).and(recorded)
}

fn lost(error: &io::Error) -> Trouble {
    Trouble::plain(format!("the terminal is gone: {error}"))
}

/// Everything the loop holds.
struct Hall {
    app: App,
    theme: Theme,
    ability: Ability,
    screen: Screen,
    input: Option<Input>,
    heard: UnboundedSender<Heard>,
    perform: Perform,
    easel: Easel,
    /// Whether the terminal was asked how it shows pictures.
    wondered: bool,
    /// What the app began with, until it begins.
    start: Option<Start>,
    recorder: Option<Recorder>,
    wake: Option<Timestamp>,
    debug: Option<Debug>,
    panic_at: Option<char>,
    panic_in_work_at: Option<char>,
    theme_flag: Option<String>,
    themed: String,
    light: Option<bool>,
    late_answer: bool,
    news: Vec<Event>,
    suspended_by_us: bool,
    /// Until then an interrupt was the editor's.
    lent_until: Option<Instant>,
    leaving: bool,
    /// Held to the end, so that its last lines are written.
    _log: Option<Log>,
}

impl Hall {
    fn new(started: Started, options: &Options, heard: UnboundedSender<Heard>) -> Hall {
        let (start, recorder) = started.recorder.unzip();
        Hall {
            theme: started.theme,
            ability: started.ability,
            screen: started.screen,
            input: None,
            heard,
            perform: started.perform,
            easel: started.easel,
            wondered: false,
            start,
            recorder,
            wake: None,
            debug: options.debug.then(Debug::default),
            panic_at: options.panic_at,
            panic_in_work_at: options.panic_in_work_at,
            theme_flag: options.theme.clone(),
            themed: started.app.stage.config.theme.clone(),
            light: started.light,
            late_answer: started.late_answer,
            news: started.news,
            suspended_by_us: false,
            lent_until: None,
            leaving: false,
            _log: started.log,
            app: started.app,
        }
    }

    async fn live(
        &mut self,
        mut keys: UnboundedReceiver<Heard>,
        mut replies: Receiver<Reply>,
    ) -> io::Result<()> {
        let late = if self.late_answer {
            Late::expected()
        } else {
            Late::default()
        };
        self.input = Some(Input::listen(self.heard.clone(), late)?);
        let now = system::now();
        if let (Some(start), Some(recorder)) = (self.start.take(), &self.recorder) {
            recorder.start(start, now);
        }
        let effects = self.app.start(now);
        self.perform_all(effects)?;
        for event in std::mem::take(&mut self.news) {
            self.happen(event)?;
        }
        self.paint()?;
        while !self.leaving {
            self.wait(&mut keys, &mut replies).await?;
            self.hear(&mut keys, &mut replies)?;
            if !self.leaving {
                self.paint()?;
            }
        }
        Ok(())
    }

    /// Sleeps until something happens, and takes that.
    async fn wait(
        &mut self,
        keys: &mut UnboundedReceiver<Heard>,
        replies: &mut Receiver<Reply>,
    ) -> io::Result<()> {
        let wake = self.wake.map(until);
        tokio::select! {
            biased;
            heard = keys.recv() => self.take_heard(heard.unwrap_or(Heard::Closed)),
            Some(reply) = replies.recv() => self.take_reply(reply),
            () = sleep(wake) => {
                self.wake = None;
                self.happen(Event::Tick)
            }
        }
    }

    /// All keys that wait, then finished work for a moment. Of sizes and drags that follow one another only the last counts.
    fn hear(
        &mut self,
        keys: &mut UnboundedReceiver<Heard>,
        replies: &mut Receiver<Reply>,
    ) -> io::Result<()> {
        let mut waiting = keys.try_recv().ok();
        while !self.leaving
            && let Some(heard) = waiting
        {
            waiting = keys.try_recv().ok();
            if !waiting.as_ref().is_some_and(|next| next.replaces(&heard)) {
                self.take_heard(heard)?;
            }
        }
        let begun = Instant::now();
        while !self.leaving
            && begun.elapsed() < SLICE
            && let Ok(reply) = replies.try_recv()
        {
            self.take_reply(reply)?;
        }
        Ok(())
    }

    fn take_heard(&mut self, heard: Heard) -> io::Result<()> {
        match heard {
            Heard::Event(Event::Key(key)) => {
                self.fail_on_purpose(key);
                self.happen(Event::Key(key))
            }
            Heard::Event(event) => self.happen(event),
            Heard::Background { light } => {
                self.light = Some(light);
                self.choose_theme();
                Ok(())
            }
            Heard::Graphics(graphics) => {
                self.easel.found(graphics);
                Ok(())
            }
            Heard::Interrupted if self.lent_until.is_some_and(|end| Instant::now() < end) => Ok(()),
            Heard::Continued => self.come_back(),
            Heard::Interrupted | Heard::Closed => self.happen(Event::Signal(Signal::Terminate)),
        }
    }

    fn take_reply(&mut self, reply: Reply) -> io::Result<()> {
        match reply {
            Reply::Event(event) => self.happen(event),
            Reply::Print(sequence) => terminal::send(&sequence),
            Reply::Lend(command, file) => {
                let ran = self.edit(command);
                if let Err(trouble) = system::remove(&file) {
                    tracing::warn!("a copy that was lent stays: {trouble}");
                }
                ran
            }
            Reply::LendNote(command, file, (ticket, entry)) => {
                let ran = self.edit(command);
                self.perform.take_note(ticket, entry, file);
                ran
            }
            Reply::Picture(came) => {
                self.easel.take(came);
                Ok(())
            }
        }
    }

    fn happen(&mut self, mut event: Event) -> io::Result<()> {
        self.complete(&mut event);
        let is_new_config = matches!(event, Event::FilesChanged(_));
        let is_resize = matches!(event, Event::Resize(_));
        let begun = Instant::now();
        let name = self.debug.as_ref().map(|_| Debug::name(&event));
        let now = system::now();
        if let Some(recorder) = &self.recorder {
            recorder.event(&event, now);
        }
        let effects = self.app.update(event, now);
        if let (Some(debug), Some(name)) = (&mut self.debug, name) {
            debug.updated(name, begun.elapsed());
        }
        if is_new_config || self.app.stage.config.theme != self.themed {
            self.choose_theme();
        }
        if is_resize {
            terminal::send(&self.easel.fit(look::cell()))?;
        }
        if is_new_config {
            self.screen.hear_mouse(self.app.stage.config.mouse)?;
        }
        self.perform_all(effects)
    }

    /// What an event lacks that only the hall knows: what stands under the mouse, which signs the terminal can draw.
    fn complete(&self, event: &mut Event) {
        match event {
            Event::Mouse(mouse) => mouse.on = view::spot(&self.app, mouse.column, mouse.row),
            Event::FilesChanged(files) => {
                for file in files {
                    if let File::Config(config, _) = file {
                        look::settle(config, self.ability);
                        let flag = self.theme_flag.as_deref();
                        let flag = flag.filter(|_| config.theme == self.themed);
                        let around = self.ability.surroundings(self.light);
                        config.edits = config.chosen_theme(flag, around).edits();
                    }
                }
            }
            _ => {}
        }
    }

    /// The theme that the options, the command line and the terminal agree on. One that is chosen while the reader is open wins over `--theme`.
    fn choose_theme(&mut self) {
        let config = &self.app.stage.config;
        if config.theme != self.themed {
            self.theme_flag = None;
            self.themed.clone_from(&config.theme);
        }
        let around = self.ability.surroundings(self.light);
        self.theme = config.chosen_theme(self.theme_flag.as_deref(), around);
        self.app.stage.config.edits = self.theme.edits();
    }

    fn perform_all(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        for effect in effects {
            match self.perform.effect(effect) {
                None => {}
                Some(Aside::WakeAt(time)) => {
                    self.wake = Some(self.wake.map_or(time, |wake| wake.min(time)));
                }
                Some(Aside::Pictures(wanted)) => {
                    terminal::send(&self.easel.want(wanted))?;
                    self.wonder();
                }
                Some(Aside::Repaint) => self.screen.forget()?,
                Some(Aside::Suspend) => self.suspend()?,
                Some(Aside::Edit(command)) => self.edit(command)?,
                Some(Aside::Quit) => self.leaving = true,
            }
        }
        Ok(())
    }

    fn paint(&mut self) -> io::Result<()> {
        let begun = Instant::now();
        let (app, theme, debug, depth) = (&self.app, &self.theme, &self.debug, self.ability.depth);
        let links = look::are_links_told(app.stage.config.links.clickable, self.ability);
        let pictures = &self.easel.ready;
        self.screen.paint(|frame| {
            view::draw(app, theme, pictures, frame);
            if let Some(debug) = debug {
                debug.draw(frame);
            }
            look::lower(frame.buffer_mut(), depth);
            if links {
                view::hyperlinks(app, frame.buffer_mut());
            }
        })?;
        if let Some(debug) = &mut self.debug {
            debug.painted(begun.elapsed());
        }
        Ok(())
    }

    /// Has the terminal asked how it shows pictures, once one is wanted.
    fn wonder(&mut self) {
        if let Some(input) = self
            .input
            .as_mut()
            .filter(|_| !self.wondered && self.easel.wonders())
        {
            input.wonder();
            self.wondered = true;
        }
    }

    /// Lets the reader's acts reach the disk, and gives the terminal back.
    async fn close(&mut self) {
        self.input = None;
        // The terminal may be gone.
        let _ = terminal::send(&self.easel.close());
        terminal::give_back();
        self.perform.finish().await;
    }

    /// For the tests that see the terminal restored, and the screen left alone.
    fn fail_on_purpose(&self, key: Key) {
        let is = |wanted: Option<char>| wanted.map(KeyCode::Char) == Some(key.code);
        assert!(!is(self.panic_at), "failed on purpose");
        if is(self.panic_in_work_at) {
            self.perform.fail_on_purpose();
        }
    }
}

/// How long until a time; a time that is past is now.
fn until(time: Timestamp) -> Duration {
    Duration::from_millis(time.since(system::now()).max(0) as u64)
}

async fn sleep(time: Option<Duration>) {
    match time {
        Some(time) => tokio::time::sleep(time).await,
        None => std::future::pending().await,
    }
}
