//! Who gives way where the processors are busy.
//!
//! Does not live here: starting threads. Invariant: a thread only ever steps back, never forward; where the system knows no priority of a
//! single thread, nothing is lost.

/// Niceness of threads that work in the background: they have time, the reader at the keyboard has not.
const BEHIND: i32 = 10;

/// Lets the calling thread step back behind the loop and the keyboard.
pub fn step_back() {
    // Refused only by systems without priorities, where everything stays as it is.
    let _ = rustix::process::setpriority_process(None, BEHIND);
}
