mod lz4;
mod zstd;

use std::io::Read;

use crate::{ReadError, ReadErrorKind};

/// The beginning of what an object holds, decompressed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inflated {
    /// From the first byte on, never more than the cap.
    pub bytes: Vec<u8>,
    /// Whether that is all there is; false when the input was cut or corrupt, or a limit was reached.
    pub complete: bool,
    /// `gzip`, `zstd`, `bzip2` …
    pub compression: &'static str,
}

/// Decompresses the head of an object, by its magic bytes; `None` when it is not compressed.
///
/// `complete` says whether `head` is the whole object; at most `cap` bytes come out, whatever the input claims. Of input
/// that is cut or corrupt after some good bytes those come out, and are not complete. Read are gzip, zstd, bzip2, and the
/// framed forms of lz4 and snappy, each with any number of members or frames; forms without magic bytes are not.
///
/// # Errors
/// `Unsupported` for a compression that is known by its magic bytes but not read here, `Malformed` when nothing could
/// be decompressed, `TooShort` when more of the object is needed for that.
pub fn inflate(head: &[u8], complete: bool, cap: usize) -> Result<Option<Inflated>, ReadError> {
    let head = zstd::without_skippable_frames(head);
    let mut bytes = Vec::new();
    let (compression, end) = match head {
        [0x1F, 0x8B, 0x08, ..] => ("gzip", gzip(&mut bytes, cap, head)),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => ("zstd", zstd::decode(&mut bytes, cap, head)),
        [b'B', b'Z', b'h', b'1'..=b'9', b'1' | 0x17, b'A' | b'r', ..] => {
            ("bzip2", fill(&mut bytes, cap, ::bzip2::bufread::MultiBzDecoder::new(head)))
        }
        [0x04, 0x22, 0x4D, 0x18, ..] => ("lz4", lz4::decode(&mut bytes, cap, head)),
        [0xFF, 0x06, 0, 0, b's', b'N', b'a', b'P', b'p', b'Y', ..] => {
            ("snappy", fill(&mut bytes, cap, snap::read::FrameDecoder::new(head)))
        }
        _ => return unread(head).map_or(Ok(None), |what| Err(unsupported(what))),
    };
    match end {
        _ if unread(&bytes) == Some(TAR) => Err(unsupported(TAR)),
        End::Whole => Ok(Some(Inflated { bytes, complete, compression })),
        _ if !bytes.is_empty() => Ok(Some(Inflated { bytes, complete: false, compression })),
        End::Unsupported(what) => Err(unsupported(what)),
        _ if complete => {
            let message = format!("the object begins as {compression}, but nothing could be decompressed");
            Err(ReadError::new(ReadErrorKind::Malformed, message))
        }
        _ => {
            let message = format!("the first block of {compression} does not end within what was read");
            Err(ReadError::new(ReadErrorKind::TooShort, message))
        }
    }
}

/// How decompressing ended.
enum End {
    /// The input ended where its format says that it may.
    Whole,
    /// The cap was reached, or the input was cut or corrupt.
    Early,
    /// It needs what is not built here.
    Unsupported(&'static str),
}

const TAR: &str = "a tar archive";

fn unsupported(what: &str) -> ReadError {
    ReadError::new(ReadErrorKind::Unsupported, format!("the object is {what}, which is not read here"))
}

/// What begins with these bytes, if that is a container that is not read here.
fn unread(head: &[u8]) -> Option<&'static str> {
    let of = |magic: &[u8]| head.starts_with(magic);
    let known = [
        (of(b"\xFD7zXZ\0"), "compressed with xz"),
        (of(b"PK\x03\x04") || of(b"PK\x05\x06"), "a zip archive"),
        (of(b"7z\xBC\xAF\x27\x1C"), "a 7z archive"),
        (of(b"Rar!\x1A\x07"), "a rar archive"),
        (of(b"\x1F\x9D"), "compressed with compress (.Z)"),
        (of(b"LZIP\x01"), "compressed with lzip"),
        (of(b"\x89LZO\0\r\n\x1A\n"), "compressed with lzop"),
        (of(b"\x02\x21\x4C\x18"), "compressed with the legacy frames of lz4"),
        (head.get(257..262) == Some(b"ustar"), TAR),
    ];
    known.into_iter().find_map(|(is, what)| is.then_some(what))
}

/// Decompresses the members of gzip. Zeros may fill up a block behind the last, as gzip itself takes it: they are read as
/// the fixed part of a header, and the rest of them is left.
fn gzip(bytes: &mut Vec<u8>, cap: usize, head: &[u8]) -> End {
    const HEADER: usize = 10;
    let mut rest = head;
    let end = fill(bytes, cap, flate2::bufread::MultiGzDecoder::new(&mut rest));
    let padding = head.get((head.len() - rest.len()).saturating_sub(HEADER)..).unwrap_or_default();
    let padded = padding.len() > HEADER && padding.iter().all(|byte| *byte == 0);
    if padded && bytes.len() < cap { End::Whole } else { end }
}

/// Makes room for more, at least doubled as a vector does by itself, but never beyond the cap.
fn reserve(bytes: &mut Vec<u8>, cap: usize, more: usize) {
    if bytes.capacity() - bytes.len() < more {
        bytes.reserve_exact(bytes.len().max(more).min(cap - bytes.len()));
    }
}

/// Reads up to the cap, without more room than what came out so far suggests.
fn fill(bytes: &mut Vec<u8>, cap: usize, mut from: impl Read) -> End {
    const LEAST: usize = 32 * 1024;
    loop {
        let start = bytes.len();
        let room = start.max(LEAST).min(cap - start);
        if room == 0 {
            // A stream that ends at the very cap is whole.
            return if matches!(from.read(&mut [0]), Ok(0)) { End::Whole } else { End::Early };
        }
        reserve(bytes, cap, room);
        bytes.resize(start + room, 0);
        let read = read_into(&mut from, bytes.get_mut(start..).unwrap_or_default());
        bytes.truncate(start + read.0);
        if let Some(end) = read.1 {
            return end;
        }
    }
}

/// How many bytes were read, and whether the stream ended before the buffer was full.
fn read_into(from: &mut impl Read, buffer: &mut [u8]) -> (usize, Option<End>) {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..)
        && !rest.is_empty()
    {
        match from.read(rest) {
            Ok(0) => return (filled, Some(End::Whole)),
            Ok(read) => filled += read,
            Err(_) => return (filled, Some(End::Early)),
        }
    }
    (filled, None)
}
