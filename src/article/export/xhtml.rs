//! A document as XHTML for a book: well-formed by how it is printed, without anything that would have to be fetched.
//!
//! Pictures that are not at hand are in it by their words and a link: a book may not fetch them (EPUB 3.3, 3.6), and their bytes are not ours to ask for here.

use std::collections::HashMap;

use crate::article::document::{
    Align, Block, Definition, Document, Figure, Inline, Note, Numbers, Numerals, Run, Table, Target,
};
use crate::article::export::page::escaped;
use crate::text::Role;

/// The blocks of a document as XHTML, to stand in a `body`; `pictures` are those at hand: by their addresses, the files beside it.
pub fn xhtml(document: &Document, pictures: &HashMap<&str, String>) -> String {
    let mut printer = Printer {
        links: &document.links,
        pictures,
        out: String::new(),
    };
    printer.blocks(&document.blocks);
    printer.out
}

struct Printer<'d> {
    links: &'d [Target],
    pictures: &'d HashMap<&'d str, String>,
    out: String,
}

impl Printer<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
            self.out.push('\n');
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(inlines) => self.within("p", |it| it.inlines(inlines)),
            Block::Heading { level, text } => {
                let name = ["h2", "h3", "h4"];
                let at = usize::from(level.saturating_sub(1)).min(2);
                let name = name.get(at).copied().unwrap_or("h4");
                self.within(name, |it| it.inlines(text));
            }
            Block::Quote(blocks) => self.within("blockquote", |it| it.blocks(blocks)),
            Block::List {
                start,
                numbers,
                items,
            } => self.list(*start, *numbers, items),
            Block::Definitions(list) => self.definitions(list),
            Block::Code { text, .. } => {
                self.out.push_str("<pre><code>");
                self.text(text);
                self.out.push_str("</code></pre>");
            }
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Rule => self.out.push_str("<hr/>"),
            Block::Details { summary, blocks } => self.within("section", |it| {
                it.within("p", |it| it.within("strong", |it| it.inlines(summary)));
                it.blocks(blocks);
            }),
            Block::Footnotes(notes) => self.within("section", |it| it.notes(notes)),
            Block::Embed { label, link } => {
                self.within("p", |it| it.linked(*link, |it| it.text(label)));
            }
        }
    }

    fn within(&mut self, name: &str, print: impl FnOnce(&mut Self)) {
        self.out.extend(["<", name, ">"]);
        print(self);
        self.out.extend(["</", name, ">"]);
    }

    fn text(&mut self, text: &str) {
        self.out.push_str(&escaped(text));
    }

    fn list(&mut self, start: Option<u32>, numbers: Numbers, items: &[Vec<Block>]) {
        let name = match start {
            None => "ul",
            Some(_) => "ol",
        };
        self.out.extend(["<", name]);
        if let Some(start) = start.filter(|start| *start != 1 || numbers.is_reversed) {
            self.out.extend([" start=\"", &start.to_string(), "\""]);
        }
        if numbers.is_reversed && start.is_some() {
            self.out.push_str(" reversed=\"reversed\"");
        }
        let figures = match numbers.figures {
            Numerals::Decimal => "",
            Numerals::LowerLetters => " type=\"a\"",
            Numerals::UpperLetters => " type=\"A\"",
            Numerals::LowerRoman => " type=\"i\"",
            Numerals::UpperRoman => " type=\"I\"",
        };
        self.out.push_str(figures);
        self.out.push('>');
        for item in items {
            self.within("li", |it| it.blocks(item));
        }
        self.out.extend(["</", name, ">"]);
    }

    fn definitions(&mut self, list: &[Definition]) {
        self.within("dl", |it| {
            for Definition { terms, blocks } in list {
                for term in terms {
                    it.within("dt", |it| it.inlines(term));
                }
                it.within("dd", |it| it.blocks(blocks));
            }
        });
    }

    fn table(&mut self, table: &Table) {
        self.within("table", |it| {
            if !table.caption.is_empty() {
                it.within("caption", |it| it.inlines(&table.caption));
            }
            if !table.header.is_empty() {
                it.row("th", &table.header, &table.align);
            }
            for row in &table.rows {
                it.row("td", row, &table.align);
            }
        });
    }

    fn row(&mut self, name: &str, cells: &[Vec<Inline>], align: &[Align]) {
        self.within("tr", |it| {
            for (cell, side) in cells.iter().zip(align) {
                let style = match side {
                    Align::Left => "",
                    Align::Right => " style=\"text-align: right\"",
                };
                it.out.extend(["<", name, style, ">"]);
                it.inlines(cell);
                it.out.extend(["</", name, ">"]);
            }
        });
    }

    fn figure(&mut self, figure: &Figure) {
        self.within("figure", |it| {
            if let Some(file) = it.pictures.get(figure.src.as_str()) {
                let alt = escaped(figure.alt.trim());
                it.out
                    .extend(["<img src=\"", file, "\" alt=\"", &alt, "\"/>"]);
                if !figure.caption.is_empty() {
                    it.within("figcaption", |it| it.inlines(&figure.caption));
                }
                return;
            }
            let words = match figure.alt.trim() {
                "" => "picture",
                alt => alt,
            };
            it.within("p", |it| {
                if is_web(&figure.src) {
                    it.anchor(&figure.src, |it| it.text(&format!("[{words}]")));
                } else {
                    it.text(&format!("[{words}]"));
                }
            });
            if !figure.caption.is_empty() {
                it.within("figcaption", |it| it.inlines(&figure.caption));
            }
        });
    }

    fn notes(&mut self, notes: &[Note]) {
        for note in notes {
            self.within("p", |it| it.within("strong", |it| it.text(&note.label)));
            self.blocks(&note.blocks);
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        let mut inlines = inlines.iter().peekable();
        while let Some(inline) = inlines.next() {
            let Inline::Text(run) = inline else {
                self.out.push_str("<br/>");
                continue;
            };
            let mut runs = vec![run];
            // A link of several runs is one link.
            while let Some(Inline::Text(next)) = inlines.peek()
                && run.link.is_some()
                && next.link == run.link
            {
                runs.push(next);
                inlines.next();
            }
            self.linked(run.link, |it| runs.iter().for_each(|run| it.run(run)));
        }
    }

    fn linked(&mut self, link: Option<u32>, print: impl FnOnce(&mut Self)) {
        let target = link.and_then(|link| self.links.get(link as usize));
        match target
            .map(|target| target.url.as_str())
            .filter(|url| is_web(url))
        {
            Some(url) => self.anchor(url, print),
            None => print(self),
        }
    }

    fn anchor(&mut self, url: &str, print: impl FnOnce(&mut Self)) {
        self.out.extend(["<a href=\"", &escaped(url), "\">"]);
        print(self);
        self.out.push_str("</a>");
    }

    fn run(&mut self, run: &Run) {
        let mut names = Vec::new();
        if run.is_strong || run.role == Role::Strong {
            names.push("strong");
        }
        if run.is_emphasised || run.role == Role::Emphasis {
            names.push("em");
        }
        names.extend(match run.role {
            Role::Code => Some("code"),
            Role::Removed => Some("del"),
            Role::Added => Some("ins"),
            Role::Footnote => Some("sup"),
            _ => None,
        });
        for name in &names {
            self.out.extend(["<", name, ">"]);
        }
        self.text(&run.text);
        for name in names.iter().rev() {
            self.out.extend(["</", name, ">"]);
        }
    }
}

/// Whether a book may link to it: an address of the web, or of mail.
fn is_web(url: &str) -> bool {
    let is_known = ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| url.starts_with(scheme));
    is_known && !url.contains(|c: char| c.is_whitespace() || c.is_control())
}
