use std::collections::BTreeSet;

use serde::Serialize;

use super::{ArtifactDocument, GraphDocument, PositionDocument, PostureDocument, RegistryDocument, RunDocument};
use crate::graph::{LineageGraph, NodePort};
use crate::layout::Point;

/// Steps and artifacts as one bipartite graph.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DataGraph {
    /// The artifacts, then the steps that read or write one.
    pub nodes: Vec<DataNode>,
    /// Reads and writes.
    pub edges: Vec<DataEdge>,
}

/// One node of the bipartite graph.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "camelCase")]
#[non_exhaustive]
pub enum DataNode {
    /// A place that steps read or write.
    DataArtifact {
        /// `data:<uri>`.
        id: String,
        /// The last segment of the URI.
        label: String,
        /// Where it is.
        uri: String,
        /// Where it is in S3.
        meta: DataMeta,
        /// Where it stands in a picture of the graph, when that was asked for.
        #[serde(skip_serializing_if = "Option::is_none")]
        position: Option<PositionDocument>,
    },
    /// A step.
    #[serde(rename_all = "camelCase")]
    ProcessNode {
        /// `process:<step>`.
        id: String,
        /// The name people see.
        label: String,
        /// The step's id.
        step_id: String,
        /// The step's type.
        step_type: String,
        /// How it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        run: Option<Box<RunDocument>>,
        /// What it registered.
        #[serde(skip_serializing_if = "Option::is_none")]
        registry: Option<RegistryDocument>,
        /// Where it stands in a picture of the graph, when that was asked for.
        #[serde(skip_serializing_if = "Option::is_none")]
        position: Option<PositionDocument>,
    },
}

/// Where an artifact is in S3.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DataMeta {
    /// The bucket's posture, when it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s3: Option<PostureDocument>,
    /// The bucket, as far as it can be told.
    pub bucket: Option<String>,
    /// The key or prefix, as far as it can be told.
    pub key: Option<String>,
}

/// A read or a write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DataEdge {
    /// `e:<source>-><target>:<kind>`.
    pub id: String,
    /// The id of the node it begins at.
    pub source: String,
    /// The id of the node it ends at.
    pub target: String,
    /// Whether the step reads or writes.
    pub kind: DataEdgeKind,
    /// The points it goes through in a picture of the graph, when that was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<Point>,
}

/// Whether a step reads or writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum DataEdgeKind {
    /// From the artifact to the step.
    Read,
    /// From the step to the artifact.
    Write,
}

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
            label: shown.display_name.clone(),
            step_id: step.id.clone(),
            step_type: shown.step_type.clone(),
            run: shown.run.clone().map(Box::new),
            registry: shown.registry.clone(),
            position: None,
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
        position: None,
    }
}

fn edge(process: &str, artifact: &ArtifactDocument, kind: DataEdgeKind) -> DataEdge {
    let data = data_id(artifact);
    let (source, target, word) = match kind {
        DataEdgeKind::Read => (data, process.to_owned(), "read"),
        DataEdgeKind::Write => (process.to_owned(), data, "write"),
    };
    DataEdge { id: format!("e:{source}->{target}:{word}"), source, target, kind, points: Vec::new() }
}

fn data_id(artifact: &ArtifactDocument) -> String {
    format!("data:{}", artifact.uri)
}
