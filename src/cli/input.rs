//! A file that is named on the command line, or stdin.

use std::io::Read;
use std::path::Path;

use crate::model::Trouble;
use crate::system;

/// Larger documents are refused: no feed and no page is.
const LARGEST: u64 = 64 << 20;

/// The bytes of a file; `-` is stdin.
pub fn slurp(file: &str) -> Result<Vec<u8>, Trouble> {
    if file != "-" {
        return system::load_bytes(Path::new(file))?.ok_or_else(|| {
            Trouble::new(
                format!("there is no file `{file}`"),
                "name a file, or `-` for stdin",
            )
        });
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Trouble::plain(format!("stdin could not be read: {error}")))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Trouble::plain("stdin holds more than 64 MB"));
    }
    Ok(bytes)
}
