use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::data_edges::DataEdges;
use super::{Edge, Node, Via};
use crate::definition::{Branch, PipelineDefinition, Step};
use crate::{Code, Diagnostic};

/// The edges that a definition declares, with the names of what flows over them.
pub(super) struct Declared<'d> {
    /// Pairs of steps by reason; a trigger or branch where the reason has one.
    pub(super) edges: BTreeSet<(usize, usize, Via, Option<&'d str>)>,
    /// What flows by reference, for each pair.
    pub(super) flows: BTreeMap<(usize, usize), BTreeSet<&'d str>>,
}

/// Reads the declared edges; a name that is no step is a diagnostic, never an edge.
pub(super) fn declared<'d>(definition: &'d PipelineDefinition, diagnostics: &mut Vec<Diagnostic>) -> Declared<'d> {
    let mut names: HashMap<&str, usize> = HashMap::with_capacity(definition.steps.len());
    for (index, step) in definition.steps.iter().enumerate() {
        names.entry(&step.name).or_insert(index);
    }
    let mut dangling = BTreeSet::new();
    let mut find = |(to, step): (usize, &'d Step), name: &'d str, how: &'static str| {
        let found = names.get(name).copied();
        if found.is_none() {
            dangling.insert((step.id.as_str(), name, how, to));
        }
        found
    };
    let mut edges = BTreeSet::new();
    let mut flows: BTreeMap<(usize, usize), BTreeSet<&str>> = BTreeMap::new();
    for (to, step) in definition.steps.iter().enumerate() {
        if edges.len() > MAX_EDGES {
            let message = format!(
                "more than {MAX_EDGES} edges are declared; those to '{}' and later steps are left out",
                step.id
            );
            diagnostics.push(Diagnostic::new(Code::TooManyEdges, message));
            break;
        }
        for depends_on in &step.depends_on {
            if let Some(from) = find((to, step), &depends_on.step, "waits for").filter(|from| *from != to) {
                edges.insert((from, to, Via::DependsOn, depends_on.trigger.as_deref()));
            }
        }
        for reference in &step.references {
            // A step may name its own properties, which says nothing about order.
            if let Some(from) = find((to, step), &reference.step, "refers to").filter(|from| *from != to) {
                edges.insert((from, to, Via::Reference, None));
                flows.entry((from, to)).or_default().extend(reference.label.as_deref());
            }
        }
        if let Some(parent) = step.parent {
            let (via, label) = match parent.branch {
                Branch::If => (Via::Condition, Some("if")),
                Branch::Else => (Via::Condition, Some("else")),
                Branch::Body => (Via::ForEach, None),
            };
            edges.insert((parent.step, to, via, label));
        }
        for name in step.deletes.iter().filter_map(|deletion| deletion.step.as_deref()) {
            if let Some(from) = find((to, step), name, "cleans up after").filter(|from| *from != to) {
                edges.insert((from, to, Via::Cleanup, None));
            }
        }
    }
    diagnostics.extend(dangling.into_iter().take(MAX_DANGLING).map(|(step, name, how, at)| {
        let name: String = name.chars().take(120).collect();
        let message = format!("step '{step}' {how} '{name}', which is no step");
        Diagnostic { pointer: definition.pointer(at), ..Diagnostic::new(Code::DanglingReference, message) }
    }));
    Declared { edges, flows }
}

/// More would say nothing that the first ones did not.
const MAX_DANGLING: usize = 200;

/// Twenty times what SageMaker's limit of 50 steps allows; a definition can declare the square of its steps.
const MAX_EDGES: usize = 30_000;

/// All edges with their labels, in order.
pub(super) fn labelled(declared: &Declared<'_>, data: &DataEdges, nodes: &[Node]) -> Vec<Edge> {
    let positions: Vec<_> = nodes.iter().map(positions).collect();
    let flow = |from: usize, to: usize| {
        let names = declared.flows.get(&(from, to)).into_iter().flatten().copied();
        let names = names.chain(data.get(&(from, to)).into_iter().flatten().map(String::as_str));
        flow(positions.get(to)?, names)
    };
    let mut edges: Vec<Edge> = declared
        .edges
        .iter()
        .map(|(from, to, via, label)| {
            let label = match via {
                Via::DependsOn => label.map(str::to_owned).or_else(|| flow(*from, *to)),
                Via::Reference => flow(*from, *to),
                _ => label.map(str::to_owned),
            };
            Edge { from: *from, to: *to, via: *via, label }
        })
        .collect();
    edges.extend(data.keys().map(|(from, to)| Edge { from: *from, to: *to, via: Via::Data, label: flow(*from, *to) }));
    edges.sort();
    edges
}

/// Where each input of a step stands.
fn positions(node: &Node) -> HashMap<&str, usize> {
    node.inputs.iter().enumerate().rev().map(|(position, input)| (input.name.as_str(), position)).collect()
}

/// The names of what flows: inputs in their own order, then the rest by name.
fn flow<'n>(positions: &HashMap<&str, usize>, names: impl Iterator<Item = &'n str>) -> Option<String> {
    let names: BTreeSet<(usize, &str)> =
        names.map(|name| (positions.get(name).copied().unwrap_or(usize::MAX), name)).collect();
    let names: Vec<&str> = names.into_iter().map(|(_, name)| name).collect();
    (!names.is_empty()).then(|| names.join(", "))
}
