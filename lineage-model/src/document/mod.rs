//! The lineage document: the one serialised form of an answer, key by key as the HTTP contract states it.
//!
//! Plain public fields in the order they are printed; absent keys are `None`. Times are RFC 3339 in UTC.

mod data_view;
mod from_graph;
mod posture;
mod summary;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::graph::{ArtifactKind, Via};
use crate::{Observed, Timestamp};

pub use from_graph::{View, ViewError};

/// The answer to "what is the lineage of this pipeline?".
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LineageDocument {
    /// The Studio domain that was asked for or matched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<DomainRef>,
    /// The pipeline.
    pub pipeline: PipelineRef,
    /// The execution, when one was asked for and there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub execution: Option<ExecutionRef>,
    /// Status and time over all steps.
    pub summary: Summary,
    /// The steps, their edges, and what they read and write.
    pub graph: GraphDocument,
    /// The same as `graph`, for the views that show the pipeline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub graph_pipeline: Option<GraphDocument>,
    /// Steps and artifacts as one bipartite graph, for the views that show the data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub graph_data: Option<DataGraph>,
    /// What could not be read or understood; possibly empty, never absent.
    pub warnings: Vec<Warning>,
}

/// A Studio domain by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct DomainRef {
    /// The id, `d-` and letters.
    pub domain_id: Option<String>,
    /// The name.
    pub domain_name: Option<String>,
}

/// The pipeline of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PipelineRef {
    /// The name; null for a definition that came without one.
    pub name: Option<String>,
    /// The ARN.
    pub arn: Option<String>,
    /// When the pipeline was last changed.
    pub last_modified_time: Option<Timestamp>,
}

/// The execution of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExecutionRef {
    /// The ARN.
    pub arn: String,
    /// The execution's own status.
    pub status: String,
    /// When it was started.
    pub start_time: Option<Timestamp>,
    /// When it last changed.
    pub last_modified_time: Option<Timestamp>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_reason: Option<String>,
    /// Its parameters; values that look like credentials are masked.
    pub parameters: BTreeMap<String, String>,
}

/// Status and time over all steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Summary {
    /// The execution's own status; `Unknown` without an execution.
    pub overall_status: String,
    /// How many steps have each status; Succeeded, Failed and Executing are always there.
    pub node_status: BTreeMap<String, usize>,
    /// Seconds from the earliest start to the latest end; null when nothing started.
    pub elapsed_sec: Option<i64>,
}

/// Steps, their edges, and the artifacts they read and write.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GraphDocument {
    /// The steps, in the order of the definition.
    pub nodes: Vec<NodeDocument>,
    /// The edges, by their ends' order in the definition.
    pub edges: Vec<EdgeDocument>,
    /// The artifacts, as they are first seen.
    pub artifacts: Vec<ArtifactDocument>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NodeDocument {
    /// The step's name, with `#2` and so on behind a name that was used before.
    pub id: String,
    /// The step's type, as the definition writes it.
    #[serde(rename = "type")]
    pub step_type: String,
    /// The name people see; the step's own where none was given.
    pub display_name: String,
    /// What it reads.
    pub inputs: Vec<PortDocument>,
    /// What it writes.
    pub outputs: Vec<PortDocument>,
    /// How it ran; only with an execution.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<RunDocument>,
    /// The runs of a ForEach body step's children, in the order of their items.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<RunDocument>,
    /// What it registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry: Option<RegistryDocument>,
}

/// One input or output of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PortDocument {
    /// The API's name of it.
    pub name: String,
    /// Where it is, as far as it can be told.
    pub uri: String,
}

/// How a step ran.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RunDocument {
    /// `NotStarted`, or what the service says.
    pub status: String,
    /// When it started.
    pub start_time: Option<Timestamp>,
    /// When it ended.
    pub end_time: Option<Timestamp>,
    /// Seconds between the two; up to the time of collection while it runs.
    pub elapsed_sec: Option<i64>,
    /// The job it ran.
    pub job_arn: Option<String>,
    /// That job's name.
    pub job_name: Option<String>,
    /// What it reported; null for a number that JSON cannot hold.
    pub metrics: BTreeMap<String, Option<f64>>,
    /// Whether an earlier execution's result was taken.
    pub cache_hit: bool,
    /// That execution.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_execution_arn: Option<String>,
    /// Why it failed.
    pub failure_reason: Option<String>,
    /// How often it was tried.
    pub attempts: Option<i32>,
    /// The outcome of a condition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

/// What a step put into the model registry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RegistryDocument {
    /// The model package.
    pub model_package_arn: Option<String>,
    /// The group it is a version of.
    pub model_package_group_name: Option<String>,
    /// The version.
    pub model_package_version: Option<i32>,
    /// `Approved`, `Rejected`, `PendingManualApproval`, or what else the service says.
    pub approval_status: Option<String>,
}

/// One edge between two steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EdgeDocument {
    /// The id of the step that comes first.
    pub from: String,
    /// The id of the step that comes after.
    pub to: String,
    /// Why the edge is there.
    pub via: Via,
    /// What flows: names of inputs, a branch, a trigger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// One place that steps read or write.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ArtifactDocument {
    /// Counted from 0 within this answer.
    pub id: usize,
    /// Where it is, as far as it can be told.
    pub uri: String,
    /// The bucket, as far as it can be told.
    pub bucket: Option<String>,
    /// The key or prefix, as far as it can be told.
    pub key: Option<String>,
    /// What it holds.
    pub kind: ArtifactKind,
    /// The bucket's posture, when it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s3: Option<PostureDocument>,
}

/// What S3 says of a bucket; `Unknown` wherever it did not tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PostureDocument {
    /// The bucket's region.
    pub region: String,
    /// `AES256`, `aws:kms`, `aws:kms:dsse`, …, `None` or `Unknown`.
    pub encryption: String,
    /// The KMS key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    /// Whether an S3 bucket key is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bucket_key_enabled: Option<bool>,
    /// `Enabled`, `Suspended`, `Disabled` or `Unknown`.
    pub versioning: String,
    /// Whether deleting a version takes a second factor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mfa_delete: Option<bool>,
    /// `Blocked`, `Partial`, `NotBlocked` or `Unknown`.
    pub public_access: String,
    /// Whether the policy makes it public.
    pub public_policy: Ternary,
    /// Whether the ACL makes it public.
    pub public_acl: Ternary,
    /// Whether it is public by policy or ACL and nothing blocks it.
    pub exposed: Ternary,
    /// Tags; null when they could not be read.
    pub tags: Option<BTreeMap<String, String>>,
}

/// True, false, or the text `Unknown`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ternary {
    /// Known to be so.
    True,
    /// Known not to be so.
    False,
    /// Not known.
    Unknown,
}

impl Serialize for Ternary {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::True => serializer.serialize_bool(true),
            Self::False => serializer.serialize_bool(false),
            Self::Unknown => serializer.serialize_str("Unknown"),
        }
    }
}

impl From<&Observed<bool>> for Ternary {
    fn from(fact: &Observed<bool>) -> Self {
        match fact {
            Observed::Known { value: true } => Self::True,
            Observed::Known { value: false } | Observed::NotConfigured => Self::False,
            Observed::Denied { .. } | Observed::Unavailable { .. } | Observed::NotRead => Self::Unknown,
        }
    }
}

/// Steps and artifacts as one bipartite graph.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DataGraph {
    /// The artifacts, then the steps that read or write one.
    pub nodes: Vec<DataNode>,
    /// Reads and writes.
    pub edges: Vec<DataEdge>,
}

/// One node of the bipartite graph.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum DataNode {
    /// A place that steps read or write.
    DataArtifact {
        /// `data:<uri>`.
        id: String,
        /// The last segment of the URI.
        label: String,
        /// Where it is.
        uri: String,
        /// Where it is in S3.
        meta: DataMeta,
    },
    /// A step.
    ProcessNode {
        /// `process:<step>`.
        id: String,
        /// The name people see.
        label: String,
        /// The step's id.
        step_id: String,
        /// The step's type.
        step_type: String,
        /// How it ran.
        #[serde(skip_serializing_if = "Option::is_none")]
        run: Option<RunDocument>,
        /// What it registered.
        #[serde(skip_serializing_if = "Option::is_none")]
        registry: Option<RegistryDocument>,
    },
}

/// Where an artifact is in S3.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DataMeta {
    /// The bucket's posture, when it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s3: Option<PostureDocument>,
    /// The bucket, as far as it can be told.
    pub bucket: Option<String>,
    /// The key or prefix, as far as it can be told.
    pub key: Option<String>,
}

/// A read or a write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DataEdge {
    /// `e:<source>-><target>:<kind>`.
    pub id: String,
    /// The id of the node it begins at.
    pub source: String,
    /// The id of the node it ends at.
    pub target: String,
    /// Whether the step reads or writes.
    pub kind: DataEdgeKind,
}

/// Whether a step reads or writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DataEdgeKind {
    /// From the artifact to the step.
    Read,
    /// From the step to the artifact.
    Write,
}

/// Something that could not be read or understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Warning {
    /// A stable word for machines, such as `access-denied`.
    pub code: String,
    /// A sentence for people.
    pub message: String,
    /// The IAM action of the call that failed.
    pub action: Option<String>,
    /// What it is about: an ARN, a name, or a JSON pointer into the definition.
    pub resource: Option<String>,
}

impl Warning {
    /// A warning that is about no call.
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), action: None, resource: None }
    }
}

impl From<&Diagnostic> for Warning {
    fn from(diagnostic: &Diagnostic) -> Self {
        Self {
            code: diagnostic.code.as_str().to_owned(),
            message: diagnostic.message.clone(),
            action: diagnostic.action.clone(),
            resource: diagnostic.resource.clone().or_else(|| diagnostic.pointer.clone()),
        }
    }
}
