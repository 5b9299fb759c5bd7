//! How near to the reader an address lies, and where a feed may therefore not lead: the machine itself and its own network are no business
//! of a feed out in the world.
//!
//! Pure. Invariant: from afar to near is refused, from near to afar is not. Sources: RFC 6890 and its registries (which ranges are
//! private), RFC 6303, 6761, 6762, 8375 (names that the world cannot have), WICG's Private Network Access (the rule).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;
use url::{Host, Url};

/// How near an address lies, nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nearness {
    /// This very machine.
    Machine,
    /// Its own network: private, link-local and carrier-grade addresses.
    Network,
    /// Out in the world.
    World,
}

/// Addresses that count as out in the world whatever they look like: the reader's own exceptions, and the proxy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exceptions {
    names: Vec<String>,
    blocks: Vec<IpNet>,
}

impl Exceptions {
    /// From texts: names, addresses, blocks of addresses (`10.1.0.0/16`).
    #[must_use]
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Exceptions {
        let mut exceptions = Exceptions::default();
        for text in texts {
            let text = text.trim();
            let bare = text.trim_start_matches('[').trim_end_matches(']');
            if let Ok(block) = text.parse::<IpNet>() {
                exceptions.blocks.push(block.trunc());
            } else if let Ok(ip) = bare.parse::<IpAddr>() {
                exceptions.blocks.push(IpNet::from(ip));
            } else if !text.is_empty() {
                exceptions.names.push(bare_name(text));
            }
        }
        exceptions
    }

    /// Whether this name is one of them, or below one of them.
    #[must_use]
    pub fn has_name(&self, name: &str) -> bool {
        let name = bare_name(name);
        self.names.iter().any(|known| {
            let above = name.strip_suffix(known.as_str());
            above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
        })
    }

    /// How near an address lies, seen with these exceptions; `None` when nobody can live there.
    #[must_use]
    pub fn nearness(&self, ip: IpAddr) -> Option<Nearness> {
        let ip = unwrapped(ip);
        if self.blocks.iter().any(|block| block.contains(&ip)) {
            return Some(Nearness::World);
        }
        match ip {
            IpAddr::V4(ip) => of_v4(ip),
            IpAddr::V6(ip) => of_v6(ip),
        }
    }

    /// How near the place lies that an address names, as far as that can be told without asking for the name; `None` when nobody can live
    /// there. A name that the world cannot have is the reader's own.
    #[must_use]
    pub fn nearness_of(&self, url: &Url) -> Option<Nearness> {
        match url.host()? {
            Host::Ipv4(ip) => self.nearness(ip.into()),
            Host::Ipv6(ip) => self.nearness(ip.into()),
            Host::Domain(name) if self.has_name(name) => Some(Nearness::World),
            Host::Domain(name) => Some(of_name(name)),
        }
    }

    /// From how near on a feed at this address may lead: its own place says. One at a name of the reader's own, which may stand for anything
    /// there, may lead anywhere.
    #[must_use]
    pub fn least(&self, url: &Url) -> Nearness {
        match url.host() {
            Some(Host::Domain(name)) if of_name(name) != Nearness::World => Nearness::Machine,
            _ => self.nearness_of(url).unwrap_or(Nearness::World),
        }
    }
}

/// Names that no resolver of the world answers for.
fn of_name(name: &str) -> Nearness {
    const OWN: [&str; 10] = [
        "local",
        "lan",
        "internal",
        "intranet",
        "private",
        "corp",
        "home",
        "localdomain",
        "home.arpa",
        "localhost.localdomain",
    ];
    let name = bare_name(name);
    let below = |suffix: &str| {
        let above = name.strip_suffix(suffix);
        above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
    };
    if below("localhost") || below("localhost.localdomain") {
        Nearness::Machine
    } else if !name.contains('.') || OWN.into_iter().any(below) {
        Nearness::Network
    } else {
        Nearness::World
    }
}

fn bare_name(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

/// An IPv4 address in whatever IPv6 form it comes.
fn unwrapped(ip: IpAddr) -> IpAddr {
    let IpAddr::V6(six) = ip else {
        return ip;
    };
    let four = |high: u16, low: u16| {
        let bits = (u32::from(high) << 16) | u32::from(low);
        IpAddr::V4(Ipv4Addr::from_bits(bits))
    };
    match six.segments() {
        // ::ffff:a.b.c.d (mapped), 64:ff9b::a.b.c.d (NAT64, RFC 6052), 2002:ab:cd:: (6to4), ::a.b.c.d (compatible, but not :: and ::1).
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            four(high, low)
        }
        [0x2002, high, low, ..] => four(high, low),
        [0, 0, 0, 0, 0, 0, high, low] if high != 0 => four(high, low),
        _ => ip,
    }
}

fn of_v4(ip: Ipv4Addr) -> Option<Nearness> {
    let [a, b, ..] = ip.octets();
    match (a, b) {
        // "This network" reaches this machine on most systems.
        (0 | 127, _) => Some(Nearness::Machine),
        (10, _) | (100, 64..=127) | (169, 254) | (172, 16..=31) | (192, 168) => {
            Some(Nearness::Network)
        }
        // 198.18.0.0/15 is left alone: resolvers of some VPNs answer with it for every name of the world.
        (224.., _) => None,
        _ => Some(Nearness::World),
    }
}

fn of_v6(ip: Ipv6Addr) -> Option<Nearness> {
    let first = ip.segments()[0];
    if ip.is_loopback() || ip.is_unspecified() {
        Some(Nearness::Machine)
    } else if ip.is_multicast() {
        None
    } else if first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80 || first & 0xffc0 == 0xfec0 {
        // Unique local, link-local, and site-local as it was.
        Some(Nearness::Network)
    } else {
        Some(Nearness::World)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn nearness(text: &str) -> Option<Nearness> {
        Exceptions::default().nearness(text.parse().unwrap())
    }

    #[test]
    fn every_private_range_is_known_in_every_form() {
        let near = [
            ("127.0.0.1", Nearness::Machine),
            ("127.255.0.9", Nearness::Machine),
            ("0.0.0.0", Nearness::Machine),
            ("::1", Nearness::Machine),
            ("::", Nearness::Machine),
            ("::ffff:127.0.0.1", Nearness::Machine),
            ("64:ff9b::7f00:1", Nearness::Machine),
            ("2002:7f00:1::1", Nearness::Machine),
            ("::127.0.0.1", Nearness::Machine),
            ("10.255.255.255", Nearness::Network),
            ("100.64.0.1", Nearness::Network),
            ("100.127.255.255", Nearness::Network),
            ("169.254.169.254", Nearness::Network),
            ("172.16.0.1", Nearness::Network),
            ("172.31.255.255", Nearness::Network),
            ("192.168.1.1", Nearness::Network),
            ("::ffff:192.168.1.1", Nearness::Network),
            ("fc00::1", Nearness::Network),
            ("fdff::1", Nearness::Network),
            ("fe80::1", Nearness::Network),
            ("fec0::1", Nearness::Network),
        ];
        for (ip, expect) in near {
            assert_eq!(nearness(ip), Some(expect), "{ip}");
        }
        for ip in ["224.0.0.1", "255.255.255.255", "240.0.0.1", "ff02::1"] {
            assert_eq!(nearness(ip), None, "{ip}");
        }
        for ip in [
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.167.1.1",
            "198.18.0.1",
            "93.184.216.34",
            "2606:4700::1111",
            "::ffff:93.184.216.34",
        ] {
            assert_eq!(nearness(ip), Some(Nearness::World), "{ip}");
        }
    }

    #[test]
    fn names_that_the_world_cannot_have_are_near() {
        let none = Exceptions::default();
        let of = |url: &str| none.nearness_of(&Url::parse(url).unwrap());
        let cases = [
            ("http://localhost/", Nearness::Machine),
            ("http://a.LOCALHOST./", Nearness::Machine),
            ("http://router/", Nearness::Network),
            ("http://nas.local/", Nearness::Network),
            ("http://nas.home.arpa:5000/", Nearness::Network),
            ("http://0x7f.1/", Nearness::Machine),
            ("http://2130706433/", Nearness::Machine),
            ("http://[::ffff:10.0.0.1]/", Nearness::Network),
            ("https://local.example/", Nearness::World),
            ("https://mylocal/", Nearness::Network),
        ];
        for (url, expect) in cases {
            assert_eq!(of(url), Some(expect), "{url}");
        }
    }

    #[test]
    fn the_readers_own_exceptions_are_as_far_as_any() {
        let known = ["10.1.0.0/16", "nas.local", "127.0.0.2", "[fd00::5]"];
        let exceptions = Exceptions::new(known);
        let of = |url: &str| exceptions.nearness_of(&Url::parse(url).unwrap());
        for url in [
            "http://10.1.2.3/",
            "http://NAS.local/",
            "http://photos.nas.local/",
            "http://127.0.0.2:80/",
            "http://[fd00::5]/",
            "http://[::ffff:10.1.2.3]/",
        ] {
            assert_eq!(of(url), Some(Nearness::World), "{url}");
        }
        assert_eq!(of("http://10.2.0.1/"), Some(Nearness::Network));
        assert_eq!(of("http://127.0.0.1/"), Some(Nearness::Machine));
        assert_eq!(of("http://notnas.local/"), Some(Nearness::Network));
    }

    #[test]
    fn a_feed_may_lead_no_nearer_than_it_lies() {
        let none = Exceptions::default();
        let least = |url: &str| none.least(&Url::parse(url).unwrap());
        assert_eq!(least("https://blog.example/"), Nearness::World);
        assert_eq!(least("http://192.168.1.5/"), Nearness::Network);
        assert_eq!(least("http://127.0.0.1/"), Nearness::Machine);
        assert_eq!(least("http://myhost/"), Nearness::Machine);
    }
}
