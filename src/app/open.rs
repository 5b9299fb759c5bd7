//! Which overlay a command opens, or what it does at once when its argument says all there is to ask.
//!
//! Invariant: a command that has nothing to be about says so, and opens nothing.

use crate::app::catalogue::Catalogue;
use crate::app::complete::tidy_tag;
use crate::app::confirm::Confirm;
use crate::app::enclosures::Enclosures;
use crate::app::feed_editor::FeedEditor;
use crate::app::health::Health;
use crate::app::help::Help;
use crate::app::hints::Hints;
use crate::app::history::History;
use crate::app::keeping::{open_later, open_note};
use crate::app::leave::{leaving, share_at_once};
use crate::app::links::Links;
use crate::app::messages::Messages;
use crate::app::outline::Outline;
use crate::app::overlay::Overlay;
use crate::app::pager::Pager;
use crate::app::palette::Palette;
use crate::app::prompt::{Asking, Prompt};
use crate::app::rule_editor::{RuleEditor, begun as begun_rule};
use crate::app::rules::Rules;
use crate::app::search::{Search, quoted};
use crate::app::smart_feeds;
use crate::app::{Arrange, Borrower, Effect, Focus, Job, Message, Sight, Wish};
use crate::article::Edits;
use crate::command::{Command, Invocation};
use crate::config::Theme;
use crate::model::{Change, Consent, EntryRow, FeedId, FeedRow, Scope, Trouble};
use crate::text::{self, Role};

/// Cells of a question that is whole in sight on the smallest screen.
const LONGEST_QUESTION: usize = 400;

/// What a command comes to: an overlay that is opened, if any, and what is wished at once.
pub type Opened = (Option<Overlay>, Vec<Wish>);

impl Overlay {
    /// Opens what a command opens; `None` when the command is not about overlays.
    pub fn open(invocation: &Invocation, sight: &mut Sight) -> Option<Opened> {
        opened(invocation, sight)
    }
}

fn opened(invocation: &Invocation, sight: &mut Sight) -> Option<Opened> {
    let argument = invocation.argument.as_deref();
    Some(match invocation.command {
        Command::Palette => only(Overlay::Palette(Palette::new("", sight))),
        Command::Help => only(Overlay::Help(Help::new(sight))),
        Command::Messages => only(Overlay::Messages(Messages::new(sight))),
        Command::History => {
            let mut history = History::default();
            let load = history.load(sight);
            (Some(Overlay::History(history)), vec![Wish::Do(load)])
        }
        Command::Arrange => only(Overlay::Arrange(Arrange::default())),
        Command::DeleteHistory => only(Overlay::Confirm(Confirm::DeleteHistory)),
        Command::Health => board(None, sight),
        Command::Rules => only(Overlay::Rules(Rules::default())),
        Command::MakeRule => edit_rule(RuleEditor::new(&begun_rule(argument, sight)), sight),
        Command::FindAddress => match feed(sight).map(|feed| feed.id) {
            Some(feed) => board(Some(feed), sight),
            None => say("no feed is selected"),
        },
        Command::Catalogue => {
            let mut catalogue = Catalogue::new(sight);
            let look = catalogue.look(sight);
            (Some(Overlay::Catalogue(catalogue)), vec![Wish::Do(look)])
        }
        Command::Theme => theme(argument, sight),
        Command::SmartFeeds | Command::MakeSmartFeed => {
            return smart_feeds::opened(invocation, sight);
        }
        Command::RenameTag => rename_tag(argument, sight),
        Command::Tags if sight.focus == Focus::Feeds => feed_tags(argument, sight),
        Command::Search | Command::Filter => search(invocation.command, argument, sight),
        Command::Find | Command::Links | Command::LinkHints | Command::Outline => {
            in_article(invocation.command, argument, sight)
        }
        Command::Play => {
            let (list, wishes) = Enclosures::open(invocation, sight);
            (list.map(Overlay::Enclosures), wishes)
        }
        Command::Save
        | Command::Pipe
        | Command::Share
        | Command::Mail
        | Command::Tags
        | Command::BookmarkNote
        | Command::NoteInEditor
        | Command::OpenInPager
        | Command::OpenInEditor
        | Command::Source => leave(invocation, sight),
        Command::SaveLater => open_later(argument, sight),
        Command::AddFeed => ask(Asking::Address, argument, sight),
        Command::Import => import(argument, sight),
        Command::ExportBookmarks => ask(Asking::BookmarksPath, argument, sight),
        Command::Export => ask(Asking::ExportPath, argument, sight),
        Command::EditFeed => edit(sight),
        Command::Allow => allow(sight),
        Command::RenameFeed => rename(argument, sight),
        Command::MoveFeed => move_feed(argument, sight),
        _ => return None,
    })
}

/// The editor of a rule, which looks at once what the rule would have found.
pub fn edit_rule(mut editor: RuleEditor, sight: &mut Sight) -> Opened {
    let look = editor.look(sight).map(Wish::Do);
    let overlay = Overlay::RuleEditor(Box::new(editor));
    (Some(overlay), look.into_iter().collect())
}

fn only(overlay: Overlay) -> Opened {
    (Some(overlay), Vec::new())
}

fn say(words: &str) -> Opened {
    (None, vec![Wish::Say(Message::plain(words))])
}

/// Another theme at once, or the palette with the themes to choose from.
fn theme(argument: Option<&str>, sight: &mut Sight) -> Opened {
    let Some(name) = argument else {
        return only(Overlay::Palette(Palette::new("theme ", sight)));
    };
    let names: Vec<&str> = std::iter::once("auto")
        .chain(sight.stage.config.themes.iter().map(|theme| &*theme.name))
        .collect();
    if !names.contains(&name) {
        let what = format!("no theme `{name}`");
        let known = format!("there are {}", names.join(", "));
        let trouble = Trouble::new(what, known);
        return (None, vec![Wish::Say(Message::trouble(&trouble))]);
    }
    let config = &mut sight.stage.config;
    let chosen = config.themes.iter().find(|theme| *theme.name == *name);
    config.edits = chosen.map_or(Edits::Styled, Theme::edits);
    config.theme = name.to_string();
    (None, Vec::new())
}

/// The search box; a filter is a search that begins with the list it narrows.
fn search(command: Command, argument: Option<&str>, sight: &mut Sight) -> Opened {
    let scope = sight.entries.scope().clone();
    let begun = match command {
        Command::Filter => Some(format!(
            "{}{}",
            within(&scope, sight),
            argument.unwrap_or_default()
        )),
        _ => argument.map(str::to_string),
    };
    let mut search = Search::new(begun.as_deref(), sight);
    let wishes = match begun {
        Some(_) if argument.is_some() => search.ask(sight),
        _ => Vec::new(),
    };
    (Some(Overlay::Search(search)), wishes)
}

/// A list as the beginning of a query, with a space behind it.
fn within(scope: &Scope, sight: &Sight) -> String {
    match scope {
        Scope::Everything | Scope::Today | Scope::Continue => String::new(),
        Scope::Unread => "unread ".to_string(),
        Scope::Bookmarks => "is:bookmarked ".to_string(),
        Scope::Saved => "is:later ".to_string(),
        Scope::Folder(path) => format!("folder:{} ", quoted(path)),
        Scope::Feed(_) => format!("feed:{} ", quoted(&sight.feeds.title(scope))),
        Scope::Search(query) => format!("{} ", query.trim_end_matches('*')),
        Scope::Smart(name) => format!("smart:{} ", quoted(name)),
        Scope::Tag(tag) => format!("tag:{} ", quoted(tag)),
    }
}

/// What is about the text of the article that is shown.
fn in_article(command: Command, argument: Option<&str>, sight: &mut Sight) -> Opened {
    if sight.reader.entry().is_none() {
        return say("no article is open");
    }
    match command {
        Command::Find => match argument {
            Some(text) => (None, vec![Wish::Find(text.to_string()), Wish::KeepFind]),
            None => ask(Asking::Find, None, sight),
        },
        Command::Links => match sight.reader.document().links.clone() {
            links if links.is_empty() => say("this article has no links"),
            links => only(Overlay::Links(Links::new(links))),
        },
        Command::Outline => match sight.reader.headings() {
            headings if headings.is_empty() => say("this article has no headings"),
            headings => {
                let at = sight.reader.heading_at_hand(&headings);
                only(Overlay::Outline(Outline::new(headings, at)))
            }
        },
        _ => match visible(sight) {
            links if links.is_empty() => say("no links in sight"),
            links => only(Overlay::Hints(Hints::new(links))),
        },
    }
}

/// The links whose numbers are on the screen: index, words, address.
fn visible(sight: &Sight) -> Vec<(u32, String, String)> {
    let reader = sight.reader;
    let room = reader.room();
    let first = reader.top().saturating_sub(room.lead);
    let last = (reader.top() + room.height).saturating_sub(room.lead);
    let lines = reader.page().lines.iter().take(last).skip(first);
    let mut found: Vec<u32> = Vec::new();
    for span in lines.flat_map(|line| &line.spans) {
        if let (Role::LinkNumber, Some(link)) = (span.role, span.link)
            && !found.contains(&link)
        {
            found.push(link);
        }
    }
    found
        .into_iter()
        .filter_map(|link| {
            let target = reader.document().links.get(link as usize)?;
            Some((link, target.label.clone(), target.url.clone()))
        })
        .collect()
}

/// What hands the open article, or the selected entries, to somebody else.
fn leave(invocation: &Invocation, sight: &mut Sight) -> Opened {
    let rows = leaving(sight, invocation.count);
    let Some(first) = rows.first() else {
        return say("no entry is selected");
    };
    let argument = invocation.argument.as_deref();
    let prompt = match invocation.command {
        Command::Save => Prompt::save(&rows, sight),
        Command::Pipe => Prompt::pipe(&rows, sight),
        Command::Share if argument.is_none() => Prompt::share(first, sight),
        Command::Share => {
            return (
                None,
                share_at_once(first.id, argument.unwrap_or_default(), sight),
            );
        }
        Command::Mail => return (None, share_at_once(first.id, "mail", sight)),
        Command::Tags => return tags(&rows, argument, sight),
        Command::BookmarkNote | Command::NoteInEditor => {
            return open_note(invocation.command, first, argument, sight);
        }
        Command::OpenInPager => return lend(&rows, Borrower::Pager, sight),
        Command::OpenInEditor => return lend(&rows, Borrower::Editor, sight),
        _ => {
            let (pager, load) = Pager::source(&first.title, first.id, sight);
            return (Some(Overlay::Pager(Box::new(pager))), vec![load]);
        }
    };
    begun(prompt, argument, sight)
}

fn tags(rows: &[EntryRow], argument: Option<&str>, sight: &mut Sight) -> Opened {
    let (prompt, look) = Prompt::tags(rows, sight);
    match argument {
        Some(_) => done(begun(prompt, argument, sight)),
        None => (Some(Overlay::Prompt(prompt)), vec![look]),
    }
}

fn lend(rows: &[EntryRow], to: Borrower, sight: &mut Sight) -> Opened {
    let entries = rows.iter().map(|row| row.id).collect();
    let ticket = sight.stage.ticket();
    let job = Effect::Start(ticket, Job::Lend { entries, to });
    (None, vec![Wish::Do(job)])
}

/// A prompt; with an argument it starts at once.
fn ask(asking: Asking, argument: Option<&str>, sight: &mut Sight) -> Opened {
    let prompt = Prompt::new(asking, "", sight);
    begun(prompt, argument, sight)
}

fn begun(mut prompt: Prompt, argument: Option<&str>, sight: &mut Sight) -> Opened {
    let Some(argument) = argument else {
        return only(Overlay::Prompt(prompt));
    };
    prompt.field.set(argument);
    prompt.selected = None;
    let wishes = prompt.accept(sight);
    (Some(Overlay::Prompt(prompt)), wishes)
}

fn import(argument: Option<&str>, sight: &mut Sight) -> Opened {
    let mut prompt = Prompt::new(Asking::ImportPath, argument.unwrap_or_default(), sight);
    let wishes = match argument {
        Some(_) => prompt.accept(sight),
        None => vec![Wish::Do(prompt.look(sight))],
    };
    (Some(Overlay::Prompt(prompt)), wishes)
}

/// The feed that is meant: the selected one of the feeds pane, else that of the selected entry.
fn feed<'a>(sight: &Sight<'a>) -> Option<&'a FeedRow> {
    if sight.focus == Focus::Feeds || sight.entries.selected().is_none() {
        return match sight.feeds.selected() {
            Scope::Feed(id) => sight.feeds.feed(*id),
            _ => None,
        };
    }
    let row = match sight.focus {
        Focus::Article => sight.reader.row(),
        _ => sight.entries.selected(),
    };
    sight.feeds.feed(row?.feed)
}

fn edit(sight: &mut Sight) -> Opened {
    if sight.focus == Focus::Feeds {
        if let Some(feed) = smart_feeds::selected(sight) {
            return only(Overlay::Prompt(Prompt::smart_feed(&feed, sight)));
        }
        if matches!(sight.feeds.selected(), Scope::Tag(_)) {
            return rename_tag(None, sight);
        }
    }
    let Some(feed) = feed(sight) else {
        return say("no feed is selected");
    };
    let mut editor = FeedEditor::new(feed);
    let look = editor.look(sight);
    (
        Some(Overlay::FeedEditor(Box::new(editor))),
        vec![Wish::Do(look)],
    )
}

/// The question whether a feed's program may run, with the whole of its command.
fn allow(sight: &Sight) -> Opened {
    let Some(feed) = feed(sight) else {
        return say("no feed is selected");
    };
    let needed = feed.consents();
    if needed.is_empty() {
        return say("this feed runs nothing here: it needs no yes");
    }
    if needed.iter().any(|consent| !consent.is_plain()) {
        return say("its command hides something: edit it first");
    }
    let does: Vec<String> = needed.iter().map(Consent::sentence).collect();
    if does.iter().map(|it| text::width(it)).sum::<usize>() > LONGEST_QUESTION {
        return say("its command is too long to be shown here: `byline allow` shows it");
    }
    only(Overlay::Confirm(Confirm::Allow {
        feed: feed.id,
        title: text::cut(&feed.title, 40).into_owned(),
        does,
    }))
}

/// The health board; with a feed, on that feed, whose site is asked for its new address.
fn board(feed: Option<FeedId>, sight: &mut Sight) -> Opened {
    let mut health = Health::new(feed);
    let mut wishes = vec![Wish::Do(health.load(sight))];
    wishes.extend(feed.map(|feed| Wish::Do(health.look(feed, sight))));
    (Some(Overlay::Health(Box::new(health))), wishes)
}

/// The folder that is selected in the feeds pane, if that pane has the focus.
fn folder(sight: &Sight) -> Option<String> {
    match sight.feeds.selected() {
        Scope::Folder(path) if sight.focus == Focus::Feeds => Some(path.clone()),
        _ => None,
    }
}

/// The tags of the selected feed, or of all in the selected folder.
fn feed_tags(argument: Option<&str>, sight: &mut Sight) -> Opened {
    let scope = sight.feeds.selected().clone();
    let rows: Vec<FeedRow> = sight
        .feeds
        .ids(&scope)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|id| sight.feeds.feed(id).cloned())
        .collect();
    if rows.is_empty() {
        return say("no feed is selected");
    }
    let subject = sight.feeds.title(&scope);
    let rows: Vec<&FeedRow> = rows.iter().collect();
    let (prompt, look) = Prompt::feed_tags(&rows, &subject, sight);
    match argument {
        Some(_) => done(begun(prompt, argument, sight)),
        None => (Some(Overlay::Prompt(prompt)), vec![look]),
    }
}

/// Another name for a tag: asked for, or at once with both names.
fn rename_tag(argument: Option<&str>, sight: &mut Sight) -> Opened {
    if let Some((from, to)) = argument.and_then(two_tags) {
        let ticket = sight.stage.ticket();
        let change = Change::RenameTag { from, to };
        return (None, vec![Wish::Do(Effect::Change(ticket, change))]);
    }
    match (argument, sight.feeds.selected()) {
        (None, Scope::Tag(tag)) => {
            let tag = tag.clone();
            let asking = Asking::TagName { tag: tag.clone() };
            only(Overlay::Prompt(Prompt::new(asking, &tag, sight)))
        }
        _ => say("name both: `rename-tag old new`; in quotes where there is a blank"),
    }
}

/// Two tags, each a word or in quotes.
fn two_tags(typed: &str) -> Option<(String, String)> {
    let typed = typed.trim();
    let (first, rest) = match typed.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"')?,
        None => typed.split_once(char::is_whitespace)?,
    };
    let rest = rest.trim();
    let second = match rest.strip_prefix('"') {
        Some(quoted) => quoted.strip_suffix('"')?,
        None if rest.contains(char::is_whitespace) => return None,
        None => rest,
    };
    let (from, to) = (tidy_tag(first), tidy_tag(second));
    (!from.is_empty() && !to.is_empty()).then_some((from, to))
}

fn rename(argument: Option<&str>, sight: &mut Sight) -> Opened {
    if sight.focus == Focus::Feeds
        && argument.is_none()
        && matches!(sight.feeds.selected(), Scope::Smart(_) | Scope::Tag(_))
    {
        return edit(sight);
    }
    let (asking, name) = if let Some(folder) = folder(sight) {
        (
            Asking::FolderName {
                folder: folder.clone(),
            },
            folder,
        )
    } else if let Some(feed) = feed(sight) {
        let own = feed.own_title.clone().unwrap_or_default();
        let title = feed.title.clone();
        (Asking::FeedName { feed: feed.id, own }, title)
    } else {
        return say("no feed is selected");
    };
    match argument {
        Some(_) => done(ask(asking, argument, sight)),
        None => only(Overlay::Prompt(Prompt::new(asking, &name, sight))),
    }
}

fn move_feed(argument: Option<&str>, sight: &mut Sight) -> Opened {
    let (feeds, subject) = if let Some(path) = folder(sight) {
        let ids = sight.feeds.ids(&Scope::Folder(path.clone()));
        (ids.unwrap_or_default(), path)
    } else if let Some(feed) = feed(sight) {
        (vec![feed.id], feed.title.clone())
    } else {
        return say("no feed is selected");
    };
    let asking = Asking::Folder { feeds, subject };
    match argument {
        Some(_) => done(ask(asking, argument, sight)),
        None => ask(asking, None, sight),
    }
}

/// What was asked was answered at once: no prompt is left to close.
fn done((_, wishes): Opened) -> Opened {
    let wishes = wishes.into_iter().filter(|wish| *wish != Wish::Close);
    (None, wishes.collect())
}

#[cfg(test)]
mod tests {
    use super::two_tags;

    #[test]
    fn two_tags_are_words_or_stand_in_quotes() {
        let cases = [
            ("a b", Some(("a", "b"))),
            ("\"to share\" shared", Some(("to share", "shared"))),
            ("#a \"b c\"", Some(("a", "b c"))),
            ("a b c", None),
            ("a", None),
            ("\"a b", None),
            ("", None),
        ];
        for (typed, expect) in cases {
            let found = two_tags(typed);
            let found = found.as_ref().map(|(a, b)| (a.as_str(), b.as_str()));
            assert_eq!(found, expect, "{typed}");
        }
    }
}
