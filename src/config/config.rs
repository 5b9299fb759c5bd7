//! The options, resolved: no option is left open here. Raw file structs stay private to this room.

/// What holds of `config.toml`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// `auto`, or the name of a theme.
    pub theme: String,
    /// Which signs are drawn.
    pub glyphs: Glyphs,
    /// Where the article stands.
    pub layout: Layout,
    /// Cells of a line of text, 30 to 200.
    pub measure: u16,
    /// When an entry becomes read.
    pub mark_read: MarkRead,
    /// Rows of an entry in the list: 0 by the pane's width, 1 or 2.
    pub entry_rows: u8,
    /// Command for addresses; empty: the system's.
    pub browser: String,
    /// Command that takes a text on stdin; empty: OSC 52.
    pub clipboard: String,
    /// Section `[refresh]`.
    pub refresh: Refresh,
}

/// Section `[refresh]`; times in milliseconds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refresh {
    /// Refresh what is due while byline is open.
    pub automatic: bool,
    /// The default interval between checks of a feed.
    pub interval: i64,
    /// Never more often than this.
    pub minimum: i64,
    /// Connections over all hosts.
    pub connections: u32,
    /// Between two requests to one host. `None`: one second, and none for loopback hosts.
    pub per_host_gap: Option<i64>,
    /// A feed is not forced twice within this, in the reader.
    pub force_gap: i64,
    /// To connect.
    pub connect_timeout: i64,
    /// Without a byte.
    pub idle_timeout: i64,
    /// In all.
    pub total_timeout: i64,
    /// Bytes of a body, after decompression.
    pub max_body: u64,
}

/// Which signs are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Glyphs {
    /// By locale, `TERM` and a probe.
    #[default]
    Auto,
    /// `●` and friends.
    Unicode,
    /// `*` and friends.
    Ascii,
    /// Unicode, and icons before names.
    Nerd,
}

/// Where the article stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// A strip of three panes.
    #[default]
    Columns,
    /// The article below the list.
    Stacked,
}

/// When an entry becomes read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MarkRead {
    /// When it is opened in the article pane.
    #[default]
    Open,
    /// When its end was on the screen.
    End,
    /// Only by hand.
    Never,
}
