//! Types of all rows of a CSV file, the dialect given, beside DuckDB and Polars on one core (bar P8).
//!
//! `PYTHON=… cargo bench -p lineage-benches --bench csv_schema` with a Python that has both; without, it measures us alone.
#![allow(clippy::print_stdout, clippy::expect_used)]

use std::fmt::Write;

use lineage_benches::{beside_peers, best_of_five};
use lineage_schema::{Dialect, Sample, TextOptions, read_csv};

const ROWS: u32 = 800_000;

fn main() {
    let text = table();
    let megabytes = text.len() as f64 / 1e6;
    let mut options = TextOptions::default();
    options.dialect =
        Some(Dialect { delimiter: ',', quote: Some('"'), escape: None, comment: None, header: true, skipped_lines: 0 });
    let sample = Sample { bytes: text.as_bytes(), complete: true };
    let best = best_of_five(|| read_csv(sample, &options).expect("a table"));
    println!("{megabytes:.1} MB: {best:.3} s, {:.0} MB/s", megabytes / best);
    beside_peers("csv", &text, best);
}

/// Orders, as a shop would export them.
fn table() -> String {
    let mut text = String::from("id,customer,amount,discount,paid,day,at,shipped,note\n");
    for row in 0..ROWS {
        let (day, hour, minute) = (row % 28 + 1, row % 24, row % 60);
        let (amount, discount) = (f64::from(row % 100_000) / 100.0, f64::from(row % 7) / 8.0);
        let (paid, month) = (row % 3 == 0, row % 12 + 1);
        write!(text, "{row},customer {},{amount},{discount},{paid},", row % 5000).expect("a string");
        write!(text, "2024-{month:02}-{day:02},2024-{month:02}-{day:02} {hour:02}:{minute:02}:00,").expect("a string");
        writeln!(text, "2024-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z,\"fragile, {}\"", row % 100)
            .expect("a string");
    }
    text
}
