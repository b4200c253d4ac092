//! The frames of lz4. The crate's reader takes up to 12 MiB because a frame of a few bytes says that its blocks may be
//! that large, and gives nothing of a block that is cut, which the 4 MiB blocks of the command line always are.

use super::{End, reserve};

/// How far back a block may refer.
const WINDOW: usize = 64 * 1024;

/// Decodes frames until the cap, the end, or what is no frame.
pub(super) fn decode(out: &mut Vec<u8>, cap: usize, mut input: &[u8]) -> End {
    while !input.is_empty() {
        if let Err(end) = frame(out, cap, &mut input) {
            return end;
        }
    }
    End::Whole
}

fn frame(out: &mut Vec<u8>, cap: usize, input: &mut &[u8]) -> Result<(), End> {
    // Magic bytes, flags, the largest size of a block, which is of no use here.
    let [0x04, 0x22, 0x4D, 0x18, flags, _] = take(input)? else { return Err(End::Early) };
    let has = |flag: u8| flags & flag != 0;
    let (linked, block_checksum, size, checksum, dictionary) = (!has(32), has(16), has(8), has(4), has(1));
    if dictionary {
        return Err(End::Unsupported("compressed with lz4 and a dictionary"));
    }
    // The size of the content, and the checksum of the header.
    skip(input, if size { 9 } else { 1 })?;
    let start = out.len();
    loop {
        let size = u32::from_le_bytes(take(input)?);
        if size == 0 {
            return skip(input, if checksum { 4 } else { 0 });
        }
        let length = (size & 0x7FFF_FFFF) as usize;
        let block = input.get(..length).unwrap_or(input);
        if size >> 31 == 0 {
            let first = if linked { start.max(out.len().saturating_sub(WINDOW)) } else { out.len() };
            decode_block(out, first, cap, block)?;
        } else {
            append(out, cap, block)?;
        }
        skip(input, length)?;
        skip(input, if block_checksum { 4 } else { 0 })?;
    }
}

/// Decodes a block, as far as it goes; nothing before `first` may be referred to.
fn decode_block(out: &mut Vec<u8>, first: usize, cap: usize, mut block: &[u8]) -> Result<(), End> {
    while let Some((token, rest)) = block.split_first() {
        block = rest;
        let literals = length(&mut block, token >> 4)?;
        append(out, cap, block.get(..literals).unwrap_or(block))?;
        skip(&mut block, literals)?;
        if block.is_empty() {
            // The last sequence is literals alone.
            return Ok(());
        }
        let offset = usize::from(u16::from_le_bytes(take(&mut block)?));
        let length = length(&mut block, token & 15)?.saturating_add(4);
        repeat(out, first, cap, offset, length)?;
    }
    Err(End::Early)
}

/// A length whose first four bits are in the token.
fn length(block: &mut &[u8], bits: u8) -> Result<usize, End> {
    let mut length = usize::from(bits);
    let mut more = bits == 15;
    while more {
        let [byte] = take(block)?;
        length = length.saturating_add(usize::from(byte));
        more = byte == 255;
    }
    Ok(length)
}

fn append(out: &mut Vec<u8>, cap: usize, bytes: &[u8]) -> Result<(), End> {
    let fits = bytes.get(..cap - out.len());
    reserve(out, cap, fits.unwrap_or(bytes).len());
    out.extend_from_slice(fits.unwrap_or(bytes));
    if fits.is_some_and(|fits| fits.len() < bytes.len()) { Err(End::Early) } else { Ok(()) }
}

/// Appends what stands `offset` bytes before the end, again and again where that is shorter than `length`.
fn repeat(out: &mut Vec<u8>, first: usize, cap: usize, offset: usize, length: usize) -> Result<(), End> {
    let from = out.len().checked_sub(offset).filter(|from| offset > 0 && *from >= first).ok_or(End::Early)?;
    let fits = length.min(cap - out.len());
    reserve(out, cap, fits);
    let end = out.len() + fits;
    while out.len() < end {
        let copied = (end - out.len()).min(out.len() - from);
        out.extend_from_within(from..from + copied);
    }
    if fits < length { Err(End::Early) } else { Ok(()) }
}

fn take<const N: usize>(input: &mut &[u8]) -> Result<[u8; N], End> {
    let (taken, rest) = input.split_first_chunk().ok_or(End::Early)?;
    *input = rest;
    Ok(*taken)
}

fn skip(input: &mut &[u8], count: usize) -> Result<(), End> {
    *input = input.get(count..).ok_or(End::Early)?;
    Ok(())
}
