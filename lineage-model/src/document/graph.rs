use std::collections::BTreeMap;

use serde::Serialize;

use super::{ArtifactSchemaDocument, ColumnLineageDocument, PositionDocument, PostureDocument};
use crate::Timestamp;
use crate::graph::{ArtifactKind, Via};
use crate::layout::Point;

/// Steps, their edges, and the artifacts they read and write.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// What the node is when it is no step of the pipeline: an endpoint that serves what a step made, or its
    /// configuration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deployment: Option<DeploymentDocument>,
    /// Where it stands in a picture of the graph, when that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<PositionDocument>,
    /// What its SQL says of columns of datasets that are neither artifacts nor flow on an edge, when that was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub column_lineage: Vec<ColumnLineageDocument>,
}

/// An endpoint that serves a model of the execution, or its configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeploymentDocument {
    /// The name.
    pub name: String,
    /// The ARN, as far as it is told.
    pub arn: Option<String>,
    /// `InService`, or what else the service says of an endpoint.
    pub status: Option<String>,
}

/// One input or output of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// What it reported, and as `eval.<path>` the numbers of its evaluation report; null for a number that JSON cannot hold.
    pub metrics: BTreeMap<String, Option<f64>>,
    /// The evaluation report that the metrics named `eval.` are of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<String>,
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
    /// What a Lambda function or a callback answered; values that look like credentials are masked.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub output_parameters: BTreeMap<String, String>,
    /// What else the service tells of the step, by the API's names of it, such as `ClusterId` or `CheckType`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
}

/// What a step put into the model registry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// The points it goes through in a picture of the graph, when that was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<Point>,
    /// What the SQL of either step says of the columns that flow here, when that was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub column_lineage: Vec<ColumnLineageDocument>,
}

/// One place that steps read or write.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// The feature group whose history it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature_group: Option<FeatureGroupDocument>,
    /// The bucket's posture, when it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s3: Option<PostureDocument>,
    /// The latest schema that was kept of it, when that was asked for and there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<ArtifactSchemaDocument>,
    /// What SQL says its columns come from, when that was asked for; of what is only read, which columns come from it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub column_lineage: Vec<ColumnLineageDocument>,
}

/// The feature group of an artifact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ArtifactFeatureGroup))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FeatureGroupDocument {
    /// The name.
    pub name: String,
    /// The ARN; null when only a step names the group.
    pub arn: Option<String>,
}
