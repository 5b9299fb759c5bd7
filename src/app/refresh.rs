//! Refreshing from the screen: what runs, how far it is, what it brought, and when byline refreshes by itself again.
//!
//! Invariant: byline wakes for a refresh that is due and for nothing else.

use std::collections::HashMap;

use crate::app::{App, Effect, Job, Message, Running, Tone, Work};
use crate::command::{Command, Invocation};
use crate::model::{
    FeedId, FeedReport, FeedRow, Offline, Outcome, Progress, RefreshReport, RefreshWish, Scope,
    Ticket, Timestamp, WELCOME_URL,
};
use crate::text::{Role, counted, grouped};

/// After the first paint, in milliseconds.
const SOON: i64 = 1_500;
/// Between two automatic refreshes, in milliseconds; doubled by each that found the network failing.
const GAP: i64 = 60_000;
const LONGEST_GAP: i64 = 10 * GAP;
/// Rules that the status line names.
const TOLD_RULES: usize = 2;
/// byline looks once a day whether something is due, whatever it believes: the clock may have been set back.
const DAY: i64 = 24 * 60 * GAP;

impl App {
    /// Runs a command if it is about refreshing.
    pub(crate) fn run_refresh(&mut self, invocation: &Invocation) -> Option<Vec<Effect>> {
        match invocation.command {
            Command::RefreshThis => Some(self.refresh_this()),
            Command::RefreshAll => Some(self.refresh_feeds(RefreshWish::default())),
            Command::CancelRefresh => Some(self.cancel_refresh()),
            Command::LoadHistory => Some(self.load_past()),
            _ => None,
        }
    }

    /// Asks to be woken shortly after the first paint.
    pub(crate) fn schedule_first(&mut self) -> Option<Effect> {
        if !self.stage.config.refresh.automatic {
            return None;
        }
        let due = self.stage.now.plus(SOON);
        self.refresh.due = Some(due);
        Some(Effect::WakeAt(due))
    }

    /// Time passed: refresh if that is due.
    pub(crate) fn tick(&mut self) -> Vec<Effect> {
        let Some(due) = self.refresh.due else {
            return Vec::new();
        };
        if self.refresh.running.is_some() {
            return Vec::new();
        }
        if due > self.stage.now {
            return vec![Effect::WakeAt(due)];
        }
        self.refresh.due = None;
        if !self.stage.config.refresh.automatic || !self.feeds.list().rows.iter().any(is_fetched) {
            return Vec::new();
        }
        self.begin(RefreshWish {
            automatic: true,
            ..RefreshWish::default()
        })
    }

    /// The feeds are known anew: when is the next one due, and which were never fetched?
    pub(crate) fn schedule(&mut self) -> Vec<Effect> {
        if self.refresh.wants_new && self.refresh.running.is_none() {
            self.refresh.wants_new = false;
            return self.fetch_new();
        }
        if !self.stage.config.refresh.automatic
            || self.refresh.running.is_some()
            || self.refresh.due.is_some()
        {
            return Vec::new();
        }
        let rows = self.feeds.list().rows.iter();
        let rows = rows.filter(|row| is_fetched(row) && !row.paused);
        let due = rows.filter_map(|row| due_at(row, self.stage.now)).min();
        let gap = (GAP << self.refresh.offline.min(8)).min(LONGEST_GAP);
        let now = self.stage.now;
        let due = due.map(|due| due.clamp(now.plus(gap), now.plus(DAY)));
        self.refresh.due = due;
        due.map(Effect::WakeAt).into_iter().collect()
    }

    /// Feeds were subscribed to: they are fetched as soon as they are known.
    pub(crate) fn fetch_new_soon(&mut self) {
        self.refresh.wants_new = true;
    }

    /// Stops the refresh; what it has fetched is kept.
    pub(crate) fn cancel_refresh(&mut self) -> Vec<Effect> {
        let Some(running) = &mut self.refresh.running else {
            self.stage.say(Message::plain("nothing is being refreshed"));
            return Vec::new();
        };
        running.stopping = true;
        vec![Effect::Cancel(running.ticket)]
    }

    /// How far a refresh is. The first rows are shown while it runs; later ones when it is through.
    pub(crate) fn progress(&mut self, ticket: Ticket, progress: Progress) -> Vec<Effect> {
        match &mut self.refresh.running {
            Some(running) if running.ticket == ticket => running.progress = progress,
            _ => {
                self.text_progress(ticket, progress);
                return Vec::new();
            }
        }
        let has_room = self.entries.rows().all().len() < self.entries.shape().height;
        if self.refresh.brought_rows && has_room && !self.entries.is_waiting() {
            self.refresh.brought_rows = false;
            return vec![self.entries.reload(&mut self.stage)];
        }
        Vec::new()
    }

    /// One feed is through: its row tells so at once.
    pub(crate) fn feed_done(&mut self, ticket: Ticket, report: &FeedReport) -> Vec<Effect> {
        if self.refresh.is(ticket) {
            self.refresh.brought_rows |=
                matches!(report.outcome, Outcome::Fetched { new: 1.., .. });
            self.feeds.note(report);
        }
        Vec::new()
    }

    /// A refresh is through: say what it brought, and load what it changed.
    pub(crate) fn refreshed(&mut self, ticket: Ticket, report: &RefreshReport) -> Vec<Effect> {
        if !self.refresh.is(ticket) {
            return Vec::new();
        }
        let running = self.refresh.running.take();
        let automatic = running.is_some_and(|running| running.automatic);
        let newly_offline = self.is_newly_offline(report);
        let news = report.new_entries() > 0 || !report.moved.is_empty() || newly_offline;
        let silent = automatic && !news;
        self.refresh.brought_rows = false;
        if !silent {
            let board = self.stage.keymap.key(self.context(), Command::Health);
            self.stage.say(told(report, board.as_deref()));
        }
        let changed = report
            .feeds
            .iter()
            .any(|feed| matches!(feed.outcome, Outcome::Fetched { new, changed, .. } if new + changed > 0));
        let mut effects = vec![self.load_feeds()];
        if changed {
            effects.push(self.entries.reload(&mut self.stage));
        }
        effects.extend(self.fetch_pages(report));
        effects
    }

    /// Whether the network fails since this refresh. A refresh that asked nobody says nothing of it.
    fn is_newly_offline(&mut self, report: &RefreshReport) -> bool {
        let before = self.refresh.offline;
        if report.offline.is_some() {
            self.refresh.offline += 1;
        } else if report.skipped() < report.feeds.len() {
            self.refresh.offline = 0;
        }
        before == 0 && self.refresh.offline > 0
    }

    /// The refresh could not run; says whether the ticket was its.
    pub(crate) fn refresh_failed(&mut self, ticket: Ticket) -> bool {
        let ours = self.refresh.is(ticket);
        if ours {
            self.refresh.running = None;
        }
        ours
    }

    fn refresh_this(&mut self) -> Vec<Effect> {
        let scope = self.entries.scope();
        // Bookmarks and the like are made of no feeds: there it means all that is due.
        let feeds = self.feeds.ids(scope);
        let force = feeds.is_some();
        self.refresh_feeds(RefreshWish {
            feeds,
            force,
            ..RefreshWish::default()
        })
    }

    pub(crate) fn refresh_feeds(&mut self, wish: RefreshWish) -> Vec<Effect> {
        let Some(mut effects) = self.make_way() else {
            return Vec::new();
        };
        effects.extend(self.begin(wish));
        effects
    }

    /// Stops what byline runs by itself, so that what the reader asks for may run; `None`, and why, when it runs at the reader's wish.
    pub(crate) fn make_way(&mut self) -> Option<Vec<Effect>> {
        let Some(running) = &self.refresh.running else {
            return Some(Vec::new());
        };
        if running.automatic {
            return Some(vec![Effect::Cancel(running.ticket)]);
        }
        let stop = self
            .stage
            .keymap
            .key(self.context(), Command::CancelRefresh);
        let stop = stop.map_or_else(String::new, |key| format!(" · {key} stops it"));
        let what = match running.work {
            Work::Refresh => "a refresh is running",
            Work::Past => "older pages are being loaded",
            Work::Pages => "full texts are being fetched",
        };
        self.stage.say(Message::plain(format!("{what}{stop}")));
        None
    }

    /// A feed's program may run now: it does.
    pub(crate) fn allowed(&mut self, feed: FeedId) -> Vec<Effect> {
        self.refresh_feeds(RefreshWish {
            feeds: Some(vec![feed]),
            force: true,
            ..RefreshWish::default()
        })
    }

    fn begin(&mut self, wish: RefreshWish) -> Vec<Effect> {
        let ticket = self.stage.ticket();
        self.refresh.running = Some(Running {
            ticket,
            work: Work::Refresh,
            progress: Progress::default(),
            automatic: wish.automatic,
            stopping: false,
        });
        vec![Effect::Start(ticket, Job::Refresh(wish))]
    }

    fn fetch_new(&mut self) -> Vec<Effect> {
        let rows = self.feeds.list().rows.iter();
        let new: Vec<FeedId> = rows
            .filter(|row| is_fetched(row) && !row.paused && row.health.last_check.is_none())
            .map(|row| row.id)
            .collect();
        let mut effects = match new.as_slice() {
            [] => return Vec::new(),
            [only] => self.enter(Scope::Feed(*only)),
            _ => self.enter(Scope::Everything),
        };
        effects.extend(self.begin(RefreshWish {
            feeds: Some(new),
            ..RefreshWish::default()
        }));
        effects
    }
}

/// Whether a feed is one that is fetched: the welcome feed is compiled in.
fn is_fetched(row: &FeedRow) -> bool {
    row.url != WELCOME_URL
}

fn due_at(row: &FeedRow, now: Timestamp) -> Option<Timestamp> {
    match (row.health.next_check, row.health.last_check) {
        (Some(next), _) => Some(next),
        (None, None) => Some(now),
        (None, Some(_)) => None,
    }
}

/// `refreshed 61 new in 14 feeds · 12 skipped: fresh · 2 failed`.
fn told(report: &RefreshReport, board: Option<&str>) -> Message {
    match report.offline {
        Some(Offline::Down) => return Message::plain("offline: reading what is here"),
        Some(Offline::Portal) => {
            let text = "the network shows its own login page: log in with a browser";
            return Message::plain(text);
        }
        None => {}
    }
    if let [only] = report.feeds.as_slice()
        && let Some(message) = told_of_one(only)
    {
        return message;
    }
    let verb = if report.cancelled {
        "stopped"
    } else {
        "refreshed"
    };
    let brought = match report.new_entries() {
        0 => " nothing new".to_string(),
        new => {
            let feeds = counted(report.feeds_with_new() as u64, "feed", "feeds");
            format!(" {} new in {feeds}", grouped(new.into()))
        }
    };
    let mut words = vec![(Role::Done, verb.to_string()), (Role::Text, brought)];
    for rule in report.rules.iter().take(TOLD_RULES) {
        let count = grouped(rule.count.into());
        let text = format!(" · rule “{}” {} {count}", rule.rule, rule.did);
        words.push((Role::Dim, text));
    }
    if let Some(skipped) = skipped(report) {
        words.push((Role::Dim, format!(" · {skipped}")));
    }
    if !report.moved.is_empty() {
        let feeds = match report.moved.len() {
            1 => "a feed has".to_string(),
            n => format!("{n} feeds have"),
        };
        let text = format!(" · {feeds} a new address (u takes it back)");
        words.push((Role::Dim, text));
    }
    if report.failed() > 0 {
        words.push((Role::Dim, " · ".to_string()));
        words.push((Role::Error, format!("{} failed", report.failed())));
        if let Some(board) = board {
            words.push((Role::Dim, " · ".to_string()));
            words.push((Role::Key, board.to_string()));
            words.push((Role::Dim, " health".to_string()));
        }
    }
    Message {
        tone: Tone::Plain,
        words,
    }
}

/// A single feed that was asked for and gave nothing: say why.
fn told_of_one(report: &FeedReport) -> Option<Message> {
    let (role, text) = match &report.outcome {
        Outcome::Failed(failure) => (Role::Error, format!("! {}: {}", report.title, failure.what)),
        Outcome::Skipped(reason) => (Role::Dim, format!("skipped {}: {reason}", report.title)),
        Outcome::Unchanged => (Role::Dim, format!("{}: nothing new", report.title)),
        Outcome::Fetched { .. } => return None,
    };
    let mut words = vec![(role, text)];
    if let Outcome::Failed(failure) = &report.outcome
        && let Some(hint) = &failure.hint
    {
        words.push((Role::Dim, format!(" · hint: {hint}")));
    }
    Some(Message {
        tone: Tone::Plain,
        words,
    })
}

/// `12 skipped: fresh`, with the reason that most of them have.
fn skipped(report: &RefreshReport) -> Option<String> {
    let mut reasons: HashMap<&str, usize> = HashMap::new();
    for feed in &report.feeds {
        if let Outcome::Skipped(reason) = &feed.outcome {
            *reasons.entry(reason).or_default() += 1;
        }
    }
    let most = reasons
        .iter()
        .max_by_key(|(reason, count)| (**count, **reason))?;
    Some(format!("{} skipped: {}", report.skipped(), most.0))
}
