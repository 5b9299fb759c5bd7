//! Files of other readers in their usual places, offered on the first day.

use std::path::{Path, PathBuf};

use crate::jobs::aside::aside;
use crate::jobs::context::Context;
use crate::jobs::import::listed;
use crate::system;

/// Files offered at most.
const MOST: usize = 8;

/// What could be imported: path as shown, full path, number of feeds. Looks, and touches nothing.
pub async fn importable(context: &Context) -> Vec<(String, String, u32)> {
    let paths = context.paths.clone();
    aside(move || {
        let Some(home) = paths.home else {
            return Ok(Vec::new());
        };
        let found = places(&home, paths.downloads.as_deref())
            .into_iter()
            .filter_map(|path| offered(&home, &path))
            .take(MOST)
            .collect();
        Ok(found)
    })
    .await
    .unwrap_or_default()
}

fn places(home: &Path, downloads: Option<&Path>) -> Vec<PathBuf> {
    const USUAL: [&str; 6] = [
        ".newsboat/urls",
        ".config/newsboat/urls",
        ".newsbeuter/urls",
        ".config/newsbeuter/urls",
        ".config/liferea/feedlist.opml",
        ".local/share/akregator/data/feeds.opml",
    ];
    let mut places: Vec<PathBuf> = USUAL.iter().map(|place| home.join(place)).collect();
    places.extend(system::list(home, "opml"));
    if let Some(downloads) = downloads {
        places.extend(system::list(downloads, "opml"));
    }
    places
}

fn offered(home: &Path, path: &Path) -> Option<(String, String, u32)> {
    let bytes = system::load_bytes(path).ok()??;
    let feeds = listed(&bytes).ok()?.feeds;
    let shown = match path.strip_prefix(home) {
        Ok(rest) => format!("~/{}", rest.display()),
        Err(_) => path.display().to_string(),
    };
    let count = feeds.len() as u32;
    (count > 0).then(|| (shown, path.display().to_string(), count))
}
