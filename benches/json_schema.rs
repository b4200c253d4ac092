//! Types of all records of a JSON file, beside DuckDB and Polars on one core (bar P8).
//!
//! `PYTHON=… cargo bench -p lineage-benches --bench json_schema` with a Python that has both; without, it measures us alone.
#![allow(clippy::print_stdout, clippy::expect_used)]

use std::fmt::Write;

use lineage_benches::{beside_peers, best_of_five};
use lineage_schema::{Sample, TextOptions, read_json};

const RECORDS: u32 = 300_000;

fn main() {
    let text = orders();
    let megabytes = text.len() as f64 / 1e6;
    // What is bad in one record makes all others be read with care.
    let bad = format!("{text}{{\"id\":}}\n");
    let [best, careful] = [&text, &bad].map(|text| {
        let sample = Sample { bytes: text.as_bytes(), complete: true };
        best_of_five(|| read_json(sample, &TextOptions::default()).expect("records"))
    });
    println!("{megabytes:.1} MB: {best:.3} s, {:.0} MB/s", megabytes / best);
    println!("with a bad record: {careful:.3} s, {:.0} MB/s", megabytes / careful);
    beside_peers("json", &text, best);
}

/// Orders, as a shop would export them.
fn orders() -> String {
    let mut text = String::new();
    for record in 0..RECORDS {
        let (day, hour, minute, month) = (record % 28 + 1, record % 24, record % 60, record % 12 + 1);
        let (amount, paid) = (f64::from(record % 100_000) / 100.0, record % 3 == 0);
        write!(
            text,
            r#"{{"id":{record},"customer":{{"name":"customer {}","email":null}},"amount":{amount},"paid":{paid}"#,
            record % 5000
        )
        .expect("a string");
        write!(text, r#","day":"2024-{month:02}-{day:02}","at":"2024-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z""#)
            .expect("a string");
        if record % 4 != 0 {
            write!(text, r#","discount":{}"#, record % 7).expect("a string");
        }
        writeln!(
            text,
            r#","items":[{{"sku":"A-{record}","count":{}}},{{"sku":"B\u002d1","count":2}}],"note":"fragile, \"{}\""}}"#,
            record % 9,
            record % 100
        )
        .expect("a string");
    }
    text
}
