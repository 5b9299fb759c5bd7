//! What every job stands on: store, folders, configuration, clock, client, and the gates of the hosts.
//!
//! Invariant: jobs ask this for the time, never the system, so that a test can say what time it is.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::config::{Config, Problem};
use crate::fetch::{Answer, Client, Fetched, Hosts, Names, Proxying, Room, Rules, Settings};
use crate::jobs::pace::Pace;
use crate::jobs::settings::settings;
use crate::model::{Secret, Timestamp, Trouble, Zone};
use crate::store::{Moment, Store};
use crate::system::{self, Paths};

/// Feeds parsed at the same time: each may hold its document several times over.
const PARSERS: usize = 2;

/// Programs that make feeds, run at the same time: they are on this very computer.
const PROGRAMS: usize = 4;

/// Bodies kept between finding a feed and subscribing to it.
const MOST_KEPT: usize = 8;

/// How long hosts out of reach speak against the network, in milliseconds.
const REMEMBERED: i64 = 30 * 60_000;

/// Shared by all jobs of a process; held in an `Arc`.
pub struct Context {
    /// The store.
    pub store: Store,
    /// The folders.
    pub paths: Paths,
    /// The reader's time zone.
    pub zone: Zone,
    /// Feeds parsed at a time.
    pub(in crate::jobs) parsers: Arc<Semaphore>,
    /// Programs run at a time.
    pub(in crate::jobs) programs: Semaphore,
    /// What commands printed as passwords, by command.
    pub(in crate::jobs) passwords: tokio::sync::Mutex<HashMap<String, Secret>>,
    /// Held while `feeds.toml` is edited: one edit at a time.
    pub(in crate::jobs) editing: tokio::sync::Mutex<()>,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    config: RwLock<Arc<Config>>,
    force_gap: Option<i64>,
    client: Mutex<Option<Client>>,
    hosts: OnceLock<Hosts>,
    kept: Mutex<HashMap<String, Fetched>>,
    /// Hosts out of reach since when none answered, and when that was noted.
    unreached: Mutex<(HashSet<String>, Timestamp)>,
    names: Names,
    /// How quickly pictures came of late.
    pace: Mutex<Pace>,
}

/// A context as it was opened, and what the reader should know of it.
pub struct Opened {
    /// The context.
    pub context: Context,
    /// Mistakes in `config.toml`, `keys.toml` and themes.
    pub problems: Vec<Problem>,
    /// A database that was set aside, a folder that cannot be written.
    pub notice: Option<Trouble>,
}

impl Context {
    /// Reads the options and opens the store in these folders, with the system's clock and zone.
    pub fn open(paths: Paths) -> Result<Opened, Trouble> {
        let (config, problems) = settings(&paths);
        let opened = Store::open(&paths.database()).map_err(|error| error.trouble())?;
        Ok(Opened {
            context: Context::new(opened.store, paths, config),
            problems,
            notice: opened.notice,
        })
    }

    /// A context over an open store, with the system's clock and zone.
    #[must_use]
    pub fn new(store: Store, paths: Paths, config: Config) -> Context {
        Context {
            store,
            paths,
            zone: system::zone(),
            parsers: Arc::new(Semaphore::new(PARSERS)),
            programs: Semaphore::new(PROGRAMS),
            passwords: tokio::sync::Mutex::default(),
            editing: tokio::sync::Mutex::default(),
            clock: Box::new(system::now),
            config: RwLock::new(Arc::new(config)),
            force_gap: None,
            client: Mutex::default(),
            hosts: OnceLock::new(),
            kept: Mutex::default(),
            unreached: Mutex::default(),
            names: Names::default(),
            pace: Mutex::default(),
        }
    }

    /// The same, by another clock and in another zone.
    #[must_use]
    pub fn with_clock(
        self,
        clock: impl Fn() -> Timestamp + Send + Sync + 'static,
        zone: Zone,
    ) -> Context {
        Context {
            clock: Box::new(clock),
            zone,
            ..self
        }
    }

    /// The same, where a feed may be forced again after so many milliseconds whatever `config.toml` says: 0 on the command line, whose
    /// caller decides.
    #[must_use]
    pub fn with_force_gap(self, millis: i64) -> Context {
        Context {
            force_gap: Some(millis),
            ..self
        }
    }

    /// The same, where names of hosts stand for what this table says.
    #[must_use]
    pub fn with_names(
        self,
        table: impl Fn(&str) -> Vec<IpAddr> + Send + Sync + 'static,
    ) -> Context {
        Context {
            names: Names::Told(Arc::new(table)),
            ..self
        }
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Now, and the local midnight that began today.
    pub fn moment(&self) -> Moment {
        let now = self.now();
        Moment {
            now,
            midnight: self.zone.midnight(now),
            query: None,
        }
    }

    /// The options that hold.
    pub fn config(&self) -> Arc<Config> {
        Arc::clone(&self.config.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Other options hold from now on; connections and time-outs from the next start.
    pub fn set_config(&self, config: Config) {
        *self.config.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(config);
    }

    /// A feed is not forced twice within so many milliseconds.
    pub(in crate::jobs) fn force_gap(&self) -> i64 {
        self.force_gap
            .unwrap_or_else(|| self.config().refresh.force_gap)
    }

    /// What the policy needs of the options.
    pub(in crate::jobs) fn rules(&self) -> Rules {
        let refresh = &self.config().refresh;
        Rules {
            interval: refresh.interval.max(refresh.minimum),
            minimum: refresh.minimum,
        }
    }

    /// The limits in time and size that hold for documents.
    pub(in crate::jobs) fn limits(&self) -> Settings {
        client_settings(&self.config())
    }

    /// The client, made when it is first needed.
    pub(in crate::jobs) fn client(&self) -> Result<Client, Trouble> {
        let mut client = lock(&self.client);
        if let Some(client) = &*client {
            return Ok(client.clone());
        }
        let settings = Settings {
            names: self.names.clone(),
            ..self.limits()
        };
        let made = Client::new(&settings)?;
        Ok(client.insert(made).clone())
    }

    /// The gates of the hosts.
    pub(in crate::jobs) fn hosts(&self) -> &Hosts {
        self.hosts
            .get_or_init(|| Hosts::new(self.config().refresh.connections as usize))
    }

    /// The hosts that could not be reached of late.
    pub(in crate::jobs) fn unreached(&self) -> HashSet<String> {
        let unreached = lock(&self.unreached);
        let (hosts, since) = &*unreached;
        let fresh = (0..REMEMBERED).contains(&self.now().since(*since));
        if fresh { hosts.clone() } else { HashSet::new() }
    }

    /// Remembers the hosts that could not be reached, until one can.
    pub(in crate::jobs) fn remember_unreached(&self, hosts: HashSet<String>) {
        *lock(&self.unreached) = (hosts, self.now());
    }

    /// How quickly pictures came of late.
    pub(in crate::jobs) fn pace(&self) -> MutexGuard<'_, Pace> {
        lock(&self.pace)
    }

    /// Keeps a fetched feed until it is subscribed to, so that it is not fetched twice.
    pub(in crate::jobs) fn keep(&self, url: &str, mut fetched: Fetched) {
        // It may be kept for long, and others need the room.
        if let Answer::New(document) = &mut fetched.answer {
            document.room = Room::default();
        }
        let mut kept = lock(&self.kept);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(url.to_string(), fetched);
    }

    /// Whether something is kept for this address.
    pub(in crate::jobs) fn has_kept(&self, url: &str) -> bool {
        lock(&self.kept).contains_key(url)
    }

    /// What was kept for this address; it is given once.
    pub(in crate::jobs) fn kept(&self, url: &str) -> Option<Fetched> {
        lock(&self.kept).remove(url)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn client_settings(config: &Config) -> Settings {
    let refresh = &config.refresh;
    let millis = |millis: i64, otherwise: Duration| match u64::try_from(millis) {
        Ok(0) | Err(_) => otherwise,
        Ok(millis) => Duration::from_millis(millis),
    };
    let shipped = Settings::default();
    Settings {
        connect: millis(refresh.connect_timeout, shipped.connect),
        idle: millis(refresh.idle_timeout, shipped.idle),
        total: millis(refresh.total_timeout, shipped.total),
        max_body: if refresh.max_body == 0 {
            shipped.max_body
        } else {
            refresh.max_body
        },
        proxy: match config.network.proxy.reveal() {
            "auto" | "" => Proxying::Surroundings,
            "none" => Proxying::Direct,
            _ => Proxying::Through(config.network.proxy.clone()),
        },
        private: config.network.private.clone(),
        ..shipped
    }
}
