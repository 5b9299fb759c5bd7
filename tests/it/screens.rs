//! The screens: for each mockup its counterpart, made by keys from a store.

use crate::desk::{Desk, mockup, samples};

#[test]
fn a_desk_shows_the_list() {
    let mut desk = Desk::new(80, 24).with(samples());
    println!("{}", desk.shows());
    println!("{}", desk.press("j j <enter>").shows());
    let mut desk = Desk::new(120, 40).with(mockup());
    println!("{}", desk.shows());
}
