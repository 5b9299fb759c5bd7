//! That the table is whole and its names are told apart.

use super::*;

/// The names of the variants, from the source: a list that cannot be forgotten.
fn variants() -> Vec<&'static str> {
    include_str!("../command.rs")
        .split("pub enum Command {")
        .nth(1)
        .and_then(|rest| rest.split('}').next())
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.trim().strip_suffix(','))
        .collect()
}

#[test]
fn every_command_has_exactly_one_row() {
    let variants = variants();
    assert!(variants.len() > 60, "{variants:?}");
    for variant in &variants {
        let rows = TABLE
            .iter()
            .filter(|row| format!("{:?}", row.command) == *variant)
            .count();
        assert_eq!(rows, 1, "{variant}");
    }
    assert_eq!(variants.len(), TABLE.len());
}

#[test]
fn names_are_told_apart_and_written_alike() {
    for row in TABLE {
        let same = TABLE.iter().filter(|other| other.name == row.name).count();
        assert_eq!(same, 1, "{}", row.name);
        assert!(
            row.name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b == b'-'),
            "{}",
            row.name
        );
        assert_eq!(named(row.name), Some(row.command));
        assert_eq!(named(&row.name.replace('-', "_")), Some(row.command));
        assert!(!row.contexts.is_empty(), "{}", row.name);
        assert!(
            !row.help.is_empty() && !row.help.ends_with('.'),
            "{}",
            row.name
        );
    }
    assert_eq!(named("catch-up"), None);
}

#[test]
fn rows_stand_in_the_order_of_their_groups() {
    let groups: Vec<Group> = TABLE.iter().map(|row| row.group).collect();
    assert!(groups.is_sorted());
    assert!(Group::ALL.is_sorted());
}

#[test]
fn partners_are_of_one_group() {
    for (first, second, help) in PAIRS {
        assert_eq!(row(*first).group, row(*second).group, "{help}");
    }
}
