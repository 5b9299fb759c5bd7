//! The debug line: the last event, and how long its update and the paint before took. Off unless asked for.

use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;

use crate::app::{Done, Event};

/// What the line tells.
#[derive(Clone, Debug, Default)]
pub struct Debug {
    event: String,
    update: Duration,
    paint: Duration,
    slowest_update: (String, Duration),
    slowest_paint: Duration,
}

impl Debug {
    /// An event's name: its kind, and no word of its content.
    pub fn name(event: &Event) -> String {
        match event {
            Event::Key(key) => format!("key {key}"),
            Event::Done(ticket, done) => format!("{} {}", done_name(done), ticket.0),
            other => {
                let shown = format!("{other:?}");
                let end = shown.find(['(', ' ', '{']).unwrap_or(shown.len());
                shown.get(..end).unwrap_or_default().to_lowercase()
            }
        }
    }

    /// An event was taken.
    pub fn updated(&mut self, event: String, time: Duration) {
        if time > self.slowest_update.1 {
            self.slowest_update = (event.clone(), time);
        }
        self.event = event;
        self.update = time;
    }

    /// The screen was painted.
    pub fn painted(&mut self, time: Duration) {
        self.paint = time;
        self.slowest_paint = self.slowest_paint.max(time);
    }

    /// Draws the line over the row above the last.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        let row = Rect {
            y: area.bottom().saturating_sub(2),
            height: 1.min(area.height),
            ..area
        };
        let millis = |time: Duration| time.as_secs_f64() * 1000.0;
        let text = format!(
            " {} · update {:.2} ms, slowest {:.2} {} · paint {:.2} ms, slowest {:.2}",
            self.event,
            millis(self.update),
            millis(self.slowest_update.1),
            self.slowest_update.0,
            millis(self.paint),
            millis(self.slowest_paint)
        );
        let style = Style::new().add_modifier(Modifier::REVERSED);
        frame.render_widget(Line::styled(text, style), row);
    }
}

fn done_name(done: &Done) -> &'static str {
    match done {
        Done::Feeds(_) => "feeds",
        Done::Entries(_) => "entries",
        Done::Article(..) => "article",
        Done::Failed(_) => "failed",
        Done::Acted(_) => "acted",
        Done::Refreshed(_) => "refreshed",
        _ => "done",
    }
}
