//! Which word was meant: for hints after a mistyped name of a command, an option, a field, a theme.

/// The one of `names` that differs least from `word`; `None` when none is near.
#[must_use]
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase().replace('_', "-");
    let near = |name: &str| {
        let limit = (name.chars().count().min(word.chars().count()) / 3).max(1);
        let distance = distance(&word, &name.replace('_', "-"));
        (distance <= limit).then_some(distance)
    };
    names
        .into_iter()
        .filter_map(|name| Some((near(name)?, name)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// How many letters must be added, dropped, changed or swapped with their neighbour. Long words count as far apart: they are no typos.
fn distance(a: &str, b: &str) -> usize {
    const LONGEST: usize = 40;
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().max(b.len()) > LONGEST {
        return LONGEST;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(LONGEST);
            let mut least = (at(&row, j) + usize::from(x != y))
                .min(at(&row, j + 1) + 1)
                .min(at(&next, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                least = least.min(at(&before, j - 1) + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_near_names_are_offered() {
        assert_eq!(nearest("themes", ["theme", "layout"]), Some("theme"));
        assert_eq!(nearest("mesure", ["measure"]), Some("measure"));
        assert_eq!(nearest("x", ["measure"]), None);
        assert_eq!(nearest(&"a".repeat(5000), ["measure"]), None);
        assert_eq!(nearest("日本", ["measure"]), None);
    }
}
