//! Laws of `entries`.
