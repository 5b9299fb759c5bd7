//! The limits of a client, in time and size, the ways it goes, and the name it goes by.

use std::time::Duration;

use crate::fetch::names::Names;
use crate::model::Secret;

/// What holds for everything that a client asks.
#[derive(Clone, Debug)]
pub struct Settings {
    /// To connect.
    pub connect: Duration,
    /// Without a byte.
    pub idle: Duration,
    /// In all.
    pub total: Duration,
    /// Bytes of a body after decompression.
    pub max_body: u64,
    /// Who is asking: name, version, and where its keeper can be found.
    pub user_agent: String,
    /// Through which proxy.
    pub proxy: Proxying,
    /// Private places that any feed may lead to: names, addresses, blocks of addresses.
    pub private: Vec<String>,
    /// Who is asked for names.
    pub names: Names,
}

/// Which proxy is used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Proxying {
    /// The one that environment or system name, if they name one.
    #[default]
    Surroundings,
    /// None, whatever they name.
    Direct,
    /// This one: `http://`, `https://`, `socks5://` (names are looked up here) or `socks5h://` (by the proxy), perhaps with name and
    /// password.
    Through(Secret),
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            connect: Duration::from_secs(15),
            idle: Duration::from_secs(20),
            total: Duration::from_mins(1),
            max_body: 16 << 20,
            user_agent: concat!(
                "byline/",
                env!("CARGO_PKG_VERSION"),
                " (+",
                env!("CARGO_PKG_REPOSITORY"),
                ")"
            )
            .to_string(),
            proxy: Proxying::default(),
            private: Vec::new(),
            names: Names::default(),
        }
    }
}
