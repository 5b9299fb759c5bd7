//! The `meta` elements of a page, by name: OpenGraph, Dublin Core, and what search engines and newspapers made up.

use dom_query::Document as Dom;

/// The first of the named `meta` elements that says something.
pub fn named(page: &Dom, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let selector =
            format!("meta[property='{name}' i], meta[name='{name}' i], meta[itemprop='{name}' i]");
        let found = page.try_select(&selector)?;
        let values = found.nodes().iter().filter_map(|node| node.attr("content"));
        values
            .map(|value| value.trim().to_owned())
            .find(|value| !value.is_empty())
    })
}
