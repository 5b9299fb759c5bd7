//! byline: a news reader for the terminal.
//!
//! This page is the architecture document. `tests/it/architecture.rs` holds the source to it: where the two differ, change both in one commit.
//!
//! # The plan
//!
//! Seven floors on one ground, two wings, one hall. **A file imports only rooms on lower floors, and a dry room never imports a wet one.**
//! Dry means: no I/O, no clock, no threads; it cannot fail on the outside world. Wet rooms talk to disk, network and programs.
//!
//! ```text
//! 7                                  main.rs
//! 6                                  tui/            the hall: the only place where the wings meet
//! 5   WET WING   cli/                         view/             DRY WING
//! 4              jobs/                        app/
//! 3              store/                       config/
//! 2              fetch/  system/              parse/  query/
//! 1                                           model/  article/  command/
//! 0                        text/              the ground: strings, for both wings
//! ```
//!
//! Rooms on one floor never import each other. A room's `mod.rs` is its face: outsiders name what it re-exports and nothing else.
//! A feed's bytes climb the left side (`fetch`, `parse`, `store`, `jobs`), a key climbs the right (`command`, `app`, `view`), and they shake
//! hands once, in `tui/perform.rs`. The command line needs no screen, so `cli` stands beside `view`, not above it.
//!
//! | room | holds | never holds |
//! |---|---|---|
//! | [`text`] | strings as such: what may reach a terminal, cells, words, visual order | anything of the news |
//! | [`model`] | plain data that every room speaks | logic beyond small methods |
//! | [`command`] | what a user can ask for: the table of commands, keys, typed lines | how it is done |
//! | [`article`] | HTML to [`article::Document`] to [`article::Page`]; plain text; cleaning | colours, the network |
//! | [`parse`] | foreign formats to model: feeds, pages that name feeds, OPML, URL lists | HTTP |
//! | [`query`] | the query language: parse, print, evaluate | SQL |
//! | [`config`] | text to options, keys, themes, subscriptions | opening files |
//! | [`app`] | the screen's whole state and its one change function | painting, I/O, asking the time |
//! | [`view`] | state to cells | changing state |
//! | [`system`] | files, paths, clock, watching, browser, clipboard, editor, log | news |
//! | [`fetch`] | HTTP, politely: conditional requests, limits, and the policy of when next | parsing |
//! | [`store`] | SQLite: feeds, entries, states, windows, bookmarks, history; the only SQL | the network |
//! | [`jobs`] | one verb, one file: refresh, subscribe, load, undo, import; async functions that return values | any screen |
//! | [`cli`] | commands of the shell, text and JSON | a screen |
//! | [`tui`] | terminal in and out, the loop, effects to jobs and answers to events | state of panes |
//!
//! # Three walks
//!
//! **A key.** `tui/input.rs` turns the terminal's event into [`app::Event::Key`]; `tui/run.rs` calls [`app::App::update`]; the top overlay hears it first, else
//! [`config::Keymap`] finds the [`command::Command`] for it, and the pane applies it to its state. What is wanted from outside is returned as
//! [`app::Effect`]s, which `tui/perform.rs` starts. When the queue is empty, [`view::draw`] paints once. No await, no lock and no `Result` stands
//! between key and paint. The mouse goes the same way; what stands under it [`view::spot`] tells the hall, since the view painted it.
//!
//! **A refresh.** An effect starts [`jobs::refresh`]: it picks the feeds that are due, asks each (at most so many at once, one per host), compares the
//! body's hash, parses, and saves each feed in one transaction. It reports progress through a callback and returns a report; the hall makes events of
//! both. The feeds pane updates its counts, the list only learns that it is stale and loads its window anew, around the same selected entry. A feed that
//! fails is data (a [`model::Failure`] in its health), never an error that stops the others.
//!
//! **Opening an article.** The reader pane shows the row's title at once and asks for the article; [`jobs`] loads the entry and turns its HTML into a
//! `Document` off the screen's thread (the head of a long one first); the pane drops the answer if its ticket is old, else sets as many lines as the
//! screen needs, and more as the reader scrolls. A resize sets the page anew and keeps the place by paragraph.
//!
//! # Invariants
//!
//! - **`update` is pure and total.** It never blocks, never fails, never asks the time: events and a timestamp in, effects out. A list of events is a bug report.
//! - **Tickets.** Every effect that answers carries a [`model::Ticket`]; an answer whose ticket is not the awaited one is dropped. That one rule is debounce,
//!   cancellation and freedom from races.
//! - **Keys first.** Keys have a channel of their own, drained before finished work; a paint follows at most once per drained queue, and nothing wakes the
//!   program while nothing moves.
//! - **Acts.** Whatever the user does is kept with its inverse in the same transaction, and named in the status line after the commit. Undo works over restarts.
//! - **Content apart from state.** What a feed says is replaced by what it says next; what the reader did never is.
//! - **Windows.** A list is a piece of a scope around a key; never an OFFSET, never the whole list in memory. The selection is an entry, not a row.
//! - **Two truths, one rule.** `feeds.toml` holds the subscriptions; where file and store differ, the file wins.
//! - **Pictures** are decoded in `article/picture.rs`, within caps, and made for the terminal off the loop in `tui/`; [`app::App`] knows sizes only,
//!   and says which are wanted. Their room follows from the markup, so no line moves when they come.
//! - **Everything from the network is hostile.** It is scrubbed before it can reach a terminal ([`text::scrub`]), and every size and depth has a cap.
//! - **A library has one owner.** The owners' table is in the test: to swap a library, edit one room.

pub mod app;
pub mod article;
pub mod cli;
pub mod command;
pub mod config;
pub mod fetch;
pub mod jobs;
pub mod model;
pub mod parse;
pub mod query;
pub mod store;
pub mod system;
pub mod text;
pub mod tui;
pub mod view;
