//! Signs for terminals without them: the whole screen is painted in Unicode, then every sign of the table gives way to its ASCII one.
//!
//! Invariant: a sign and its stand-in are one cell each, so nothing moves.

use ratatui::buffer::Buffer;

/// Sign, stand-in.
const TABLE: &[(&str, &str)] = &[
    ("●", "*"),
    ("◐", "%"),
    ("★", "B"),
    ("✎", "N"),
    ("▸", ">"),
    ("▾", "v"),
    ("▌", "|"),
    ("→", ">"),
    ("‖", "="),
    ("↑", "^"),
    ("↵", "<"),
    ("♪", "@"),
    ("▨", "#"),
    ("▎", "|"),
    ("│", "|"),
    ("─", "-"),
    ("━", "="),
    ("┼", "+"),
    ("├", "+"),
    ("┤", "+"),
    ("╭", "+"),
    ("╮", "+"),
    ("╰", "+"),
    ("╯", "+"),
    ("…", "~"),
    ("×", "x"),
    ("·", "-"),
    ("■", "#"),
    ("•", "*"),
    ("◦", "-"),
    ("▁", "."),
    ("▂", "_"),
    ("▃", "-"),
    ("▄", "~"),
    ("▅", "="),
    ("▆", "+"),
    ("▇", "*"),
    ("█", "#"),
];

/// Puts ASCII in place of the signs.
pub fn to_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if cell.symbol().is_ascii() {
            continue;
        }
        if let Some((_, plain)) = TABLE.iter().find(|(sign, _)| *sign == cell.symbol()) {
            cell.set_symbol(plain);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn signs_and_stand_ins_are_one_cell() {
        for (sign, plain) in TABLE {
            assert_eq!((text::width(sign), text::width(plain)), (1, 1), "{sign}");
            assert!(plain.is_ascii());
        }
    }
}
