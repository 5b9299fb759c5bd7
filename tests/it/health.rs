//! The health board: as it is drawn, at the sizes of the screens; its mends and their undo. Snapshots are looked at before they are taken.

use byline::app::{Done, Effect, Job, Load};
use byline::jobs::Context;
use byline::model::{
    Failure, FailureKind, FeedHealth, FeedRow, FoundFeed, Reason, RefreshReport, Scope, Trouble,
    Why, Wire,
};
use byline::store::Check;

use crate::desk::{Desk, NOW, Sample, entry, feed};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;

/// A feed of the mockup.
struct Patient {
    title: &'static str,
    /// Heights of its bars.
    bars: &'static str,
    /// Minutes since its newest entry.
    newest: i64,
    /// Good checks of all.
    checks: (u32, u32),
    bytes: u64,
    /// Milliseconds until the next check.
    next: Option<i64>,
    why: Why,
    fails: Option<(FailureKind, &'static str)>,
    memo: Option<&'static str>,
}

/// Minutes from a time of day so many days ago to 14:06 today.
fn ago(days: i64, hour: i64, minute: i64) -> i64 {
    days * 24 * 60 + (14 - hour) * 60 + 6 - minute
}

/// Milliseconds from 14:06 to a time of day so many days ahead.
fn ahead(days: i64, hour: i64, minute: i64) -> i64 {
    -ago(-days, hour, minute) * MINUTE
}

fn ill() -> Vec<Patient> {
    vec![
        Patient {
            title: "Steam Deck Notes",
            bars: "▃▄▂▃▂▂▁▁    ",
            newest: ago(29, 10, 0),
            checks: (0, 6),
            bytes: 0,
            next: Some(ahead(0, 20, 5)),
            why: Why::Failed(FailureKind::Status(404)),
            fails: Some((FailureKind::Status(404), "the server says 404, not found")),
            memo: None,
        },
        Patient {
            title: "Daily Gadgets",
            bars: "▇▆▇▅▆▇▆▅▄▂  ",
            newest: ago(15, 9, 0),
            checks: (12, 100),
            bytes: 0,
            next: None,
            why: Why::Failed(FailureKind::Status(410)),
            fails: Some((
                FailureKind::Status(410),
                "the server says 410, gone for good",
            )),
            memo: None,
        },
        Patient {
            title: "A Working Library",
            bars: "▁ ▁▁ ▁▁ ▁ ▁▁",
            newest: ago(1, 9, 0),
            checks: (40, 40),
            bytes: 31_000,
            next: Some(ahead(1, 9, 12)),
            why: Why::Ttl { ttl: DAY },
            fails: None,
            memo: Some(r#"{"moved":["https://alibrary.example/feed",3,1795400000000]}"#),
        },
        Patient {
            title: "Reddit: r/rust",
            bars: "▅▅▆▅▇▆▅▆▇▆▅▆",
            newest: ago(0, 13, 58),
            checks: (182, 200),
            bytes: 88_000,
            next: Some(ahead(0, 14, 31)),
            why: Why::Held {
                code: 429,
                wait: 25 * MINUTE,
                said: true,
            },
            fails: Some((FailureKind::Status(429), "the server says 429")),
            memo: None,
        },
    ]
}

fn well() -> Vec<Patient> {
    let patient = |title, bars, newest, bytes, next, why| Patient {
        title,
        bars,
        newest,
        checks: (90, 90),
        bytes,
        next,
        why,
        fails: None,
        memo: None,
    };
    let mut all = vec![
        patient(
            "LWN.net",
            "▄▄▃▄▅▄▄▃▄▄▄▅",
            ago(0, 14, 5),
            24_000,
            Some(ahead(0, 16, 2)),
            Why::Wish { every: 2 * HOUR },
        ),
        patient(
            "Quanta Magazine",
            "▂▁▂▂▁▂▂▂▁▂▂▁",
            ago(2, 9, 0),
            112_000,
            Some(ahead(0, 18, 40)),
            Why::Habit {
                gap: 3 * DAY,
                capped: true,
            },
        ),
        patient(
            "Phoronix",
            "▆▇▆▆▇▇▆▇▆▇▇▆",
            ago(0, 12, 31),
            46_000,
            Some(ahead(0, 15, 1)),
            Why::Lifetime { age: HOUR },
        ),
        patient(
            "BBC World",
            "▇▇▇▇▇▇▇▇▇▇▇▇",
            ago(0, 14, 1),
            61_000,
            Some(ahead(0, 15, 10)),
            Why::Default {
                every: HOUR,
                ttl: Some(15 * MINUTE),
            },
        ),
    ];
    all[2].checks = (198, 200);
    all
}

fn sample(patient: &Patient) -> Sample {
    let weeks = patient.bars.chars().rev().enumerate();
    let entries = weeks.flat_map(|(week, bar)| {
        let count = "▁▂▃▄▅▆▇█"
            .chars()
            .position(|it| it == bar)
            .map_or(0, |at| at + 1);
        (0..count as i64).map(move |n| {
            let minutes = (week as i64 * WEEK + n * 11 * HOUR) / MINUTE;
            (week, minutes + 1)
        })
    });
    let mut entries: Vec<_> = entries.collect();
    entries.sort_unstable_by_key(|(_, minutes)| *minutes);
    if let Some(first) = entries.first_mut() {
        first.1 = patient.newest;
    }
    let named = |(at, (_, minutes)): (usize, (usize, i64))| {
        entry(&format!("{} {at}", patient.title), minutes)
    };
    feed("", patient.title).entries(entries.into_iter().enumerate().map(named))
}

/// What the checks of a feed left behind, the last one at 14:02.
async fn examine(context: &Context, row: &FeedRow, patient: &Patient) {
    let (good, all) = patient.checks;
    let failure = |(kind, what): (FailureKind, &str)| Failure {
        kind,
        what: what.into(),
        hint: None,
    };
    let broken = patient
        .fails
        .map_or_else(|| failure((FailureKind::Timeout, "too slow")), failure);
    let check = |n: u32| {
        let is_good = n < good;
        let at = NOW.plus(-4 * MINUTE - i64::from(all - 1 - n) * DAY);
        let (status, bytes) = match patient.fails {
            _ if is_good && n.is_multiple_of(7) => (Some(200), patient.bytes),
            _ if is_good => (Some(304), 0),
            Some((FailureKind::Status(code), _)) => (Some(code), 0),
            _ => (None, 0),
        };
        let wire = Wire {
            status,
            bytes,
            millis: 80,
        };
        Check {
            feed: row.id,
            health: FeedHealth {
                last_check: Some(at),
                next_check: patient.next.map(|next| NOW.plus(next)),
                reason: Reason::from(patient.why.clone()),
                failure: (!is_good).then(|| broken.clone()),
                failing_since: (!is_good).then(|| NOW.plus(-12 * DAY)),
                gone: matches!(patient.fails, Some((FailureKind::Status(410), _))),
                ..FeedHealth::default()
            },
            memo: patient.memo.map(str::to_string),
            ..Check::default()
        }
        .over(wire)
    };
    // Those that failed and got well again come first; the last one says how it stands.
    let mut checks: Vec<Check> = (0..all).map(check).collect();
    if patient.fails.is_none() {
        let (good, bad): (Vec<_>, Vec<_>) = checks
            .into_iter()
            .partition(|it| it.health.failure.is_none());
        checks = bad.into_iter().chain(good).collect();
        if let Some(last) = checks.last_mut() {
            last.health.last_check = Some(NOW.plus(-4 * MINUTE));
        }
    }
    context.store.touch(checks).await.unwrap();
}

fn desk_of(patients: &[Patient], width: u16, height: u16) -> Desk {
    let samples: Vec<Sample> = patients.iter().map(sample).collect();
    let mut desk = Desk::new(width, height).with(&samples);
    for patient in patients {
        let row = desk.feed(patient.title);
        desk.outside(async |context| examine(context, &row, patient).await);
    }
    desk
}

/// The board of the mockup.
fn board(width: u16, height: u16) -> Desk {
    let mut all = ill();
    all.extend(well());
    let mut desk = desk_of(&all, width, height);
    desk.press("g h");
    desk
}

fn found(url: &str) -> FoundFeed {
    FoundFeed {
        url: url.into(),
        ..FoundFeed::default()
    }
}

#[test]
fn the_board_as_it_is_drawn() {
    for (width, height) in [(120, 14), (100, 14), (80, 24), (60, 20)] {
        let mut desk = board(width, height);
        insta::assert_snapshot!(format!("board_{width}x{height}"), desk.shows());
    }
}

#[test]
fn the_board_in_ascii() {
    let mut all = ill();
    all.extend(well());
    let mut desk = desk_of(&all, 120, 14).configured("glyphs = \"ascii\"");
    desk.press("g h");
    let shown = desk.shows();
    assert!(shown.is_ascii(), "{shown}");
    insta::assert_snapshot!("board_in_ascii", shown);
}

#[test]
fn the_board_without_feeds() {
    let mut desk = Desk::new(80, 12);
    desk.press("g h");
    insta::assert_snapshot!(desk.shows());
}

#[test]
fn names_of_any_script_keep_the_columns() {
    let mut all = well();
    all[0].title = "果壳网 科学人的一个很长的名字";
    all[1].title = "הידען של כל הימים הארוכים";
    all[2].title = "🦀 Rust 🦀 crab 🦀 and more";
    let mut desk = desk_of(&all, 80, 12);
    desk.press("g h");
    insta::assert_snapshot!(desk.shows());
}

#[test]
fn the_status_line_names_the_mend_that_fits() {
    let mut desk = board(120, 14);
    let mut said = Vec::new();
    for _ in 0..8 {
        said.push(desk.status());
        desk.press("j");
    }
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn a_new_address_that_the_site_names_is_taken_and_given_back() {
    let mut desk = board(120, 14);
    let before = desk.feeds_file();
    desk.press("<enter>");
    assert!(matches!(desk.started.last(), Some((_, Job::Seek(_)))));
    assert!(
        desk.status().contains("asking its site"),
        "{}",
        desk.status()
    );
    desk.answer(Done::Sought(vec![
        found("https://deck.example/atom.xml"),
        found("https://deck.example/comments.xml"),
    ]));
    let line = "the site names another feed: deck.example/atom.xml";
    assert!(desk.status().starts_with(line), "{}", desk.status());
    assert!(desk.status().contains("enter take it"), "{}", desk.status());
    desk.press("<enter>");
    let file = desk.feeds_file();
    assert!(file.contains("https://deck.example/atom.xml"), "{file}");
    assert!(!file.contains("steam-deck-notes.example"), "{file}");
    let row = desk.feed("Steam Deck Notes");
    assert_eq!((row.health.failure, row.health.last_check), (None, None));
    assert_eq!(row.total, 18, "it keeps its entries");
    assert!(
        desk.status()
            .starts_with("took the new address of Steam Deck Notes"),
        "{}",
        desk.status()
    );
    desk.press("u");
    assert_eq!(desk.feeds_file(), before);
}

#[test]
fn a_site_that_names_no_other_feed_leaves_only_to_go() {
    let mut desk = board(120, 14);
    desk.press("d");
    let trouble = Trouble::new(
        "its site `deck.example` names no other feed",
        "`D` unsubscribes",
    );
    desk.answer(Done::Failed(trouble));
    assert!(
        desk.status().contains("names no other feed"),
        "{}",
        desk.status()
    );
    desk.press("j k");
    assert!(
        desk.status().contains("enter unsubscribe"),
        "{}",
        desk.status()
    );
    desk.press("<enter>");
    assert!(!desk.feeds_file().contains("steam-deck-notes"));
    assert!(desk.shows().contains("Daily Gadgets"), "the board stays");
    desk.press("u");
    assert!(desk.feeds_file().contains("steam-deck-notes"));
}

#[test]
fn a_feed_that_is_gone_is_let_go_with_one_key_and_comes_back() {
    let mut desk = board(120, 14);
    desk.press("j <enter>");
    assert!(!desk.feeds_file().contains("daily-gadgets"));
    let shown = desk.shows();
    assert!(shown.contains("3 of 7 need you"), "{shown}");
    desk.press("u");
    assert!(desk.feeds_file().contains("daily-gadgets"));
    assert!(desk.shows().contains("4 of 8 need you"));
}

#[test]
fn a_feed_that_moved_takes_its_new_address_and_keeps_its_validators() {
    let mut desk = board(120, 14);
    desk.press("j j");
    assert!(
        desk.status().contains("it lives at alibrary.example/feed"),
        "{}",
        desk.status()
    );
    desk.press("<enter>");
    assert!(desk.feeds_file().contains("https://alibrary.example/feed"));
    let row = desk.feed("A Working Library");
    assert!(
        row.health.last_check.is_some(),
        "its server led there: what is known of it holds"
    );
    desk.press("u");
    assert!(!desk.feeds_file().contains("alibrary.example"));
}

#[test]
fn pausing_is_in_the_file_and_is_taken_back() {
    let mut desk = board(120, 14);
    desk.press("G");
    let title = "Quanta Magazine";
    desk.press("p");
    assert!(desk.feed(title).paused);
    assert!(desk.feeds_file().contains("paused = true"));
    let shown = desk.shows();
    let row = shown.lines().find(|row| row.contains(title)).unwrap();
    assert!(
        row.contains("▌‖ Quanta"),
        "the selection stays with it: {row}"
    );
    assert!(
        row.contains("paused") && row.contains("you said so"),
        "{row}"
    );
    assert!(
        desk.status().starts_with("paused Quanta Magazine · u undo"),
        "{}",
        desk.status()
    );
    desk.press("j");
    assert!(
        desk.status().contains("enter ask again"),
        "{}",
        desk.status()
    );
    desk.press("<enter>");
    assert!(!desk.feed(title).paused);
    desk.press("u");
    assert!(desk.feed(title).paused, "asking again was an act, too");
    desk.press("u");
    assert!(!desk.feeds_file().contains("paused"));
}

#[test]
fn trying_now_asks_that_feed_alone() {
    let mut desk = board(120, 14);
    let id = desk.feed("Steam Deck Notes").id;
    desk.press("r");
    let Some((_, Job::Refresh(wish))) = desk.started.last() else {
        panic!("{:?}", desk.started);
    };
    assert_eq!((wish.feeds.as_deref(), wish.force), (Some(&[id][..]), true));
    let loads = |desk: &Desk| {
        let is_board = |effect: &&Effect| matches!(effect, Effect::Load(_, Load::Health));
        desk.asked.iter().filter(is_board).count()
    };
    let before = loads(&desk);
    desk.answer(Done::Refreshed(RefreshReport::default()));
    assert!(loads(&desk) > before, "the board is loaded anew");
}

#[test]
fn two_subscriptions_that_are_one_feed_become_one_and_two_again() {
    let entries = |read: bool| {
        (0..6).map(move |n| {
            let it = entry(&format!("Shared {n}"), 60 + n);
            if read && n < 4 { it.read() } else { it }
        })
    };
    let samples = [
        feed("", "Atom").entries(entries(false)),
        feed("", "RSS").entries(entries(true)),
    ];
    let mut desk = Desk::new(120, 14).with(&samples);
    let unread = |desk: &mut Desk, title: &str| desk.feed(title).unread;
    assert_eq!(
        (unread(&mut desk, "Atom"), unread(&mut desk, "RSS")),
        (6, 2)
    );
    desk.press("g h");
    let shown = desk.shows();
    assert!(shown.contains("the same feed as Atom"), "{shown}");
    assert!(shown.contains("1 of 2 needs you"), "{shown}");
    desk.press("<enter>");
    assert!(!desk.feeds_file().contains("rss.example"));
    assert_eq!(
        unread(&mut desk, "Atom"),
        2,
        "what was read there is read here"
    );
    assert!(
        desk.status().starts_with("merged RSS into Atom"),
        "{}",
        desk.status()
    );
    desk.press("u");
    assert_eq!(
        (unread(&mut desk, "Atom"), unread(&mut desk, "RSS")),
        (6, 2)
    );
    desk.press("<ctrl-r>");
    assert_eq!(unread(&mut desk, "Atom"), 2);
    let rows = desk.stored_rows(Scope::Everything);
    assert_eq!(rows.len(), 6);
}

#[test]
fn help_and_palette_over_the_board_are_about_its_feed() {
    let mut desk = board(120, 14);
    desk.press("j :").type_text("unsubscribe").press("<enter>");
    assert!(
        !desk.feeds_file().contains("daily-gadgets"),
        "{}",
        desk.feeds_file()
    );
    desk.press("?");
    let shown = desk.shows();
    assert!(shown.contains("feeds keys"), "{shown}");
    desk.press("<esc> E");
    assert!(desk.shows().contains("╭─ Feed"), "{}", desk.shows());
    desk.press("<esc> <esc>");
    assert!(desk.app().overlays.is_empty());
}

#[test]
fn a_failing_feed_in_its_pane_offers_to_look_for_its_address() {
    let mut desk = board(120, 40);
    desk.press("<esc>");
    let id = desk.feed("Steam Deck Notes").id;
    desk.press("h g g");
    for _ in 0..30 {
        if *desk.app().feeds.selected() == Scope::Feed(id) {
            break;
        }
        desk.press("j");
    }
    let shown = desk.shows();
    assert!(shown.contains("look for its new address"), "{shown}");
    desk.press("d");
    assert!(matches!(desk.started.last(), Some((_, Job::Seek(feed))) if *feed == id));
    let shown = desk.shows();
    let row = shown.lines().find(|row| row.starts_with('▌')).unwrap();
    assert!(row.contains("Steam Deck Notes"), "{row}");
}

#[test]
fn the_editors_last_line_tells_of_the_last_check() {
    let mut desk = board(120, 30);
    desk.press("<esc> g h G k k k E");
    let shown = desk.shows();
    let title = shown
        .lines()
        .find(|row| row.contains("its own:"))
        .unwrap_or_default();
    let line = shown
        .lines()
        .find(|row| row.contains("feeds.toml:"))
        .unwrap();
    assert!(
        line.contains("last check 14:02, 304 nothing new; next"),
        "{title}\n{line}"
    );
}

#[test]
fn a_moment_in_the_past_is_due() {
    let mut patients = well();
    patients[0].next = Some(-5 * MINUTE);
    let mut desk = desk_of(&patients, 100, 12);
    desk.press("g h");
    let shown = desk.shows();
    let row = shown.lines().find(|row| row.contains("LWN.net")).unwrap();
    assert!(row.contains("  due  "), "{row}");
}
