use serde::Serialize;

use super::Warning;
use crate::source::ExecutionSummary;
use crate::{Timestamp, redact};

/// The newest executions of a pipeline, for choosing one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExecutionsDocument {
    /// The region.
    pub region: String,
    /// The pipeline's name.
    pub pipeline: String,
    /// The executions, newest first.
    pub executions: Vec<ExecutionEntry>,
    /// What is to be told besides; possibly empty, never absent.
    pub warnings: Vec<Warning>,
}

/// One execution of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExecutionEntry {
    /// The ARN.
    pub arn: String,
    /// The id: the ARN's last segment.
    pub id: String,
    /// The name people see.
    pub display_name: Option<String>,
    /// The execution's own status.
    pub status: String,
    /// When it was started.
    pub start_time: Option<Timestamp>,
    /// When it last changed; null where the list does not tell.
    pub last_modified_time: Option<Timestamp>,
    /// Why it failed; null where the list does not tell. What looks like a credential is masked.
    pub failure_reason: Option<String>,
}

impl From<ExecutionSummary> for ExecutionEntry {
    fn from(summary: ExecutionSummary) -> Self {
        let masked = |text: String| redact::text(&text).into_owned();
        Self {
            id: summary.arn.rsplit('/').next().unwrap_or_default().to_owned(),
            arn: summary.arn,
            display_name: summary.display_name.map(masked),
            status: summary.status,
            start_time: summary.started,
            last_modified_time: summary.last_modified,
            failure_reason: summary.failure_reason.map(masked),
        }
    }
}
