use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use crate::Sample;

/// The bytes of an object as a text.
pub(super) struct Text<'a> {
    /// Without a byte order mark.
    pub(super) content: Cow<'a, str>,
    /// `UTF-8`, `UTF-16LE`, `UTF-32BE` …
    pub(super) encoding: &'static str,
    /// Whether there were bytes that the encoding does not know.
    pub(super) undecodable: bool,
}

/// Reads a text of any of the Unicode encodings, the only ones that JSON has. Without a byte order mark the zeros among
/// the first four bytes tell which, for the first two characters are ASCII (RFC 4627, section 3).
pub(super) fn decode(sample: Sample<'_>) -> Text<'_> {
    let bytes = sample.bytes;
    match *bytes {
        [0xFF, 0xFE, 0, 0, ref bytes @ ..] => utf32(bytes, u32::from_le_bytes, "UTF-32LE"),
        [0, 0, 0xFE, 0xFF, ref bytes @ ..] => utf32(bytes, u32::from_be_bytes, "UTF-32BE"),
        [0xFF, 0xFE, ref bytes @ ..] => utf16(bytes, UTF_16LE),
        [0xFE, 0xFF, ref bytes @ ..] => utf16(bytes, UTF_16BE),
        [0xEF, 0xBB, 0xBF, ref bytes @ ..] => utf8(bytes, sample.complete),
        [0, 0, 0, _, ..] => utf32(bytes, u32::from_be_bytes, "UTF-32BE"),
        [_, 0, 0, 0, ..] => utf32(bytes, u32::from_le_bytes, "UTF-32LE"),
        [0, _, ..] => utf16(bytes, UTF_16BE),
        [_, 0, ..] => utf16(bytes, UTF_16LE),
        _ => utf8(bytes, sample.complete),
    }
}

fn utf8(bytes: &[u8], complete: bool) -> Text<'_> {
    let text = match std::str::from_utf8(bytes) {
        // The end of the sample cuts a character.
        Err(error) if error.error_len().is_none() && !complete => {
            std::str::from_utf8(bytes.get(..error.valid_up_to()).unwrap_or_default())
        }
        text => text,
    };
    let undecodable = text.is_err();
    let content = text.map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed);
    Text { content, encoding: "UTF-8", undecodable }
}

/// Half a character at the end, which the end of a sample cuts, is no reason for a warning.
fn utf16<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Text<'a> {
    let whole = bytes.len() - bytes.len() % 2;
    let (content, _) = encoding.decode_without_bom_handling(bytes.get(..whole).unwrap_or_default());
    let end = content.strip_suffix('\u{FFFD}').map_or(content.len(), str::len);
    let undecodable = content.get(..end).is_some_and(|text| text.contains('\u{FFFD}'));
    Text { content, encoding: encoding.name(), undecodable }
}

fn utf32(bytes: &[u8], character: impl Fn([u8; 4]) -> u32, encoding: &'static str) -> Text<'static> {
    let (characters, _) = bytes.as_chunks::<4>();
    let read = |bytes: &[u8; 4]| char::from_u32(character(*bytes));
    let undecodable = characters.iter().any(|bytes| read(bytes).is_none());
    let content = characters.iter().map(|bytes| read(bytes).unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Text { content: Cow::Owned(content), encoding, undecodable }
}
