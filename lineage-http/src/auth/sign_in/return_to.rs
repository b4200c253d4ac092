use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Which part of the page somebody returns to: the query of its address, or nothing.
///
/// It begins with `?`, so that it leads to no other page whatever it holds, and is written in letters that both a header
/// and a cookie may hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReturnTo(String);

/// How long it may be, in bytes; that much fits into a cookie beside what else is in it.
const LONGEST: usize = 2000;

/// What a cookie cannot hold as it is (RFC 6265, 4.1.1), space, and what would end the query; letters beyond ASCII are
/// escaped in any case.
const ESCAPED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b',').add(b';').add(b'\\');

impl ReturnTo {
    /// What is no query of a page, or too long a one, is nothing.
    #[must_use]
    pub fn new(text: &str) -> Self {
        if !text.starts_with('?') || text.len() > LONGEST || text.chars().any(char::is_control) {
            return Self::default();
        }
        let escaped = utf8_percent_encode(text, ESCAPED).to_string();
        if escaped.len() > LONGEST { Self::default() } else { Self(escaped) }
    }

    /// Empty, or the query with its `?`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_the_page() {
        let long = format!("?{}", "x".repeat(1999));
        for (text, expected) in [
            ("", ""),
            ("?", "?"),
            ("?pipeline=x&view=data", "?pipeline=x&view=data"),
            ("?pipeline=%ED%95%9C#a", "?pipeline=%ED%95%9C%23a"),
            ("?pipeline=한 \";,\\", "?pipeline=%ED%95%9C%20%22%3B%2C%5C"),
            ("?//evil.example", "?//evil.example"),
            (&long, &long),
            (&format!("{long}x"), ""),
            (&format!("?{}", "한".repeat(600)), ""),
            ("//evil.example", ""),
            ("/lineage", ""),
            ("https://evil.example", ""),
            ("\\\\evil.example", ""),
            (" ?x", ""),
            ("pipeline=x", ""),
            ("?a\r\nSet-Cookie: b=c", ""),
            ("?a\u{85}", ""),
        ] {
            assert_eq!(ReturnTo::new(text).as_str(), expected, "{text}");
            // Read back out of a cookie it is the same.
            assert_eq!(ReturnTo::new(expected).as_str(), expected);
        }
    }
}
