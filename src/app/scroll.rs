//! How a list's window follows its selection: it moves only when the selection nears an edge.

/// Rows that stay between the selection and the edge.
const MARGIN: usize = 3;

/// The first row on the screen, for a selection at `at` in a list of `len` rows of which `height` fit.
pub fn scroll(top: usize, at: usize, height: usize, len: usize) -> usize {
    let margin = MARGIN.min(height.saturating_sub(1) / 2);
    let least = (at + margin + 1).saturating_sub(height);
    let most = at.saturating_sub(margin);
    top.max(least).min(most).min(len.saturating_sub(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_moves_only_when_the_selection_nears_its_edge() {
        let cases = [
            ((0, 0, 10, 100), 0),
            ((0, 6, 10, 100), 0),
            ((0, 7, 10, 100), 1),
            ((0, 99, 10, 100), 90),
            ((50, 52, 10, 100), 49),
            ((50, 53, 10, 100), 50),
            ((5, 2, 10, 4), 0),
            ((0, 3, 1, 10), 3),
            ((0, 0, 0, 0), 0),
        ];
        for ((top, at, height, len), expect) in cases {
            assert_eq!(
                scroll(top, at, height, len),
                expect,
                "{top} {at} {height} {len}"
            );
        }
    }
}
