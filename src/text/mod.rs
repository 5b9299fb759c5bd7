//! The ground: strings as such, for both wings. Imports nothing of ours.

mod role;

pub use role::Role;
