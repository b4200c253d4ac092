//! Any text as the name of a dataset: an id that reads back as itself and leads nowhere else, or an error.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lineage_model::BucketName;
use lineage_schema::DatasetId;

fuzz_target!(|text: &str| {
    if let Ok(id) = text.parse::<DatasetId>() {
        checked(&id);
    }
    let Ok(bucket) = BucketName::new("lake") else { return };
    if let Ok(id) = DatasetId::below(bucket, text) {
        assert!(!id.is_object() && !id.key().ends_with("//"));
        assert_eq!(id.key().trim_end_matches('/'), text.trim_end_matches('/'));
        checked(&id);
    }
});

fn checked(id: &DatasetId) {
    assert_eq!(id.to_string().parse().as_ref(), Ok(id));
    assert!(id.key().len() <= 1024 && !id.key().contains(char::is_control));
    assert!(id.key().split('/').all(|segment| segment != "." && segment != ".."));
}
