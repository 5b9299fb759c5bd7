//! Answers find who asked: an overlay, a pane, a hunt, the refresh. One whose ticket nobody awaits is dropped.

use crate::app::leave::saved;
use crate::app::{App, Done, Effect, File, Heard, Job, Load, Message, Overlay};
use crate::command::Command;
use crate::config::Problem;
use crate::model::{Act, ActKind, Scope, Subscription, Ticket, Trouble};
use crate::text::{self, Role};

impl App {
    /// Takes the answer to an effect.
    pub(crate) fn done(&mut self, ticket: Ticket, done: Done) -> Vec<Effect> {
        match self.offer(ticket, &done) {
            (true, effects) => effects,
            (false, mut effects) => {
                effects.extend(self.answered(ticket, done));
                effects
            }
        }
    }

    fn answered(&mut self, ticket: Ticket, done: Done) -> Vec<Effect> {
        match done {
            Done::Feeds(list) if self.feeds_awaited == Some(ticket) => {
                self.feeds_awaited = None;
                let mut effects = Vec::new();
                if self.feeds.receive(list) {
                    let scope = self.feeds.selected().clone();
                    effects.push(self.entries.enter(scope, &mut self.stage));
                }
                effects.extend(self.schedule());
                effects.extend(self.count_soon());
                effects
            }
            Done::Counts(counts) => self.counted(ticket, counts),
            Done::Entries(window) => {
                let Some(mut effects) = self.entries.receive(ticket, window, &mut self.stage)
                else {
                    return Vec::new();
                };
                self.share_marks();
                effects.extend(self.pursue());
                effects.extend(self.look_near());
                effects
            }
            Done::Nearest(found) => {
                self.found_near(ticket, found);
                Vec::new()
            }
            Done::Article(entry, head, document) => {
                self.reader
                    .receive(ticket, (entry, head, document), &self.stage);
                Vec::new()
            }
            Done::Unread(_, row) => self.hunted(ticket, row).unwrap_or_default(),
            Done::Acted(act) => self.acted(ticket, act),
            Done::Outdated(entries, feeds) => {
                let entries = text::counted(entries, "entry", "entries");
                let feeds = text::counted(feeds, "feed", "feeds");
                let said = format!("let go {entries} of {feeds} that keep no more");
                self.stage.say(Message::done(said));
                self.load_all()
            }
            Done::Between(rows) => {
                self.entries.marked_between(ticket, rows);
                Vec::new()
            }
            Done::Forgotten(count) => {
                let acts = text::counted(count, "act", "acts");
                self.stage.say(Message::done(format!("forgot {acts}")));
                Vec::new()
            }
            Done::LaterFetched(report, lack) => self.later_fetched(&report, lack.as_ref()),
            Done::Allowed(feed) => self.allowed(feed),
            Done::Refreshed(report) => self.refreshed(ticket, &report),
            Done::PastLoaded(report) => self.past_loaded(ticket, &report),
            Done::FullText(outcome) => self.full_text_done(ticket, &outcome),
            Done::PagesFetched(report) => self.pages_fetched(ticket, &report),
            Done::Imported {
                act,
                known,
                problems,
                remarks,
            } => self.imported(act.as_ref(), known, (&problems, &remarks)),
            Done::Exported {
                path,
                feeds,
                left_out,
            } => {
                for left_out in &left_out {
                    self.stage.say(Message::warning(left_out, None));
                }
                let feeds = text::counted(feeds.into(), "feed", "feeds");
                let text = format!("wrote {feeds} to {path}");
                self.stage.say(Message::done(text));
                Vec::new()
            }
            Done::Saved(path) => {
                self.stage.say(saved(&path));
                Vec::new()
            }
            Done::Launched(said) => {
                if let Some(said) = said {
                    self.stage.say(Message::done(said));
                }
                Vec::new()
            }
            Done::Failed(trouble) => self.failed(ticket, &trouble),
            _ => Vec::new(),
        }
    }

    /// Files of the config folder changed: what is in them holds from now on.
    pub(crate) fn files_changed(&mut self, files: Vec<File>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for file in files {
            match file {
                File::Config(config, problems) => {
                    if config.layout != self.stage.config.layout {
                        self.layout = config.layout;
                    }
                    let smart_feeds = self.stage.config.smart_feeds.clone();
                    self.stage.configure(*config);
                    self.say_problems(&problems);
                    effects.extend(self.name_smart_feeds(&smart_feeds));
                }
                File::Rules(problems) => self.say_problems(&problems),
                File::Feeds(problems) => {
                    self.say_problems(&problems);
                    effects.extend(self.load_all());
                    // Feeds that were added by hand are due; they come as anything that is due comes, if it comes by itself at all.
                    effects.extend(self.schedule_first());
                }
            }
        }
        effects
    }

    /// Says what is wrong in a file; the first one can be opened at its line.
    pub fn say_problems(&mut self, problems: &[Problem]) {
        for problem in problems {
            let mut message = Message::warning(&problem.to_string(), problem.hint.as_deref());
            if problem.file.ends_with("config.toml") {
                self.problem_line.get_or_insert(problem.line);
                message.words.extend(self.open_it());
            }
            self.stage.say(message);
        }
    }

    /// ` · g e open it`, with the keys that do.
    fn open_it(&self) -> Vec<(Role, String)> {
        let key = self.stage.keymap.key(self.context(), Command::EditConfig);
        let words = key.map(|key| {
            [
                (Role::Dim, " · ".to_string()),
                (Role::Key, key),
                (Role::Dim, " open it".to_string()),
            ]
        });
        words.into_iter().flatten().collect()
    }

    /// Another process changed the store.
    pub(crate) fn store_changed(&mut self) -> Vec<Effect> {
        self.load_all()
    }

    /// Loads the feeds pane.
    pub(crate) fn load_feeds(&mut self) -> Effect {
        let ticket = self.stage.ticket();
        self.feeds_awaited = Some(ticket);
        Effect::Load(ticket, Load::Feeds)
    }

    /// Follows feeds.
    pub(crate) fn subscribe(&mut self, feeds: Vec<Subscription>) -> Vec<Effect> {
        let ticket = self.told_ticket();
        vec![Effect::Start(ticket, Job::Subscribe(feeds))]
    }

    /// An effect of an overlay: an act among them is told like any other.
    pub(crate) fn passed_on(&mut self, effect: Effect) -> Vec<Effect> {
        if let Effect::Change(ticket, _) | Effect::Start(ticket, _) | Effect::TakeBack(ticket, _) =
            &effect
        {
            self.told.push(*ticket);
        }
        vec![effect]
    }

    /// Lets the overlays hear an answer, the top first: whether it was for them alone, and what they wish.
    fn offer(&mut self, ticket: Ticket, done: &Done) -> (bool, Vec<Effect>) {
        for index in (0..self.overlays.len()).rev() {
            let Some(mut overlay) = self.overlays.get(index).cloned() else {
                continue;
            };
            let heard = overlay.receive(ticket, done, &mut self.sight());
            if let Some(slot) = self.overlays.get_mut(index) {
                *slot = overlay;
            }
            match heard {
                Heard::Not => {}
                Heard::Taken(wishes) => return (true, self.grant(wishes)),
                Heard::Also(wishes) => return (false, self.grant(wishes)),
            }
        }
        (false, Vec::new())
    }

    /// An act is committed: say so, and load what it changed.
    fn acted(&mut self, ticket: Ticket, act: Option<Act>) -> Vec<Effect> {
        let told = self.told.iter().position(|told| *told == ticket);
        if let Some(index) = told {
            self.told.swap_remove(index);
        }
        let Some(act) = act else {
            self.stage.say(Message::plain("nothing to undo"));
            return Vec::new();
        };
        if told.is_some() {
            let message = self.told_act(&act);
            self.stage.say(message);
        }
        if act.kind == ActKind::Subscribe && !act.undone {
            self.fetch_new_soon();
        }
        let by_hand = told.is_some();
        let in_place = matches!(
            act.kind,
            ActKind::Read | ActKind::Unread | ActKind::Bookmark | ActKind::Unbookmark
        ) && act.count == 1
            && !act.undone
            && !self.again.contains(&ticket);
        self.again.retain(|other| *other != ticket);
        if in_place {
            return if by_hand {
                vec![self.load_feeds()]
            } else {
                self.count_soon().into_iter().collect()
            };
        }
        let mut effects: Vec<Effect> = self.fetch_saved(&act).into_iter().collect();
        effects.extend(self.load_all());
        effects
    }

    /// An act, with the key that takes it back.
    fn told_act(&self, act: &Act) -> Message {
        let undo = self.stage.keymap.key(self.context(), Command::Undo);
        Message::act(act, undo.as_deref())
    }

    fn imported(
        &mut self,
        act: Option<&Act>,
        known: u32,
        (problems, remarks): (&[String], &[String]),
    ) -> Vec<Effect> {
        // The sum comes last, so that it is what stands in the status line; the messages keep the rest.
        for problem in problems.iter().chain(remarks) {
            self.stage.say(Message {
                tone: crate::app::Tone::Plain,
                words: vec![(Role::Warning, format!("! {problem}"))],
            });
        }
        let mut words = match act {
            Some(act) => self.told_act(act).words,
            None => vec![(Role::Dim, "nothing new to import".to_string())],
        };
        if known > 0 {
            words.push((Role::Dim, format!(" · {known} known already")));
        }
        if !problems.is_empty() {
            words.push((Role::Warning, format!(" · {} not taken", problems.len())));
        }
        if !problems.is_empty() || !remarks.is_empty() {
            words.push((Role::Dim, " · :messages tells more".to_string()));
        }
        self.stage.say(Message {
            tone: crate::app::Tone::Plain,
            words,
        });
        let mut effects = self.load_all();
        if act.is_some() {
            effects.extend(self.leave_catalogue());
        }
        effects
    }

    /// Who brought feeds of their own needs no catalogue: they are due, and come as anything that is due comes.
    fn leave_catalogue(&mut self) -> Vec<Effect> {
        let is_other = |overlay: &Overlay| !matches!(overlay, Overlay::Catalogue(_));
        let before = self.overlays.len();
        self.overlays.retain(is_other);
        let mut effects = Vec::new();
        if self.overlays.len() < before {
            effects.extend(self.enter(Scope::Everything));
        }
        effects.extend(self.schedule_first());
        effects
    }

    /// Something could not be done: say it, and show again what is true.
    fn failed(&mut self, ticket: Ticket, trouble: &Trouble) -> Vec<Effect> {
        self.stage.say(Message::trouble(trouble));
        if self.hunt.is_some() {
            self.end_hunt();
        }
        let load = self.entries.failed(ticket) || self.reader.fail(ticket, trouble);
        let feeds = self.feeds_awaited == Some(ticket);
        if feeds {
            self.feeds_awaited = None;
        }
        if load || feeds {
            self.queue.clear();
            return Vec::new();
        }
        if self.count_failed(ticket) || self.refresh_failed(ticket) || self.full_text_failed(ticket)
        {
            return Vec::new();
        }
        let act = self.told.contains(&ticket);
        self.told.retain(|told| *told != ticket);
        if act { self.load_all() } else { Vec::new() }
    }

    pub(crate) fn load_all(&mut self) -> Vec<Effect> {
        let mut effects = vec![self.load_feeds(), self.entries.reload(&mut self.stage)];
        if self.reader.entry().is_some() {
            effects.extend(self.reader.reload(&mut self.stage));
        }
        effects
    }

    /// The list was loaded anew: the article's marks are those of its row.
    fn share_marks(&mut self) {
        let id = self.reader.row().map(|row| row.id);
        let rows = self.entries.rows();
        let listed = id
            .and_then(|id| rows.find(id))
            .and_then(|index| rows.all().get(index))
            .cloned();
        if let (Some(listed), Some(row)) = (listed, self.reader.row_mut()) {
            *row = listed;
        }
    }
}
