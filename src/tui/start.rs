//! From nothing to the first paint: folders, options, store, terminal, theme. What can wait, waits until after it.
//!
//! While the terminal is asked for its background, the store is opened: a terminal that stays silent costs next to nothing.

use std::sync::Arc;
use std::thread;

use tokio::runtime::Handle;
use tokio::sync::mpsc::Sender;

use crate::app::{App, Done, Event, File, Start};
use crate::config::{Config, Glyphs, Problem, Theme};
use crate::jobs::{self, Context};
use crate::model::{Ticket, Trouble};
use crate::store::{Closing, Store};
use crate::system::{self, Log, Overrides, Paths};
use crate::tui::look::{self, Ability};
use crate::tui::perform::{Network, Perform};
use crate::tui::pictures::Easel;
use crate::tui::query::{self, Answers};
use crate::tui::record::{Recorder, Recording};
use crate::tui::reply::Reply;
use crate::tui::terminal::{self, Screen};
use crate::tui::watch;

/// How the reader is opened.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Folders named on the command line.
    pub folders: Overrides,
    /// `--theme`.
    pub theme: Option<String>,
    /// `--log`.
    pub log: Option<&'static str>,
    /// `--offline`.
    pub offline: bool,
    /// `--debug`.
    pub debug: bool,
    /// `--record`.
    pub record: Option<Recording>,
    /// Fail at this key, for a test.
    pub panic_at: Option<char>,
    /// Let a piece of work fail at this key, for a test.
    pub panic_in_work_at: Option<char>,
}

/// Everything the loop begins with.
pub struct Started {
    /// The screen's state.
    pub app: App,
    /// What it is painted with.
    pub theme: Theme,
    /// What the app began with, and who writes it down.
    pub recorder: Option<(Start, Recorder)>,
    /// What the terminal can show.
    pub ability: Ability,
    /// The terminal, ours.
    pub screen: Screen,
    /// The doing.
    pub perform: Perform,
    /// The pictures.
    pub easel: Easel,
    /// What the terminal told about its background.
    pub light: Option<bool>,
    /// Its answer may still come.
    pub late_answer: bool,
    /// What is to be told once the screen stands.
    pub news: Vec<Event>,
    /// The end of the store, to be waited for when all is given up.
    pub closing: Option<Closing>,
    /// Writes what is still to be written when it goes.
    pub log: Option<Log>,
}

/// Opens everything that the first paint needs.
pub async fn start(
    options: &Options,
    runtime: &Handle,
    replies: Sender<Reply>,
) -> Result<Started, Trouble> {
    let paths = Paths::find(&options.folders)?;
    let log = match options.log {
        Some(level) => system::start_log(&paths, level)?,
        None => None,
    };
    let recorder = options.record.as_ref().map(Recorder::begin).transpose()?;
    let (mut config, problems) = jobs::settings(&paths);
    let ability = Ability::detect();
    let first_run = !paths.feeds_file().exists();

    let mut screen = Screen::enter().map_err(|error| lost(&error))?;
    let asked = ability
        .wants_background(options.theme.as_deref(), &config.theme)
        .then(|| thread::spawn(query::ask));
    let opened = Store::open(&paths.database()).map_err(|error| error.trouble());
    let answers = asked.map_or_else(Answers::default, |asked| asked.join().unwrap_or_default());
    let opened = opened?;
    // Only now: the answers are read before anybody listens for a mouse.
    screen
        .hear_mouse(config.mouse)
        .map_err(|error| lost(&error))?;

    // The files as they are: what the terminal makes of them is the screen's.
    let context = Context::new(opened.store, paths, config.clone());
    let context = Arc::new(context);
    let ability = Ability {
        wide: answers.wide,
        ..ability
    };
    look::settle(&mut config, ability);
    let unknown = config.unknown_theme(options.theme.as_deref());
    let theme = config.chosen_theme(
        options.theme.as_deref(),
        ability.surroundings(answers.light),
    );
    config.edits = theme.edits();
    if first_run {
        jobs::welcome(&context).await?;
    }
    let start = Start {
        config: config.clone(),
        zone: context.zone.clone(),
        size: terminal::size(),
        remembered: remembered(&context).await,
        first_run,
        tall: look::tall(),
    };
    let recorder = recorder.map(|recorder| (start.clone(), recorder));
    let app = App::new(start);
    let network = if options.offline {
        Network::Closed
    } else {
        Network::Open
    };
    runtime.spawn(watch::follow(Arc::clone(&context), replies.clone()));
    let desk = (Arc::clone(&context), runtime.clone(), replies.clone());
    let is_able = ability.shows_pictures() && app.stage.config.glyphs != Glyphs::Ascii;
    let easel = Easel::new(desk, network, is_able);
    Ok(Started {
        closing: context.store.closing(),
        app,
        recorder,
        theme,
        ability,
        screen,
        easel,
        perform: Perform::new(context, runtime.clone(), replies, network),
        light: answers.light,
        late_answer: answers.open,
        news: news(config, problems, opened.notice.into_iter().chain(unknown)),
        log,
    })
}

fn lost(error: &std::io::Error) -> Trouble {
    Trouble::plain(format!("the terminal cannot be used: {error}"))
}

/// What the screen remembers of its last run. A store that cannot tell is no reason not to start.
async fn remembered(context: &Context) -> Vec<(String, String)> {
    let mut remembered = Vec::new();
    for key in App::REMEMBERED {
        if let Ok(Some(value)) = context.store.remembered(key).await {
            remembered.push(((*key).to_string(), value));
        }
    }
    remembered
}

/// A database that was set aside, a theme that is none, then mistakes in files: what is told first is seen first.
fn news(
    config: Config,
    problems: Vec<Problem>,
    notices: impl Iterator<Item = Trouble>,
) -> Vec<Event> {
    let told = |notice| Event::Done(Ticket::default(), Done::Failed(notice));
    let mut news: Vec<Event> = notices.map(told).collect();
    if !problems.is_empty() {
        let file = File::Config(Box::new(config), problems);
        news.push(Event::FilesChanged(vec![file]));
    }
    news
}
