//! The peak of the heap while the schema of hostile JSON is read, and while hostile data is decompressed (bars R4 and S9:
//! at most 16 times the input and 4 MiB more; a cap on what comes out is reached within 100 ms).
#![allow(clippy::print_stdout, clippy::expect_used)]

use std::hint::black_box;
use std::io::Write;
use std::time::Instant;

use lineage_benches::peak;
use lineage_schema::{Column, Sample, TextOptions, inflate, read_json};

#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

/// The most that may come out of compressed data.
const CAP: usize = 4 << 20;

fn main() {
    println!("{:>16} {:>10} {:>12} {:>7}", "", "bytes", "peak", "of bar");
    for size in [1 << 12, 1 << 16, 1 << 18, 1 << 20] {
        for (name, text) in texts(size) {
            for (name, text) in [(name.to_owned(), text.clone()), (format!("{name}, cut"), format!("{text}\n{{"))] {
                let peak = peak(|| {
                    let schema = read_json(Sample { bytes: text.as_bytes(), complete: true }, &TextOptions::default());
                    let columns = schema.map(|schema| schema.fields.iter().map(Column::from).collect::<Vec<_>>());
                    black_box(columns.ok());
                });
                let bar = 16 * text.len() + (4 << 20);
                println!("{name:>16} {:>10} {peak:>12} {:>7.2}", text.len(), peak as f64 / bar as f64);
            }
        }
    }
    println!("\n{:>16} {:>10} {:>12} {:>7} {:>9}", "bomb", "bytes", "peak", "of bar", "time");
    for (name, bytes) in bombs() {
        let times = (0..5).map(|_| {
            let start = Instant::now();
            black_box(inflate(&bytes, true, CAP).ok());
            start.elapsed()
        });
        let time = times.min().unwrap_or_default();
        let peak = peak(|| {
            black_box(inflate(&bytes, true, CAP).ok());
        });
        let bar = 16 * bytes.len() + CAP + (4 << 20);
        println!("{name:>16} {:>10} {peak:>12} {:>7.2} {time:>9.1?}", bytes.len(), peak as f64 / bar as f64);
    }
}

/// Texts of about a size that are made to cost much.
fn texts(size: usize) -> Vec<(&'static str, String)> {
    let list = |item: &dyn Fn(usize) -> String| {
        let length = item(size / 16).len() + 1;
        let items: Vec<String> = (0..size / length).map(item).collect();
        items.join(",")
    };
    let nested = |number: usize| format!("\"{number:x}\":{}{}", "[".repeat(90), "]".repeat(90));
    let chain = |number: usize| format!("\"{number:x}\":{}1{}", "{\"\":".repeat(90), "}".repeat(90));
    vec![
        ("columns", format!("{{{}}}", list(&|number| format!("\"{number:x}\":1")))),
        ("keys", format!("{{\"a\":{{{}}}}}", list(&|number| format!("\"{number:x}\":1")))),
        ("objects", format!("{{\"a\":{{{}}}}}", list(&|number| format!("\"{number:x}\":{{\"\":1}}")))),
        ("lists of keys", format!("{{{}}}", list(&|number| format!("\"{number:x}\":[{{\"\":1}}]")))),
        ("mixed", format!("{{{}}}", list(&|number| format!("\"{number:x}\":[1,\"\",[],{{}},true]")))),
        ("deep lists", format!("{{{}}}", list(&nested))),
        ("deep objects", format!("{{{}}}", list(&chain))),
        ("depth", "{\"\":".repeat(size / 4)),
        ("brackets", "[".repeat(size)),
        ("records", list(&|number| format!("{{\"{number:x}\":0}}")).replace(',', "\n")),
        ("bad lines", "{\"\":[\n".repeat(size / 6)),
        ("escapes", format!("{{\"a\":\"{}\"}}", "\\n".repeat(size / 2))),
        ("no UTF-8", "\0\0\0{".repeat(size / 4)),
    ]
}

fn bombs() -> Vec<(&'static str, Vec<u8>)> {
    let zeros = vec![0; 64 << 20];
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&zeros).expect("a vector");
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    bzip2.write_all(&zeros).expect("a vector");
    let mut snappy = snap::write::FrameEncoder::new(Vec::new());
    snappy.write_all(&zeros).expect("a vector");
    // A frame whose blocks of 128 KiB each repeat one byte, with a window of that many bytes.
    let zstd = |window: u8| {
        let head = [0x28, 0xB5, 0x2F, 0xFD, 0, window];
        let block = (128u32 << 10 << 3 | 1 << 1).to_le_bytes();
        [&head[..], &[block[0], block[1], block[2], 0].repeat(1 << 12)].concat()
    };
    // A block of literals and a match, whose length goes on and on.
    let lz4 = |length: u32| {
        let head = [0x04, 0x22, 0x4D, 0x18, 0x60, 0x70, 0x73];
        let block = [&[0x1F, 0, 1, 0][..], &vec![255; length as usize - 5], &[0]].concat();
        [&head[..], &length.to_le_bytes(), &block].concat()
    };
    vec![
        ("gzip", gzip.finish().expect("a vector")),
        ("bzip2", bzip2.finish().expect("a vector")),
        ("bzip2, claimed", b"BZh91AY&SY\0\0\0\0".to_vec()),
        ("snappy", snappy.into_inner().expect("a vector")),
        ("zstd, 2 MiB", zstd(11 << 3)),
        ("zstd, 8 MiB", zstd(13 << 3)),
        ("zstd, 2 GiB", zstd(21 << 3)),
        ("lz4", lz4(1 << 16)),
        ("lz4, claimed", vec![0x04, 0x22, 0x4D, 0x18, 0x60, 0x70, 0x73, 0xFF, 0xFF, 0xFF, 0x7F, 0x10, 0]),
    ]
}
