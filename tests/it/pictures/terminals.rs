//! What terminals of several sorts are sent: the test answers the program's questions as they would, and looks at the bytes.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::cli::Home;
use crate::pictures::png;
use crate::pty::Terminal;
use crate::server::{Answer, Server};

/// The end of the program's questions.
const QUESTION: &[u8] = b"\x1b[5n";

const KITTY: &str = "\x1b_Gi=31;OK\x1b\\\x1b_Gi=32;EINVAL:no\x1b\\\x1b[?62;22c\x1b[6;20;10t\x1b[0n";
const SIXEL: &str = "\x1b[?63;1;2;4c\x1b[6;20;10t\x1b[0n";
const NEITHER: &str = "\x1b[?62;22c\x1b[6;20;10t\x1b[0n";

/// What stands for a piece of a picture in kitty.
const PLACE: &[u8] = "\u{10eeee}".as_bytes();

/// A feed with an article of one picture, and a reader who is at its list.
struct Scene {
    home: Home,
    server: Server,
}

impl Scene {
    fn new() -> Scene {
        let (home, server) = (Home::new(), Server::start());
        let text = "&lt;p&gt;Words of a text that goes on.&lt;/p&gt;".repeat(40);
        let figure = format!(
            "&lt;img src='{}' alt='A picture of two colours' width='320' height='180'&gt;",
            server.url("/a.png")
        );
        let mut rss = "<rss version='2.0'><channel><title>Pictures</title>".to_string();
        write!(
            rss,
            "<item><title>One</title><guid>1</guid><description>&lt;p&gt;Begin&lt;/p&gt;{figure}{text}</description></item>\
             </channel></rss>"
        )
        .unwrap();
        server.answer("/feed.xml", Answer::rss(rss));
        server.answer("/a.png", Answer::ok("image/png", png()));
        home.run(&["add", &server.url("/feed.xml")]).done();
        // Machines that run tests are slow to answer.
        home.write(
            "config.toml",
            "pictures = \"always\"\n[refresh]\nautomatic = false\n",
        );
        Scene { home, server }
    }

    /// Opens the article on a terminal that answers so.
    fn open(&self, answer: &str) -> Terminal {
        let env = [("COLORTERM", "truecolor")];
        let mut terminal = Terminal::start_with(self.home.path(), (80, 24), &[], &env);
        terminal.shows("One");
        assert!(
            count(terminal.sent(), QUESTION) == 0,
            "nobody asked for a picture yet"
        );
        terminal.press("\r");
        terminal.waits_until("a question", |sent| count(sent, QUESTION) > 0);
        terminal.press(answer);
        terminal
    }
}

/// The last thing of this beginning and end that was sent.
fn last<'a>(sent: &'a [u8], begin: &[u8], end: &[u8]) -> &'a [u8] {
    let find = |what: &[u8], from: usize| {
        sent[from..]
            .windows(what.len())
            .position(|window| window == what)
            .map(|at| at + from)
    };
    let starts = (0..sent.len().saturating_sub(begin.len())).rev();
    let start = starts
        .into_iter()
        .find(|at| sent[*at..].starts_with(begin))
        .unwrap();
    let stop = find(end, start).unwrap();
    &sent[start..stop + end.len()]
}

/// Whether so many sixels were sent, and the last one to its end.
fn is_whole(sent: &[u8], number: usize) -> bool {
    let begun: Vec<&[u8]> = split(sent, b"\x1bP");
    begun.len() == number && begun.last().is_some_and(|rest| count(rest, b"\x1b\\") > 0)
}

fn count(sent: &[u8], what: &[u8]) -> usize {
    sent.windows(what.len())
        .filter(|window| *window == what)
        .count()
}

#[test]
fn kitty_gets_the_pixels_once_and_is_told_to_forget_them() {
    let scene = Scene::new();
    let mut terminal = scene.open(KITTY);
    terminal.waits_until("all its cells", |sent| count(sent, PLACE) >= 7 * 24);
    let sent = terminal.sent().to_vec();
    // The picture fits into its room of 24 by 7 cells: 240 by 135 pixels of four bytes.
    let head = last(&sent, b"\x1b_Gq=2,i=", b";");
    let head = String::from_utf8(head.to_vec()).unwrap();
    assert!(head.contains("a=T,U=1,f=32,t=d,s=240,v=135,m=1;"), "{head}");
    let number = head
        .split_once("i=")
        .unwrap()
        .1
        .split(',')
        .next()
        .unwrap()
        .to_string();
    let pieces: Vec<&[u8]> = split(&sent, b"\x1b_Gq=2,")
        .into_iter()
        .map(|piece| {
            let payload = piece.split(|byte| *byte == b';').nth(1).unwrap();
            payload.split(|byte| *byte == 0x1b).next().unwrap()
        })
        .collect();
    let bytes: Vec<u8> = pieces
        .iter()
        .flat_map(|piece| STANDARD.decode(piece).unwrap())
        .collect();
    assert_eq!(bytes.len(), 240 * 135 * 4);
    assert_eq!(bytes[..4], [200, 0, 0, 255]);
    assert_eq!(bytes[bytes.len() - 4..], [0, 0, 200, 255]);
    // Seven rows of 24 cells stand for it, and the terminal scrolls them like text: nothing is sent twice.
    let cells = count(&sent, PLACE);
    assert!((7 * 24..7 * 24 + 4).contains(&cells), "{cells}");
    terminal.press("j");
    terminal.waits_until("the picture a row higher", |sent| {
        count(sent, PLACE) >= cells + 24 + 6
    });
    assert_eq!(count(terminal.sent(), b"a=T,U=1"), 1);
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_restored();
    let sent = terminal.sent().to_vec();
    let forget = format!("\x1b_Ga=d,d=I,i={number},q=2\x1b\\");
    assert_eq!(count(&sent, forget.as_bytes()), 1);
    let (forgotten, left) = (
        position(&sent, forget.as_bytes()),
        position(&sent, b"\x1b[?1049l"),
    );
    assert!(forgotten < left, "before the screen is left");
    assert_eq!(scene.server.requests_of("/a.png").len(), 1);
}

#[test]
fn a_sixel_terminal_is_painted_on_and_over() {
    let scene = Scene::new();
    let mut terminal = scene.open(SIXEL);
    terminal.waits_until("a whole sixel", |sent| is_whole(sent, 1));
    let sent = terminal.sent().to_vec();
    let sixel = String::from_utf8_lossy(last(&sent, b"\x1bP", b"\x1b\\")).into_owned();
    // Raster attributes: as large as the room.
    assert!(sixel.contains("\"1;1;240;135"), "{}", &sixel[..60]);
    assert_eq!(count(&sent, b"\x1bP"), 1);
    // Help stands over it; when that goes, the picture is painted anew, and nothing of help is left under it.
    terminal.press("?");
    terminal.shows("keys, as shipped");
    assert_eq!(count(terminal.sent(), b"\x1bP"), 1);
    terminal.press("\x1b");
    terminal.hides("keys, as shipped");
    terminal.waits_until("another", |sent| is_whole(sent, 2));
    // Once a row of it is out of sight, its words stand in for it.
    terminal.press("jjjjjjj");
    terminal.shows("A picture of two");
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_restored();
}

#[test]
fn iterm_gets_a_file_in_its_own_words() {
    let scene = Scene::new();
    let env = [("COLORTERM", "truecolor"), ("TERM_PROGRAM", "iTerm.app")];
    let mut terminal = Terminal::start_with(scene.home.path(), (80, 24), &[], &env);
    terminal.shows("One");
    terminal.press("\r");
    terminal.waits_until("a question", |sent| count(sent, QUESTION) > 0);
    terminal.press(SIXEL);
    let begin = b"\x1b]1337;File=inline=1;";
    terminal.waits_until("a file", |sent| {
        let files = split(sent, begin);
        files.first().is_some_and(|rest| rest.contains(&0x07))
    });
    let file = last(terminal.sent(), begin, b"\x07");
    let (head, body) = file.split_at(file.iter().position(|byte| *byte == b':').unwrap());
    let head = String::from_utf8_lossy(head);
    assert!(
        head.contains("width=240px;height=135px;doNotMoveCursor=1"),
        "{head}"
    );
    let bytes = STANDARD.decode(&body[1..body.len() - 1]).unwrap();
    assert!(bytes.starts_with(b"\x89PNG"));
    assert_eq!(count(terminal.sent(), b"\x1bP"), 0);
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn other_terminals_get_half_blocks() {
    let scene = Scene::new();
    let mut terminal = scene.open(NEITHER);
    let red = |screen: &vt100::Screen| {
        (0..24).any(|row| {
            let cell = screen.cell(row, 40);
            cell.is_some_and(|cell| cell.bgcolor() == vt100::Color::Rgb(200, 0, 0))
        })
    };
    terminal.wait("red cells", red);
    assert_eq!(count(terminal.sent(), b"\x1bP"), 0);
    assert_eq!(count(terminal.sent(), b"a=T"), 0);
    terminal.press("h");
    terminal.wait("no red cells", |screen| !red(screen));
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn keys_are_heard_while_the_terminal_is_asked() {
    let scene = Scene::new();
    let mut terminal = scene.open("");
    // The terminal never answers: half blocks it is, and what is typed meanwhile is not lost.
    terminal.press("h:");
    terminal.shows("Command");
    terminal.press("\x1b");
    terminal.hides("Command");
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn offline_a_picture_comes_from_the_cache_or_not_at_all() {
    let scene = Scene::new();
    let env = [("COLORTERM", "truecolor")];
    let offline = || {
        let mut terminal = Terminal::start_with(scene.home.path(), (80, 24), &["--offline"], &env);
        terminal.shows("One");
        terminal.press("\r");
        terminal.waits_until("a question", |sent| count(sent, QUESTION) > 0);
        terminal.press(SIXEL);
        terminal
    };
    let mut terminal = offline();
    terminal.press("i");
    terminal.shows("nothing is fetched");
    terminal.press("\x1b");
    terminal.hides("nothing is fetched");
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(scene.server.requests_of("/a.png").len(), 0);
    let mut terminal = scene.open(SIXEL);
    terminal.waits_until("a sixel", |sent| is_whole(sent, 1));
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
    let mut terminal = offline();
    terminal.waits_until("a sixel", |sent| is_whole(sent, 1));
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(scene.server.requests_of("/a.png").len(), 1);
}

#[test]
fn where_nothing_can_be_shown_nothing_is_asked_or_fetched() {
    let scene = Scene::new();
    for more in [("NO_COLOR", "1"), ("TERM", "xterm"), ("LANG", "C")] {
        let mut terminal = Terminal::start_with(scene.home.path(), (80, 24), &[], &[more]);
        terminal.shows("One");
        terminal.press("\r");
        terminal.shows("A picture of two colours");
        terminal.press("i");
        terminal.shows("this terminal shows no pictures");
        terminal.press("\x1b");
        terminal.hides("this terminal shows no pictures");
        terminal.press("Q");
        assert_eq!(terminal.ends(), 0);
        assert!(count(terminal.sent(), QUESTION) == 0, "{more:?}");
    }
    assert_eq!(scene.server.requests_of("/a.png").len(), 0);
}

#[test]
fn after_an_editor_the_picture_is_there_again() {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;
    let scene = Scene::new();
    let editor = scene.home.path().join("editor");
    std::fs::write(&editor, "#!/bin/sh\necho editing\nread line\n").unwrap();
    std::fs::set_permissions(&editor, Permissions::from_mode(0o700)).unwrap();
    let env = [
        ("COLORTERM", "truecolor"),
        ("EDITOR", editor.to_str().unwrap()),
    ];
    let mut terminal = Terminal::start_with(scene.home.path(), (80, 24), &[], &env);
    terminal.shows("One");
    terminal.press("\r");
    terminal.waits_until("a question", |sent| count(sent, QUESTION) > 0);
    terminal.press(KITTY);
    terminal.waits_until("the pixels", |sent| count(sent, b"a=T,U=1") == 1);
    terminal.press("ge");
    terminal.shows("editing");
    assert_eq!(count(terminal.sent(), b"\x1b_Ga=d,d=I"), 1);
    terminal.is_restored();
    terminal.press("\n");
    // What the terminal kept is gone with its screen.
    terminal.waits_until("them again", |sent| count(sent, b"a=T,U=1") == 2);
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_restored();
}

/// What stands behind each `mark`.
fn split<'a>(sent: &'a [u8], mark: &[u8]) -> Vec<&'a [u8]> {
    let starts = (0..sent.len()).filter(|at| sent[*at..].starts_with(mark));
    starts.map(|at| &sent[at + mark.len()..]).collect()
}

fn position(sent: &[u8], what: &[u8]) -> usize {
    sent.windows(what.len())
        .rposition(|window| window == what)
        .unwrap()
}
