//! Texts that somebody gives to a command.

use std::borrow::Cow;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use encoding_rs::{Encoding, UTF_8};

/// The whole text of a file.
pub(crate) fn file(path: &Path) -> io::Result<String> {
    decode(&fs::read(path)?)
}

/// A text of at most `most` bytes, or a little more than that, so that whoever parses it says that it is too long.
pub(crate) fn read(from: impl Read, most: usize) -> io::Result<String> {
    let mut bytes = Vec::new();
    from.take(most as u64 + 1).read_to_end(&mut bytes)?;
    // Where it was cut, that may be within a character.
    if bytes.len() > most { Ok(String::from_utf8_lossy(&bytes).into_owned()) } else { decode(&bytes) }
}

/// Editors and shells of Windows put a byte order mark before a text, and some of them write UTF-16 behind it.
fn decode(bytes: &[u8]) -> io::Result<String> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let text = bytes.get(mark..).unwrap_or_default();
    let text = encoding.decode_without_bom_handling_and_without_replacement(text).map(Cow::into_owned);
    text.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, format!("it is not {}", encoding.name())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "데이터 𝄞\r\n";

    #[test]
    fn a_mark_tells_the_encoding() {
        let read = |bytes: &[u8], most| read(bytes, most).map_err(|error| error.to_string());
        let utf_16 = |bytes: fn(u16) -> [u8; 2]| format!("\u{feff}{TEXT}").encode_utf16().flat_map(bytes).collect();
        let marked = format!("\u{feff}{TEXT}").into_bytes();
        for bytes in [TEXT.as_bytes().to_vec(), marked, utf_16(u16::to_le_bytes), utf_16(u16::to_be_bytes)] {
            assert_eq!(read(&bytes, bytes.len()).as_deref(), Ok(TEXT));
            assert!(read(&bytes, bytes.len() - 1).is_ok_and(|cut| cut.len() >= bytes.len()), "still too long");
        }
        for (bytes, encoding) in [
            (&b"\xb5"[..], "UTF-8"),
            (b"\xef\xbb\xbf\xb5", "UTF-8"),
            (b"\xff\xfea", "UTF-16LE"),
            (b"\xfe\xff\xd8\x00", "UTF-16BE"),
        ] {
            assert_eq!(read(bytes, 9), Err(format!("it is not {encoding}")));
        }
        assert_eq!(read(b"", 9).as_deref(), Ok(""));
    }
}
