use std::collections::{BTreeMap, BTreeSet, HashMap};

use lineage_model::document::{ColumnLineageDocument, GraphDocument, LineageDocument, Warning};
use lineage_model::graph::Via;
use lineage_model::{Code, Diagnostic};

use super::{PipelineColumns, StepEdge};

/// How many times edges between columns are written at most, all places together.
const MAX_WRITTEN: usize = 50_000;

/// Whether it is a URI of S3, by whichever name Hadoop has for it.
pub(super) fn is_s3(uri: &str) -> bool {
    let scheme = uri.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("s3" | "s3a" | "s3n"))
}

/// The form in which two URIs are one place.
pub(super) fn normalised(uri: &str) -> String {
    let rest = if is_s3(uri) { uri.split_once("://").map(|(_, rest)| format!("s3://{rest}")) } else { None };
    rest.as_deref().unwrap_or(uri).trim_end_matches('/').to_owned()
}

/// The places that a text of SQL names, as far as no quote or space is in them.
pub(super) fn named(sql: &str) -> impl Iterator<Item = String> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '`' | ')' | ';');
    let words = sql.split(ends).filter(|word| word.len() <= MAX_PLACE && is_s3(word));
    words.map(normalised)
}

impl PipelineColumns {
    /// Adds it to a document.
    ///
    /// - An artifact has the edges that end in it; of what is only read, those that start in it and end in none.
    /// - An edge between steps has those of the one's SQL that start in what the other writes, and the other way round.
    /// - A step has those of its SQL that are told nowhere else.
    pub fn add_to(&self, document: &mut LineageDocument) {
        let mut is_cut = false;
        for graph in document.graphs_mut() {
            is_cut |= !add(graph, &self.edges);
        }
        document.warnings.extend(self.diagnostics.iter().map(Warning::from));
        if is_cut {
            let message = format!("edges between columns are listed {MAX_WRITTEN} times; the rest is left out");
            document.warnings.push(Warning::from(&Diagnostic::new(Code::TooManyEdges, message)));
        }
    }
}

/// Says whether all were written.
fn add(graph: &mut GraphDocument, edges: &[StepEdge]) -> bool {
    let mut writing = Writing { is_told: vec![false; edges.len()], left: MAX_WRITTEN, edges };
    on_artifacts(graph, &mut writing);
    on_edges(graph, &mut writing);
    for node in &mut graph.nodes {
        let of_step = edges.iter().enumerate().filter(|(_, edge)| edge.step == node.id);
        for at in of_step.map(|(at, _)| at).filter(|at| writing.is_told.get(*at) == Some(&false)).collect::<Vec<_>>() {
            writing.write(at, &mut node.column_lineage);
        }
    }
    writing.left > 0
}

/// What is written, and how much more may be.
struct Writing<'e> {
    edges: &'e [StepEdge],
    is_told: Vec<bool>,
    left: usize,
}

impl Writing<'_> {
    fn write(&mut self, at: usize, into: &mut Vec<ColumnLineageDocument>) {
        let (Some(edge), Some(is_told)) = (self.edges.get(at), self.is_told.get_mut(at)) else { return };
        if self.left > 0 {
            self.left -= 1;
            *is_told = true;
            into.push(edge.columns.clone());
        }
    }
}

fn on_artifacts(graph: &mut GraphDocument, writing: &mut Writing<'_>) {
    let mut index = Index::default();
    for (at, artifact) in graph.artifacts.iter().enumerate().filter(|(_, artifact)| artifact.kind.carries_data()) {
        index.add(&artifact.uri, at);
    }
    for (at, edge) in writing.edges.iter().enumerate() {
        let mut found = index.meeting(edge.to.as_deref());
        if found.is_empty() {
            found = index.meeting(edge.from.as_deref());
        }
        for artifact in found {
            if let Some(artifact) = graph.artifacts.get_mut(artifact) {
                writing.write(at, &mut artifact.column_lineage);
            }
        }
    }
}

fn on_edges(graph: &mut GraphDocument, writing: &mut Writing<'_>) {
    let by_id: HashMap<&str, usize> = graph.nodes.iter().enumerate().map(|(at, node)| (node.id.as_str(), at)).collect();
    let step = |id: &str| by_id.get(id).copied().unwrap_or(usize::MAX);
    let (mut writers, mut readers) = (Index::default(), Index::default());
    for (at, node) in graph.nodes.iter().enumerate() {
        node.outputs.iter().for_each(|port| writers.add(&port.uri, at));
        node.inputs.iter().for_each(|port| readers.add(&port.uri, at));
    }
    for edge in writing.edges {
        edge.to.iter().for_each(|place| writers.add(place, step(&edge.step)));
        edge.from.iter().for_each(|place| readers.add(place, step(&edge.step)));
    }
    // Of several edges between two steps, those that say that data flow.
    let mut pairs: HashMap<(usize, usize), (bool, Vec<usize>)> = HashMap::new();
    for (at, edge) in graph.edges.iter().enumerate() {
        let is_data = matches!(edge.via, Via::Reference | Via::Data);
        let (had_data, found) = pairs.entry((step(&edge.from), step(&edge.to))).or_default();
        if is_data && !*had_data {
            found.clear();
        }
        if is_data || !*had_data {
            found.push(at);
        }
        *had_data |= is_data;
    }
    let mut hits = Vec::new();
    for (at, edge) in writing.edges.iter().enumerate() {
        let own = step(&edge.step);
        let before = writers.meeting(edge.from.as_deref()).into_iter().map(|other| (other, own));
        let after = readers.meeting(edge.to.as_deref()).into_iter().map(|other| (own, other));
        let found = before.chain(after).filter_map(|pair| pairs.get(&pair));
        hits.extend(found.flat_map(|(_, found)| found).map(|found| (*found, at)));
        if hits.len() > MAX_WRITTEN {
            break;
        }
    }
    for (edge, at) in hits {
        if let Some(edge) = graph.edges.get_mut(edge) {
            writing.write(at, &mut edge.column_lineage);
        }
    }
}

/// What is at which places.
#[derive(Default)]
struct Index(BTreeMap<String, BTreeSet<usize>>);

impl Index {
    fn add(&mut self, uri: &str, at: usize) {
        self.0.entry(normalised(uri)).or_default().insert(at);
    }

    /// What is at a place, below it, or holds it; a bare bucket holds nothing.
    fn meeting(&self, place: Option<&str>) -> BTreeSet<usize> {
        let Some(place) = place.filter(|place| place.len() <= MAX_PLACE) else { return BTreeSet::new() };
        let mut found = self.0.get(place).cloned().unwrap_or_default();
        let bucket = "s3://".len();
        let Some(key) = place.get(bucket..).and_then(|rest| rest.find('/')).map(|slash| bucket + slash + 1) else {
            return found;
        };
        let slashes = place.match_indices('/').map(|(slash, _)| slash).filter(|slash| *slash > key);
        let holders = slashes.filter_map(|slash| self.0.get(place.get(..slash)?));
        let first = format!("{place}/");
        let below = self.0.range(first.clone()..).take_while(|(uri, _)| uri.starts_with(&first)).map(|(_, at)| at);
        found.extend(holders.chain(below).flatten());
        found
    }
}

/// Longer than any URI of S3, in bytes.
const MAX_PLACE: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_a_text() {
        let sql = "SELECT * FROM parquet.`S3A://lake/In/`; UNLOAD ('select 1') TO 's3://lake/out/x.' s4://lake";
        assert_eq!(named(sql).collect::<Vec<_>>(), ["s3://lake/In", "s3://lake/out/x."]);
    }

    #[test]
    fn places_meet_at_slashes() {
        let mut index = Index::default();
        for (at, uri) in ["s3://b/d", "S3A://b/d/x/", "s3://b/dx", "s3://b", "s3://b/d/x/y"].iter().enumerate() {
            index.add(uri, at);
        }
        for (place, expected) in [
            ("s3://b/d", vec![0, 1, 4]),
            ("s3://b/d/x", vec![0, 1, 4]),
            ("s3://b/d/x/y/z", vec![0, 1, 4]),
            ("s3://b/d/z", vec![0]),
            ("s3://b/dx", vec![2]),
            ("s3://b", vec![3]),
            ("s3://c/d", vec![]),
        ] {
            let found: Vec<_> = index.meeting(Some(place)).into_iter().collect();
            assert_eq!(found, expected, "{place}");
        }
        assert!(index.meeting(None).is_empty());
    }
}
