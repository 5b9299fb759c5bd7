//! A feed's bytes become a `ParsedFeed`: which way a document takes.
//!
//! XML is looked over first (`survey`). Without a fault `feed-rs` has it as it is; with one, or if `feed-rs` refuses it
//! or finds fewer entries than there are, it is mended (`repair`) and looked over and read again. JSON feeds are read
//! by `json_feed`.

use std::borrow::Cow;

use url::Url;

use crate::model::{FeedFormat, ParsedFeed};
use crate::parse::decode::decode;
use crate::parse::doctype;
use crate::parse::feed::joined;
use crate::parse::fields::Family;
use crate::parse::guid::identify;
use crate::parse::json_feed;
use crate::parse::reason;
use crate::parse::repair::{Mended, mend};
use crate::parse::root::Root;
use crate::parse::source::{NotFeed, Source};
use crate::parse::strict::{Origin, strict};
use crate::parse::survey::{Survey, TOO_MANY, survey};

/// Understands a feed of any format. What can be mended is mended and told in `ParsedFeed::warnings`.
pub fn feed(bytes: &[u8], source: &Source<'_>) -> Result<ParsedFeed, NotFeed> {
    let decoded = decode(bytes, source);
    let text = decoded.text.as_ref();
    let base = source.url.and_then(|url| Url::parse(url).ok());
    let understood = if text.starts_with(['{', '[']) {
        json_feed::read(text, base.as_ref())
    } else {
        let expanded = doctype::expanded(text);
        xml(expanded.as_deref().unwrap_or(text), base.as_ref())
    };
    match understood {
        Ok(mut feed) => {
            feed.warnings.splice(0..0, decoded.warnings);
            let dropped = identify(&mut feed.entries);
            if dropped > 0 {
                let (entries, were) = if dropped == 1 {
                    ("entry", "was")
                } else {
                    ("entries", "were")
                };
                feed.warnings.push(format!(
                    "{dropped} {entries} came twice and {were} taken once"
                ));
            }
            Ok(feed)
        }
        Err(mut failure) => {
            failure.line = failure.line.map(|line| line + decoded.dropped_lines);
            Err(failure)
        }
    }
}

fn xml(text: &str, base: Option<&Url>) -> Result<ParsedFeed, NotFeed> {
    let survey = survey(text, base);
    if survey.faults.is_empty()
        && !survey.entries.is_empty()
        && let Some(body) = text.get(survey.start..)
        && let Ok(raw) = strict(body, base)
        && raw.entries.len() == survey.entries.len()
    {
        let format = format_of(&survey.root);
        return Ok(joined(raw, survey, Origin { format, base }));
    }
    mended(text, &survey, base)
}

fn mended(text: &str, first: &Survey, base: Option<&Url>) -> Result<ParsedFeed, NotFeed> {
    let Some(mended) = mend(text) else {
        return Err(reason::no_feed(text, &first.root));
    };
    let second = survey(&mended.text, base);
    let whole = match second.end {
        Some(end) => Cow::Owned(headed(&mended, end)),
        None => Cow::Borrowed(&mended.text),
    };
    let raw = strict(&whole, base).map_err(|what| reason::unreadable(text, &what))?;
    if raw.entries.is_empty() {
        if mended.is_cut || !mended.has_end {
            return Err(reason::cut_short(text));
        }
        let is_feed = first.root.is_feed();
        let is_said = raw.title.is_some()
            || raw.description.is_some()
            || raw.updated.is_some()
            || !raw.links.is_empty();
        if !is_feed && (first.root == Root::Html || !is_said) {
            return Err(reason::no_feed(text, &first.root));
        }
    }
    let format = match mended.family {
        Family::Atom => FeedFormat::Atom,
        Family::Rdf => FeedFormat::Rss1,
        Family::Rss => format_of(&first.root),
    };
    let is_headed = second.end.is_some();
    let mut feed = joined(raw, second, Origin { format, base });
    feed.warnings = warnings(text, first, mended.is_cut, feed.entries.len());
    if is_headed && !first.faults.contains(&TOO_MANY) {
        feed.warnings.push(TOO_MANY.to_string());
    }
    // What is cut off is not withdrawn.
    feed.paging.is_complete &= !mended.is_cut && !is_headed;
    Ok(feed)
}

/// The document up to the first entry that is too many, with its end.
fn headed(mended: &Mended, end: usize) -> String {
    let head = mended.text.get(..end).unwrap_or_default();
    format!("{head}{}", mended.family.end())
}

/// What was wrong with a document that had to be mended.
fn warnings(text: &str, survey: &Survey, is_cut: bool, entries: usize) -> Vec<String> {
    let mut warnings: Vec<String> = survey.faults.iter().map(ToString::to_string).collect();
    if is_cut {
        warnings.push("the document is cut short: its last entry is left out".to_string());
    } else if warnings.is_empty() && entries > 0 && survey.root != Root::Channel {
        let is_inside = matches!(survey.root, Root::Html | Root::Other(_) | Root::Nothing);
        warnings.push(match reason::first_fault(text) {
            Some(fault) => fault.to_string(),
            None if is_inside => "the feed stands within something else".to_string(),
            None => "the document had to be mended".to_string(),
        });
    }
    warnings
}

fn format_of(root: &Root) -> FeedFormat {
    match root {
        Root::Rss(version)
            if version.starts_with("0.9") && *version != "0.93" && *version != "0.94" =>
        {
            FeedFormat::Rss0
        }
        Root::Rdf => FeedFormat::Rss1,
        Root::Atom => FeedFormat::Atom,
        Root::Channel => FeedFormat::Cdf,
        _ => FeedFormat::Rss2,
    }
}

#[cfg(test)]
mod repairs;
#[cfg(test)]
mod shown;
#[cfg(test)]
mod tests;
