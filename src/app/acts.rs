//! Acts on entries: marks, bookmarks, undo; and handing an entry to the browser or the clipboard.
//!
//! Marking is optimistic: rows change at once, the store is told, and the status line names the act when it is committed.

use crate::app::{App, Effect, Focus, Launch, Message};
use crate::command::{Command, Invocation};
use crate::config::parse_span;
use crate::model::{Change, Direction, EntryId, EntryRow, FeedId, Order, Scope, Show, Which};
use crate::text;

impl App {
    /// Runs a command if it is an act.
    pub(crate) fn run_act(&mut self, invocation: &Invocation) -> Option<Vec<Effect>> {
        match invocation.command {
            Command::ToggleRead if self.focus == Focus::Feeds => Some(self.mark_all_read()),
            Command::ToggleRead => Some(self.toggle_read(invocation.count)),
            Command::MarkRead | Command::MarkUnread => {
                let read = invocation.command == Command::MarkRead;
                Some(match invocation.argument.as_deref() {
                    Some(query) => self.mark_found(query, read),
                    None => self.mark(invocation.count, read),
                })
            }
            Command::MarkAllRead => Some(self.mark_all_read()),
            Command::MarkEverythingRead => Some(self.mark_scope_read(Scope::Everything)),
            Command::MarkAboveRead => Some(self.mark_beside_read(Direction::Previous)),
            Command::MarkBelowRead => Some(self.mark_beside_read(Direction::Next)),
            Command::MarkOlderRead => Some(self.mark_older_read(invocation.argument.as_deref())),
            Command::Unsubscribe => Some(self.unsubscribe()),
            Command::PauseFeed => Some(self.pause_feeds()),
            Command::ToggleBookmark => Some(self.toggle_bookmark(invocation.count)),
            Command::Free => Some(self.free(invocation.count)),
            Command::Undo => {
                let ticket = self.told_ticket();
                self.again.push(ticket);
                Some(vec![Effect::Undo(ticket)])
            }
            Command::Redo => {
                let ticket = self.told_ticket();
                self.again.push(ticket);
                Some(vec![Effect::Redo(ticket)])
            }
            Command::OpenBrowser if self.is_marking() => Some(self.browse_marked()),
            Command::CopyLink if self.is_marking() => Some(self.copy_marked(false)),
            Command::CopyTitleAndLink if self.is_marking() => Some(self.copy_marked(true)),
            Command::OpenBrowser => Some(self.browse()),
            Command::OpenBrowserAndNext => Some(self.browse_and_next()),
            Command::CopyLink => Some(self.copy_link()),
            Command::CopyTitleAndLink => Some(self.copy_title_and_link()),
            _ => None,
        }
    }

    /// Marks entries read because they were opened or read to the end: not told on the status line.
    pub(crate) fn set_read(&mut self, rows: &[EntryRow], read: bool) -> Vec<Effect> {
        let ids: Vec<EntryId> = rows.iter().map(|row| row.id).collect();
        let midnight = self.stage.midnight();
        self.feeds.adjust(rows.iter(), read, midnight);
        self.each_row(&ids, |row| {
            row.read = read;
            row.changed &= !read;
        });
        let which = Which::Entries(ids);
        let change = if read {
            Change::Read(which)
        } else {
            Change::Unread(which)
        };
        let ticket = self.stage.ticket();
        vec![Effect::Change(ticket, change)]
    }

    /// The end of an open article is on the screen: with `mark_read = "end"`, that makes it read.
    pub(crate) fn read_at_end(&mut self) -> Vec<Effect> {
        let wanted = self.stage.config.mark_read == crate::config::MarkRead::End
            && self.reader.is_open()
            && self.reader.is_at_end();
        match self.reader.row() {
            Some(row) if wanted && !row.read => {
                let row = row.clone();
                self.set_read(&[row], true)
            }
            _ => Vec::new(),
        }
    }

    /// A ticket whose act is told on the status line.
    pub(crate) fn told_ticket(&mut self) -> crate::model::Ticket {
        let ticket = self.stage.ticket();
        self.told.push(ticket);
        ticket
    }

    /// The entries that an act is about: the open article, the marked rows, or so many from the selection on.
    pub(crate) fn targets(&self, count: u32) -> Vec<EntryRow> {
        if self.focus == Focus::Article && count == 1 {
            return self.reader.row().cloned().into_iter().collect();
        }
        if let Some(marks) = self.entries.marks() {
            return marks.rows();
        }
        let rows = self.entries.rows();
        rows.all()
            .iter()
            .skip(rows.at())
            .take(count as usize)
            .cloned()
            .collect()
    }

    /// The article when it has the focus, else the selected entry.
    pub(crate) fn target(&self) -> Option<EntryRow> {
        match self.focus {
            Focus::Article => self.reader.row().cloned(),
            _ => self.entries.selected().cloned(),
        }
    }

    fn each_row(&mut self, ids: &[EntryId], change: impl Fn(&mut EntryRow)) {
        let rows = self.entries.rows_mut().chain(self.reader.row_mut());
        rows.filter(|row| ids.contains(&row.id)).for_each(change);
    }

    fn toggle_read(&mut self, count: u32) -> Vec<Effect> {
        let rows = self.targets(count);
        let read = match (self.entries.marks(), self.target()) {
            (Some(_), _) if self.focus != Focus::Article => rows.iter().any(|row| !row.read),
            (_, Some(row)) => !row.read,
            (_, None) => return Vec::new(),
        };
        self.mark(count, read)
    }

    /// All that a query finds, wherever it is.
    fn mark_found(&mut self, query: &str, read: bool) -> Vec<Effect> {
        let which = Which::Scope {
            scope: Scope::Search(query.to_string()),
            show: Show::All,
            seen_by: self.stage.now,
        };
        self.change(if read {
            Change::Read(which)
        } else {
            Change::Unread(which)
        })
    }

    fn mark(&mut self, count: u32, read: bool) -> Vec<Effect> {
        let rows = self.targets(count);
        if rows.is_empty() {
            return Vec::new();
        }
        let effects = self.set_read(&rows, read);
        self.tell(&effects);
        self.end_marking();
        effects
    }

    /// The acts among these effects are told when they are committed.
    fn tell(&mut self, effects: &[Effect]) {
        self.told
            .extend(effects.iter().filter_map(|effect| match effect {
                Effect::Change(ticket, _) => Some(*ticket),
                _ => None,
            }));
    }

    fn mark_all_read(&mut self) -> Vec<Effect> {
        let scope = self.entries.scope().clone();
        self.mark_scope_read(scope)
    }

    fn mark_scope_read(&mut self, scope: Scope) -> Vec<Effect> {
        let listed = scope == *self.entries.scope() && self.entries.is_loaded();
        let seen_by = if listed {
            self.entries.seen_by()
        } else {
            self.stage.now
        };
        self.feeds.adjust_all_read(&scope);
        if listed || scope == Scope::Everything {
            let ids: Vec<EntryId> = self.entries.rows().all().iter().map(|row| row.id).collect();
            self.each_row(&ids, |row| row.read = true);
        }
        self.change(Change::Read(Which::Scope {
            scope,
            show: Show::All,
            seen_by,
        }))
    }

    /// The selected one, and all above or below it in the list as it stands.
    fn mark_beside_read(&mut self, direction: Direction) -> Vec<Effect> {
        let rows = self.entries.rows();
        let Some(from) = rows.selected().map(EntryRow::key) else {
            return Vec::new();
        };
        let at = rows.at();
        let beside = match direction {
            Direction::Previous => rows.all().get(..=at),
            Direction::Next => rows.all().get(at..),
        };
        let ids: Vec<EntryId> = beside.into_iter().flatten().map(|row| row.id).collect();
        self.each_row(&ids, |row| row.read = true);
        let scope = self.entries.scope().clone();
        let seen_by = self.entries.seen_by();
        let order = self.entries.order();
        self.change(Change::Read(match (order, direction) {
            // What fits better is nothing that the store could tell from what is newer.
            (Order::Best, _) => Which::Entries(ids),
            (Order::Newest, Direction::Previous) | (Order::Oldest, Direction::Next) => {
                Which::Above {
                    scope,
                    from,
                    seen_by,
                }
            }
            (Order::Newest, Direction::Next) | (Order::Oldest, Direction::Previous) => {
                Which::Below {
                    scope,
                    from,
                    seen_by,
                }
            }
            _ => Which::Beside {
                scope,
                order,
                from,
                direction,
                seen_by,
            },
        }))
    }

    fn mark_older_read(&mut self, age: Option<&str>) -> Vec<Effect> {
        let Some(span) = age.and_then(parse_span) else {
            let text = "say how old: `mark-older-read 2w`";
            self.stage.say(Message::plain(text));
            return Vec::new();
        };
        let than = self.stage.now.plus(-span);
        let older = |row: &&EntryRow| row.time < than;
        let rows = self.entries.rows().all().iter();
        let ids: Vec<EntryId> = rows.filter(older).map(|row| row.id).collect();
        self.each_row(&ids, |row| row.read = true);
        let scope = self.entries.scope().clone();
        let seen_by = self.entries.seen_by();
        self.change(Change::Read(Which::Older {
            scope,
            than,
            seen_by,
        }))
    }

    fn toggle_bookmark(&mut self, count: u32) -> Vec<Effect> {
        let rows = self.targets(count);
        let Some(first) = rows.first() else {
            return Vec::new();
        };
        let keep = !first.bookmarked;
        let changed = rows.iter().filter(|row| row.bookmarked != keep).count() as i32;
        self.feeds
            .adjust_bookmarks(if keep { changed } else { -changed });
        let ids: Vec<EntryId> = rows.iter().map(|row| row.id).collect();
        self.each_row(&ids, |row| {
            row.bookmarked = keep;
            row.hidden &= !keep;
        });
        self.end_marking();
        let which = Which::Entries(ids);
        self.change(if keep {
            Change::Bookmark(which)
        } else {
            Change::Unbookmark(which)
        })
    }

    /// Lists again what a rule hides.
    fn free(&mut self, count: u32) -> Vec<Effect> {
        let rows = self.targets(count);
        let hidden = rows.iter().filter(|row| row.hidden);
        let ids: Vec<EntryId> = hidden.map(|row| row.id).collect();
        if ids.is_empty() {
            let text = "no rule hides it: `is:hidden` in the search lists what rules hide";
            self.stage.say(Message::plain(text));
            return Vec::new();
        }
        self.each_row(&ids, |row| row.hidden = false);
        self.change(Change::Free(Which::Entries(ids)))
    }

    /// Stops following the selected feed, or all of the selected folder.
    fn unsubscribe(&mut self) -> Vec<Effect> {
        if self.focus == Focus::Feeds
            && let Some(effects) = self.drop_smart_feed()
        {
            return effects;
        }
        if self.focus != Focus::Feeds && self.target().is_some_and(|row| self.is_saved(&row)) {
            return self.drop_saved();
        }
        let feeds = self.chosen_feeds();
        if feeds.is_empty() {
            self.stage.say(Message::plain("no feed is selected"));
            return Vec::new();
        }
        self.change(Change::Unsubscribe(feeds))
    }

    /// Asks the selected feed, or all of the selected folder, no more; or again, if all of them are paused.
    fn pause_feeds(&mut self) -> Vec<Effect> {
        let feeds = self.chosen_feeds();
        if feeds.is_empty() {
            self.stage.say(Message::plain("no feed is selected"));
            return Vec::new();
        }
        let rests = |id: &FeedId| self.feeds.feed(*id).is_some_and(|row| row.paused);
        let paused = !feeds.iter().all(rests);
        self.change(Change::Pause { feeds, paused })
    }

    /// The selected feed, or all of the selected folder; in a list, the feed of the selected entry.
    fn chosen_feeds(&self) -> Vec<FeedId> {
        let scope = self.feeds.selected();
        match (self.feeds.ids(scope), self.target()) {
            (Some(feeds), _) if self.focus == Focus::Feeds => feeds,
            (Some(feeds), _) if matches!(scope, Scope::Feed(_)) => feeds,
            (_, Some(row)) if self.focus != Focus::Feeds => vec![row.feed],
            _ => Vec::new(),
        }
    }

    fn change(&mut self, change: Change) -> Vec<Effect> {
        let ticket = self.told_ticket();
        vec![Effect::Change(ticket, change)]
    }

    fn browse(&mut self) -> Vec<Effect> {
        let address = if self.focus == Focus::Feeds {
            match self.feeds.selected() {
                Scope::Feed(id) => self.feeds.feed(*id).and_then(|row| row.site.clone()),
                _ => None,
            }
        } else {
            self.target().and_then(|row| row.link)
        };
        self.launch(address, Launch::Browser)
    }

    fn browse_and_next(&mut self) -> Vec<Effect> {
        let Some(row) = self.target() else {
            return Vec::new();
        };
        let mut effects = self.launch(row.link.clone(), Launch::Browser);
        if !row.read {
            effects.extend(self.set_read(&[row], true));
        }
        if self.focus == Focus::Article {
            effects.extend(self.hunt(Direction::Next, 1));
        } else {
            effects.extend(self.entries.go(crate::app::Motion::By(1), &mut self.stage));
        }
        effects
    }

    fn copy_link(&mut self) -> Vec<Effect> {
        let address = match (self.focus, self.feeds.selected()) {
            (Focus::Feeds, Scope::Feed(id)) => {
                self.feeds.feed(*id).map(|row| text::address(&row.url))
            }
            (Focus::Feeds, _) => None,
            (Focus::Article, _) if self.reader.link().is_some() => {
                return self.copy_link_at_hand();
            }
            _ => self.target().and_then(|row| row.link),
        };
        self.launch(address, Launch::Copy)
    }

    /// Copies the link that `tab` stands on.
    fn copy_link_at_hand(&mut self) -> Vec<Effect> {
        let number = self.reader.link().map_or(0, |link| link + 1);
        let address = self.reader.address(number).map(str::to_string);
        if let Some(address) = &address {
            self.stage.say(Message::done(format!("copied {address}")));
        }
        self.launch(address, Launch::Copy)
    }

    fn copy_title_and_link(&mut self) -> Vec<Effect> {
        let both = self
            .target()
            .and_then(|row| row.link.map(|link| format!("{} {link}", row.title)));
        self.launch(both, Launch::Copy)
    }

    pub(crate) fn launch(
        &mut self,
        address: Option<String>,
        how: fn(String) -> Launch,
    ) -> Vec<Effect> {
        let Some(address) = address else {
            self.stage.say(Message::plain("there is no link here"));
            return Vec::new();
        };
        let ticket = self.stage.ticket();
        vec![Effect::Launch(ticket, how(address))]
    }
}
