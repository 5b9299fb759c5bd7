//! The binary: parses arguments, picks the reader or the command line, sets the exit code; nothing else.

fn main() {}
