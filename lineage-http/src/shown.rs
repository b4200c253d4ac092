//! Text of callers, as it is shown to others.

use lineage_model::redact;

/// How much of it is kept: the longest key of an object, and its bucket.
const LONGEST: usize = 1100;

/// A text for the log: without secrets, not too long, and such that it can forge no line, nor look like another text.
pub(crate) fn shown(text: &str) -> String {
    let shown = |c: char| if (' '..='~').contains(&c) { c.to_string() } else { c.escape_unicode().to_string() };
    redact::text(text).chars().take(LONGEST).map(shown).collect()
}

/// The start of a text for who sent it, in at most 1,100 bytes.
pub(crate) fn start(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        for (text, expected) in [
            ("/lineage", "/lineage"),
            ("a\nb\u{202e}", "a\\u{a}b\\u{202e}"),
            ("/x?password=hunter2", redact::text("/x?password=hunter2").as_ref()),
        ] {
            assert_eq!(shown(text), expected);
            assert_eq!(start(text), text);
        }
        assert!(!shown("/x?password=hunter2").contains("hunter2"));
        assert_eq!(shown(&"x".repeat(5000)).len(), 1100);
        assert_eq!(start(&format!("x{}", "ä".repeat(1000))).len(), 1099);
    }
}
