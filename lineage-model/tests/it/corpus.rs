//! Real definitions, with the edges that an independent implementation finds in them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use lineage_model::definition::PipelineDefinition;
use lineage_model::graph::{LineageGraph, Via};

/// The definitions that come with the crate, and those of the shared corpus; none of the latter where it is absent,
/// as in a user's clone.
pub(crate) fn definitions() -> Vec<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = here.join("../../shared/corpus/definitions");
    if !corpus.exists() {
        eprintln!("skipped: no corpus at {}", corpus.display());
    }
    let mut files: Vec<PathBuf> = [here.join("tests/fixtures"), corpus.join("public"), corpus.join("sdk")]
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flat_map(|entries| entries.map(|entry| entry.unwrap().path()))
        .filter(|path| path.to_str().is_some_and(|p| p.ends_with(".json") && !p.ends_with(".edges.json")))
        .collect();
    files.sort();
    files
}

/// The oracle beside a definition: the pairs of steps, and the names that are no steps.
fn oracle(definition: &Path) -> Option<(BTreeSet<(String, String)>, serde_json::Value)> {
    let text = fs::read_to_string(definition.with_extension("edges.json")).ok()?;
    let oracle: serde_json::Value = serde_json::from_str(&text).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let mut pairs = BTreeSet::new();
    for (from, all) in oracle["adjacency"].as_object().unwrap() {
        pairs.extend(all.as_array().unwrap().iter().map(|to| (from.clone(), text(to))));
    }
    for pair in oracle["extra_edges_outside_arguments"].as_array().into_iter().flatten() {
        pairs.insert((text(&pair[0]), text(&pair[1])));
    }
    Some((pairs, oracle))
}

#[test]
fn edges_are_exactly_those_of_the_oracle() {
    for file in definitions() {
        let text = fs::read_to_string(&file).unwrap();
        let graph = LineageGraph::build(PipelineDefinition::parse(&text).unwrap());
        let Some((expected, oracle)) = oracle(&file) else { continue };
        let id = |step: usize| graph.nodes[step].id.clone();
        let declared = [Via::DependsOn, Via::Reference, Via::Condition, Via::ForEach];
        let edges = graph.edges.iter().filter(|edge| declared.contains(&edge.via));
        let found: BTreeSet<_> = edges.map(|edge| (id(edge.from), id(edge.to))).collect();
        assert_eq!(found, expected, "{}", file.display());
        let steps: BTreeSet<_> = oracle["adjacency"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(
            graph.nodes.iter().map(|node| node.id.clone()).collect::<BTreeSet<_>>(),
            steps,
            "{}",
            file.display()
        );
    }
}

#[test]
fn names_that_are_no_steps_are_diagnostics() {
    for file in definitions() {
        let Some((_, oracle)) = oracle(&file) else { continue };
        let definition = PipelineDefinition::parse(&fs::read_to_string(&file).unwrap()).unwrap();
        let graph = LineageGraph::build(definition);
        for name in oracle["dangling"].as_array().into_iter().flatten().filter_map(|name| name.as_str()) {
            let told =
                graph.diagnostics.iter().any(|d| d.code.as_str() == "dangling-reference" && d.message.contains(name));
            assert!(told, "{}: {name}: {:?}", file.display(), graph.diagnostics);
        }
    }
}

#[test]
fn definitions_that_the_sdk_built_are_understood_in_full() {
    for file in definitions().iter().filter(|file| !file.to_string_lossy().contains("public")) {
        let definition = PipelineDefinition::parse(&fs::read_to_string(file).unwrap()).unwrap();
        assert_eq!(LineageGraph::build(definition).diagnostics, [], "{}", file.display());
    }
}
