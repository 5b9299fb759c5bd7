//! The last of what is not the article, taken off the part that was found: pointers to other articles, lists of links around it, its
//! own headline once more.

use dom_query::{Document as Dom, NodeRef};

use crate::article::extract::even::even;
use crate::article::extract::measure::{Measure, Measures, Walk, walk};
use crate::article::extract::phrases::is_pointer;

/// A longer block of links is part of what is told.
const LONGEST_LINKS: usize = 3_000;

/// The article's HTML without them. `title` is its headline.
pub fn trim(html: &str, title: &str) -> String {
    let dom = Dom::from(html);
    even(&dom);
    let selected = dom.select_single("body");
    let Some(body) = selected.nodes().first() else {
        return html.to_owned();
    };
    let measures = Measures::of(body);
    let mut place = Place {
        all: measures.get(body).text.max(1),
        passed: 0,
    };
    walk(body, |node| {
        let measure = measures.get(node);
        if is_over(node, measure, title, &place) {
            node.remove_from_parent();
            place.passed += measure.text;
            return Walk::Over;
        }
        if node.element_children().is_empty() {
            place.passed += measure.text;
        }
        Walk::Into
    });
    body.inner_html().to_string()
}

/// How far the walk has come, in characters.
struct Place {
    all: usize,
    passed: usize,
}

impl Place {
    /// Whether text of the article stands on both sides.
    fn is_inside(&self) -> bool {
        self.passed * 10 > self.all && self.passed * 10 < self.all * 9
    }
}

fn is_over(node: &NodeRef, measure: Measure, title: &str, place: &Place) -> bool {
    if measure.text == 0 {
        return false;
    }
    let name = node.node_name().unwrap_or_default();
    match &*name {
        "h1" => repeats(&node.text(), title),
        "h2" | "h3" | "h4" | "h5" => {
            (place.passed * 5 < place.all && repeats(&node.text(), title)) || points(node, measure)
        }
        "ul" | "ol" | "table" => {
            let is_told = place.is_inside() && !follows_pointer(node);
            (!is_told && is_links(measure)) || points(node, measure)
        }
        "p" => points(node, measure),
        "div" | "section" | "aside" | "header" => {
            let is_wrapper =
                measure.pictures > 0 || (node.element_children().len() <= 1 && measure.text > 300);
            (!is_wrapper && is_links(measure)) || (measure.pictures == 0 && points(node, measure))
        }
        _ => false,
    }
}

fn is_links(measure: Measure) -> bool {
    measure.is_linked() && measure.text < LONGEST_LINKS
}

fn points(node: &NodeRef, measure: Measure) -> bool {
    measure.text <= 160 && is_pointer(&node.text(), measure.text)
}

fn follows_pointer(node: &NodeRef) -> bool {
    node.prev_element_sibling().is_some_and(|before| {
        let text = before.text();
        is_pointer(&text, text.chars().count())
    })
}

/// Whether a heading says what the title says.
fn repeats(heading: &str, title: &str) -> bool {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let (heading, title) = (letters(heading), letters(title));
    !heading.is_empty()
        && (heading == title || (title.contains(&heading) && heading.len() * 2 > title.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_points_elsewhere_goes_and_what_is_told_stays() {
        let told = "A sentence of the article that says something. ".repeat(10);
        let table = [
            (format!("<h1>The title</h1><p>{told}</p>"), "The title"),
            (
                format!("<p>{told}</p><p>Read more: <a href=x>gone</a></p>"),
                "gone",
            ),
            (
                format!(
                    "<p>{told}</p><ul><li><a href=x>gone one</a><li><a href=y>gone two</a></ul>"
                ),
                "gone",
            ),
            (format!("<p>{told}</p><h3>Related articles</h3>"), "Related"),
        ];
        for (html, gone) in table {
            assert!(!trim(&html, "The title").contains(gone), "{html}");
        }
        let list = format!("<p>{told}</p><ul><li><a href=x>kept</a></ul><p>{told}</p>");
        assert!(trim(&list, "").contains("kept"));
    }
}
