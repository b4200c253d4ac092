//! The lineage document: the one serialised form of an answer, key by key as the HTTP contract states it.
//!
//! Plain public fields in the order they are printed; absent keys are `None`. Times are RFC 3339 in UTC.

mod catalog;
mod columns;
mod data;
mod executions;
mod from_graph;
mod graph;
mod metadata;
mod position;
mod posture;
mod schema;
mod summary;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::graph::StepQueries;
use crate::{Timestamp, redact};

pub use catalog::*;
pub use columns::{ColumnLineageDocument, ColumnPlace};
pub use data::{DataEdge, DataEdgeKind, DataGraph, DataMeta, DataNode};
pub use executions::{ExecutionEntry, ExecutionsDocument};
pub use from_graph::{View, ViewError};
pub use graph::{
    ArtifactDocument, DeploymentDocument, EdgeDocument, FeatureGroupDocument, GraphDocument, NodeDocument,
    PortDocument, RegistryDocument, RunDocument,
};
pub use position::PositionDocument;
#[cfg(feature = "collect")]
pub(crate) use posture::tags;
pub use posture::{PostureDocument, Ternary};
pub use schema::{ArtifactSchemaDocument, ColumnDocument};

/// The answer to "what is the lineage of this pipeline?".
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// The SQL of the steps, for who derives its column lineage; never written.
    #[serde(skip)]
    pub queries: StepQueries,
}

impl LineageDocument {
    /// The graphs that hold steps and artifacts.
    pub fn graphs_mut(&mut self) -> impl Iterator<Item = &mut GraphDocument> {
        [Some(&mut self.graph), self.graph_pipeline.as_mut()].into_iter().flatten()
    }
}

/// A Studio domain by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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

/// Something that could not be read or understood.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
        let resource = diagnostic.resource.as_ref().or(diagnostic.pointer.as_ref());
        Self {
            code: diagnostic.code.as_str().to_owned(),
            // Both quote the definition and the service.
            message: redact::text(&diagnostic.message).into_owned(),
            action: diagnostic.action.clone(),
            resource: resource.map(|resource| redact::text(resource).into_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    #[test]
    fn what_a_warning_is_about_holds_no_secret() {
        let check = |resource: &str, expected: &str| {
            let about = Diagnostic { resource: Some(resource.into()), ..Diagnostic::new(Code::AccessDenied, "no") };
            assert_eq!(Warning::from(&about).resource.as_deref(), Some(expected));
            let at = Diagnostic::new(Code::Malformed, "no").at(resource);
            assert_eq!(Warning::from(&at).resource.as_deref(), Some(expected));
        };
        check("s3://lake/planted?X-Amz-Signature=0123456789abcdef", "s3://lake/planted?X-Amz-Signature=***");
        check("ghp_planted1234567890", "***");
        for plain in [
            "arn:aws:sagemaker:us-east-1:111122223333:pipeline/token-churn/execution/abcdefghijkl",
            "s3://lake/evaluation/report.json",
            "/Steps/0/Arguments/Environment/API_TOKEN",
            "hanbit-growth-lake",
        ] {
            check(plain, plain);
        }
    }
}
