//! The peak of the heap, and the time, while the lineage of hostile SQL is read (bars R4: at most 16 times the input and
//! 4 MiB more; R6: at most 200 ms for 1 MiB).
//!
//! `cargo bench -p lineage-benches --bench sql_heap -- TEXT` measures but the texts with that in their name.
#![allow(clippy::print_stdout, clippy::expect_used)]

use std::hint::black_box;
use std::time::Instant;

use lineage_benches::peak;
use lineage_sql::{Dialect, SqlOptions, StatementKind, analyze};

#[path = "../lineage-sql/tests/it/hostile_texts.rs"]
mod hostile_texts;

#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

fn main() {
    let wanted = std::env::args().nth(1).filter(|argument| !argument.starts_with('-')).unwrap_or_default();
    println!("{:>32} {:>10} {:>12} {:>7} {:>9}", "", "bytes", "peak", "of bar", "ms");
    let options = SqlOptions { dialect: Some(Dialect::Athena), ..SqlOptions::default() };
    for size in [1 << 12, 1 << 16, 1 << 20] {
        for (name, sql) in hostile_texts::hostile_texts(size).into_iter().filter(|(name, _)| name.contains(&wanted)) {
            // Without the profiler, which makes each allocation slow.
            let start = Instant::now();
            let lineage = analyze(&sql, &options).expect("an answer");
            let time = start.elapsed().as_secs_f64() * 1e3;
            let refused = lineage.statements.iter().any(|statement| statement.kind == StatementKind::Error);
            drop(lineage);
            let peak = peak(|| drop(black_box(analyze(&sql, &options))));
            let bar = 16 * sql.len() + (4 << 20);
            let refused = if refused { "  refused" } else { "" };
            println!("{name:>32} {:>10} {peak:>12} {:>7.2} {time:>9.1}{refused}", sql.len(), peak as f64 / bar as f64);
        }
    }
}
