use std::io::Read;

use ruzstd::decoding::errors::FrameDecoderError;
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::{End, reserve};

/// The window of the compressor's default level, and of all below it.
const USUAL_WINDOW: u64 = 2 * 1024 * 1024;
/// How much is decoded before it is looked at; the decoder goes on to the end of a block, of at most 128 KiB.
const STEP: usize = 256 * 1024;

/// Decodes frames until the cap, the end, or what is no frame.
pub(super) fn decode(out: &mut Vec<u8>, cap: usize, head: &[u8]) -> End {
    let mut input = head;
    while !input.is_empty() {
        if let Err(end) = frame(out, cap, head.len(), &mut input) {
            return end;
        }
        input = without_skippable_frames(input);
    }
    End::Whole
}

fn frame(out: &mut Vec<u8>, cap: usize, length: usize, input: &mut &[u8]) -> Result<(), End> {
    let mut decoder = FrameDecoder::new();
    decoder.set_max_window_size(USUAL_WINDOW);
    let mut limit = cap;
    let start = *input;
    match decoder.init(&mut *input) {
        Err(FrameDecoderError::WindowSizeTooBig { .. }) => {
            // The decoder keeps a whole window beside what it gave out. So a large one, which high levels use, is not
            // filled by a few bytes that claim to be much.
            limit = cap.min(length.saturating_mul(5).saturating_add(1024 * 1024));
            decoder.set_max_window_size(u64::MAX);
            *input = start;
            decoder.init(&mut *input)
        }
        other => other,
    }
    .map_err(|error| match error {
        FrameDecoderError::DictNotProvided { .. } => End::Unsupported("compressed with zstd and a dictionary"),
        _ => End::Early,
    })?;
    let mut decoded = out.len();
    let whole = loop {
        match decoder.decode_blocks(&mut *input, BlockDecodingStrategy::UptoBytes(STEP)) {
            Ok(true) => break true,
            Ok(false) => decoded += STEP,
            Err(_) => break false,
        }
        drain(out, limit, &mut decoder);
        if decoded >= limit {
            break false;
        }
    };
    if !whole {
        // Only the end of a frame makes the decoder give out its window: an empty last block and some checksum.
        let _ = decoder.decode_blocks(&[1, 0, 0, 0, 0, 0, 0][..], BlockDecodingStrategy::All);
    }
    drain(out, limit, &mut decoder);
    if whole && decoder.can_collect() == 0 { Ok(()) } else { Err(End::Early) }
}

/// Moves what the decoder gives out, up to the limit.
fn drain(out: &mut Vec<u8>, limit: usize, decoder: &mut FrameDecoder) {
    let start = out.len();
    let count = decoder.can_collect().min(limit.saturating_sub(start));
    reserve(out, limit, count);
    out.resize(start + count, 0);
    let read = decoder.read(out.get_mut(start..).unwrap_or_default()).unwrap_or_default();
    out.truncate(start + read);
}

/// What follows frames that decoders of zstd and lz4 must skip; some compressors begin with one.
pub(super) fn without_skippable_frames(mut input: &[u8]) -> &[u8] {
    while let [0x50..=0x5F, 0x2A, 0x4D, 0x18, a, b, c, d, rest @ ..] = input {
        input = rest.get(u32::from_le_bytes([*a, *b, *c, *d]) as usize..).unwrap_or_default();
    }
    input
}
