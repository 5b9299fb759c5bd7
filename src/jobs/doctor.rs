//! Replays the fetch of one feed and tells every step and why: how it stands, what is sent, what comes, what it would mean.
//!
//! Invariant: nothing of the feed is changed by it. Only a host that asks for a pause now gets it written down, as from any other job; a
//! pause and a 410 are obeyed unless a person says otherwise.

use std::sync::Mutex;

use crate::fetch::{Answer, Fetched, Hop, Pause, Refusal, content_hash, host_of};
use crate::jobs::ask::{Aside, Asked, ask_aside};
use crate::jobs::check::{Success, failed, moved_of, request, succeeded};
use crate::jobs::context::Context;
use crate::jobs::ingest::parse;
use crate::jobs::load::load_standing;
use crate::jobs::schedule::Terms;
use crate::jobs::source::Source;
use crate::model::{
    CheckRecord, Failure, FailureKind, FeedFormat, FeedHealth, FeedId, FeedRow, Origin, ParsedFeed,
    RefreshWish, Timestamp, Trouble, Wire,
};
use crate::store::{DueFeed, HostPause};
use crate::text;

/// Whether a server's word may be overruled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obey {
    /// It may not.
    Server,
    /// It may, once: a person says so.
    Person,
}

/// One step of a fetch, in sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// What it is about, in a word.
    pub topic: &'static str,
    /// What was found and decided.
    pub says: Vec<String>,
}

/// What a fetch of a feed does, and why.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagnosis {
    /// The feed as the store has it.
    pub feed: FeedRow,
    /// Every step, in order.
    pub steps: Vec<Step>,
    /// Every answer of a server, redirects too.
    pub hops: Vec<Hop>,
    /// What asking cost; `None`: nobody was asked.
    pub wire: Option<Wire>,
    /// Entries new, changed, and the same, if a document came that could be read.
    pub entries: Option<(u32, u32, u32)>,
    /// What had to be mended in the document.
    pub warnings: Vec<String>,
    /// How the feed would stand after this check; `None`: nobody was asked.
    pub after: Option<FeedHealth>,
    /// Why it brought nothing.
    pub failure: Option<Failure>,
    /// Its kept checks, newest first.
    pub history: Vec<CheckRecord>,
}

impl Diagnosis {
    fn say(&mut self, topic: &'static str, says: Vec<String>) {
        self.steps.push(Step { topic, says });
    }
}

/// Replays a fetch of this feed.
pub async fn doctor(context: &Context, feed: FeedId, obey: Obey) -> Result<Diagnosis, Trouble> {
    let Some(row) = context.store.feed(feed).await? else {
        return Err(Trouble::plain("this feed is no longer there"));
    };
    let wish = RefreshWish {
        feeds: Some(vec![feed]),
        ..RefreshWish::default()
    };
    let now = context.now();
    let due = context.store.due(now, wish).await?;
    let Some(due) = due.into_iter().next() else {
        let what = format!("{} is not fetched: it is compiled in", row.title);
        return Err(Trouble::plain(what));
    };
    let mut it = Diagnosis {
        history: context.store.checks(feed).await?,
        feed: row,
        ..Diagnosis::default()
    };
    stand(context, &due, &mut it).await?;
    if due.health.gone && obey == Obey::Server {
        let says =
            "nobody was asked: it answered 410, so byline asks it no more; `--force` asks once";
        it.say("answer", vec![says.into()]);
        return Ok(it);
    }
    let answer = ask(context, &due, obey, &mut it).await?;
    match answer {
        None => {}
        Some(Ok(fetched)) => came(context, &due, *fetched, &mut it).await,
        Some(Err(refusal)) => refused(context, &due, &refusal, &mut it),
    }
    Ok(it)
}

/// Who it is, and how it stands before anybody is asked.
async fn stand(context: &Context, due: &DueFeed, it: &mut Diagnosis) -> Result<(), Trouble> {
    let (zone, now) = (&context.zone, context.now());
    let (line, ..) = load_standing(context, due.id, &due.url).await;
    let mut says = vec![format!("{} at {}", it.feed.title, text::address(&due.url))];
    says.extend(line.map(|line| format!("feeds.toml:{line}")));
    if due.url != text::address(&due.url) {
        let host = host_of(&due.url);
        says.push(format!("the name and password go to `{host}` alone"));
    }
    says.extend(it.feed.filter.as_ref().map(|filter| {
        let filter = text::scrub_line(filter);
        format!("what comes is piped through `{filter}`")
    }));
    it.say("feed", says);
    let health = &due.health;
    let mut says = Vec::new();
    match health.last_check {
        None => says.push("never asked yet".into()),
        Some(last) => says.push(format!("last asked {}", zone.long(last, now))),
    }
    if let Some(failure) = &health.failure {
        says.push(format!("it failed then: {}", failure.what));
    }
    says.extend(health.next_check.map(|next| {
        let why = health.why(zone, now);
        format!("next {}: {why}", zone.long(next, now))
    }));
    let known = context.store.host_pauses().await?;
    let terms = Terms {
        now,
        force: false,
        force_gap: 0,
        zone,
    };
    let left_alone = |host: &str| pause_of(&known, host, now);
    says.push(match terms.why_not(due, left_alone) {
        None => "a refresh now would ask it".into(),
        Some(why) => format!("a refresh now would skip it: {why}"),
    });
    it.say("before", says);
    Ok(())
}

fn pause_of(pauses: &[HostPause], host: &str, now: Timestamp) -> Option<String> {
    let pause = pauses.iter().find(|pause| pause.host == host);
    let pause = pause.filter(|pause| pause.until > now)?;
    Some(pause.reason.clone())
}

/// Asks, and tells what was sent and what every server said.
async fn ask(
    context: &Context,
    due: &DueFeed,
    obey: Obey,
    it: &mut Diagnosis,
) -> Result<Option<Result<Box<Fetched>, Refusal>>, Trouble> {
    let request = request(due, context.now());
    let is_web = !Origin::of(&due.url).is_local();
    let is_known = due.etag.is_some() || due.last_modified.is_some();
    let conditional = match (is_web, request.validators.is_empty()) {
        (false, _) => "not the web's: nothing is sent to anybody",
        (true, false) => "conditional: the server need send nothing if nothing changed",
        (true, true) if is_known => {
            "the whole document is asked for: once in 8 days, or since the address is another"
        }
        (true, true) => "the whole document is asked for: nothing is known of an earlier one",
    };
    let hops = Mutex::new(Vec::new());
    let on_hop = |hop: Hop| {
        if let Ok(mut hops) = hops.lock() {
            hops.push(hop);
        }
    };
    let aside = Aside {
        on_hop: Some(&on_hop),
        in_spite: obey == Obey::Person,
        ..Aside::default()
    };
    let asked = ask_aside(context, Source::of(due, request), aside).await?;
    it.hops = hops.into_inner().unwrap_or_default();
    let mut says = vec![conditional.to_string()];
    if let Some(first) = it.hops.first() {
        says.push(format!("GET {}", first.url));
        says.extend(
            first
                .sent
                .iter()
                .map(|(name, value)| format!("{name}: {value}")),
        );
    }
    it.say("request", says);
    match asked {
        Asked::LeftAlone(pause) => {
            let until = context.zone.long(pause.until, context.now());
            let says = vec![
                format!("nobody was asked: {}", pause.reason),
                format!(
                    "`{}` is left alone until {until}; `--force` asks once",
                    pause.host
                ),
            ];
            it.say("answer", says);
            Ok(None)
        }
        Asked::Answered(answer) => {
            let says = it.hops.iter().flat_map(told).collect();
            it.say("answer", says);
            Ok(Some((*answer).map(Box::new)))
        }
    }
}

/// An answer and what of its headers matters.
fn told(hop: &Hop) -> Vec<String> {
    let mut says = vec![format!("{} {} from {}", hop.version, hop.status, hop.url)];
    says.extend(hop.came.iter().map(|(name, value)| {
        let value = if name == "location" {
            text::address(value)
        } else {
            value.clone()
        };
        format!("{name}: {value}")
    }));
    says
}

/// A document, or that there is nothing new.
async fn came(context: &Context, due: &DueFeed, fetched: Fetched, it: &mut Diagnosis) {
    let now = context.now();
    it.wire = Some(fetched.wire);
    let mut says = vec![cost(fetched.wire)];
    let mut success = Success {
        now,
        validators: fetched.validators,
        url: fetched.url,
        max_age: fetched.max_age,
        permanent: fetched.permanent,
        ..Success::default()
    };
    let document = match fetched.answer {
        Answer::NotModified => {
            says.push("304: nothing new since the last time, and nothing sent".into());
            it.say("body", says);
            return ends_well(context, due, &success, it);
        }
        Answer::New(document) => document,
    };
    let hash = format!("{:016x}", content_hash(&document.bytes));
    says.push(format!(
        "{} unpacked",
        text::size(document.bytes.len() as u64)
    ));
    if due.hash.as_ref() == Some(&hash) {
        says.push("the same bytes as the last time: not read again".into());
        it.say("body", says);
        success.hash = Some(hash);
        return ends_well(context, due, &success, it);
    }
    if let Some(cut) = &document.cut {
        says.push(format!(
            "cut short: {}; only its whole entries are kept",
            cut.what
        ));
    }
    it.say("body", says);
    let (cut, partial) = (document.cut.clone(), document.partial);
    let parsed = match parse(context, document).await {
        Ok(parsed) => parsed,
        Err(failure) => return ends_ill(context, due, (&failure, Pause::Unsaid), it),
    };
    it.say("document", described(&parsed));
    it.warnings.clone_from(&parsed.warnings);
    let rehearsed = context.store.rehearse(due.id, parsed.clone(), now).await;
    let says = match rehearsed {
        Ok((new, changed, same)) => {
            it.entries = Some((new, changed, same));
            format!("{new} new, {changed} changed, {same} the same; nothing was written")
        }
        Err(error) => format!("what would be new cannot be told: {error}"),
    };
    it.say("entries", vec![says]);
    if let Some(cut) = cut {
        return ends_ill(context, due, (&cut, Pause::Unsaid), it);
    }
    success.hash = (!partial).then_some(hash);
    success.parsed = Some(&parsed);
    ends_well(context, due, &success, it);
}

fn cost(wire: Wire) -> String {
    format!(
        "{} over the wire, in {} ms",
        text::size(wire.bytes),
        wire.millis
    )
}

fn described(parsed: &ParsedFeed) -> Vec<String> {
    let format = match parsed.format {
        FeedFormat::Rss2 => "RSS 2.0",
        FeedFormat::Rss1 => "RSS 1.0",
        FeedFormat::Rss0 => "RSS 0.9x",
        FeedFormat::Atom => "Atom",
        FeedFormat::Json => "JSON Feed",
        FeedFormat::Cdf => "CDF",
    };
    let count = parsed.entries.len() as u64;
    let entries = if count == 1 { "entry" } else { "entries" };
    let mut says = vec![format!("{format}, {} {entries}", text::grouped(count))];
    says.extend(parsed.ttl_minutes.map(|ttl| format!("ttl: {ttl} min")));
    let period = parsed.period_minutes;
    says.extend(period.map(|minutes| format!("updatePeriod: {minutes} min")));
    if !parsed.skip_hours.is_empty() || !parsed.skip_days.is_empty() {
        says.push("it names hours or days in which it wants no visit".into());
    }
    says.extend(
        parsed
            .warnings
            .iter()
            .map(|warning| format!("mended: {warning}")),
    );
    says
}

fn refused(context: &Context, due: &DueFeed, refusal: &Refusal, it: &mut Diagnosis) {
    it.wire = Some(refusal.wire);
    if matches!(refusal.failure.kind, FailureKind::Status(429 | 503)) {
        let says = format!(
            "`{}` asked for a pause: written down, so that no feed of it is asked before",
            refusal.host
        );
        it.say("pause", vec![says]);
    }
    ends_ill(context, due, (&refusal.failure, refusal.pause), it);
}

fn ends_well(context: &Context, due: &DueFeed, success: &Success<'_>, it: &mut Diagnosis) {
    let (check, address) = succeeded(&context.rules(), due, success);
    let mut says = Vec::new();
    let moved = check.memo.as_deref().and_then(moved_of);
    says.extend(moved.map(|moved| {
        format!(
            "moved for good to {}, told {} times: believed after 3 times over 3 days",
            text::address(&moved.to),
            moved.times
        )
    }));
    says.extend(address.map(|to| format!("a refresh would take {} over now", text::address(&to))));
    next(context, &check.health, says, it);
    it.after = Some(check.health);
}

fn ends_ill(
    context: &Context,
    due: &DueFeed,
    (failure, pause): (&Failure, Pause),
    it: &mut Diagnosis,
) {
    let check = failed(due, failure, pause, context.now());
    let mut says = vec![format!("it failed: {}", failure.what)];
    says.extend(failure.hint.as_ref().map(|hint| format!("hint: {hint}")));
    next(context, &check.health, says, it);
    it.failure = Some(failure.clone());
    it.after = Some(check.health);
}

fn next(context: &Context, health: &FeedHealth, mut says: Vec<String>, it: &mut Diagnosis) {
    let (zone, now) = (&context.zone, context.now());
    let why = health.why(zone, now);
    says.push(match health.next_check {
        Some(next) => format!(
            "after this it would be asked {}: {why}",
            zone.long(next, now)
        ),
        None => format!("after this it would not be asked again: {why}"),
    });
    says.push("nothing of the feed was changed".into());
    it.say("next", says);
}
