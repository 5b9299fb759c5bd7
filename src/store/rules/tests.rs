//! What rules do as entries come, to what is there, and taken back.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use crate::model::{Act, ActKind, Change, Colour, Deeds, EntryId, Ruling, Scope, Timestamp, Which};
use crate::query::{Query, Term};
use crate::store::fixture::{NOW, all_of, at, document, item, later, these, wait, wish};
use crate::store::{Check, Judgement, Moment, RuleActs, Store, TextWish};

fn rule(name: &str, deeds: Deeds) -> Ruling {
    Ruling {
        name: name.into(),
        deeds,
    }
}

fn hiding() -> Deeds {
    Deeds {
        hide: true,
        read: true,
        ..Deeds::default()
    }
}

/// Takes entries in as these rules say: `verdicts` names the rules of each.
fn judged(
    store: &Store,
    guids: &[&str],
    (rules, verdicts, acts): (Vec<Ruling>, &[&[u16]], &RuleActs),
    now: Timestamp,
) {
    let feed = wait(store.feeds(NOW)).unwrap().rows[0].id;
    let entries = guids
        .iter()
        .enumerate()
        .map(|(n, guid)| item(guid, n as i64));
    let judgement = Judgement {
        rules: Arc::new(rules),
        verdicts: verdicts.iter().map(|it| it.to_vec()).collect(),
        acts: acts.clone(),
    };
    let parsed = (document(entries.collect()), judgement);
    wait(store.save_judged(feed, parsed, Check::default(), now)).unwrap();
}

fn store() -> Store {
    let store = Store::memory().unwrap();
    store.following(&[wish("https://a.example/", "")]);
    store
}

fn history(store: &Store) -> Vec<Act> {
    wait(store.history(9)).unwrap()
}

fn sound(store: &Store) {
    assert_eq!(store.complaints(), [""; 0]);
}

fn hidden(store: &Store) -> Vec<EntryId> {
    wait(store.entry_ids(Query::Term(Term::Hidden), at(later(9)), 99)).unwrap()
}

#[test]
fn each_rule_does_what_it_says_in_the_transaction_that_brings_the_entries() {
    let store = store();
    let all = Deeds {
        bookmark: true,
        tags: vec!["kernel".into(), "work".into()],
        colour: Some(Colour::Warning),
        full_text: true,
        ..Deeds::default()
    };
    let rules = vec![rule("press", hiding()), rule("kernel", all)];
    let acts = RuleActs::default();
    judged(
        &store,
        &["a", "b", "c"],
        (rules, &[&[0], &[1], &[]], &acts),
        NOW,
    );
    sound(&store);
    assert_eq!(store.names(Scope::Everything), ["b", "c"]);
    assert_eq!(hidden(&store), [store.id("a")]);
    let a = wait(store.entry(store.id("a"))).unwrap().unwrap();
    assert!(a.row.read && a.row.hidden);
    assert_eq!(a.hidden_by(), Some("press"));
    let b = wait(store.entry(store.id("b"))).unwrap().unwrap();
    assert_eq!(b.row.colour, Some(Colour::Warning));
    assert_eq!(b.row.tags, ["kernel", "work"]);
    assert!(b.row.bookmarked && !b.row.read);
    assert_eq!(b.rules[0].did, ["bookmark", "colour", "full text", "tag"]);
    let pages = TextWish {
        feeds: None,
        of_each: 9,
        in_all: 9,
        bookmarks: 0,
    };
    let wanted = wait(store.claim_texts(pages, NOW)).unwrap();
    let wanted: Vec<EntryId> = wanted.iter().map(|it| it.entry).collect();
    assert_eq!(wanted, [store.id("b")]);
}

#[test]
fn a_refresh_is_one_act_of_each_rule_and_undo_passes_over_it() {
    let store = store();
    let rules = || vec![rule("press", hiding())];
    let acts = RuleActs::default();
    judged(&store, &["a", "b"], (rules(), &[&[0], &[]], &acts), NOW);
    store.does(Change::Read(these(&[store.id("b")])), later(1));
    judged(
        &store,
        &["c", "d"],
        (rules(), &[&[0], &[0]], &acts),
        later(2),
    );
    judged(
        &store,
        &["e"],
        (rules(), &[&[0]], &RuleActs::default()),
        later(3),
    );
    let kept = history(&store);
    let told: Vec<_> = kept.iter().map(|act| (act.kind, act.count)).collect();
    assert_eq!(
        told,
        [(ActKind::Rule, 1), (ActKind::Read, 1), (ActKind::Rule, 3)]
    );
    assert_eq!(kept[2].sentence(), "rule “press” hid and marked read 3");
    let (last, _) = wait(store.last_undoable()).unwrap().unwrap();
    assert_eq!(last.kind, ActKind::Read);
    sound(&store);
}

#[test]
fn what_a_rule_did_is_taken_back_and_done_again() {
    let store = store();
    let deeds = Deeds {
        tags: vec!["x".into()],
        bookmark: false,
        colour: Some(Colour::Done),
        ..hiding()
    };
    let acts = RuleActs::default();
    let rules = vec![rule("press", deeds)];
    judged(&store, &["a", "b"], (rules, &[&[0], &[0]], &acts), NOW);
    let act = history(&store)[0].id;
    let took = |detail: &'static str, turn: super::Turn| {
        let sql = "SELECT detail FROM act WHERE id = ?1";
        let back = move |transaction: &rusqlite::Transaction<'_>| {
            let detail: String = transaction.query_row(sql, [act.0], |row| row.get(0))?;
            super::perform(transaction, act, Some(&detail), (turn, later(1)))
        };
        wait(store.act(back)).unwrap_or_else(|error| panic!("{detail}: {error}"));
    };
    took("back", super::Turn::Undo);
    sound(&store);
    assert_eq!(store.names(Scope::Unread), ["a", "b"]);
    let a = wait(store.entry(store.id("a"))).unwrap().unwrap();
    assert_eq!(
        (a.row.colour, a.row.tags.len(), a.rules.len()),
        (None, 0, 0)
    );
    took("again", super::Turn::Redo);
    sound(&store);
    assert_eq!(store.names(Scope::Everything), [""; 0]);
    assert_eq!(hidden(&store).len(), 2);
}

#[test]
fn of_two_rules_the_first_did_it_and_what_is_bookmarked_is_not_hidden() {
    let store = store();
    let keep = Deeds {
        bookmark: true,
        ..Deeds::default()
    };
    let rules = vec![
        rule("one", hiding()),
        rule("two", hiding()),
        rule("keep", keep),
    ];
    let acts = RuleActs::default();
    let verdicts: [&[u16]; 2] = [&[0, 1], &[1, 2]];
    judged(&store, &["a", "b"], (rules, &verdicts, &acts), NOW);
    sound(&store);
    assert_eq!(store.names(Scope::Everything), ["b"]);
    let a = wait(store.entry(store.id("a"))).unwrap().unwrap();
    let did: Vec<usize> = a.rules.iter().map(|it| it.did.len()).collect();
    assert_eq!(did, [2, 0]);
    let told: Vec<_> = history(&store)
        .iter()
        .map(|act| (act.subject.clone(), act.count))
        .collect();
    assert!(
        told.contains(&("“two” hid and marked read".into(), 1)),
        "{told:?}"
    );
}

#[test]
fn a_hidden_entry_is_freed_and_a_bookmark_frees_it() {
    let store = store();
    let acts = RuleActs::default();
    let rules = vec![rule("press", hiding())];
    judged(&store, &["a", "b"], (rules, &[&[0], &[0]], &acts), NOW);
    let (a, b) = (store.id("a"), store.id("b"));
    for (change, kind) in [
        (Change::Free(these(&[a, b])), ActKind::Free),
        (Change::Bookmark(these(&[a, b])), ActKind::Bookmark),
    ] {
        let act = store.does(change, later(1));
        assert_eq!((act.kind, act.count), (kind, 2));
        assert_eq!(store.names(Scope::Everything), ["a", "b"]);
        sound(&store);
        wait(store.undo_entries(act.id, later(2))).unwrap();
        assert_eq!(hidden(&store).len(), 2, "{kind:?}");
        sound(&store);
    }
    wait(store.redo_entries(history(&store)[0].id, later(3))).unwrap();
    assert_eq!(store.names(Scope::Bookmarks).len(), 2);
    assert_eq!(hidden(&store), []);
    sound(&store);
}

#[test]
fn a_rule_is_applied_to_the_past_as_one_act_and_taken_back() {
    let store = store();
    let feed = wait(store.feeds(NOW)).unwrap().rows[0].id;
    let items = ["a", "b", "c", "d"].map(|guid| item(guid, 5));
    store.takes(feed, items.to_vec(), NOW);
    store.does(Change::Bookmark(these(&[store.id("b")])), later(1));
    store.does(Change::Read(these(&[store.id("c")])), later(1));
    let deeds = Deeds {
        tags: vec!["old".into()],
        ..hiding()
    };
    let all = all_of(Scope::Search("x".into()), later(2));
    let moment = || Moment {
        query: Some(Query::All),
        ..at(later(2))
    };
    let change = Change::Apply(all, rule("all", deeds));
    let act = wait(store.change(change.clone(), moment())).unwrap();
    assert_eq!(
        act.sentence(),
        "rule “all” hid, marked read and tagged #old 4 of the past"
    );
    assert_eq!(store.names(Scope::Everything), ["b"]);
    sound(&store);
    assert_eq!(wait(store.change(change, moment())).unwrap().count, 0);
    wait(store.undo_entries(act.id, later(3))).unwrap();
    sound(&store);
    assert_eq!(store.names(Scope::Everything).len(), 4);
    assert_eq!(store.names(Scope::Unread).len(), 3, "c was read before");
    wait(store.redo_entries(act.id, later(4))).unwrap();
    assert_eq!(store.names(Scope::Everything), ["b"]);
    sound(&store);
}

#[test]
fn an_entry_that_changes_is_not_judged_again_and_a_feed_that_goes_and_comes_keeps_it_hidden() {
    let store = store();
    let acts = RuleActs::default();
    let rules = || vec![rule("press", hiding())];
    judged(&store, &["a", "b"], (rules(), &[&[0], &[]], &acts), NOW);
    // The second time the other one is found: both are known by now.
    judged(
        &store,
        &["a", "b"],
        (rules(), &[&[], &[0]], &acts),
        later(1),
    );
    assert_eq!(store.names(Scope::Everything), ["b"]);
    wait(store.reconcile(Vec::new(), later(2))).unwrap();
    assert_eq!(hidden(&store), []);
    wait(store.reconcile(vec![wish("https://a.example/", "")], later(3))).unwrap();
    assert_eq!(store.names(Scope::Everything), ["b"]);
    assert_eq!(hidden(&store), [store.id("a")]);
    sound(&store);
    let read = Which::Scope {
        scope: Scope::Everything,
        show: crate::model::Show::All,
        seen_by: later(4),
    };
    store.does(Change::Read(read), later(4));
    sound(&store);
}
