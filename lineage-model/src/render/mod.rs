//! A lineage document in other forms: pictures as text (DOT of Graphviz, Mermaid), as SVG, as what Cytoscape.js and React
//! Flow take, and its artifacts as CSV.

mod csv;
mod dot;
mod elements;
mod mermaid;
mod placed;
mod svg;

pub use csv::csv;
pub use dot::dot;
pub use elements::{cytoscape, reactflow};
pub use mermaid::mermaid;
pub(crate) use placed::{places_of_data, places_of_steps};
pub use svg::svg;

use crate::document::{DataEdgeKind, DataGraph, DataNode, GraphDocument, LineageDocument};

/// One box of a picture.
struct Shape<'d> {
    id: String,
    /// Lines of text, as they are shown.
    lines: Vec<&'d str>,
    /// Whether it is a place rather than a step.
    is_data: bool,
    status: Option<&'d str>,
}

/// One arrow of a picture.
struct Arrow<'d> {
    from: String,
    to: String,
    via: &'d str,
    label: Option<&'d str>,
}

type Picture<'d> = (Vec<Shape<'d>>, Vec<Arrow<'d>>);

/// The boxes and arrows of whichever graph the document holds: the steps, else the data.
fn picture(document: &LineageDocument) -> Picture<'_> {
    match (&document.graph_pipeline, &document.graph_data) {
        (Some(steps), _) => of_steps(steps),
        (None, Some(data)) => of_data(data),
        (None, None) => Picture::default(),
    }
}

fn of_steps(graph: &GraphDocument) -> Picture<'_> {
    let shapes = graph.nodes.iter().map(|node| Shape {
        id: node.id.clone(),
        lines: vec![&node.display_name, &node.step_type],
        is_data: false,
        status: match (&node.run, &node.deployment) {
            (Some(run), _) => Some(&run.status),
            (None, deployed) => deployed.as_ref().and_then(|deployed| deployed.status.as_deref()),
        },
    });
    let arrows = graph.edges.iter().map(|edge| Arrow {
        from: edge.from.clone(),
        to: edge.to.clone(),
        via: edge.via.as_str(),
        label: edge.label.as_deref(),
    });
    (shapes.collect(), arrows.collect())
}

fn of_data(graph: &DataGraph) -> Picture<'_> {
    let shapes = graph.nodes.iter().map(|node| match node {
        DataNode::DataArtifact { id, uri, .. } => {
            Shape { id: id.clone(), lines: vec![uri], is_data: true, status: None }
        }
        DataNode::ProcessNode { id, label, step_type, run, .. } => Shape {
            id: id.clone(),
            lines: vec![label, step_type],
            is_data: false,
            status: run.as_ref().map(|run| run.status.as_str()),
        },
    });
    let arrows = graph.edges.iter().map(|edge| Arrow {
        from: edge.source.clone(),
        to: edge.target.clone(),
        via: if edge.kind == DataEdgeKind::Read { "read" } else { "write" },
        label: None,
    });
    (shapes.collect(), arrows.collect())
}
