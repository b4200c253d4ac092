//! Definition to graph, beside what `serde_json` needs for a `Value` of the same text (bar P6).
//!
//! `cargo bench -p lineage-benches --bench definition` prints times and their ratio. With `--once graph BYTES` or
//! `--once value BYTES` it does the work once and prints nothing, for a tool that counts instructions.
#![allow(clippy::print_stdout, clippy::expect_used)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use lineage_model::definition::PipelineDefinition;
use lineage_model::graph::LineageGraph;

const ROUNDS: usize = 41;

fn graph(text: &str) {
    black_box(LineageGraph::build(PipelineDefinition::parse(text).expect("a definition")));
}

fn value(text: &str) {
    black_box(serde_json::from_slice::<serde_json::Value>(text.as_bytes()).expect("JSON"));
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--once") {
        let bytes = arguments.get(at + 2).and_then(|bytes| bytes.parse().ok()).unwrap_or(1 << 20);
        let text = lineage_benches::definition(bytes);
        match arguments.get(at + 1).map(String::as_str) {
            Some("graph") => graph(&text),
            Some("value") => value(&text),
            _ => drop(text),
        }
        return;
    }
    println!("{:>10} {:>12} {:>12} {:>7}", "bytes", "graph", "value", "ratio");
    for bytes in [1 << 15, 1 << 18, 1 << 20] {
        let text = lineage_benches::definition(bytes);
        let (graph, value) = (median(|| graph(&text)), median(|| value(&text)));
        let ratio = graph.as_secs_f64() / value.as_secs_f64();
        println!("{:>10} {graph:>12.2?} {value:>12.2?} {ratio:>7.2}", text.len());
    }
}

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    times.get(ROUNDS / 2).copied().unwrap_or_default()
}
