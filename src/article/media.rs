//! Pictures, films and sounds of a page: which address is the real one, what to call it, and what only counts readers.

use url::Url;

use crate::article::document::Target;
use crate::article::links::resolve;
use crate::article::tree::Element;
use crate::text::host;

/// A picture as the page has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Absolute; empty when the page hides it.
    pub src: String,
    /// What it shows.
    pub alt: String,
    /// In pixels.
    pub width: Option<u32>,
    /// In pixels.
    pub height: Option<u32>,
}

impl Picture {
    /// Whether it stands in the line like a letter: an emoji, an icon, a formula.
    pub fn is_inline(&self) -> bool {
        let is_small = |side: Option<u32>| side.is_some_and(|pixels| pixels <= 32);
        is_small(self.width) || is_small(self.height)
    }
}

/// Where pages keep the address of a picture that they load late, best first.
const LAZY: &[&str] = &[
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-orig-file",
];
const LAZY_SETS: &[&str] = &["data-srcset", "data-lazy-srcset", "srcset"];

/// The picture of an `img`; nothing when it only counts readers.
pub fn picture(element: &Element, base: Option<&Url>) -> Option<Picture> {
    let side = |name: &str| {
        let value = element.attribute_or_empty(name).trim();
        value.trim_end_matches("px").parse::<u32>().ok()
    };
    let picture = Picture {
        src: source(element, base).unwrap_or_default(),
        alt: alt(element),
        width: side("width"),
        height: side("height"),
    };
    (!counts_readers(element, &picture)).then_some(picture)
}

fn alt(element: &Element) -> String {
    let alt = element.attribute_or_empty("alt");
    let alt = if alt.trim().is_empty() {
        element.attribute_or_empty("title")
    } else {
        alt
    };
    let words: Vec<&str> = alt.split_whitespace().collect();
    words.join(" ")
}

fn source(element: &Element, base: Option<&Url>) -> Option<String> {
    let plain = element.attribute("src").filter(|src| !is_placeholder(src));
    let lazy = LAZY.iter().find_map(|name| element.attribute(name));
    let found = lazy.or(plain).and_then(|src| resolve(src, base));
    found.or_else(|| {
        let sets = LAZY_SETS.iter().filter_map(|name| element.attribute(name));
        let mut best = sets.filter_map(best_of_set);
        best.find_map(|src| resolve(src, base))
    })
}

fn is_placeholder(src: &str) -> bool {
    let src = src.trim();
    let name = src.rsplit('/').next().unwrap_or(src).to_ascii_lowercase();
    let names = [
        "placeholder",
        "blank.",
        "spacer.",
        "1x1",
        "transparent.",
        "lazy.",
        "loading.",
        "pixel.",
    ];
    src.is_empty() || src.starts_with("data:") || names.iter().any(|part| name.starts_with(part))
}

/// The address with the highest number behind it: `a.jpg 400w, b.jpg 800w`.
fn best_of_set(set: &str) -> Option<&str> {
    let candidates = set.split(", ").flat_map(|part| part.split(",\n"));
    let sized = candidates.filter_map(|candidate| {
        let mut words = candidate
            .trim()
            .trim_end_matches(',')
            .split_ascii_whitespace();
        let src = words.next().filter(|src| !is_placeholder(src))?;
        let size = words.next().unwrap_or("1x");
        let number: f32 = size
            .trim_end_matches(['w', 'x', 'h'])
            .parse()
            .unwrap_or(1.0);
        Some((src, number))
    });
    sized.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(src, _)| src)
}

fn counts_readers(element: &Element, picture: &Picture) -> bool {
    const COUNTERS: &[&str] = &[
        "pixel.wp.com",
        "stats.wordpress.com",
        "doubleclick.net",
        "google-analytics.com",
        "scorecardresearch.com",
        "quantserve.com",
        "feedsportal.com",
        "pixel.",
        "tracking.",
        "/~r/",
        "/~ff/",
        "/~4/",
        "feedburner.com/~",
        "b.gif",
        "count.gif",
        "counter.",
        "/track/open",
        "/pixel.gif",
        "piwik.php",
        "matomo.php",
        "cloudfront.net/pixel",
        "facebook.com/tr?",
        "px.ads.linkedin.com",
        "list-manage.com/track/",
        "sendgrid.net/wf/open",
        "medium.com/_/stat",
        "feeds.feedblitz.com/~/i/",
        "googleadservices.com",
        "statcounter.com",
        "t.co/i/adsct",
        "bat.bing.com",
    ];
    let is_dot = |side: Option<u32>| side.is_some_and(|pixels| pixels <= 2);
    let (width, height) = (styled(element, "width"), styled(element, "height"));
    let address = picture.src.to_ascii_lowercase();
    let after_scheme = address
        .split_once("://")
        .map_or(&*address, |(_, rest)| rest);
    let counts = COUNTERS.iter().any(|part| match part.strip_suffix('.') {
        Some(_) => after_scheme.starts_with(part),
        None => after_scheme.contains(part),
    });
    let has_no_size = [picture.width, picture.height, width, height]
        .into_iter()
        .any(is_dot);
    has_no_size || element.is_hidden() || counts
}

/// A side in pixels that a style of the element's own gives it.
fn styled(element: &Element, side: &str) -> Option<u32> {
    let style = element.attribute_or_empty("style").to_ascii_lowercase();
    style.split(';').find_map(|rule| {
        let (name, value) = rule.split_once(':')?;
        let value = value.trim().trim_end_matches("!important").trim();
        let pixels = value.strip_suffix("px").or((value == "0").then_some("0"));
        (name.trim() == side).then(|| pixels?.trim().parse().ok())?
    })
}

/// What a terminal cannot play, as a label and an address.
pub fn embed(element: &Element, base: Option<&Url>) -> Option<Target> {
    let source = element.elements().find(|child| child.name == "source");
    let addresses = [
        element.attribute("src"),
        element.attribute("data-src"),
        element.attribute("data"),
    ];
    let in_source = source.and_then(|source| source.attribute("src"));
    let address = addresses.into_iter().flatten().chain(in_source);
    let mut absolute = address.filter_map(|src| resolve(src, base));
    let url = absolute.find(|url| url.starts_with("http") && url != "about:blank")?;
    let host = host(&url);
    let kind = match element.name {
        "audio" => "sound",
        "video" => "video",
        _ if is_video_host(&host) => "video",
        _ if is_sound_host(&host) => "sound",
        _ => "page",
    };
    let title = element.attribute_or_empty("title").trim();
    let label = if title.is_empty() {
        format!("{kind} at {host}")
    } else {
        format!("{kind}: {title}")
    };
    Some(Target {
        url: watch_page(&url),
        label,
    })
}

fn is_video_host(host: &str) -> bool {
    let names = [
        "youtube.",
        "youtube-nocookie.",
        "youtu.be",
        "vimeo.",
        "dailymotion.",
        "ted.com",
        "bilibili.",
        "twitch.",
    ];
    names.iter().any(|name| host.contains(name))
}

fn is_sound_host(host: &str) -> bool {
    let names = [
        "soundcloud.",
        "spotify.",
        "podcast",
        "bandcamp.",
        "megaphone.fm",
        "simplecast.",
        "anchor.fm",
    ];
    names.iter().any(|name| host.contains(name))
}

/// The page of an embedded film, where byline knows it.
fn watch_page(url: &str) -> String {
    let id = url
        .split_once("youtube.com/embed/")
        .or_else(|| url.split_once("youtube-nocookie.com/embed/"))
        .map(|(_, id)| id.split(['?', '/', '&']).next().unwrap_or_default());
    match id {
        Some(id) if !id.is_empty() && id != "videoseries" => {
            format!("https://www.youtube.com/watch?v={id}")
        }
        _ => url.replace("player.vimeo.com/video/", "vimeo.com/"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;
    use crate::article::tree::{Node, WHOLE, tree};

    fn element(html: &str) -> Element {
        match tree(html, WHOLE).nodes.into_iter().next() {
            Some(Node::Element(element)) => element,
            other => panic!("no element: {other:?}"),
        }
    }

    #[test]
    fn the_real_picture_is_found() {
        let table = [
            ("<img src=a.jpg>", Some("https://a.example/a.jpg")),
            (
                "<img src=data:x data-src=a.jpg>",
                Some("https://a.example/a.jpg"),
            ),
            (
                "<img src=/img/placeholder.png data-original=b.jpg>",
                Some("https://a.example/b.jpg"),
            ),
            (
                "<img src='' srcset='a.jpg 400w, b.jpg 800w'>",
                Some("https://a.example/b.jpg"),
            ),
            (
                "<img data-srcset='a.jpg, b.jpg 2x'>",
                Some("https://a.example/b.jpg"),
            ),
            ("<img src=javascript:x>", Some("")),
            ("<img src=a.gif width=1 height=1>", None),
            ("<img src=a.gif style='display: none'>", None),
            (
                "<img src=a.gif style='width:1px; Height: 1px !important'>",
                None,
            ),
            ("<img src=a.gif style='height:0'>", None),
            ("<img src=a.gif width=0 height=0>", None),
            (
                "<img src=a.gif style='max-width:1px;width:100%;height:12px'>",
                Some("https://a.example/a.gif"),
            ),
            ("<img src=https://www.facebook.com/tr?id=1>", None),
            ("<img src=https://pixel.wp.com/b.gif?x>", None),
            ("<img src=https://feeds.feedburner.com/~r/x/~4/y>", None),
        ];
        let base = Url::parse("https://a.example/").unwrap();
        for (html, expect) in table {
            let found = picture(&element(html), Some(&base)).map(|picture| picture.src);
            assert_eq!(found.as_deref(), expect, "{html}");
        }
    }

    #[test]
    fn embeds_become_links() {
        let table = [
            (
                "<iframe src=https://www.youtube.com/embed/abc?rel=0></iframe>",
                Some((
                    "video at youtube.com",
                    "https://www.youtube.com/watch?v=abc",
                )),
            ),
            (
                "<video><source src=https://a.example/x.mp4></video>",
                Some(("video at a.example", "https://a.example/x.mp4")),
            ),
            (
                "<audio src=https://a.example/x.mp3 title=Talk></audio>",
                Some(("sound: Talk", "https://a.example/x.mp3")),
            ),
            ("<iframe src=javascript:x></iframe>", None),
        ];
        for (html, expect) in table {
            let found = embed(&element(html), None);
            let found = found
                .as_ref()
                .map(|target| (target.label.as_str(), target.url.as_str()));
            assert_eq!(found, expect, "{html}");
        }
    }
}
