//! The binary: parses arguments, picks the reader or the command line, sets the exit code; nothing else.

use std::process::ExitCode;

use byline::app::Bodies;
use byline::cli::{self, Args};
use byline::system::{self, Overrides};
use byline::tui::{self, Options, Recording};

fn main() -> ExitCode {
    let args = Args::given();
    system::make_room();
    if let Some(verb) = &args.verb {
        return cli::run(&args, verb).into();
    }
    match tui::run(options(args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            cli::tell_error(&trouble);
            ExitCode::FAILURE
        }
    }
}

fn options(args: Args) -> Options {
    Options {
        folders: Overrides {
            config: args.globals.config_dir,
            data: args.globals.data_dir,
        },
        theme: args.globals.theme,
        log: args.globals.log.map(cli::LogLevel::name),
        offline: args.globals.offline,
        debug: args.reader.debug,
        record: args.reader.record.map(|path| Recording {
            path,
            bodies: if args.reader.with_articles {
                Bodies::Whole
            } else {
                Bodies::Masked
            },
        }),
        panic_at: args.reader.panic_at,
        panic_in_work_at: args.reader.panic_in_work_at,
    }
}
