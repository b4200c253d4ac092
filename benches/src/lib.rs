//! What the benchmarks share: inputs, and how they measure.
#![allow(clippy::print_stdout, clippy::expect_used)]

use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

/// A definition that the SageMaker SDK built: process, train, evaluate, register.
const ABALONE: &str = include_str!("../../lineage-model/tests/fixtures/abalone.json");

/// A definition of about `bytes` bytes: the same pipeline over and over, each copy with names of its own.
#[must_use]
pub fn definition(bytes: usize) -> String {
    let (head, steps) = ABALONE.split_once("\"Steps\":").unwrap_or_default();
    let steps = steps.trim().trim_end_matches('}').trim().trim_start_matches('[').trim_end_matches(']');
    let copies = (bytes / steps.len()).max(1);
    let renamed = |copy: usize| {
        let steps = steps.replace("Abalone", &format!("Abalone{copy}"));
        steps.replace("abalone", &format!("abalone{copy}"))
    };
    let copies: Vec<String> = (0..copies).map(renamed).collect();
    format!("{head}\"Steps\":[{}]}}", copies.join(","))
}

/// The most bytes that were allocated at once while `work` ran, where `dhat::Alloc` is the allocator.
pub fn peak(work: impl FnOnce()) -> usize {
    let _profiler = dhat::Profiler::builder().testing().build();
    work();
    dhat::HeapStats::get().max_bytes
}

/// The best of five times that `work` takes, in seconds.
pub fn best_of_five<T>(work: impl Fn() -> T) -> f64 {
    let times = (0..5).map(|_| {
        let start = Instant::now();
        black_box(work());
        start.elapsed().as_secs_f64()
    });
    times.fold(f64::INFINITY, f64::min)
}

/// Prints the times of DuckDB and Polars for the same text beside ours, if `PYTHON` names a Python that has both.
///
/// # Panics
/// When that Python fails.
pub fn beside_peers(format: &str, text: &str, ours: f64) {
    let Ok(python) = std::env::var("PYTHON") else { return };
    let file = std::env::temp_dir().join(format!("{format}-schema-{}", std::process::id()));
    std::fs::write(&file, text).expect("a file");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/text_schema.py");
    let peers = Command::new(python).arg(script).arg(format).arg(&file).output().expect("a Python");
    std::fs::remove_file(&file).expect("the file");
    assert!(peers.status.success(), "{}", String::from_utf8_lossy(&peers.stderr));
    for line in String::from_utf8_lossy(&peers.stdout).lines() {
        let seconds = line.rsplit(' ').next().and_then(|seconds| seconds.parse::<f64>().ok()).expect("seconds");
        let throughput = text.len() as f64 / 1e6 / seconds;
        println!("{line} s, {throughput:.0} MB/s: we take {:.2} of its time", ours / seconds);
    }
}
