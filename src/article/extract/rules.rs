//! A reader's own rules for a site, in the public-domain format of the Full-Text RSS site patterns: lines of `directive: value`.
//!
//! Known: `title`, `body`, `author`, `date`, `strip`, `strip_id_or_class`, `strip_image_src`, `single_page_link`, `next_page_link`,
//! `find_string` with `replace_string` (also `replace_string(a): b`), `prune`, `tidy`, `autodetect_on_failure`, `test_url`. Only says what a page holds;
//! who opens the files is in the wet wing. A line that is not understood is told and left out, the others hold.

use dom_query::Document as Dom;
use url::Url;

use crate::article::extract::guarded;
use crate::article::extract::meta::Meta;
use crate::article::extract::xpath::{Selector, selectors};

/// Rules for one site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    title: Vec<Selector>,
    body: Vec<Selector>,
    author: Vec<Selector>,
    date: Vec<Selector>,
    strip: Vec<Selector>,
    strip_names: Vec<String>,
    strip_pictures: Vec<String>,
    single_page: Vec<Selector>,
    next_page: Vec<Selector>,
    replace: Vec<(String, String)>,
}

/// A line that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleMistake {
    /// From 1.
    pub line: u32,
    /// In characters from 1.
    pub column: u32,
    /// What is wrong; lower case, no full stop.
    pub what: String,
    /// What to do, or what becomes of it.
    pub hint: String,
}

/// What becomes of a line that is not understood.
const LEFT_OUT: &str = "this line is left out, the others hold";
const DIRECTIVES: &str = "byline knows title, body, author, date, strip, strip_id_or_class, strip_image_src, single_page_link, next_page_link, find_string and replace_string";

/// A column, what is wrong there, and what to do.
type Wrong = (u32, String, &'static str);

/// Directives that mean nothing here, or steer what is done anyway.
#[rustfmt::skip]
const SILENT: &[&str] = &[
    "test_url", "test_contains", "prune", "tidy", "parser", "autodetect_on_failure", "autodetect_next_page", "convert_double_br_tags", "strip_comments",
    "skip_json_ld", "native_ad_clue", "if_page_contains", "insert_detected_image", "dissolve", "move_into", "wrap_in", "strip_attr", "single_page_link_in_feed", "src_lazy_load_attr",
];

impl Rules {
    /// Reads rules; lines that begin with `#` are for people.
    pub fn parse(text: &str) -> (Rules, Vec<RuleMistake>) {
        let mut rules = Rules::default();
        let mut mistakes = Vec::new();
        let mut find: Option<String> = None;
        for (at, line) in text.lines().enumerate() {
            let line_number = u32::try_from(at + 1).unwrap_or(u32::MAX);
            if let Err((column, what, hint)) = rules.line(line, &mut find) {
                mistakes.push(RuleMistake {
                    line: line_number,
                    column,
                    what,
                    hint: hint.to_owned(),
                });
            }
        }
        (rules, mistakes)
    }

    fn line(&mut self, line: &str, find: &mut Option<String>) -> Result<(), Wrong> {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            return Ok(());
        }
        if let Some((from, to)) = replacement(trimmed) {
            self.replace.push((from, to));
            return Ok(());
        }
        let Some((directive, value)) = trimmed.split_once(':') else {
            let what = "this line has no `:`".to_owned();
            return Err((1, what, "a rule is `directive: value`; `#` begins a remark"));
        };
        let value = value.trim();
        let column = u32::try_from(
            line.find(value)
                .map_or(0, |at| line.get(..at).unwrap_or_default().chars().count())
                + 1,
        )
        .unwrap_or(1);
        let directive = directive.trim().to_ascii_lowercase();
        match directive.as_str() {
            "find_string" => *find = Some(value.to_owned()),
            "replace_string" => {
                let from = find.take().ok_or_else(|| {
                    let what = "`replace_string` follows no `find_string`".to_owned();
                    (1, what, LEFT_OUT)
                })?;
                self.replace.push((from, value.to_owned()));
            }
            "strip_id_or_class" => self.strip_names.push(bare(value)),
            "strip_image_src" => self.strip_pictures.push(bare(value)),
            name if SILENT.contains(&name) || name.starts_with("http_header") => {}
            name => {
                let list = self
                    .list(name)
                    .ok_or_else(|| (1, format!("`{name}` is no directive"), DIRECTIVES))?;
                list.extend(selectors(value).map_err(|what| (column, what, LEFT_OUT))?);
            }
        }
        Ok(())
    }

    fn list(&mut self, directive: &str) -> Option<&mut Vec<Selector>> {
        Some(match directive {
            "title" => &mut self.title,
            "body" => &mut self.body,
            "author" => &mut self.author,
            "date" => &mut self.date,
            "strip" => &mut self.strip,
            "single_page_link" => &mut self.single_page,
            "next_page_link" => &mut self.next_page,
            _ => return None,
        })
    }

    /// The page's HTML after `find_string` and `replace_string`.
    pub fn replaced(&self, html: &str) -> String {
        let pairs = self.replace.iter().filter(|(from, _)| !from.is_empty());
        pairs.fold(html.to_owned(), |html, (from, to)| html.replace(from, to))
    }

    /// Puts what the rules say of title, author and date in the place of what the page says of itself.
    pub(crate) fn describe(&self, page: &Dom, meta: &mut Meta) {
        if let Some(title) = first(page, &self.title) {
            meta.title = title;
        }
        meta.byline = first(page, &self.author).or(meta.byline.take());
        meta.published = first(page, &self.date).or(meta.published.take());
    }

    /// The HTML of the body, what is to be stripped taken out of it; nothing when no rule for a body fits.
    pub(crate) fn body(&self, page: &Dom) -> Option<String> {
        for selector in &self.strip {
            if let Some(found) = page.try_select(&selector.css) {
                found.remove();
            }
        }
        for name in &self.strip_names {
            let name = name.replace('"', "");
            if let Some(found) = page.try_select(&format!("[class*=\"{name}\"], [id*=\"{name}\"]"))
            {
                found.remove();
            }
        }
        for part in &self.strip_pictures {
            let part = part.replace('"', "");
            if let Some(found) = page.try_select(&format!("img[src*=\"{part}\"]")) {
                found.remove();
            }
        }
        self.body.iter().find_map(|selector| {
            let found = page.try_select(&selector.css)?;
            let parts: String = found
                .nodes()
                .iter()
                .map(|node| node.html().to_string())
                .collect();
            (!parts.trim().is_empty()).then_some(parts)
        })
    }

    /// Where the rules say that the whole article is, or its next page.
    pub fn links(&self, html: &str, url: &Url) -> (Option<Url>, Option<Url>) {
        let (page, _) = guarded::dom(html);
        let link = |list: &[Selector]| {
            let href = list.iter().find_map(|selector| {
                let found = page.try_select(&selector.css)?;
                found.attr(selector.attribute.as_deref().unwrap_or("href"))
            })?;
            let link = url.join(href.trim()).ok()?;
            matches!(link.scheme(), "http" | "https").then_some(link)
        };
        (link(&self.single_page), link(&self.next_page))
    }
}

/// `replace_string(a): b`.
fn replacement(line: &str) -> Option<(String, String)> {
    let inner = line.strip_prefix("replace_string(")?;
    let (from, to) = inner.split_once("):")?;
    Some((from.to_owned(), to.trim().to_owned()))
}

fn bare(value: &str) -> String {
    value.trim_matches(['"', '\'', ' ']).to_owned()
}

/// The text of the first element that fits, or of the attribute that is meant.
fn first(page: &Dom, list: &[Selector]) -> Option<String> {
    list.iter().find_map(|selector| {
        let found = page.try_select(&selector.css)?;
        let text = match &selector.attribute {
            Some(name) => found.attr(name)?.to_string(),
            None => found.nodes().first()?.text().to_string(),
        };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::extract::extract;

    const RULES: &str = "# A site\n\
        title: //h2[@class='head']\n\
        body: //div[@id='text']\n\
        author: //meta[@name='who']/@content\n\
        strip: //div[@id='text']/div[@class='box']\n\
        strip_id_or_class: promo\n\
        find_string: <b >\n\
        replace_string: <b>\n\
        single_page_link: //a[@class='all']\n\
        tidy: no\n\
        test_url: https://a.example/1\n";

    #[test]
    fn a_rule_says_what_the_article_is() {
        let (rules, mistakes) = Rules::parse(RULES);
        assert_eq!(mistakes, []);
        let told = "A sentence of the article that says something. ".repeat(8);
        let page = format!(
            "<meta name=who content=Ada><h1>No</h1><h2 class=head>The head</h2><div id=other><p>{told}{told}</p></div>\
            <div id=text><p>Kept. {told}</p><div class=box>gone</div><p class=x-promo>gone</p></div><a class=all href=/all>x</a>"
        );
        let found = extract(&page, Some("https://a.example/1"), Some(&rules)).unwrap();
        assert_eq!(found.title, "The head");
        assert_eq!(found.byline.as_deref(), Some("Ada"));
        assert!(found.text.starts_with("Kept. "));
        assert!(!found.text.contains("gone"));
        let url = Url::parse("https://a.example/1").unwrap();
        let (single, next) = rules.links(&page, &url);
        assert_eq!(
            single.map(String::from).as_deref(),
            Some("https://a.example/all")
        );
        assert_eq!(next, None);
    }

    #[test]
    fn a_mistake_has_its_place_and_the_other_lines_hold() {
        let (rules, mistakes) =
            Rules::parse("body: //div[@id='a']\nbdoy: //p\n  title: //p[last() - 1]\nwhat\n");
        let places: Vec<(u32, u32)> = mistakes.iter().map(|one| (one.line, one.column)).collect();
        assert_eq!(places, [(2, 1), (3, 10), (4, 1)]);
        assert_eq!(rules.body.len(), 1);
    }
}
