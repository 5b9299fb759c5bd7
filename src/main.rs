//! The binary: parses arguments, picks the reader or the command line, sets the exit code; nothing else.

use std::process::ExitCode;

use byline::cli::{self, Args};

fn main() -> ExitCode {
    let args = Args::given();
    match &args.verb {
        Some(verb) => cli::run(&args, verb).into(),
        None => ExitCode::SUCCESS,
    }
}
