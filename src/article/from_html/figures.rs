//! Pictures with their captions, and what a terminal cannot play.

use crate::article::document::{Block, Figure, Inline, Target};
use crate::article::from_html::flow::Flow;
use crate::article::from_html::style::Style;
use crate::article::from_html::walk::Walk;
use crate::article::media::{embed, picture};
use crate::article::tree::Element;
use crate::text::Role;

impl Walk {
    /// A caption belongs to the picture before it; without one it is a paragraph of its own.
    pub fn caption(&mut self, element: &Element, style: Style, flow: &mut Flow) {
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

    /// A picture: in the line when it is small, else a block.
    pub fn image(&mut self, element: &Element, style: Style, flow: &mut Flow) {
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
    pub fn unscripted(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let Some(image) = element.find(&|child| child.name == "img") else {
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

    /// What a terminal cannot play, as a link.
    pub fn embed(&mut self, element: &Element, style: Style, flow: &mut Flow) {
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
}
