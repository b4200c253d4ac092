use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_KR, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::format::Content;
use crate::{Format, ReadError, ReadErrorKind, Sample};

/// How much of a text is looked at to tell its encoding.
const LOOK: usize = 64 * 1024;

/// A text and the encoding that it was in.
#[derive(Debug)]
pub(crate) struct Decoded<'a> {
    /// Without a byte order mark.
    pub(crate) text: Cow<'a, str>,
    /// As the WHATWG names it: `UTF-8`, `UTF-16LE`, `EUC-KR` …
    pub(crate) encoding: &'static str,
    /// Whether it had bytes that the encoding does not know; U+FFFD stands in their place.
    pub(crate) undecodable: bool,
}

/// Reads bytes as a text. A character that the end of an incomplete sample cuts is left out.
///
/// # Errors
/// `Empty` and `TooShort` when there is nothing but a byte order mark, `Malformed` when it is no text.
pub(crate) fn decode(sample: Sample<'_>) -> Result<Decoded<'_>, ReadError> {
    // A Parquet file that is cut or broken may have no byte that a text never has.
    if Content::of_bytes(sample.bytes) == Some(Content::Known(Format::Parquet)) {
        return Err(no_text());
    }
    let (encoding, mark) = Encoding::for_bom(sample.bytes).unwrap_or_else(|| (guess(sample), 0));
    let bytes = sample.bytes.get(mark..).unwrap_or_default();
    let (text, undecodable) = match utf8(bytes, sample.complete) {
        Some(text) if encoding == UTF_8 => (Cow::Borrowed(text), false),
        _ => transcode(encoding, bytes, sample.complete)?,
    };
    match text.chars().next() {
        None if sample.complete => Err(ReadError::new(ReadErrorKind::Empty, "the object is empty")),
        None => Err(ReadError::new(ReadErrorKind::TooShort, "not one character was read")),
        Some(_) if is_binary(&text, encoding) => Err(no_text()),
        Some(_) => Ok(Decoded { text, encoding: encoding.name(), undecodable }),
    }
}

fn no_text() -> ReadError {
    ReadError::new(ReadErrorKind::Malformed, "the object holds no text")
}

/// The text, if it is UTF-8 as a whole.
fn utf8(bytes: &[u8], complete: bool) -> Option<&str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() && !complete => {
            std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()
        }
        Err(_) => None,
    }
}

/// The encoding of a text without a byte order mark.
fn guess(sample: Sample<'_>) -> &'static Encoding {
    let look = sample.bytes.get(..LOOK).unwrap_or(sample.bytes);
    let whole = sample.complete && look.len() == sample.bytes.len();
    if let Some(encoding) = utf16(look) {
        return encoding;
    }
    if utf8(look, whole).is_some() || is_mostly_utf8(look) {
        return UTF_8;
    }
    // A few syllables over many numbers are too little for the statistics of letters.
    if is_hangul(look, whole) {
        return EUC_KR;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(look, whole);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-16 has a zero in each delimiter, digit and line end, always in the same half of the pair.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let pairs = bytes.as_chunks::<2>().0;
    let first = pairs.iter().filter(|[first, second]| *first == 0 && *second != 0).count();
    let second = pairs.iter().filter(|[first, second]| *first != 0 && *second == 0).count();
    let encoding = match (pairs.len() / 8).max(2) {
        few if second >= few && second > 4 * first => UTF_16LE,
        few if first >= few && first > 4 * second => UTF_16BE,
        _ => return None,
    };
    encoding.decode_without_bom_handling_and_without_replacement(pairs.as_flattened()).map(|_| encoding)
}

/// Whether characters of several bytes outnumber what is no UTF-8 by far: then those are mistakes in a UTF-8 text.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    wrong == 0 || right > 10 * wrong
}

/// Whether all bytes beyond ASCII are pairs that EUC-KR has syllables of Hangul at.
fn is_hangul(bytes: &[u8], whole: bool) -> bool {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| !byte.is_ascii()) {
        match rest.get(at..).unwrap_or_default() {
            [0xb0..=0xc8, 0xa1..=0xfe, behind @ ..] => rest = behind,
            [0xb0..=0xc8] => return !whole,
            _ => return false,
        }
    }
    !bytes.is_ascii()
}

/// The text, and whether something in it was no character of the encoding.
fn transcode(
    encoding: &'static Encoding,
    bytes: &[u8],
    complete: bool,
) -> Result<(Cow<'static, str>, bool), ReadError> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let capacity = decoder.max_utf8_buffer_length(bytes.len());
    let capacity =
        capacity.ok_or_else(|| ReadError::new(ReadErrorKind::TooLarge, "the text is too large to be decoded"))?;
    let mut text = String::with_capacity(capacity);
    let (_, _, undecodable) = decoder.decode_to_string(bytes, &mut text, complete);
    Ok((Cow::Owned(text), undecodable))
}

/// Whether there are characters that no text has: more than a few zeros, or, where the encoding was guessed, many control
/// characters. A few zeros may be what a program left of a missing value; beside control characters, or what cannot be
/// decoded, they are a mistake in a text only as long as those are few, too.
fn is_binary(text: &str, encoding: &'static Encoding) -> bool {
    let look = text.get(..text.floor_char_boundary(LOOK)).unwrap_or(text);
    let count = |is: fn(char) -> bool| look.chars().filter(|character| is(*character)).count();
    let controls = count(|character| matches!(character, '\x02'..='\x08' | '\x0e'..='\x1a' | '\x7f'));
    let undecodable = count(|character| character == char::REPLACEMENT_CHARACTER);
    let zeros = count(|character| character == '\0');
    zeros > look.len() / 10
        || zeros > 0 && controls + undecodable > look.len() / 100
        || encoding != UTF_8 && controls > look.len() / 50
}
