//! The list: which scope it shows, the window of its rows, motions in it, and the loads that a motion needs.
//!
//! A motion past the window's edge is kept and applied when the rows arrive. An answer whose ticket is not awaited is dropped.

use crate::app::arranged::Arrangements;
use crate::app::{Effect, Load, Marks, Rows, Stage};
use crate::model::{
    Anchor, Direction, EntryRow, FeedId, Order, Scope, Show, SortKey, Ticket, Timestamp, Window,
    Zone,
};

/// Rows of a window.
const WINDOW: u32 = 240;
/// Rows of a search's first window: each has its text looked at, and the next key may drop them all.
const HITS: u32 = 50;
/// Rows loaded at once for a long motion.
const MOST: i64 = 2000;

/// What a heading is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupOf {
    /// The day that began then.
    Day(Timestamp),
    /// A feed.
    Feed(FeedId),
}

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
    /// Whether days or feeds have headings.
    is_grouped: bool,
    kept_orders: Arrangements,
    marks: Option<Marks>,
    /// Where the selection was before other rows were shown.
    shown_at: Option<SortKey>,
    zone: Zone,
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
        let marking = self
            .marks
            .as_ref()
            .is_some_and(|marks| marks.awaited.is_some());
        marking || self.pending.is_some() || self.awaited.as_ref().is_some_and(jumps)
    }

    /// Entries that landed above the list since its head was last on the screen.
    pub fn new_above(&self) -> usize {
        match self.head {
            Some(head)
                if self.order == Order::Newest && !self.rows.has_more(Direction::Previous) =>
            {
                self.rows.newer_than(head)
            }
            _ => 0,
        }
    }

    /// Shows another scope, from its newest row. The same scope entered again drops what was read meanwhile.
    pub fn enter(&mut self, scope: Scope, stage: &mut Stage) -> Effect {
        let (order, is_grouped) = match &scope {
            // Searches have two orders, and the one that was chosen stays.
            Scope::Search(_) if self.order == Order::Best => (Order::Best, false),
            Scope::Search(_) => (Order::Newest, false),
            scope => self.kept_orders.of(scope),
        };
        (self.order, self.is_grouped) = (order, is_grouped);
        if scope != self.scope {
            self.marks = None;
            self.shown_at = None;
        }
        self.scope = scope;
        self.took = None;
        self.entered = stage.now;
        self.zone.clone_from(&stage.zone);
        self.rows = Rows::sorted(matches!(self.order, Order::Newest | Order::Best));
        self.head = None;
        self.loaded = false;
        self.pending = None;
        self.follows_head = false;
        let count = self.window();
        self.load(Anchor::First, Purpose::First, count, stage)
    }

    /// Lists in another order, and parts days or feeds by headings, or not. A search keeps its orders to itself; of any other list it is kept. The selection stays.
    pub fn sort(&mut self, order: Order, is_grouped: bool, stage: &mut Stage) -> Vec<Effect> {
        if matches!(self.scope, Scope::Search(_)) {
            self.order = order;
            return vec![self.enter(self.scope.clone(), stage)];
        }
        self.kept_orders.keep(&self.scope, order, is_grouped);
        let remember = Effect::Remember("arranged", self.kept_orders.print());
        let place = self.selected().map(EntryRow::key);
        let mut effects = vec![self.enter(self.scope.clone(), stage)];
        if let Some(key) = place {
            effects = vec![self.load(Anchor::Around(key), Purpose::At(key), WINDOW, stage)];
        }
        effects.push(remember);
        effects
    }

    /// How lists stood when byline was left.
    pub fn remember(&mut self, kept: Option<&str>) {
        self.kept_orders = kept.map(Arrangements::parse).unwrap_or_default();
    }

    /// Whether days or feeds have headings.
    pub fn is_grouped(&self) -> bool {
        self.is_grouped
    }

    /// What the heading above a row is of; rows of one group stand together. `None`: there are no headings.
    pub fn group(&self, index: usize) -> Option<GroupOf> {
        let row = self.rows.all().get(index).filter(|_| self.is_grouped)?;
        match self.order {
            Order::Newest | Order::Oldest => Some(GroupOf::Day(self.zone.midnight(row.time))),
            Order::FeedUp | Order::FeedDown => Some(GroupOf::Feed(row.feed)),
            _ => None,
        }
    }

    /// Whether a heading stands above a row when `top` is the first on the screen.
    pub fn has_heading(&self, index: usize, top: usize) -> bool {
        let group = self.group(index);
        group.is_some() && (index <= top || self.group(index - 1) != group)
    }

    /// How many rows from `top` on are on the screen, headings counted in.
    pub fn in_sight(&self, top: usize) -> usize {
        let lines = self.shape.height * self.shape.lines;
        let mut taken = 0;
        (top..self.rows.all().len())
            .take_while(|index| {
                taken += self.shape.lines + usize::from(self.has_heading(*index, top));
                taken <= lines
            })
            .count()
            .max(1)
    }

    /// Keeps the selection in sight, below the headings.
    fn follow(&mut self) {
        self.rows.follow(self.shape.height);
        if !self.is_grouped || self.rows.away(self.shape.height) > 0 {
            return;
        }
        while self.rows.at() >= self.rows.top() + self.in_sight(self.rows.top()) {
            self.rows.begin_at(self.rows.top() + 1);
        }
    }

    /// The rows marked to be acted on together, while some are being marked.
    pub fn marks(&self) -> Option<&Marks> {
        self.marks.as_ref()
    }

    /// `V`: rows are marked from the selection on, wherever it goes; again: those that are marked stay, and it goes without marking.
    pub fn mark_rows(&mut self) {
        let selected = self.rows.selected().cloned();
        let marks = self.marks.get_or_insert_with(Marks::default);
        marks.turn(selected);
    }

    /// `space` while rows are marked: this one is marked, or no longer.
    pub fn mark_row(&mut self) {
        if let (Some(marks), Some(row)) = (&mut self.marks, self.rows.selected()) {
            marks.toggle(row);
        }
    }

    /// Nothing is marked any more. Whether something was.
    pub fn drop_marks(&mut self) -> bool {
        self.marks.take().is_some()
    }

    /// Marks what lies between where the marking began and the selection; asks for rows that are not at hand.
    pub(crate) fn reach_marks(&mut self, stage: &mut Stage) -> Option<Effect> {
        let selected = self.rows.selected()?.key();
        let at = self.rows.at();
        let marks = self.marks.as_mut()?;
        let begun = marks.begun()?;
        if marks.reached == Some(selected.id) {
            return None;
        }
        marks.reached = Some(selected.id);
        if let Some(from) = self.rows.find(begun.id) {
            let (first, last) = (from.min(at), from.max(at));
            let rows = self.rows.all().get(first..=last).unwrap_or_default();
            marks.reach(rows.to_vec());
            return None;
        }
        let ticket = stage.ticket();
        marks.awaited = Some(ticket);
        Some(Effect::Load(
            ticket,
            Load::Between {
                scope: self.scope.clone(),
                show: self.show,
                keep_since: self.entered,
                order: self.order,
                from: begun,
                to: selected,
            },
        ))
    }

    /// Rows between, if they are the awaited ones.
    pub(crate) fn marked_between(&mut self, ticket: Ticket, rows: Vec<EntryRow>) {
        if let Some(marks) = &mut self.marks
            && marks.awaited == Some(ticket)
        {
            marks.awaited = None;
            marks.reach(rows);
        }
    }

    /// Rows of a first window.
    fn window(&self) -> u32 {
        match self.scope {
            Scope::Search(_) => HITS,
            _ => WINDOW,
        }
    }

    /// Shows all, unread, or bookmarked ones; the selection stays.
    pub fn show_these(&mut self, show: Show, stage: &mut Stage) -> Effect {
        self.show = show;
        self.entered = stage.now;
        let selected = self.rows.selected().map(EntryRow::key);
        // Behind a list of nothing the reader is where they were.
        match (selected, self.shown_at) {
            (None, Some(key)) if self.loaded => {
                self.load(Anchor::Around(key), Purpose::At(key), WINDOW, stage)
            }
            (selected, _) => {
                self.shown_at = selected;
                self.reload(stage)
            }
        }
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
        self.follow();
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
        if let Some(marks) = &mut self.marks {
            marks.awaited.take_if(|awaited| *awaited == ticket);
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
            self.follow();
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
        self.follow();
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
