//! The limits of a client, in time and size, and the name it goes by.

use std::time::Duration;

/// The limits of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
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
        }
    }
}
