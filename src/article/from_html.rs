//! HTML becomes a document: our own walk over the tree.
//!
//! What is hidden, scripted or only counts readers does not come along; what cannot be shown becomes a link with a label.
//! Invariant: total and linear for any HTML; the walk is as deep as the tree, which is bounded.

use url::Url;

use crate::article::code::{code_text, language};
use crate::article::document::{
    Align, Block, Definition, Document, Figure, Inline, Note, Run, Table, Target,
};
use crate::article::element::{is_block, is_dropped};
use crate::article::flow::{Flow, Script, Style};
use crate::article::grid::{Grid, is_figure};
use crate::article::links::{Links, resolve};
use crate::article::media::{embed, picture};
use crate::article::script::{lowered, raised};
use crate::article::tree::{Element, Node, Tree, WHOLE, tree};
use crate::text::Role;

/// What is read first of a long article.
const HEAD: usize = 32 << 10;

/// The whole article. Of HTML longer than 4 MB the rest is cut off, and the document says so.
pub fn document(html: &str, base: Option<&str>) -> Document {
    let tree = tree(html, WHOLE);
    let mut document = walk(&tree, base);
    if !tree.is_whole {
        document
            .blocks
            .push(Block::Paragraph(vec![Inline::Text(Run {
                role: Role::Dim,
                text: "… the rest is cut off: this page is too long to be shown".to_owned(),
                ..Run::default()
            })]));
    }
    document.complete = true;
    document
}

/// The start of the article, from its first 32 kB: quick, and `complete` when that was all.
///
/// Its blocks are the first blocks of the whole article, so a page of it can be extended with the whole; only when one block
/// fills the head alone, that block is a part.
pub fn document_head(html: &str, base: Option<&str>) -> Document {
    let tree = tree(html, HEAD);
    let mut document = walk(&tree, base);
    document.complete = tree.is_whole;
    if !tree.is_whole && document.blocks.len() > 1 {
        document.blocks.pop();
    }
    document
}

fn walk(tree: &Tree, base: Option<&str>) -> Document {
    let mut walk = Walk {
        base: base.and_then(|base| Url::parse(base.trim()).ok()),
        links: Links::default(),
        in_notes: false,
    };
    let mut flow = Flow::default();
    walk.nodes(&tree.nodes, Style::default(), &mut flow);
    Document {
        blocks: flow.into_blocks(),
        links: walk.links.into_targets(),
        complete: false,
    }
}

struct Walk {
    base: Option<Url>,
    links: Links,
    in_notes: bool,
}

impl Walk {
    fn nodes(&mut self, nodes: &[Node], mut style: Style, flow: &mut Flow) {
        for node in nodes {
            match node {
                Node::Text(text) => self.text(text, style, flow),
                Node::Element(element) => self.element(element, style, flow),
                Node::Ended(name) => style = without(style, name),
            }
        }
    }

    fn text(&mut self, text: &str, style: Style, flow: &mut Flow) {
        if let Some(link) = style.link {
            self.links.label(link, text);
        }
        match style.script {
            Script::Normal => flow.text(style, text),
            Script::Raised => flow.text(style, &raised(text.trim())),
            Script::Lowered => flow.text(style, &lowered(text.trim())),
        }
    }

    fn element(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        if is_dropped(element.name) || is_kept_from_view(element) {
            return;
        }
        if is_footnotes(element) && !self.in_notes {
            return self.footnotes(element, flow);
        }
        match element.name {
            "br" => flow.line_break(),
            "hr" => flow.push(Block::Rule),
            "img" => self.image(element, style, flow),
            "a" => self.anchor(element, style, flow),
            "sup" if self.is_note_sign(element) => note_sign(element, style, flow),
            "iframe" | "video" | "audio" | "embed" | "object" => self.embed(element, style, flow),
            "noscript" => self.unscripted(element, style, flow),
            "base" => self.rebase(element),
            "math" => self.formula(element, style, flow),
            "ruby" => self.ruby(element, style, flow),
            "q" => {
                flow.text(style, "“");
                self.nodes(&element.children, style, flow);
                flow.text(style, "”");
            }
            name if is_block(name) => self.block(element, style, flow),
            name => self.nodes(&element.children, with(style, name), flow),
        }
    }

    fn block(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        match element.name {
            "h1" | "h2" => self.heading(element, 1, style, flow),
            "h3" => self.heading(element, 2, style, flow),
            "h4" | "h5" | "h6" => self.heading(element, 3, style, flow),
            "blockquote" => self.quote(element, style, flow),
            "ul" | "ol" | "menu" | "dir" => self.list(element, style, flow),
            "dl" => self.definitions(element, style, flow),
            "pre" | "listing" | "xmp" | "plaintext" => self.code(element, flow),
            "table" => self.table(element, style, flow),
            "details" => self.details(element, style, flow),
            "figcaption" => self.caption(element, style, flow),
            _ if is_caption(element) => self.caption(element, style, flow),
            _ => {
                flow.end_paragraph();
                self.nodes(&element.children, style, flow);
                flow.end_paragraph();
            }
        }
    }

    fn blocks(&mut self, nodes: &[Node], style: Style) -> Vec<Block> {
        let mut flow = Flow::default();
        self.nodes(nodes, style, &mut flow);
        flow.into_blocks()
    }

    fn inlines(&mut self, nodes: &[Node], style: Style) -> Vec<Inline> {
        let mut flow = Flow::default();
        self.nodes(nodes, style, &mut flow);
        flow.into_inlines()
    }

    fn heading(&mut self, element: &Element, level: u8, style: Style, flow: &mut Flow) {
        let mut inner = Flow::default();
        self.nodes(&element.children, style, &mut inner);
        let blocks = inner.into_blocks();
        // A picture in a heading is a picture, not a heading.
        let (figures, words): (Vec<_>, Vec<_>) = blocks
            .into_iter()
            .partition(|block| matches!(block, Block::Figure(_)));
        for figure in figures {
            flow.push(figure);
        }
        let text = Flow::from(words).into_inlines();
        if !text.is_empty() {
            flow.push(Block::Heading { level, text });
        }
    }

    fn quote(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let mut inner = Flow::default();
        for node in &element.children {
            match node {
                Node::Element(source)
                    if matches!(source.name, "footer" | "cite" | "figcaption") =>
                {
                    let style = Style {
                        special: Some(Role::Dim),
                        ..style
                    };
                    inner.end_paragraph();
                    self.nodes(&source.children, style, &mut inner);
                    inner.end_paragraph();
                }
                node => self.nodes(std::slice::from_ref(node), style, &mut inner),
            }
        }
        let blocks = inner.into_blocks();
        if !blocks.is_empty() {
            flow.push(Block::Quote(blocks));
        }
    }

    fn list(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let is_ordered = element.name == "ol";
        let start = element
            .attribute_or_empty("start")
            .trim()
            .parse()
            .unwrap_or(1);
        let mut items: Vec<Vec<Block>> = Vec::new();
        for node in &element.children {
            match node {
                Node::Element(item) if item.name == "li" => {
                    if !item.is_hidden() {
                        items.push(self.blocks(&item.children, style));
                    }
                }
                // Lists that stand beside the items belong into the item before them.
                node => {
                    let blocks = self.blocks(std::slice::from_ref(node), style);
                    match items.last_mut() {
                        Some(last) => last.extend(blocks),
                        None if blocks.is_empty() => {}
                        None => items.push(blocks),
                    }
                }
            }
        }
        items.retain(|item| !item.is_empty());
        if !items.is_empty() {
            let start = is_ordered.then_some(start);
            flow.push(Block::List { start, items });
        }
    }

    fn definitions(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let mut list: Vec<Definition> = Vec::new();
        self.definition_parts(element, style, &mut list);
        list.retain(|one| !one.terms.is_empty() || !one.blocks.is_empty());
        if !list.is_empty() {
            flow.push(Block::Definitions(list));
        }
    }

    fn definition_parts(&mut self, element: &Element, style: Style, list: &mut Vec<Definition>) {
        for child in element.elements() {
            let is_term = child.name == "dt";
            if matches!(child.name, "div" | "span" | "other") {
                self.definition_parts(child, style, list);
                continue;
            }
            if list
                .last()
                .is_none_or(|last| is_term && !last.blocks.is_empty())
            {
                list.push(Definition::default());
            }
            let Some(last) = list.last_mut() else {
                continue;
            };
            if is_term {
                let term = self.inlines(&child.children, style);
                last.terms.extend((!term.is_empty()).then_some(term));
            } else {
                last.blocks.extend(self.blocks(&child.children, style));
            }
        }
    }

    fn code(&mut self, element: &Element, flow: &mut Flow) {
        let text = code_text(&element.children);
        if !text.trim().is_empty() {
            flow.push(Block::Code {
                language: language(element),
                text,
            });
        }
    }

    fn table(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let grid = Grid::new(element);
        flow.end_paragraph();
        if grid.is_layout() {
            if let Some(caption) = grid.caption {
                self.caption(caption, style, flow);
            }
            for cell in grid.cells() {
                self.nodes(&cell.children, style, flow);
                flow.end_paragraph();
            }
            return;
        }
        let caption = grid
            .caption
            .map(|caption| self.inlines(&caption.children, style));
        let header: Vec<_> = grid
            .header
            .iter()
            .map(|cell| self.inlines(&cell.children, style))
            .collect();
        let mut rows = Vec::with_capacity(grid.rows.len());
        for row in &grid.rows {
            let cell = |place: &Option<&Element>| match place {
                Some(cell) => self.inlines(&cell.children, style),
                None => Vec::new(),
            };
            rows.push(row.iter().map(cell).collect::<Vec<_>>());
        }
        rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let align = alignment(&header, &rows);
        if !header.is_empty() || !rows.is_empty() {
            flow.push(Block::Table(Table {
                caption: caption.unwrap_or_default(),
                header,
                rows,
                align,
            }));
        }
    }

    fn details(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let summary = element.elements().find(|child| child.name == "summary");
        let summary = summary.map(|summary| self.inlines(&summary.children, style));
        let mut inner = Flow::default();
        for node in &element.children {
            if !matches!(node, Node::Element(child) if child.name == "summary") {
                self.nodes(std::slice::from_ref(node), style, &mut inner);
            }
        }
        let blocks = inner.into_blocks();
        let summary = summary.unwrap_or_default();
        if !summary.is_empty() || !blocks.is_empty() {
            flow.push(Block::Details { summary, blocks });
        }
    }

    /// A caption belongs to the picture before it; without one it is a paragraph of its own.
    fn caption(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let words = self.inlines(&element.children, style);
        if let Some(Block::Figure(figure)) = flow.last_block()
            && figure.caption.is_empty()
        {
            figure.caption = words;
            return;
        }
        let style = Style {
            special: Some(Role::Caption),
            ..style
        };
        flow.end_paragraph();
        for inline in words {
            match inline {
                Inline::Text(run) => flow.text(
                    Style {
                        link: run.link,
                        ..style
                    },
                    &run.text,
                ),
                Inline::Break => flow.line_break(),
            }
        }
        flow.end_paragraph();
    }

    fn image(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let Some(picture) = picture(element, self.base.as_ref()) else {
            return;
        };
        let is_emoji = ["emoji", "wp-smiley", "icon", "latex", "tex"]
            .iter()
            .any(|class| element.has_class(class));
        if is_emoji || picture.is_inline() {
            let alt = picture.alt.as_str();
            return self.text(alt, style, flow);
        }
        if picture.src.is_empty() && picture.alt.is_empty() {
            return;
        }
        if let Some(link) = style.link {
            self.links.label(link, &picture.alt);
        }
        flow.push(Block::Figure(Figure {
            alt: picture.alt,
            caption: Vec::new(),
            link: style.link,
            src: picture.src,
            width: picture.width,
            height: picture.height,
        }));
    }

    /// What a page shows without scripts repeats what it shows with them, except pictures that only scripts would load.
    fn unscripted(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let Some(image) = first_image(element) else {
            return;
        };
        let Some(picture) = picture(image, self.base.as_ref()) else {
            return;
        };
        match flow.last_block() {
            Some(Block::Figure(figure)) if figure.src.is_empty() => figure.src = picture.src,
            Some(Block::Figure(figure)) if figure.src == picture.src => {}
            _ if picture.src.is_empty() => {}
            _ => self.image(image, style, flow),
        }
    }

    fn anchor(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let href = element.attribute_or_empty("href").trim();
        if href.starts_with('#') {
            if self.in_notes && is_way_back(element) {
                return;
            }
            if !self.in_notes && is_note_reference(element) {
                return note_sign(element, style, flow);
            }
            return self.nodes(&element.children, style, flow);
        }
        let target = resolve(href, self.base.as_ref()).filter(|_| shows_something(element));
        let link = match target {
            Some(url) => Some(self.links.number(url)),
            None => style.link,
        };
        self.nodes(&element.children, Style { link, ..style }, flow);
    }

    fn embed(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        if let Some(Target { url, label }) = embed(element, self.base.as_ref()) {
            let link = self.links.number(url);
            self.links.label(link, &label);
            flow.push(Block::Embed {
                label,
                link: Some(link),
            });
        } else if element.name == "object" {
            self.nodes(&element.children, style, flow);
        }
    }

    fn rebase(&mut self, element: &Element) {
        let href = element.attribute_or_empty("href");
        let found = match &self.base {
            Some(base) => base.join(href).ok(),
            None => Url::parse(href).ok(),
        };
        if let Some(base) = found.filter(|base| matches!(base.scheme(), "http" | "https")) {
            self.base = Some(base);
        }
    }

    /// A formula as its author wrote it, where the page still has that; else its characters.
    fn formula(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let style = Style {
            is_code: true,
            ..style
        };
        match annotation(element) {
            Some(source) => self.nodes(&source.children, style, flow),
            None => self.nodes(&element.children, style, flow),
        }
    }

    /// The reading of a word stands behind it in brackets.
    fn ruby(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        for node in &element.children {
            match node {
                Node::Element(reading) if reading.name == "rt" => {
                    flow.text(style, "(");
                    self.nodes(&reading.children, style, flow);
                    flow.text(style, ")");
                }
                node => self.nodes(std::slice::from_ref(node), style, flow),
            }
        }
    }

    fn is_note_sign(&self, element: &Element) -> bool {
        let mut anchors = element.elements().filter(|child| child.name == "a");
        !self.in_notes
            && anchors.any(|a| a.attribute_or_empty("href").trim_start().starts_with('#'))
    }

    fn footnotes(&mut self, element: &Element, flow: &mut Flow) {
        let Some(list) = find(element, &|child| matches!(child.name, "ol" | "ul")) else {
            return self.block(element, Style::default(), flow);
        };
        self.in_notes = true;
        let start: usize = list.attribute_or_empty("start").trim().parse().unwrap_or(1);
        let items = list.elements().filter(|item| item.name == "li");
        let mut notes = Vec::new();
        for (at, item) in items.enumerate() {
            notes.push(Note {
                label: (start.saturating_add(at)).to_string(),
                blocks: self.blocks(&item.children, Style::default()),
            });
        }
        self.in_notes = false;
        notes.retain(|note| !note.blocks.is_empty());
        if !notes.is_empty() {
            flow.push(Block::Footnotes(notes));
        }
    }
}

fn with(style: Style, name: &str) -> Style {
    let special = |role| Style {
        special: Some(role),
        ..style
    };
    match name {
        "b" | "strong" => Style {
            is_strong: true,
            ..style
        },
        "i" | "em" | "cite" | "dfn" | "var" => Style {
            is_emphasised: true,
            ..style
        },
        "code" | "samp" | "tt" => Style {
            is_code: true,
            ..style
        },
        "del" | "s" | "strike" => special(Role::Removed),
        "ins" => special(Role::Added),
        "kbd" => special(Role::Key),
        "mark" => special(Role::Match),
        "sup" => Style {
            script: Script::Raised,
            ..style
        },
        "sub" => Style {
            script: Script::Lowered,
            ..style
        },
        _ => style,
    }
}

fn without(style: Style, name: &str) -> Style {
    match name {
        "a" => Style {
            link: None,
            ..style
        },
        "b" | "strong" => Style {
            is_strong: false,
            ..style
        },
        "i" | "em" | "cite" => Style {
            is_emphasised: false,
            ..style
        },
        "code" | "tt" => Style {
            is_code: false,
            ..style
        },
        "sup" | "sub" => Style {
            script: Script::Normal,
            ..style
        },
        "del" | "ins" | "mark" | "s" | "strike" => Style {
            special: None,
            ..style
        },
        _ => style,
    }
}

fn is_kept_from_view(element: &Element) -> bool {
    let is_hidden_sign = element.attribute("aria-hidden") == Some("true")
        && (element.name == "a" || element.has_class("katex-html"));
    is_hidden_sign || element.is_hidden()
}

fn is_caption(element: &Element) -> bool {
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

fn is_footnotes(element: &Element) -> bool {
    matches!(element.name, "div" | "section" | "aside" | "ol" | "footer")
        && (matches!(
            element.attribute("role"),
            Some("doc-endnotes" | "doc-footnotes")
        ) || element.has_class("footnotes")
            || element.has_class("footnote-list"))
}

fn is_note_reference(element: &Element) -> bool {
    let href = element.attribute_or_empty("href").trim();
    let names = ["#fn", "#_ftn", "#footnote", "#note", "#cite_note"];
    element.attribute("role") == Some("doc-noteref")
        || ["footnote-ref", "footnote", "footnote-reference"]
            .iter()
            .any(|class| element.has_class(class))
        || names.iter().any(|name| href.starts_with(name)) && sign(element).chars().count() <= 4
}

fn is_way_back(element: &Element) -> bool {
    let is_named = element.attribute("role") == Some("doc-backlink")
        || ["footnote-backref", "footnote-back", "reversefootnote"]
            .iter()
            .any(|class| element.has_class(class));
    is_named || sign(element).chars().all(|c| !c.is_alphanumeric())
}

/// The sign of a note without its brackets, raised.
fn note_sign(element: &Element, style: Style, flow: &mut Flow) {
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

/// Whether an anchor has words or a picture in it; looks only so far.
fn shows_something(element: &Element) -> bool {
    fn look(nodes: &[Node], budget: &mut u32) -> bool {
        nodes.iter().any(|node| {
            *budget = budget.saturating_sub(1);
            *budget == 0
                || match node {
                    Node::Text(text) => !text.trim().is_empty(),
                    Node::Element(child) => child.name == "img" || look(&child.children, budget),
                    Node::Ended(_) => false,
                }
        })
    }
    look(&element.children, &mut 200)
}

fn first_image(element: &Element) -> Option<&Element> {
    find(element, &|child| child.name == "img")
}

fn annotation(element: &Element) -> Option<&Element> {
    find(element, &|child| {
        child.name == "annotation" && child.attribute_or_empty("encoding").contains("tex")
    })
}

fn find<'a>(element: &'a Element, is_it: &dyn Fn(&Element) -> bool) -> Option<&'a Element> {
    if is_it(element) {
        return Some(element);
    }
    element.elements().find_map(|child| find(child, is_it))
}

/// Figures stand on the right: columns whose every cell, the header aside, is one.
fn alignment(header: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Vec<Align> {
    let columns = rows
        .iter()
        .map(Vec::len)
        .max()
        .unwrap_or_default()
        .max(header.len());
    let mut figures = vec![0_usize; columns];
    let mut words = vec![0_usize; columns];
    for row in rows {
        for ((cell, figures), words) in row.iter().zip(&mut figures).zip(&mut words) {
            let text: String = cell.iter().map(inline_text).collect();
            match (text.trim().is_empty(), is_figure(&text)) {
                (true, _) => {}
                (_, true) => *figures += 1,
                (_, false) => *words += 1,
            }
        }
    }
    let side = |(figures, words): (usize, usize)| {
        if figures > 0 && words * 5 <= figures {
            Align::Right
        } else {
            Align::Left
        }
    };
    figures.into_iter().zip(words).map(side).collect()
}

fn inline_text(inline: &Inline) -> &str {
    match inline {
        Inline::Text(run) => &run.text,
        Inline::Break => " ",
    }
}
