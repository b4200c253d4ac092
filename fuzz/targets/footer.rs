//! Any footer, and any Arrow schema inside one, becomes columns whose types have names, or an error.
#![no_main]

use base64::Engine as _;
use libfuzzer_sys::fuzz_target;
use lineage_schema::{Footer, FooterStep, type_name};

/// A schema of one column, no rows, no row groups, and metadata up to the length of the value of `ARROW:schema`.
const BEFORE: &[u8] =
    b"\x15\x02\x19\x2c\x48\x01s\x15\x02\0\x15\x02\x25\0\x18\x01c\0\x16\0\x19\x0c\x19\x1c\x18\x0cARROW:schema\x18";

fuzz_target!(|data: &[u8]| {
    // So a message of Arrow begins, and no footer.
    let mut file = if data.starts_with(&[0xff; 4]) {
        let text = base64::prelude::BASE64_STANDARD.encode(data);
        [BEFORE, &varint(text.len()), text.as_bytes(), b"\0\0"].concat()
    } else {
        data.to_vec()
    };
    let len = u32::try_from(file.len()).expect("a small footer");
    file.extend_from_slice(&len.to_le_bytes());
    file.extend_from_slice(b"PAR1");
    let size = file.len() as u64;
    let whole = Footer::start(file.clone(), size).map(|(_, step)| match step {
        FooterStep::Done(schema) => *schema,
        FooterStep::Read(range) => panic!("{range:?} is there"),
    });
    for field in whole.iter().flat_map(|schema| &schema.fields) {
        type_name(field);
    }
    let Ok((footer, FooterStep::Read(range))) = Footer::start(file.split_off(file.len() - 8), size) else {
        return assert!(data.is_empty(), "a footer of no bytes");
    };
    assert_eq!(range, 0..file.len() as u64);
    assert_eq!(footer.resume(file.to_vec()), whole);
});

fn varint(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 0x7f {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}
