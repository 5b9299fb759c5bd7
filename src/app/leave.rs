//! What leaves the reader: the prompts of `w`, `|` and `@`, what they offer, and what they remember.
//!
//! Does not print, save or run anything: that is a `Job`. Invariant: the command of a pipe is what the reader typed, whole; nothing of a feed is in it.

use crate::app::complete::{Offer, offers};
use crate::app::press::Press;
use crate::app::prompt::{After, Asking, Prompt};
use crate::app::{
    Done, Effect, Focus, Job, Leaving, Message, Output, Pager, Piping, Save, Sight, Wish,
};
use crate::article::{Format, file_name};
use crate::config::{Share, Template};
use crate::model::{EntryId, EntryRow, Over, Trouble};
use crate::text;

/// Commands that are remembered.
const COMMANDS: usize = 20;

/// The entries that a command is about: the open article, the marked rows, or so many from the selection on.
pub fn leaving(sight: &Sight, count: u32) -> Vec<EntryRow> {
    if sight.focus == Focus::Article && count == 1 {
        return sight.reader.row().cloned().into_iter().collect();
    }
    if let (Some(marks), Focus::Entries) = (sight.entries.marks(), sight.focus) {
        return marks.rows();
    }
    let rows = sight.entries.rows();
    let from = rows.all().iter().skip(rows.at());
    from.take(count as usize).cloned().collect()
}

fn ids(rows: &[EntryRow]) -> Vec<EntryId> {
    rows.iter().map(|row| row.id).collect()
}

/// How entries are named to the reader: a title, or how many.
fn subject(rows: &[EntryRow]) -> String {
    match rows {
        [only] => only.title.clone(),
        several => text::counted(several.len() as u64, "entry", "entries"),
    }
}

impl Prompt {
    /// Asks for the file that entries are saved to.
    pub fn save(rows: &[EntryRow], sight: &Sight) -> Prompt {
        let leaving = &sight.stage.leaving;
        let name = match rows {
            [only] => file_name(&only.title),
            several => format!("{} entries", several.len()),
        };
        let typed = format!("{}/{name}.{}", leaving.folder, leaving.format.ending());
        let asking = Asking::Save {
            entries: ids(rows),
            name,
        };
        Prompt::new(asking, &typed, sight)
    }

    /// Asks for the command that entries are piped to.
    pub fn pipe(rows: &[EntryRow], sight: &Sight) -> Prompt {
        let last = sight
            .stage
            .leaving
            .pipes
            .last()
            .cloned()
            .unwrap_or_default();
        let typed = last.command.clone();
        let asking = Asking::Pipe {
            entries: ids(rows),
            how: last,
            subject: subject(rows),
        };
        Prompt::new(asking, &typed, sight)
    }

    /// Asks where an entry is handed on to.
    pub fn share(row: &EntryRow, sight: &Sight) -> Prompt {
        let asking = Asking::Share {
            entry: row.id,
            title: row.title.clone(),
        };
        Prompt::new(asking, "", sight)
    }

    /// What may be meant, where entries leave.
    pub(crate) fn offer_leaving(&mut self, sight: &Sight) {
        match &self.asking {
            Asking::Save { .. } => self.offers = formats(self.field.text()),
            Asking::Pipe { .. } => self.offers = pipes(&sight.stage.leaving.pipes),
            Asking::Share { .. } => {
                let targets = targets(&sight.stage.config.shares);
                self.offers = offers(self.field.text(), targets.into_iter());
                self.selected = (!self.offers.is_empty()).then_some(0);
            }
            _ => {}
        }
    }

    /// `tab`, `shift-tab` and a step in these prompts; whether they were heard.
    pub(crate) fn turn(&mut self, press: Press, sight: &Sight) -> bool {
        match (&mut self.asking, press) {
            (Asking::Save { .. }, Press::Tab | Press::TabBack) => {
                let typed = ending_turned(self.field.text(), press == Press::TabBack);
                self.field.set(&typed);
                self.offer_leaving(sight);
            }
            (Asking::Tags { .. } | Asking::FeedTags { .. }, Press::Tab) => self.complete_tag(),
            (Asking::Pipe { how, .. }, Press::Tab) => how.turn(),
            (Asking::Pipe { how, .. }, Press::TabBack) => {
                how.output = match how.output {
                    Output::Shown => Output::Dropped,
                    Output::Dropped => Output::Shown,
                };
            }
            _ => return false,
        }
        self.trouble = None;
        true
    }

    /// A command that was used before is chosen: it stands in the field, to be changed or run.
    pub(crate) fn recall(&mut self, sight: &Sight) {
        let pipes = sight.stage.leaving.pipes.iter().rev();
        let chosen = self.selected.and_then(|at| pipes.into_iter().nth(at));
        if let (Asking::Pipe { how, .. }, Some(chosen)) = (&mut self.asking, chosen) {
            *how = chosen.clone();
            self.field.set(&chosen.command);
        }
    }

    /// Saves to the file that is meant.
    pub(crate) fn accept_save(&mut self, sight: &mut Sight) -> Vec<Wish> {
        let Asking::Save { entries, name } = &self.asking else {
            return Vec::new();
        };
        let mut path = self.meant().trim().to_string();
        if path.ends_with('/') {
            path = format!("{path}{name}.{}", sight.stage.leaving.format.ending());
        }
        let Some(format) = Format::of_path(&path) else {
            self.trouble = Some(Trouble::new(
                "the name says no format",
                "end it in .md, .html, .txt or .epub",
            ));
            return Vec::new();
        };
        let save = Save {
            entries: entries.clone(),
            path: path.clone(),
            format,
            over: Over::Nothing,
        };
        let leaving = &mut sight.stage.leaving;
        leaving.format = format;
        leaving.folder = match path.rsplit_once('/') {
            Some((folder, _)) => folder.to_string(),
            None => ".".to_string(),
        };
        let mut wishes = vec![remember(leaving)];
        wishes.extend(self.begin(Job::Save(save), sight));
        wishes
    }

    /// Runs the command that is meant.
    pub(crate) fn accept_pipe(&mut self, sight: &mut Sight) -> Vec<Wish> {
        let command = self.field.text().trim().to_string();
        let Asking::Pipe { entries, how, .. } = &mut self.asking else {
            return Vec::new();
        };
        if command.is_empty() {
            self.trouble = Some(Trouble::new(
                "no command",
                "type one that reads its standard input, as `wc -w`",
            ));
            return Vec::new();
        }
        how.command.clone_from(&command);
        let (how, entries) = (how.clone(), entries.clone());
        let pipes = &mut sight.stage.leaving.pipes;
        pipes.retain(|old| old.command != command);
        pipes.push(how.clone());
        let old = pipes.len().saturating_sub(COMMANDS);
        pipes.drain(..old);
        let mut wishes = vec![remember(&sight.stage.leaving)];
        let job = Job::Pipe {
            entries,
            format: how.format,
            command,
        };
        wishes.extend(self.begin(job, sight));
        wishes
    }

    /// Hands the entry on to the target that is meant.
    pub(crate) fn accept_share(&mut self, sight: &mut Sight) -> Vec<Wish> {
        let Asking::Share { entry, .. } = &self.asking else {
            return Vec::new();
        };
        let name = self.meant().trim().to_string();
        let known = targets(&sight.stage.config.shares);
        if !known.iter().any(|(target, _)| *target == name) {
            self.trouble = Some(Trouble::new(
                format!("nothing is called `{name}`"),
                "`[share]` in `config.toml` names where entries go",
            ));
            return Vec::new();
        }
        let job = Job::Share {
            entry: *entry,
            name,
        };
        let ticket = sight.stage.ticket();
        vec![Wish::Close, Wish::Do(Effect::Start(ticket, job))]
    }

    /// What comes after a command has printed something.
    fn piped(&self, title: &str, output: &str) -> After {
        let Asking::Pipe { how, .. } = &self.asking else {
            return After::Leave;
        };
        let named = text::cut(&how.command, 60).into_owned();
        let said = match how.output {
            Output::Dropped => format!("gave it to `{named}`"),
            Output::Shown if output.trim().is_empty() => format!("`{named}` printed nothing"),
            Output::Shown => return After::Show(Box::new(Pager::filled(title, output))),
        };
        After::Wishes(vec![Wish::Close, Wish::Say(Message::done(said))])
    }

    /// What comes after an answer to a prompt from which entries leave.
    pub(crate) fn left(&self, done: &Done) -> Option<After> {
        match done {
            Done::Output { title, text } => Some(self.piped(title, text)),
            Done::Occupied(save, since) => Some(After::Replace(save.clone(), since.clone())),
            _ => None,
        }
    }
}

/// Keeps what the prompts remember.
fn remember(leaving: &Leaving) -> Wish {
    let kept = serde_json::to_string(leaving).unwrap_or_default();
    Wish::Do(Effect::Remember("leaving", kept))
}

/// Hands the entry on without asking where to.
pub fn share_at_once(entry: EntryId, name: &str, sight: &mut Sight) -> Vec<Wish> {
    let name = name.to_string();
    let ticket = sight.stage.ticket();
    vec![Wish::Do(Effect::Start(ticket, Job::Share { entry, name }))]
}

/// The same file in each format.
fn formats(typed: &str) -> Vec<Offer> {
    let stem = stem(typed);
    let offer = |format: Format| Offer {
        word: format!("{stem}.{}", format.ending()),
        at: Vec::new(),
        note: format.name().to_string(),
    };
    Format::ALL.map(offer).to_vec()
}

/// A path without the ending that says its format.
fn stem(path: &str) -> &str {
    let ending = Format::of_path(path).and_then(|_| path.rsplit_once('.'));
    ending.map_or(path, |(stem, _)| stem)
}

fn ending_turned(typed: &str, back: bool) -> String {
    let all = Format::ALL.len();
    let now = Format::of_path(typed).and_then(|now| Format::ALL.iter().position(|it| *it == now));
    let next = match (now, back) {
        (None, _) => 0,
        (Some(now), false) => (now + 1) % all,
        (Some(now), true) => (now + all - 1) % all,
    };
    let ending = Format::ALL.get(next).copied().unwrap_or_default().ending();
    format!("{}.{ending}", stem(typed))
}

fn pipes(pipes: &[Piping]) -> Vec<Offer> {
    let newest_first = pipes.iter().rev();
    newest_first
        .map(|how| Offer {
            word: how.command.clone(),
            at: Vec::new(),
            note: how.told(),
        })
        .collect()
}

/// Where entries can be handed on to, and what that is.
fn targets(shares: &[Share]) -> Vec<(String, String)> {
    let mail = Share::mail();
    let is_own = shares.iter().any(|share| share.name == mail.name);
    let all = shares.iter().chain((!is_own).then_some(&mail));
    all.map(|share| {
        let about = match &share.how {
            Template::Address(address) if address.starts_with("mailto:") => "a letter".to_string(),
            Template::Address(address) => text::host(address),
            Template::Program(words) => words.first().cloned().unwrap_or_default(),
        };
        (share.name.clone(), about)
    })
    .collect()
}

/// What is told when a file is there.
pub fn saved(path: &str) -> Message {
    Message::done(format!("saved to {}", text::scrub_line(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tab_turns_the_ending() {
        let table = [
            ("~/a.md", "~/a.html", "~/a.epub"),
            ("~/a.epub", "~/a.md", "~/a.txt"),
            ("a.b", "a.b.md", "a.b.md"),
            ("x.md/a", "x.md/a.md", "x.md/a.md"),
        ];
        for (typed, next, before) in table {
            assert_eq!(ending_turned(typed, false), next);
            assert_eq!(ending_turned(typed, true), before);
        }
    }

    #[test]
    fn mail_is_there_unless_the_reader_has_another() {
        let names = |shares: &[Share]| -> Vec<String> {
            targets(shares).into_iter().map(|(name, _)| name).collect()
        };
        assert_eq!(names(&[]), ["mail"]);
        let own = Share {
            name: "mail".into(),
            how: Template::Program(vec!["neomutt".into()]),
        };
        assert_eq!(names(&[own]), ["mail"]);
    }
}
