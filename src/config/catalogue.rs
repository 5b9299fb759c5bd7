//! The catalogue: well-known feeds by topic, compiled in from `config/catalog.opml`. Nothing of it is fetched before somebody ticks it.

use std::sync::OnceLock;

use crate::parse::{Outline, outlines};

/// A heading of the catalogue and its feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// In the language of its feeds.
    pub name: String,
    /// In the order of the file.
    pub feeds: Vec<CatalogueFeed>,
}

/// A feed that can be ticked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueFeed {
    /// As the list shows it.
    pub title: String,
    /// The feed's address.
    pub url: String,
    /// The site's page.
    pub site: String,
    /// BCP 47.
    pub language: String,
    /// About how many entries come in a week: tells quiet from loud. 1 stands for one or fewer.
    pub posts_per_week: u32,
    /// A few words, in the feed's own language.
    pub description: String,
}

/// The whole catalogue, in the order of the file.
#[must_use]
pub fn catalogue() -> &'static [Topic] {
    static TOPICS: OnceLock<Vec<Topic>> = OnceLock::new();
    TOPICS.get_or_init(|| {
        let text = include_str!("../../config/catalog.opml");
        outlines(text).iter().map(topic).collect()
    })
}

fn topic(outline: &Outline) -> Topic {
    Topic {
        name: outline.attribute("text").unwrap_or_default().to_string(),
        feeds: outline.children.iter().filter_map(feed).collect(),
    }
}

fn feed(outline: &Outline) -> Option<CatalogueFeed> {
    let said = |name: &str| outline.attribute(name).map(ToString::to_string);
    Some(CatalogueFeed {
        title: said("text")?,
        url: said("xmlUrl")?,
        site: said("htmlUrl")?,
        language: said("language")?,
        posts_per_week: said("postsPerWeek")?.parse().ok()?,
        description: said("description")?,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::text::{scrub_line, width};
    use url::Url;

    #[test]
    fn the_catalogue_is_large_varied_and_whole() {
        let topics = catalogue();
        let feeds: Vec<&CatalogueFeed> = topics.iter().flat_map(|topic| &topic.feeds).collect();
        let written = include_str!("../../config/catalog.opml")
            .matches("xmlUrl")
            .count();
        assert_eq!(feeds.len(), written, "a feed lacks an attribute");
        assert!(feeds.len() >= 70 && topics.len() >= 9);
        let languages: HashSet<&str> = feeds.iter().map(|feed| feed.language.as_str()).collect();
        assert!(languages.len() >= 8, "{languages:?}");
        let chinese = feeds.iter().filter(|feed| feed.language.starts_with("zh"));
        assert!(chinese.count() >= 5);
        let urls: HashSet<&str> = feeds.iter().map(|feed| feed.url.as_str()).collect();
        assert_eq!(urls.len(), feeds.len(), "a feed stands there twice");
        for topic in topics {
            assert!(
                !topic.name.is_empty() && topic.feeds.len() > 2,
                "{}",
                topic.name
            );
        }
        for feed in feeds {
            for address in [&feed.url, &feed.site] {
                let url = Url::parse(address).ok();
                assert!(url.is_some_and(|url| url.has_host()), "{address}");
            }
            assert!(feed.posts_per_week > 0, "{}", feed.title);
            assert_eq!(scrub_line(&feed.title), feed.title);
            assert!(width(&feed.title) <= 40, "{}", feed.title);
        }
    }
}
