//! HTTP, politely: one conditional GET at a time per host, and the pure rules of when to ask again.
//!
//! Lives here: requests, redirects, limits, the words for what went wrong, the policy. Does not live here: parsing, the store, the clock
//! (time comes in as a value). Invariant: no cookies, no Referer, no cache busters, no HEAD, no second try of our own.

mod address;
mod body;
mod client;
mod coding;
mod conditional;
mod credentials;
mod error;
mod headers;
mod hop;
mod http;
mod limits;
mod moved;
mod names;
mod patience;
mod place;
mod policy;
mod request;
mod setback;
mod settings;

pub use address::{bare, host_of, is_loopback, same_origin};
pub use body::{Room, Wants};
pub use client::Client;
pub use conditional::{Validators, content_hash};
pub use error::Refusal;
pub use headers::Pause;
pub use hop::Hop;
pub use limits::{Haste, Hosts, Turn};
pub use moved::{Moved, is_login, moved, successor};
pub use names::{Names, Table};
pub use place::{Exceptions, Nearness};
pub use policy::{Hints, Rules, Situation, gap_of, next_check, sparing};
pub use request::{Answer, Document, Fetched, Listener, Manners, Request, Visit};
pub use setback::{Plan, after_failure, hold};
pub use settings::{Proxying, Settings};
