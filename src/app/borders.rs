//! Moving the borders between panes: by a command, and back to where they stand by themselves.

use crate::app::{App, Edge, Effect, Message, Widths};
use crate::command::{Command, Invocation};

/// Columns by which a command moves an upright, and rows by which it moves the border below a list.
const COLUMNS: u16 = 4;
const ROWS: u16 = 2;

impl App {
    /// Runs a command if it is about borders.
    pub(crate) fn run_borders(&mut self, invocation: &Invocation) -> Option<Vec<Effect>> {
        let steps = i64::from(invocation.count);
        Some(match invocation.command {
            Command::WidenPane => self.widen(steps),
            Command::NarrowPane => self.widen(-steps),
            Command::DefaultWidths => {
                self.widths = Widths::default();
                vec![self.remember_widths()]
            }
            _ => return None,
        })
    }

    /// Keeps where the borders stand.
    pub(crate) fn remember_widths(&self) -> Effect {
        Effect::Remember("widths", self.widths.print())
    }

    /// Gives the pane with the focus so many steps more room: at its own end, else at the end of the pane before it.
    fn widen(&mut self, steps: i64) -> Vec<Effect> {
        let areas = self.areas().unwrap_or_default();
        let own = |edge: &&Edge| edge.panes().0 == self.focus;
        let other = |edge: &&Edge| edge.panes().1 == self.focus;
        let edges = &areas.edges;
        let (edge, outward) = match (edges.iter().find(own), edges.iter().find(other)) {
            (Some(edge), _) => (edge, steps),
            (None, Some(edge)) => (edge, -steps),
            (None, None) => {
                self.stage.say(Message::plain("this pane is alone"));
                return Vec::new();
            }
        };
        let step = if edge.border.is_upright() {
            COLUMNS
        } else {
            ROWS
        };
        let size = i64::from(edge.size) + outward * i64::from(step);
        let size = size.clamp(0, u16::MAX.into()) as u16;
        if areas.resize(edge.border, size, &mut self.widths) {
            return vec![self.remember_widths()];
        }
        let words = if steps > 0 {
            "the others have no room to give"
        } else {
            "this pane cannot be smaller"
        };
        self.stage.say(Message::plain(words));
        Vec::new()
    }
}
