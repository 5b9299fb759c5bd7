//! Laws of `reader`.
