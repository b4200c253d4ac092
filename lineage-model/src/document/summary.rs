use std::collections::BTreeMap;

use super::Summary;
use crate::Timestamp;
use crate::graph::{LineageGraph, Run};

impl Summary {
    pub(super) fn of(graph: &LineageGraph, now: Option<Timestamp>) -> Self {
        let overall_status = graph.execution.as_ref().map_or("Unknown", |execution| &execution.status).to_owned();
        Self { overall_status, node_status: node_status(graph), elapsed_sec: elapsed(graph, now) }
    }
}

fn node_status(graph: &LineageGraph) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for always in ["Succeeded", "Failed", "Executing"] {
        counts.insert(always.to_owned(), 0);
    }
    if graph.steps_known {
        for node in graph.nodes.iter().filter(|node| node.deployment.is_none()) {
            *counts.entry(node.status().unwrap_or("NotStarted").to_owned()).or_default() += 1;
        }
    }
    counts
}

/// From the earliest start to the latest end; up to `now` while a step runs. The times of a reused result count where
/// they are of this execution: the service may tell those of the run that it was taken from.
fn elapsed(graph: &LineageGraph, now: Option<Timestamp>) -> Option<i64> {
    let began = graph.execution.as_ref().and_then(|execution| execution.started);
    let is_of_another = |run: &&Run| is_reused(run) && began.is_none_or(|began| run.step.started < Some(began));
    let runs = graph.nodes.iter().flat_map(|node| node.run.iter().chain(&node.runs)).filter(|run| !is_of_another(run));
    let mut start: Option<Timestamp> = None;
    let mut end: Option<Timestamp> = None;
    for run in runs {
        let Some(started) = run.step.started else { continue };
        start = Some(start.map_or(started, |start| start.min(started)));
        let ended = run.ended(now).unwrap_or(started);
        end = Some(end.map_or(ended, |end| end.max(ended)));
    }
    Some(end?.seconds_since(start?))
}

fn is_reused(run: &Run) -> bool {
    run.step.cache_hit_source.is_some() || run.step.selective_source.is_some()
}
