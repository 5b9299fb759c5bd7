//! What holds of `config.toml`, as a file: the shipped one with its comments, and the reader's values in it.

use toml_edit::{DocumentMut, Item, Table};

use crate::config::{Config, Problem};

/// The shipped file with those of the reader's values that are right, and the mistakes in the others.
pub fn settled(text: &str) -> (String, Vec<Problem>) {
    let (_, problems) = Config::parse(text);
    let shipped = include_str!("../../config/config.toml");
    let (Ok(mut holds), Ok(stated)) = (shipped.parse::<DocumentMut>(), text.parse::<DocumentMut>())
    else {
        return (shipped.to_string(), problems);
    };
    lay_over(holds.as_table_mut(), stated.as_table(), &[]);
    (holds.to_string(), problems)
}

fn lay_over(holds: &mut Table, stated: &Table, sections: &[&str]) {
    for (key, item) in stated {
        match (holds.get_mut(key), item) {
            (Some(Item::Table(below)), Item::Table(stated)) => {
                let sections: Vec<&str> = sections.iter().copied().chain([key]).collect();
                lay_over(below, stated, &sections);
            }
            (Some(old), Item::Value(new)) if is_right(sections, key, item) => {
                let mut new = new.clone();
                if let Some(old) = old.as_value() {
                    *new.decor_mut() = old.decor().clone();
                }
                *old = Item::Value(new);
            }
            _ => {}
        }
    }
}

/// Whether a file with nothing but this value has no mistake.
fn is_right(sections: &[&str], key: &str, item: &Item) -> bool {
    let mut alone = DocumentMut::new();
    let mut table = alone.as_table_mut();
    for section in sections {
        let below = table.entry(section).or_insert(Item::Table(Table::new()));
        let Item::Table(below) = below else {
            return false;
        };
        table = below;
    }
    table.insert(key, item.clone());
    Config::parse(&alone.to_string()).1.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_values_stand_in_the_shipped_file() {
        let (holds, problems) =
            settled("measure = 66\nlayout = \"round\"\n[refresh]\nautomatic = false\n");
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(holds.contains("\nmeasure = 66"), "{holds}");
        assert!(holds.contains("\nlayout = \"columns\""), "{holds}");
        assert!(holds.contains("\nautomatic = false"), "{holds}");
        let (config, problems) = Config::parse(&holds);
        assert_eq!((config.measure, problems), (66, Vec::new()));
    }
}
