//! What holds of `config.toml`, as a file: the shipped one with its comments, and the reader's values in it.

use toml_edit::{DocumentMut, Item, Table};

use crate::config::Config;

/// The shipped file with those of the reader's values in it that are right; `config` is what was read of the text.
#[must_use]
pub fn settled(text: &str, config: &Config) -> String {
    let shipped = include_str!("../../config/config.toml");
    let (Ok(mut holds), Ok(mut stated)) =
        (shipped.parse::<DocumentMut>(), text.parse::<DocumentMut>())
    else {
        return shipped.to_string();
    };
    // Only the config knows which themes there are.
    stated.remove("theme");
    if let Some(theme) = holds.get_mut("theme").and_then(Item::as_value_mut) {
        let decor = theme.decor().clone();
        *theme = config.theme.as_str().into();
        *theme.decor_mut() = decor;
    }
    lay_over(holds.as_table_mut(), stated.as_table(), &[]);
    holds.to_string()
}

fn lay_over(holds: &mut Table, stated: &Table, sections: &[&str]) {
    for (key, item) in stated {
        let inline = item.as_inline_table().map(|it| it.clone().into_table());
        match (holds.get_mut(key), item.as_table().or(inline.as_ref())) {
            (Some(Item::Table(below)), Some(stated)) => {
                let sections: Vec<&str> = sections.iter().copied().chain([key]).collect();
                lay_over(below, stated, &sections);
            }
            (Some(Item::Value(old)), None) if is_right(sections, key, item) => {
                if let Some(new) = item.as_value() {
                    let decor = old.decor().clone();
                    *old = new.clone();
                    *old.decor_mut() = decor;
                }
            }
            // Its keys are names of the reader's own.
            (None, None) if sections == ["share"] && is_right(sections, key, item) => {
                holds.insert(key, item.clone());
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
    use crate::config::Files;

    #[test]
    fn right_values_stand_in_the_shipped_file() {
        let text = "theme = \"dusk\"\nmeasure = 66\nlayout = \"round\"\nrefresh = { automatic = false }\n\
             [share]\nlater = \"later {url}\"\n";
        let themes = [("dusk".to_string(), "base = \"ink\"".to_string())];
        let (config, problems) = Config::read(Files {
            config: Some(text),
            themes: &themes,
            ..Files::default()
        });
        assert_eq!(problems.len(), 1, "{problems:?}");
        let holds = settled(text, &config);
        for line in [
            "later = \"later {url}\"",
            "theme = \"dusk\"",
            "measure = 66",
            "layout = \"columns\"",
            "automatic = false",
            "interval = \"1h\"",
        ] {
            assert!(holds.contains(&format!("\n{line}\n")), "{line}: {holds}");
        }
        assert_eq!(
            settled("", &Config::default()),
            settled("[broken", &Config::default())
        );
    }
}
