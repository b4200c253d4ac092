//! Any definition, and any steps of an execution of it, as a graph, a document and pictures. The input is the definition,
//! a line `---`, and the steps as JSON (fuzz/seeds/graph).

#![no_main]

use libfuzzer_sys::fuzz_target;
use lineage_model::Observed;
use lineage_model::definition::PipelineDefinition;
use lineage_model::document::{LineageDocument, PipelineRef, View};
use lineage_model::graph::{ExecutionFacts, LineageGraph};
use lineage_model::render;

fuzz_target!(|text: &str| {
    let (definition, steps) = text.split_once("\n---\n").unwrap_or((text, "[]"));
    let Ok(definition) = PipelineDefinition::parse(definition) else { return };
    let graph = LineageGraph::build(definition);
    let (nodes, edges) = (graph.nodes.len(), graph.edges.len());
    look(&graph);
    let Ok(steps) = serde_json::from_str(steps) else { return };
    let graph = graph.apply_execution(&ExecutionFacts { steps: Observed::known(steps), ..ExecutionFacts::default() });
    assert!(graph.nodes.len() >= nodes && graph.edges.len() >= edges, "an execution takes nothing away");
    look(&graph);
});

/// Everything that an answer shows of a graph; each edge's ends are nodes.
fn look(graph: &LineageGraph) {
    let document = LineageDocument::new(graph, PipelineRef::default(), View::Both, None);
    assert_eq!(document.graph.edges.len(), graph.edges.len(), "no edge without its nodes");
    serde_json::to_string(&document).expect("a document is JSON");
    let _ = (render::dot(&document), render::mermaid(&document));
}
