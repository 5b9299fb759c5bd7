//! The welcome feed, compiled in from `config/welcome.xml`: what somebody reads who has subscribed to nothing yet.

/// A real document for the real pipeline; its address is `model::WELCOME_URL`.
pub const WELCOME_FEED: &str = include_str!("../../config/welcome.xml");

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::article::{Block, document};
    use crate::command::{Context, parse_keys};
    use crate::config::{Config, Keymap, Lookup, Subscriptions, Theme};
    use crate::model::WELCOME_URL;
    use crate::parse::{Source, feed};

    fn pages() -> Vec<(String, String)> {
        let source = Source {
            url: Some(WELCOME_URL),
            ..Source::default()
        };
        let feed = feed(WELCOME_FEED.as_bytes(), &source).unwrap();
        assert_eq!(feed.warnings, Vec::<String>::new());
        assert_eq!(feed.title.as_deref(), Some("Welcome"));
        let mut entries = feed.entries;
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.published));
        entries
            .into_iter()
            .map(|entry| (entry.title, entry.content.unwrap()))
            .collect()
    }

    #[test]
    fn it_is_three_pages_the_tour_first() {
        let titles: Vec<String> = pages().into_iter().map(|page| page.0).collect();
        let expect = [
            "Welcome to byline",
            "Every block the reader can draw",
            "Your files",
        ];
        assert_eq!(titles, expect);
    }

    #[test]
    fn the_second_page_has_every_block() {
        let (_, html) = pages().swap_remove(1);
        let page = document(&html, None);
        let has = |wanted: fn(&Block) -> bool| page.blocks.iter().any(wanted);
        assert!(has(|it| matches!(it, Block::Heading { level: 1, .. })));
        assert!(has(|it| matches!(it, Block::Heading { level: 2, .. })));
        assert!(has(|it| matches!(it, Block::Heading { level: 3, .. })));
        assert!(has(
            |it| matches!(it, Block::Quote(inner) if inner.iter().any(|it| matches!(it, Block::Quote(_))))
        ));
        assert!(has(
            |it| matches!(it, Block::List { start: None, items, .. } if items.len() == 3)
        ));
        assert!(has(|it| matches!(it, Block::List { start: Some(1), .. })));
        assert!(has(
            |it| matches!(it, Block::Definitions(all) if all.len() == 2)
        ));
        assert!(has(
            |it| matches!(it, Block::Code { language: Some(name), .. } if name == "rust")
        ));
        assert!(has(
            |it| matches!(it, Block::Table(table) if table.rows.len() == 3)
        ));
        assert!(has(
            |it| matches!(it, Block::Figure(figure) if figure.alt.starts_with("A newsstand"))
        ));
        assert!(has(|it| matches!(it, Block::Rule)));
        assert!(has(
            |it| matches!(it, Block::Footnotes(notes) if notes.len() == 1)
        ));
        assert_eq!(page.links.len(), 2);
    }

    /// The texts between two signs.
    fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
        let parts = text.split(open).skip(1);
        parts.filter_map(|part| part.split(close).next()).collect()
    }

    #[test]
    fn the_keys_it_names_are_bound() {
        let map = Keymap::shipped();
        for (title, html) in pages() {
            for key in between(&html, "<kbd>", "</kbd>") {
                let key = key.replace("&gt;", ">").replace("&lt;", "<");
                let keys = parse_keys(&key).unwrap();
                let bound = [Context::Feeds, Context::Entries, Context::Article]
                    .into_iter()
                    .any(|context| map.lookup(context, &keys) != Lookup::Nothing);
                assert!(bound, "{title}: {key}");
            }
        }
    }

    #[test]
    fn the_files_it_shows_are_right() {
        let (_, html) = pages().swap_remove(2);
        let shown = between(&html, "<code class=\"language-toml\">", "</code>");
        let [feeds, config, keys, theme] = shown.as_slice() else {
            unreachable!("four samples, not {}", shown.len())
        };
        assert_eq!(Subscriptions::parse(feeds).1, []);
        assert_eq!(Config::parse(config).1, []);
        assert_eq!(Keymap::parse(keys).1, []);
        assert_eq!(Theme::parse(theme, "mine").1, []);
    }
}
