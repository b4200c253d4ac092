use std::collections::{BTreeMap, HashMap, HashSet};

use super::data_edges::{DataEdges, data_edges};
use super::edges::{Declared, declared, labelled};
use super::feature_groups::FeatureGroups;
use super::order::Order;
use super::resolve::{Bindings, Resolver, Side};
use super::{Artifact, ArtifactKind, LineageGraph, Node, NodePort, location};
use crate::definition::{PipelineDefinition, Port};
use crate::redact;
use crate::source::{FeatureGroupStore, JobData};
use crate::{Code, Diagnostic};

impl LineageGraph {
    /// Builds the graph of a definition: parameters have their defaults, what only an execution knows stays symbolic.
    #[must_use]
    pub fn build(definition: PipelineDefinition) -> Self {
        Self::with_offline_stores(definition, &[])
    }

    /// As [`LineageGraph::build`], with what is known about the region's feature groups: a place that is the offline
    /// store of one, or lies in it, is that group's.
    #[must_use]
    pub fn with_offline_stores(definition: PipelineDefinition, stores: &[FeatureGroupStore]) -> Self {
        Self::derive(definition, FeatureGroups::new(stores), &Bindings::default(), DataEdges::new())
    }

    /// Builds the graph with what is known about its values; `data` holds data edges that were found before.
    pub(super) fn derive(
        definition: PipelineDefinition,
        feature_groups: FeatureGroups,
        bindings: &Bindings,
        mut data: DataEdges,
    ) -> Self {
        let mut diagnostics = definition.diagnostics.clone();
        let mut artifacts = Artifacts::new(Vec::new(), &feature_groups);
        let nodes = nodes(&definition, bindings, &mut artifacts, &mut diagnostics);
        let declared = declared(&definition, &mut diagnostics);
        let order = Order::new(nodes.len(), order_of(&declared));
        report_circle(&order, &definition, &mut diagnostics);
        let has_reference = |from, to| declared.flows.contains_key(&(from, to));
        data_edges(&nodes, &order, has_reference, &mut data, &mut diagnostics);
        let edges = labelled(&declared, &data, &nodes);
        Self {
            nodes,
            edges,
            artifacts: artifacts.into_list(),
            buckets: BTreeMap::new(),
            execution: None,
            parameters: Vec::new(),
            steps_known: false,
            diagnostics,
            data,
            definition,
            feature_groups,
        }
    }
}

fn order_of<'a>(declared: &'a Declared<'_>) -> impl Iterator<Item = (usize, usize)> + 'a {
    declared.edges.iter().map(|(from, to, _, _)| (*from, *to))
}

fn report_circle(order: &Order, definition: &PipelineDefinition, diagnostics: &mut Vec<Diagnostic>) {
    let Some(first) = order.circular().next() else { return };
    let names: Vec<_> =
        order.circular().filter_map(|step| Some(definition.steps.get(step)?.id.as_str())).take(5).collect();
    let message = format!("steps wait for each other in a circle, at or before '{}'", names.join("', '"));
    diagnostics.push(Diagnostic { pointer: definition.pointer(first), ..Diagnostic::new(Code::Cycle, message) });
}

fn nodes(
    definition: &PipelineDefinition,
    bindings: &Bindings,
    artifacts: &mut Artifacts<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Node> {
    let mut resolver = Resolver::new(definition, bindings);
    let mut nodes: Vec<Node> = Vec::with_capacity(definition.steps.len());
    for (index, step) in definition.steps.iter().enumerate() {
        let mut ports = |side, ports| node_ports(ports, (index, side), bindings, &mut resolver, artifacts);
        let (mut inputs, mut outputs) = (ports(Side::Input, &step.inputs), ports(Side::Output, &step.outputs));
        drop_repeated(&mut inputs, &mut outputs);
        nodes.push(Node {
            id: step.id.clone(),
            step_type: step.step_type.clone(),
            display_name: step.display_name.clone().unwrap_or_else(|| step.name.clone()),
            parent: step.parent,
            inputs: inputs.into_iter().map(|found| found.port).collect(),
            outputs: outputs.into_iter().map(|found| found.port).collect(),
            run: None,
            runs: Vec::new(),
            model_package: None,
            deployment: None,
        });
    }
    let deleted = deleted_places(definition, &nodes, &mut resolver);
    artifacts.mark_transient(&deleted);
    if resolver.limited {
        let message = "some values refer to themselves or grow too long; they stay as references";
        diagnostics.push(Diagnostic::new(Code::Unresolvable, message));
    }
    nodes
}

/// The places that Cleanup steps delete: the ones they name, else all outputs of the step they name.
fn deleted_places<'d>(
    definition: &'d PipelineDefinition,
    nodes: &[Node],
    resolver: &mut Resolver<'d>,
) -> HashSet<String> {
    let deletions: Vec<_> = definition.steps.iter().flat_map(|step| &step.deletes).collect();
    if deletions.is_empty() {
        return HashSet::new();
    }
    let by_id: HashMap<&str, &Node> = nodes.iter().map(|node| (node.id.as_str(), node)).collect();
    let mut places = HashSet::new();
    for deletion in deletions {
        let named = deletion.locations.iter().map(|location| resolver.resolve(location));
        places.extend(named.map(|uri| location::normalised(&uri).into_owned()));
        let step = deletion.step.as_deref().filter(|_| deletion.locations.is_empty());
        let outputs = step.and_then(|id| by_id.get(id)).map(|node| node.outputs.as_slice());
        places.extend(outputs.unwrap_or_default().iter().map(|port| location::normalised(&port.uri).into_owned()));
    }
    places
}

fn node_ports<'d>(
    ports: &'d [Port],
    (step, side): (usize, Side),
    bindings: &Bindings,
    resolver: &mut Resolver<'d>,
    artifacts: &mut Artifacts<'_>,
) -> Vec<Found> {
    let mut found = Vec::with_capacity(ports.len());
    let mut replaced = HashSet::new();
    for port in ports {
        // Several ports of one name: what was observed replaces all of them at once.
        if replaced.contains(port.name.as_str()) && !port.tentative {
            continue;
        }
        let mut observed = bindings.observed(step, side, &port.name).filter(|_| !port.tentative).peekable();
        if observed.peek().is_some() {
            let observed = observed.map(|data| artifacts.port(port.name.clone(), data.location(), port.kind));
            found.extend(observed.map(Found::stated));
            replaced.insert(port.name.as_str());
            continue;
        }
        let uri = resolver.resolve(&port.location);
        if !uri.is_empty() && (!port.tentative || location::is_s3(&uri)) {
            let tentative = port.tentative;
            found.push(Found { port: artifacts.port(port.name.clone(), uri, port.kind), tentative });
        }
    }
    // What the job has and the definition does not name.
    let observed = bindings.observed.get(&(step, side)).map(Vec::as_slice).unwrap_or_default();
    let more = observed.iter().filter(|data| !ports.iter().any(|port| port.name == data.name && !port.tentative));
    found.extend(more.map(|data| Found::stated(artifacts.observed(side, data))));
    found
}

/// A port, and whether it was read out of free text.
struct Found {
    port: NodePort,
    tentative: bool,
}

impl Found {
    fn stated(port: NodePort) -> Self {
        Self { port, tentative: false }
    }
}

/// A place that arguments repeat is one port: programs are told where their inputs and outputs are. An argument whose
/// name says nothing counts as an input, so a stated output outweighs it too.
fn drop_repeated(inputs: &mut Vec<Found>, outputs: &mut Vec<Found>) {
    let stated = |ports: &[Found]| -> HashSet<usize> {
        ports.iter().filter(|found| !found.tentative).map(|found| found.port.artifact).collect()
    };
    let mut written = stated(outputs);
    let mut named = &stated(inputs) | &written;
    inputs.retain(|found| !found.tentative || named.insert(found.port.artifact));
    outputs.retain(|found| !found.tentative || written.insert(found.port.artifact));
}

/// The artifacts as they are first seen, one for each place.
pub(super) struct Artifacts<'g> {
    list: Vec<Artifact>,
    by_place: HashMap<String, usize>,
    feature_groups: &'g FeatureGroups,
}

impl<'g> Artifacts<'g> {
    /// More artifacts after those of `list`.
    pub(super) fn new(list: Vec<Artifact>, feature_groups: &'g FeatureGroups) -> Self {
        let by_place = list.iter().enumerate().map(|(at, a)| (location::normalised(&a.uri).into_owned(), at)).collect();
        Self { list, by_place, feature_groups }
    }

    pub(super) fn port(&mut self, name: String, uri: String, kind: ArtifactKind) -> NodePort {
        let uri = self.feature_groups.place(uri);
        let known = self.by_place.get(&*location::normalised(&uri)).copied();
        // A place that is known is one without secrets; another is masked before places are told apart, because two
        // signatures of one object are one place.
        let uri = if known.is_some() { uri } else { redact::text(&uri).into_owned() };
        let kind = kind.refined(&uri);
        let artifact = known.unwrap_or_else(|| {
            *self.by_place.entry(location::normalised(&uri).into_owned()).or_insert_with(|| {
                let (bucket, key) = location::bucket_and_key(&uri);
                let feature_group = self.feature_groups.at(&uri);
                let kind = if feature_group.is_some() { kind.max(ArtifactKind::FeatureGroup) } else { kind };
                self.list.push(Artifact { uri: uri.clone(), bucket, key, kind, feature_group });
                self.list.len() - 1
            })
        });
        if let Some(known) = self.list.get_mut(artifact) {
            known.kind = known.kind.max(kind);
        }
        NodePort { name, uri, kind, artifact }
    }

    pub(super) fn observed(&mut self, side: Side, data: &JobData) -> NodePort {
        self.port(data.name.clone(), data.location(), data.kind(side))
    }

    pub(super) fn into_list(self) -> Vec<Artifact> {
        self.list
    }

    /// What is deleted, and what lies below it, does not last.
    fn mark_transient(&mut self, deleted: &HashSet<String>) {
        if deleted.is_empty() {
            return;
        }
        for artifact in &mut self.list {
            let place = location::normalised(&artifact.uri);
            if deleted.contains(&*place) || location::holders(&place).any(|holder| deleted.contains(holder)) {
                artifact.kind = ArtifactKind::Transient;
            }
        }
    }
}
