//! `byline extract`: a web page as its article. Touches no files of byline's and no network.

use serde_json::json;

use crate::article::{self, Extraction, NoArticle};
use crate::cli::args::{ExtractArgs, ShowFormat};
use crate::cli::input::slurp;
use crate::cli::output::{Output, Stop};
use crate::model::Trouble;
use crate::parse::{self, Source};

/// Runs the command.
pub fn extract(args: &ExtractArgs, out: &mut Output) -> Result<(), Stop> {
    let bytes = slurp(&args.file)?;
    let source = Source {
        url: args.url.as_deref(),
        content_type: args.content_type.as_deref(),
    };
    let html = parse::decode(&bytes, &source).text;
    let found = article::extract(&html, args.url.as_deref(), None).map_err(|why| no(args, why))?;
    if out.json || args.format == ShowFormat::Json {
        return out.value(as_json(&found));
    }
    match args.format {
        ShowFormat::Text | ShowFormat::Json => text(&found, out),
        ShowFormat::Markdown => out.line(&markdown(&found)),
        ShowFormat::Html => out.line(&found.html),
    }
}

fn no(args: &ExtractArgs, why: NoArticle) -> Trouble {
    let file = match args.file.as_str() {
        "-" => "stdin",
        file => file,
    };
    let what = format!("`{file}` holds no article: {why}");
    match why {
        NoArticle::List => Trouble::new(what, "extract one of the pages that it links to"),
        NoArticle::Error | NoArticle::Consent | NoArticle::Login => {
            Trouble::new(what, "fetch the page again, as a browser has it")
        }
        NoArticle::Empty | NoArticle::Paywall | NoArticle::Unreadable => Trouble::plain(what),
    }
}

/// The page as the pane has it, for a pipe: title, author and date first.
fn text(found: &Extraction, out: &mut Output) -> Result<(), Stop> {
    for line in [Some(&found.title), found.byline.as_ref()]
        .into_iter()
        .flatten()
    {
        if !line.is_empty() {
            out.line(line)?;
        }
    }
    if let Some(date) = published(found).or_else(|| found.published.clone()) {
        out.line(&date)?;
    }
    out.line("")?;
    out.line(&found.text)
}

fn markdown(found: &Extraction) -> String {
    let body = article::markdown(&found.document);
    match found.title.as_str() {
        "" => body,
        title => format!("# {title}\n\n{body}"),
    }
}

fn as_json(found: &Extraction) -> serde_json::Value {
    json!({
        "title": found.title,
        "byline": found.byline,
        "published": published(found),
        "site": found.site,
        "language": found.language,
        "image": found.image,
        "text": found.text,
        "html": found.html,
        "length": found.text.chars().count(),
    })
}

/// The page's date in RFC 3339, where it is one.
fn published(found: &Extraction) -> Option<String> {
    parse::date(found.published.as_deref()?)?.to_rfc3339()
}
