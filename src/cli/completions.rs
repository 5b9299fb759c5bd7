//! `byline completions`: what a shell needs to complete byline's command line.

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use crate::cli::args::Args;
use crate::cli::output::{Output, Stop};

/// Prints the completions.
pub fn print(shell: Shell, out: &mut Output) -> Result<(), Stop> {
    let mut script = Vec::new();
    generate(shell, &mut Args::command(), "byline", &mut script);
    out.styled(String::from_utf8_lossy(&script).trim_end())
}
