//! The one integration binary: a file per area. A test sees that no file is forgotten.

mod architecture;
mod cli;
mod desk;
mod docs;
mod journey;
mod overlays;
mod pty;
mod refresh;
mod screens;
mod server;
