//! Shipped maps, presets, differences, mistakes.

#![allow(clippy::unwrap_used)]
use super::*;

fn keys(text: &str) -> Vec<Key> {
    parse_keys(text).unwrap()
}

fn command(map: &Keymap, context: Context, text: &str) -> Option<Command> {
    match map.lookup(context, &keys(text)) {
        Lookup::Command(command) => Some(command),
        _ => None,
    }
}

fn said(problems: &[Problem]) -> Vec<String> {
    problems
        .iter()
        .map(|it| format!("{it} ({})", it.hint.as_deref().unwrap_or("-")))
        .collect()
}

#[test]
fn the_shipped_files_have_no_mistakes() {
    for (file, text) in [
        ("default", include_str!("../../../config/keys/default.toml")),
        (
            "newsboat",
            include_str!("../../../config/keys/newsboat.toml"),
        ),
        ("emacs", include_str!("../../../config/keys/emacs.toml")),
    ] {
        let mut map = match file {
            "default" => Keymap::empty(),
            _ => Keymap::shipped(),
        };
        assert_eq!(map.lay(file, text), [], "{file}");
    }
}

#[test]
fn every_command_is_on_a_key_or_known_to_be_typed() {
    use Command::{
        DefaultMeasure, DefaultWidths, Export, GoContinue, LoadHistory, Mail, MarkAboveRead,
        MarkEverythingRead, MarkOlderRead, MarkRead, MarkUnread, Messages, MoveFeed, NarrowPane,
        NextMatch, OpenInEditor, OpenInPager, PreviousMatch, RenameFeed, Source, Theme, WidenPane,
    };
    let typed = [
        Command::MakeSmartFeed,
        Command::RenameTag,
        LoadHistory,
        Command::FullTextAnew,
        Command::MakeRule,
        Export,
        MarkRead,
        MarkUnread,
        MarkAboveRead,
        MarkOlderRead,
        MarkEverythingRead,
        NextMatch,
        PreviousMatch,
        RenameFeed,
        MoveFeed,
        WidenPane,
        NarrowPane,
        DefaultWidths,
        Theme,
        Messages,
        LoadHistory,
        Mail,
        OpenInEditor,
        OpenInPager,
        Source,
        Command::DeleteHistory,
        Command::MarkBelowRead,
        Command::NoteInEditor,
        Command::ExportBookmarks,
        Command::DropSaved,
    ];
    let map = Keymap::shipped();
    for row in TABLE {
        let bound = Context::ALL
            .into_iter()
            .any(|context| !map.keys(context, row.command).is_empty());
        assert_eq!(bound, !typed.contains(&row.command), "{}", row.name);
    }
    assert_eq!(map.keys(Context::Article, GoContinue), [keys("g c")]);
    assert_eq!(map.keys(Context::Article, DefaultMeasure), [keys("=")]);
}

#[test]
fn a_context_comes_before_everywhere_and_a_prompt_hears_nothing_else() {
    let map = Keymap::shipped();
    let cases = [
        (Context::Entries, "j", Some(Command::Down)),
        (Context::Entries, "/", Some(Command::Search)),
        (Context::Article, "/", Some(Command::Find)),
        (Context::Article, "A", None),
        (Context::Feeds, "A", Some(Command::MarkAllRead)),
        (Context::Feeds, "g g", Some(Command::First)),
        (Context::Prompt, "j", None),
        (Context::Prompt, "esc", Some(Command::Out)),
        (Context::Prompt, "ctrl-c", Some(Command::QuitAll)),
    ];
    for (context, text, expect) in cases {
        assert_eq!(command(&map, context, text), expect, "{context:?} {text}");
    }
    assert_eq!(map.lookup(Context::Feeds, &[]), Lookup::Nothing);
}

#[test]
fn pending_keys_are_told_in_the_order_of_the_table() {
    let map = Keymap::shipped();
    let Lookup::Pending(next) = map.lookup(Context::Article, &keys("g")) else {
        unreachable!("g is the beginning of others")
    };
    let shown: String = next.iter().map(|(key, _)| key.to_string()).collect();
    assert_eq!(shown, "gloatubcsrhnye");
    let Lookup::Pending(next) = map.lookup(Context::Entries, &keys("g")) else {
        unreachable!("g is the beginning of others")
    };
    assert!(!next.iter().any(|(_, command)| *command == Command::Links));
}

#[test]
fn a_user_file_states_only_differences() {
    let text = "[entries]\n\"ctrl-e\" = \"bookmark\"\n\"s\" = \"none\"\n\n[everywhere]\n\"x\" = \"toggle_read\"\n";
    let (map, problems) = Keymap::parse(text);
    assert_eq!(problems, []);
    assert_eq!(
        command(&map, Context::Entries, "ctrl-e"),
        Some(Command::ToggleBookmark)
    );
    assert_eq!(command(&map, Context::Entries, "s"), None);
    assert_eq!(
        command(&map, Context::Article, "s"),
        Some(Command::ToggleBookmark)
    );
    assert_eq!(
        map.keys(Context::Feeds, Command::ToggleRead),
        [keys("m"), keys("x")]
    );
    assert!(map.is_changed(Context::Entries, Command::ToggleBookmark));
    assert!(!map.is_changed(Context::Article, Command::ToggleBookmark));
}

#[test]
fn a_preset_is_chosen_by_name() {
    let (map, problems) = Keymap::parse("preset = \"newsboat\"\n[entries]\n\"p\" = \"none\"");
    assert_eq!(problems, []);
    assert_eq!(
        command(&map, Context::Article, "N"),
        Some(Command::ToggleRead)
    );
    assert_eq!(command(&map, Context::Entries, "p"), None);
    assert_eq!(
        command(&map, Context::Feeds, "p"),
        Some(Command::PreviousUnread)
    );
    let map = Keymap::preset("emacs").unwrap();
    assert_eq!(
        command(&map, Context::Feeds, "ctrl-x ctrl-c"),
        Some(Command::QuitAll)
    );
    assert_eq!(command(&map, Context::Prompt, "ctrl-g"), Some(Command::Out));
}

#[test]
fn mistakes_leave_what_was_shipped() {
    let text = "preset = \"vim\"\n[entry]\n\"a\" = \"down\"\n[entries]\n\"hyper-j\" = \"down\"\n\"m\" = \"mark-al-read\"\n\"x\" = \"find\"\n\"g\" = \"first\"\n\"j j\" = \"last\"\n\"K\" = 3\n\"ctrl-D\" = \"down\"\n\"ctrl-d\" = \"up\"\n";
    let (map, problems) = Keymap::parse(text);
    let expect = [
        "keys.toml:1:10 unknown preset `vim` (known here: default, newsboat, emacs)",
        "keys.toml:2:2 unknown section `entry` (known here: preset, everywhere, feeds, entries, article, prompt)",
        "keys.toml:5:1 no key: `hyper-j` (keys are written `j`, `ctrl-d`, `shift-tab`, `g g`, `space`)",
        "keys.toml:6:7 no command `mark-al-read` (did you mean `mark-all-read`)",
        "keys.toml:7:7 `find` means nothing in [entries] (it works in article)",
        "keys.toml:8:1 `g` is the beginning of `g g` (free it first: \"g g\" = \"none\")",
        "keys.toml:9:1 `j j` begins with `j`, which is a key of its own (free it first: \"j\" = \"none\")",
        "keys.toml:10:7 `K` must be a command's name, not 3 (-)",
        "keys.toml:12:1 `ctrl-d` is bound twice in [entries] (the first one holds)",
    ];
    assert_eq!(said(&problems), expect);
    assert_eq!(
        command(&map, Context::Entries, "m"),
        Some(Command::ToggleRead)
    );
    assert_eq!(command(&map, Context::Entries, "g g"), Some(Command::First));
    assert_eq!(
        command(&map, Context::Entries, "ctrl-d"),
        Some(Command::Down)
    );
}

#[test]
fn half_a_file_is_still_read() {
    let (map, problems) = Keymap::parse("[feeds]\n\"x\" = \"help\"\n[entries\n\"m\" = ");
    assert!(!problems.is_empty());
    assert_eq!(command(&map, Context::Feeds, "x"), Some(Command::Help));
    assert_eq!(
        command(&map, Context::Entries, "m"),
        Some(Command::ToggleRead)
    );
}

#[test]
fn what_is_heard_stands_at_the_place_of_its_context() {
    for (at, context) in Context::ALL.into_iter().enumerate() {
        assert_eq!(context as usize, at);
    }
}
