//! Who the reader is to a server: name and password, a token, headers of their own.
//!
//! Invariant: they are made once for an address, sent to its origin alone, and marked so that no log of the HTTP library shows them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::fetch::address::decoded;
use crate::fetch::request::Request;

/// Headers that say who the reader is.
#[derive(Clone, Debug, Default)]
pub struct Credentials(HeaderMap);

impl Credentials {
    /// Puts them into a request.
    pub fn send(&self, headers: &mut HeaderMap) {
        headers.extend(self.0.clone());
    }
}

/// What a request says to the origin of its address, `url` being that address with name and password.
pub fn credentials(url: &Url, request: &Request) -> Credentials {
    let mut headers = HeaderMap::new();
    let name = decoded(url.username());
    let password = match (&request.password, url.password()) {
        (Some(password), _) => Some(password.reveal().to_string()),
        (None, password) => password.map(decoded),
    };
    let said = match (name.is_empty(), password) {
        (true, None) => None,
        // A secret without a name is a bearer's.
        (true, Some(token)) if request.password.is_some() => Some(format!("Bearer {token}")),
        (_, password) => {
            let pair = format!("{name}:{}", password.unwrap_or_default());
            Some(format!("Basic {}", STANDARD.encode(pair)))
        }
    };
    if let Some(said) = said {
        put(&mut headers, AUTHORIZATION, &said);
    }
    for (name, value) in &request.headers {
        if let Ok(name) = HeaderName::from_bytes(name.as_bytes()) {
            put(&mut headers, name, value.reveal());
        }
    }
    Credentials(headers)
}

/// What cannot be a header's value is left out: the configuration was told so.
fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(mut value) = HeaderValue::from_bytes(value.as_bytes()) {
        value.set_sensitive(true);
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::model::Secret;

    fn said(url: &str, password: Option<&str>) -> Option<String> {
        let request = Request {
            password: password.map(Secret::new),
            ..Request::default()
        };
        let Credentials(headers) = credentials(&Url::parse(url).unwrap(), &request);
        assert!(!format!("{headers:?}").contains("aHVudGVy"));
        let value = headers.get(AUTHORIZATION)?.to_str().unwrap();
        Some(value.to_string())
    }

    #[test]
    fn a_name_makes_it_basic_and_none_a_bearer() {
        let basic = |pair: &str| Some(format!("Basic {}", STANDARD.encode(pair)));
        assert_eq!(said("https://a.example/", None), None);
        assert_eq!(said("https://me:h%40h@a.example/", None), basic("me:h@h"));
        assert_eq!(said("https://me@a.example/", None), basic("me:"));
        assert_eq!(said("https://me@a.example/", Some("h:x")), basic("me:h:x"));
        assert_eq!(
            said("https://me:old@a.example/", Some("new")),
            basic("me:new")
        );
        assert_eq!(said("https://:pw@a.example/", None), basic(":pw"));
        let token = said("https://a.example/", Some("t0ken"));
        assert_eq!(token.as_deref(), Some("Bearer t0ken"));
        assert_eq!(said("https://a.example/", Some("two\nlines")), None);
    }
}
