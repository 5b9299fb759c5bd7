//! Laws of `feeds`.
