//! The list: which scope it shows, the window of its rows, motions in it, and the loads that a motion needs.
//!
//! A motion past the window's edge is kept and applied when the rows arrive. An answer whose ticket is not awaited is dropped.

use crate::app::{Effect, Load, Rows, Stage};
use crate::model::{
    Anchor, Direction, EntryRow, Order, Scope, Show, SortKey, Ticket, Timestamp, Window,
};

/// Rows of a window.
const WINDOW: u32 = 240;
/// Rows of a search's first window: each has its text looked at, and the next key may drop them all.
const HITS: u32 = 50;
/// Rows loaded at once for a long motion.
const MOST: i64 = 2000;

/// A step of the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// So many rows down; up when negative.
    By(i64),
    /// To the newest row.
    First,
    /// To the oldest row.
    Last,
}

/// What the list is to do with the window that it awaits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// Show it from its first row.
    First,
    /// Show it from its last row.
    Last,
    /// Show it with this entry selected.
    At(SortKey),
    /// Show it where the old rows were.
    Reload,
    /// Join it to the rows at hand.
    Extend(Direction),
}

#[derive(Clone, Copy, Debug)]
struct Awaited {
    ticket: Ticket,
    purpose: Purpose,
    asked: Timestamp,
}

/// How rows stand in the pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Cells of the pane.
    pub width: u16,
    /// Whole entries that fit.
    pub height: usize,
    /// Lines of an entry: 1 or 2.
    pub lines: usize,
}

/// The list.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    scope: Scope,
    show: Show,
    order: Order,
    took: Option<i64>,
    rows: Rows,
    shape: Shape,
    entered: Timestamp,
    seen_by: Timestamp,
    head: Option<SortKey>,
    awaited: Option<Awaited>,
    pending: Option<Motion>,
    loaded: bool,
    follows_head: bool,
}

impl Entries {
    /// What the list shows.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Whether read entries are listed.
    pub fn show(&self) -> Show {
        self.show
    }

    /// What stands first in a search.
    pub fn order(&self) -> Order {
        self.order
    }

    /// Milliseconds from asking for the list to having its first rows; `None`: not asked for anew since it was entered.
    pub fn took(&self) -> Option<i64> {
        self.took
    }

    /// The rows at hand.
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// The rows at hand, to change their marks in place.
    pub fn rows_mut(&mut self) -> impl Iterator<Item = &mut EntryRow> {
        self.rows.each_mut()
    }

    /// The selected entry.
    pub fn selected(&self) -> Option<&EntryRow> {
        self.rows.selected()
    }

    /// How rows stand in the pane.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Whether the store has answered for this scope.
    pub fn is_loaded(&self) -> bool {
        self.loaded
    }

    /// Whether an answer of the store is awaited.
    pub fn is_loading(&self) -> bool {
        self.awaited.is_some()
    }

    /// All that is listed was seen by byline before this time: what a rule such as "all read" is about.
    pub fn seen_by(&self) -> Timestamp {
        self.seen_by
    }

    /// Whether a motion waits for rows, so that later keys queue behind it.
    pub fn is_waiting(&self) -> bool {
        let jumps = |awaited: &Awaited| {
            matches!(awaited.purpose, Purpose::Last | Purpose::At(_))
                || (awaited.purpose == Purpose::First && self.loaded)
        };
        self.pending.is_some() || self.awaited.as_ref().is_some_and(jumps)
    }

    /// Entries that landed above the list since its head was last on the screen.
    pub fn new_above(&self) -> usize {
        match self.head {
            Some(head) if !self.rows.has_more(Direction::Previous) => self.rows.newer_than(head),
            _ => 0,
        }
    }

    /// Shows another scope, from its newest row. The same scope entered again drops what was read meanwhile.
    pub fn enter(&mut self, scope: Scope, stage: &mut Stage) -> Effect {
        if !matches!(scope, Scope::Search(_)) {
            self.order = Order::Newest;
        }
        self.scope = scope;
        self.took = None;
        self.entered = stage.now;
        self.rows = Rows::default();
        self.head = None;
        self.loaded = false;
        self.pending = None;
        self.follows_head = false;
        let count = self.window();
        self.load(Anchor::First, Purpose::First, count, stage)
    }

    /// Puts other finds of a search first.
    pub fn sort(&mut self, order: Order, stage: &mut Stage) -> Effect {
        self.order = order;
        self.enter(self.scope.clone(), stage)
    }

    /// Rows of a first window.
    fn window(&self) -> u32 {
        match self.scope {
            Scope::Search(_) => HITS,
            _ => WINDOW,
        }
    }

    /// Shows read entries too, or not; the selection stays.
    pub fn show_other(&mut self, stage: &mut Stage) -> Effect {
        self.show = match self.show {
            Show::All => Show::Unread,
            Show::Unread => Show::All,
        };
        self.entered = stage.now;
        self.reload(stage)
    }

    /// The reader has a place in this list now: nothing but a key moves it.
    pub fn keep_place(&mut self) {
        self.follows_head = false;
    }

    /// Loads the rows anew around the selection, which stays where it is on the screen; a jump under way still arrives where it was going.
    pub fn reload(&mut self, stage: &mut Stage) -> Effect {
        match self.awaited.map(|awaited| awaited.purpose) {
            Some(Purpose::First) => {
                return self.load(Anchor::First, Purpose::First, WINDOW, stage);
            }
            Some(Purpose::Last) => return self.load(Anchor::Last, Purpose::Last, WINDOW, stage),
            Some(Purpose::At(key)) => {
                return self.load(Anchor::Around(key), Purpose::At(key), WINDOW, stage);
            }
            Some(Purpose::Reload | Purpose::Extend(_)) | None => {}
        }
        let place = self.rows.selected().map(EntryRow::key);
        match place.filter(|_| !self.follows_head) {
            Some(key) => {
                let away = self.rows.away(self.shape.height) as u32;
                let count = WINDOW + 2 * away;
                self.load(Anchor::Around(key), Purpose::Reload, count, stage)
            }
            None => self.load(Anchor::First, Purpose::First, WINDOW, stage),
        }
    }

    /// Shows the rows around an entry and selects it.
    pub fn jump(&mut self, key: SortKey, stage: &mut Stage) -> Option<Effect> {
        self.keep_place();
        if let Some(index) = self.rows.find(key.id) {
            self.rows.select(index);
            return self.after_motion(stage);
        }
        Some(self.load(Anchor::Around(key), Purpose::At(key), WINDOW, stage))
    }

    /// Moves the selection, at once or when the rows it needs are there.
    pub fn go(&mut self, motion: Motion, stage: &mut Stage) -> Option<Effect> {
        self.keep_place();
        match motion {
            Motion::First if self.rows.has_more(Direction::Previous) => {
                Some(self.load(Anchor::First, Purpose::First, WINDOW, stage))
            }
            Motion::Last if self.rows.has_more(Direction::Next) => {
                Some(self.load(Anchor::Last, Purpose::Last, WINDOW, stage))
            }
            Motion::First => {
                self.rows.select(0);
                self.after_motion(stage)
            }
            Motion::Last => {
                self.rows.select(usize::MAX);
                self.after_motion(stage)
            }
            Motion::By(steps) => self.step(steps, stage),
        }
    }

    /// Takes rows if they are the awaited ones: `None` if not; else what is to be done next.
    pub fn receive(
        &mut self,
        ticket: Ticket,
        window: Window,
        stage: &mut Stage,
    ) -> Option<Vec<Effect>> {
        let awaited = self.awaited.filter(|awaited| awaited.ticket == ticket)?;
        self.awaited = None;
        if awaited.purpose == Purpose::First && !self.loaded {
            self.took = Some(stage.now.since(awaited.asked));
        }
        match awaited.purpose {
            Purpose::First => self.show_whole(window, usize::MIN),
            Purpose::Last => self.show_whole(window, usize::MAX),
            Purpose::At(key) => {
                let index = window.rows.iter().position(|row| row.id == key.id);
                self.show_whole(window, index.unwrap_or_default());
                self.rows.hold(self.shape.height / 3, self.shape.height);
            }
            Purpose::Reload => self.rows.reload(window),
            Purpose::Extend(direction) => self.join(window, direction),
        }
        if !matches!(awaited.purpose, Purpose::Extend(_)) {
            self.seen_by = awaited.asked;
        }
        self.loaded = true;
        self.rows.follow(self.shape.height);
        let next = match self.pending.take() {
            Some(motion) => self.go(motion, stage),
            None => self.after_motion(stage),
        };
        Some(next.into_iter().collect())
    }

    /// The load failed: nothing is awaited any more. Says whether the ticket was ours.
    pub fn failed(&mut self, ticket: Ticket) -> bool {
        let ours = self.awaited.is_some_and(|awaited| awaited.ticket == ticket);
        if ours {
            self.awaited = None;
            self.pending = None;
        }
        ours
    }

    /// The pane has this shape now; the selected row keeps its height on the screen while entries change theirs.
    pub fn fit(&mut self, shape: Shape) {
        if shape != self.shape {
            self.rows.tighten(self.shape.height);
        }
        if shape.lines != self.shape.lines && self.rows.away(self.shape.height) == 0 {
            let above = (self.rows.at() - self.rows.top().min(self.rows.at())) * self.shape.lines;
            self.shape = shape;
            self.rows.hold(above / shape.lines.max(1), shape.height);
        } else if shape != self.shape {
            self.shape = shape;
            self.rows.follow(shape.height);
        }
    }

    /// The nearest unread row at hand, from the selection on, itself left out.
    pub fn unread_from(&self, direction: Direction) -> Option<usize> {
        let (rows, at) = (self.rows.all(), self.rows.at());
        let unread = |(_, row): &(usize, &EntryRow)| !row.read;
        let mut numbered = rows.iter().enumerate();
        match direction {
            Direction::Next => numbered.skip(at + 1).find(unread),
            Direction::Previous => numbered.by_ref().take(at).rev().find(unread),
        }
        .map(|(index, _)| index)
    }

    /// The unread rows at hand that follow the selection, nearest first.
    pub fn unread_ahead(&self) -> impl Iterator<Item = &EntryRow> {
        self.rows
            .all()
            .iter()
            .skip(self.rows.at() + 1)
            .filter(|row| !row.read)
    }

    /// Selects a row that is pointed at: no row moves under the pointer.
    pub fn pick(&mut self, index: usize, stage: &mut Stage) -> Option<Effect> {
        self.keep_place();
        self.rows.pick(index);
        self.after_motion(stage)
    }

    /// Scrolls by so many rows; the selection stays where it is, in sight or not.
    pub fn scroll(&mut self, rows: i64, stage: &mut Stage) -> Option<Effect> {
        self.keep_place();
        self.rows.scroll(rows, self.shape.height);
        self.after_motion(stage)
    }

    /// Selects a row at hand.
    pub fn select(&mut self, index: usize, stage: &mut Stage) -> Option<Effect> {
        self.keep_place();
        self.rows.select(index);
        self.after_motion(stage)
    }

    fn step(&mut self, steps: i64, stage: &mut Stage) -> Option<Effect> {
        let steps = steps.clamp(-10_000, 10_000);
        let target = self.rows.at() as i64 + steps;
        let last = self.rows.all().len() as i64 - 1;
        let beyond = if target > last {
            Some((Direction::Next, target - last))
        } else if target < 0 {
            Some((Direction::Previous, -target))
        } else {
            None
        };
        match beyond {
            Some((direction, missing)) if self.rows.has_more(direction) => {
                self.pending = Some(Motion::By(steps));
                self.extend(direction, missing, stage)
            }
            _ => {
                self.rows
                    .select(usize::try_from(target.max(0)).unwrap_or_default());
                self.after_motion(stage)
            }
        }
    }

    /// Keeps the selection in sight, and more rows ready where it comes near the window's edge.
    fn after_motion(&mut self, stage: &mut Stage) -> Option<Effect> {
        self.rows.follow(self.shape.height);
        let (first, last) = self.rows.looked_at(self.shape.height);
        if first == 0 && !self.rows.has_more(Direction::Previous) || self.head.is_none() {
            self.head = self.rows.edge(Direction::Previous);
        }
        let len = self.rows.all().len();
        let near = (len / 3).min(WINDOW as usize / 3);
        if self.rows.has_more(Direction::Next) && last + near >= len {
            self.extend(Direction::Next, 0, stage)
        } else if self.rows.has_more(Direction::Previous) && first < near {
            self.extend(Direction::Previous, 0, stage)
        } else {
            None
        }
    }

    /// Asks for rows beyond an edge, unless they are on their way.
    fn extend(&mut self, direction: Direction, missing: i64, stage: &mut Stage) -> Option<Effect> {
        if self.awaited.is_some() {
            return None;
        }
        let key = self.rows.edge(direction)?;
        let anchor = match direction {
            Direction::Next => Anchor::After(key),
            Direction::Previous => Anchor::Before(key),
        };
        let count = (missing + i64::from(WINDOW)).min(MOST) as u32;
        Some(self.load(anchor, Purpose::Extend(direction), count, stage))
    }

    fn load(&mut self, anchor: Anchor, purpose: Purpose, count: u32, stage: &mut Stage) -> Effect {
        let ticket = stage.ticket();
        self.awaited = Some(Awaited {
            ticket,
            purpose,
            asked: stage.now,
        });
        Effect::Load(
            ticket,
            Load::Entries {
                scope: self.scope.clone(),
                show: self.show,
                keep_since: self.entered,
                anchor,
                count,
                order: self.order,
            },
        )
    }

    /// A list that was shown empty and fills up stands at its newest row until the reader moves.
    fn show_whole(&mut self, window: Window, index: usize) {
        self.follows_head |= window.rows.is_empty();
        self.rows.replace(window);
        self.rows.select(index);
    }

    /// Joins rows to the window. An answer without rows ends the list there, whatever it says, so that no motion waits for ever.
    fn join(&mut self, mut window: Window, direction: Direction) {
        if window.rows.is_empty() {
            window.more_before = false;
            window.more_after = false;
        }
        self.rows.extend(window, direction);
    }
}
