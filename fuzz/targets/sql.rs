//! Any script: an answer or a refusal, never a panic, and the same one each time, in which the edges fit the tables. The
//! first byte says the dialect and the options; the rest is the script (fuzz/seeds/sql).

#![no_main]

use libfuzzer_sys::fuzz_target;
use lineage_sql::{Catalog, Dialect, SqlOptions, StatementKind, StatementLineage, TableColumns, analyze};

const DIALECTS: [&str; 18] = [
    "athena",
    "trino",
    "spark",
    "databricks",
    "hive",
    "redshift",
    "snowflake",
    "postgres",
    "bigquery",
    "mysql",
    "duckdb",
    "tsql",
    "oracle",
    "sqlite",
    "clickhouse",
    "teradata",
    "db2",
    "ansi",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, script)) = bytes.split_first() else { return };
    let Ok(sql) = std::str::from_utf8(script) else { return };
    let dialect: Option<Dialect> = DIALECTS.get(usize::from(first % 32)).and_then(|name| name.parse().ok());
    let columns = |names: [&str; 3]| TableColumns::Names(names.map(str::to_owned).to_vec());
    let catalog =
        Catalog::from([("t".to_owned(), columns(["a", "b", "c"])), ("db.s".to_owned(), columns(["a", "x", "y"]))]);
    let options = SqlOptions {
        dialect,
        default_schema: (first & 32 != 0).then(|| "db".to_owned()),
        catalog: if first & 64 != 0 { catalog } else { Catalog::new() },
        collapse_temporary: first & 128 != 0,
        ..SqlOptions::default()
    };
    let lineage = analyze(sql, &options).expect("an answer");
    assert_eq!(lineage, analyze(sql, &options).expect("an answer"));
    lineage.statements.iter().for_each(look);
});

fn look(statement: &StatementLineage) {
    for edge in statement.edges.iter().chain(&statement.dataset_edges) {
        assert_eq!(edge.to.table, statement.target, "edges go into the target");
        let Some(from) = &edge.from.table else { continue };
        assert!(statement.target.as_ref() == Some(from) || statement.sources.contains(from), "a source is read");
    }
    assert!(statement.edges.iter().all(|edge| edge.to.column.is_some() && edge.from.column.is_some()));
    assert!(statement.kind != StatementKind::Error || !statement.diagnostics.is_empty(), "an error says what it is");
}
