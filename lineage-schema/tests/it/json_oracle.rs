//! What is read of other projects' files, beside what DuckDB, pyarrow and Polars read of them.

use std::fs;
use std::path::{Path, PathBuf};

use lineage_schema::{ReadErrorKind, Sample, TextOptions, inflate, read_json};

#[path = "../../../examples/schema_report/json.rs"]
mod report;

/// Files in which we differ from two peers, with the decision behind it.
const DIFFERENCES: &[(&str, &str)] = &[
    (
        "json/arrow-rs/data/basic.json",
        "date-times are timestamps; these are with milliseconds, which DuckDB leaves as text",
    ),
    ("big.json", "integers beyond 64 bits are decimals up to 38 digits"),
    ("map_like.json", "more than 200 keys with values of one type are a map"),
    ("deep.json", "what nests deeper than 100 levels is JSON text"),
];

#[test]
fn columns_are_those_on_which_two_peers_agree() {
    let Some(corpus) = corpus() else { return };
    let cases = report::cases(&corpus).unwrap();
    let compared = cases.iter().filter(|case| case.agreed.is_some()).count();
    assert!(compared >= 49, "{compared}");
    let unlike: Vec<&str> =
        cases.iter().filter(|case| case.agrees() == Some(false)).map(|case| case.file.as_str()).collect();
    let decided: Vec<&str> = DIFFERENCES.iter().map(|(file, _)| *file).collect();
    assert_eq!(unlike, decided);
}

/// The hard cases that some peer refuses or misreads, as they are to be read.
const EDGE_CASES: &[(&str, &str)] = &[
    ("arr_scalar.json", "a: dense_union<int64: int64=0, list: list<item: int64>=1>"),
    ("big.json", "a: decimal"),
    ("bom.json", "a: int64"),
    ("bool_int.json", "a: dense_union<bool: bool=0, int64: int64=1>"),
    ("dup_key.json", "a: dense_union<int64: int64=0, string: string=1>"),
    ("empty_obj.json", ""),
    ("gz.json.gz", "a: int64"),
    ("int_str.json", "a: dense_union<int64: int64=0, string: string=1>"),
    ("map_like.json", "m: map<string, int64>"),
    ("nan.json", "a: double"),
    ("ndjson.json", "a: int64, b: string"),
    ("nested.json", "l: list<item: list<item: double>>, s: struct<x: int64, y: list<item: struct<z: string>>>"),
    ("null_only.json", "a: null"),
    ("obj_scalar.json", "a: dense_union<int64: int64=0, struct: struct<b: int64>=1>"),
    ("one_bad_line.json", "a: int64"),
    ("single_pretty.json", "a: int64, b: struct<c: list<item: int64>>"),
    ("u64.json", "a: decimal"),
    ("lone_surrogate.json", "no record could be read: unexpected end of hex escape in line 1"),
    ("scalar_array.json", "the object holds JSON, but no records: columns need objects, one a line or in an array"),
    ("trailing_comma.json", "no record could be read: trailing comma in line 1"),
    ("ws.json", "the object holds no record"),
];

#[test]
fn hard_cases_are_read_as_decided() {
    let Some(corpus) = corpus() else { return };
    let cases = report::cases(&corpus).unwrap();
    for (file, expected) in EDGE_CASES {
        let case = cases.iter().find(|case| case.file == *file).unwrap();
        let ours = match &case.ours {
            Ok(columns) => columns.iter().map(|(name, kind)| format!("{name}: {kind}")).collect::<Vec<_>>().join(", "),
            Err(error) => error.clone(),
        };
        assert_eq!(ours, *expected, "{file}");
    }
}

/// JSONTestSuite: a file `y_…` is JSON, `n_…` is none, of `i_…` every parser may think as it likes.
#[test]
fn what_is_json_is_read() {
    let Some(corpus) = corpus() else { return };
    let mut valid = 0;
    for entry in fs::read_dir(corpus.join("data/json/JSONTestSuite")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let read = |complete| {
            let inflated = inflate(&bytes, complete, 1 << 20);
            assert_eq!(inflated, Ok(None), "{}", path.display());
            read_json(Sample { bytes: &bytes, complete }, &TextOptions::default())
        };
        let (whole, _) = (read(true), read(false));
        if path.file_name().unwrap().to_str().unwrap().starts_with("y_") {
            valid += 1;
            let clean = match &whole {
                Ok(found) => found.warnings.is_empty(),
                Err(error) => matches!(error.kind, ReadErrorKind::NotTabular | ReadErrorKind::Empty),
            };
            assert!(clean, "{}: {whole:?}", path.display());
        }
    }
    assert!(valid >= 60, "{valid}");
}

fn corpus() -> Option<PathBuf> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/schema");
    if !corpus.is_dir() {
        eprintln!("skipped: {} is absent", corpus.display());
        return None;
    }
    Some(corpus)
}
