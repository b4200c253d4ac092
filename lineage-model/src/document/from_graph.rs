use std::collections::BTreeMap;
use std::str::FromStr;

use super::{
    ArtifactDocument, DeploymentDocument, EdgeDocument, ExecutionRef, FeatureGroupDocument, GraphDocument,
    LineageDocument, NodeDocument, PipelineRef, PortDocument, PostureDocument, RegistryDocument, RunDocument, Summary,
    Warning,
};
use crate::definition::{DefinitionError, PipelineDefinition};
use crate::graph::{Artifact, Deployment, Edge, LineageGraph, Node, NodePort, Run, StepQueries, bucket_of};
use crate::source::{ModelPackage, StepMetadata};
use crate::{Observed, Timestamp, redact};

/// Which graphs an answer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// Steps and their edges.
    Pipeline,
    /// Artifacts, and the steps that read and write them.
    Data,
    /// All of it.
    #[default]
    Both,
}

/// A text that names no view.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("view '{0}' is unknown; use pipeline, data or both")]
pub struct ViewError(String);

impl FromStr for View {
    type Err = ViewError;

    fn from_str(text: &str) -> Result<Self, ViewError> {
        match text {
            "pipeline" => Ok(Self::Pipeline),
            "data" => Ok(Self::Data),
            "both" => Ok(Self::Both),
            _ => Err(ViewError(text.chars().take(80).collect())),
        }
    }
}

impl LineageDocument {
    /// The answer of a graph. `now` is the time of collection, for what is still running.
    #[must_use]
    pub fn new(graph: &LineageGraph, pipeline: PipelineRef, view: View, now: Option<Timestamp>) -> Self {
        let artifacts: Vec<_> = graph.artifacts.iter().enumerate().map(|(id, a)| artifact(graph, id, a)).collect();
        let whole = GraphDocument {
            nodes: graph.nodes.iter().map(|step| node(graph, step, now)).collect(),
            edges: graph.edges.iter().filter_map(|e| edge(graph, e)).collect(),
            artifacts: artifacts.clone(),
        };
        let graph_data = (view != View::Pipeline).then(|| super::data::data_graph(graph, &whole));
        let (graph_document, graph_pipeline) = match view {
            View::Data => (GraphDocument { artifacts, ..GraphDocument::default() }, None),
            View::Pipeline | View::Both => (whole.clone(), Some(whole)),
        };
        Self {
            domain: None,
            pipeline,
            execution: execution(graph),
            summary: Summary::of(graph, now),
            graph: graph_document,
            graph_pipeline,
            graph_data,
            warnings: graph.diagnostics.iter().map(Warning::from).collect(),
            queries: StepQueries::default(),
        }
    }

    /// The answer of a definition alone, without any source.
    ///
    /// # Errors
    /// When the text is no pipeline definition.
    pub fn from_definition(text: &str, view: View) -> Result<Self, DefinitionError> {
        let definition = PipelineDefinition::parse(text)?;
        let pipeline = PipelineRef { name: definition.pipeline_name.clone(), ..PipelineRef::default() };
        let graph = LineageGraph::build(definition);
        let mut document = Self::new(&graph, pipeline, view, None);
        document.queries = graph.queries(None, &BTreeMap::new());
        Ok(document)
    }
}

fn execution(graph: &LineageGraph) -> Option<ExecutionRef> {
    let execution = graph.execution.as_ref()?;
    Some(ExecutionRef {
        arn: execution.arn.clone(),
        status: execution.status.clone(),
        start_time: execution.started,
        last_modified_time: execution.last_modified,
        failure_reason: execution.failure_reason.as_deref().map(masked),
        parameters: graph
            .parameters
            .iter()
            .map(|(name, value)| (name.clone(), redact::parameter(name, value).into_owned()))
            .collect(),
    })
}

fn node(graph: &LineageGraph, node: &Node, now: Option<Timestamp>) -> NodeDocument {
    let not_started = || RunDocument { status: "NotStarted".to_owned(), ..RunDocument::default() };
    let runs: Vec<_> = node.runs.iter().map(|r| run(r, now)).collect();
    let single = node.run.as_ref().map(|r| run(r, now)).or_else(|| of_children(node, now));
    NodeDocument {
        id: node.id.clone(),
        step_type: node.step_type.as_str().to_owned(),
        display_name: masked(&node.display_name),
        inputs: node.inputs.iter().map(port).collect(),
        outputs: node.outputs.iter().map(port).collect(),
        run: single.or_else(|| (graph.steps_known && node.deployment.is_none()).then(not_started)),
        runs,
        registry: node.model_package.as_ref().and_then(Observed::value).map(registry),
        deployment: node.deployment.as_ref().map(deployment),
        position: None,
        column_lineage: Vec::new(),
    }
}

fn deployment(deployment: &Deployment) -> DeploymentDocument {
    DeploymentDocument {
        name: deployment.name.clone(),
        arn: deployment.arn.as_deref().map(masked),
        status: deployment.status.clone(),
    }
}

fn port(port: &NodePort) -> PortDocument {
    PortDocument { name: masked(&port.name), uri: port.uri.clone() }
}

fn run(run: &Run, now: Option<Timestamp>) -> RunDocument {
    let ended = run.ended(now);
    let Run { step, job, report, .. } = run;
    let job = job.value();
    let metrics = job.into_iter().flat_map(|job| &job.metrics);
    let numbers = report.iter().flat_map(|report| &report.numbers);
    let numbers = numbers.map(|(name, number)| (masked(&format!("eval.{name}")), Some(*number)));
    let arn = step.job().map(|(_, arn)| arn).or(match &step.metadata {
        StepMetadata::Model { arn } | StepMetadata::RegisterModel { arn } => Some(arn.as_str()),
        StepMetadata::Lambda { arn, .. } => arn.as_deref(),
        StepMetadata::Other { fields, .. } => fields.get("Arn").map(String::as_str),
        _ => None,
    });
    let message = match &step.metadata {
        StepMetadata::Fail { message } => message.clone(),
        _ => None,
    };
    let reused = step.cache_hit_source.as_ref().or(step.selective_source.as_ref());
    RunDocument {
        status: step.status.clone(),
        start_time: step.started,
        end_time: step.ended,
        elapsed_sec: step.started.and_then(|started| Some(ended?.seconds_since(started))),
        job_arn: arn.map(str::to_owned),
        job_name: job.map(|job| job.name.clone()).or_else(|| name_of(step.job()?.1)),
        metrics: metrics.map(|metric| (masked(&metric.name), metric.value)).chain(numbers).collect(),
        report: report.as_ref().map(|report| masked(&report.uri)),
        cache_hit: step.cache_hit_source.is_some(),
        source_execution_arn: reused.cloned(),
        failure_reason: step
            .failure_reason
            .clone()
            .or_else(|| job.and_then(|job| job.failure_reason.clone()))
            .or(message)
            .as_deref()
            .map(masked),
        attempts: step.attempts,
        ..RunDocument::default()
    }
    .with_metadata(&step.metadata)
}

/// Users' text leaves only without what looks like a credential. URIs were masked when the graph was built.
fn masked(text: &str) -> String {
    redact::text(text).into_owned()
}

/// The last segment of a job's ARN is its name.
fn name_of(arn: &str) -> Option<String> {
    arn.rsplit_once('/').map(|(_, name)| name.to_owned())
}

/// One run for all children of a ForEach body step: the worst status, the whole span of time.
fn of_children(node: &Node, now: Option<Timestamp>) -> Option<RunDocument> {
    let status = node.status()?;
    let worst = node.runs.iter().find(|run| run.step.status == status);
    let start_time = node.runs.iter().filter_map(|run| run.step.started).min();
    let ended: Option<Vec<_>> = node.runs.iter().map(|run| run.step.ended).collect();
    let end_time = ended.and_then(|times| times.into_iter().max());
    let last = node.runs.iter().filter_map(|run| run.ended(now)).max();
    Some(RunDocument {
        status: status.to_owned(),
        start_time,
        end_time,
        elapsed_sec: start_time.zip(last).map(|(start, last)| last.seconds_since(start)),
        failure_reason: worst.and_then(|run| run.step.failure_reason.as_deref()).map(masked),
        cache_hit: node.runs.iter().all(|run| run.step.cache_hit_source.is_some()),
        ..RunDocument::default()
    })
}

fn registry(package: &ModelPackage) -> RegistryDocument {
    // arn:aws:sagemaker:<region>:<account>:model-package/<group>/<version>
    let mut segments = package.arn.rsplit('/');
    let version = segments.next().and_then(|version| version.parse().ok());
    let group = segments.next().filter(|group| !group.contains(':'));
    RegistryDocument {
        model_package_arn: Some(package.arn.clone()),
        model_package_group_name: package.group_name.clone().or_else(|| group.map(str::to_owned)),
        model_package_version: package.version.or(version),
        approval_status: package.approval_status.clone(),
    }
}

fn edge(graph: &LineageGraph, edge: &Edge) -> Option<EdgeDocument> {
    Some(EdgeDocument {
        from: graph.nodes.get(edge.from)?.id.clone(),
        to: graph.nodes.get(edge.to)?.id.clone(),
        via: edge.via,
        label: edge.label.as_deref().map(masked),
        points: Vec::new(),
        column_lineage: Vec::new(),
    })
}

fn artifact(graph: &LineageGraph, id: usize, artifact: &Artifact) -> ArtifactDocument {
    let posture = bucket_of(&artifact.uri).and_then(|bucket| graph.buckets.get(&bucket));
    ArtifactDocument {
        id,
        uri: artifact.uri.clone(),
        bucket: artifact.bucket.clone(),
        key: artifact.key.clone(),
        kind: artifact.kind,
        feature_group: artifact
            .feature_group
            .as_ref()
            .map(|group| FeatureGroupDocument { name: masked(&group.name), arn: group.arn.clone() }),
        s3: posture.map(PostureDocument::of),
        schema: None,
        column_lineage: Vec::new(),
    }
}
