//! Queries in canonical form, errors with their columns, and the laws of printing.

#![allow(clippy::unwrap_used)]
use super::*;
use crate::query::{Pattern, Place, Possession, Term, Words, print};
use crate::text::fold;
use proptest::prelude::*;

fn read(text: &str) -> Result<Query, QueryError> {
    let now = Timestamp::from_secs(1_795_528_800); // Tue 24 Nov 2026, 14:00 UTC
    parse(text, now, &Zone::utc())
}

#[test]
fn queries_print_in_one_way() {
    let cases = [
        ("", ""),
        ("  rust  ", "rust"),
        ("Rust Café", "rust cafe"),
        (
            "unread feed:LWN since:2w",
            "unread feed:lwn since:2026-11-10T14:00:00Z",
        ),
        (
            "(rust OR \"memory safety\") -podcast",
            "(rust OR \"memory safety\") -podcast",
        ),
        ("a b OR c", "a b OR c"),
        ("a (b OR c) (d e)", "a (b OR c) d e"),
        ("a OR (b OR c)", "a OR b OR c"),
        ("-(a b)", "-(a b)"),
        ("--a", "a"),
        ("a AND b", "a b"),
        ("((a))", "a"),
        ("kern*", "kern*"),
        ("memory-safety", "\"memory safety\""),
        ("memory-saf*", "memory saf*"),
        ("a-b-c*", "\"a b\" c*"),
        (
            "\"unread\" UNREAD is:read is:bookmarked",
            "\"unread\" unread read is:bookmarked",
        ),
        (
            "folder:\"/Quiet voices/\" tag:#Work",
            "folder:\"quiet voices\" tag:work",
        ),
        (
            "author:\"J. Corbet\" title:kernel",
            "author:\"j corbet\" title:kernel",
        ),
        ("until:2026-03", "until:2026-03-31T23:59:59.999Z"),
        (
            "on:yesterday",
            "since:2026-11-23T00:00:00Z until:2026-11-23T23:59:59.999Z",
        ),
        (
            "-ON:2026-11-23",
            "-(since:2026-11-23T00:00:00Z until:2026-11-23T23:59:59.999Z)",
        ),
        ("text:\"Memory safety\"", "text:\"memory safety\""),
        ("lang:zh_CN is:updated", "lang:zh-cn is:updated"),
        ("url:Example.org/2026/", "url:example.org/2026/"),
        ("has:Enclosure has:image", "has:enclosure has:image"),
        (
            "words>500 words>=500 WORDS<10 words<=10",
            "words>500 words>499 words<10 words<11",
        ),
        (
            "/^Ker(nel|berg) x/ title:/a.b/ -text:/\\d+/",
            "/^Ker(nel|berg) x/ title:/a.b/ -text:/\\d+/",
        ),
        ("a<b", "\"a b\""),
        ("龙架构", "\"龙架 架构\""),
        ("内 龙架*", "内* 龙架"),
        ("http://a.example/x", "\"http a example x\""),
        ("10:30", "\"10 30\""),
        ("/dev/null", "\"dev null\""),
        ("or and", "or and"),
    ];
    for (text, expect) in cases {
        let query = read(text).unwrap();
        assert_eq!(print(&query), expect, "{text}");
        assert_eq!(read(expect).unwrap(), query, "{expect}");
    }
}

/// (query, column, what is wrong, what helps; empty: nothing is said)
fn check_errors(cases: &[(&str, u32, &str, &str)]) {
    for (text, column, what, hint) in cases {
        let expect = QueryError {
            column: *column,
            what: (*what).into(),
            hint: (!hint.is_empty()).then(|| (*hint).into()),
        };
        assert_eq!(read(text), Err(expect), "{text}");
    }
}

#[test]
fn an_error_in_brackets_and_quotes_names_its_column() {
    let close = "put a `\"` at its end";
    check_errors(&[
        ("日 \"ab", 3, "the quote is not closed", close),
        ("(a b", 1, "this `(` is not closed", ""),
        ("a) b", 2, "nothing opened this `)`", ""),
        (")", 1, "nothing opened this `)`", ""),
        ("()", 2, "there is nothing in the brackets", ""),
    ]);
    assert!(read(&"(".repeat(300)).is_err_and(|it| it.column == 51));
    assert!(read(&"-".repeat(300)).is_err());
    assert!(read(&"a ".repeat(1500)).is_err());
}

#[test]
fn a_sign_that_joins_nothing_names_its_column() {
    let quote = "put it in quotes to search for the word";
    let letters = "words are letters and digits";
    check_errors(&[
        ("a OR", 5, "nothing stands after `OR`", quote),
        ("OR a", 1, "nothing stands before `OR`", quote),
        ("a -", 4, "nothing stands after `-`", quote),
        ("a AND OR b", 7, "nothing stands after `AND`", quote),
        ("++", 1, "nothing to look for in `++`", letters),
    ]);
}

#[test]
fn an_error_in_a_field_names_its_column_and_what_helps() {
    let quotes = "put it in quotes to search for the words";
    let feed = "it finds a part of the feed's title or address";
    let title = "it finds words in the title";
    let marked = "did you mean `is:bookmarked`";
    let unread = "did you mean `is:unread`";
    let known = "what can be: title: author: text: note: feed: folder: tag: lang: url: is: has: since: until: on:";
    let later = "`story:` cannot be searched yet";
    let counts = "write words>500 or words<500";
    let (pattern, found) = (
        "no regular expression: unclosed group",
        "\"^a (b\" finds the words",
    );
    check_errors(&[
        (
            "rust fed:lwn",
            6,
            "unknown field `fed`",
            "did you mean `feed:`",
        ),
        ("xyzzy:1", 1, "unknown field `xyzzy`", quotes),
        ("feed:", 6, "nothing stands after `feed:`", feed),
        ("title:\" \"", 7, "nothing stands after `title:`", title),
        ("is:starred", 4, "unknown state `starred`", marked),
        ("is:unred", 4, "unknown state `unred`", unread),
        ("a story:zh", 3, later, known),
        ("title:/^a (b/ x", 7, pattern, found),
        (
            "has:picture",
            5,
            "nothing an entry can have: `picture`",
            "did you mean `has:image`",
        ),
        (
            "has:xyz",
            5,
            "nothing an entry can have: `xyz`",
            "known here: enclosure, image, note, fulltext",
        ),
        (
            "lang:e!",
            6,
            "no language: `e!`",
            "languages are written en, zh or zh-CN",
        ),
        ("a words:5", 3, "`words` is compared", counts),
        ("words>", 7, "nothing stands after `words>`", counts),
        ("words>=many", 8, "no number of words: `many`", counts),
        (
            "words<99999999999",
            7,
            "no number of words: `99999999999`",
            counts,
        ),
        (
            "on:soon",
            4,
            "no date: `soon`",
            "dates are written 2w, yesterday, 2026-03 or 2026-03-05",
        ),
        ("folder:/", 8, "nothing to look for in `/`", ""),
    ]);
}

#[test]
fn an_error_in_a_date_says_how_dates_are_written() {
    let dates = "dates are written 2w, yesterday, 2026-03 or 2026-03-05";
    let months = "`m` could be minutes or months: write 3min or 3mo";
    check_errors(&[
        ("since:nonsense", 7, "no date: `nonsense`", dates),
        ("since:2026-13", 7, "no date: `2026-13`", dates),
        ("since:3m", 7, "no date: `3m`", months),
    ]);
}

fn any_words() -> impl Strategy<Value = Words> {
    let word = "[a-z0-9]{1,6}|é?[а-я]{1,4}|龙架|unread|read|or";
    prop_oneof![
        (
            word.prop_filter("not a pair", |w| !w.contains('龙')),
            any::<bool>()
        )
            .prop_map(|(text, prefix)| Words::Word {
                text: fold(&text),
                prefix
            }),
        proptest::collection::vec(word, 2..4)
            .prop_map(|all| Words::Phrase(all.iter().map(|it| fold(it)).collect())),
    ]
}

fn any_place() -> impl Strategy<Value = Place> {
    proptest::sample::select(vec![Place::Title, Place::Author, Place::Text])
}

fn any_term() -> impl Strategy<Value = Term> {
    let text = "[a-z(][a-z ()./-]{0,6}[a-z)]";
    prop_oneof![
        any_words().prop_map(Term::Anywhere),
        (any_place(), any_words()).prop_map(|(place, words)| Term::In(place, words)),
        (
            proptest::option::of(any_place()),
            "[a-z](a|b|[.]|[(]b/?c[)]|\\\\d|\"| )[a-z*]"
        )
            .prop_map(|(place, source)| Term::Pattern(place, Pattern::new(&source).unwrap())),
        Just(Term::Updated),
        Just(Term::Has(Possession::Enclosure)),
        Just(Term::Has(Possession::Image)),
        Just(Term::Has(Possession::FullText)),
        "[a-z]{2}(-[a-z]{2,4})?".prop_map(Term::Language),
        text.prop_map(Term::Url),
        any::<u32>().prop_map(Term::Longer),
        any::<u32>().prop_map(Term::Shorter),
        Just(Term::Unread),
        Just(Term::Read),
        Just(Term::Bookmarked),
        text.prop_map(Term::Feed),
        "[a-z]{1,4}( [a-z])?(/[a-z]{1,3})?".prop_map(Term::Folder),
        text.prop_map(Term::Tag),
        (0i64..4_000_000_000_000).prop_map(|time| Term::Since(Timestamp(time))),
        (0i64..4_000_000_000_000).prop_map(|time| Term::Until(Timestamp(time))),
    ]
}

/// Any query in canonical form.
fn any_query() -> impl Strategy<Value = Query> {
    let leaf = any_term().prop_map(Query::Term);
    leaf.prop_recursive(4, 24, 4, |inner| {
        let not = |query: Query| match query {
            Query::Not(inner) => *inner,
            other => Query::Not(Box::new(other)),
        };
        let and = |members: Vec<Query>| {
            let flat = members.into_iter().flat_map(|it| match it {
                Query::And(inner) => inner,
                other => vec![other],
            });
            Query::And(flat.collect())
        };
        let or = |members: Vec<Query>| {
            let flat = members.into_iter().flat_map(|it| match it {
                Query::Or(inner) => inner,
                other => vec![other],
            });
            Query::Or(flat.collect())
        };
        prop_oneof![
            inner.clone().prop_map(not),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(and),
            proptest::collection::vec(inner, 2..4).prop_map(or),
        ]
    })
}

#[test]
fn a_single_character_before_a_prefix_is_read_as_it_is_printed() {
    let query = read("\u{20000}a*").unwrap();
    assert_eq!(read(&print(&query)), Ok(query));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn what_is_printed_is_read_again(query in any_query()) {
        let text = print(&query);
        prop_assert_eq!(read(&text), Ok(query), "{}", text);
    }

    #[test]
    fn any_text_is_a_query_or_an_error_in_it(text in "[a-z:\"()/*<>0-9 -]{0,30}|words[<>=]{0,2}[0-9]{0,3}|.{0,20}") {
        match read(&text) {
            Ok(query) => prop_assert_eq!(read(&print(&query)), Ok(query)),
            Err(error) => prop_assert!(error.column as usize <= text.chars().count() + 1),
        }
    }
}
