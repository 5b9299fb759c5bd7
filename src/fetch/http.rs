//! The HTTP library set up: limits, certificates, proxies, and which addresses it may connect to.
//!
//! Invariant: no cookies, no Referer, no redirects of its own; nothing is sent again but what a server says it never looked at.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::Duration;

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderValue};
use reqwest::{Certificate, NoProxy, Proxy, redirect};
use url::Url;

use crate::fetch::coding::UNDERSTOOD;
use crate::fetch::names::Guard;
use crate::fetch::place::{Exceptions, Nearness};
use crate::fetch::settings::{Proxying, Settings};
use crate::model::Trouble;

/// What feeds are asked for.
const FEEDS_WANTED: &str = "application/atom+xml, application/rss+xml, application/feed+json;q=0.9, application/xml;q=0.8, text/xml;q=0.8, text/html;q=0.5, */*;q=0.1";

/// Variables of the environment that name proxies, in lower case.
const PROXY_VARIABLES: [&str; 3] = ["http_proxy", "https_proxy", "all_proxy"];

/// What a request needs of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Need {
    /// The nearest place that a name may stand for.
    pub least: Nearness,
    /// Past any proxy: this very machine is out of its reach.
    pub direct: bool,
}

/// The library's clients, each made when it is first needed: one loads the system's certificates. They share no connections, so that a
/// request never travels on one that was opened by leave it does not have.
#[derive(Clone, Debug)]
pub struct Library {
    settings: Arc<Settings>,
    guarded: Exceptions,
    made: Arc<Mutex<HashMap<Need, reqwest::Client>>>,
}

impl Library {
    /// Nothing is made yet.
    #[must_use]
    pub fn new(settings: Arc<Settings>) -> Library {
        let proxies = proxy_hosts(&settings.proxy);
        let own = settings.private.iter().map(String::as_str);
        Library {
            // The proxy is no feed's choice: it may live wherever it does.
            guarded: Exceptions::new(own.chain(proxies.iter().map(String::as_str))),
            settings,
            made: Arc::default(),
        }
    }

    /// The client for a request.
    pub fn client(&self, need: Need) -> Result<reqwest::Client, Trouble> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = made.get(&need) {
            return Ok(client.clone());
        }
        let client = self.make(need)?;
        made.insert(need, client.clone());
        Ok(client)
    }

    fn make(&self, need: Need) -> Result<reqwest::Client, Trouble> {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            // Fails only if something else installed one already, which serves as well.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let trouble = |error: reqwest::Error| {
            Trouble::new(
                format!("nothing can be fetched: {}", error.without_url()),
                "check `proxy` in `config.toml` and the proxy settings of the environment",
            )
        };
        let built = self.builder(need).map_err(trouble)?.build();
        // On a system without root certificates it cannot be built: those compiled in are as good.
        if let Ok(client) = built {
            return Ok(client);
        }
        let bundled = self.builder(need).map_err(trouble)?;
        bundled
            .tls_certs_only(bundled_roots())
            .build()
            .map_err(trouble)
    }

    fn builder(&self, need: Need) -> reqwest::Result<reqwest::ClientBuilder> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(FEEDS_WANTED));
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(UNDERSTOOD));
        let builder = reqwest::Client::builder()
            .user_agent(&self.settings.user_agent)
            .default_headers(headers)
            .referer(false)
            .redirect(redirect::Policy::none())
            .connect_timeout(self.settings.connect)
            .pool_max_idle_per_host(1)
            .pool_idle_timeout(Duration::from_secs(15))
            .dns_resolver(Guard {
                names: self.settings.names.clone(),
                least: need.least,
                exceptions: self.guarded.clone(),
            });
        Ok(match &self.settings.proxy {
            _ if need.direct => builder.no_proxy(),
            Proxying::Direct => builder.no_proxy(),
            Proxying::Surroundings => builder,
            Proxying::Through(url) => {
                builder.proxy(Proxy::all(url.reveal())?.no_proxy(NoProxy::from_env()))
            }
        })
    }
}

/// Mozilla's list, as it was when byline was built.
fn bundled_roots() -> Vec<Certificate> {
    let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
    // Each of them is well-formed: they are read when they are packed.
    roots
        .filter_map(|root| Certificate::from_der(root).ok())
        .collect()
}

/// The hosts of proxies that may be used.
fn proxy_hosts(proxy: &Proxying) -> Vec<String> {
    let urls = match proxy {
        Proxying::Direct => Vec::new(),
        Proxying::Through(url) => vec![url.reveal().to_string()],
        Proxying::Surroundings => std::env::vars()
            .filter(|(name, _)| PROXY_VARIABLES.contains(&name.to_lowercase().as_str()))
            .map(|(_, url)| url)
            .collect(),
    };
    let host = |url: &String| {
        let whole = if url.contains("://") {
            url.clone()
        } else {
            format!("http://{url}")
        };
        Url::parse(&whole).ok()?.host_str().map(str::to_string)
    };
    urls.iter().filter_map(host).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::model::Secret;

    #[test]
    fn the_bundled_roots_can_be_used() {
        assert!(bundled_roots().len() > 100);
        let library = Library::new(Arc::default());
        let need = Need {
            least: Nearness::World,
            direct: false,
        };
        let client = library.builder(need).unwrap();
        assert!(client.tls_certs_only(bundled_roots()).build().is_ok());
    }

    #[test]
    fn a_proxy_that_is_none_is_told_without_its_password() {
        let settings = Settings {
            proxy: Proxying::Through(Secret::new("ftp://me:hunter2@[bad")),
            ..Settings::default()
        };
        let library = Library::new(Arc::new(settings));
        let need = Need {
            least: Nearness::World,
            direct: false,
        };
        let trouble = library.client(need).unwrap_err();
        assert!(!format!("{trouble:?}{library:?}").contains("hunter2"));
    }

    #[test]
    fn the_hosts_of_proxies_are_found_in_any_form() {
        let hosts = |url: &str| proxy_hosts(&Proxying::Through(Secret::new(url)));
        assert_eq!(hosts("http://me:pw@proxy.corp:3128"), ["proxy.corp"]);
        assert_eq!(hosts("proxy.corp:3128"), ["proxy.corp"]);
        assert_eq!(hosts("socks5h://[::1]:1080"), ["[::1]"]);
    }
}
