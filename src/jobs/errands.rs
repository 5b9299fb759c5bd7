//! What rules want done outside the store after a refresh: the desktop told once, and their commands run.
//!
//! Invariants: nothing of a feed is a part of a command line; commands have bounds of time and number, few run at once, and what fails is told once for each
//! rule. A refresh never waits for any of it.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream;

use crate::jobs::context::Context;
use crate::jobs::entry_json::whole_entry_json;
use crate::jobs::load::{load_details, load_entry};
use crate::jobs::pipe::failed;
use crate::model::{EntryId, RuleErrand, Trouble};
use crate::system::{self, Bounds};
use crate::text;

/// What one command may take.
const BOUNDS: Bounds = Bounds {
    total: Duration::from_secs(30),
    most: 1 << 20,
};
/// Commands that run at once.
const AT_ONCE: usize = 4;
/// Commands after one refresh: a feed that is new may bring thousands of entries.
const MOST: usize = 500;
/// Entries that a notification names.
const NAMED: usize = 4;

/// Who waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// The screen.
    Screen,
    /// The command line: the desktop is told only if `[notify] headless` says so.
    CommandLine,
}

/// Does what rules want done; what failed, once for each rule.
pub async fn run_errands(
    context: &Context,
    errands: Vec<RuleErrand>,
    asker: Asker,
) -> Vec<Trouble> {
    let mut troubles = Vec::new();
    if errands.is_empty() {
        return troubles;
    }
    if let Err(trouble) = tell(context, &errands, asker).await {
        troubles.push(trouble);
    }
    troubles.extend(run_all(context, errands).await);
    troubles
}

/// One notification for all of them.
async fn tell(context: &Context, errands: &[RuleErrand], asker: Asker) -> Result<(), Trouble> {
    let config = context.config();
    let told = errands.iter().filter(|errand| errand.notify);
    let mut entries: Vec<EntryId> = told.clone().map(|errand| errand.entry).collect();
    entries.dedup();
    let is_silent = asker == Asker::CommandLine && !config.notify.headless;
    if entries.is_empty() || is_silent {
        return Ok(());
    }
    let mut rules: Vec<&str> = told.map(|errand| errand.rule.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    let count = entries.len();
    let title = format!("{} new: {}", text::grouped(count as u64), rules.join(", "));
    entries.truncate(NAMED);
    let details = load_details(context, entries).await?;
    let line =
        |entry: &crate::model::Entry| format!("{} ({})", entry.row.title, entry.row.feed_title);
    let mut lines: Vec<String> = details.iter().map(line).collect();
    if count > lines.len() {
        lines.push(format!("and {} more", count - lines.len()));
    }
    let command = &config.notify.command;
    let sent = system::notify(command, &title, &lines).await;
    sent.map_err(|error| {
        let command = if command == "auto" {
            "notify-send"
        } else {
            command
        };
        Trouble {
            hint: Some("set `command` of `[notify]` in `config.toml`, or \"none\"".to_string()),
            ..failed(command, &error)
        }
    })
}

/// Runs the commands of all rules, few at a time.
async fn run_all(context: &Context, errands: Vec<RuleErrand>) -> Vec<Trouble> {
    let wanted = errands.into_iter().filter_map(|errand| {
        let command = errand.run?;
        Some((errand.rule, errand.entry, command))
    });
    let mut wanted: Vec<_> = wanted.collect();
    let left_out = wanted.split_off(wanted.len().min(MOST));
    let running = stream::iter(wanted).map(|(rule, entry, command)| async move {
        let ended = run(context, entry, &command).await;
        (rule, ended)
    });
    let mut ends = running.buffer_unordered(AT_ONCE);
    let mut failures: BTreeMap<String, (u32, Trouble)> = BTreeMap::new();
    while let Some((rule, ended)) = ends.next().await {
        if let Err(trouble) = ended {
            failures.entry(rule).or_insert((0, trouble)).0 += 1;
        }
    }
    let mut troubles: Vec<Trouble> = failures.into_iter().map(|failure| told(&failure)).collect();
    if !left_out.is_empty() {
        let what = format!(
            "rules ran commands for {MOST} entries; {} more got none",
            text::grouped(left_out.len() as u64)
        );
        troubles.push(Trouble::new(what, "narrow the rule's `when`"));
    }
    troubles
}

fn told((rule, (times, trouble)): &(String, (u32, Trouble))) -> Trouble {
    let often = match times {
        1 => String::new(),
        n => format!(" for {n} entries"),
    };
    Trouble {
        what: format!("rule “{rule}”{often}: {}", trouble.what),
        hint: trouble.hint.clone(),
    }
}

/// Gives an entry to a command.
async fn run(context: &Context, entry: EntryId, command: &str) -> Result<(), Trouble> {
    let Some(entry) = load_entry(context, entry).await? else {
        return Ok(());
    };
    let mut json = whole_entry_json(&entry).to_string().into_bytes();
    json.push(b'\n');
    let output = system::run_script(command, json, BOUNDS).await;
    output.map(drop).map_err(|error| failed(command, &error))
}
