use std::collections::BTreeSet;

use super::{ArtifactDocument, DataEdge, DataEdgeKind, DataGraph, DataMeta, DataNode, GraphDocument};
use crate::graph::{LineageGraph, NodePort};

/// The bipartite graph of a document: all artifacts, then the steps that read or write one.
pub(super) fn data_graph(graph: &LineageGraph, document: &GraphDocument) -> DataGraph {
    let mut nodes: Vec<DataNode> = document.artifacts.iter().map(artifact).collect();
    let mut edges = Vec::new();
    let mut seen = BTreeSet::new();
    for (step, shown) in graph.nodes.iter().zip(&document.nodes) {
        if step.inputs.is_empty() && step.outputs.is_empty() {
            continue;
        }
        let process = format!("process:{}", step.id);
        nodes.push(DataNode::ProcessNode {
            id: process.clone(),
            label: step.display_name.clone(),
            step_id: step.id.clone(),
            step_type: shown.step_type.clone(),
            run: shown.run.clone(),
            registry: shown.registry.clone(),
        });
        let mut add = |port: &NodePort, kind| {
            let Some(artifact) = document.artifacts.get(port.artifact) else { return };
            let edge = edge(&process, artifact, kind);
            if seen.insert(edge.id.clone()) {
                edges.push(edge);
            }
        };
        step.inputs.iter().for_each(|port| add(port, DataEdgeKind::Read));
        step.outputs.iter().for_each(|port| add(port, DataEdgeKind::Write));
    }
    DataGraph { nodes, edges }
}

fn artifact(artifact: &ArtifactDocument) -> DataNode {
    let trimmed = artifact.uri.trim_end_matches('/');
    DataNode::DataArtifact {
        id: data_id(artifact),
        label: trimmed.rsplit('/').next().filter(|label| !label.is_empty()).unwrap_or(trimmed).to_owned(),
        uri: artifact.uri.clone(),
        meta: DataMeta { s3: artifact.s3.clone(), bucket: artifact.bucket.clone(), key: artifact.key.clone() },
    }
}

fn edge(process: &str, artifact: &ArtifactDocument, kind: DataEdgeKind) -> DataEdge {
    let data = data_id(artifact);
    let (source, target, word) = match kind {
        DataEdgeKind::Read => (data, process.to_owned(), "read"),
        DataEdgeKind::Write => (process.to_owned(), data, "write"),
    };
    DataEdge { id: format!("e:{source}->{target}:{word}"), source, target, kind }
}

fn data_id(artifact: &ArtifactDocument) -> String {
    format!("data:{}", artifact.uri)
}
