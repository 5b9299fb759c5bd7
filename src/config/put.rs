//! One key of a table of `feeds.toml` set in place: what stands around it stays.

use toml_edit::{Item, Table};

/// Sets a key, keeping the comment behind its value, or takes it away.
pub fn put(table: &mut Table, key: &str, item: Option<Item>) {
    let Some(mut item) = item else {
        table.remove(key);
        return;
    };
    match table.get_mut(key) {
        Some(old) => {
            let decor = old.as_value().map(|value| value.decor().clone());
            if let (Some(decor), Some(value)) = (decor, item.as_value_mut()) {
                *value.decor_mut() = decor;
            }
            *old = item;
        }
        None => {
            table.insert(key, item);
        }
    }
}
