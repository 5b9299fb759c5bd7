//! Rules of each kind over the wire: judged once, reported, and what they want done outside the store.

use std::path::Path;

use byline::config::Config;
use byline::jobs::{self, Asker};
use byline::model::{ActKind, Entry, EntryId, RuleErrand, Scope, Show};

use super::*;

fn item(guid: &str, title: &str, link: &str) -> String {
    format!(
        "<item><guid>{guid}</guid><title>{title}</title><link>{link}</link>\
         <description>&lt;p&gt;Text of {guid} on memory safety&lt;/p&gt;</description></item>"
    )
}

fn feed(items: &[String]) -> Answer {
    let items = items.concat();
    Answer::rss(format!(
        "<rss version=\"2.0\"><channel><title>Wire</title>{items}</channel></rss>"
    ))
}

impl House {
    /// The same home with these rules.
    fn ruled(&self, text: &str) -> House {
        let (read, problems) = Config::parse(text);
        assert!(problems.is_empty(), "{problems:?}");
        self.configured(|config| {
            config.rules = read.rules;
            config.notify = read.notify;
        })
    }

    async fn titles_of(&self, query: &str) -> Vec<String> {
        let wish = jobs::ListWish {
            scope: Scope::Search(query.to_string()),
            show: Show::All,
            count: 99,
            ..jobs::ListWish::default()
        };
        let window = jobs::load_entries(&self.context, wish).await.unwrap();
        let mut titles: Vec<String> = window.rows.into_iter().map(|row| row.title).collect();
        titles.sort_unstable();
        titles
    }

    async fn entry(&self, title: &str) -> Entry {
        for id in 1..=9 {
            let entry = jobs::load_entry(&self.context, EntryId(id)).await.unwrap();
            if let Some(entry) = entry.filter(|entry| entry.row.title == title) {
                return entry;
            }
        }
        panic!("no entry {title}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_of_each_kind_judge_what_comes_once() {
    let server = Server::start();
    let page = format!(
        "<html><body><article><h1>Kernel news</h1><p>{}</p></article></body></html>",
        "A long text, of many words. ".repeat(200)
    );
    server.answer(
        "/feed",
        feed(&[
            item("a", "Press release: new", "https://a.example/1"),
            item("b", "Kernel news", &server.url("/page")),
            item("c", "Other", "https://a.example/3"),
        ]),
    );
    server.answer("/page", Answer::ok("text/html", page));
    let house = House::with(&[server.url("/feed")]).await;
    let (json, told) = (
        house.home.path().join("json"),
        house.home.path().join("told"),
    );
    let rules = format!(
        r#"
        [[rule]]
        name = "press"
        when = 'title:/^press/'
        do = ["hide", "mark read", "notify"]
        [[rule]]
        name = "kernel"
        when = 'kernel "memory safety"'
        do = ["bookmark", "tag kernel", "colour warning", "full text", "notify", "run cat >> {}"]
        [[rule]]
        name = "bad command"
        when = "other"
        do = "run exit 3"
        [[rule]]
        name = "rests"
        when = "other"
        do = "hide"
        enabled = false
        [notify]
        command = '''sh -c "echo $1/$2 >> {}" sh'''
        "#,
        json.display(),
        told.display()
    );
    let house = house.ruled(&rules);
    let report = house.refresh().await;
    assert_eq!(report.new_entries(), 3);
    let did: Vec<_> = report
        .rules
        .iter()
        .map(|it| (&*it.rule, it.count))
        .collect();
    assert_eq!(did, [("press", 1), ("kernel", 1), ("bad command", 1)]);
    assert_eq!(house.titles_of("is:hidden").await, ["Press release: new"]);
    assert_eq!(house.titles_of("").await, ["Kernel news", "Other"]);
    let press = house.entry("Press release: new").await;
    assert!(press.row.read && press.hidden_by() == Some("press"));
    let kernel = house.entry("Kernel news").await;
    assert_eq!(kernel.row.tags, ["kernel"]);
    assert!(kernel.row.bookmarked && kernel.row.colour.is_some());
    assert!(!house.entry("Other").await.row.hidden);

    outside_the_store(&house, report.errands, (&told, &json)).await;
    comes_again(&server, &house).await;
}

async fn outside_the_store(house: &House, errands: Vec<RuleErrand>, (told, json): (&Path, &Path)) {
    // Outside the store: one notification, of what is not hidden; the entry as JSON; what fails once.
    let troubles = jobs::run_errands(&house.context, errands, Asker::Screen).await;
    let said: Vec<&str> = troubles.iter().map(|it| it.what.as_str()).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].starts_with("rule “bad command”: `exit 3` failed"),
        "{said:?}"
    );
    let told = fs::read_to_string(told).unwrap();
    assert_eq!(told.trim(), "1 new: kernel/Kernel news (Wire)");
    let given = fs::read_to_string(json).unwrap();
    let given: serde_json::Value = serde_json::from_str(&given).unwrap();
    assert_eq!(given["title"], "Kernel news");
    assert_eq!(given["rules"][0]["name"], "kernel");
    assert!(given.to_string().contains("memory safety"));
    let stop = CancellationToken::new();
    let pages = jobs::full_texts(&house.context, None, &|_| (), &stop);
    assert_eq!(pages.await.unwrap().fetched, 1);
    assert!(
        house
            .entry("Kernel news")
            .await
            .html()
            .contains("A long text")
    );
}

async fn comes_again(server: &Server, house: &House) {
    // What comes again is not judged again, though it would be found now; the acts of each refresh are its own.
    server.answer(
        "/feed",
        feed(&[
            item("c", "Press release: by now", "https://a.example/3"),
            item("d", "Press release: another", "https://a.example/4"),
        ]),
    );
    house.later(2 * HOUR);
    let report = house.force().await;
    assert_eq!(report.rules.len(), 1);
    assert_eq!(
        house.titles_of("is:hidden").await,
        ["Press release: another", "Press release: new"]
    );
    let history = house.context.store.history(9).await.unwrap();
    let acts = history.iter().filter(|act| act.kind == ActKind::Rule);
    assert_eq!(acts.count(), 3, "{history:?}");
    assert!(house.context.store.last_undoable().await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_tells_the_desktop_only_if_it_is_told_to() {
    let server = Server::start();
    server.answer("/feed", feed(&[item("a", "News", "https://a.example/1")]));
    let house = House::with(&[server.url("/feed")]).await;
    let told = house.home.path().join("told");
    let rules = |headless: bool| {
        format!(
            "[[rule]]\nname = \"all\"\nwhen = \"news\"\ndo = \"notify\"\n\
             [notify]\nheadless = {headless}\ncommand = \"sh -c 'echo x >> {}' sh\"\n",
            told.display()
        )
    };
    let errands = house.ruled(&rules(false)).refresh().await.errands;
    assert_eq!(errands.len(), 1);
    for (headless, lines) in [(false, 0), (true, 1)] {
        let house = house.ruled(&rules(headless));
        let troubles = jobs::run_errands(&house.context, errands.clone(), Asker::CommandLine).await;
        assert!(troubles.is_empty(), "{troubles:?}");
        let said = fs::read_to_string(&told).unwrap_or_default();
        assert_eq!(said.lines().count(), lines, "{headless}");
    }
}
