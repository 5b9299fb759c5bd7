//! Permanent redirects: remembered until they are believed.
//!
//! Pure. Invariant: believed is only what was told at least three times over at least three days, leads to a feed and not to a place
//! where one logs in, and does not give up a secure connection.

use url::Url;

use crate::fetch::policy::DAY;
use crate::model::Timestamp;

/// A permanent redirect as it is remembered until it is believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Where to.
    pub to: String,
    /// How often it was told.
    pub times: u32,
    /// When first.
    pub since: Timestamp,
}

impl Moved {
    /// Told at least three times over at least three days: it is meant.
    #[must_use]
    pub fn is_meant(&self, now: Timestamp) -> bool {
        self.times >= 3 && now.since(self.since) >= 3 * DAY
    }
}

/// What is remembered of a permanent redirect after one more fetch that ended at `to`; `None` when this one did not redirect for good,
/// which makes the earlier ones a whim.
#[must_use]
pub fn moved(known: Option<&Moved>, to: Option<&str>, now: Timestamp) -> Option<Moved> {
    let to = to?;
    Some(match known {
        // A first time that lies in the future was told by a clock that was wrong.
        Some(known) if known.to == to && known.since <= now => Moved {
            times: known.times.saturating_add(1),
            ..known.clone()
        },
        _ => Moved {
            to: to.to_string(),
            times: 1,
            since: now,
        },
    })
}

/// The address to use from now on for a feed at `from` that was led to `to` for good; `None` when that is not to be believed however often
/// it is told. Name and password stay where they were meant to go.
#[must_use]
pub fn successor(from: &str, to: &str) -> Option<String> {
    let (from, mut to) = (Url::parse(from).ok()?, Url::parse(to).ok()?);
    let unveiled = from.scheme() == "https" && to.scheme() != "https";
    if unveiled || is_login(&to) {
        return None;
    }
    if from.origin() == to.origin() {
        // Fails only for addresses without a host.
        let _ = to.set_username(from.username());
        let _ = to.set_password(from.password());
    }
    Some(to.into())
}

/// Whether an address looks like a place where one logs in, or like the page that a network shows to its guests: its host's and path's
/// words tell. Wrong now and then, which costs no more than a redirect followed each time.
#[must_use]
pub fn is_login(url: &Url) -> bool {
    const WORDS: [&str; 28] = [
        "access",
        "account",
        "accounts",
        "auth",
        "authenticate",
        "authorize",
        "captive",
        "captiveportal",
        "consent",
        "guest",
        "hotspot",
        "idp",
        "interstitial",
        "login",
        "logon",
        "nomadix",
        "oauth",
        "paywall",
        "portal",
        "register",
        "saml",
        "signin",
        "signon",
        "signup",
        "sso",
        "welcome",
        "wifi",
        "wlan",
    ];
    let host = url.host_str().unwrap_or_default();
    let words = |text: &str| {
        let text = text.to_ascii_lowercase();
        let joined = text.replace(['-', '_'], "");
        let parts = |text: &str| {
            let mut parts = text.split(|c: char| !c.is_ascii_alphanumeric());
            parts.any(|part| WORDS.contains(&part))
        };
        parts(&text) || parts(&joined)
    };
    words(host) || words(url.path())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_795_528_800);

    #[test]
    fn a_move_is_believed_after_three_times_over_three_days() {
        let first = moved(None, Some("b"), NOW);
        let second = moved(first.as_ref(), Some("b"), NOW.plus(DAY));
        let third = moved(second.as_ref(), Some("b"), NOW.plus(2 * DAY));
        let meant = |known: &Option<Moved>, days| {
            known
                .as_ref()
                .is_some_and(|known| known.is_meant(NOW.plus(days * DAY)))
        };
        assert!(!meant(&third, 2));
        assert!(meant(&third, 3));
        assert!(!meant(&second, 9));
        let times = |known: Option<Moved>| known.map(|known| known.times);
        assert_eq!(
            times(moved(third.as_ref(), Some("c"), NOW.plus(3 * DAY))),
            Some(1)
        );
        assert_eq!(moved(third.as_ref(), None, NOW), None);
        let before = NOW.plus(-DAY);
        assert_eq!(
            times(moved(third.as_ref(), Some("b"), before)),
            Some(1),
            "a clock set back"
        );
    }

    #[test]
    fn a_successor_is_safe_and_no_login_page() {
        let cases = [
            (
                "http://a.example/f",
                "https://a.example/f",
                Some("https://a.example/f"),
            ),
            ("https://a.example/f", "http://a.example/f", None),
            (
                "http://a.example/f",
                "http://login.wifi-hotel.example/f",
                None,
            ),
            ("http://a.example/f", "http://b.example/users/sign_in", None),
            ("http://a.example/f", "http://b.example/wp-login.php", None),
            (
                "https://me:pw@a.example/f",
                "https://a.example/new",
                Some("https://me:pw@a.example/new"),
            ),
            (
                "https://me:pw@a.example/f",
                "https://b.example/new",
                Some("https://b.example/new"),
            ),
        ];
        for (from, to, expect) in cases {
            assert_eq!(successor(from, to).as_deref(), expect, "{from} {to}");
        }
    }

    #[test]
    fn words_tell_a_login_page() {
        for url in [
            "http://captive.apple.example/",
            "http://10.0.0.1/portal/index.html",
            "https://sso.corp.example/",
            "https://b.example/Sign-In?next=/feed",
        ] {
            assert!(is_login(&Url::parse(url).unwrap()), "{url}");
        }
        for url in [
            "https://blog.example/2026/feed.xml",
            "https://blogin.example/cassette/feed",
        ] {
            assert!(!is_login(&Url::parse(url).unwrap()), "{url}");
        }
    }
}
