//! A feed's bytes become a `ParsedFeed`.

use crate::model::ParsedFeed;
use crate::parse::source::{NotFeed, Source};

/// Understands a feed of any format. What can be mended is mended and told in `ParsedFeed::warnings`.
pub fn feed(bytes: &[u8], source: &Source<'_>) -> Result<ParsedFeed, NotFeed> {
    let _ = (bytes, source);
    Err(NotFeed::new("the document is empty", "check the address"))
}
