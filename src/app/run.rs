//! A command finds what does it: an overlay, a motion, an act, a refresh, or the screen itself.

use crate::app::open::edit_rule;
use crate::app::{App, Effect, Focus, Former, Launch, Message, Overlay, RuleEditor};
use crate::command::{Command, Invocation};
use crate::config::{Layout, Rule};
use crate::model::{Direction, FeedId, Scope};

/// Cells by which `+` and `-` change the measure.
const MEASURE_STEP: u16 = 5;
/// Cells by which `<` and `>` scroll.
const SIDEWAYS: i64 = 8;

impl App {
    /// Runs a command in the pane that has the focus.
    pub(crate) fn run(&mut self, invocation: &Invocation) -> Vec<Effect> {
        if invocation.command == Command::Outline {
            self.reader.set_whole();
        }
        if let Some((overlay, wishes)) = Overlay::open(invocation, &mut self.sight()) {
            if overlay.is_some() {
                self.hand.turn();
            }
            self.overlays.extend(overlay);
            return self.grant(wishes);
        }
        self.run_near(invocation)
            .or_else(|| self.run_selecting(invocation))
            .or_else(|| self.run_marking(invocation))
            .or_else(|| self.run_motion(invocation))
            .or_else(|| self.run_later(invocation))
            .or_else(|| self.run_act(invocation))
            .or_else(|| self.run_refresh(invocation))
            .or_else(|| self.run_place(invocation))
            .or_else(|| self.run_full_text(invocation))
            .or_else(|| self.run_reading(invocation))
            .or_else(|| self.run_borders(invocation))
            .or_else(|| self.run_pictures(invocation))
            .unwrap_or_else(|| self.run_screen(invocation))
    }

    /// Runs a command that was chosen over the screen: one about a feed is about that of the health board, if the board is below.
    pub(crate) fn run_over(&mut self, invocation: &Invocation) -> Vec<Effect> {
        let Some(Overlay::Health(mut health)) = self.overlays.pop_if(is_board) else {
            return self.run(invocation);
        };
        let wishes = health.command(invocation.command, &mut self.sight());
        self.overlays.push(Overlay::Health(health));
        match wishes {
            Some(wishes) => self.grant(wishes),
            None => self.run(invocation),
        }
    }

    /// Opens the editor of a rule on top of what is open.
    pub(crate) fn edit_rule(&mut self, rule: &Rule) -> Vec<Effect> {
        let (overlay, wishes) = edit_rule(RuleEditor::of(rule), &mut self.sight());
        self.hand.turn();
        self.overlays.extend(overlay);
        self.grant(wishes)
    }

    /// Runs a command as if this feed were the selected one of the feeds pane.
    pub(crate) fn about(&mut self, feed: FeedId, invocation: &Invocation) -> Vec<Effect> {
        let focus = std::mem::replace(&mut self.focus, Focus::Feeds);
        let selected = self.feeds.selected().clone();
        self.feeds.select(Scope::Feed(feed));
        let effects = self.run(invocation);
        self.feeds.select(selected);
        self.focus = focus;
        effects
    }

    /// What `esc` ends before it means `out`: selecting, a find, standing on a link, or a refresh that the reader asked for.
    pub(crate) fn escape(&mut self) -> Option<Vec<Effect>> {
        if self.focus == Focus::Article {
            if self.reader.selection().is_some() {
                self.stage.status.seen();
                self.reader.drop_selection();
                return Some(Vec::new());
            }
            if self.reader.is_finding() {
                self.stage.status.seen();
                self.reader.drop_find();
                return Some(Vec::new());
            }
            if self.reader.stands() {
                self.stage.status.seen();
                self.reader.leave_link();
                return Some(Vec::new());
            }
            return None;
        }
        if self.is_marking() {
            self.stage.status.seen();
            self.end_marking();
            return Some(Vec::new());
        }
        self.refresh.asked_for().then(|| {
            self.stage.status.seen();
            self.cancel_refresh()
        })
    }

    /// Leave, with the place in the article kept and work stopped.
    pub(crate) fn quit(&mut self) -> Vec<Effect> {
        let mut effects = self.end_drag();
        effects.extend(self.leave_article());
        effects.extend(self.refresh.ticket().map(Effect::Cancel));
        effects.push(Effect::Quit);
        effects
    }

    /// Shows a list and gives it the focus.
    pub(crate) fn enter(&mut self, scope: Scope) -> Vec<Effect> {
        let mut effects = self.leave_article();
        self.zen = false;
        self.focus = Focus::Entries;
        self.feeds.select(scope.clone());
        effects.push(self.entries.enter(scope, &mut self.stage));
        effects
    }

    /// Shows a list again that a search was opened over, its selection where it was; out of an article the list has the focus.
    pub(crate) fn back(&mut self, former: Former) -> Vec<Effect> {
        let mut effects = self.enter(former.scope);
        if let Some(place) = former.place {
            effects.extend(self.entries.jump(place, &mut self.stage));
        }
        if former.focus == Focus::Feeds {
            self.focus = Focus::Feeds;
        }
        effects
    }

    fn run_place(&mut self, invocation: &Invocation) -> Option<Vec<Effect>> {
        let scope = match invocation.command {
            Command::GoToday => Scope::Today,
            Command::GoUnread => Scope::Unread,
            Command::GoBookmarks => Scope::Bookmarks,
            Command::GoContinue => Scope::Continue,
            Command::GoEverything => Scope::Everything,
            _ => return None,
        };
        Some(self.enter(scope))
    }

    fn run_reading(&mut self, invocation: &Invocation) -> Option<Vec<Effect>> {
        let steps = i64::from(invocation.count);
        match invocation.command {
            Command::NextUnread if self.walks_matches() => self.reader.step_match(steps),
            Command::PreviousUnread if self.walks_matches() => self.reader.step_match(-steps),
            Command::NextUnread => return Some(self.hunt(Direction::Next, invocation.count)),
            Command::PreviousUnread => {
                return Some(self.hunt(Direction::Previous, invocation.count));
            }
            Command::NextMatch => self.reader.step_match(steps),
            Command::PreviousMatch => self.reader.step_match(-steps),
            Command::Wider => {
                return Some(self.set_measure(self.stage.measure.saturating_add(MEASURE_STEP)));
            }
            Command::Narrower => {
                return Some(self.set_measure(self.stage.measure.saturating_sub(MEASURE_STEP)));
            }
            Command::DefaultMeasure => {
                return Some(self.set_measure(self.stage.config.measure));
            }
            Command::ScrollLeft => self.reader.scroll_sideways(-SIDEWAYS * steps),
            Command::ScrollRight => self.reader.scroll_sideways(SIDEWAYS * steps),
            _ => return None,
        }
        Some(Vec::new())
    }

    fn walks_matches(&self) -> bool {
        self.focus == Focus::Article && self.reader.is_finding()
    }

    fn set_measure(&mut self, measure: u16) -> Vec<Effect> {
        let kept = self.stage.set_measure(measure);
        let text = format!("measure {}", self.stage.measure);
        self.stage.say(Message::plain(text));
        vec![Effect::Remember("measure", kept)]
    }

    fn run_screen(&mut self, invocation: &Invocation) -> Vec<Effect> {
        match invocation.command {
            Command::Zen => self.toggle_zen(),
            Command::NextLayout => {
                let (layout, name) = match self.layout {
                    Layout::Columns => (Layout::Stacked, "stacked"),
                    Layout::Stacked => (Layout::Columns, "columns"),
                };
                self.layout = layout;
                vec![Effect::Remember("layout", name.to_string())]
            }
            Command::EditConfig => {
                let ticket = self.stage.ticket();
                let line = self.problem_line.take();
                vec![Effect::Launch(
                    ticket,
                    Launch::Edit {
                        file: "config.toml",
                        line,
                    },
                )]
            }
            Command::Quit if self.focus == Focus::Feeds => self.quit(),
            Command::Quit => self.out(),
            Command::QuitAll => self.quit(),
            Command::Repaint => vec![Effect::Repaint],
            Command::Suspend => vec![Effect::Suspend],
            _ => Vec::new(),
        }
    }

    fn toggle_zen(&mut self) -> Vec<Effect> {
        if self.zen {
            self.zen = false;
            return Vec::new();
        }
        let effects = if self.focus == Focus::Article {
            Vec::new()
        } else {
            self.open()
        };
        self.zen = self.focus == Focus::Article;
        effects
    }
}

fn is_board(overlay: &mut Overlay) -> bool {
    matches!(overlay, Overlay::Health(_))
}
