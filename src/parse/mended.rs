//! One field of a mended document, written as `feed-rs` wants it.
//!
//! Here old and wrong names get their right ones (Atom 0.3, RSS in Atom, CDF), and every text its plain type.

use std::fmt::Write as _;

use url::Url;

use crate::parse::attributes::{attribute, attributes};
use crate::parse::entities::escape;
use crate::parse::fields::{Family, spelled};
use crate::parse::flat::Inside;
use crate::parse::names::{Name, Ns};
use crate::parse::person::apart_from_address;
use crate::parse::wrapped;

/// Attributes that are kept of one tag.
const MOST: usize = 50;

/// A field with what it holds.
#[derive(Debug)]
pub struct Field<'a> {
    /// Resolved.
    pub name: Name<'a>,
    /// As written.
    pub attributes: &'a str,
    /// Its text or HTML.
    pub inside: Inside,
    /// The container around it within the entry or feed, lower case.
    pub container: Option<&'a str>,
}

/// Writes `field` to `out`; nothing, if it holds nothing.
pub fn write(field: &Field<'_>, family: Family, out: &mut String) {
    match (field.name.ns, family) {
        (Ns::Rss, Family::Atom) => write_atom(field, out),
        (Ns::Rss, Family::Rss | Family::Rdf) => write_rss(field, out),
        _ => write_other(field, out),
    }
}

/// The attributes named in `only` (all, if it is empty), as well-formed XML.
pub fn attribute_list(text: &str, only: &[&str]) -> String {
    let mut out = String::new();
    let mut seen: Vec<&str> = Vec::new();
    for (name, value) in attributes(text) {
        let is_wanted = only.is_empty() || only.contains(&name);
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'));
        if seen.len() >= MOST {
            break;
        }
        if !is_wanted || !is_name || name.starts_with("xmlns") || seen.contains(&name) {
            continue;
        }
        seen.push(name);
        let value = crate::parse::entities::decode(value);
        if name == "xml:base" && !is_base(&value) {
            continue;
        }
        let _ = write!(out, " {name}=\"{}\"", escape(&value));
    }
    out
}

/// Whether `feed-rs` accepts this base; it refuses the feed for a wrong one.
fn is_base(value: &str) -> bool {
    matches!(
        Url::parse(value),
        Ok(_) | Err(url::ParseError::RelativeUrlWithoutBase)
    )
}

fn write_rss(field: &Field<'_>, out: &mut String) {
    let lower = field.name.local.to_ascii_lowercase();
    let text = field.inside.text.as_str();
    let name = match lower.as_str() {
        "abstract" | "tagline" => "description",
        "published" | "issued" | "created" => "pubDate",
        "updated" | "modified" | "lastmod" => "updated",
        "id" => "guid",
        "content" | "body" | "fullitem" | "encoded" => "content:encoded",
        _ => spelled(&lower).unwrap_or(field.name.local),
    };
    match name {
        "link" if attribute(field.attributes, "rel").is_some() => {
            let list = attribute_list(field.attributes, &[]);
            let _ = write!(out, "<atom:link{list}/>");
        }
        "link" if text.is_empty() => {
            let address = attribute(field.attributes, "href").unwrap_or_default();
            write_element("link", "", &address, out);
        }
        "enclosure" => {
            let list = attribute_list(field.attributes, &[]);
            let _ = write!(out, "<enclosure{list}/>");
        }
        "guid" => {
            let list = attribute_list(field.attributes, &["isPermaLink"]);
            write_element("guid", &list, text, out);
        }
        "author" | "managingEditor" | "webMaster" => {
            write_element(name, "", &apart_from_address(name_in(text)), out);
        }
        "logo" => {
            let address = attribute(field.attributes, "href").unwrap_or_default();
            let _ = write!(out, "<image><url>{}</url></image>", escape(&address));
        }
        "description" | "content:encoded" | "link" => {
            let base = attribute_list(field.attributes, &["xml:base"]);
            write_element(name, &base, text, out);
        }
        "source" => {
            let list = attribute_list(field.attributes, &["url"]);
            let title = if text.is_empty() { " " } else { text };
            write_element("source", &list, title, out);
        }
        name if is_name(name) => write_element(name, "", text, out),
        _ => {}
    }
}

/// The name of a person who is written as in Atom: `<author><name>Jo</name><email>…`.
fn name_in(text: &str) -> &str {
    let inside = |text| {
        let (_, after) = str::split_once(text, "<name>")?;
        after.split_once("</name>").map(|(name, _)| name)
    };
    inside(text).unwrap_or(text)
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

fn write_element(name: &str, attributes: &str, text: &str, out: &mut String) {
    if !text.is_empty() {
        let _ = write!(out, "<{name}{attributes}>{}</{name}>", escape(text));
    }
}

fn write_atom(field: &Field<'_>, out: &mut String) {
    let lower = field.name.local.to_ascii_lowercase();
    let text = field.inside.text.as_str();
    if matches!(field.container, Some("author" | "contributor")) {
        let name = match lower.as_str() {
            "url" | "homepage" => "uri",
            "name" | "uri" | "email" => lower.as_str(),
            _ => return,
        };
        return write_element(name, "", text, out);
    }
    let name = match lower.as_str() {
        "tagline" => "subtitle",
        "copyright" => "rights",
        "description" => "summary",
        "body" => "content",
        "issued" | "pubdate" => "published",
        "modified" => "updated",
        "guid" => "id",
        other => other,
    };
    match name {
        "title" | "subtitle" | "summary" | "rights" | "content" => write_text(name, field, out),
        "link" => write_link(field, out),
        "category" => {
            let mut list = attribute_list(field.attributes, &["term", "label", "scheme"]);
            if !list.contains("term=") {
                let _ = write!(list, " term=\"{}\"", escape(text));
            }
            let _ = write!(out, "<category{list}/>");
        }
        "id" | "updated" | "published" | "created" | "generator" | "icon" | "logo" => {
            write_element(name, "", text, out);
        }
        "enclosure" => {
            let address = attribute(field.attributes, "url").unwrap_or_default();
            let rest = attribute_list(field.attributes, &["type", "length"]);
            let _ = write!(
                out,
                "<link rel=\"enclosure\" href=\"{}\"{rest}/>",
                escape(&address)
            );
        }
        _ => {}
    }
}

fn write_link(field: &Field<'_>, out: &mut String) {
    let mut list = attribute_list(field.attributes, &[]);
    if !list.contains("href=") {
        let _ = write!(list, " href=\"{}\"", escape(&field.inside.text));
    }
    let _ = write!(out, "<link{list}/>");
}

/// A text of Atom, with one of the types that `feed-rs` knows.
fn write_text(name: &str, field: &Field<'_>, out: &mut String) {
    let kind = attribute(field.attributes, "type").unwrap_or_default();
    let kind = kind.trim().to_ascii_lowercase();
    let mode = attribute(field.attributes, "mode").unwrap_or_default();
    if let Some(address) = attribute(field.attributes, "src") {
        let address = escape(&address);
        let _ = if kind.starts_with("image/") {
            write!(out, "<media:thumbnail url=\"{address}\"/>")
        } else {
            write!(out, "<link rel=\"related\" href=\"{address}\"/>")
        };
        return;
    }
    // What is no type of anything says nothing.
    let is_text = !kind.contains('/') || kind.starts_with("text") || kind.contains("html");
    let is_base64 = mode == "base64" || !(is_text || kind.contains("xml") || field.inside.is_html);
    let text = if is_base64 {
        match wrapped::text(&field.inside.text) {
            Some(text) => text,
            None if mode == "base64" || name == "content" => return,
            None => field.inside.text.clone(),
        }
    } else {
        field.inside.text.clone()
    };
    let is_html = field.inside.is_html
        || kind.contains("html")
        || kind.contains("xml")
        || (is_base64 && text.contains("</"))
        || (mode == "escaped" && kind.is_empty());
    let base = attribute_list(field.attributes, &["xml:base", "xml:lang"]);
    let kind = if is_html { "html" } else { "text" };
    write_element(name, &format!(" type=\"{kind}\"{base}"), &text, out);
}

fn write_other(field: &Field<'_>, out: &mut String) {
    let Some(prefix) = field.name.ns.prefix() else {
        return;
    };
    if !is_name(field.name.local) {
        return;
    }
    let name = format!("{prefix}:{}", field.name.local);
    let list = attribute_list(field.attributes, &[]);
    let text = match field.name.ns {
        Ns::Dc => apart_from_address(&field.inside.text),
        _ => field.inside.text.clone(),
    };
    if text.is_empty() {
        if !list.is_empty() {
            let _ = write!(out, "<{name}{list}/>");
        }
    } else {
        let _ = write!(out, "<{name}{list}>{}</{name}>", escape(&text));
    }
}
