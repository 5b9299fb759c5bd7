//! Rules judge the entries of a document, once, as they come; and what a refresh's rules come to.
//!
//! Lives here: the rows that queries are asked of before there are any in the store. Does not live here: what a query means (`query`), what becomes of a verdict
//! (`store/rules.rs`), what is done outside the store (`after_rules.rs`). Invariants: a row is what the store will hold, so that a search finds later what a rule
//! found; all rules see an entry as it came, not what other rules made of it.

use std::sync::{Arc, Mutex, PoisonError};

use crate::config::Rule;
use crate::jobs::context::Context;
use crate::model::{ParsedEntry, ParsedFeed, RuleCount, RuleErrand, Ruled, Ruling, Timestamp};
use crate::query::{self, Lazy, Questions, Row, shows_image};
use crate::store::{DueFeed, Judgement, RuleActs, entry_date, searched_text, shown_title};

/// The rules of one refresh.
pub struct Judge {
    rules: Arc<Vec<Ruling>>,
    questions: Questions,
    acts: RuleActs,
    tally: Mutex<Tally>,
}

/// What the rules did so far.
#[derive(Default)]
struct Tally {
    counts: Vec<u32>,
    errands: Vec<RuleErrand>,
}

impl Judge {
    /// The rules that hold now; `None`: there are none.
    pub fn new(context: &Context) -> Option<Arc<Judge>> {
        let config = context.config();
        let asked = config.rules.iter().filter(|rule| rule.enabled);
        let parsed = asked.filter_map(|rule| Some((rule.ruling(), parse(context, rule)?)));
        let (rules, queries): (Vec<Ruling>, Vec<query::Query>) = parsed.unzip();
        (!rules.is_empty()).then(|| {
            Arc::new(Judge {
                tally: Mutex::new(Tally {
                    counts: vec![0; rules.len()],
                    errands: Vec::new(),
                }),
                rules: Arc::new(rules),
                questions: Questions::new(queries),
                acts: RuleActs::default(),
            })
        })
    }

    /// What the rules say of a document. May take its time.
    pub fn judge(&self, feed: &DueFeed, parsed: &ParsedFeed, now: Timestamp) -> Judgement {
        let asked = Asked {
            judge: self,
            feed,
            title: title_of(feed, parsed),
            language: parsed.language.as_deref().unwrap_or_default(),
            now,
        };
        Judgement {
            rules: Arc::clone(&self.rules),
            verdicts: parsed.entries.iter().map(|it| asked.entry(it)).collect(),
            acts: self.acts.clone(),
        }
    }

    /// Counts what became of verdicts, and takes down what is to be done outside the store.
    pub fn note(&self, ruled: &[Ruled]) {
        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        for it in ruled {
            for at in &it.rules {
                if let Some(count) = tally.counts.get_mut(usize::from(*at)) {
                    *count += 1;
                }
                let Some(rule) = self.rules.get(usize::from(*at)) else {
                    continue;
                };
                let notify = rule.deeds.notify && !it.hidden;
                if notify || rule.deeds.run.is_some() {
                    tally.errands.push(RuleErrand {
                        rule: rule.name.clone(),
                        entry: it.entry,
                        notify,
                        run: rule.deeds.run.clone(),
                    });
                }
            }
        }
    }

    /// What all rules did, in their order, those that found nothing left out; and what is left to be done.
    pub fn close(&self) -> (Vec<RuleCount>, Vec<RuleErrand>) {
        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = self.rules.iter().zip(&tally.counts);
        let counts = counted
            .filter(|(_, count)| **count > 0)
            .map(|(rule, count)| RuleCount {
                rule: rule.name.clone(),
                did: rule.deeds.told(),
                count: *count,
            });
        let counts = counts.collect();
        (counts, std::mem::take(&mut tally.errands))
    }
}

fn parse(context: &Context, rule: &Rule) -> Option<query::Query> {
    // One that cannot be asked never came so far: it is left out when the file is read.
    query::parse(&rule.when, context.now(), &context.zone).ok()
}

/// The feed's title as the store will have it.
fn title_of<'a>(feed: &'a DueFeed, parsed: &'a ParsedFeed) -> &'a str {
    let own = parsed.title.as_deref().filter(|title| !title.is_empty());
    feed.own_name.as_deref().or(own).unwrap_or(&feed.url)
}

/// A document being judged.
struct Asked<'a> {
    judge: &'a Judge,
    feed: &'a DueFeed,
    title: &'a str,
    language: &'a str,
    now: Timestamp,
}

impl Asked<'_> {
    fn entry(&self, entry: &ParsedEntry) -> Vec<u16> {
        let title = shown_title(entry);
        let html = own_html(entry);
        let row = Row {
            title: &title,
            author: entry.author.as_deref().unwrap_or_default(),
            url: entry.link.as_deref().unwrap_or_default(),
            language: entry.language.as_deref().unwrap_or(self.language),
            feed_title: self.title,
            feed_url: &self.feed.url,
            folder: &self.feed.folder,
            tags: &entry.tags,
            feed_tags: &self.feed.tags,
            time: entry_date(entry, self.now).unwrap_or(self.now),
            enclosure: !entry.enclosures.is_empty(),
            ..Row::default()
        };
        let lazy = Lazy {
            text: &|| searched_text(html, None, None),
            image: &|| entry.image.is_some() || shows_image(html),
        };
        self.judge.questions.ask(&row, &lazy)
    }
}

/// The HTML that is shown, as `Entry::own_html`.
fn own_html(entry: &ParsedEntry) -> &str {
    let content = entry.content.as_deref();
    let content = content.filter(|html| !html.trim().is_empty());
    content.or(entry.summary.as_deref()).unwrap_or_default()
}
