//! What byline knows of HTML's elements: their names and how they stand to their neighbours.

/// Every element and attribute that makes a difference, sorted.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "a", "abbr", "acronym", "address", "annotation", "applet", "area", "article", "aside", "audio", "b", "base",
    "bdi", "bdo", "big", "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col",
    "colgroup", "data", "datalist", "dd", "del", "desc", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em",
    "embed", "fieldset", "figcaption", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3",
    "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "label",
    "legend", "li", "link", "listing", "main", "map", "mark", "math", "menu", "meta", "nav", "nobr", "noembed",
    "noframes", "noscript", "object", "ol", "optgroup", "option", "output", "p", "param", "picture", "plaintext",
    "pre", "progress", "q", "rp", "rt", "ruby", "s", "samp", "script", "search", "section", "select", "small",
    "source", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template",
    "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var", "video", "wbr", "xmp",
];

/// The name in lower case as the tables have it; `other` for an element that makes no difference.
pub fn known(name: &str) -> &'static str {
    // XHTML in Atom feeds may carry the prefix of its namespace.
    let name = name.strip_prefix("xhtml:").unwrap_or(name);
    let lower = |c: u8| c.to_ascii_lowercase();
    let found = NAMES.binary_search_by(|known| known.bytes().cmp(name.bytes().map(lower)));
    found
        .ok()
        .and_then(|at| NAMES.get(at))
        .copied()
        .unwrap_or("other")
}

/// Elements without content and without an end tag.
pub fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements whose content is no markup and is never shown.
pub fn is_opaque(name: &str) -> bool {
    matches!(
        name,
        "iframe" | "noembed" | "noframes" | "script" | "style" | "textarea" | "title"
    )
}

/// Elements that are dropped with all that is in them.
pub fn is_dropped(name: &str) -> bool {
    is_opaque(name) && name != "iframe"
        || matches!(
            name,
            "applet"
                | "button"
                | "canvas"
                | "datalist"
                | "dialog"
                | "head"
                | "input"
                | "link"
                | "map"
                | "meta"
                | "option"
                | "optgroup"
                | "progress"
                | "select"
                | "svg"
                | "template"
                | "param"
                | "source"
                | "track"
                | "rp"
        )
}

/// Elements that say how words look; an end tag for one may cross a block.
pub fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "a" | "b"
            | "big"
            | "cite"
            | "code"
            | "del"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "mark"
            | "nobr"
            | "s"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "tt"
            | "u"
    )
}

/// Elements that start on a line of their own, and end a paragraph before them.
pub fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "listing"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "plaintext"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "caption"
            | "ul"
            | "xmp"
    )
}

/// Open elements that a new one of this name ends, and where the search for them stops.
pub fn implied_ends(name: &str) -> (&'static [&'static str], &'static [&'static str]) {
    const CELL: &[&str] = &["td", "th", "caption", "table"];
    match name {
        "li" => (
            &["li"],
            &["ul", "ol", "menu", "dir", "td", "th", "table", "blockquote"],
        ),
        "dt" | "dd" => (&["dt", "dd"], &["dl", "td", "th", "table", "blockquote"]),
        "tr" => (
            &["tr", "caption", "colgroup"],
            &["table", "tbody", "thead", "tfoot"],
        ),
        "td" | "th" => (&["td", "th"], &["tr", "table"]),
        "tbody" | "thead" | "tfoot" => (
            &["tbody", "thead", "tfoot", "caption", "colgroup"],
            &["table"],
        ),
        "rt" | "rp" => (&["rt", "rp"], &["ruby"]),
        "a" => (&["a"], CELL),
        "option" => (&["option"], &["select"]),
        _ => (&[], &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_whatever_their_case() {
        assert!(NAMES.is_sorted());
        for name in NAMES {
            assert_eq!(known(&name.to_uppercase()), *name);
        }
        assert_eq!(known("xhtml:p"), "p");
        assert_eq!(known("o:p"), "other");
        assert_eq!(known(""), "other");
    }
}
