//! Any bytes as separated values: a schema or an error, never a panic, and the same one each time. What the beginning of
//! an object tells is told of no more records than the object has.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lineage_schema::{FileSchema, Sample, TextOptions, read_csv};

fuzz_target!(|bytes: &[u8]| {
    let options = TextOptions::default();
    let whole = read_csv(Sample { bytes, complete: true }, &options);
    assert_eq!(whole, read_csv(Sample { bytes, complete: true }, &options));
    let Ok(whole) = whole else { return };
    look(&whole);
    // The same dialect, so that nothing but the last record differs.
    let mut options = TextOptions::default();
    options.dialect.clone_from(&whole.meta.dialect);
    if let Ok(head) = read_csv(Sample { bytes, complete: false }, &options) {
        look(&head);
        assert!(head.records <= whole.records, "a beginning has no more records than the whole");
    }
});

fn look(schema: &FileSchema) {
    assert!(schema.fields.iter().all(|field| field.is_nullable() && !field.name().is_empty()));
    assert!(!schema.fields.is_empty() && schema.fields.len() <= 10_000);
}
