//! A desk: the whole screen at work without a terminal. Keys go in, effects are done at once against a store in memory, text comes out.
//!
//! Time stands still at Tue 24 Nov 2026, 14:06 UTC unless a test moves it. Nothing is fetched unless the desk is `online`: a refresh or a
//! discovery is then only written down in `started`, and the test answers it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use byline::app::{
    App, Bodies, Done, Effect, Event, File, Focus, Job, Launch, PictureWish, Size, Start, record,
    record_start,
};
use byline::command::Key;
use byline::config::{Config, Problem, Subscriptions, Theme};
use byline::jobs::{self, Context, ListWish};
use byline::model::{EntryRow, FeedRow, Scope, Ticket, Timestamp, Zone};
use byline::store::Store;
use byline::system::Paths;
use byline::{text, view};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use tempfile::TempDir;
use tokio::runtime::Runtime;

mod doing;
mod mouse;
mod samples;

pub use samples::{Sample, SampleEntry, entry, feed, many, mockup, samples};

/// Tue 24 Nov 2026, 14:06 UTC.
pub const NOW: Timestamp = Timestamp::from_secs(1_795_529_160);

/// A screen with all that it stands on.
pub struct Desk {
    runtime: Runtime,
    context: Arc<Context>,
    clock: Arc<AtomicI64>,
    /// Removed with the desk.
    home: TempDir,
    theme: Theme,
    config: Config,
    size: Size,
    first_run: bool,
    online: bool,
    app: Option<App>,
    remembered: Vec<(String, String)>,
    holding: bool,
    /// Answers that were held back, oldest first.
    pub held: VecDeque<Event>,
    /// What the screen began with, and when.
    start: Option<(Start, Timestamp)>,
    /// Everything that happened to the screen since, oldest first.
    heard: Vec<(Event, Timestamp)>,
    /// Everything the screen wanted done, oldest first.
    pub asked: Vec<Effect>,
    /// Refreshes and discoveries that wait for an answer.
    pub started: Vec<(Ticket, Job)>,
    /// What was handed to other programs.
    pub launched: Vec<Launch>,
    /// Pictures that are ready to be painted.
    pub shown: view::Pictures,
    /// Pictures that are wanted.
    pub pictures: Vec<PictureWish>,
    /// When the screen wishes to be woken.
    pub wake: Option<Timestamp>,
    /// Whether the reader left.
    pub left: bool,
}

/// Building: everything here comes before the first key.
impl Desk {
    /// A screen of this size over an empty store, a home of its own, and the theme `ink`.
    pub fn new(width: u16, height: u16) -> Desk {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let home = tempfile::tempdir().unwrap();
        let (config, data) = (home.path().join("config"), home.path().join("data"));
        std::fs::create_dir_all(&config).unwrap();
        let clock = Arc::new(AtomicI64::new(NOW.0));
        let time = Arc::clone(&clock);
        let context = Context::new(
            Store::memory().unwrap(),
            Paths::within(config, data),
            Config::default(),
        )
        .with_clock(move || Timestamp(time.load(Ordering::Relaxed)), Zone::utc());
        Desk {
            runtime,
            context: Arc::new(context),
            clock,
            home,
            theme: Theme::ink(),
            config: Config::default(),
            size: Size { width, height },
            first_run: false,
            online: false,
            app: None,
            remembered: Vec::new(),
            holding: false,
            held: VecDeque::new(),
            start: None,
            heard: Vec::new(),
            asked: Vec::new(),
            started: Vec::new(),
            launched: Vec::new(),
            shown: view::Pictures::default(),
            pictures: Vec::new(),
            wake: None,
            left: false,
        }
    }

    /// The mockups' reader: Linux is listed, its third entry selected.
    pub fn reader(width: u16, height: u16) -> Desk {
        let mut desk =
            Desk::new(width, height)
                .with(&mockup())
                .folded(&["Programming", "World", "Design"]);
        desk.press("h 5j <enter> j j");
        desk
    }

    /// Subscribed to these feeds, which have been fetched.
    pub fn with(self, samples: &[Sample]) -> Desk {
        let mut feeds = Subscriptions::default();
        for sample in samples {
            feeds.insert(None, &sample.subscription);
        }
        std::fs::write(self.context.paths.feeds_file(), feeds.to_string()).unwrap();
        self.runtime.block_on(samples::fill(&self.context, samples));
        self
    }

    /// With this `config.toml`.
    pub fn configured(mut self, text: &str) -> Desk {
        let (config, problems) = Config::parse(text);
        assert!(problems.is_empty(), "{problems:?}");
        std::fs::write(self.context.paths.config_file(), text).unwrap();
        self.context.set_config(config.clone());
        self.config = config;
        self
    }

    /// Painted with this theme.
    pub fn themed(mut self, theme: Theme) -> Desk {
        self.theme = theme;
        self
    }

    /// With these folders closed.
    pub fn folded(mut self, folders: &[&str]) -> Desk {
        let value = format!("{folders:?}");
        self.remembered.push(("folded".to_string(), value));
        self
    }

    /// Where byline never ran before: with the welcome feed, and the catalogue on the screen.
    pub fn first_run(mut self) -> Desk {
        self.first_run = true;
        self.runtime.block_on(jobs::welcome(&self.context)).unwrap();
        self
    }

    /// In a home where these files of other readers lie: path below it, text.
    pub fn among(mut self, files: &[(&str, &str)]) -> Desk {
        let home = self.home.path().join("home");
        for (path, text) in files {
            let file = home.join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        let context = Arc::get_mut(&mut self.context).expect("nobody else has it yet");
        context.paths.home = Some(home);
        self
    }

    /// Refreshes and discoveries are done for real: only for servers on loopback.
    pub fn online(mut self) -> Desk {
        self.online = true;
        self
    }
}

/// Doing.
impl Desk {
    /// Presses keys: names in angle brackets (`<enter>`, `<ctrl-d>`, `<space>`), everything else character by character; blanks between are nothing.
    pub fn press(&mut self, keys: &str) -> &mut Desk {
        for key in keys_of(keys) {
            self.event(Event::Key(key));
        }
        self
    }

    /// Types text as it is, blanks too.
    pub fn type_text(&mut self, text: &str) -> &mut Desk {
        for char in text.chars() {
            let key = match char {
                ' ' => Key::parse("space").unwrap(),
                char => Key::char(char),
            };
            self.event(Event::Key(key));
        }
        self
    }

    /// Something happens; what the screen then wants is done at once.
    pub fn event(&mut self, event: Event) -> &mut Desk {
        self.app();
        self.settle(event);
        self
    }

    /// Time passes.
    pub fn wait(&mut self, millis: i64) -> &mut Desk {
        self.clock.fetch_add(millis, Ordering::Relaxed);
        self
    }

    /// The terminal has another size.
    pub fn resize(&mut self, width: u16, height: u16) -> &mut Desk {
        self.size = Size { width, height };
        let size = self.size;
        self.event(Event::Resize(size))
    }

    /// Answers are held back from now on, in `held`.
    pub fn hold(&mut self) -> &mut Desk {
        self.app();
        self.holding = true;
        self
    }

    /// Answers that were held back come now, in the order in which they stand in `held`.
    pub fn release(&mut self) -> &mut Desk {
        self.holding = false;
        while let Some(event) = self.held.pop_front() {
            self.settle(event);
        }
        self
    }

    /// Answers the refresh or discovery that was started last.
    pub fn answer(&mut self, done: Done) -> &mut Desk {
        let (ticket, _) = self.started.pop().expect("something was started");
        self.event(Event::Done(ticket, done))
    }

    /// byline is left and opened again on the same store and files.
    pub fn reopen(&mut self) -> &mut Desk {
        self.press("Q");
        assert!(self.left, "Q leaves");
        self.left = false;
        self.first_run = false;
        self.app = None;
        self.app();
        self
    }

    /// Another process, or the reader's editor, changed `config.toml`.
    pub fn configure(&mut self, text: &str) -> Vec<Problem> {
        let (config, problems) = Config::parse(text);
        self.context.set_config(config.clone());
        let file = File::Config(Box::new(config), problems.clone());
        self.event(Event::FilesChanged(vec![file]));
        problems
    }

    /// A piece of work outside the screen, such as another process does it.
    pub fn outside<T>(&mut self, work: impl AsyncFnOnce(&Context) -> T) -> T {
        let context = Arc::clone(&self.context);
        self.runtime.block_on(work(&context))
    }
}

/// Looking.
impl Desk {
    /// The screen as text, without the blanks at the ends of its rows.
    pub fn shows(&mut self) -> String {
        let mut shown = self.rows().join("\n");
        shown.push('\n');
        shown
    }

    /// The rows of the screen.
    pub fn rows(&mut self) -> Vec<String> {
        let buffer = self.buffer();
        rows_of(&buffer)
    }

    /// All that happened, as `--record` writes it.
    pub fn recording(&self, bodies: Bodies) -> String {
        let (start, at) = self.start.as_ref().expect("the screen began");
        let mut lines = record_start(start, *at) + "\n";
        for (event, at) in &self.heard {
            lines += &record(event, bodies, *at);
            lines += "\n";
        }
        lines
    }

    /// The cells of the screen.
    pub fn buffer(&mut self) -> Buffer {
        let theme = self.theme.clone();
        self.app();
        let app = self.app.as_ref().unwrap();
        painted(app, &theme, &self.shown)
    }

    /// The status line, trimmed.
    pub fn status(&mut self) -> String {
        self.rows()
            .last()
            .map(|row| row.trim().to_string())
            .unwrap_or_default()
    }

    /// The state of the screen.
    pub fn app(&mut self) -> &mut App {
        if self.app.is_none() {
            self.begin();
        }
        self.app.as_mut().unwrap()
    }

    /// The pane that hears the keys.
    pub fn focus(&mut self) -> Focus {
        self.app().focus
    }

    /// The title of the selected entry; nothing when none is.
    pub fn selected(&mut self) -> String {
        let row = self.app().entries.selected();
        row.map(|row| row.title.clone()).unwrap_or_default()
    }

    /// The title of the article that is shown.
    pub fn shown(&mut self) -> String {
        let row = self.app().reader.row();
        row.map(|row| row.title.clone()).unwrap_or_default()
    }

    /// The name of the list.
    pub fn list(&mut self) -> String {
        let app = self.app();
        app.feeds.title(&app.entries.scope().clone())
    }

    /// An entry as the store has it.
    pub fn stored(&mut self, title: &str) -> EntryRow {
        let found = self.stored_rows(Scope::Everything);
        let row = found.into_iter().find(|row| row.title == title);
        row.unwrap_or_else(|| panic!("no entry `{title}`"))
    }

    /// Entries as the store has them.
    pub fn stored_rows(&mut self, scope: Scope) -> Vec<EntryRow> {
        let wish = ListWish {
            scope,
            count: 20_000,
            ..ListWish::default()
        };
        let context = Arc::clone(&self.context);
        let window = self.runtime.block_on(jobs::load_entries(&context, wish));
        window.unwrap().rows
    }

    /// A feed as the store has it.
    pub fn feed(&mut self, title: &str) -> FeedRow {
        let context = Arc::clone(&self.context);
        let list = self.runtime.block_on(jobs::load_feeds(&context)).unwrap();
        let row = list.rows.into_iter().find(|row| row.title == title);
        row.unwrap_or_else(|| panic!("no feed `{title}`"))
    }

    /// `feeds.toml`.
    pub fn feeds_file(&self) -> String {
        std::fs::read_to_string(self.context.paths.feeds_file()).unwrap()
    }
}

/// The cells of a screen.
fn painted(app: &App, theme: &Theme, pictures: &view::Pictures) -> Buffer {
    let Size { width, height } = app.stage.size;
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let frame = terminal.draw(|frame| view::draw(app, theme, pictures, frame));
    frame.unwrap().buffer.clone()
}

/// The rows of a screen, without the blanks at their ends.
pub fn rows_of_screen(app: &App) -> Vec<String> {
    rows_of(&painted(app, &Theme::ink(), &view::Pictures::default()))
}

fn keys_of(text: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = text.trim_start();
    while let Some(char) = rest.chars().next() {
        let named = rest
            .strip_prefix('<')
            .and_then(|after| after.split_once('>'))
            .filter(|(name, _)| !name.is_empty() && !name.contains(' '));
        if let Some((name, after)) = named {
            keys.push(Key::parse(name).unwrap_or_else(|| panic!("no key `{name}`")));
            rest = after.trim_start();
        } else {
            keys.push(Key::char(char));
            rest = rest[char.len_utf8()..].trim_start();
        }
    }
    keys
}

fn rows_of(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width);
    let rows = buffer.content.chunks(width.max(1)).map(|cells| {
        let mut row = String::new();
        let mut at = 0;
        while let Some(cell) = cells.get(at) {
            row.push_str(cell.symbol());
            at += text::width(cell.symbol()).max(1);
        }
        row.trim_end().to_string()
    });
    rows.collect()
}
