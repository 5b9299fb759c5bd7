//! What pages call their parts: captions, notes, the signs of notes.

use crate::article::from_html::code::code_text;
use crate::article::from_html::flow::Flow;
use crate::article::from_html::style::Style;
use crate::article::script::raised;
use crate::article::tree::Element;
use crate::text::Role;

/// Whether the page calls it a caption.
pub fn is_caption(element: &Element) -> bool {
    [
        "wp-caption-text",
        "caption",
        "image-caption",
        "photo-caption",
        "figcaption",
    ]
    .iter()
    .any(|class| element.has_class(class))
}

/// Whether it holds the notes of the page.
pub fn is_footnotes(element: &Element) -> bool {
    matches!(element.name, "div" | "section" | "aside" | "ol" | "footer")
        && (matches!(
            element.attribute("role"),
            Some("doc-endnotes" | "doc-footnotes")
        ) || element.has_class("footnotes")
            || element.has_class("footnote-list"))
}

/// Whether a link within the page leads to a note.
pub fn is_note_reference(element: &Element) -> bool {
    let href = element.attribute_or_empty("href").trim();
    let names = ["#fn", "#_ftn", "#footnote", "#note", "#cite_note"];
    element.attribute("role") == Some("doc-noteref")
        || ["footnote-ref", "footnote", "footnote-reference"]
            .iter()
            .any(|class| element.has_class(class))
        || names.iter().any(|name| href.starts_with(name)) && sign(element).chars().count() <= 4
}

/// Whether a link within a note leads back to the text.
pub fn is_way_back(element: &Element) -> bool {
    let is_named = element.attribute("role") == Some("doc-backlink")
        || ["footnote-backref", "footnote-back", "reversefootnote"]
            .iter()
            .any(|class| element.has_class(class));
    is_named || sign(element).chars().all(|c| !c.is_alphanumeric())
}

/// The sign of a note without its brackets, raised.
pub fn note_sign(element: &Element, style: Style, flow: &mut Flow) {
    let style = Style {
        special: Some(Role::Footnote),
        link: None,
        ..style
    };
    flow.text(style, &raised(&sign(element)));
}

fn sign(element: &Element) -> String {
    let text = code_text(&element.children);
    text.trim().trim_matches(['[', ']', '(', ')']).to_owned()
}
