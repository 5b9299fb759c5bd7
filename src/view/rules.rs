//! Paints the list of rules: whether each holds, its name, what it does; the query of the selected one below.

use crate::app::Rules;
use crate::config::{Rule, print_deeds};
use crate::text::{self, Role};
use crate::view::panel::{Panel, Row};
use crate::view::words::{hints, lines, words};

/// Cells of a tick and the gap behind it.
const TICK: usize = 4;

/// The rules as a panel whose rows have so many cells.
pub fn panel(list: &Rules, rules: &[Rule], cells: usize) -> Panel {
    let selected = list.selected.min(rules.len().saturating_sub(1));
    let mut foot = match rules.get(selected) {
        Some(rule) => lines(&rule.when, cells)
            .take(3)
            .map(|line| Row::left(words(Role::Dim, line)))
            .collect(),
        None => vec![Row::left(words(
            Role::Dim,
            "no rules yet: what should be done with entries as they come?",
        ))],
    };
    let keys: &[(&str, &str)] = if rules.is_empty() {
        &[("a", "make one"), ("esc", "close")]
    } else {
        &[
            ("enter", "edit"),
            ("space", "rest"),
            ("a", "new"),
            ("D", "take out"),
            ("J K", "move"),
            ("esc", "close"),
        ]
    };
    foot.push(Row::left(hints(keys)));
    Panel {
        title: "Rules".to_string(),
        label: "the first colour holds".to_string(),
        rows: rules.iter().map(|rule| row(rule, cells)).collect(),
        selected: (!rules.is_empty()).then_some(selected),
        foot,
        ..Panel::default()
    }
}

fn row(rule: &Rule, cells: usize) -> Row {
    let (sign, named) = if rule.enabled {
        ((Role::Accent, "[x] ".to_string()), Role::Text)
    } else {
        ((Role::Dim, "[ ] ".to_string()), Role::Dim)
    };
    let room = cells.saturating_sub(TICK);
    let deeds = print_deeds(&rule.deeds);
    let deeds = text::seen(&deeds, room / 2);
    let name = text::seen(&rule.name, room.saturating_sub(text::width(&deeds) + 2));
    Row {
        tick: Some(0),
        ..Row::both(vec![sign, (named, name)], words(Role::Dim, deeds))
    }
}
