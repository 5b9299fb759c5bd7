//! Section `[links]` of `config.toml`.

use serde::{Deserialize, Serialize};

use crate::config::options::Options;

/// What is done with the links of articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkOptions {
    /// Whether the terminal is told where they lead.
    pub clickable: Clickable,
}

/// Whether the terminal is told where links lead, so that a click opens them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Clickable {
    /// Where the terminal is not known to stumble over it.
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

const CLICKABLE: [(&str, Clickable); 3] = [
    ("auto", Clickable::Auto),
    ("on", Clickable::On),
    ("off", Clickable::Off),
];

impl LinkOptions {
    /// Nothing set.
    pub fn blank() -> LinkOptions {
        LinkOptions {
            clickable: Clickable::Off,
        }
    }

    /// What the section says.
    pub fn read(&mut self, options: &mut Options<'_, '_, '_>) {
        self.clickable = options.choice("clickable", &CLICKABLE, self.clickable);
    }
}
