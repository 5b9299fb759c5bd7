//! The pictures of a document, wherever in it they stand.

use crate::article::document::{Block, Document};

/// Their addresses on the web, in reading order, each once.
#[must_use]
pub fn sources(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    of_blocks(&document.blocks, &mut found);
    found
}

fn of_blocks(blocks: &[Block], found: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Figure(figure) => {
                let is_web =
                    figure.src.starts_with("https://") || figure.src.starts_with("http://");
                if is_web && !found.contains(&figure.src) {
                    found.push(figure.src.clone());
                }
            }
            Block::Quote(blocks) | Block::Details { blocks, .. } => of_blocks(blocks, found),
            Block::List { items, .. } => items.iter().for_each(|item| of_blocks(item, found)),
            Block::Definitions(list) => list.iter().for_each(|it| of_blocks(&it.blocks, found)),
            Block::Footnotes(notes) => notes.iter().for_each(|it| of_blocks(&it.blocks, found)),
            Block::Paragraph(_)
            | Block::Heading { .. }
            | Block::Code { .. }
            | Block::Table(_)
            | Block::Rule
            | Block::Embed { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::from_html::document;

    #[test]
    fn pictures_are_found_once_and_pixels_never() {
        let html = "<p>a</p><img src=/a.png width=600 height=400><blockquote><img src=/b.png alt=b></blockquote>\
             <ul><li><img src=/a.png alt=again></li></ul><img src=https://c.example/pixel.gif width=1 height=1>\
             <img src='data:image/png;base64,AAAA' alt=x>";
        let document = document(html, Some("https://a.example/x"));
        assert_eq!(
            sources(&document),
            ["https://a.example/a.png", "https://a.example/b.png"]
        );
    }
}
