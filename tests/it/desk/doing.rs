//! The doing of what the screen wants: at once, one after the other, by the jobs themselves. Refreshes and discoveries only when the desk is online.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use byline::app::{App, Done, Effect, Event, File, Job, Load, Save, Start};
use byline::jobs::{self, ListWish, Reach, Saved};
use byline::model::{Act, Ticket, Timestamp, Trouble, Zone};
use byline::parse::Secrets;
use tokio_util::sync::CancellationToken;

use crate::desk::Desk;

impl Desk {
    fn now(&self) -> Timestamp {
        Timestamp(self.clock.load(Ordering::Relaxed))
    }

    pub(super) fn begin(&mut self) {
        let start = Start {
            config: self.config.clone(),
            zone: Zone::utc(),
            size: self.size,
            remembered: self.remembered.clone(),
            first_run: self.first_run,
            tall: 0,
        };
        self.start = Some((start.clone(), self.now()));
        let mut app = App::new(start);
        let effects = app.start(self.now());
        self.app = Some(app);
        let events = self.all(effects);
        self.run(events);
    }

    /// Lets the screen hear something, and does what it wants until it wants nothing more.
    pub(super) fn settle(&mut self, event: Event) {
        self.run(VecDeque::from([event]));
    }

    fn run(&mut self, mut events: VecDeque<Event>) {
        for _ in 0..10_000 {
            let Some(event) = events.pop_front() else {
                return;
            };
            let now = self.now();
            self.heard.push((event.clone(), now));
            let effects = self.app.as_mut().unwrap().update(event, now);
            let answers = self.all(effects);
            if self.holding {
                self.held.extend(answers);
            } else {
                events.extend(answers);
            }
        }
        panic!("the screen never comes to rest");
    }

    fn all(&mut self, effects: Vec<Effect>) -> VecDeque<Event> {
        let mut events = VecDeque::new();
        for effect in effects {
            self.asked.push(effect.clone());
            events.extend(self.effect(effect));
        }
        events
    }

    fn effect(&mut self, effect: Effect) -> Vec<Event> {
        let context = Arc::clone(&self.context);
        let answer = |ticket, done| vec![Event::Done(ticket, done)];
        match effect {
            Effect::Load(ticket, load) => answer(ticket, self.load(load)),
            Effect::Change(ticket, change) => self.keeping(ticket, async {
                acted(jobs::change(&context, change).await.map(Some))
            }),
            Effect::Undo(ticket) => {
                self.keeping(ticket, async { acted(jobs::undo(&context).await) })
            }
            Effect::TakeBack(ticket, act) => {
                let taken = jobs::take_back(&context, act);
                answer(ticket, acted(self.runtime.block_on(taken).map(Some)))
            }
            Effect::Redo(ticket) => {
                self.keeping(ticket, async { acted(jobs::redo(&context).await) })
            }
            Effect::Place {
                entry,
                place,
                percent,
            } => {
                let place = jobs::place(&context, entry, place, percent);
                self.runtime.block_on(place).unwrap();
                Vec::new()
            }
            Effect::Start(ticket, job) => self.start(ticket, job),
            Effect::Launch(ticket, launch) => {
                self.launched.push(launch);
                answer(ticket, Done::Launched(None))
            }
            Effect::Remember(key, value) => {
                self.remembered.retain(|(known, _)| known != key);
                self.remembered.push((key.to_string(), value));
                Vec::new()
            }
            Effect::Pictures(wanted) => {
                self.pictures = wanted;
                Vec::new()
            }
            Effect::WakeAt(time) => {
                self.wake = Some(time);
                Vec::new()
            }
            Effect::Quit => {
                self.left = true;
                Vec::new()
            }
            Effect::Cancel(_) | Effect::Repaint | Effect::Suspend => Vec::new(),
        }
    }

    /// Does an act; where it changed the configuration, that is told first.
    fn keeping(&self, ticket: Ticket, work: impl Future<Output = Done>) -> Vec<Event> {
        let before = self.context.config();
        let done = self.runtime.block_on(work);
        let config = self.context.config();
        let mut events = Vec::new();
        if !Arc::ptr_eq(&before, &config) {
            let file = File::Config(Box::new((*config).clone()), Vec::new());
            events.push(Event::FilesChanged(vec![file]));
        }
        events.push(Event::Done(ticket, done));
        events
    }

    fn load(&mut self, load: Load) -> Done {
        let context = Arc::clone(&self.context);
        let done = self.runtime.block_on(async {
            Ok(match load {
                Load::Feeds => Done::Feeds(jobs::load_feeds(&context).await?),
                Load::Entries {
                    scope,
                    show,
                    keep_since,
                    anchor,
                    count,
                    order,
                } => {
                    let wish = ListWish {
                        scope,
                        show,
                        keep_since,
                        anchor,
                        count,
                        query: None,
                        order,
                    };
                    Done::Entries(jobs::load_entries(&context, wish).await?)
                }
                Load::Article(id) => match jobs::load_article(&context, id, &|_| ()).await? {
                    Some(article) => Done::Article(
                        Box::new(article.entry),
                        Box::new(article.head),
                        Box::new(article.document),
                    ),
                    None => return Err(Trouble::plain("this entry is no longer there")),
                },
                Load::NextUnread {
                    scope,
                    from,
                    direction,
                    order,
                } => Done::Unread(
                    direction,
                    jobs::load_next_unread(&context, scope, from, (direction, order)).await?,
                ),
                Load::Between {
                    scope,
                    show,
                    keep_since,
                    order,
                    from,
                    to,
                } => {
                    let wish = ListWish {
                        scope,
                        show,
                        keep_since,
                        order,
                        ..ListWish::default()
                    };
                    Done::Between(jobs::load_between(&context, wish, (from, to)).await?)
                }
                Load::History(count) => Done::History(context.store.history(count).await?),
                Load::Counts => Done::Counts(jobs::load_counts(&context).await?),
                Load::RulePreview(when) => {
                    Done::RulePreview(Box::new(jobs::preview_rule(&context, &when).await?))
                }
                Load::Health => Done::Health(Box::new(jobs::load_health(&context).await?)),
                Load::Nearest(query) => Done::Nearest(jobs::load_nearest(&context, &query).await?),
                Load::Importable => Done::Importable(jobs::importable(&context).await),
                Load::Enclosures(id) => {
                    let entry = context.store.entry(id).await?;
                    Done::Enclosures(entry.map(|it| it.enclosures).unwrap_or_default())
                }
                Load::Note(entry) => {
                    let entry = jobs::load_entry(&context, entry).await?;
                    Done::Note(entry.and_then(|entry| entry.note))
                }
                Load::Tags => Done::Tags(context.store.tags().await?),
                Load::Source(entry) => {
                    let (title, text) = jobs::source(&context, entry).await?;
                    Done::Output { title, text }
                }
                Load::Standing(feed, url) => {
                    let (line, check, size) = jobs::load_standing(&context, feed, &url).await;
                    Done::Standing(line, check, size)
                }
            })
        });
        done.unwrap_or_else(Done::Failed)
    }

    fn start(&mut self, ticket: Ticket, job: Job) -> Vec<Event> {
        let context = Arc::clone(&self.context);
        let is_online = self.online;
        let done = match job {
            Job::Refresh(_)
            | Job::Past(_)
            | Job::Discover(_)
            | Job::Seek(_)
            | Job::FullTexts
            | Job::LaterTexts
                if !is_online =>
            {
                self.started.push((ticket, job));
                return Vec::new();
            }
            Job::Refresh(_)
            | Job::Past(_)
            | Job::FullText(..)
            | Job::FullTexts
            | Job::LaterTexts
            | Job::Discover(_)
            | Job::Seek(_) => self.fetch(job),
            Job::Subscribe(feeds) => {
                let act = self.runtime.block_on(jobs::subscribe(&context, feeds));
                act.map(|act| Done::Acted(Some(act)))
            }
            Job::Allow(feed) => {
                let allowed = self.runtime.block_on(jobs::allow(&context, feed));
                allowed.map(|_| Done::Allowed(feed))
            }
            Job::Import(path) => {
                let import = jobs::import_file(&context, path.as_ref());
                self.runtime
                    .block_on(import)
                    .map(|imported| Done::Imported {
                        known: imported.known,
                        problems: imported.problems(),
                        remarks: imported.remarks(),
                        act: imported.act,
                    })
            }
            Job::Save(wish) => self.save(wish),
            Job::Pipe {
                entries,
                format,
                command,
            } => {
                let piped = jobs::pipe(&context, &entries, format, &command);
                let output = self.runtime.block_on(piped);
                output.map(|text| Done::Output {
                    title: command,
                    text,
                })
            }
            Job::EditRule(edit) => {
                let act = self.runtime.block_on(jobs::edit_rule(&context, &edit));
                // As the watch of the files would.
                let config = Box::new((*context.config()).clone());
                let done = Event::Done(ticket, acted(act.map(Some)));
                return vec![
                    done,
                    Event::FilesChanged(vec![File::Config(config, Vec::new())]),
                ];
            }
            Job::ForgetHistory => {
                let forgotten = self.runtime.block_on(jobs::forget_history(&context));
                forgotten.map(Done::Forgotten)
            }
            Job::Share { entry, name } => {
                let shared = self.runtime.block_on(jobs::share(&context, entry, &name));
                shared.map(|()| Done::Launched(Some(format!("handed to {name}"))))
            }
            Job::Lend { .. } | Job::NoteInEditor(_) => {
                self.started.push((ticket, job));
                return Vec::new();
            }
            Job::ExportBookmarks(path) => {
                let file = context.paths.typed(&path);
                let exported = jobs::export_bookmarks(&context, &file);
                let count = self.runtime.block_on(exported);
                count
                    .map(|count| Done::Launched(Some(format!("wrote {count} bookmarks to {path}"))))
            }
            Job::Export(path) if context.paths.typed(&path).exists() => Ok(Done::Exists(path)),
            Job::Export(path) | Job::ExportOver(path) => self.export(path),
        };
        vec![Event::Done(ticket, done.unwrap_or_else(Done::Failed))]
    }

    /// What asks servers.
    fn fetch(&mut self, job: Job) -> Result<Done, Trouble> {
        let context = Arc::clone(&self.context);
        let is_online = self.online;
        match job {
            Job::Refresh(wish) => {
                let never = CancellationToken::new();
                let report = jobs::refresh(&context, &wish, &|_, _| (), &never);
                self.runtime.block_on(report).map(Done::Refreshed)
            }
            Job::Past(wish) => {
                let never = CancellationToken::new();
                let report = jobs::past(&context, &wish, &|_| (), &never);
                self.runtime.block_on(report).map(Done::PastLoaded)
            }
            Job::FullText(entry, ask) => {
                let reach = if is_online { Reach::Web } else { Reach::Kept };
                let text = jobs::full_text(&context, entry, ask, reach, &|_| ());
                self.runtime.block_on(text).map(Done::FullText)
            }
            Job::FullTexts => {
                let never = CancellationToken::new();
                let texts = jobs::full_texts(&context, None, &|_| (), &never);
                self.runtime.block_on(texts).map(Done::PagesFetched)
            }
            Job::LaterTexts => {
                let never = CancellationToken::new();
                let texts = jobs::later_texts(&context, &never);
                let found = self.runtime.block_on(texts);
                found.map(|(report, lack)| Done::LaterFetched(report, lack))
            }
            Job::Discover(address) => {
                let found = self.runtime.block_on(jobs::discover(&context, &address));
                found.map(|found| Done::Found {
                    address: found.address,
                    feeds: found.feeds,
                })
            }
            Job::Seek(feed) => {
                let found = self.runtime.block_on(jobs::seek(&context, feed));
                found.map(Done::Sought)
            }
            other => panic!("{other:?} asks nobody"),
        }
    }

    fn save(&mut self, wish: Save) -> Result<Done, Trouble> {
        let context = Arc::clone(&self.context);
        let file = context.paths.typed(&wish.path);
        let saved = jobs::save(&context, &wish.entries, &file, wish.format, wish.over);
        Ok(match self.runtime.block_on(saved)? {
            Saved::Written => Done::Saved(wish.path),
            Saved::Occupied(since) => {
                let since = context.zone.short(since, context.now());
                Done::Occupied(wish, since)
            }
        })
    }

    fn export(&mut self, path: String) -> Result<Done, Trouble> {
        let context = Arc::clone(&self.context);
        self.runtime.block_on(async {
            let file = context.paths.typed(&path);
            let printed = jobs::export_to(&context, &file, Secrets::LeftOut).await?;
            Ok(Done::Exported {
                path,
                feeds: printed.feeds,
                left_out: printed.left_out(),
            })
        })
    }
}

fn acted(act: Result<Option<Act>, Trouble>) -> Done {
    act.map_or_else(Done::Failed, Done::Acted)
}
