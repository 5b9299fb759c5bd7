//! Section `[links]` of `config.toml`.

use serde::{Deserialize, Serialize};

use crate::config::options::Options;

/// What is done with the links of articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkOptions {
    /// Whether the terminal is told where they lead.
    pub clickable: Clickable,
    /// Whether the parameters of the shipped list are taken out of them.
    pub strip_tracking: bool,
    /// Further parameters that are; `*` at the end stands for anything.
    pub tracking: Vec<String>,
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
            strip_tracking: false,
            tracking: vec!["-".into()],
        }
    }

    /// What the section says.
    pub fn read(&mut self, options: &mut Options<'_, '_, '_>) {
        self.clickable = options.choice("clickable", &CLICKABLE, self.clickable);
        self.strip_tracking = options.flag("strip_tracking", self.strip_tracking);
        let must = "a list of names of parameters, as [\"ref\", \"wt_*\"]";
        self.tracking = options.texts("tracking", must, is_parameter, &self.tracking);
    }
}

/// A name as it stands in addresses, with a `*` at most at its end; a `*` alone would be all of them.
fn is_parameter(name: &str) -> bool {
    let start = name.strip_suffix('*').unwrap_or(name);
    !start.is_empty()
        && start
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !b"*=&?#".contains(&byte))
}
