//! The lineage graph: steps, the edges between them, and the artifacts they read and write.

mod artifact;
mod buckets;
mod build;
mod data_edges;
mod deployments;
mod edges;
mod execution;
mod feature_groups;
mod location;
mod order;
mod queries;
mod registered;
mod report;
mod report_places;
mod resolve;
mod told;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::definition::{Parent, PipelineDefinition, StepType};
use crate::source::{Bucket, Execution, ExecutionStep, Job, ModelPackage};
use crate::{BucketName, Diagnostic, Observed, Timestamp};

pub use artifact::ArtifactKind;
pub use deployments::Deployment;
pub use execution::ExecutionFacts;
pub use feature_groups::FeatureGroupRef;
pub use location::bucket_of;
pub use queries::{QueryPart, Script, StepQueries, StepQuery};
pub use report::Report;
pub use report_places::{ReportFacts, ReportPlaces, object_of};
pub use told::named_buckets;

/// The lineage of one pipeline: its definition as a graph, and the facts that were added to it.
///
/// Nodes are in the order of the definition, edges in the order of their ends, artifacts as they are first seen.
/// Facts only ever add: an edge of the definition's graph is never lost.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LineageGraph {
    /// The steps.
    pub nodes: Vec<Node>,
    /// The edges between steps.
    pub edges: Vec<Edge>,
    /// What the steps read and write.
    pub artifacts: Vec<Artifact>,
    /// The buckets of the artifacts that were asked about.
    pub buckets: BTreeMap<BucketName, Observed<Bucket>>,
    /// The execution whose facts were added.
    pub execution: Option<Execution>,
    /// The parameters of that execution.
    pub parameters: Vec<(String, String)>,
    /// Whether the steps of that execution could be read: a step without a run is `NotStarted` only then.
    pub steps_known: bool,
    /// What was not understood, of the definition and of the facts.
    pub diagnostics: Vec<Diagnostic>,
    /// The data edges, with the names of what flows: what later facts say is added to them.
    data: data_edges::DataEdges,
    definition: PipelineDefinition,
    feature_groups: feature_groups::FeatureGroups,
}

impl LineageGraph {
    /// The definition that the graph was built from.
    #[must_use]
    pub fn definition(&self) -> &PipelineDefinition {
        &self.definition
    }

    /// The definition that the graph was built from, to build another of it.
    #[must_use]
    pub fn into_definition(self) -> PipelineDefinition {
        self.definition
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Node {
    /// The step's name, made unique within the definition.
    pub id: String,
    /// The type.
    pub step_type: StepType,
    /// The name people see; the step's own where none was given.
    pub display_name: String,
    /// The step that holds this one.
    pub parent: Option<Parent>,
    /// What it reads.
    pub inputs: Vec<NodePort>,
    /// What it writes.
    pub outputs: Vec<NodePort>,
    /// How it ran.
    pub run: Option<Run>,
    /// The runs of a ForEach body step's children, by the index of their item.
    pub runs: Vec<Run>,
    /// What it registered.
    pub model_package: Option<Observed<ModelPackage>>,
    /// Set for what is no step of the pipeline, but serves what one made.
    pub deployment: Option<Deployment>,
}

impl Node {
    /// How the step ended, or where it is; of the children of a ForEach body step, the worst. None before it started.
    #[must_use]
    pub fn status(&self) -> Option<&str> {
        const WORST_FIRST: [&str; 6] = ["Failed", "Stopped", "Stopping", "Executing", "Starting", "Succeeded"];
        // A status that is not known here says more than any that is.
        let rank = |run: &&Run| WORST_FIRST.iter().position(|status| *status == run.step.status);
        let worst = || self.runs.iter().min_by_key(rank);
        self.run.as_ref().or_else(worst).map(|run| run.step.status.as_str())
    }
}

/// One input or output of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NodePort {
    /// InputName, OutputName or ChannelName; a single field by its snake-case name.
    pub name: String,
    /// Where it is, with what is not known in braces: `s3://{Parameters.Bucket}/in`.
    pub uri: String,
    /// What it holds.
    pub kind: ArtifactKind,
    /// The index of its artifact.
    pub artifact: usize,
}

/// How a step ran.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Run {
    /// The step of the execution.
    pub step: ExecutionStep,
    /// The job it ran.
    pub job: Observed<Job>,
    /// The name of the model that it made, in its own case: an ARN has it in lower case.
    pub model_name: Option<String>,
    /// The evaluation report that it wrote.
    pub report: Option<Report>,
}

impl Run {
    /// When it ended; `now` while it runs. A step that ended without saying when has none.
    #[must_use]
    pub fn ended(&self, now: Option<Timestamp>) -> Option<Timestamp> {
        let runs = matches!(self.step.status.as_str(), "Executing" | "Starting" | "Stopping");
        self.step.ended.or(now.filter(|_| runs))
    }
}

/// One edge between two steps. Edges are ordered by their ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Edge {
    /// The index of the step that comes first.
    pub from: usize,
    /// The index of the step that comes after.
    pub to: usize,
    /// Why the edge is there.
    pub via: Via,
    /// What flows: names of inputs, a branch, a trigger.
    pub label: Option<String>,
}

/// Why there is an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Via {
    /// Declared by `DependsOn`.
    #[serde(rename = "dependsOn")]
    DependsOn,
    /// A reference, however deep.
    #[serde(rename = "ref:Get")]
    Reference,
    /// From a Condition step to a step of its branches.
    #[serde(rename = "condition")]
    Condition,
    /// From a ForEach step to a step of its body.
    #[serde(rename = "forEach")]
    ForEach,
    /// From a step to the Cleanup step that deletes what it wrote.
    #[serde(rename = "cleanup")]
    Cleanup,
    /// One reads in S3 what the other writes.
    #[serde(rename = "s3")]
    Data,
    /// From a step to what serves the model that it made.
    #[serde(rename = "deployment")]
    Deployment,
}

impl Via {
    /// The word that the document has for it, such as `ref:Get`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DependsOn => "dependsOn",
            Self::Reference => "ref:Get",
            Self::Condition => "condition",
            Self::ForEach => "forEach",
            Self::Cleanup => "cleanup",
            Self::Data => "s3",
            Self::Deployment => "deployment",
        }
    }
}

/// One place that steps read or write.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Artifact {
    /// Where it is, as it was first written.
    pub uri: String,
    /// The bucket, as far as it can be told.
    pub bucket: Option<String>,
    /// The key or prefix, as far as it can be told.
    pub key: Option<String>,
    /// What it holds.
    pub kind: ArtifactKind,
    /// The feature group whose offline store it is, or is a part of.
    pub feature_group: Option<FeatureGroupRef>,
}
