//! Any bytes as JSON records, perhaps compressed: a schema or an error, never a panic, and the same one each time. What
//! the beginning of an object tells is told of no more records than the object has.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lineage_schema::{Column, FileSchema, Sample, TextOptions, inflate, read_json};

const CAP: usize = 1 << 18;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(Some(whole)) = inflate(bytes, true, CAP) {
        assert!(whole.bytes.len() <= CAP);
        if let Ok(Some(head)) = inflate(bytes.split_at(bytes.len() * 3 / 4).0, false, CAP) {
            assert!(!head.complete);
        }
        look(&whole.bytes);
    }
    look(bytes);
});

fn look(bytes: &[u8]) {
    let read = |bytes, complete| read_json(Sample { bytes, complete }, &TextOptions::default());
    let whole = read(bytes, true);
    assert_eq!(whole, read(bytes, true));
    let head = read(bytes, false);
    for schema in [&whole, &head].into_iter().flatten() {
        assert!(schema.fields.len() <= 10_000 && schema.fields.iter().all(|field| field.is_nullable()));
        let told: usize = schema.fields.iter().map(|field| Column::from(field).data_type.len()).sum();
        assert!(told <= 2 << 20, "what is nested is told at each level");
        assert!(schema.records.is_some_and(|records| records > 0));
    }
    if let (Ok(whole), Ok(head)) = (&whole, &head) {
        assert!(clean(head) || !clean(whole), "a beginning is no worse than the whole");
    }
}

fn clean(schema: &FileSchema) -> bool {
    schema.warnings.is_empty()
}
