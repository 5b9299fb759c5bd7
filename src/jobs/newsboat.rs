//! What was read and flagged in newsboat, taken over beside its `urls`.

use std::collections::HashMap;
use std::env;
use std::path::{Path, PathBuf};

use crate::jobs::context::Context;
use crate::jobs::subscriptions::{aside, known};
use crate::model::{Act, ParsedEntry, Trouble};
use crate::parse::{date, newsboat_address, same_feed};
use crate::store::{Adopted, OldFeed, newsboat_cache};
use crate::system::Paths;

/// The cache that belongs to a `urls` file of newsboat's, if there is one: beside it, or in the folder of data that belongs to its own.
pub fn cache_of(paths: &Paths, urls: &Path) -> Option<PathBuf> {
    if urls.file_name()? != "urls" {
        return None;
    }
    let beside = urls.with_file_name("cache.db");
    let folder = urls.parent()?;
    let name = folder.file_name()?;
    let in_config = folder.parent().is_some_and(|it| it.ends_with(".config"))
        || env::var_os("XDG_CONFIG_HOME").is_some_and(|it| folder.parent() == Some(Path::new(&it)));
    let data = || {
        let named = env::var_os("XDG_DATA_HOME").map(PathBuf::from);
        let usual = || paths.home.as_ref().map(|home| home.join(".local/share"));
        Some(named.or_else(usual)?.join(name).join("cache.db"))
    };
    let elsewhere = in_config.then(data).flatten();
    [Some(beside), elsewhere]
        .into_iter()
        .flatten()
        .find(|path| path.is_file())
}

/// Loads a cache; nothing of it is changed.
pub async fn load(path: PathBuf) -> Result<Vec<OldFeed>, Trouble> {
    aside(move || {
        let mut feeds = newsboat_cache(&path).map_err(|error| error.trouble())?;
        feeds
            .iter_mut()
            .flat_map(|feed| &mut feed.entries)
            .for_each(as_given);
        Ok(feeds)
    })
    .await
}

/// newsboat makes up a guid from link and date where the feed gives none: to us such an entry has none.
fn as_given(entry: &mut ParsedEntry) {
    let Some(link) = &entry.link else {
        return;
    };
    let made_up = entry
        .guid
        .strip_prefix(link.as_str())
        .is_some_and(|rest| rest.is_empty() || date(rest).is_some());
    if made_up || entry.guid.is_empty() {
        entry.guid.clone_from(link);
    }
}

/// Takes over what was read and kept of the feeds that are followed now, as a part of an import's act.
pub async fn adopt(context: &Context, act: &Act, old: Vec<OldFeed>) -> Result<Adopted, Trouble> {
    let rows = known(context).await?;
    let ids: HashMap<String, _> = rows
        .iter()
        .map(|row| (same_feed(&row.url), row.id))
        .collect();
    let ours = |feed: OldFeed| {
        let address = newsboat_address(&feed.url)?;
        Some((*ids.get(&same_feed(&address))?, feed))
    };
    let feeds = old.into_iter().filter_map(ours).collect();
    Ok(context.store.adopt(act.id, feeds).await?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_guid_that_newsboat_made_up_is_none() {
        let cases = [
            ("https://a.org/1", "https://a.org/1"),
            (
                "https://a.org/1Tue, 24 Nov 2026 12:00:00 +0000",
                "https://a.org/1",
            ),
            ("", "https://a.org/1"),
            ("https://a.org/12", "https://a.org/12"),
            ("tag:1", "tag:1"),
        ];
        for (guid, expect) in cases {
            let mut entry = ParsedEntry {
                guid: guid.into(),
                link: Some("https://a.org/1".into()),
                ..ParsedEntry::default()
            };
            as_given(&mut entry);
            assert_eq!(entry.guid, expect, "{guid}");
        }
    }

    #[test]
    fn the_cache_lies_beside_or_among_the_data() {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths {
            home: Some(home.path().to_path_buf()),
            ..Paths::default()
        };
        let make = |file: &str| {
            let path = home.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, "").unwrap();
            path
        };
        let old = make(".newsboat/urls");
        assert_eq!(cache_of(&paths, &old), None);
        let cache = make(".newsboat/cache.db");
        assert_eq!(cache_of(&paths, &old), Some(cache));
        let new = make(".config/newsboat/urls");
        let cache = make(".local/share/newsboat/cache.db");
        assert_eq!(cache_of(&paths, &new), Some(cache));
        assert_eq!(cache_of(&paths, &home.path().join("list.opml")), None);
    }
}
