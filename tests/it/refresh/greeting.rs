//! Headers, names and passwords of the reader's own: to whom they go, and where they are not seen.

use byline::model::Consent;

use super::*;

fn feed_with(url: &str, more: &str) -> String {
    format!("[[feed]]\nurl = {url:?}\n{more}\n")
}

/// A house whose one feed says more than its address, with the reader's yes to what runs for it.
async fn house_with(url: &str, more: &str) -> House {
    let house = House::with(&[]).await;
    house.write_feeds(&feed_with(url, more));
    jobs::reconcile(&house.context).await.unwrap();
    let id = house.row().await.id;
    jobs::allow(&house.context, id).await.unwrap();
    house
}

fn sent(server: &Server, name: &str) -> Vec<Option<String>> {
    let requests = server.requests();
    requests
        .iter()
        .map(|it| it.header(name).map(str::to_string))
        .collect()
}

/// A command that prints this and leaves a mark at each run.
fn printing(home: &TempDir, text: &str) -> String {
    let (file, runs) = (home.path().join("secret"), home.path().join("runs"));
    fs::write(&file, text).unwrap();
    format!(
        "sh -c 'echo run >>{}; cat {}'",
        runs.display(),
        file.display()
    )
}

fn runs(house: &House) -> usize {
    let runs = fs::read_to_string(house.home.path().join("runs"));
    runs.unwrap_or_default().lines().count()
}

#[tokio::test]
async fn the_readers_own_headers_go_to_the_feeds_own_origin_alone() {
    let (server, other) = (Server::start(), Server::start());
    server.answer("/a", Answer::redirect(302, "/b"));
    server.answer("/b", Answer::redirect(302, &other.url("/c")));
    other.answer("/c", Answer::redirect(302, &server.url("/d")));
    server.answer("/d", Answer::rss(rss("a", 1)));
    let more = "headers = { X-Key = \"hunter2\", Cookie = \"id=7\" }\nuser_agent = \"Own/1\"";
    let house = house_with(&server.url("/a"), more).await;
    assert_eq!(told(&house.refresh().await), "1 new 0 changed");
    assert_eq!(sent(&server, "X-Key"), vec![Some("hunter2".to_string()); 3]);
    assert_eq!(sent(&server, "Cookie"), vec![Some("id=7".to_string()); 3]);
    assert_eq!(sent(&other, "X-Key"), [None]);
    assert_eq!(sent(&other, "Cookie"), [None]);
    // Who asks is no secret.
    assert_eq!(sent(&other, "User-Agent"), [Some("Own/1".to_string())]);
    assert_eq!(
        sent(&server, "User-Agent"),
        vec![Some("Own/1".to_string()); 3]
    );
}

#[tokio::test]
async fn a_command_prints_the_password_once_for_a_run() {
    let server = Server::start();
    server.answer("/f", Answer::rss(rss("a", 1)));
    let home = Arc::new(tempfile::tempdir().unwrap());
    let command = printing(&home, "hunter2\nuser: me\n");
    for (name, expect) in [("me@", "Basic bWU6aHVudGVyMg=="), ("", "Bearer hunter2")] {
        let url = server
            .url("/f")
            .replace("http://", &format!("http://{name}"));
        let before = server.requests().len();
        let mut house = house_with(&url, &format!("password_command = {command:?}")).await;
        house.home = Arc::clone(&home);
        let already = runs(&house);
        for _ in 0..3 {
            assert_eq!(house.force().await.failed(), 0);
        }
        assert_eq!(runs(&house), already + 1);
        let said = sent(&server, "Authorization");
        assert_eq!(said[before..], vec![Some(expect.to_string()); 3]);
    }
}

#[tokio::test]
async fn a_password_command_waits_for_a_yes_and_runs_no_shell() {
    let server = Server::start();
    server.answer("/f", Answer::rss(rss("a", 1)));
    let house = House::with(&[]).await;
    let command = "printf 'a;$(id) %s' hunter2 ; echo more";
    house.write_feeds(&feed_with(
        &server.url("/f"),
        &format!("password_command = {command:?}"),
    ));
    jobs::reconcile(&house.context).await.unwrap();
    let report = house.refresh().await;
    assert_eq!(
        kinds(&report),
        [Some(FailureKind::Unallowed)],
        "{}",
        told(&report)
    );
    assert!(
        told(&report).contains("for its password"),
        "{}",
        told(&report)
    );
    assert_eq!(server.requests().len(), 0);
    let row = house.row().await;
    assert_eq!(
        row.consents()
            .iter()
            .filter(|it| Consent::is_plain(it))
            .count(),
        1
    );
    jobs::allow(&house.context, row.id).await.unwrap();
    assert_eq!(house.refresh().await.failed(), 0);
    let said = sent(&server, "Authorization");
    // `;` and what follows are further arguments of `printf`, as no shell is there to think otherwise.
    assert!(
        said[0]
            .as_ref()
            .unwrap()
            .starts_with("Bearer a;$(id) hunter2"),
        "{said:?}"
    );
}

#[tokio::test]
async fn a_password_that_is_refused_is_asked_for_anew() {
    let server = Server::start();
    let well = Answer::rss(rss("a", 1));
    server.answers("/f", [well.clone(), Answer::status(401), well]);
    let home = Arc::new(tempfile::tempdir().unwrap());
    let command = printing(&home, "first");
    let mut house = house_with(
        &server.url("/f"),
        &format!("password_command = {command:?}"),
    )
    .await;
    house.home = Arc::clone(&home);
    house.force().await;
    fs::write(home.path().join("secret"), "second").unwrap();
    house.force().await;
    house.force().await;
    assert_eq!(
        sent(&server, "Authorization"),
        [
            Some("Bearer first".to_string()),
            Some("Bearer first".to_string()),
            Some("Bearer second".to_string())
        ]
    );
}

#[tokio::test]
async fn what_a_command_prints_is_seen_nowhere() {
    let server = Server::start();
    server.answer("/f", Answer::status(401));
    let commands = [
        "sh -c 'echo hunter2'",
        "sh -c 'echo hunter2; echo hunter2 >&2; exit 3'",
        "sh -c 'echo; echo hunter2'",
        "no-such-program hunter3",
    ];
    for command in commands {
        let more = format!("password_command = {command:?}\nheaders = {{ X-Key = \"hunter2\" }}");
        let house = house_with(&server.url("/f"), &more).await;
        let report = house.refresh().await;
        assert_eq!(report.failed(), 1);
        let row = house.row().await;
        let failure = row.health.failure.clone().unwrap();
        for shown in [
            format!("{report:?}"),
            failure.what,
            failure.hint.unwrap_or_default(),
        ] {
            assert!(!shown.contains("hunter"), "{command}: {shown}");
        }
        let acts = house.context.store.history(100).await.unwrap();
        assert!(!format!("{acts:?}").contains("hunter2"));
        let opml = jobs::export(&house.context, byline::parse::Secrets::LeftOut)
            .await
            .unwrap()
            .text;
        assert!(!opml.contains("hunter"), "{opml}");
    }
}

#[tokio::test]
async fn who_the_reader_is_does_not_move_to_another_origin_with_the_feed() {
    let (server, other) = (Server::start(), Server::start());
    other.answer("/new", Answer::rss(rss("a", 1)));
    server.answer("/new", Answer::rss(rss("a", 1)));
    for (to, moves) in [(other.url("/new"), false), (server.url("/new"), true)] {
        server.answer("/old", Answer::redirect(301, &to));
        let house = house_with(&server.url("/old"), "headers = { X-Key = \"hunter2\" }").await;
        for _ in 0..5 {
            assert_eq!(house.force().await.failed(), 0);
            house.later(DAY);
        }
        assert_eq!(
            house.feeds_file().contains("/new"),
            moves,
            "{}",
            house.feeds_file()
        );
    }
    assert!(sent(&other, "X-Key").iter().all(Option::is_none));
}

#[tokio::test]
async fn an_edit_and_a_lost_file_keep_what_the_server_is_told() {
    let server = Server::start();
    server.answer("/f", Answer::rss(rss("a", 1)));
    let house = house_with(
        &server.url("/f"),
        "headers = { X-Key = \"k\" }\nuser_agent = \"Own/1\"",
    )
    .await;
    let row = house.row().await;
    let change = Change::Rename {
        feed: row.id,
        title: Some("Mine".into()),
    };
    jobs::change(&house.context, change).await.unwrap();
    assert!(
        house.feeds_file().contains("X-Key"),
        "{}",
        house.feeds_file()
    );
    fs::remove_file(house.context.paths.feeds_file()).unwrap();
    let change = Change::Move {
        feeds: vec![row.id],
        folder: "Linux".into(),
    };
    jobs::change(&house.context, change).await.unwrap();
    let file = house.feeds_file();
    assert!(
        file.contains("X-Key = \"k\"") && file.contains("Own/1"),
        "{file}"
    );
    jobs::change(&house.context, Change::Unsubscribe(vec![row.id]))
        .await
        .unwrap();
    jobs::undo(&house.context).await.unwrap().unwrap();
    house.force().await;
    assert_eq!(sent(&server, "X-Key"), [Some("k".to_string())]);
}
