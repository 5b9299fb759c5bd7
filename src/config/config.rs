//! The options, resolved: no option is left open here. What each may be is asked for in `read`; what it is when the reader says nothing, stands in
//! `config/config.toml` and nowhere else.

use std::sync::OnceLock;

use toml::de::DeTable;

use serde::{Deserialize, Serialize};

use crate::article::{Edits, Paragraphs};
use crate::command::nearest;
use crate::config::keeping::{ArchiveOptions, HistoryOptions};
use crate::config::links::LinkOptions;
use crate::config::network::Network;
use crate::config::options::Options;
use crate::config::rules;
use crate::config::sheet::Sheet;
use crate::config::tags::coloured;
use crate::config::{
    Keymap, Problem, Rule, Share, SmartFeed, Surroundings, Theme, choose, shipped_themes,
};
use crate::model::Trouble;
use crate::text::{self, Role};

/// What holds of `config.toml`, and what was read beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Config {
    /// `auto`, or the name of a theme.
    pub theme: String,
    /// Which signs are drawn.
    pub glyphs: Glyphs,
    /// What is shown of pictures.
    pub pictures: Pictures,
    /// Bytes of pictures kept on disk.
    pub picture_cache: u64,
    /// Where the article stands.
    pub layout: Layout,
    /// Cells of a line of text, 30 to 200.
    pub measure: u16,
    /// How paragraphs are told apart.
    pub paragraphs: Paragraphs,
    /// Whether words are parted at the ends of lines.
    pub hyphenation: bool,
    /// How removed and added words are told from others: no option, but what the theme comes to.
    #[serde(default)]
    pub edits: Edits,
    /// Whether the mouse is heard.
    pub mouse: bool,
    /// When an entry becomes read.
    pub mark_read: MarkRead,
    /// Rows of an entry in the list: 0 by the pane's width, 1 or 2.
    pub entry_rows: u8,
    /// Command for addresses; empty: the system's.
    pub browser: String,
    /// Command for attached sound and film; empty: what opens addresses.
    pub player: String,
    /// Command that takes a text on stdin; empty: OSC 52.
    pub clipboard: String,
    /// Section `[bookmarks]`.
    pub bookmarks: Bookmarks,
    /// Section `[links]`.
    pub links: LinkOptions,
    /// Section `[refresh]`.
    pub refresh: Refresh,
    /// Section `[network]`.
    pub network: Network,
    /// Section `[archive]`.
    pub archive: ArchiveOptions,
    /// Section `[history]`.
    pub history: HistoryOptions,
    /// Section `[share]`: where entries can be handed on to. No part of a recording: a token may stand in it.
    #[serde(skip)]
    pub shares: Vec<Share>,
    /// `[[rule]]`, in the order of the file. No part of a recording: a command may hold a secret.
    #[serde(skip)]
    pub rules: Vec<Rule>,
    /// Section `[notify]`.
    #[serde(default)]
    pub notify: Notify,
    /// Section `[smart_feeds]`, in the order of the file.
    #[serde(default)]
    pub smart_feeds: Vec<SmartFeed>,
    /// Section `[tags]`: the colours of tags.
    #[serde(default)]
    pub tags: Vec<(String, Role)>,
    /// The keys, from `keys.toml`.
    pub keymap: Keymap,
    /// The themes that can be chosen: the shipped ones, then the reader's own.
    #[serde(skip, default = "themes")]
    pub themes: Vec<Theme>,
}

/// Colours are no part of a recording: it is replayed with the shipped ones.
fn themes() -> Vec<Theme> {
    shipped_themes().to_vec()
}

/// The texts of the reader's files, as far as they exist.
#[derive(Clone, Copy, Debug, Default)]
pub struct Files<'a> {
    /// `config.toml`.
    pub config: Option<&'a str>,
    /// `keys.toml`.
    pub keys: Option<&'a str>,
    /// `themes/*.toml`: name without ending, text.
    pub themes: &'a [(String, String)],
}

/// Section `[bookmarks]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmarks {
    /// Bytes of pictures kept with one bookmark; 0: none are.
    pub pictures: u64,
    /// Whether the full texts of bookmarks that came without a text are fetched after refreshes.
    pub full_text: bool,
}

/// Section `[refresh]`; times in milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

/// Section `[notify]`: how the desktop is told of what rules notify.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notify {
    /// `auto`, `none`, or a command that gets a title and a text after its words.
    pub command: String,
    /// Whether a refresh without the screen tells too.
    pub headless: bool,
}

impl Default for Config {
    /// The parse of the shipped file.
    fn default() -> Config {
        static SHIPPED: OnceLock<Config> = OnceLock::new();
        SHIPPED
            .get_or_init(|| {
                let text = include_str!("../../config/config.toml");
                over(blank(), "config/config.toml", text).0
            })
            .clone()
    }
}

impl Config {
    /// What a tag is painted as.
    #[must_use]
    pub fn tag_role(&self, tag: &str) -> Role {
        if self.tags.is_empty() {
            return Role::Tag;
        }
        let wanted = text::fold(tag);
        let found = self
            .tags
            .iter()
            .find(|(name, _)| text::fold(name) == wanted);
        found.map_or(Role::Tag, |(_, role)| *role)
    }

    /// The reader's `config.toml` over the shipped one. What is wrong in it is left as shipped.
    #[must_use]
    pub fn parse(text: &str) -> (Config, Vec<Problem>) {
        over(Config::default(), "config.toml", text)
    }

    /// All files of the reader's config folder but `feeds.toml`.
    #[must_use]
    pub fn read(files: Files<'_>) -> (Config, Vec<Problem>) {
        let mut config = Config::default();
        let mut problems = Vec::new();
        for (name, text) in files.themes {
            let (theme, wrong) = Theme::parse(text, name);
            problems.extend(wrong);
            config.themes.retain(|other| other.name != *name);
            config.themes.push(theme);
        }
        if let Some(text) = files.config {
            let (read, wrong) = over(config, "config.toml", text);
            config = read;
            problems.splice(0..0, wrong);
        }
        if let Some(text) = files.keys {
            let (keymap, wrong) = Keymap::parse(text);
            config.keymap = keymap;
            problems.extend(wrong);
        }
        (config, problems)
    }

    /// What is to be told of a theme that `--theme` names and that is none.
    #[must_use]
    pub fn unknown_theme(&self, flag: Option<&str>) -> Option<Trouble> {
        let known = self.theme_names();
        let name = flag.filter(|name| !matches!(*name, "" | "auto") && !known.contains(name))?;
        Some(no_theme(name, &known))
    }

    fn theme_names(&self) -> Vec<&str> {
        self.themes.iter().map(|theme| &*theme.name).collect()
    }

    /// The theme to paint with: what `choose` names, or what it would have named without a wish that does not exist.
    #[must_use]
    pub fn chosen_theme(&self, flag: Option<&str>, around: Surroundings) -> Theme {
        let named = |name: &str| self.themes.iter().find(|theme| theme.name == name);
        named(choose(flag, &self.theme, around))
            .or_else(|| named(choose(None, &self.theme, around)))
            .or_else(|| named(choose(None, "auto", around)))
            .cloned()
            .unwrap_or_else(Theme::ink)
    }
}

/// Nothing set: what the shipped file is read over. A test sees that it leaves nothing of this.
fn blank() -> Config {
    Config {
        theme: String::new(),
        glyphs: Glyphs::Nerd,
        pictures: Pictures::Slot,
        picture_cache: 1,
        layout: Layout::Stacked,
        measure: 0,
        paragraphs: Paragraphs::Indent,
        hyphenation: true,
        edits: Edits::Styled,
        mouse: false,
        mark_read: MarkRead::Never,
        entry_rows: u8::MAX,
        browser: "-".into(),
        player: "-".into(),
        clipboard: "-".into(),
        bookmarks: Bookmarks {
            pictures: 1,
            full_text: true,
        },
        links: LinkOptions::blank(),
        refresh: Refresh {
            per_host_gap: Some(0),
            ..Refresh::default()
        },
        network: Network::blank(),
        archive: ArchiveOptions::default(),
        history: HistoryOptions::blank(),
        shares: vec![Share::mail()],
        tags: vec![("-".into(), Role::Tag)],
        // No shipped rule stands in the file.
        rules: Vec::new(),
        notify: Notify {
            command: "-".into(),
            headless: true,
        },
        smart_feeds: vec![SmartFeed {
            name: "-".into(),
            query: "-".into(),
        }],
        keymap: Keymap::shipped(),
        themes: themes(),
    }
}

/// Reads a text over what held before.
fn over(mut config: Config, file: &str, text: &str) -> (Config, Vec<Problem>) {
    let (mut sheet, table) = Sheet::open(file, text);
    read(&mut config, &mut sheet, &table);
    (config, sheet.finish())
}

const GLYPHS: [(&str, Glyphs); 4] = [
    ("auto", Glyphs::Auto),
    ("unicode", Glyphs::Unicode),
    ("ascii", Glyphs::Ascii),
    ("nerd", Glyphs::Nerd),
];
const PICTURES: [(&str, Pictures); 4] = [
    ("auto", Pictures::Auto),
    ("always", Pictures::Always),
    ("slot", Pictures::Slot),
    ("text", Pictures::Text),
];
const PARAGRAPHS: [(&str, Paragraphs); 2] =
    [("blank", Paragraphs::Blank), ("indent", Paragraphs::Indent)];
const LAYOUTS: [(&str, Layout); 2] = [("columns", Layout::Columns), ("stacked", Layout::Stacked)];
const MARKS: [(&str, MarkRead); 3] = [
    ("open", MarkRead::Open),
    ("end", MarkRead::End),
    ("never", MarkRead::Never),
];
const ROWS: [(&str, u8); 3] = [("auto", 0), ("1", 1), ("2", 2)];

fn read(config: &mut Config, sheet: &mut Sheet<'_>, table: &DeTable<'_>) {
    let mut options = Options::new(sheet, table);
    read_theme(config, &mut options);
    config.glyphs = options.choice("glyphs", &GLYPHS, config.glyphs);
    config.pictures = options.choice("pictures", &PICTURES, config.pictures);
    config.picture_cache = options.size("picture_cache", 0..=1 << 40, config.picture_cache);
    config.layout = options.choice("layout", &LAYOUTS, config.layout);
    config.measure = options.number("measure", 30..=200, config.measure.into()) as u16;
    config.paragraphs = options.choice("paragraphs", &PARAGRAPHS, config.paragraphs);
    config.hyphenation = options.flag("hyphenation", config.hyphenation);
    config.mouse = options.flag("mouse", config.mouse);
    config.mark_read = options.choice("mark_read", &MARKS, config.mark_read);
    config.browser = options.text("browser", &config.browser);
    config.player = options.text("player", &config.player);
    config.clipboard = options.text("clipboard", &config.clipboard);
    options.section("entries", |options| {
        config.entry_rows = options.choice("rows", &ROWS, config.entry_rows);
    });
    options.section("bookmarks", |options| {
        let bookmarks = &mut config.bookmarks;
        bookmarks.pictures = options.size("pictures", 0..=1 << 30, bookmarks.pictures);
        bookmarks.full_text = options.flag("full_text", bookmarks.full_text);
    });
    options.section("links", |options| {
        config.links.read(options);
    });
    options.section("refresh", |options| {
        read_refresh(&mut config.refresh, options);
    });
    options.section("network", |options| {
        config.network.read(options);
    });
    options.section("archive", |options| {
        config.archive.read(options);
    });
    options.section("history", |options| {
        config.history.read(options);
    });
    let shares = std::mem::take(&mut config.shares);
    config.shares = options.named("share", Share::parse, shares);
    let rules = std::mem::take(&mut config.rules);
    config.rules = rules::read(&mut options, rules);
    options.section("notify", |options| {
        config.notify.command = options.text("command", &config.notify.command);
        config.notify.headless = options.flag("headless", config.notify.headless);
    });
    let smart_feeds = std::mem::take(&mut config.smart_feeds);
    config.smart_feeds = options.named("smart_feeds", SmartFeed::parse, smart_feeds);
    let tags = std::mem::take(&mut config.tags);
    config.tags = options.named("tags", coloured, tags);
    options.finish();
}

fn read_theme(config: &mut Config, options: &mut Options<'_, '_, '_>) {
    let name = options.text("theme", &config.theme);
    let known = config.theme_names();
    if name == "auto" || known.contains(&name.as_str()) {
        config.theme = name;
        return;
    }
    let Trouble { what, hint } = no_theme(&name, &known);
    options.problem("theme", what, hint);
}

fn no_theme(name: &str, known: &[&str]) -> Trouble {
    let near = nearest(name, known.iter().copied());
    let near = near.map(|near| format!("did you mean `{near}`; "));
    Trouble::new(
        format!("no theme `{}`", text::scrub_line(name)),
        format!(
            "{}there are auto, {}",
            near.unwrap_or_default(),
            known.join(", ")
        ),
    )
}

fn read_refresh(refresh: &mut Refresh, options: &mut Options<'_, '_, '_>) {
    const SECOND: i64 = 1000;
    const MINUTE: i64 = 60 * SECOND;
    const MONTH: i64 = 28 * 24 * 60 * MINUTE;
    refresh.automatic = options.flag("automatic", refresh.automatic);
    refresh.interval = options.span("interval", MINUTE..=MONTH, refresh.interval);
    refresh.minimum = options.span("minimum", MINUTE..=MONTH, refresh.minimum);
    let connections = u64::from(refresh.connections);
    refresh.connections = options.number("connections", 1..=256, connections) as u32;
    let gap = refresh.per_host_gap;
    refresh.per_host_gap = options.span_or_auto("per_host_gap", 0..=10 * MINUTE, gap);
    refresh.force_gap = options.span("force_gap", 0..=MONTH, refresh.force_gap);
    let waits = SECOND..=10 * MINUTE;
    refresh.connect_timeout =
        options.span("connect_timeout", waits.clone(), refresh.connect_timeout);
    refresh.idle_timeout = options.span("idle_timeout", waits.clone(), refresh.idle_timeout);
    refresh.total_timeout = options.span("total_timeout", waits, refresh.total_timeout);
    refresh.max_body = options.size("max_body", 1 << 10..=1 << 30, refresh.max_body);
}

/// Which signs are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

/// What is shown of pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pictures {
    /// The pictures themselves, where the terminal can and the way to it and to them is quick.
    #[default]
    Auto,
    /// The pictures themselves where the terminal can, however slow the way is.
    Always,
    /// Their room, with their words in it; nothing is fetched.
    Slot,
    /// One line with their words; nothing is fetched.
    Text,
}

/// Where the article stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Layout {
    /// A strip of three panes.
    #[default]
    Columns,
    /// The article below the list.
    Stacked,
}

/// When an entry becomes read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum MarkRead {
    /// When it is opened in the article pane.
    #[default]
    Open,
    /// When its end was on the screen.
    End,
    /// Only by hand.
    Never,
}

#[cfg(test)]
mod tests;
