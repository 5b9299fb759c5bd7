//! What a document is, by the element at its top.

use crate::parse::attributes::attribute;
use crate::parse::fields::Family;

/// What stands at the root of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Root {
    /// `rss`, with its version.
    Rss(String),
    /// `rdf:RDF`.
    Rdf,
    /// `feed` or a lone `entry`.
    Atom,
    /// A bare `channel`: CDF.
    Channel,
    /// A web page.
    Html,
    /// Some other element.
    Other(String),
    /// No element at all.
    #[default]
    Nothing,
}

/// What an element at the top makes of a document.
pub fn root_of(local: &str, attributes: &str) -> Root {
    let said = |name: &str| attribute(attributes, name);
    match local.to_ascii_lowercase().as_str() {
        "rss" => Root::Rss(said("version").unwrap_or_default().into_owned()),
        "rdf" => Root::Rdf,
        "feed" | "entry" => Root::Atom,
        "html" => Root::Html,
        // RSS whose root was forgotten has no address there.
        "channel" if local == "channel" && said("href").is_none() => Root::Rss(String::new()),
        "channel" => Root::Channel,
        _ => Root::Other(local.chars().take(40).collect()),
    }
}

impl Root {
    /// The family of formats it is read as.
    pub fn family(&self) -> Family {
        match self {
            Root::Rdf => Family::Rdf,
            Root::Atom => Family::Atom,
            _ => Family::Rss,
        }
    }

    /// Whether it is the root of a feed that `feed-rs` could read.
    pub fn is_feed(&self) -> bool {
        matches!(self, Root::Rss(_) | Root::Rdf | Root::Atom)
    }
}
