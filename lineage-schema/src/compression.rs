use crate::ReadError;

/// The beginning of what an object holds, decompressed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inflated {
    /// From the first byte on, never more than the cap.
    pub bytes: Vec<u8>,
    /// Whether that is all there is; false when the input was cut or the cap was reached.
    pub complete: bool,
    /// `gzip`, `zstd`, `bzip2` …
    pub compression: &'static str,
}

/// Decompresses the head of an object, by its magic bytes; `None` when it is not compressed.
///
/// `complete` says whether `head` is the whole object; at most `cap` bytes come out, whatever the input claims.
///
/// # Errors
/// `Unsupported` for a compression that is known by its magic bytes but not read here, `Malformed` when nothing could
/// be decompressed, `TooShort` when more of the object is needed for that.
pub fn inflate(_head: &[u8], _complete: bool, _cap: usize) -> Result<Option<Inflated>, ReadError> {
    Ok(None)
}
