//! What went wrong with a request, as a feed's illness in words.
//!
//! Invariant: no secret of an address and no control character is in the words.

use std::error::Error;
use std::io;

use crate::fetch::headers::Pause;
use crate::fetch::names::TooNear;
use crate::model::{Failure, FailureKind, Wire};
use crate::text;

/// A request that brought nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// As the feed's row tells it.
    pub failure: Failure,
    /// What the server said of coming back.
    pub pause: Pause,
    /// The host where it ended, which is not the feed's own after a redirect.
    pub host: String,
    /// That host wants to be left alone and was not asked.
    pub shut: bool,
    /// Whether the host said anything at all: what it says is its own, what it does not may be the network's.
    pub answered: bool,
    /// What asking cost.
    pub wire: Wire,
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Refusal {
        Refusal {
            failure,
            pause: Pause::Unsaid,
            host: String::new(),
            shut: false,
            answered: false,
            wire: Wire::default(),
        }
    }
}

impl Refusal {
    /// A refusal for a reason that has nothing to do with waiting.
    #[must_use]
    pub fn new(kind: FailureKind, what: impl Into<String>, hint: Option<&str>) -> Refusal {
        failure(kind, what, hint).into()
    }
}

/// A feed's illness.
pub fn failure(kind: FailureKind, what: impl Into<String>, hint: Option<&str>) -> Failure {
    Failure {
        kind,
        what: text::scrub_line(&what.into()).into_owned(),
        hint: hint.map(str::to_string),
    }
}

/// A status that is neither success nor redirect; `challenged`: a wall that wants to see a browser.
pub fn status(code: u16, challenged: bool) -> Failure {
    let words = match code {
        304 => "not modified, though nothing was said to be known",
        400 => "bad request",
        401 => "a name and password are wanted",
        402 => "payment required",
        403 => "forbidden",
        404 => "not found",
        405 => "method not allowed",
        406 => "not acceptable",
        408 => "request time-out",
        410 => "gone for good",
        421 => "misdirected",
        429 => "too many requests",
        451 => "unavailable for legal reasons",
        501 => "not implemented",
        502 => "bad gateway",
        503 => "unavailable",
        504 => "gateway time-out",
        511 => "log in to the network first",
        500 | 520..=530 => "its own error",
        _ => "",
    };
    let hint = match code {
        _ if challenged => {
            Some("it is behind a wall that lets only browsers in; its keeper can open it for feeds")
        }
        401 => Some("write them into the address: https://name:password@host/feed"),
        403 => Some("it may not like readers; asked again in some hours"),
        404 => Some("the feed may have moved: look at its site, then edit the address"),
        410 => Some("its site ended it; entries are kept, and `D` unsubscribes"),
        429 | 503 => Some("nothing to do: asked again when the server allows"),
        500..=599 => Some("nothing to do: asked again later"),
        _ => None,
    };
    let comma = if words.is_empty() { "" } else { ", " };
    failure(
        FailureKind::Status(code),
        format!("the server says {code}{comma}{words}"),
        hint,
    )
}

/// What the HTTP library says, in a reader's words.
pub fn of_request(error: &reqwest::Error, host: &str) -> Failure {
    if let Some(tls) = cause::<rustls::Error>(error) {
        return secure(tls, host);
    }
    if let Some(near) = cause::<TooNear>(error) {
        return too_near(host, &near.to_string());
    }
    let chain = chain(error);
    if chain.contains("tls handshake") {
        return failure(
            FailureKind::Tls,
            format!("no secure connection to `{host}`: it hung up in the handshake"),
            Some(PLAIN),
        );
    }
    if error.is_timeout() {
        return failure(
            FailureKind::Timeout,
            format!("`{host}` did not answer in time"),
            Some("nothing to do: asked again later"),
        );
    }
    if chain.contains("dns error") || chain.contains("failed to lookup address") {
        return failure(
            FailureKind::Dns,
            format!("the name `{host}` was not found"),
            Some("check the address, or the network"),
        );
    }
    if let Some(io) = cause::<io::Error>(error)
        && let Some(failure) = of_io(io, host)
    {
        return failure;
    }
    if error.is_decode() {
        return damaged(host);
    }
    let last = chain.rsplit(": ").next().unwrap_or("unknown reason");
    failure(
        FailureKind::Connect,
        format!("no answer from `{host}`: {last}"),
        Some("check the address, or the network"),
    )
}

/// What broke while a body came: the connection, or its packing.
pub fn of_body(error: &io::Error, host: &str) -> Failure {
    match cause::<reqwest::Error>(error) {
        Some(error) => of_request(error, host),
        None => damaged(host),
    }
}

fn damaged(host: &str) -> Failure {
    failure(
        FailureKind::Connect,
        format!("the answer of `{host}` is damaged: its compression or length is wrong"),
        Some("nothing to do: asked again later"),
    )
}

fn of_io(error: &io::Error, host: &str) -> Option<Failure> {
    use io::ErrorKind;
    let what = match error.kind() {
        ErrorKind::ConnectionRefused => format!("`{host}` refused the connection"),
        ErrorKind::NetworkUnreachable => "the network is not reachable".to_string(),
        ErrorKind::HostUnreachable => format!("`{host}` is not reachable"),
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => {
            format!("`{host}` closed the connection before the answer was whole")
        }
        _ => return None,
    };
    Some(failure(
        FailureKind::Connect,
        what,
        Some("nothing to do: asked again later"),
    ))
}

/// A place that a feed may not lead to.
pub fn too_near(host: &str, what: &str) -> Failure {
    failure(
        FailureKind::Private,
        format!("`{host}` is {what}, and a feed of the web may not lead there"),
        Some("if it is yours, name it in `private` of `[network]` in `config.toml`"),
    )
}

/// What helps against a certificate that is not good.
const CLOCK: &str = "the site's own fault, or this computer's clock is wrong";
const ROOTS: &str = "the site's own fault, or this system lacks its root certificates: `apt install ca-certificates`";
const KEEPER: &str = "the site's own fault: its keeper can get one that is trusted";
const NAME: &str = "check the name in the address, else it is the site's own fault";
/// What helps where there is no TLS at all.
const PLAIN: &str = "it may speak plain HTTP only: try the address with http://";

fn secure(error: &rustls::Error, host: &str) -> Failure {
    use rustls::Error as Tls;
    let nothing = Some("nothing is fetched without one; check the address");
    let (what, hint) = match error {
        Tls::InvalidCertificate(bad) => {
            let (why, hint) = certificate(bad);
            (format!("the certificate of `{host}` {why}"), Some(hint))
        }
        Tls::InvalidMessage(_) => (
            format!("no secure connection to `{host}`: it does not speak TLS there"),
            Some(PLAIN),
        ),
        Tls::AlertReceived(alert) => (
            format!("no secure connection to `{host}`: it refused the handshake ({alert:?})"),
            nothing,
        ),
        Tls::PeerIncompatible(_) => (
            format!("no secure connection to `{host}`: all it offers is no longer safe"),
            nothing,
        ),
        other => (
            format!("no secure connection to `{host}`: {other}"),
            nothing,
        ),
    };
    failure(FailureKind::Tls, what, hint)
}

fn certificate(bad: &rustls::CertificateError) -> (String, &'static str) {
    use rustls::CertificateError as Bad;
    let (why, hint) = match bad {
        Bad::Expired | Bad::ExpiredContext { .. } => ("has expired", CLOCK),
        Bad::NotValidYet | Bad::NotValidYetContext { .. } => ("is not valid yet", CLOCK),
        Bad::Revoked => ("was revoked", KEEPER),
        Bad::UnknownIssuer => ("comes from nobody this system trusts", ROOTS),
        Bad::NotValidForName | Bad::NotValidForNameContext { .. } => ("is for another name", NAME),
        Bad::BadEncoding | Bad::BadSignature => ("is damaged", KEEPER),
        Bad::UnhandledCriticalExtension
        | Bad::InvalidPurpose
        | Bad::InvalidPurposeContext { .. } => ("is for another purpose", KEEPER),
        other => return (unnamed(other), KEEPER),
    };
    (why.to_string(), hint)
}

/// What the library has no name for, but in the depths of its words.
fn unnamed(bad: &rustls::CertificateError) -> String {
    let depths = format!("{bad:?}");
    if depths.contains("CaUsedAsEndEntity") {
        "is signed by itself, so nobody this system trusts vouches for it".to_string()
    } else if depths.contains("EkuError") {
        "is for another purpose".to_string()
    } else {
        format!("is not good: {}", words_of(bad))
    }
}

/// What of a library's words is for people: not the names of its types.
fn words_of(error: &dyn std::fmt::Display) -> String {
    let text = error.to_string();
    if text.contains('(') {
        "it does not hold what it must".to_string()
    } else {
        text
    }
}

/// The first cause of type `T`, looking into I/O errors, which hide theirs.
fn cause<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        if let Some(io) = error.downcast_ref::<io::Error>()
            && let Some(inner) = io.get_ref()
            && let Some(found) = cause::<T>(inner)
        {
            return Some(found);
        }
        next = error.source();
    }
    None
}

fn chain(error: &dyn Error) -> String {
    let mut text = String::new();
    let mut next = error.source();
    while let Some(error) = next {
        if !text.is_empty() {
            text.push_str(": ");
        }
        text.push_str(&error.to_string());
        next = error.source();
    }
    text
}
