//! The peak of the heap while the schema of hostile separated values is read (bar R4: at most 16 times the input and 4 MiB
//! more).
#![allow(clippy::print_stdout)]

use std::hint::black_box;

use lineage_benches::peak;
use lineage_schema::{Sample, TextOptions, read_csv};

#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

fn main() {
    let first = peak(|| drop(read_csv(Sample { bytes: b"a,b\n1,2\n", complete: true }, &TextOptions::default())));
    println!("{first} bytes for the first text of a process: regular expressions and threads, which stay");
    println!("{:>16} {:>10} {:>12} {:>7}", "", "bytes", "peak", "of bar");
    for size in [1 << 12, 1 << 16, 1 << 20] {
        let repeat = |item: &[u8]| item.repeat(size / item.len());
        for (name, bytes) in [
            ("commas", repeat(b",")),
            ("wide rows", [&[b','; 9_000][..], b"\n"].concat().repeat(size / 9_001 + 1)),
            ("all delimiters", repeat(b",;\t| ^~#&/")),
            ("short rows", repeat(b"a\n")),
            ("two columns", repeat(b"1,2\n")),
            ("quotes", repeat(b"\"")),
            ("quoted commas", repeat(b"\",\"")),
            ("one value", repeat(b"x")),
            ("comments", repeat(b"#\n")),
            ("line ends", repeat(b"\r")),
            ("latin", repeat(b"a,\xe9\xe8\n")),
            ("korean", repeat(b"\xc0\xcc\xb8\xa7,\xb0\xaa\n")),
            ("utf-16", repeat(b"a\0,\0\x01\xac\n\0")),
        ] {
            let peak = peak(|| {
                black_box(read_csv(Sample { bytes: &bytes, complete: true }, &TextOptions::default()).ok());
            });
            let bar = 16 * bytes.len() + (4 << 20);
            println!("{name:>16} {:>10} {peak:>12} {:>7.2}", bytes.len(), peak as f64 / bar as f64);
        }
    }
}
