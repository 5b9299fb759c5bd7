//! Whatever a feed does between two fetches, what was read does not come back as unread and what is new is not swallowed.
//!
//! A world of stories, each with a number in its text. A document shows some of them in any order, some twice, as one kind of feed writes them: with guids that
//! change, with links that move, and so on. After each document exactly the stories that were shown for the first time are unread.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// How a feed writes its stories.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Orderly,
    WithoutGuids,
    WithoutLinks,
    GuidsComeAndGo,
    AddressesChangeForm,
    HostsMove,
    GuidsChange,
    GuidsChangeAtHome,
    OneGuid,
    TitlesOnly,
    GuidsArePlaces,
    PlacesAndOneTitle,
    OneTitle,
    OneLink,
    OneHome,
    Rebuilt,
    DatesAreNow,
    Undated,
}

const KINDS: [Kind; 18] = [
    Kind::Orderly,
    Kind::WithoutGuids,
    Kind::WithoutLinks,
    Kind::GuidsComeAndGo,
    Kind::AddressesChangeForm,
    Kind::HostsMove,
    Kind::GuidsChange,
    Kind::GuidsChangeAtHome,
    Kind::OneGuid,
    Kind::TitlesOnly,
    Kind::GuidsArePlaces,
    Kind::PlacesAndOneTitle,
    Kind::OneTitle,
    Kind::OneLink,
    Kind::OneHome,
    Kind::Rebuilt,
    Kind::DatesAreNow,
    Kind::Undated,
];

/// What a feed changes of its stories from one document to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Edit {
    Nothing,
    Title,
    Text,
    Date,
    Everything,
}

/// One document.
#[derive(Clone, Debug)]
struct Step {
    /// Stories that come for the first time.
    fresh: usize,
    /// Which of the others are shown: all whose bit is set.
    shown: u32,
    /// Turns the order.
    turn: usize,
    edit: Edit,
}

impl Kind {
    /// What may change at one time without leaving nothing to know a story by.
    fn may(self, edit: Edit) -> bool {
        match self {
            Kind::Orderly
            | Kind::WithoutGuids
            | Kind::WithoutLinks
            | Kind::GuidsComeAndGo
            | Kind::AddressesChangeForm
            | Kind::OneGuid
            | Kind::OneLink
            | Kind::OneHome => true,
            Kind::GuidsArePlaces => edit != Edit::Everything,
            Kind::HostsMove | Kind::GuidsChange | Kind::TitlesOnly => {
                !matches!(edit, Edit::Everything | Edit::Title)
            }
            Kind::OneTitle | Kind::PlacesAndOneTitle => {
                !matches!(edit, Edit::Title | Edit::Everything)
            }
            Kind::GuidsChangeAtHome | Kind::Rebuilt | Kind::DatesAreNow | Kind::Undated => {
                matches!(edit, Edit::Nothing | Edit::Text)
            }
        }
    }

    /// A story as the nth document shows it, at this place.
    fn item(self, story: usize, n: usize, place: usize, edition: &Edition) -> Item {
        let base = Item {
            guid: format!("urn:story:{story}"),
            link: format!("http://a.example/story/{story}"),
            title: format!("Story {story}{}", edition.title),
            text: format!(
                "<p>All about the story [{story}], told at length{}</p>",
                edition.text
            ),
            age: Some(story as i64 * 1_447 + 11 - edition.date * 3),
        };
        let home = "http://a.example/";
        let form = n + story;
        match self {
            Kind::WithoutGuids => base.guid(""),
            Kind::WithoutLinks => base.link(""),
            Kind::GuidsComeAndGo if form.is_multiple_of(2) => base.guid(""),
            Kind::Orderly | Kind::GuidsComeAndGo => base,
            Kind::AddressesChangeForm => {
                let (start, end) = [
                    ("http://www.", ""),
                    ("https://www.", "/"),
                    ("https://", "?utm_source=rss"),
                    ("http://", "/?fbclid=1"),
                ][form % 4];
                base.guid(&format!("{start}a.example/?p={story}"))
                    .link(&format!("{start}a.example/story/{story}{end}"))
            }
            Kind::HostsMove => {
                let link = format!("https://host{n}.example/story/{story}");
                base.guid(&link).link(&link)
            }
            Kind::GuidsChange => base.guid(&format!("{story}-{n}")),
            Kind::GuidsChangeAtHome => base.guid(&format!("{story}-{n}")).link(home),
            Kind::OneGuid => base.guid("urn:one"),
            Kind::TitlesOnly => base.guid("").link(""),
            Kind::GuidsArePlaces => base.guid(&format!("item-{place}")),
            Kind::PlacesAndOneTitle => base.guid(&format!("item-{place}")).title("Daily links"),
            Kind::OneTitle => base.title("Daily links"),
            Kind::OneLink => base.link("http://a.example/live"),
            Kind::OneHome => base.link(home),
            Kind::Rebuilt => {
                let link = format!("http://a.example/{n}/{story}.html");
                base.guid(&link).link(&link)
            }
            Kind::DatesAreNow => base.age(-(n as i64)),
            Kind::Undated => base.age(None),
        }
    }
}

/// What is left of the edits of a story.
#[derive(Clone, Debug, Default)]
struct Edition {
    title: String,
    text: String,
    date: i64,
}

impl Edition {
    fn edit(&mut self, edit: Edit, n: usize) {
        if matches!(edit, Edit::Title | Edit::Everything) {
            self.title = format!(", edition {n}");
        }
        if matches!(edit, Edit::Text | Edit::Everything) {
            self.text = format!(" as of {n}");
        }
        if matches!(edit, Edit::Date | Edit::Everything) {
            self.date = n as i64;
        }
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let edit = prop_oneof![
        Just(Edit::Nothing),
        Just(Edit::Title),
        Just(Edit::Text),
        Just(Edit::Date),
        Just(Edit::Everything),
    ];
    let step =
        (0..4_usize, any::<u32>(), 0..7_usize, edit).prop_map(|(fresh, shown, turn, edit)| Step {
            fresh,
            shown,
            turn,
            edit,
        });
    proptest::collection::vec(step, 2..9)
}

/// The numbers of the stories in these texts.
fn numbers(texts: &[String]) -> Vec<usize> {
    let number = |text: &String| text.split(['[', ']']).nth(1)?.parse().ok();
    let mut numbers: Vec<usize> = texts.iter().filter_map(number).collect();
    numbers.sort_unstable();
    numbers
}

async fn live(kind: Kind, steps: &[Step]) -> Result<(), TestCaseError> {
    let mut desk = Desk::new().await;
    let mut editions: Vec<Edition> = Vec::new();
    // A story may be away for several documents: where not everything may change at one time, it is one thing that changes.
    let mut wished = steps.iter().map(|step| step.edit);
    let only = wished.find(|edit| *edit != Edit::Nothing && kind.may(*edit));
    let only = only.unwrap_or(Edit::Nothing);
    for (n, step) in steps.iter().enumerate() {
        let known = editions.len();
        let edit = if kind.may(Edit::Everything) {
            step.edit
        } else {
            only
        };
        for edition in &mut editions {
            edition.edit(edit, n);
        }
        // A lone entry whose guid and title another had is that one, as far as anybody can tell.
        let is_never_alone = matches!(kind, Kind::PlacesAndOneTitle);
        let least = if is_never_alone && n == 0 { 2 } else { 0 };
        editions.resize(known + step.fresh.max(least), Edition::default());
        let is_shown = |story: &usize| is_never_alone || step.shown >> (story % 32) & 1 == 1;
        let old = (0..known).filter(is_shown);
        let mut shown: Vec<usize> = old.chain(known..editions.len()).rev().collect();
        if !shown.is_empty() {
            let turn = step.turn % shown.len();
            shown.rotate_left(turn);
        }
        let mut items: Vec<Item> = shown
            .iter()
            .enumerate()
            .map(|(place, story)| kind.item(*story, n, place, &editions[*story]))
            .collect();
        if step.turn % 3 == 0 {
            items.extend(items.first().cloned());
        }
        desk.take(&items).await;
        let unread = numbers(&desk.texts(Show::Unread).await);
        let fresh: Vec<usize> = (known..editions.len()).collect();
        prop_assert_eq!(unread, fresh, "document {}: {:#?}", n, items);
        let all = numbers(&desk.texts(Show::All).await);
        let stories: BTreeSet<usize> = all.iter().copied().collect();
        prop_assert_eq!(all.len(), stories.len(), "document {}: {:#?}", n, items);
        desk.read_all().await;
    }
    Ok(())
}

fn hold(kind: Kind, steps: &[Step]) -> Result<(), TestCaseError> {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.build().unwrap();
    runtime.block_on(live(kind, steps))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(120) })]

    #[test]
    fn nothing_read_comes_back_and_nothing_new_is_swallowed(kind in 0..KINDS.len(), steps in steps()) {
        hold(KINDS[kind], &steps)?;
    }
}
