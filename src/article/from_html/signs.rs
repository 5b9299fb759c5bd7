//! What pages call their parts: captions, notes, the signs of notes.

use crate::article::from_html::code::code_text;
use crate::article::tree::Element;
use crate::text::scrub_line;

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
    const CLASSES: &[&str] = &["footnotes", "footnote-list", "footnotes-list", "endnotes"];
    matches!(element.name, "div" | "section" | "aside" | "ol" | "footer")
        && (matches!(
            element.attribute("role"),
            Some("doc-endnotes" | "doc-footnotes")
        ) || CLASSES.iter().any(|class| element.has_class(class))
            || element.name == "ol" && element.has_class("references"))
}

/// Whether the page calls it a note.
fn is_note(element: &Element) -> bool {
    matches!(element.name, "div" | "aside" | "p")
        && (element.attribute("role") == Some("doc-footnote") || element.has_class("footnote"))
}

/// Whether it holds one note, and a way back to the sign.
pub fn is_lone_note(element: &Element) -> bool {
    is_note(element)
        && element
            .find(&|child| child.name == "a" && child.attribute_or_empty("href").starts_with('#'))
            .is_some()
}

/// Whether a link within the page, to the part with this id, leads to a note.
pub fn is_note_reference(element: &Element, id: &str) -> bool {
    let names = [
        "fn",
        "_ftn",
        "_edn",
        "footnote",
        "_footnotedef",
        "note",
        "cite_note",
    ];
    element.attribute("role") == Some("doc-noteref")
        || ["footnote-ref", "footnote", "footnote-reference"]
            .iter()
            .any(|class| element.has_class(class))
        || names.iter().any(|name| id.starts_with(name)) && sign(element).chars().count() <= 4
}

/// Whether a link within a note leads back to the text.
pub fn is_way_back(element: &Element) -> bool {
    let is_named = element.attribute("role") == Some("doc-backlink")
        || ["footnote-backref", "footnote-back", "reversefootnote"]
            .iter()
            .any(|class| element.has_class(class));
    is_named || sign(element).chars().all(|c| !c.is_alphanumeric())
}

/// The sign of a note without its brackets, on one line whatever is in it.
pub fn sign(element: &Element) -> String {
    let text = code_text(&element.children);
    scrub_line(text.trim().trim_matches(['[', ']', '(', ')'])).into_owned()
}
