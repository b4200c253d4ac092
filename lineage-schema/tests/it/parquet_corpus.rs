//! The schemas of stored Parquet files against those that pyarrow reads, file by file.

use std::path::{Path, PathBuf};
use std::{env, fs};

use lineage_schema::{Column, Footer, FooterStep, ReadError, Schema};
use serde::Deserialize;

/// What pyarrow says of a file; nothing but `ok` where it refuses it.
#[derive(Debug, Deserialize)]
struct Oracle {
    file: String,
    ok: bool,
    #[serde(default)]
    columns: Vec<Told>,
    num_row_groups: Option<u64>,
    num_rows: Option<i64>,
    created_by: Option<String>,
    #[serde(default)]
    kv_keys: Vec<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Told {
    name: String,
    #[serde(rename = "type")]
    data_type: String,
    nullable: bool,
}

#[derive(Debug, Default)]
struct Tally {
    both: usize,
    refused: Vec<String>,
    other: Vec<String>,
    read_alone: Vec<String>,
}

#[test]
fn reads_what_pyarrow_reads() {
    let folder =
        env::var_os("PARQUET_CORPUS").map_or_else(|| PathBuf::from("../../shared/corpus/schema"), PathBuf::from);
    let Ok(oracle) = fs::read_to_string(folder.join("parquet_oracle.jsonl")) else {
        eprintln!("skipped: no corpus at {}", folder.display());
        return;
    };
    let mut tally = Tally::default();
    let mut fuzzed = Tally::default();
    for line in oracle.lines() {
        let told: Oracle = serde_json::from_str(line).expect("a line of the oracle");
        compare(&folder, &told, if told.file.contains("fuzz") { &mut fuzzed } else { &mut tally });
    }
    eprintln!("fuzzed: {fuzzed:#?}\nothers: {tally:#?}");
    assert!(tally.both > 0, "an empty corpus");
    assert!(tally.refused.len() <= 2, "pyarrow reads them: {:#?}", tally.refused);
    assert!(tally.other.len() <= 1, "they differ: {:#?}", tally.other);
}

fn compare(folder: &Path, told: &Oracle, tally: &mut Tally) {
    let bytes = fs::read(folder.join("data").join(&told.file)).or_else(|_| fs::read(folder.join(&told.file))).unwrap();
    match (read(&bytes), told.ok) {
        (Ok(_), false) => tally.read_alone.push(told.file.clone()),
        (Err(_), false) => {}
        (Err(error), true) => tally.refused.push(format!("{}: {error}", told.file)),
        (Ok((schema, meta)), true) => {
            tally.both += 1;
            let columns: Vec<_> = schema.columns.iter().map(of).collect();
            let mut keys = meta.key_value_metadata.clone();
            keys.sort_unstable();
            keys.dedup();
            let mut differs = String::new();
            for (ours, theirs) in columns.iter().zip(&told.columns).filter(|(ours, theirs)| ours != theirs) {
                differs = format!("{differs}\n  {ours:?}\n  {theirs:?}");
            }
            if columns.len() != told.columns.len() {
                differs = format!("{differs}\n {} columns, not {}", columns.len(), told.columns.len());
            }
            if meta.num_row_groups != told.num_row_groups || meta.num_rows != told.num_rows {
                differs = format!("{differs}\n {meta:?}");
            }
            if meta.created_by.clone().unwrap_or_default() != told.created_by.clone().unwrap_or_default() {
                differs = format!("{differs}\n {:?} {:?}", meta.created_by, told.created_by);
            }
            if keys != told.kv_keys {
                differs = format!("{differs}\n {keys:?} {:?}", told.kv_keys);
            }
            if !differs.is_empty() {
                tally.other.push(format!("{}{differs}", told.file));
            }
        }
    }
}

fn of(column: &Column) -> Told {
    Told { name: column.name.clone(), data_type: column.data_type.clone(), nullable: column.nullable }
}

/// Reads it with a first read of few bytes too: neither may differ.
fn read(bytes: &[u8]) -> Result<(Schema, lineage_schema::FileMeta), ReadError> {
    let size = bytes.len() as u64;
    let (footer, step) = Footer::start(bytes.to_vec(), size)?;
    drop(footer);
    let FooterStep::Done(whole) = step else { panic!("the whole file was given") };
    let tail = bytes[bytes.len() - 9.min(bytes.len())..].to_vec();
    let (footer, step) = Footer::start(tail, size)?;
    let FooterStep::Read(range) = step else { panic!("a footer of one byte") };
    let parts = footer.resume(&bytes[range.start as usize..range.end as usize])?;
    assert_eq!(parts, *whole);
    Ok((Schema { columns: whole.fields.iter().map(Column::from).collect() }, whole.meta))
}
