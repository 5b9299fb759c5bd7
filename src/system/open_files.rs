//! How many files and connections this process may have open at once.
//!
//! A refresh may wait for some hundred silent servers; some systems let a process have 256 open files unless it asks for more. Invariant: only
//! ever raised, within what the system allows it.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Enough for all connections of a refresh, the store, and the programs that are run beside.
const WANTED: u64 = 1_024;

/// Asks for as many as byline may need. Where that is refused everything works as long as the fewer suffice.
pub fn make_room() {
    let now = getrlimit(Resource::Nofile);
    let wanted = now.maximum.map_or(WANTED, |most| most.min(WANTED));
    if now.current.is_some_and(|current| current < wanted) {
        let _ = setrlimit(
            Resource::Nofile,
            Rlimit {
                current: Some(wanted),
                maximum: now.maximum,
            },
        );
    }
}
