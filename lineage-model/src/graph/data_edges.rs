use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::order::Order;
use super::{ArtifactKind, Node, NodePort, location};
use crate::{Code, Diagnostic};

/// How many names of inputs all edges together carry; a real pipeline has a few hundred.
const MAX_NAMES: usize = 15_000;

/// How many pairs of a reader's place and a writer are looked at: thousands of steps may share one place.
const MAX_VISITS: usize = 1_000_000;

/// Writer and reader, and the names of the reader's inputs.
pub(super) type DataEdges = BTreeMap<(usize, usize), Vec<String>>;

/// One reads in S3 what the other writes: the same place, one below it, or one that holds it.
///
/// Never a step to itself, never where a reference says the same, never against the declared order, never through
/// code, debug, profiler and checkpoint locations.
pub(super) fn data_edges(
    nodes: &[Node],
    order: &Order,
    has_reference: impl Fn(usize, usize) -> bool,
    edges: &mut DataEdges,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let writers = Writers::new(nodes);
    let (mut visits, mut names) = (0, 0);
    for (to, node) in nodes.iter().enumerate() {
        let mut after = order.after(to);
        for (place, inputs) in inputs_by_place(node) {
            for from in writers.of(&place) {
                visits += 1;
                if visits > MAX_VISITS || names > MAX_NAMES {
                    let message = "too many steps share S3 locations to list them all; some data edges are left out";
                    diagnostics.push(Diagnostic::new(Code::TooManyEdges, message));
                    return;
                }
                if from == to || has_reference(from, to) || after.holds(from) {
                    continue;
                }
                names += inputs.len();
                edges.entry((from, to)).or_default().extend(inputs.iter().map(|name| (*name).to_owned()));
            }
        }
    }
}

/// The places that a step reads, and the names of the inputs that name each.
fn inputs_by_place(node: &Node) -> BTreeMap<Cow<'_, str>, Vec<&str>> {
    let mut places: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for input in carrying(&node.inputs) {
        places.entry(place(node, input)).or_default().push(&input.name);
    }
    places
}

fn carrying(ports: &[NodePort]) -> impl Iterator<Item = &NodePort> {
    ports.iter().filter(|port| port.kind.carries_data() && is_comparable(port))
}

/// A feature group is no place in S3, but writer and reader name it alike; so do references that are not resolved. What
/// could not be read says nothing.
fn is_comparable(port: &NodePort) -> bool {
    let named = port.kind == ArtifactKind::FeatureGroup || port.uri.starts_with('{');
    (named || location::is_s3(&port.uri)) && !port.uri.contains("{?}")
}

/// The place of a port, for comparison: the item of a ForEach step is that of its own body alone.
fn place<'n>(node: &'n Node, port: &'n NodePort) -> Cow<'n, str> {
    const ITEM: &str = "{ForEach.";
    let place = location::normalised(&port.uri);
    match node.parent {
        Some(parent) if place.contains(ITEM) => place.replace(ITEM, &format!("{{ForEach {}.", parent.step)).into(),
        _ => place,
    }
}

/// Who writes where.
struct Writers<'g> {
    /// Places in order, so that all below one are neighbours.
    places: Vec<(Cow<'g, str>, usize)>,
    by_place: HashMap<Cow<'g, str>, Vec<usize>>,
}

impl<'g> Writers<'g> {
    fn new(nodes: &'g [Node]) -> Self {
        let mut places = Vec::new();
        for (step, node) in nodes.iter().enumerate() {
            places.extend(carrying(&node.outputs).map(|output| (place(node, output), step)));
        }
        places.sort();
        places.dedup();
        let mut by_place: HashMap<_, Vec<usize>> = HashMap::new();
        for (place, step) in &places {
            by_place.entry(place.clone()).or_default().push(*step);
        }
        Self { places, by_place }
    }

    /// The steps that write what is read at `place`; one that writes several places in it comes several times.
    fn of<'a>(&'a self, place: &'a str) -> impl Iterator<Item = usize> + 'a {
        let at_or_above = std::iter::once(place).chain(location::holders(place));
        let writers = at_or_above.filter_map(|place| self.by_place.get(place)).flatten().copied();
        writers.chain(self.below(place))
    }

    fn below<'a>(&'a self, place: &'a str) -> impl Iterator<Item = usize> + 'a {
        let prefix = format!("{place}/");
        let start = if location::can_hold(place) {
            self.places.partition_point(|(other, _)| **other < *prefix)
        } else {
            self.places.len()
        };
        let rest = self.places.get(start..).unwrap_or_default();
        rest.iter().take_while(move |(other, _)| other.starts_with(&prefix)).map(|(_, step)| *step)
    }
}
