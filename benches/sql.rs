//! Column lineage of TPC-DS queries with the columns of all tables known, beside sqlglot in pure Python on one core (bar
//! P9), and what the parser alone takes.
//!
//! `PYTHON=… cargo bench -p lineage-benches --bench sql -- FILE` with a Python that has sqlglot without its compiled part;
//! without, it measures us alone. The file holds a JSON object with `sql` and `schema` a line.
#![allow(clippy::print_stdout, clippy::expect_used, clippy::indexing_slicing)]

use std::process::Command;

use lineage_benches::best_of_five;
use lineage_sql::{Catalog, Dialect, SqlOptions, analyze};
use serde::Deserialize;
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;

/// How often all statements are taken in one measurement of ours.
const ROUNDS: usize = 20;

#[derive(Deserialize)]
struct Statement {
    sql: String,
    schema: Catalog,
}

/// A stack from which no other is made for each script.
const STACK: usize = 32 << 20;

fn main() {
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(measure).expect("a thread");
    worker.join().expect("measured");
}

fn measure() {
    let file = std::env::args().nth(1).filter(|argument| !argument.starts_with('-'));
    let file =
        file.unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus/sql/bench.jsonl").into());
    let text = std::fs::read_to_string(&file).expect("a file of statements");
    let statements: Vec<(String, SqlOptions)> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("a statement"))
        .map(|Statement { sql, schema: catalog }| {
            (sql, SqlOptions { dialect: Some(Dialect::Ansi), catalog, ..SqlOptions::default() })
        })
        .collect();
    let all = statements.len() as f64;
    let a_second = |work: &dyn Fn(&str, &SqlOptions)| {
        let rounds = || (0..ROUNDS).for_each(|_| statements.iter().for_each(|(sql, options)| work(sql, options)));
        all * ROUNDS as f64 / best_of_five(rounds)
    };
    let parsed = a_second(&|sql, _| {
        std::hint::black_box(Parser::parse_sql(&GenericDialect {}, sql).expect("a statement"));
    });
    let ours = a_second(&|sql, options| {
        std::hint::black_box(analyze(sql, options).expect("lineage"));
    });
    println!("{all} statements: the parser alone {parsed:.0} a second, parsed with lineage {ours:.0} a second");
    let script: String = statements.iter().flat_map(|(sql, _)| [sql, ";\n"]).collect();
    let catalog = statements.iter().flat_map(|(_, options)| options.catalog.clone()).collect();
    let options = SqlOptions { dialect: Some(Dialect::Ansi), catalog, ..SqlOptions::default() };
    let best = best_of_five(|| (0..ROUNDS).for_each(|_| drop(analyze(&script, &options).expect("lineage"))));
    let together = all * ROUNDS as f64 / best;
    println!("as one script: {together:.0} a second");
    if let Ok(python) = std::env::var("PYTHON") {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/sql_lineage.py");
        let peer = Command::new(python).arg(script).arg(&file).output().expect("a Python");
        assert!(peer.status.success(), "{}", String::from_utf8_lossy(&peer.stderr));
        let told = String::from_utf8_lossy(&peer.stdout).trim().to_owned();
        let seconds = told.rsplit(' ').next().and_then(|seconds| seconds.parse::<f64>().ok()).expect("seconds");
        let peer = all / seconds;
        let times = [ours, together].map(|ours| ours / peer);
        println!("{told} s, {peer:.1} a second: we do {:.0} times as many, as one script {:.0}", times[0], times[1]);
    }
}
