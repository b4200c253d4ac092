use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::document::{DataEdgeKind, DataGraph, DataNode, LineageDocument, Ternary};

/// The artifacts of the document with the posture of their buckets, one a line, as RFC 4180 has it.
///
/// `writtenBy` and `readBy` name steps, separated by semicolons; they are empty where the document has no data graph. What
/// a spreadsheet would take for a formula begins with an apostrophe.
#[must_use]
pub fn csv(document: &LineageDocument) -> String {
    let uses = document.graph_data.as_ref().map(uses).unwrap_or_default();
    let mut text = COLUMNS.join(",") + "\r\n";
    for artifact in &document.graph.artifacts {
        let (written, read) = uses.get(artifact.uri.as_str()).cloned().unwrap_or_default();
        let kind = artifact.kind.as_str();
        let some = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut cells = vec![artifact.uri.clone(), some(&artifact.bucket), some(&artifact.key), kind.to_owned()];
        cells.extend([written.join(";"), read.join(";")]);
        cells.extend(artifact.s3.as_ref().map_or_else(Default::default, |s3| {
            let flag = |flag: Option<bool>| flag.map(|flag| flag.to_string()).unwrap_or_default();
            let told = |fact: Ternary| match fact {
                Ternary::True => "true".to_owned(),
                Ternary::False => "false".to_owned(),
                Ternary::Unknown => "Unknown".to_owned(),
            };
            [
                s3.region.clone(),
                s3.encryption.clone(),
                some(&s3.kms_key_id),
                flag(s3.bucket_key_enabled),
                s3.versioning.clone(),
                flag(s3.mfa_delete),
                s3.public_access.clone(),
                told(s3.public_policy),
                told(s3.public_acl),
                told(s3.exposed),
            ]
        }));
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        // Writing to a String does not fail.
        let _ = write!(text, "{}\r\n", cells.join(","));
    }
    text
}

const COLUMNS: [&str; 16] = [
    "uri",
    "bucket",
    "key",
    "kind",
    "writtenBy",
    "readBy",
    "region",
    "encryption",
    "kmsKeyId",
    "bucketKeyEnabled",
    "versioning",
    "mfaDelete",
    "publicAccess",
    "publicPolicy",
    "publicAcl",
    "exposed",
];

/// Who writes and who reads a place, by its URI.
type Uses<'d> = BTreeMap<&'d str, (Vec<&'d str>, Vec<&'d str>)>;

fn uses(graph: &DataGraph) -> Uses<'_> {
    let mut names = BTreeMap::new();
    for node in &graph.nodes {
        match node {
            DataNode::DataArtifact { id, uri, .. } => names.insert(id.as_str(), uri.as_str()),
            DataNode::ProcessNode { id, step_id, .. } => names.insert(id.as_str(), step_id.as_str()),
        };
    }
    let mut uses = Uses::new();
    for edge in &graph.edges {
        let (Some(source), Some(target)) = (names.get(edge.source.as_str()), names.get(edge.target.as_str())) else {
            continue;
        };
        match edge.kind {
            DataEdgeKind::Write => uses.entry(target).or_default().0.push(source),
            DataEdgeKind::Read => uses.entry(source).or_default().1.push(target),
        }
    }
    uses
}

fn quoted(cell: &str) -> String {
    let formula = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    match cell.contains(['"', ',', '\r', '\n']) {
        true => format!("\"{formula}{}\"", cell.replace('"', "\"\"")),
        false => format!("{formula}{cell}"),
    }
}
