//! `byline parse`: any feed's document as JSON. Touches no files of byline's and no network.
//!
//! It tells what the document says: an entry's `link` is made absolute and left as it is otherwise, since without a guid it tells the entry from others. What
//! byline opens and shares, and the links in `content` and `summary`, go without what follows readers around.

use crate::article;
use crate::cli::args::ParseArgs;
use crate::cli::input::slurp;
use crate::cli::output::{Output, Stop};
use crate::model::Trouble;
use crate::parse::{self, Source};

/// Runs the command.
pub fn parse(args: &ParseArgs, out: &mut Output) -> Result<(), Stop> {
    let bytes = slurp(&args.file)?;
    let source = Source {
        url: args.url.as_deref(),
        content_type: args.content_type.as_deref(),
    };
    let feed = parse::feed(&bytes, &source).map_err(|no| {
        let file = match args.file.as_str() {
            "-" => "stdin",
            file => file,
        };
        let what = match (no.line, no.column) {
            (Some(line), Some(column)) => format!("{file}:{line}:{column} {}", no.what),
            _ => format!("`{file}`: {}", no.what),
        };
        Trouble {
            what,
            hint: no.hint,
        }
    })?;
    out.value(parse::json(&feed, args.url.as_deref(), &article::clean))
}
