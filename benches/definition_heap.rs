//! The peak of the heap from definition to graph, beside that of a `serde_json::Value` of the same text (bar P6).
#![allow(clippy::print_stdout, clippy::expect_used)]

use std::hint::black_box;

use lineage_benches::peak;
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
        let ratio = graph as f64 / value as f64;
        println!("{:>10} {graph:>12} {value:>12} {ratio:>7.2}", text.len());
    }
    hostile();
}

/// Texts of 1 MiB that are made to cost much (bar R4: at most 16 times the input and 4 MiB more).
fn hostile() {
    const SIZE: usize = 1 << 20;
    let list = |item: &str| format!("{{\"Steps\":[{}]}}", vec![item; SIZE / (item.len() + 1)].join(","));
    let port =
        |name: &str, uri: &str| format!("{{\"Name\":\"{name}\",\"Type\":\"Transform\",\"Arguments\":{{{uri}}}}}");
    let reads = port("R", "\"TransformInput\":{\"DataSource\":{\"S3DataSource\":{\"S3Uri\":\"s3://b/d\"}}}");
    let writes = port("W", "\"TransformOutput\":{\"S3OutputPath\":\"s3://b/d/x\"}");
    println!("\n{:>14} {:>10} {:>12} {:>7}", "hostile", "bytes", "peak", "ratio");
    for (name, text) in [
        ("numbers", list("1")),
        ("objects", list("{}")),
        ("steps", list("{\"Name\":\"A\"}")),
        ("depth", "[".repeat(SIZE)),
        ("escapes", list("\"\\n\"")),
        ("references", list("{\"DependsOn\":[\"A\",\"B\"],\"x\":{\"Get\":\"Steps.A\"}}")),
        ("all to all", list(&format!("{reads},{writes}"))),
        ("names", many_names(SIZE)),
        ("waits", all_wait_for_all(SIZE)),
    ] {
        let peak = peak(|| {
            black_box(PipelineDefinition::parse(&text).map(LineageGraph::build).ok());
        });
        println!("{name:>14} {:>10} {peak:>12} {:>7.1}", text.len(), peak as f64 / text.len() as f64);
    }
}

/// A step whose many inputs all hold what many steps write.
fn many_names(size: usize) -> String {
    let input = |i: usize| format!("{{\"InputName\":\"i{i}\",\"S3Input\":{{\"S3Uri\":\"s3://b/d\"}}}}");
    let writer = |i: usize| {
        let output = "{\"TransformOutput\":{\"S3OutputPath\":\"s3://b/d/x\"}}";
        format!("{{\"Name\":\"W{i}\",\"Type\":\"Transform\",\"Arguments\":{output}}}")
    };
    let inputs: Vec<String> = (0..size / 120).map(input).collect();
    let writers: Vec<String> = (0..size / 220).map(writer).collect();
    let reader = format!(
        "{{\"Name\":\"R\",\"Type\":\"Processing\",\"Arguments\":{{\"ProcessingInputs\":[{}]}}}}",
        inputs.join(",")
    );
    format!("{{\"Steps\":[{},{reader}]}}", writers.join(","))
}

/// Steps that each wait for all the ones before.
fn all_wait_for_all(size: usize) -> String {
    let mut steps = Vec::new();
    let (mut names, mut length) = (String::new(), 0);
    while length < size {
        let name = format!("\"S{}\"", steps.len());
        steps.push(format!("{{\"Name\":{name},\"Type\":\"Fail\",\"DependsOn\":[{names}]}}"));
        length += names.len() + 50;
        names = if names.is_empty() { name } else { format!("{names},{name}") };
    }
    format!("{{\"Steps\":[{}]}}", steps.join(","))
}
