//! Does this entry match? The meaning of a query in plain Rust; SQL must agree with it.

use crate::model::Timestamp;
use crate::query::{Place, Possession, Query, Term, Words};
use crate::text::{each_word, fold, goes_on};

/// What a query can ask of an entry.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row<'a> {
    /// The entry's title.
    pub title: &'a str,
    /// Its author; empty when none is told.
    pub author: &'a str,
    /// Its text and that of its page, stripped of tags (`article::strip`), then the reader's note.
    pub text: &'a str,
    /// What the reader wrote to it; empty when nothing was.
    pub note: &'a str,
    /// Its address; empty when it has none.
    pub url: &'a str,
    /// BCP 47, its own or its feed's; empty when none is told.
    pub language: &'a str,
    /// The feed's title as the reader names it.
    pub feed_title: &'a str,
    /// The feed's address.
    pub feed_url: &'a str,
    /// Path of the feed's folder; empty at the top.
    pub folder: &'a str,
    /// Tags of the entry: the feed's categories and the reader's own.
    pub tags: &'a [String],
    /// The reader's tags on the feed.
    pub feed_tags: &'a [String],
    /// Its time in the list.
    pub time: Timestamp,
    /// Read.
    pub read: bool,
    /// Kept.
    pub bookmarked: bool,
    /// Saved for later.
    pub later: bool,
    /// Its feed changed it.
    pub updated: bool,
    /// Something is attached.
    pub enclosure: bool,
    /// It has a lead picture, or its HTML shows one (`shows_image`).
    pub image: bool,
    /// The full text of its page is there.
    pub full_text: bool,
}

/// Whether the query finds this entry.
#[must_use]
pub fn eval(query: &Query, row: &Row<'_>) -> bool {
    match query {
        Query::All => true,
        Query::And(members) => members.iter().all(|member| eval(member, row)),
        Query::Or(members) => members.iter().any(|member| eval(member, row)),
        Query::Not(inner) => !eval(inner, row),
        Query::Term(term) => holds(term, row),
    }
}

fn holds(term: &Term, row: &Row<'_>) -> bool {
    let text_of = |place: Place| match place {
        Place::Title => row.title,
        Place::Author => row.author,
        Place::Text => row.text,
        Place::Note => row.note,
    };
    match term {
        Term::Anywhere(wanted) => {
            let all = [row.title, row.author, row.text];
            all.into_iter().any(|text| wanted.are_in(text))
        }
        Term::In(place, wanted) => wanted.are_in(text_of(*place)),
        Term::Pattern(Some(place), pattern) => pattern.is_in(text_of(*place)),
        Term::Pattern(None, pattern) => pattern.is_in(row.title) || pattern.is_in(row.text),
        Term::Unread => !row.read,
        Term::Read => row.read,
        Term::Bookmarked => row.bookmarked,
        Term::Later => row.later,
        Term::Updated => row.updated,
        Term::Has(Possession::Enclosure) => row.enclosure,
        Term::Has(Possession::Image) => row.image,
        Term::Has(Possession::FullText) => row.full_text,
        Term::Has(Possession::Note) => !row.note.is_empty(),
        Term::Feed(part) => {
            fold(row.feed_title).contains(part) || fold(row.feed_url).contains(part)
        }
        Term::Folder(path) => {
            let folder = fold(row.folder);
            folder
                .strip_prefix(path.as_str())
                .is_some_and(|below| below.is_empty() || below.starts_with('/'))
        }
        Term::Tag(tag) => {
            let mut tags = row.tags.iter().chain(row.feed_tags);
            tags.any(|it| fold(it) == *tag)
        }
        Term::Language(tag) => language_is(row.language, tag),
        Term::Url(part) => fold(row.url).contains(part),
        Term::Since(time) => row.time >= *time,
        Term::Until(time) => row.time <= *time,
        Term::Longer(count) => word_count(row.text) > *count,
        Term::Shorter(count) => word_count(row.text) < *count,
    }
}

/// Whether a language is this one or a part of it: `zh-CN` and `zh_Hant` are `zh`. `tag` is in lower case.
#[must_use]
pub fn language_is(language: &str, tag: &str) -> bool {
    let language = language.trim().to_ascii_lowercase().replace('_', "-");
    language
        .strip_prefix(tag)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Whether HTML shows a picture.
#[must_use]
pub fn shows_image(html: &str) -> bool {
    let mut tags = html.split('<').skip(1);
    tags.any(|tag| {
        let name = tag.get(..3).unwrap_or_default();
        let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>');
        name.eq_ignore_ascii_case("img") && tag.get(3..).unwrap_or_default().starts_with(ends)
    })
}

/// How many words a text has; of scripts without spaces, how many pairs of characters.
#[must_use]
pub fn word_count(text: &str) -> u32 {
    let mut count = 0;
    each_word(&fold(text), |_| {
        count += 1;
        true
    });
    count
}

impl Words {
    /// Whether the text holds them as whole words, in this order and side by side.
    #[must_use]
    pub fn are_in(&self, text: &str) -> bool {
        self.are_in_folded(&fold(text))
    }

    /// The same of a text that is folded already.
    #[must_use]
    pub fn are_in_folded(&self, folded: &str) -> bool {
        let has = |is: &dyn Fn(&str) -> bool| {
            let mut is_there = false;
            each_word(folded, |word| {
                is_there = is(word);
                !is_there
            });
            is_there
        };
        match self {
            Words::Word { text, prefix: true } => has(&|word| goes_on(word, text)),
            Words::Word { text, .. } => has(&|word| word == text),
            Words::Phrase(phrase) => {
                let mut found = Vec::new();
                each_word(folded, |word| {
                    found.push(word);
                    true
                });
                found.windows(phrase.len().max(1)).any(|window| {
                    window
                        .iter()
                        .zip(phrase)
                        .all(|(word, wanted)| **word == **wanted)
                })
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::query::Pattern;

    #[test]
    fn a_picture_is_seen_in_html() {
        for html in ["<p><img src=a>", "<IMG\nsrc=a>", "<a><Img alt=''>"] {
            assert!(shows_image(html), "{html}");
        }
        for html in ["", "img", "<image>", "<p>&lt;img src=a>", "a < img"] {
            assert!(!shows_image(html), "{html}");
        }
    }

    fn row() -> Row<'static> {
        Row {
            title: "Memory safety: 龙架构补丁 for Café owners",
            author: "J. Corbet",
            text: "Two thirds of all bugs.\nNot of ours",
            url: "https://lwn.net/Articles/1",
            language: "zh_CN",
            feed_title: "LWN.net",
            feed_url: "https://lwn.net/headlines/newrss",
            folder: "Linux/Kernel",
            time: Timestamp(1000),
            bookmarked: true,
            ..Row::default()
        }
    }

    fn word(text: &str, prefix: bool) -> Words {
        let text = text.into();
        Words::Word { text, prefix }
    }

    #[test]
    fn a_term_means_what_it_says() {
        let phrase =
            |words: &[&str]| Words::Phrase(words.iter().map(ToString::to_string).collect());
        let pattern = |source: &str| Pattern::new(source).unwrap();
        let cases = [
            (Term::Anywhere(word("cafe", false)), true),
            (Term::Anywhere(word("saf", false)), false),
            (Term::Anywhere(word("saf", true)), true),
            (Term::Anywhere(word("龙", true)), true),
            (Term::In(Place::Title, phrase(&["memory", "safety"])), true),
            (Term::In(Place::Title, phrase(&["safety", "memory"])), false),
            (Term::In(Place::Title, phrase(&["架构", "构补"])), true),
            (Term::In(Place::Author, word("corbet", false)), true),
            (Term::Anywhere(word("bugs", false)), true),
            (Term::Anywhere(word("corbet", false)), true),
            (Term::In(Place::Text, word("cafe", false)), false),
            (Term::In(Place::Text, phrase(&["bugs", "not"])), true),
            (Term::Pattern(None, pattern("third.? of")), true),
            (Term::Pattern(None, pattern("corbet")), false),
            (
                Term::Pattern(Some(Place::Title), pattern("^mem.*owners$")),
                true,
            ),
            (Term::Language("zh".into()), true),
            (Term::Language("z".into()), false),
            (Term::Url("articles/1".into()), true),
            (Term::Longer(7), true),
            (Term::Longer(8), false),
            (Term::Shorter(9), true),
            (Term::Updated, false),
            (Term::Has(Possession::Image), false),
            (Term::Has(Possession::Enclosure), false),
            (Term::Feed("lwn".into()), true),
            (Term::Feed("newrss".into()), true),
            (Term::Folder("linux".into()), true),
            (Term::Folder("linux/kernel".into()), true),
            (Term::Folder("lin".into()), false),
            (Term::Tag("work".into()), true),
            (Term::Tag("wor".into()), false),
            (Term::Unread, true),
            (Term::Read, false),
            (Term::Bookmarked, true),
            (Term::Since(Timestamp(1000)), true),
            (Term::Until(Timestamp(1000)), true),
            (Term::Until(Timestamp(999)), false),
        ];
        let tags = ["Work".to_string()];
        let row = Row {
            feed_tags: &tags,
            ..row()
        };
        for (term, expect) in cases {
            let query = Query::Term(term);
            assert_eq!(eval(&query, &row), expect, "{query}");
            assert_eq!(eval(&Query::Not(Box::new(query)), &row), !expect);
        }
        assert!(eval(&Query::All, &row));
    }
}
