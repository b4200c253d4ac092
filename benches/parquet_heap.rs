//! The peak of the heap from a Parquet footer to its schema (bars R4, R5), for the files below a folder and for footers
//! that are made to cost much.
//!
//! `cargo bench -p lineage-benches --bench parquet_heap -- FOLDER`
#![allow(clippy::print_stdout, clippy::expect_used)]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use arrow_ipc::{FieldBuilder, MessageBuilder, MessageHeader, SchemaBuilder, Struct_Builder, Type};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use flatbuffers::FlatBufferBuilder;
use lineage_benches::peak;
use lineage_schema::{Footer, FooterStep};

#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

fn main() {
    if let Some(folder) = env::args_os().skip(1).find(|arg| !arg.to_string_lossy().starts_with('-')) {
        let mut files = Vec::new();
        list(Path::new(&folder), &mut files).expect("a folder of files");
        let mut peaks: Vec<_> = files
            .into_iter()
            .map(|file| {
                let bytes = fs::read(&file).expect("a file");
                (peak(|| read(&bytes)), bytes.len(), file)
            })
            .collect();
        peaks.sort();
        println!("{} files; the largest heaps", peaks.len());
        for (peak, len, file) in peaks.iter().rev().take(3) {
            println!("{peak:>10} {len:>10}  {}", file.display());
        }
    }
    println!("{:>14} {:>10} {:>12} {:>7}  outcome", "hostile", "bytes", "peak", "ratio");
    for size in [1 << 16, 1 << 20, 1 << 24] {
        for (name, footer) in hostile(size) {
            let len = u32::try_from(footer.len()).expect("a footer below 4 GiB");
            let file = [footer.as_slice(), &len.to_le_bytes(), b"PAR1"].concat();
            let peak = peak(|| read(&file));
            let outcome = match Footer::start(file.clone(), file.len() as u64) {
                Ok((_, FooterStep::Done(schema))) => format!("{} columns", schema.fields.len()),
                Ok((_, FooterStep::Read(_))) => "more to read".to_owned(),
                Err(error) => format!("{:?}", error.kind),
            };
            let ratio = peak as f64 / file.len() as f64;
            let bar = if peak <= 16 * file.len() + (4 << 20) { "" } else { "  TOO MUCH" };
            println!("{name:>14} {:>10} {peak:>12} {ratio:>7.1}  {outcome}{bar}", file.len());
        }
    }
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { list(&path, files)? } else { files.push(path) }
    }
    Ok(())
}

/// Reads the schema of a file as from a server, the bytes of the footer included.
fn read(file: &[u8]) {
    let first = file.len().saturating_sub(Footer::FIRST_READ as usize);
    let tail = file.get(first..).unwrap_or_default().to_vec();
    match Footer::start(tail, file.len() as u64) {
        Ok((footer, FooterStep::Read(range))) => {
            let range =
                usize::try_from(range.start).expect("in memory")..usize::try_from(range.end).expect("in memory");
            let bytes = file.get(range).expect("a range of the file").to_vec();
            black_box(footer.resume(bytes).ok());
        }
        done => drop(black_box(done)),
    }
}

/// Footers of about `size` bytes.
fn hostile(size: usize) -> Vec<(&'static str, Vec<u8>)> {
    let repeat = |element: &[u8]| {
        let count = size / element.len();
        let root = [b"\x48\0\x15".as_slice(), &varint(count * 2), b"\0"].concat();
        let list = [&root, element.repeat(count).as_slice()].concat();
        [b"\x29\xfc".as_slice(), &varint(count + 1), &list, b"\x16\0\x19\x0c\0"].concat()
    };
    let with_keys = |entry: &[u8]| {
        let count = size / entry.len();
        [b"\x29\x1c\x48\0\0\x16\0\x19\x0c\x19\xfc".as_slice(), &varint(count), &entry.repeat(count), b"\0"].concat()
    };
    let with_hint = |message: Vec<u8>| {
        let text = BASE64_STANDARD.encode([&[0xff; 8], message.as_slice()].concat());
        let key = b"\x29\x2c\x48\0\x15\x02\0\x15\x02\x38\0\0\x16\0\x19\x0c\x19\x1c\x18\x0cARROW:schema\x18";
        [key.as_slice(), &varint(text.len()), text.as_bytes(), b"\0\0"].concat()
    };
    let claims =
        |claim: &[u8]| [b"\x29\x2c\x48\0\x15".as_slice(), claim, b"\0\x15\x02\x38\0\0\x16\0\x19\x0c\0"].concat();
    vec![
        ("nothings", repeat(b"\0")),
        ("short columns", repeat(b"\x15\x02\x38\x01a\0")),
        // As short as that many may be.
        ("columns", repeat(b"\x15\x02\x38\x12aaaaaaaaaaaaaaaaaa\0")),
        ("in lists", repeat(b"\x15\x02\x25\x04\x18\x10aaaaaaaaaaaaaaaa\0")),
        ("groups", repeat(b"\x35\x04\x18\x12aaaaaaaaaaaaaaaaaa\0")),
        ("uuids", repeat(b"\x15\x0e\x15\x20\x28\x0eaaaaaaaaaaaaaa\x6c\xec\0\0\0")),
        ("long columns", repeat(b"\x15\x02\x25\x04\x18\x20aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\0")),
        ("no text", repeat(&[b"\x15\x02\x25\x04\x18\xff\x0f".as_slice(), &[0xff; 2047], b"\0"].concat())),
        ("keys", with_keys(b"\x18\0\0")),
        ("children", claims(b"\xfe\xff\xff\xff\x0f")),
        ("hint: all one", with_hint(message(size / 6, 1))),
        ("hint: tree", with_hint(message(size / 1000, 100))),
    ]
}

/// A message of Arrow with so many fields, which are one, so many of which are inside it, which are one too.
fn message(fields: usize, children: usize) -> Vec<u8> {
    let mut builder = FlatBufferBuilder::new();
    let name = builder.create_string("a");
    let structure = Struct_Builder::new(&mut builder).finish().as_union_value();
    let mut inner = None;
    for count in [0, children, fields] {
        let inside = inner.map(|field| builder.create_vector(&vec![field; count]));
        if count == fields {
            let mut schema = SchemaBuilder::new(&mut builder);
            schema.add_fields(inside.expect("the fields"));
            let schema = schema.finish();
            let mut message = MessageBuilder::new(&mut builder);
            message.add_header_type(MessageHeader::Schema);
            message.add_header(schema.as_union_value());
            let message = message.finish();
            builder.finish(message, None);
            break;
        }
        let mut field = FieldBuilder::new(&mut builder);
        field.add_name(name);
        field.add_type_type(Type::Struct_);
        field.add_type_(structure);
        if let Some(inside) = inside {
            field.add_children(inside);
        }
        inner = Some(field.finish());
    }
    builder.finished_data().to_vec()
}

fn varint(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 0x7f {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}
