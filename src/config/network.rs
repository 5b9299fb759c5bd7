//! Section `[network]` of `config.toml`: the ways that requests go, and where they may not lead.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::config::options::Options;
use crate::model::Secret;

/// Section `[network]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network {
    /// `auto` (what environment or system say), `none`, or an address, which may hold a password: so it is written into no record.
    #[serde(skip)]
    pub proxy: Secret,
    /// Private places that any feed may lead to: names, addresses, blocks of addresses.
    pub private: Vec<String>,
}

impl Network {
    /// Nothing set: what the shipped file is read over.
    pub fn blank() -> Network {
        Network {
            proxy: Secret::default(),
            private: vec!["-".into()],
        }
    }

    /// Reads the section over what held before.
    pub fn read(&mut self, options: &mut Options<'_, '_, '_>) {
        let proxy = options.text("proxy", self.proxy.reveal());
        if is_proxy(&proxy) {
            self.proxy = Secret::new(proxy);
        } else {
            // Not what stands there: it may hold a password.
            let what = "`proxy` must be \"auto\", \"none\" or the address of a proxy".to_string();
            let hint = "as in \"http://proxy.example:3128\" or \"socks5h://127.0.0.1:9050\"";
            options.problem("proxy", what, Some(hint.to_string()));
        }
        let must = "a list of names and addresses: [\"nas.example\", \"10.1.0.0/16\"]";
        self.private = options.texts("private", must, is_place, &self.private);
    }
}

fn is_proxy(text: &str) -> bool {
    const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];
    let is_address =
        |url: Url| SCHEMES.contains(&url.scheme()) && url.has_host() && url.path().len() <= 1;
    matches!(text, "auto" | "none") || Url::parse(text).is_ok_and(is_address)
}

/// A name, an address, or a block of addresses.
fn is_place(text: &str) -> bool {
    let (name, bits) = match text.split_once('/') {
        Some((name, bits)) => (name, Some(bits)),
        None => (text, None),
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    match (bare.parse::<IpAddr>(), bits) {
        (Ok(ip), Some(bits)) => {
            let most = if ip.is_ipv4() { 32 } else { 128 };
            bits.parse::<u8>().is_ok_and(|bits| bits <= most)
        }
        (Ok(_), None) => true,
        (Err(_), Some(_)) => false,
        (Err(_), None) => {
            let known = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
            !name.is_empty() && name.chars().all(known)
        }
    }
}
