use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::order::Order;
use super::{ArtifactKind, Node, NodePort, location};
use crate::{Code, Diagnostic};

/// More pairs than any real pipeline has; a definition that is made to have more must not exhaust memory.
const MAX_PAIRS: usize = 20_000;

/// Writer and reader, and the names of the reader's inputs.
pub(super) type DataEdges = BTreeMap<(usize, usize), Vec<String>>;

/// One reads in S3 what the other writes: the same place, one below it, or one that holds it.
///
/// Of several places around what is read, the innermost: see `Writers::of`. Never a step to itself, never where a reference says the same, never against the declared order, never through
/// code, debug, profiler and checkpoint locations.
pub(super) fn data_edges(
    nodes: &[Node],
    order: &Order,
    has_reference: impl Fn(usize, usize) -> bool,
    edges: &mut DataEdges,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let writers = Writers::new(nodes);
    for (to, node) in nodes.iter().enumerate() {
        let mut after = order.after(to);
        for input in carrying(&node.inputs) {
            let place = location::normalised(&input.uri);
            let mut precedes = |from: usize| from != to && !after.holds(from);
            for from in writers.of(&place, &mut precedes) {
                if has_reference(from, to) {
                    continue;
                }
                let names = edges.entry((from, to)).or_default();
                // One input may hold several of the writer's places.
                if names.last() != Some(&input.name) {
                    names.push(input.name.clone());
                }
                if edges.len() >= MAX_PAIRS {
                    let message =
                        format!("more than {MAX_PAIRS} pairs of steps share S3 locations; the rest is left out");
                    diagnostics.push(Diagnostic::new(Code::TooManyEdges, message));
                    return;
                }
            }
        }
    }
}

fn carrying(ports: &[NodePort]) -> impl Iterator<Item = &NodePort> {
    // A feature group is no place in S3, but writer and reader name it alike.
    ports.iter().filter(|port| port.kind.carries_data() && (location::is_s3(&port.uri) || is_named(port)))
}

fn is_named(port: &NodePort) -> bool {
    port.kind == ArtifactKind::FeatureGroup || port.uri.starts_with('{')
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
        let mut by_place: HashMap<_, Vec<usize>> = HashMap::new();
        for (step, node) in nodes.iter().enumerate() {
            for output in carrying(&node.outputs) {
                let place = location::normalised(&output.uri);
                by_place.entry(place.clone()).or_default().push(step);
                places.push((place, step));
            }
        }
        places.sort();
        Self { places, by_place }
    }

    /// The steps that write what is read at `place`, of those that can come before the reader.
    ///
    /// Of the written places that hold it only the innermost counts: a step that writes `s3://b/d/train` says what is
    /// read there, and another that writes somewhere under the shared root `s3://b/d` says nothing about it.
    fn of(&self, place: &str, precedes: &mut impl FnMut(usize) -> bool) -> Vec<usize> {
        let at_or_above = std::iter::once(place).chain(location::holders(place));
        let writers = at_or_above.filter_map(|place| self.by_place.get(place)).find_map(|writers| {
            let writers: Vec<_> = writers.iter().copied().filter(|writer| precedes(*writer)).collect();
            (!writers.is_empty()).then_some(writers)
        });
        let mut writers = writers.unwrap_or_default();
        writers.extend(self.below(place).filter(|writer| precedes(*writer)));
        writers
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
