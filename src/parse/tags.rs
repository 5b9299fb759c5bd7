//! Markup cut into tags and text, leniently: whatever the text, every byte is passed once and nothing is an error.
//!
//! Lives here: where a tag begins and ends, its name and attributes. Does not live here: what a tag means, and whether
//! tags match. A `<` that begins no tag is text; a tag that never ends ends at the next `<`, or with the document.

/// One piece of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// `<name attributes>`; `closed` when it ends in `/>`.
    Start {
        name: &'a str,
        attributes: &'a str,
        closed: bool,
    },
    /// `</name>`.
    End { name: &'a str },
    /// Text with its references, as it stands.
    Text(&'a str),
    /// The inside of a CDATA section.
    CData(&'a str),
    /// A comment, a declaration or an instruction.
    Other(&'a str),
}

/// A piece and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Token<'a> {
    /// What it is.
    pub piece: Piece<'a>,
    /// Its first byte.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
}

/// Which of the two languages the markup is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    Xml,
    Html,
}

/// No declaration of a document type is longer: a search for its end must not run through the document.
const LONGEST_DOCTYPE: usize = 64 * 1024;

/// Walks over the pieces of a document.
#[derive(Clone, Debug)]
pub struct Tags<'a> {
    text: &'a str,
    at: usize,
    language: Language,
    /// The element whose inside is no markup, in HTML: `script`, `style`.
    raw: Option<&'a str>,
    /// What is known not to come again, so that no search runs to the end twice.
    exhausted: Exhausted,
}

#[derive(Clone, Copy, Debug, Default)]
struct Exhausted {
    comment_end: bool,
    cdata_end: bool,
    double_quote: bool,
    single_quote: bool,
}

impl<'a> Tags<'a> {
    /// Over XML: a value whose closing quote was forgotten ends where its tag does.
    pub fn xml(text: &'a str) -> Tags<'a> {
        Tags {
            text,
            at: 0,
            language: Language::Xml,
            raw: None,
            exhausted: Exhausted::default(),
        }
    }

    /// Over HTML: scripts and styles are passed over, comments end as browsers end them.
    pub fn html(text: &'a str) -> Tags<'a> {
        Tags {
            language: Language::Html,
            ..Tags::xml(text)
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The piece from `self.at` to `end`, which becomes the new place.
    fn take(&mut self, end: usize, piece: Piece<'a>) -> Token<'a> {
        let start = self.at;
        self.at = end;
        Token { piece, start, end }
    }

    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    fn text_piece(&mut self) -> Token<'a> {
        let rest = self.rest();
        let mut from = 0;
        let end = loop {
            match rest.get(from..).and_then(|r| r.find('<')) {
                None => break rest.len(),
                Some(n) if begins_tag(rest.get(from + n + 1..).unwrap_or_default()) => {
                    break from + n;
                }
                Some(n) => from += n + 1,
            }
        };
        let end = self.at + end;
        let text = self.slice(self.at, end);
        self.take(end, Piece::Text(text))
    }

    fn declaration(&mut self) -> Token<'a> {
        let (at, rest) = (self.at, self.rest());
        let all = self.text.len();
        if rest.starts_with("<![CDATA[") {
            let from = at + 9;
            let (inner, end) = match self.find(from, "]]>", |e| &mut e.cdata_end) {
                Some(n) => (n, n + 3),
                None => self.open_cdata_end(from),
            };
            let text = self.slice(from, inner);
            return self.take(end, Piece::CData(text));
        }
        let end = if rest.starts_with("<!--") {
            self.find(at + 4, "-->", |e| &mut e.comment_end)
                .map(|n| n + 3)
        } else if rest.starts_with("<!DOCTYPE") || rest.starts_with("<!doctype") {
            doctype_end(rest).map(|n| at + n)
        } else {
            None
        };
        let end = end.unwrap_or_else(|| rest.find('>').map_or(all, |n| at + n + 1));
        let text = self.slice(at, end);
        self.take(end, Piece::Other(text))
    }

    /// Finds `what` from byte `from` on; remembers when there is none.
    fn find(
        &mut self,
        from: usize,
        what: &str,
        gone: fn(&mut Exhausted) -> &mut bool,
    ) -> Option<usize> {
        if *gone(&mut self.exhausted) {
            return None;
        }
        let found = self.text.get(from..).and_then(|rest| rest.find(what));
        if found.is_none() {
            *gone(&mut self.exhausted) = true;
        }
        found.map(|n| from + n)
    }

    /// Where a CDATA section that is never closed is taken to end: before the tag that ends its field.
    fn open_cdata_end(&self, from: usize) -> (usize, usize) {
        const FIELDS: [&str; 7] = [
            "</description>",
            "</content:encoded>",
            "</title>",
            "</content>",
            "</summary>",
            "</item>",
            "</entry>",
        ];
        let rest = self.text.get(from..).unwrap_or_default();
        let mut at = 0;
        while let Some(n) = rest.get(at..).and_then(|r| r.find("</")) {
            let here = rest.get(at + n..).unwrap_or_default();
            if FIELDS.iter().any(|field| here.starts_with(field)) {
                return (from + at + n, from + at + n);
            }
            at += n + 2;
        }
        (self.text.len(), self.text.len())
    }

    fn end_tag(&mut self) -> Token<'a> {
        let from = self.at + 2;
        let rest = self.text.get(from..).unwrap_or_default();
        let close = rest.find(['>', '<']).unwrap_or(rest.len());
        let name = self.slice(from, from + close).trim();
        let end = from + close + usize::from(rest.get(close..).is_some_and(|r| r.starts_with('>')));
        self.take(end, Piece::End { name })
    }

    fn start_tag(&mut self) -> Token<'a> {
        let from = self.at + 1;
        let rest = self.text.get(from..).unwrap_or_default();
        let name_end = rest
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/' | '<' | '=' | '"'))
            .unwrap_or(rest.len());
        let name = self.slice(from, from + name_end);
        let (inner, end) = self.tag_end(from + name_end);
        let attributes = self.slice(from + name_end, inner);
        let (attributes, closed) = match attributes.trim_end().strip_suffix('/') {
            Some(attributes) => (attributes, true),
            None => (attributes, false),
        };
        if self.language == Language::Html && !closed && is_raw(name) {
            self.raw = Some(name);
        }
        let piece = Piece::Start {
            name,
            attributes,
            closed,
        };
        self.take(end, piece)
    }

    /// Where the attributes from byte `from` on end, and where the tag does.
    fn tag_end(&mut self, from: usize) -> (usize, usize) {
        let mut at = from;
        loop {
            let rest = self.text.get(at..).unwrap_or_default();
            let Some(n) = rest.find(['>', '<', '"', '\'']) else {
                return (self.text.len(), self.text.len());
            };
            at += n;
            match self.text.as_bytes().get(at) {
                Some(b'>') => return (at, at + 1),
                Some(b'<') => return (at, at),
                Some(quote) if self.follows_equals(from, at) => {
                    at = self.value_end(at + 1, *quote);
                }
                _ => at += 1,
            }
        }
    }

    fn follows_equals(&self, from: usize, at: usize) -> bool {
        self.slice(from, at).trim_end().ends_with('=')
    }

    /// The byte behind a quoted value that begins at `from`.
    fn value_end(&mut self, from: usize, quote: u8) -> usize {
        let found = if quote == b'"' {
            self.find(from, "\"", |e| &mut e.double_quote)
        } else {
            self.find(from, "'", |e| &mut e.single_quote)
        };
        let Some(end) = found else { return from };
        // `href="x>text</a><b class="`: this closing quote opens the next value, so one was forgotten before.
        let value = self.slice(from, end);
        let is_unclosed = self.language == Language::Xml && value.trim_end().ends_with('=');
        let open = is_unclosed.then(|| value.find('<')).flatten();
        match open {
            Some(n) => {
                let broken = self.slice(from, from + n);
                from + broken.find('>').unwrap_or(n)
            }
            None => end + 1,
        }
    }

    /// The inside of a script or style.
    fn raw_text(&mut self, name: &str) -> Token<'a> {
        let rest = self.rest();
        let mut from = 0;
        let end = loop {
            let Some(n) = rest.get(from..).and_then(|r| r.find("</")) else {
                break rest.len();
            };
            let here = rest.get(from + n + 2..).unwrap_or_default();
            let same = here.get(..name.len());
            if same.is_some_and(|same| same.eq_ignore_ascii_case(name)) {
                break from + n;
            }
            from += n + 2;
        };
        let end = self.at + end;
        let text = self.slice(self.at, end);
        self.take(end, Piece::CData(text))
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if self.at >= self.text.len() {
            return None;
        }
        if let Some(name) = self.raw.take() {
            return Some(self.raw_text(name));
        }
        let bytes = self.text.as_bytes();
        let after = self.text.get(self.at + 1..).unwrap_or_default();
        if bytes.get(self.at) != Some(&b'<') || !begins_tag(after) {
            return Some(self.text_piece());
        }
        Some(match bytes.get(self.at + 1) {
            Some(b'!' | b'?') => self.declaration(),
            Some(b'/') => self.end_tag(),
            _ => self.start_tag(),
        })
    }
}

/// Whether what follows a `<` makes it a tag.
fn begins_tag(after: &str) -> bool {
    let mut chars = after.chars();
    match chars.next() {
        Some('!' | '?') => true,
        Some('/') => chars.next().is_some_and(begins_name),
        Some(c) => begins_name(c),
        None => false,
    }
}

fn begins_name(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || (!c.is_ascii() && c.is_alphabetic())
}

fn is_raw(name: &str) -> bool {
    ["script", "style"]
        .iter()
        .any(|raw| name.eq_ignore_ascii_case(raw))
}

/// The length of a document type declaration, its inner declarations included.
fn doctype_end(text: &str) -> Option<usize> {
    let mut most = text.len().min(LONGEST_DOCTYPE);
    while !text.is_char_boundary(most) {
        most -= 1;
    }
    let text = text.get(..most)?;
    let close = text.find('>')?;
    match text.get(..close).and_then(|head| head.find('[')) {
        None => Some(close + 1),
        Some(open) => {
            let inner = text.get(open..)?.find(']')? + open;
            Some(text.get(inner..)?.find('>')? + inner + 1)
        }
    }
}

#[cfg(test)]
mod tests;
