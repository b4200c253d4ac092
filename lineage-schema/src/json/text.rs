use std::borrow::Cow;

use crate::encoding::{Decoded, decode as decode_text};
use crate::{ReadError, Sample};

/// Reads bytes as a text, UTF-32 too, which JSON may be in (RFC 4627, section 3) and nothing else is. Without a byte
/// order mark its zeros tell, for the first character of JSON is an ASCII one.
///
/// # Errors
/// See [`decode_text`].
pub(super) fn decode(sample: Sample<'_>) -> Result<Decoded<'_>, ReadError> {
    match *sample.bytes {
        [0xFF, 0xFE, 0, 0, ref bytes @ ..] => Ok(utf32(bytes, u32::from_le_bytes, "UTF-32LE")),
        [0, 0, 0xFE, 0xFF, ref bytes @ ..] => Ok(utf32(bytes, u32::from_be_bytes, "UTF-32BE")),
        [first, 0, 0, 0, ..] if first != 0 => Ok(utf32(sample.bytes, u32::from_le_bytes, "UTF-32LE")),
        [0, 0, 0, last, ..] if last != 0 => Ok(utf32(sample.bytes, u32::from_be_bytes, "UTF-32BE")),
        _ => decode_text(sample),
    }
}

fn utf32(bytes: &[u8], character: impl Fn([u8; 4]) -> u32, encoding: &'static str) -> Decoded<'static> {
    let (characters, _) = bytes.as_chunks::<4>();
    let read = |bytes: &[u8; 4]| char::from_u32(character(*bytes));
    let undecodable = characters.iter().any(|bytes| read(bytes).is_none());
    let text = characters.iter().map(|bytes| read(bytes).unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Decoded { text: Cow::Owned(text), encoding, undecodable }
}
