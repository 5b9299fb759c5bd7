//! Names to addresses, those left out that a feed may not lead to.
//!
//! Here, at the last moment before a connection, is the only place where a name can be judged: asked a moment earlier, it may have meant
//! another address (DNS rebinding). Invariant: no address that is nearer than allowed comes out.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::fetch::place::{Exceptions, Nearness};

/// Who is asked for names.
#[derive(Clone, Default)]
pub enum Names {
    /// The system, with its hosts file and whatever else it knows.
    #[default]
    System,
    /// A table, so that a test can say what a name means.
    Told(Arc<Table>),
}

/// What a name means, each time it is asked for.
pub type Table = dyn Fn(&str) -> Vec<IpAddr> + Send + Sync;

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Names::System => "System",
            Names::Told(_) => "Told",
        })
    }
}

impl Names {
    async fn of(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        match self {
            Names::System => {
                let found = tokio::net::lookup_host((name, 0)).await?;
                Ok(found.map(|found| found.ip()).collect())
            }
            Names::Told(table) => match table(name) {
                none if none.is_empty() => Err(io::Error::other("failed to lookup address")),
                found => Ok(found),
            },
        }
    }
}

/// Resolves names for feeds that may lead no nearer than `least`.
#[derive(Clone, Debug)]
pub struct Guard {
    /// Who is asked.
    pub names: Names,
    /// The nearest that is allowed.
    pub least: Nearness,
    /// What counts as far.
    pub exceptions: Exceptions,
}

/// A name that means a place nearer than its feed may lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooNear(pub IpAddr);

impl fmt::Display for TooNear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a private address, {}", self.0)
    }
}

impl std::error::Error for TooNear {}

impl Guard {
    async fn addresses(
        self,
        name: &str,
    ) -> Result<Vec<SocketAddr>, Box<dyn std::error::Error + Send + Sync>> {
        let found = self.names.of(name).await?;
        let first = found.first().copied();
        if self.exceptions.has_name(name) {
            return Ok(sockets(found));
        }
        let far = |ip: &IpAddr| {
            self.exceptions
                .nearness(*ip)
                .is_some_and(|it| it >= self.least)
        };
        let far: Vec<_> = found.into_iter().filter(far).collect();
        match first {
            Some(ip) if far.is_empty() => Err(Box::new(TooNear(ip))),
            _ => Ok(sockets(far)),
        }
    }
}

fn sockets(ips: Vec<IpAddr>) -> Vec<SocketAddr> {
    // Port 0: the one of the address, or of its scheme.
    ips.into_iter().map(|ip| SocketAddr::new(ip, 0)).collect()
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let found = guard.addresses(name.as_str()).await?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    async fn asked(ips: &[&str], least: Nearness) -> Result<Vec<String>, String> {
        let ips: Vec<IpAddr> = ips.iter().map(|ip| ip.parse().unwrap()).collect();
        let guard = Guard {
            names: Names::Told(Arc::new(move |_| ips.clone())),
            least,
            exceptions: Exceptions::new(["10.9.0.0/16", "nas.example"]),
        };
        let found = guard.addresses("blog.example").await;
        found
            .map(|found| found.iter().map(|it| it.ip().to_string()).collect())
            .map_err(|error| error.to_string())
    }

    #[tokio::test]
    async fn near_addresses_are_left_out_and_a_name_with_no_other_is_refused() {
        let world = Nearness::World;
        assert_eq!(
            asked(&["127.0.0.1", "93.184.216.34"], world).await.unwrap(),
            ["93.184.216.34"]
        );
        assert_eq!(
            asked(&["::ffff:10.0.0.1"], world).await.unwrap_err(),
            "a private address, ::ffff:10.0.0.1"
        );
        assert_eq!(asked(&["10.9.0.1"], world).await.unwrap(), ["10.9.0.1"]);
        assert!(asked(&["192.168.1.1"], Nearness::Network).await.is_ok());
        assert!(asked(&["127.0.0.1"], Nearness::Network).await.is_err());
        assert!(asked(&["127.0.0.1"], Nearness::Machine).await.is_ok());
        assert!(asked(&[], world).await.is_err());
    }
}
