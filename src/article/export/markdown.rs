//! A document as Markdown (CommonMark, with the tables and strikes of its usual extensions), and a whole piece with its headline.

use crate::article::document::{
    Align, Block, Definition, Document, Figure, Inline, Numbers, Run, Table, Target,
};
use crate::article::export::piece::Piece;
use crate::article::from_html;
use crate::text::{self, Role};

/// A piece as Markdown: headline, facts, address, note, text.
pub fn piece(piece: &Piece) -> String {
    let title = escape(&piece.headline());
    let mut parts = vec![format!("# {title}")];
    let facts = piece.facts().join(" · ");
    if !facts.is_empty() {
        parts.push(format!("*{}*", escape(&facts)));
    }
    parts.extend(piece.address().map(|link| format!("<{link}>")));
    parts.extend(piece.noted().map(|note| {
        let lines: Vec<String> = note.lines().map(|line| format!("> {line}")).collect();
        lines.join("\n")
    }));
    parts.push(text_of(piece));
    parts.join("\n\n")
}

/// A piece as Markdown whose facts stand before it as YAML, as writers of notes and of sites keep them.
#[must_use]
pub fn front_matter(piece: &Piece) -> String {
    let quoted = |text: &str| serde_json::Value::from(text::scrub_line(text).as_ref()).to_string();
    let mut lines = vec![
        "---".to_string(),
        format!("title: {}", quoted(&piece.headline())),
    ];
    let facts = [
        ("url", piece.address()),
        ("feed", Some(piece.feed.as_str())),
        ("author", piece.author.as_deref()),
        ("date", piece.time.as_deref()),
    ];
    for (name, fact) in facts {
        lines.extend(
            fact.filter(|it| !it.is_empty())
                .map(|it| format!("{name}: {}", quoted(it))),
        );
    }
    if !piece.tags.is_empty() {
        let tags: Vec<String> = piece.tags.iter().map(|tag| quoted(tag)).collect();
        lines.push(format!("tags: [{}]", tags.join(", ")));
    }
    // JSON's strings are YAML's too, line breaks and all.
    lines.extend(
        piece
            .noted()
            .map(|note| format!("note: {}", serde_json::Value::from(note))),
    );
    lines.extend([
        "---".to_string(),
        String::new(),
        text_of(piece),
        String::new(),
    ]);
    lines.join("\n")
}

fn text_of(piece: &Piece) -> String {
    let document = from_html::document(&piece.html, piece.base.as_deref());
    markdown(&document).trim_end().to_string()
}

/// The document as Markdown.
pub fn markdown(document: &Document) -> String {
    let mut printer = Printer {
        links: &document.links,
        out: String::new(),
        prefix: Vec::new(),
    };
    printer.blocks(&document.blocks);
    printer.out
}

struct Printer<'d> {
    links: &'d [Target],
    out: String,
    prefix: Vec<Prefix>,
}

/// What stands before the lines of a block.
struct Prefix {
    first: Option<String>,
    rest: String,
}

impl Printer<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for (at, block) in blocks.iter().enumerate() {
            if at > 0 {
                self.line("");
            }
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(inlines) => self.lines(&self.inline(inlines)),
            Block::Heading { level, text } => {
                let text = self.inline(text).replace('\n', " ");
                let signs = "#".repeat(usize::from(*level) + 1);
                self.line(&format!("{signs} {text}"));
            }
            Block::Quote(blocks) => self.behind(None, "> ", |printer| printer.blocks(blocks)),
            Block::List {
                start,
                numbers,
                items,
            } => self.list(*start, *numbers, items),
            Block::Definitions(list) => self.definitions(list),
            Block::Code { language, text, .. } => self.code(language.as_deref(), text),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Rule => self.line("---"),
            Block::Details { summary, blocks } => {
                let summary = self.inline(summary);
                self.lines(&format!("**{}**", summary.trim_matches('*')));
                self.line("");
                self.blocks(blocks);
            }
            Block::Footnotes(notes) => {
                for note in notes {
                    let sign = format!("[^{}]: ", note.label);
                    self.behind(Some(sign), "    ", |printer| printer.blocks(&note.blocks));
                }
            }
            Block::Embed { label, link } => self.lines(&self.linked(&escape(label), *link)),
        }
    }

    /// Markdown counts upwards in figures only; a list that is reversed keeps its numbers at least here.
    fn list(&mut self, start: Option<u32>, numbers: Numbers, items: &[Vec<Block>]) {
        for (at, item) in items.iter().enumerate() {
            let sign = match start {
                Some(first) => format!("{}. ", numbers.nth(first, at).max(0)),
                None => "- ".to_owned(),
            };
            let rest = " ".repeat(sign.len());
            self.behind(Some(sign), &rest, |printer| printer.blocks(item));
        }
    }

    fn definitions(&mut self, list: &[Definition]) {
        for Definition { terms, blocks } in list {
            for term in terms {
                let term = self.inline(term);
                self.lines(&term);
            }
            self.behind(Some(": ".to_owned()), "  ", |printer| {
                printer.blocks(blocks);
            });
        }
    }

    fn code(&mut self, language: Option<&str>, text: &str) {
        let longest = text
            .split(|c| c != '`')
            .map(str::len)
            .max()
            .unwrap_or_default();
        let fence = "`".repeat(longest.max(2) + 1);
        self.line(&format!("{fence}{}", language.unwrap_or_default()));
        self.lines(text);
        self.line(&fence);
    }

    fn table(&mut self, table: &Table) {
        let row = |printer: &Self, cells: &[Vec<Inline>]| {
            let cell = |at| {
                let text = cells.get(at).map(|cell: &Vec<Inline>| printer.inline(cell));
                text.unwrap_or_default()
                    .replace('\\', "")
                    .replace('\n', " ")
                    .replace('|', "\\|")
            };
            let cells: Vec<String> = (0..table.align.len()).map(cell).collect();
            format!("| {} |", cells.join(" | "))
        };
        let header = row(self, &table.header);
        self.line(&header);
        let sides = table.align.iter().map(|align| match align {
            Align::Left => "---",
            Align::Right => "--:",
        });
        let sides: Vec<&str> = sides.collect();
        self.line(&format!("| {} |", sides.join(" | ")));
        for cells in &table.rows {
            let line = row(self, cells);
            self.line(&line);
        }
    }

    fn figure(&mut self, figure: &Figure) {
        let picture = format!("![{}]({})", escape(&figure.alt), address(&figure.src));
        self.lines(&self.linked(&picture, figure.link));
        if !figure.caption.is_empty() {
            self.line("");
            self.lines(&self.inline(&figure.caption));
        }
    }

    fn inline(&self, inlines: &[Inline]) -> String {
        let mut text = String::new();
        let mut inlines = inlines.iter().peekable();
        while let Some(inline) = inlines.next() {
            let Inline::Text(run) = inline else {
                text.push_str("\\\n");
                continue;
            };
            let mut words = marked(run);
            // A link of several runs is one link.
            while let Some(Inline::Text(next)) = inlines.peek()
                && run.link.is_some()
                && next.link == run.link
            {
                words.push_str(&marked(next));
                inlines.next();
            }
            text.push_str(&self.linked(&words, run.link));
        }
        text
    }

    fn linked(&self, words: &str, link: Option<u32>) -> String {
        match link.and_then(|link| self.links.get(link as usize)) {
            Some(target) => format!("[{words}]({})", address(&target.url)),
            None => words.to_owned(),
        }
    }

    fn behind(&mut self, first: Option<String>, rest: &str, print: impl FnOnce(&mut Self)) {
        self.prefix.push(Prefix {
            first,
            rest: rest.to_owned(),
        });
        print(self);
        self.prefix.pop();
    }

    fn lines(&mut self, text: &str) {
        for line in text.split('\n') {
            self.line(line);
        }
    }

    fn line(&mut self, text: &str) {
        let start = self.out.len();
        for prefix in &mut self.prefix {
            let sign = prefix.first.take().unwrap_or_else(|| prefix.rest.clone());
            self.out.push_str(&sign);
        }
        self.out.push_str(text);
        let end = self.out.trim_end_matches(' ').len().max(start);
        self.out.truncate(end);
        self.out.push('\n');
    }
}

/// Words in the marks of their meaning, which stand right at the words.
fn marked(run: &Run) -> String {
    let words = run.text.trim();
    let is_strong = run.is_strong || run.role == Role::Strong;
    let is_emphasised = run.is_emphasised || run.role == Role::Emphasis;
    let mut text = match run.role {
        Role::Code => format!("`{}`", words.replace('`', "'")),
        Role::Removed => format!("~~{}~~", escape(words)),
        _ => escape(words),
    };
    if words.is_empty() {
        return run.text.clone();
    }
    if is_emphasised {
        text = format!("*{text}*");
    }
    if is_strong {
        text = format!("**{text}**");
    }
    let before = run.text.len() - run.text.trim_start().len();
    let after = run.text.trim_end().len();
    let gap = |text: Option<&str>| text.unwrap_or_default().to_owned();
    gap(run.text.get(..before)) + &text + &gap(run.text.get(after..))
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_special = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|');
        let starts_block = at == 0 && matches!(c, '#' | '>' | '-' | '+');
        if is_special || starts_block {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn address(url: &str) -> String {
    url.replace(' ', "%20")
        .replace('(', "%28")
        .replace(')', "%29")
}

#[cfg(test)]
mod tests {
    use crate::article::{document, markdown};

    #[test]
    fn blocks_become_markdown() {
        let table = [
            ("<h2>a</h2><p>b <b>c </b>d</p>", "## a\n\nb **c** d\n"),
            ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n\n  - b\n- c\n"),
            ("<ol start=3><li>a<li>b</ol>", "3. a\n4. b\n"),
            ("<blockquote><p>a<p>b</blockquote>", "> a\n>\n> b\n"),
            (
                "<a href=https://a.example/(x)>y <i>z</i></a>",
                "[y *z*](https://a.example/%28x%29)\n",
            ),
            (
                "<pre class=language-c>a\n```</pre>",
                "````c\na\n```\n````\n",
            ),
            ("a*b_c <code>d`e</code>", "a\\*b\\_c `d'e`\n"),
            (
                "<img src=https://a.example/x.png alt=y>",
                "![y](https://a.example/x.png)\n",
            ),
            (
                "<table><tr><th>a<th>b<tr><td>x|y<td>2</table>",
                "| a | b |\n| --- | --: |\n| x\\|y | 2 |\n",
            ),
            ("<hr>a<br>b", "---\n\na\\\nb\n"),
        ];
        for (html, expect) in table {
            assert_eq!(markdown(&document(html, None)), expect, "{html}");
        }
    }
}
