//! Where links lead: absolute, safe to open, without what follows readers around; each target has one number.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use url::Url;

use crate::article::document::Target;

/// Longer addresses are attacks or data.
const LONGEST: usize = 8 << 10;
/// Cells of a label are counted elsewhere; this only bounds it.
const LONGEST_LABEL: usize = 300;

/// Schemes that a reader may hand to the system.
const SAFE: &[&str] = &[
    "http", "https", "mailto", "gemini", "gopher", "ftp", "tel", "magnet", "irc", "ircs", "xmpp",
    "matrix", "news",
];

/// The list in `tracking.txt`, parameters in lower case.
static TRACKING: LazyLock<Vec<String>> = LazyLock::new(|| {
    let lines = include_str!("tracking.txt").lines();
    lines
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(str::to_ascii_lowercase)
        .collect()
});

/// Which parameters of an address only follow readers around, and are taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracking {
    /// Those of the shipped list.
    pub shipped: bool,
    /// These besides; `*` at the end stands for anything. Case does not count.
    pub more: Vec<String>,
}

impl Default for Tracking {
    fn default() -> Tracking {
        Tracking {
            shipped: true,
            more: Vec::new(),
        }
    }
}

impl Tracking {
    /// An address without them, else as it is written.
    #[must_use]
    pub fn taken_out<'a>(&self, address: &'a str) -> Cow<'a, str> {
        match Url::parse(address) {
            Ok(mut url) if url.query().is_some_and(|query| self.is_in(query)) => {
                self.strip(&mut url);
                Cow::Owned(url.into())
            }
            _ => Cow::Borrowed(address),
        }
    }

    /// Takes them out; the others stay as they are written.
    fn strip(&self, url: &mut Url) {
        let Some(query) = url.query().filter(|query| self.is_in(query)) else {
            return;
        };
        let kept: Vec<&str> = query.split('&').filter(|pair| !self.is_one(pair)).collect();
        let kept = kept.join("&");
        url.set_query((!kept.is_empty()).then_some(&kept));
    }

    fn is_in(&self, query: &str) -> bool {
        query.split('&').any(|pair| self.is_one(pair))
    }

    fn is_one(&self, pair: &str) -> bool {
        let name = name_of(pair);
        let fits = |known: &String| fits(&known.to_ascii_lowercase(), &name);
        self.shipped && is_tracking(pair) || self.more.iter().any(fits)
    }
}

/// An address made absolute and clean; nothing when it is not safe to open. Without a base a relative one stays as it is.
pub fn resolve(href: &str, base: Option<&Url>) -> Option<String> {
    resolve_without(href, base, &Tracking::default())
}

/// The same without these parameters instead of those of the shipped list.
pub fn resolve_without(href: &str, base: Option<&Url>, tracking: &Tracking) -> Option<String> {
    let href: String = href.trim().chars().filter(|c| !c.is_control()).collect();
    if href.is_empty() || href.len() > LONGEST {
        return None;
    }
    let parsed = match base {
        Some(base) => base.join(&href).ok(),
        None if href.starts_with("//") => Url::parse(&format!("https:{href}")).ok(),
        None => Url::parse(&href).ok(),
    };
    match parsed {
        Some(mut url) => {
            let is_safe = SAFE.contains(&url.scheme());
            tracking.strip(&mut url);
            is_safe.then(|| url.into())
        }
        None => is_relative(&href).then(|| href.replace(['<', '>', '"', '\'', ' '], "")),
    }
}

fn is_relative(href: &str) -> bool {
    let first = href.split(['/', '?', '#']).next().unwrap_or_default();
    !first.contains(':') && !href.contains('\\')
}

/// Whether a pair of a query, `name=value`, is one of the list.
pub fn is_tracking(pair: &str) -> bool {
    let name = name_of(pair);
    TRACKING.iter().any(|known| fits(known, &name))
}

fn name_of(pair: &str) -> String {
    let name = pair.split('=').next().unwrap_or_default();
    let name = name.to_ascii_lowercase();
    match name.strip_prefix("amp;") {
        Some(name) => name.to_owned(),
        None => name,
    }
}

/// Whether a name is the one that is known; both in lower case.
fn fits(known: &str, name: &str) -> bool {
    match known.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => known == name,
    }
}

/// The numbered targets of a document.
#[derive(Debug, Default)]
pub struct Links {
    tracking: Tracking,
    targets: Vec<Target>,
    numbers: HashMap<String, u32>,
    labelled: usize,
}

impl Links {
    /// None yet; what is resolved for them loses these parameters.
    pub fn without(tracking: &Tracking) -> Links {
        Links {
            tracking: tracking.clone(),
            ..Links::default()
        }
    }

    /// An address as a link leads there: absolute, clean and safe.
    pub fn resolve(&self, href: &str, base: Option<&Url>) -> Option<String> {
        resolve_without(href, base, &self.tracking)
    }

    /// The index of a target: a new one, or the one it has already.
    pub fn number(&mut self, url: String) -> u32 {
        self.labelled = self.targets.len();
        if let Some(number) = self.numbers.get(&url) {
            return *number;
        }
        let number = self.targets.len() as u32;
        self.numbers.insert(url.clone(), number);
        self.targets.push(Target {
            url,
            label: String::new(),
        });
        number
    }

    /// Adds words of the link at hand to its label; the words of later links to the same target are not added.
    pub fn label(&mut self, number: u32, words: &str) {
        let at = number as usize;
        if at < self.labelled {
            return;
        }
        if let Some(target) = self.targets.get_mut(at) {
            let room = LONGEST_LABEL.saturating_sub(target.label.len());
            let end = words.floor_char_boundary(room.min(words.len()));
            target.label.push_str(words.get(..end).unwrap_or_default());
        }
    }

    /// The targets in the order of their numbers.
    pub fn into_targets(mut self) -> Vec<Target> {
        for target in &mut self.targets {
            let words: Vec<&str> = target.label.split_whitespace().collect();
            target.label = words.join(" ");
        }
        self.targets
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;

    #[test]
    fn links_are_absolute_clean_and_safe() {
        let base = Url::parse("https://a.example/blog/post?id=1").unwrap();
        let table = [
            ("/x", Some("https://a.example/x")),
            ("x?y=1#z", Some("https://a.example/blog/x?y=1#z")),
            ("//b.example/x", Some("https://b.example/x")),
            (
                "https://b.example/?utm_source=a&id=2&fbclid=x",
                Some("https://b.example/?id=2"),
            ),
            (
                "https://b.example/?utm_source=a",
                Some("https://b.example/"),
            ),
            (
                "https://b.example/?a=%20b&c=+",
                Some("https://b.example/?a=%20b&c=+"),
            ),
            (
                "HTTPS://b.example/?UTM_Medium=x#top",
                Some("https://b.example/#top"),
            ),
            (" https://b.example/a\nb ", Some("https://b.example/ab")),
            ("mailto:a@b.example", Some("mailto:a@b.example")),
            ("javascript:alert(1)", None),
            ("java\tscript:alert(1)", None),
            (" JavaScript:alert(1)", None),
            ("data:text/html,x", None),
            ("file:///etc/passwd", None),
            ("vbscript:x", None),
            ("", None),
        ];
        for (href, expect) in table {
            assert_eq!(resolve(href, Some(&base)).as_deref(), expect, "{href}");
        }
    }

    #[test]
    fn an_address_without_trackers_stays_as_it_is_written() {
        let table = [
            (
                "https://a.example/x?utm_source=rss&id=2#y",
                "https://a.example/x?id=2#y",
            ),
            ("https://a.example/?UTM_Medium=x", "https://a.example/"),
            ("HTTPS://A.example?q=é b", "HTTPS://A.example?q=é b"),
            ("no address ?utm_source=x", "no address ?utm_source=x"),
        ];
        for (address, expect) in table {
            assert_eq!(Tracking::default().taken_out(address), expect);
        }
    }

    #[test]
    fn the_list_can_be_added_to_and_left_out() {
        let address = "https://a.example/?utm_source=rss&Ref=x&zz_mc=y&id=2";
        let tracking = |shipped, more: &[&str]| Tracking {
            shipped,
            more: more.iter().map(|name| (*name).to_owned()).collect(),
        };
        let table = [
            (tracking(true, &[]), "https://a.example/?Ref=x&zz_mc=y&id=2"),
            (tracking(true, &["REF", "zz_*"]), "https://a.example/?id=2"),
            (
                tracking(false, &["ref"]),
                "https://a.example/?utm_source=rss&zz_mc=y&id=2",
            ),
            (tracking(false, &[]), address),
        ];
        for (tracking, expect) in table {
            assert_eq!(tracking.taken_out(address), expect, "{tracking:?}");
            let links = Links::without(&tracking);
            assert_eq!(links.resolve(address, None).as_deref(), Some(expect));
        }
    }

    #[test]
    fn without_a_base_relative_links_stay() {
        let table = [
            ("/x", Some("/x")),
            ("//b.example/x", Some("https://b.example/x")),
            ("x:y", None),
            ("java\u{1}script:alert(1)", None),
            ("x\\y:z", None),
        ];
        for (href, expect) in table {
            assert_eq!(resolve(href, None).as_deref(), expect, "{href}");
        }
    }

    #[test]
    fn one_number_for_each_target() {
        let mut links = Links::default();
        let first = links.number("https://a.example/".into());
        links.label(first, "the  first");
        let second = links.number("https://b.example/".into());
        links.label(second, "second");
        let again = links.number("https://a.example/".into());
        links.label(again, "again");
        assert_eq!((first, second, again), (0, 1, 0));
        let labels: Vec<String> = links.into_targets().into_iter().map(|t| t.label).collect();
        assert_eq!(labels, ["the first", "second"]);
    }
}
