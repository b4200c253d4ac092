//! The peak of the heap from definition to graph, beside that of a `serde_json::Value` of the same text (bar P6).
#![allow(clippy::print_stdout, clippy::expect_used)]

use std::hint::black_box;

use lineage_model::definition::PipelineDefinition;
use lineage_model::graph::LineageGraph;

#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

fn main() {
    println!("{:>10} {:>12} {:>12} {:>7}", "bytes", "graph", "value", "ratio");
    for bytes in [1 << 15, 1 << 18, 1 << 20] {
        let text = lineage_benches::definition(bytes);
        let graph = peak(|| {
            black_box(LineageGraph::build(PipelineDefinition::parse(&text).expect("a definition")));
        });
        let value = peak(|| {
            black_box(serde_json::from_slice::<serde_json::Value>(text.as_bytes()).expect("JSON"));
        });
        let ratio = f64::from(u32::try_from(graph).unwrap_or(u32::MAX)) / f64::from(u32::try_from(value).unwrap_or(1));
        println!("{:>10} {graph:>12} {value:>12} {ratio:>7.2}", text.len());
    }
}

/// The most bytes that were allocated at once while `work` ran.
fn peak(work: impl FnOnce()) -> usize {
    let _profiler = dhat::Profiler::builder().testing().build();
    work();
    dhat::HeapStats::get().max_bytes
}
