//! Texts that nobody but their server may see.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A secret: kept and sent as it is, shown by no debug output.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// A secret.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(text.into())
    }

    /// The text itself: to be sent or kept, never to be shown.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_shown_by_no_debug_output() {
        let headers = vec![("X-Key".to_string(), Secret::new("hunter2"))];
        assert_eq!(format!("{headers:?}"), r#"[("X-Key", ***)]"#);
    }
}
