//! Types of all rows of a CSV file, the dialect given, beside DuckDB and Polars on one core (bar P8).
//!
//! `PYTHON=… cargo bench -p lineage-benches --bench csv_schema` with a Python that has both; without, it measures us alone.
#![allow(clippy::print_stdout, clippy::expect_used)]

use std::fmt::Write;
use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use lineage_schema::{Dialect, Sample, TextOptions, read_csv};

const ROWS: u32 = 800_000;

fn main() {
    let text = table();
    let megabytes = text.len() as f64 / 1e6;
    let mut options = TextOptions::default();
    options.dialect =
        Some(Dialect { delimiter: ',', quote: Some('"'), escape: None, comment: None, header: true, skipped_lines: 0 });
    let times = (0..5).map(|_| {
        let start = Instant::now();
        black_box(read_csv(Sample { bytes: text.as_bytes(), complete: true }, &options).expect("a table"));
        start.elapsed().as_secs_f64()
    });
    let best = times.fold(f64::INFINITY, f64::min);
    println!("{megabytes:.1} MB: {best:.3} s, {:.0} MB/s", megabytes / best);
    let Ok(python) = std::env::var("PYTHON") else { return };
    let file = std::env::temp_dir().join(format!("csv-schema-{}.csv", std::process::id()));
    std::fs::write(&file, &text).expect("a file");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/csv_schema.py");
    let peers = Command::new(python).arg(script).arg(&file).output().expect("a Python");
    std::fs::remove_file(&file).expect("the file");
    assert!(peers.status.success(), "{}", String::from_utf8_lossy(&peers.stderr));
    for line in String::from_utf8_lossy(&peers.stdout).lines() {
        let seconds = line.rsplit(' ').next().and_then(|seconds| seconds.parse::<f64>().ok()).expect("seconds");
        println!("{line} s, {:.0} MB/s: we take {:.2} of its time", megabytes / seconds, best / seconds);
    }
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
