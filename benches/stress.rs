//! Rounds of work killed at random moments: `cargo bench --profile dev --bench stress -- ROUNDS [SEED]`.
//!
//! The rounds are those of `tests/it/stress.rs`, where a few of them stand among the tests. It ends with a panic at the first thing that is not as it was acknowledged, after it
//! told the seed and the round: the same seed makes the same choices.

#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "rooms of the tests, of which not all is needed here"
)]

use std::time::Instant;

#[path = "../tests/it/cli.rs"]
mod cli;
#[path = "../tests/it/pty.rs"]
mod pty;
#[path = "../tests/it/server.rs"]
mod server;
#[path = "../tests/it/stress.rs"]
mod stress;

fn main() {
    let mut given = std::env::args().skip(1).filter(|it| !it.starts_with('-'));
    let Some(rounds) = given.next().and_then(|it| it.parse::<u32>().ok()) else {
        println!("not run: cargo bench --profile dev --bench stress -- ROUNDS [SEED]");
        return;
    };
    let seed = given.next().and_then(|it| it.parse().ok());
    let seed = seed.unwrap_or_else(|| u64::from(std::process::id()));
    println!("seed {seed}");
    let begun = Instant::now();
    let mut life = stress::Life::begin(seed);
    for round in 1..=rounds {
        println!("round {round}");
        life.round();
    }
    println!(
        "{rounds} rounds in {:.0} s: nothing that was acknowledged is lost",
        begun.elapsed().as_secs_f64()
    );
    for (work, (all, killed)) in &life.tally {
        println!("{work:16} {all:4} rounds, {killed:4} killed before they were done");
    }
}
