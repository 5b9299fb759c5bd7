//! From a parsed command line to an exit status.

use std::io;
use std::path::Path;

use crate::cli::args::{Args, Verb};
use crate::cli::output::{Output, Stop, tell_error};
use crate::cli::session::Session;
use crate::cli::{
    allow, completions, config, doctor, entries, export, extract, keeping, lists, marks, parse,
    refresh, render, subscriptions,
};
use crate::jobs;
use crate::model::Trouble;

/// Runs a command; the exit status: 0 done, 1 something failed, 2 wrong usage.
pub fn run(args: &Args, verb: &Verb) -> u8 {
    let mut out = Output::new(&args.globals);
    let ended = start(args, verb, &mut out);
    // What was printed before a failure is still data.
    let flushed = out.flush();
    match ended.and(flushed) {
        Ok(()) => 0,
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(Stop::Output(error)) => {
            tell_error(&Trouble::plain(format!(
                "the output could not be written: {error}"
            )));
            1
        }
        Err(Stop::Said) => 1,
        Err(Stop::Failed(trouble)) => {
            tell_error(&trouble);
            1
        }
        Err(Stop::Usage(trouble)) => {
            tell_error(&trouble);
            2
        }
    }
}

/// Filters stand alone; everything else needs the store.
fn start(args: &Args, verb: &Verb, out: &mut Output) -> Result<(), Stop> {
    match verb {
        Verb::Parse(args) => parse::parse(args, out),
        Verb::Render(render) => render::render(render, args.globals.theme.as_deref(), out),
        Verb::Extract(args) => extract::extract(args, out),
        Verb::Completions { shell } => completions::print(*shell, out),
        Verb::Config { what } => config::config(*what, &args.globals, out),
        _ => runtime()?.block_on(with_store(args, verb, out)),
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, Trouble> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("work")
        .enable_all()
        .build()
        .map_err(|error| Trouble::plain(format!("byline cannot start: {error}")))
}

async fn with_store(args: &Args, verb: &Verb, out: &mut Output) -> Result<(), Stop> {
    if let Verb::Doctor(wish) = verb
        && wish.feed.is_none()
    {
        return doctor::everything(wish, &args.globals, out).await;
    }
    if let Verb::Import(wish) = verb
        && jobs::is_backup(Path::new(&wish.file))
    {
        return lists::restore(wish, &args.globals, out).await;
    }
    let session = Session::open(&args.globals).await?;
    Box::pin(work(verb, &session, out)).await
}

/// Ctrl-c ends what may run a program of the reader's, and the program with it.
async fn stoppable(work: impl Future<Output = Result<(), Stop>>) -> Result<(), Stop> {
    tokio::select! {
        ended = work => ended,
        _ = tokio::signal::ctrl_c() => Err(Trouble::plain("stopped").into()),
    }
}

async fn work(verb: &Verb, session: &Session, out: &mut Output) -> Result<(), Stop> {
    match verb {
        Verb::Add(add) => Box::pin(stoppable(subscriptions::add(add, session, out))).await,
        Verb::Remove { feed } => subscriptions::remove(feed, session, out).await,
        Verb::Allow(args) => stoppable(allow::allow(args, session, out)).await,
        Verb::Feeds(args) => subscriptions::feeds(args, session, out).await,
        Verb::Doctor(args) => match &args.feed {
            Some(feed) => Box::pin(stoppable(doctor::feed(feed, args, session, out))).await,
            None => Ok(()),
        },
        Verb::Save(args) => Box::pin(stoppable(keeping::save(args, session, out))).await,
        Verb::Note(args) => keeping::note(args, session, out).await,
        Verb::Import(args) => lists::import(&args.file, session, out).await,
        Verb::Export(args) => export::export(args, session, out).await,
        Verb::Refresh(refresh) => refresh::refresh(refresh, session, out).await,
        Verb::List(list) => entries::list(list, session, out).await,
        Verb::Show(show) => entries::show(show, session, out).await,
        Verb::Open { id } => entries::open(id, session, out).await,
        Verb::Mark(mark) => marks::mark(mark, session, out).await,
        Verb::Undo(args) => marks::undo(args, session, out).await,
        Verb::Redo => marks::redo(session, out).await,
        Verb::Parse(_)
        | Verb::Render(_)
        | Verb::Extract(_)
        | Verb::Completions { .. }
        | Verb::Config { .. } => Ok(()),
    }
}
