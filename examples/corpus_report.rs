//! Compares the edges of stored definitions with those of an independent walker, file by file.
//!
//! `cargo run -p lineage-examples --example corpus_report -- DIR`: every `x.json` below DIR, with `x.edges.json` beside it.
//! Ends with exit code 1 when a node or an edge is missing, or an edge is too many.

#![allow(clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{fs, process::ExitCode};

use lineage_model::document::{LineageDocument, View};
use lineage_model::graph::Via;

#[derive(serde::Deserialize)]
struct Oracle {
    adjacency: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    extra_edges_outside_arguments: Vec<(String, String)>,
}

type Edges = BTreeSet<(String, String)>;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).ok_or("give a folder of definitions")?;
    let mut files = Vec::new();
    definitions(Path::new(&folder), &mut files)?;
    files.sort();
    println!("{:>5} {:>5} {:>7} {:>8} {:>5} {:>4}  file", "steps", "found", "missing", "too many", "nodes", "data");
    let mut outcomes = Vec::new();
    for file in &files {
        outcomes.push(report(file).unwrap_or_else(|error| {
            println!("{}: {error}", file.display());
            Some(false)
        }));
    }
    let scored = outcomes.iter().flatten().count();
    let exact = outcomes.iter().flatten().filter(|exact| **exact).count();
    println!("{exact} of {scored} files are exact; {} have no oracle", outcomes.len() - scored);
    Ok(if exact == scored { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn definitions(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            definitions(&path, files)?;
        } else if name.ends_with(".json") && !name.ends_with(".edges.json") {
            files.push(path);
        }
    }
    Ok(())
}

/// Prints one line; true when nothing is missing and nothing too many, none when there is nothing to compare with.
fn report(file: &Path) -> Result<Option<bool>, Box<dyn Error>> {
    let graph = LineageDocument::from_definition(&fs::read_to_string(file)?, View::Pipeline)?.graph;
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    let data = graph.edges.iter().filter(|edge| edge.via == Via::Data).count();
    let oracle = file.with_extension("edges.json");
    if !oracle.exists() {
        println!("{:>5} {:>5} {:>7} {:>8} {:>5} {data:>4}  {name}", graph.nodes.len(), "-", "-", "-", "-");
        return Ok(None);
    }
    let oracle: Oracle = serde_json::from_slice(&fs::read(oracle)?)?;
    let stated = |via| matches!(via, Via::DependsOn | Via::Reference | Via::Condition | Via::ForEach);
    let stated = graph.edges.into_iter().filter(|edge| stated(edge.via));
    let found: Edges = stated.map(|edge| (edge.from, edge.to)).collect();
    let ids: BTreeSet<&str> = graph.nodes.iter().map(|node| node.id.as_str()).collect();
    let nodes = oracle.adjacency.keys().filter(|name| !ids.contains(name.as_str())).count();
    let pairs = oracle.adjacency.into_iter().flat_map(|(from, to)| to.into_iter().map(move |to| (from.clone(), to)));
    let expected: Edges = pairs.chain(oracle.extra_edges_outside_arguments).collect();
    let hits = expected.intersection(&found).count();
    let (missing, too_many) = (expected.len() - hits, found.len() - hits);
    println!("{:>5} {hits:>5} {missing:>7} {too_many:>8} {nodes:>5} {data:>4}  {name}", ids.len());
    Ok(Some(missing + too_many + nodes == 0))
}
