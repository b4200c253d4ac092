//! How many statements of other projects are read.

use std::path::Path;

use lineage_sql::{SqlOptions, StatementKind, analyze};

/// The least percentage of each dialect. What is missing is told by
/// `cargo run -p lineage-examples --example sql_report`.
const FLOORS: &[(&str, usize)] =
    &[("athena", 99), ("trino", 97), ("hive", 95), ("redshift", 95), ("spark", 92), ("databricks", 95), ("ansi", 95)];

#[test]
fn statements_of_the_engines_are_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/sql/parse_sqlfluff.jsonl");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("no corpus: nothing is tested");
        return;
    };
    let records: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (name, floor) in FLOORS {
        let options = SqlOptions { dialect: Some(name.parse().unwrap()), ..SqlOptions::default() };
        let statements: Vec<_> = records.iter().filter(|record| record["dialect"] == *name).collect();
        let reads = |record: &serde_json::Value| {
            let lineage = analyze(record["sql"].as_str().unwrap(), &options).unwrap();
            lineage.statements.iter().all(|statement| statement.kind != StatementKind::Error)
        };
        let refused: Vec<_> = statements.iter().filter(|record| !reads(record)).map(|record| &record["id"]).collect();
        let read = statements.len() - refused.len();
        println!("{name}: {read} of {}", statements.len());
        assert!(read * 100 >= statements.len() * floor, "{name}: {refused:?}");
    }
}
