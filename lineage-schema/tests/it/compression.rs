use std::io::Write;

use lineage_schema::{ReadErrorKind, inflate};

const CAP: usize = 1 << 20;

/// What cannot be compressed well, so that there are many blocks.
fn lines(count: u32) -> Vec<u8> {
    let line = |number: u32| format!("{{\"id\":{},\"text\":\"line {number}\"}}\n", number.wrapping_mul(2_654_435_761));
    (0..count).map(line).collect::<String>().into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn snappy(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = snap::write::FrameEncoder::new(Vec::new());
    encoder.write_all(bytes).unwrap();
    encoder.into_inner().unwrap()
}

fn lz4(bytes: &[u8], linked: bool) -> Vec<u8> {
    use lz4_flex::frame::{BlockMode, BlockSize, FrameEncoder, FrameInfo};
    let info = FrameInfo::new()
        .block_mode(if linked { BlockMode::Linked } else { BlockMode::Independent })
        .block_size(BlockSize::Max64KB)
        .block_checksums(linked)
        .content_checksum(!linked)
        .content_size((!linked).then_some(bytes.len() as u64));
    let mut encoder = FrameEncoder::with_frame_info(info, Vec::new());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

type Compress = fn(&[u8]) -> Vec<u8>;

const ALL: [(&str, Compress); 6] = [
    ("gzip", gzip),
    ("bzip2", bzip2),
    ("zstd", zstd),
    ("snappy", snappy),
    ("lz4", |bytes| lz4(bytes, true)),
    ("lz4", |bytes| lz4(bytes, false)),
];

#[test]
fn what_was_compressed_comes_out_again() {
    for (name, compress) in ALL {
        for original in [lines(1), lines(10_000)] {
            let inflated = inflate(&compress(&original), true, CAP).unwrap().unwrap();
            assert!(inflated.bytes == original, "{name} {}", original.len());
            assert_eq!((inflated.complete, inflated.compression), (true, name));
        }
        // More than one member, frame or stream, as tools that compress in parallel write them.
        let two = [compress(&lines(10)), compress(&lines(20))].concat();
        assert!(inflate(&two, true, CAP).unwrap().unwrap().bytes == [lines(10), lines(20)].concat(), "{name}");
    }
    let empty = inflate(&gzip(b""), true, CAP).unwrap().unwrap();
    assert!(empty.complete && empty.bytes.is_empty());
}

#[test]
fn a_cut_head_gives_what_it_holds() {
    let original = lines(10_000);
    for (name, compress) in ALL {
        let compressed = compress(&original);
        let mut longest = 0;
        for end in (0..compressed.len()).step_by(compressed.len() / 23) {
            match inflate(&compressed[..end], false, CAP) {
                Ok(Some(inflated)) => {
                    assert!(original.starts_with(&inflated.bytes), "{name} {end}");
                    assert!(!inflated.complete);
                    longest = longest.max(inflated.bytes.len());
                }
                Ok(None) => assert!(end < 10, "{name} {end}"),
                Err(error) => assert_eq!(error.kind, ReadErrorKind::TooShort, "{name} {end}"),
            }
        }
        assert!(longest > original.len() / 2, "{name} {longest} {}", original.len());
    }
}

#[test]
fn corrupt_data_gives_what_stands_before() {
    let original = lines(10_000);
    for (name, compress) in ALL {
        let mut compressed = compress(&original);
        let middle = compressed.len() / 2;
        compressed[middle..middle + 64].fill(0xFF);
        let inflated = inflate(&compressed, true, CAP).unwrap().unwrap();
        assert!(!inflated.complete, "{name}");
        assert!(inflated.bytes.len() > 60_000, "{name} {}", inflated.bytes.len());
        assert!(original.starts_with(&inflated.bytes[..60_000]), "{name}");

        let head = &compress(&original)[..6];
        let garbage = [head, &[0xFE; 1000]].concat();
        let kind = inflate(&garbage, true, CAP).map(|_| ()).err().map(|error| error.kind);
        assert!(matches!(kind, Some(ReadErrorKind::Malformed) | None), "{name}");
    }
}

#[test]
fn zeros_behind_gzip_are_no_member() {
    let original = lines(100);
    let compressed = gzip(&original);
    let check = |behind: &[u8], whole: bool| {
        let inflated = inflate(&[&compressed, behind].concat(), true, CAP).unwrap().unwrap();
        assert!(inflated.bytes == original);
        assert_eq!(inflated.complete, whole, "{behind:?}");
    };
    for count in [11, 12, 512, 10_000] {
        check(&vec![0; count], true);
    }
    check(b"\0\0x", false);
    check(&compressed[..5], false);
}

#[test]
fn the_cap_holds() {
    let bomb = vec![b' '; 3 << 20];
    for (name, compress) in ALL {
        let compressed = compress(&bomb);
        for cap in [0, 1, 1000, CAP] {
            let inflated = inflate(&compressed, true, cap);
            if cap > 0 {
                let inflated = inflated.unwrap().unwrap();
                assert!(inflated.bytes == bomb[..cap], "{name} {cap}");
                assert!(!inflated.complete);
            }
        }
        let exact = lines(10);
        let inflated = inflate(&compress(&exact), true, exact.len()).unwrap().unwrap();
        assert!(inflated.complete && inflated.bytes == exact, "{name}");
    }
}

#[test]
fn what_is_not_read_is_named() {
    let check = |head: &[u8], expected: &str| {
        let error = inflate(head, true, CAP).unwrap_err();
        assert_eq!(error.kind, ReadErrorKind::Unsupported);
        assert!(error.message.contains(expected), "{}", error.message);
    };
    check(b"\xFD7zXZ\0\0\x04", "xz");
    check(b"PK\x03\x04\x14\0", "zip");
    check(b"\x02\x21\x4C\x18\0\0\0\0", "lz4");
    let mut tar = vec![b'x'; 512];
    tar[257..263].copy_from_slice(b"ustar\0");
    check(&tar, "tar");
    check(&gzip(&tar), "tar");
    // A zstd frame that asks for dictionary 1.
    check(&[0x28, 0xB5, 0x2F, 0xFD, 0x01, 0x58, 0x01, 0x01, 0, 0], "dictionary");
    for text in [&b""[..], b"a,b\n", b"{\"a\":1}", b"PAR1", b"BZhello", b"\x1F"] {
        assert_eq!(inflate(text, true, CAP), Ok(None));
    }
}
