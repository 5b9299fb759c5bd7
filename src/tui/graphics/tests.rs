//! What terminals answer, and what is made of it.

use super::*;

const CELL: Option<(u16, u16)> = Some((8, 16));

fn means(around: &Around, told: &str) -> Means {
    chosen(around, &answers(told.as_bytes()), None, false).means
}

#[test]
fn the_terminal_says_what_it_knows() {
    let plain = Around::default();
    let kitty = "\x1b_Gi=31;OK\x1b\\\x1b_Gi=32;OK\x1b\\\x1b[?62;c\x1b[6;20;10t\x1b[0n";
    assert_eq!(means(&plain, kitty), Means::Kitty { packed: true });
    let unpacked = "\x1b_Gi=31;OK\x1b\\\x1b_Gi=32;EINVAL:x\x1b\\\x1b[?62;4c\x1b[6;20;10t\x1b[0n";
    assert_eq!(means(&plain, unpacked), Means::Kitty { packed: false });
    let sixel = "\x1b[?63;1;2;4;6c\x1b[6;16;8t\x1b[0n";
    assert_eq!(means(&plain, sixel), Means::Sixel);
    // A 4 in the first place is a class of terminals.
    assert_eq!(
        means(&plain, "\x1b[?4;6c\x1b[6;16;8t\x1b[0n"),
        Means::HalfBlocks
    );
    assert_eq!(
        means(&plain, "\x1b[?62;22c\x1b[6;16;8t\x1b[0n"),
        Means::HalfBlocks
    );
    // Without the size of a cell there is nothing to fit pixels in.
    assert_eq!(means(&plain, "\x1b[?62;4c\x1b[0n"), Means::HalfBlocks);
    assert_eq!(
        means(&plain, "\x1b[?62;4c\x1b[6;0;0t\x1b[0n"),
        Means::HalfBlocks
    );
    assert_eq!(means(&plain, ""), Means::HalfBlocks);
}

#[test]
fn the_environment_tells_what_no_answer_does() {
    let of = |pairs: &'static [(&str, &str)]| {
        Around::of(&|name| {
            let found = pairs.iter().find(|(known, _)| *known == name);
            found
                .map(|(_, value)| (*value).to_string())
                .unwrap_or_default()
        })
    };
    let sixel = "\x1b[?63;4c\x1b[6;16;8t\x1b[0n";
    let iterm = of(&[("TERM_PROGRAM", "iTerm.app")]);
    assert_eq!(means(&iterm, sixel), Means::Iterm2);
    let konsole = of(&[("KONSOLE_VERSION", "230804")]);
    assert_eq!(means(&konsole, sixel), Means::HalfBlocks);
    // In tmux the outer terminal's environment says nothing about what comes through.
    let tmux = of(&[("TMUX", "/tmp/x,1,0"), ("TERM_PROGRAM", "iTerm.app")]);
    assert_eq!(means(&tmux, sixel), Means::Sixel);
    let through = answers(b"\x1b[?1;2c\x1b[6;16;8t\x1b[0n\x1b_Gi=31;OK\x1b\\");
    let found = chosen(&tmux, &through, CELL, false);
    assert!(found.through_tmux && found.means == Means::Kitty { packed: false });
    assert!(!chosen(&tmux, &answers(sixel.as_bytes()), CELL, false).through_tmux);
}

#[test]
fn keys_between_answers_are_keys() {
    let told = answers(b"j\x1b[?62;4cx\x1b[B\x1b[6;20;10t\r\x1b[0n\xe9\xbe\x99\x1b");
    let keys: Vec<KeyCode> = told.keys.iter().map(|key| key.code).collect();
    assert_eq!(
        keys,
        [
            KeyCode::Char('j'),
            KeyCode::Char('x'),
            KeyCode::Down,
            KeyCode::Enter,
            KeyCode::Char('龙'),
            KeyCode::Escape,
        ]
    );
    assert_eq!(
        (told.sixel, told.cell, told.ends),
        (true, Some((10, 20)), 1)
    );
}

#[test]
fn a_paste_between_answers_is_no_keys() {
    let told = answers(b"a\x1b[200~Q\x1b[A\rQ\x1b[201~b\x1b[0n");
    let keys: Vec<KeyCode> = told.keys.iter().map(|key| key.code).collect();
    assert_eq!(keys, [KeyCode::Char('a'), KeyCode::Char('b')]);
    assert_eq!(told.ends, 1);
    assert_eq!(answers(b"\x1b[200~Q").keys, []);
}

#[test]
fn answers_of_any_sort_end() {
    for told in [
        "\x1b_G",
        "\x1b[",
        "\x1b[?",
        "\x1b[6;;t",
        "\x1b[6;99999;1t",
        "\x1b\x1b\x1b",
    ] {
        assert_eq!(answers(told.as_bytes()).cell, None, "{told:?}");
    }
}
