//! Safe HTML: what may be handed on to others, printed anew from the tree.
//!
//! Nothing is copied through: only known elements, known attributes and resolved addresses are written, so that what a browser would
//! read differently cannot get by. Invariant: cleaning what is clean loses nothing of it.

use url::Url;

use crate::article::document::Target;
use crate::article::element::{is_block, is_dropped, is_void};
use crate::article::links::resolve;
use crate::article::media::{Picture, embed, picture};
use crate::article::tree::{Element, Node, WHOLE, tree};

/// HTML that is safe to hand on: scripts, handlers, styles, embeds and what counts readers are gone, what can be read is kept.
/// Links are absolute and without tracking parameters. Of HTML longer than 4 MB the rest is cut off.
pub fn clean(html: &str, base: Option<&str>) -> String {
    let mut printer = Printer {
        base: base.and_then(|base| Url::parse(base.trim()).ok()),
        out: String::with_capacity(html.len().min(WHOLE)),
        is_in_link: false,
        last_picture: String::new(),
    };
    printer.nodes(&tree(html, WHOLE).nodes);
    printer.out
}

/// Elements that are written as they are; other blocks become `div`, other elements vanish around their content.
#[rustfmt::skip]
const KEPT: &[&str] = &[
    "abbr", "article", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "dd", "del",
    "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "i", "ins", "kbd", "li", "main", "mark", "nav", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s",
    "samp", "section", "small", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "u", "ul", "var", "wbr",
];

fn written_as(name: &str) -> Option<&'static str> {
    if let Ok(at) = KEPT.binary_search(&name) {
        return KEPT.get(at).copied();
    }
    match name {
        "strike" => Some("s"),
        "tt" => Some("code"),
        "menu" | "dir" => Some("ul"),
        "listing" | "xmp" | "plaintext" => Some("pre"),
        name if is_block(name) => Some("div"),
        _ => None,
    }
}

struct Printer {
    base: Option<Url>,
    out: String,
    is_in_link: bool,
    last_picture: String,
}

impl Printer {
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Text(text) => escape(text, &mut self.out),
                Node::Element(element) => self.element(element),
                Node::Ended(_) => {}
            }
        }
    }

    fn element(&mut self, element: &Element) {
        if element.is_hidden() {
            return;
        }
        if element.name == "svg" {
            return self.drawing(element);
        }
        if is_dropped(element.name) && element.name != "rp" {
            return;
        }
        match element.name {
            "a" => self.anchor(element),
            "img" => self.image(element),
            "noscript" => self.unscripted(element),
            "iframe" | "video" | "audio" | "embed" | "object" => self.embed(element),
            name => match written_as(name) {
                Some(name) => self.kept(name, element),
                None => self.nodes(&element.children),
            },
        }
    }

    fn kept(&mut self, name: &str, element: &Element) {
        self.out.extend(["<", name]);
        for (attribute, value) in safe_attributes(name, element) {
            self.attribute(attribute, &value);
        }
        self.out.push('>');
        if !is_void(name) {
            self.nodes(&element.children);
            self.out.extend(["</", name, ">"]);
        }
    }

    fn anchor(&mut self, element: &Element) {
        let target = element
            .attribute("href")
            .and_then(|href| resolve(href, self.base.as_ref()));
        let Some(url) = target.filter(|_| !self.is_in_link) else {
            return self.nodes(&element.children);
        };
        self.is_in_link = true;
        self.out.push_str("<a");
        self.attribute("href", &url);
        self.out.push('>');
        self.nodes(&element.children);
        self.out.push_str("</a>");
        self.is_in_link = false;
    }

    fn image(&mut self, element: &Element) {
        if let Some(picture) = picture(element, self.base.as_ref()) {
            self.picture(&picture);
        }
    }

    fn picture(&mut self, picture: &Picture) {
        if picture.src.is_empty() {
            return escape(&picture.alt, &mut self.out);
        }
        self.out.push_str("<img");
        self.attribute("src", &picture.src);
        self.attribute("alt", &picture.alt);
        for (name, side) in [("width", picture.width), ("height", picture.height)] {
            if let Some(pixels) = side {
                self.attribute(name, &pixels.to_string());
            }
        }
        self.out.push('>');
        self.last_picture.clone_from(&picture.src);
    }

    /// A picture that only scripts would load is kept; the rest repeats what is there already.
    fn unscripted(&mut self, element: &Element) {
        let image = element.elements().find(|child| child.name == "img");
        let picture = image.and_then(|image| picture(image, self.base.as_ref()));
        if let Some(picture) =
            picture.filter(|picture| !picture.src.is_empty() && picture.src != self.last_picture)
        {
            self.picture(&picture);
        }
    }

    /// Of a drawing its name is kept, as the words of a picture are (SVG 2, 5.5 `title` and `desc`); signs for the eye alone have none.
    fn drawing(&mut self, element: &Element) {
        if element.attribute("aria-hidden") == Some("true") {
            return;
        }
        let named = |name: &str| element.elements().find(|child| child.name == name);
        if let Some(name) = named("title").or_else(|| named("desc")) {
            self.nodes(&name.children);
        }
    }

    /// A film or a sound, or what has a title, becomes a link; what says nothing of itself is gone.
    fn embed(&mut self, element: &Element) {
        match embed(element, self.base.as_ref()).filter(|target| !is_nameless(target, element)) {
            Some(Target { url, label }) if !self.is_in_link => {
                self.out.push_str("<a");
                self.attribute("href", &url);
                self.out.push('>');
                escape(&label, &mut self.out);
                self.out.push_str("</a>");
            }
            Some(Target { label, .. }) => escape(&label, &mut self.out),
            // What a frame holds is for programs without frames: the markup itself, as text.
            None if element.name == "iframe" => {}
            None => self.nodes(&element.children),
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.extend([" ", name, "=\""]);
        escape(value, &mut self.out);
        self.out.push('"');
    }
}

/// Whether an embed tells no more than where it comes from.
fn is_nameless(target: &Target, element: &Element) -> bool {
    target.label.starts_with("page at ") && element.attribute_or_empty("title").trim().is_empty()
}

/// The attributes that say something about text, with values that can do no harm.
fn safe_attributes(name: &str, element: &Element) -> Vec<(&'static str, String)> {
    let names: &[&'static str] = match name {
        "ol" => &["start", "type", "reversed"],
        "li" => &["value", "dir", "lang"],
        "td" | "th" => &["colspan", "rowspan"],
        "abbr" | "dfn" => &["title"],
        "pre" | "code" => &["class"],
        "details" => &["open"],
        _ => &["dir", "lang"],
    };
    let attributes = names.iter().filter_map(|name| {
        let value = element.attribute(name)?.trim();
        let is_safe = match *name {
            "start" | "value" | "colspan" | "rowspan" => value.parse::<u32>().is_ok(),
            "type" => matches!(value, "1" | "a" | "A" | "i" | "I"),
            "reversed" => value.is_empty() || value == "reversed",
            "dir" => matches!(value, "rtl" | "ltr" | "auto"),
            "lang" => {
                value.len() < 20 && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            }
            "class" => {
                value.starts_with("lang")
                    && value.len() < 40
                    && !value.contains(char::is_whitespace)
            }
            _ => true,
        };
        is_safe.then(|| (*name, value.to_owned()))
    });
    attributes.collect()
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_safe_comes_out() {
        let table = [
            ("<p onclick=x() class=y style='color:red'>a</p>", "<p>a</p>"),
            ("a<script>x</script><style>y</style>b", "ab"),
            (
                "<a href='/x?utm_source=1' onmouseover=y>a</a>",
                "<a href=\"https://a.example/x\">a</a>",
            ),
            ("<a href=javascript:x>a</a>", "a"),
            (
                "<img src=x.png onerror=y alt='a\"b'>",
                "<img src=\"https://a.example/x.png\" alt=\"a&quot;b\">",
            ),
            ("<img src=x.gif width=1 height=1>", ""),
            (
                "<iframe src=//b.example/x title=Tides></iframe>",
                "<a href=\"https://b.example/x\">page: Tides</a>",
            ),
            (
                "<video src=x.webm></video>",
                "<a href=\"https://a.example/x.webm\">video at a.example</a>",
            ),
            ("a<iframe src=//b.example/x>no frames</iframe>b", "ab"),
            (
                "<object data=//b.example/x><p>in words</p></object>",
                "<p>in words</p>",
            ),
            ("<embed src=//b.example/x>b", "b"),
            (
                "<svg viewBox='0 0 1 1'><title>A tide</title><path d=x /><text>y</text></svg>b",
                "A tideb",
            ),
            ("<svg aria-hidden=true><title>icon</title></svg>b", "b"),
            (
                "<form>a<input value=b><button>c</button></form>",
                "<div>a</div>",
            ),
            ("<svg><script>x</script><text>y</text></svg>b", "b"),
            (
                "<pre><code class=language-rust>a &lt; b</code></pre>",
                "<pre><code class=\"language-rust\">a &lt; b</code></pre>",
            ),
            ("<p>a<p>b", "<p>a</p><p>b</p>"),
            ("&lt;script&gt;", "&lt;script&gt;"),
            ("<scr<script>ipt>x</scr</script>ipt>", "ipt&gt;xipt&gt;"),
            (
                "<math><mtext><style><img src=x onerror=y></style></mtext></math>z",
                "z",
            ),
            ("<p hidden>a</p><font color=red>b</font>", "b"),
            (
                "<table><tr><td colspan=2 bgcolor=x>a",
                "<table><tr><td colspan=\"2\">a</td></tr></table>",
            ),
            ("a<br/>b<hr>", "a<br>b<hr>"),
            (
                "<noscript><img src=x.png></noscript>",
                "<img src=\"https://a.example/x.png\" alt=\"\">",
            ),
        ];
        for (html, expect) in table {
            let clean = clean(html, Some("https://a.example/"));
            assert_eq!(clean, expect, "{html}");
        }
        assert!(KEPT.is_sorted());
    }
}
