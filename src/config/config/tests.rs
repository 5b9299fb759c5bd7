//! That the shipped file is the default, and what happens to values that are wrong.

use super::*;

const SHIPPED: &str = include_str!("../../../config/config.toml");

fn said(text: &str) -> Vec<String> {
    Config::parse(text)
        .1
        .iter()
        .map(|it| format!("{it} ({})", it.hint.as_deref().unwrap_or("-")))
        .collect()
}

#[test]
fn the_shipped_file_sets_everything() {
    let (config, problems) = over(blank(), "config.toml", SHIPPED);
    assert_eq!(problems, []);
    assert_eq!(config, Config::default());
    let (config, nothing) = (config.clone(), blank());
    assert_ne!(config.theme, nothing.theme);
    assert_ne!(config.glyphs, nothing.glyphs);
    assert_ne!(config.pictures, nothing.pictures);
    assert_ne!(config.picture_cache, nothing.picture_cache);
    assert_ne!(config.layout, nothing.layout);
    assert_ne!(config.measure, nothing.measure);
    assert_ne!(config.paragraphs, nothing.paragraphs);
    assert_ne!(config.hyphenation, nothing.hyphenation);
    assert_ne!(config.player, nothing.player);
    assert_ne!(config.mouse, nothing.mouse);
    assert_ne!(config.mark_read, nothing.mark_read);
    assert_ne!(config.entry_rows, nothing.entry_rows);
    assert_ne!(config.browser, nothing.browser);
    assert_ne!(config.clipboard, nothing.clipboard);
    assert_ne!(config.links.clickable, nothing.links.clickable);
    assert!(config.links.strip_tracking);
    assert_eq!(config.links.tracking, [""; 0]);
    let expect = Refresh {
        automatic: true,
        interval: 3_600_000,
        minimum: 3_600_000,
        connections: 32,
        per_host_gap: None,
        force_gap: 600_000,
        connect_timeout: 15_000,
        idle_timeout: 20_000,
        total_timeout: 60_000,
        max_body: 16 << 20,
    };
    assert_eq!(config.refresh, expect);
    assert_eq!(config.network.proxy.reveal(), "auto");
    assert_eq!(config.network.private, [""; 0]);
    assert_eq!(config.shares, []);
    assert_eq!(config.rules, []);
    assert_eq!(config.notify.command, "auto");
    assert!(!config.notify.headless);
    assert_eq!(config.smart_feeds, []);
    assert_eq!(config.tags, []);
}

#[test]
fn tags_have_the_colours_that_themes_have() {
    let text = "[tags]\nwork = \"blue\"\nodd = \"pink\"\n";
    let (config, problems) = Config::parse(text);
    assert_eq!(config.tag_role("Work"), Role::TagBlue);
    assert_eq!(config.tag_role("odd"), Role::Tag);
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["config.toml:3:7 `odd` is left out: no colour `pink`"]
    );
}

#[test]
fn smart_feeds_keep_their_order_and_tell_the_column_of_a_mistake() {
    let text = "[smart_feeds]\nz = \"rust since:1w\"\n\"a b\" = 'title:\"x y\"'\nbad = \"rust fed:lwn\"\nempty = \" \"\n\"\" = \"x\"\nn = 3\n\
                escaped = \"\\\"x\\\" fed:lwn\"\n'q\"' = \"x\"\n";
    let (config, problems) = Config::parse(text);
    let names: Vec<&str> = config.smart_feeds.iter().map(|it| &*it.name).collect();
    assert_eq!(names, ["z", "a b"]);
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "config.toml:4:13 `bad` is left out: unknown field `fed`",
            "config.toml:5:9 `empty` is left out: its query is empty",
            "config.toml:6:6 `` is left out: a smart feed without a name",
            "config.toml:7:5 `n` must be a text in quotes, not 3",
            "config.toml:8:11 `escaped` is left out: unknown field `fed`",
            "config.toml:9:8 `q\"` is left out: its name has a quote, or blanks around it",
        ]
    );
    assert!(
        problems[0]
            .hint
            .as_deref()
            .is_some_and(|hint| hint.contains("feed"))
    );
}

#[test]
fn shares_are_read_by_name_and_wrong_ones_are_left_out() {
    let text = "[share]\nlater = \"later add {url}\"\nx = 3\nbad = \"sh -c 'say {title}'\"\n\
                hn = \"https://news.example/submit?u={url}\"\n";
    let (config, problems) = Config::parse(text);
    let names: Vec<&str> = config.shares.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["later", "hn"]);
    let places: Vec<_> = problems.iter().map(|it| (it.line, it.column)).collect();
    assert_eq!(places, [(3, 5), (4, 7)], "{problems:?}");
    assert_eq!(Config::parse("share = 1").1.len(), 1);
}

#[test]
fn proxies_and_private_places_are_what_can_be_used() {
    let network = |text: &str| {
        let (config, problems) = Config::parse(&format!("[network]\n{text}"));
        let network = config.network;
        (
            network.proxy.reveal().to_string(),
            network.private,
            problems.len(),
        )
    };
    for proxy in [
        "none",
        "http://me:pw@proxy:3128",
        "socks5h://127.0.0.1:9050",
        "https://[::1]:1/",
    ] {
        let (read, _, problems) = network(&format!("proxy = \"{proxy}\""));
        assert_eq!((read.as_str(), problems), (proxy, 0));
    }
    for proxy in ["proxy:3128", "ftp://proxy", "http://", "http://p/path", ""] {
        let (read, _, problems) = network(&format!("proxy = \"{proxy}\""));
        assert_eq!((read.as_str(), problems), ("auto", 1), "{proxy}");
    }
    let places =
        "private = [\"nas.local\", \"10.0.0.0/8\", \"fd00::/8\", \"[::1]\", \"192.168.1.5\"]";
    assert_eq!(network(places).1.len(), 5);
    for place in ["\"10.0.0.0/33\"", "\"http://nas\"", "\"\"", "7"] {
        let (_, read, problems) = network(&format!("private = [{place}]"));
        assert_eq!((read.len(), problems), (0, 1), "{place}");
    }
    let told = said("[network]\nproxy = \"ftp://me:hunter2@proxy\"");
    assert!(told.len() == 1 && !told[0].contains("hunter2"), "{told:?}");
}

/// The names of the fields of a struct, from the source.
fn fields(name: &str) -> Vec<&'static str> {
    let sources = [
        include_str!("../config.rs"),
        include_str!("../keeping.rs"),
        include_str!("../links.rs"),
        include_str!("../network.rs"),
    ];
    sources
        .iter()
        .flat_map(|source| source.split("pub struct ").skip(1))
        .find_map(|rest| rest.strip_prefix(&format!("{name} {{")))
        .and_then(|rest| rest.split("\n}").next())
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub ")?.split(':').next())
        .collect()
}

#[test]
fn every_field_stands_in_the_shipped_file_with_a_comment() {
    let elsewhere = [
        "keymap",
        "themes",
        "refresh",
        "network",
        "links",
        "shares",
        "rules",
        "notify",
        "smart_feeds",
        "tags",
        "history",
        "archive",
        "bookmarks",
        "edits",
    ];
    let all = [
        "Config",
        "Bookmarks",
        "Refresh",
        "Network",
        "LinkOptions",
        "HistoryOptions",
        "ArchiveOptions",
    ]
    .into_iter()
    .flat_map(fields);
    let wanted: Vec<&str> = all.filter(|name| !elsewhere.contains(name)).collect();
    assert_eq!(wanted.len(), 36);
    let lines: Vec<&str> = SHIPPED.lines().collect();
    for name in wanted {
        let key = if name == "entry_rows" { "rows" } else { name };
        let at = lines
            .iter()
            .position(|line| line.starts_with(&format!("{key} = ")));
        assert!(
            at.is_some_and(|at| at > 0 && lines[at - 1].starts_with("# ")),
            "{name} has no line with a comment"
        );
    }
    // Nothing stands there that is not read: that would have been a problem.
}

#[test]
fn a_wrong_value_keeps_the_shipped_one() {
    let cases = [
        (
            "measure = 8",
            "1:11 `measure` must be 30 to 200, not 8 (kept 80)",
        ),
        (
            "\n  measure = \"wide\"",
            "2:13 `measure` must be 30 to 200, not \"wide\" (kept 80)",
        ),
        (
            "measure = -3",
            "1:11 `measure` must be 30 to 200, not -3 (kept 80)",
        ),
        (
            "mesure = 90",
            "1:1 unknown option `mesure` (did you mean `measure`)",
        ),
        (
            "layout = \"rows\"",
            "1:10 `layout` must be \"columns\" or \"stacked\", not \"rows\" (kept \"columns\")",
        ),
        (
            "mark_read = true",
            "1:13 `mark_read` must be \"open\", \"end\" or \"never\", not true (kept \"open\")",
        ),
        (
            "theme = \"inc\"",
            "1:9 no theme `inc` (did you mean `ink`; there are auto, ink, paper, sixteen, plain)",
        ),
        (
            "theme = \"solarized\"",
            "1:9 no theme `solarized` (there are auto, ink, paper, sixteen, plain)",
        ),
        (
            "browser = [\"x\"]",
            "1:11 `browser` must be a text in quotes, not [\"x\"] (kept \"\")",
        ),
        (
            "refresh = \"2h\"",
            "1:11 `refresh` must be a section: [refresh] (-)",
        ),
        (
            "[refresh]\ninterval = 60",
            "2:12 `interval` must be a span of time, \"1m\" to \"4w\", not 60 (kept \"1h\")",
        ),
        (
            "[refresh]\nautomatic = \"no\"",
            "2:13 `automatic` must be true or false, not \"no\" (kept true)",
        ),
        (
            "[refresh]\nmax_body = \"2 TB\"",
            "2:12 `max_body` must be a size, \"1 KiB\" to \"1 GiB\", not \"2 TB\" (kept \"16 MiB\")",
        ),
        (
            "[refresh]\nintervall = \"2h\"",
            "2:1 unknown option `intervall` (did you mean `interval`)",
        ),
        (
            "[entries]\nrows = 3",
            "2:8 `rows` must be \"auto\", 1 or 2, not 3 (kept \"auto\")",
        ),
    ];
    for (text, expect) in cases {
        assert_eq!(said(text), [format!("config.toml:{expect}")], "{text}");
        assert_eq!(Config::parse(text).0, Config::default(), "{text}");
    }
}

#[test]
fn what_is_right_holds_whatever_is_wrong_beside_it() {
    let text = "theme = \"paper\"\nmeasure = 8\n[refresh]\ninterval = \"2h\"\nper_host_gap = \"3s\"\n[entries]\nrows = 2\n[oops";
    let (config, problems) = Config::parse(text);
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert_eq!(config.theme, "paper");
    assert_eq!(config.refresh.interval, 7_200_000);
    assert_eq!(config.refresh.per_host_gap, Some(3000));
    assert_eq!(config.entry_rows, 2);
}

#[test]
fn all_files_are_read_together() {
    let themes = [(
        "dusk".to_string(),
        "base = \"ink\"\n[role]\ntext = 7.5".to_string(),
    )];
    let files = Files {
        config: Some("theme = \"dusk\"\nglyphs = 1"),
        keys: Some("[feeds]\nx = \"hlep\""),
        themes: &themes,
    };
    let (config, problems) = Config::read(files);
    let files: Vec<&str> = problems.iter().map(|it| it.file.as_str()).collect();
    assert_eq!(files, ["config.toml", "themes/dusk.toml", "keys.toml"]);
    assert_eq!(config.theme, "dusk");
    let around = Surroundings::default();
    assert_eq!(config.chosen_theme(None, around).name, "dusk");
    assert_eq!(config.chosen_theme(Some("paper"), around).name, "paper");
    assert_eq!(config.chosen_theme(Some("gone"), around).name, "dusk");
}

#[test]
fn parameters_that_follow_readers_are_names() {
    let read = |list: &str| {
        let (config, problems) = Config::parse(&format!("[links]\ntracking = {list}"));
        (config.links.tracking, problems.len())
    };
    assert_eq!(
        read(r#"["ref", "wt_*"]"#),
        (vec!["ref".into(), "wt_*".into()], 0)
    );
    for wrong in [r#"["*"]"#, r#"["a=b"]"#, r#"["a*b"]"#, r#"[""]"#, "true"] {
        assert_eq!(read(wrong), (vec![], 1), "{wrong}");
    }
}
