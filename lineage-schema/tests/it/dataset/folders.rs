use insta::assert_json_snapshot;
use lineage_schema::LocalObjects;

use super::{answer, inferred};

/// Folders of the files of two writers, and Hive's folders: one answer each, after the decisions of this crate.
#[test]
fn folders_of_parquet_files() {
    let objects = LocalObjects::new("tests/fixtures/dataset/pq").unwrap();
    for folder in ["date_ts", "hive", "large_str", "null_int", "struct", "ts_unit"] {
        assert_json_snapshot!(folder, answer(&inferred(&objects, folder)));
    }
}
