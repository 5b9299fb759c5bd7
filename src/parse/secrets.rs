//! Secrets in addresses, and addresses without them: what leaves this computer names no password and no token.
//!
//! A secret in the path of an address cannot be told from a name, and stays.

use url::Url;

/// What was left out of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secret {
    /// A name and password.
    Password,
    /// A parameter whose name says that it is one.
    Token,
}

/// Parameters that are secrets, whole names in lower case.
const NAMES: [&str; 18] = [
    "apikey",
    "auth",
    "authkey",
    "credential",
    "credentials",
    "key",
    "pass",
    "passkey",
    "passwd",
    "password",
    "pw",
    "pwd",
    "secret",
    "session",
    "sid",
    "sig",
    "signature",
    "user_credentials",
];

/// How the names of other such parameters end.
const ENDS: [&str; 7] = [
    "token",
    "_key",
    "-key",
    "secret",
    "password",
    "torrent_pass",
    "rsskey",
];

/// The address without its secrets, and what they were.
pub fn without_secrets(address: &str) -> (String, Vec<Secret>) {
    let Ok(mut url) = Url::parse(address) else {
        return (crate::text::address(address), Vec::new());
    };
    let mut found = Vec::new();
    if (!url.username().is_empty() || url.password().is_some())
        && url.set_username("").is_ok()
        && url.set_password(None).is_ok()
    {
        found.push(Secret::Password);
    }
    let Some(query) = url.query().map(str::to_string) else {
        return (url.into(), found);
    };
    let kept: Vec<&str> = query.split('&').filter(|part| !is_secret(part)).collect();
    if kept.len() < query.split('&').count() {
        found.push(Secret::Token);
        let kept = kept.join("&");
        url.set_query((!kept.is_empty()).then_some(&kept));
    }
    (url.into(), found)
}

fn is_secret(part: &str) -> bool {
    let Some((name, value)) = part.split_once('=') else {
        return false;
    };
    let name = name.to_ascii_lowercase();
    !value.is_empty()
        && (NAMES.contains(&name.as_str()) || ENDS.iter().any(|end| name.ends_with(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_itself_a_secret_is_left_out() {
        let cases: [(&str, &str, &[Secret]); 9] = [
            ("https://a.org/f?x=1&y=2", "https://a.org/f?x=1&y=2", &[]),
            (
                "https://ada:s@a.org/f",
                "https://a.org/f",
                &[Secret::Password],
            ),
            (
                "https://ada@a.org/f?token=s",
                "https://a.org/f",
                &[Secret::Password, Secret::Token],
            ),
            (
                "https://a.org/f?a=1&Auth_Token=s&b",
                "https://a.org/f?a=1&b",
                &[Secret::Token],
            ),
            (
                "https://a.org/rss?api_key=s#x",
                "https://a.org/rss#x",
                &[Secret::Token],
            ),
            (
                "https://a.org/f?auth=abc",
                "https://a.org/f",
                &[Secret::Token],
            ),
            (
                "https://a.org/f?keyword=s&monkey=2&page=3",
                "https://a.org/f?keyword=s&monkey=2&page=3",
                &[],
            ),
            (
                "https://a.org/f?token=&key",
                "https://a.org/f?token=&key",
                &[],
            ),
            ("nonsense", "nonsense", &[]),
        ];
        for (address, open, secrets) in cases {
            let found = without_secrets(address);
            assert_eq!(
                (found.0.as_str(), found.1.as_slice()),
                (open, secrets),
                "{address}"
            );
        }
    }
}
