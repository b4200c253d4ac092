use std::io::{BufReader, Cursor, Read};

use lineage_schema::store::{BadLine, Imported, ObjectStoreSchemas, SchemaStore, import_jsonl};
use object_store::memory::InMemory;
use std::sync::Arc;

use crate::store::run;

fn store() -> ObjectStoreSchemas {
    ObjectStoreSchemas::new(Arc::new(InMemory::new()), "")
}

fn import(store: &ObjectStoreSchemas, lines: impl std::io::BufRead) -> Imported {
    run(import_jsonl(lines, store, "2026-01-31T09:30:00Z".parse().unwrap())).unwrap()
}

#[test]
fn versions_are_taken_over_in_order() {
    let lines = r#"{"dataset_id": "s3://bucket/a", "policyHash": "01", "version": 1, "schema": {"format": "parquet", "fields": {"z": "int32", "a": "string"}, "sampled_files": [], "meta": {"num_row_groups": 4}}, "created_at": "2024-05-01T10:00:00.5"}
{"dataset_id": "s3://bucket/b/", "version": 7, "policy": {"maxFiles": 900, "compatibility": "full"}, "schema": {"format": "csv", "fields": []}, "created_at": 1714557600.25}

{"datasetId": "s3://bucket/a", "version": 1, "policyHash": "01", "schema": {"format": "parquet", "fields": {"z": "int64"}}, "createdAt": "2024-05-01T10:00:00+09:00"}
{"dataset_id": "s3://bucket/a", "version": 2, "policyHash": "01", "schema": {"format": "parquet", "fields": {"z": "int64"}}}
{"dataset_id": "s3://bucket/a", "version": 4, "policy": {}, "schema": {"format": "parquet", "fields": {"no": 1}}}
{"dataset_id": "s3://bucket/b/", "version": 9, "policy": {"maxFiles": 900, "compatibility": "full"}, "schema": {"format": "json", "columns": [{"name": "y", "type": "bool", "nullable": false}, {"name": "b", "type": "string"}], "fields": {"x": "double"}}}
{"dataset_id": "http://bucket/b/", "schema": {"format": "json", "fields": {}}}
{"dataset_id": "s3://bucket/a", "version": 5, "schema": {"format": "par"#;
    let store = store();
    let imported = import(&store, lines.as_bytes());
    assert_eq!((imported.versions, imported.unchanged), (4, 1));
    let numbers: Vec<_> = imported.bad.iter().map(|bad| bad.line).collect();
    assert_eq!(numbers, [6, 8, 9]);
    let versions = |dataset: &str| {
        let page = run(store.versions(&dataset.parse().unwrap(), 9, None)).unwrap();
        let version = page.versions.into_iter().rev().map(|version| {
            let columns: Vec<_> =
                version.columns.iter().map(|c| (c.name.clone(), c.data_type.clone(), c.nullable)).collect();
            (version.version, version.format, columns, version.policy, version.meta, version.created_at.to_string())
        });
        version.collect::<Vec<_>>()
    };
    insta::assert_debug_snapshot!((versions("s3://bucket/a/"), versions("s3://bucket/b/")));

    let again = import(&store, lines.as_bytes());
    assert_eq!((again.versions, again.unchanged, again.bad.len()), (0, 0, 8));
    assert!(again.bad.contains(&BadLine { line: 1, message: "s3://bucket/a/ has versions already".into() }));
}

#[test]
fn a_line_that_is_too_long_is_skipped() {
    let good = r#"{"dataset_id": "s3://bucket/a/", "schema": {"format": "parquet", "fields": {"a": "int32"}}}"#;
    let long = Cursor::new("[").chain(std::io::repeat(b' ').take(17 * 1024 * 1024));
    let lines = Cursor::new(format!("{good}\n")).chain(long).chain(Cursor::new(format!("\n{good}\n")));
    let imported = import(&store(), BufReader::new(lines));
    assert_eq!((imported.versions, imported.unchanged, imported.bad.len()), (1, 1, 1));
}

#[test]
fn a_dataset_is_one_however_it_is_spelled() {
    let line = |dataset: &str, field: &str| {
        format!(r#"{{"dataset_id": "{dataset}", "schema": {{"format": "csv", "fields": {{"{field}": "int64"}}}}}}"#)
            + "\n"
    };
    let lines = [
        line("s3://bucket/p", "a"),
        line("s3://bucket/p/", "b"),
        line("file:///data/p", "a"),
        line("file:///data/p/", "a"),
        line("s3://bucket/p/a.csv.gz", "a"),
        line("s3://bucket/v1.2", "a"),
        line(&format!("s3://bucket/{}", "p".repeat(1024)), "a"),
    ];
    let store = store();
    let imported = import(&store, lines.concat().as_bytes());
    assert_eq!((imported.versions, imported.unchanged), (5, 1));
    assert_eq!(imported.bad, [BadLine { line: 7, message: "a key has at most 1024 bytes".into() }]);
    let count = |dataset: &str| run(store.versions(&dataset.parse().unwrap(), 9, None)).unwrap().versions.len();
    let datasets =
        ["s3://bucket/p/", "s3://bucket/p", "file:///data/p/", "s3://bucket/p/a.csv.gz", "s3://bucket/v1.2/"];
    assert_eq!(datasets.map(count), [2, 0, 1, 1, 1]);
}

#[test]
fn a_mark_before_the_first_line_is_none_of_it() {
    let line = r#"{"dataset_id": "s3://bucket/p/", "schema": {"format": "csv", "fields": {}}}"#;
    let imported = import(&store(), format!("\u{feff}{line}\r\n\u{feff}{line}\n").as_bytes());
    assert_eq!((imported.versions, imported.bad.len()), (1, 1));
    assert_eq!(imported.bad[0], BadLine { line: 2, message: "expected value at column 1".into() });
}
