use std::borrow::Cow;

/// A text and the encoding that it was in.
#[derive(Debug)]
pub(crate) struct Decoded<'a> {
    /// Without a byte order mark.
    pub(crate) text: Cow<'a, str>,
    /// As the WHATWG names it: `UTF-8`, `UTF-16LE`, `EUC-KR` …
    pub(crate) encoding: &'static str,
}
