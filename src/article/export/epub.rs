//! Pieces as a book: EPUB 3.3, a chapter each, with a table of contents for old readers and new ones.
//!
//! Invariant: `mimetype` is the first file and stored (OCF 4.2), every file of it is well-formed XML, and the same pieces made at the same
//! time give the same bytes.

use std::collections::HashMap;
use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::article::export::page::{escaped, is_language, kind_of_picture};
use crate::article::export::piece::Piece;
use crate::article::export::xhtml::xhtml;
use crate::article::from_html::document;
use crate::text;

const CONTAINER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"#;

const STYLE: &str = "body { line-height: 1.5 }\npre { white-space: pre-wrap }\n\
    blockquote { margin: 1em 1.5em; font-style: italic }\np.facts { color: #666; font-size: 0.9em }\n\
    table { border-collapse: collapse }\ntd, th { padding: 0.2em 0.6em; text-align: left; vertical-align: top }\n";

/// A book of these pieces, named after the only one or by their number. `made` is its date as RFC 3339 in UTC.
/// A piece that another program could not hold (over 4 GB) leaves an empty book; there is none that large.
#[must_use]
pub fn epub(pieces: &[Piece], made: &str) -> Vec<u8> {
    written(pieces, made).unwrap_or_default()
}

fn written(pieces: &[Piece], made: &str) -> ZipResult<Vec<u8>> {
    let mut book = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let stored = plain.compression_method(CompressionMethod::Stored);
    let packed = plain.compression_method(CompressionMethod::Deflated);
    book.start_file("mimetype", stored)?;
    book.write_all(b"application/epub+zip")?;
    let whole = Whole::of(pieces, made);
    let pictures = Pictures::of(pieces);
    let mut files = vec![
        ("META-INF/container.xml".to_string(), CONTAINER.to_string()),
        ("OEBPS/content.opf".to_string(), whole.package(&pictures)),
        ("OEBPS/nav.xhtml".to_string(), whole.contents()),
        ("OEBPS/toc.ncx".to_string(), whole.old_contents()),
        ("OEBPS/style.css".to_string(), STYLE.to_string()),
    ];
    files.extend((1..).zip(pieces).map(|(at, piece)| {
        let chapter = chapter(piece, &pictures.names);
        (format!("OEBPS/{}.xhtml", name(at)), chapter)
    }));
    for (name, text) in files {
        book.start_file(name, packed)?;
        book.write_all(text.as_bytes())?;
    }
    for (name, _, bytes) in &pictures.files {
        book.start_file(format!("OEBPS/{name}"), stored)?;
        book.write_all(bytes)?;
    }
    Ok(book.finish()?.into_inner())
}

/// The pictures of a book, each once whatever chapters show it.
struct Pictures<'p> {
    /// Their files by their addresses.
    names: HashMap<&'p str, String>,
    /// Name, media type, and what is in the file.
    files: Vec<(String, &'static str, &'p [u8])>,
}

impl Pictures<'_> {
    fn of(pieces: &[Piece]) -> Pictures<'_> {
        let mut pictures = Pictures {
            names: HashMap::new(),
            files: Vec::new(),
        };
        for (src, bytes) in pieces.iter().flat_map(|piece| &piece.pictures) {
            let Some((kind, ending)) = kind_of_picture(bytes) else {
                continue;
            };
            if pictures.names.contains_key(src.as_str()) {
                continue;
            }
            let name = format!("picture{:04}.{ending}", pictures.files.len() + 1);
            pictures.names.insert(src, name.clone());
            pictures.files.push((name, kind, bytes));
        }
        pictures
    }
}

/// What the book says of itself.
struct Whole {
    title: String,
    id: String,
    language: String,
    authors: Vec<String>,
    source: Option<String>,
    made: String,
    chapters: Vec<String>,
}

impl Whole {
    fn of(pieces: &[Piece], made: &str) -> Whole {
        let chapters: Vec<String> = pieces.iter().map(Piece::headline).collect();
        let (title, source) = match pieces {
            [only] => (only.headline(), only.address().map(str::to_string)),
            several => (
                format!(
                    "{} from byline",
                    text::counted(several.len() as u64, "article", "articles")
                ),
                None,
            ),
        };
        let mut authors = Vec::new();
        for piece in pieces {
            let author =
                text::scrub_line(piece.author.as_deref().unwrap_or(&piece.feed)).into_owned();
            if !author.is_empty() && !authors.contains(&author) {
                authors.push(author);
            }
        }
        let tag = |piece: &Piece| {
            let tag = piece.language.as_deref()?.trim();
            is_language(tag).then(|| tag.to_string())
        };
        let all: Vec<String> = pieces
            .iter()
            .map(|it| format!("{}\n{}\n", it.title, it.html))
            .collect();
        let all = all.concat();
        Whole {
            id: format!("urn:byline:{:016x}", text::digest(&all) as u64),
            language: pieces
                .iter()
                .find_map(tag)
                .unwrap_or_else(|| "und".to_string()),
            made: made.to_string(),
            title,
            authors,
            source,
            chapters,
        }
    }

    fn package(&self, pictures: &Pictures<'_>) -> String {
        let mut opf = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" \
             unique-identifier=\"id\">\n<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n",
        );
        let mut line = |text: String| {
            opf.push_str(&text);
            opf.push('\n');
        };
        line(format!(
            "<dc:identifier id=\"id\">{}</dc:identifier>",
            escaped(&self.id)
        ));
        line(format!("<dc:title>{}</dc:title>", escaped(&self.title)));
        line(format!(
            "<dc:language>{}</dc:language>",
            escaped(&self.language)
        ));
        for author in &self.authors {
            line(format!("<dc:creator>{}</dc:creator>", escaped(author)));
        }
        if let Some(source) = &self.source {
            line(format!("<dc:source>{}</dc:source>", escaped(source)));
        }
        line(format!(
            "<meta property=\"dcterms:modified\">{}</meta>",
            escaped(&self.made)
        ));
        line("</metadata>\n<manifest>".to_string());
        line("<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>".to_string());
        line(
            "<item id=\"ncx\" href=\"toc.ncx\" media-type=\"application/x-dtbncx+xml\"/>"
                .to_string(),
        );
        line("<item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>".to_string());
        for at in 1..=self.chapters.len() {
            let name = name(at);
            line(format!(
                "<item id=\"{name}\" href=\"{name}.xhtml\" media-type=\"application/xhtml+xml\"/>"
            ));
        }
        for (name, kind, _) in &pictures.files {
            let id = name.split('.').next().unwrap_or_default();
            line(format!(
                "<item id=\"{id}\" href=\"{name}\" media-type=\"{kind}\"/>"
            ));
        }
        line("</manifest>\n<spine toc=\"ncx\">".to_string());
        for at in 1..=self.chapters.len() {
            line(format!("<itemref idref=\"{}\"/>", name(at)));
        }
        line("</spine>\n</package>".to_string());
        opf
    }

    fn contents(&self) -> String {
        let items: Vec<String> = (1..)
            .zip(&self.chapters)
            .map(|(at, title)| {
                format!(
                    "<li><a href=\"{}.xhtml\">{}</a></li>\n",
                    name(at),
                    escaped(title)
                )
            })
            .collect();
        let items = items.concat();
        let nav = format!(
            "<nav epub:type=\"toc\" id=\"toc\"><h1>Contents</h1>\n<ol>\n{items}</ol></nav>"
        );
        paged("Contents", "en", &nav)
    }

    /// For readers of EPUB 2.
    fn old_contents(&self) -> String {
        let points: Vec<String> = (1..)
            .zip(&self.chapters)
            .map(|(at, title)| {
                format!(
                    "<navPoint id=\"p{at}\" playOrder=\"{at}\"><navLabel><text>{}</text></navLabel><content src=\"{}.xhtml\"/></navPoint>\n",
                    escaped(title),
                    name(at)
                )
            })
            .collect();
        let points = points.concat();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" version=\"2005-1\">\n\
             <head><meta name=\"dtb:uid\" content=\"{}\"/></head>\n<docTitle><text>{}</text></docTitle>\n<navMap>\n{points}</navMap>\n</ncx>\n",
            escaped(&self.id),
            escaped(&self.title)
        )
    }
}

/// The name of a chapter's file, without its ending; chapters count from 1.
fn name(at: usize) -> String {
    format!("chapter{at:04}")
}

fn chapter(piece: &Piece, pictures: &HashMap<&str, String>) -> String {
    let title = escaped(&piece.headline());
    let facts = escaped(&piece.facts().join(" · "));
    let link = piece.address().map(|link| {
        let link = escaped(link);
        format!("<p class=\"facts\"><a href=\"{link}\">{link}</a></p>\n")
    });
    let note = piece.noted().map(|note| {
        let lines: Vec<String> = note.lines().map(escaped).collect();
        format!(
            "<blockquote><p>{}</p></blockquote>\n",
            lines.join("<br/>\n")
        )
    });
    let body = xhtml(&document(&piece.html, piece.base.as_deref()), pictures);
    let language = piece.language.as_deref().map(str::trim);
    let language = language.filter(|tag| is_language(tag)).unwrap_or_default();
    let body = format!(
        "<h1>{title}</h1>\n<p class=\"facts\">{facts}</p>\n{}{}{body}",
        link.unwrap_or_default(),
        note.unwrap_or_default(),
    );
    paged(&piece.headline(), language, &body)
}

/// A file of the book.
fn paged(title: &str, language: &str, body: &str) -> String {
    let language = match language {
        "" => String::new(),
        tag => format!(" xml:lang=\"{tag}\" lang=\"{tag}\""),
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" \
         xmlns:epub=\"http://www.idpf.org/2007/ops\"{language}>\n<head><title>{}</title>\
         <link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/></head>\n<body dir=\"auto\">\n{body}\n</body>\n</html>\n",
        escaped(title)
    )
}
