use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::location::{bucket_and_key, bucket_of, holders, normalised};
use super::{ArtifactKind, LineageGraph, Node, Report, Run};
use crate::definition::{PropertyFile, StepType};
use crate::{BucketName, Diagnostic};

/// The names that evaluation reports have where nothing declares them.
const CONVENTIONAL: [&str; 3] = ["report.json", "evaluation.json", "metrics.json"];

/// How many places are tried for one step.
const MAX_PLACES: usize = 24;

/// Where the evaluation report of a step may be: the first object that exists is it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ReportPlaces {
    /// The step of the execution.
    pub step: String,
    /// Objects that the pipeline declares to be reports: property files, outputs, metrics of a model package.
    pub declared: Vec<String>,
    /// Objects that people call so, below its outputs for reports.
    pub conventional: Vec<String>,
}

/// What became of looking for a report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReportFacts {
    /// The report.
    pub report: Option<Report>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
}

/// The bucket and key of an object, when a URI names one.
#[must_use]
pub fn object_of(uri: &str) -> Option<(BucketName, String)> {
    let (bucket, key) = (bucket_of(uri)?, bucket_and_key(uri).1?);
    // What is not resolved is no key, nor is a folder.
    (!key.is_empty() && !key.ends_with('/') && !key.contains('{')).then_some((bucket, key))
}

impl LineageGraph {
    /// Where the reports of the steps that succeeded may be, in the order of the steps.
    #[must_use]
    pub fn report_places(&self) -> Vec<ReportPlaces> {
        let mut places = Vec::new();
        if !self.nodes.iter().any(has_succeeded) {
            return places;
        }
        let metrics = self.metrics_by_writer();
        for (at, node) in self.nodes.iter().enumerate() {
            let files = self.definition.steps.get(at).map(|step| step.property_files.as_slice()).unwrap_or_default();
            let metrics = metrics.get(&at).map(Vec::as_slice).unwrap_or_default();
            places.extend(succeeded(node).map(|run| report_places(node, run, files, metrics)));
        }
        places.retain(|places| !places.declared.is_empty() || !places.conventional.is_empty());
        places
    }

    /// The metrics of model packages, by the steps that wrote them; by the one that registers where none did. Of steps
    /// that write one place, the first that succeeded wrote it.
    fn metrics_by_writer(&self) -> BTreeMap<usize, Vec<&str>> {
        let mut writers: HashMap<_, usize> = HashMap::new();
        let (ran, did_not): (Vec<_>, Vec<_>) = self.nodes.iter().enumerate().partition(|(_, node)| has_succeeded(node));
        for (at, node) in ran.into_iter().chain(did_not) {
            for output in &node.outputs {
                writers.entry(normalised(&output.uri)).or_insert(at);
            }
        }
        let mut found: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (at, node) in self.nodes.iter().enumerate().filter(|(_, node)| node.step_type == StepType::RegisterModel) {
            // Baselines for drift checks may be those of another model.
            let metrics = node.inputs.iter().filter(|port| {
                port.kind == ArtifactKind::Report && !port.name.starts_with("drift_check_") && is_json(&port.uri)
            });
            for metric in metrics {
                let place = normalised(&metric.uri);
                let written = std::iter::once(&*place).chain(holders(&place)).find_map(|place| writers.get(place));
                found.entry(*written.unwrap_or(&at)).or_default().push(&metric.uri);
            }
        }
        found
    }

    /// The same graph with the reports of its runs, by the names of the execution's steps.
    #[must_use]
    pub fn apply_reports(mut self, reports: impl IntoIterator<Item = (String, ReportFacts)>) -> Self {
        let mut reports: BTreeMap<_, _> = reports.into_iter().collect();
        for run in self.nodes.iter_mut().flat_map(|node| node.run.iter_mut().chain(&mut node.runs)) {
            if let Some(facts) = reports.remove(&run.step.name) {
                run.report = facts.report;
                self.diagnostics.extend(facts.diagnostics);
            }
        }
        self
    }
}

fn succeeded(node: &Node) -> impl Iterator<Item = &Run> {
    node.run.iter().chain(&node.runs).filter(|run| run.step.status == "Succeeded")
}

fn has_succeeded(node: &Node) -> bool {
    succeeded(node).next().is_some()
}

fn report_places(node: &Node, run: &Run, files: &[PropertyFile], metrics: &[&str]) -> ReportPlaces {
    let outputs = outputs(node, run);
    let mut seen = BTreeSet::new();
    let mut objects = |uris: &mut dyn Iterator<Item = String>| -> Vec<String> {
        uris.filter(|uri| object_of(uri).is_some() && seen.insert(uri.clone())).take(MAX_PLACES).collect()
    };
    let of_file = |file: &PropertyFile| {
        let output = outputs.iter().find(|output| output.name == file.output_name);
        output.map(|output| below(output.uri, &file.path))
    };
    let reports = outputs.iter().filter(|output| output.kind == ArtifactKind::Report && is_json(output.uri));
    // Of the children of a ForEach step, each has the metrics below its own outputs.
    let own = |uri: &&&str| node.runs.is_empty() || outputs.iter().any(|output| holds(output.uri, uri));
    let mut declared = files
        .iter()
        .filter_map(of_file)
        .chain(reports.map(|output| output.uri.to_owned()))
        .chain(metrics.iter().filter(own).map(|uri| (*uri).to_owned()));
    let declared = objects(&mut declared);
    let folders = outputs.iter().filter(|output| output.is_for_reports() && !is_json(output.uri));
    let mut conventional = folders.flat_map(|output| CONVENTIONAL.map(|name| below(output.uri, name)));
    let conventional = objects(&mut conventional);
    ReportPlaces { step: run.step.name.clone(), declared, conventional }
}

struct Output<'g> {
    name: &'g str,
    uri: &'g str,
    kind: ArtifactKind,
}

impl Output<'_> {
    fn is_for_reports(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        self.kind == ArtifactKind::Report || ["evaluation", "metrics", "report"].iter().any(|word| name.contains(word))
    }
}

/// The outputs of a run: those of the step, or of the job that ran for one child of a ForEach step.
fn outputs<'g>(node: &'g Node, run: &'g Run) -> Vec<Output<'g>> {
    if node.runs.is_empty() {
        return node.outputs.iter().map(|port| Output { name: &port.name, uri: &port.uri, kind: port.kind }).collect();
    }
    let kind =
        |name: &str| node.outputs.iter().find(|port| port.name == name).map_or(ArtifactKind::Dataset, |p| p.kind);
    let data = run.job.value().into_iter().flat_map(|job| &job.outputs);
    data.map(|data| Output { name: &data.name, uri: &data.uri, kind: kind(&data.name) }).collect()
}

/// Whether a place is that of an output, or below it.
fn holds(output: &str, uri: &str) -> bool {
    let (output, place) = (normalised(output), normalised(uri));
    output == place || holders(&place).any(|holder| holder == output)
}

fn below(uri: &str, path: &str) -> String {
    format!("{}/{}", uri.trim_end_matches('/'), path.trim_start_matches('/'))
}

fn is_json(uri: &str) -> bool {
    uri.len() > 5 && uri.get(uri.len() - 5..).is_some_and(|end| end.eq_ignore_ascii_case(".json"))
}
