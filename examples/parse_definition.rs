//! Reads a stored pipeline definition and prints its steps and edges: no account, no network, no async.
//!
//! `cargo run -p lineage-examples --example parse_definition [-- FILE]`

#![allow(clippy::print_stdout)]

use std::error::Error;

use lineage_model::document::{LineageDocument, View};

fn main() -> Result<(), Box<dyn Error>> {
    let text = match std::env::args_os().nth(1) {
        Some(file) => std::fs::read_to_string(file)?,
        None => include_str!("definitions/churn.json").to_owned(),
    };
    let document = LineageDocument::from_definition(&text, View::Pipeline)?;
    for step in &document.graph.nodes {
        println!("{} ({})", step.id, step.step_type);
        for input in &step.inputs {
            println!("  reads {} from {}", input.name, input.uri);
        }
        for output in &step.outputs {
            println!("  writes {} to {}", output.name, output.uri);
        }
    }
    for edge in &document.graph.edges {
        println!("{} -> {} [{}]", edge.from, edge.to, edge.via.as_str());
    }
    for warning in &document.warnings {
        println!("warning: {}", warning.message);
    }
    Ok(())
}
