//! Which problem the errors of the crates below become.

use std::error::Error;

use axum::http::StatusCode;
use lineage_model::collect::CollectError;
use lineage_model::source::{SourceError, SourceErrorKind};
use lineage_model::{Code, Diagnostic, redact};
use lineage_schema::InferError;
use lineage_schema::store::StoreError;
use lineage_sql::SqlError;

use super::{Problem, RETRY_AFTER};

impl From<CollectError> for Problem {
    fn from(error: CollectError) -> Self {
        let cause = error.to_string();
        match error {
            CollectError::Source(error) => Self::of(&error, PIPELINE_NOT_FOUND),
            CollectError::ExecutionNotFound { .. } => Self::not_found("execution not found"),
            CollectError::DomainMismatch { .. } | CollectError::DomainNotFound { .. } => {
                Self::not_found(PIPELINE_NOT_FOUND)
            }
            CollectError::Budget => {
                let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "the answer would take too many calls to AWS");
                Self { retry_after: Some(RETRY_AFTER), ..problem }.because(cause)
            }
            CollectError::MalformedCursor => Self::bad_request("cursor is not one that this server gave"),
            CollectError::Deadline => Self::too_late().because(cause),
            CollectError::Definition(_) => {
                Self::new(StatusCode::BAD_GATEWAY, "the pipeline's definition cannot be read").because(cause)
            }
            _ => Self::internal(cause),
        }
    }
}

/// Which of both it was, nobody learns who may not see the pipeline.
const PIPELINE_NOT_FOUND: &str = "pipeline not found or domain filter mismatched";

impl Problem {
    /// The failure of the one call that nothing works without; `not_found` says what does not exist.
    pub(crate) fn of(error: &SourceError, not_found: &'static str) -> Self {
        let problem = match error.kind {
            SourceErrorKind::NotFound => return Self::not_found(not_found),
            SourceErrorKind::AccessDenied => {
                Self::new(StatusCode::BAD_GATEWAY, format!("this server may not call {}", error.action))
            }
            SourceErrorKind::Throttled => {
                let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "AWS asks to slow down");
                Self { retry_after: Some(error.retry_after.unwrap_or(RETRY_AFTER)), is_outage: true, ..problem }
            }
            SourceErrorKind::Timeout => Self::too_late(),
            SourceErrorKind::CredentialsUnavailable => Self::outage("this server has no valid credentials for AWS"),
            // No outage: a malformed request stays one, however often it is sent.
            SourceErrorKind::InvalidRequest => Self::new(StatusCode::BAD_GATEWAY, "AWS refused the request"),
            SourceErrorKind::InvalidResponse => Self::outage("the answer of AWS cannot be read"),
            _ => Self::outage("AWS is unavailable"),
        };
        let request = error.request_id.as_deref().unwrap_or("none");
        problem.because(format!("{} ({:?}, AWS request {request})", chain(error), error.kind))
    }

    fn outage(detail: &'static str) -> Self {
        Self { is_outage: true, ..Self::new(StatusCode::BAD_GATEWAY, detail) }
    }

    /// Time ran out before there was anything to answer.
    pub(crate) fn too_late() -> Self {
        Self { is_outage: true, ..Self::new(StatusCode::GATEWAY_TIMEOUT, "AWS did not answer in time") }
    }

    /// What is known of a dataset lacks what a call would have told, and is not worth keeping.
    pub(crate) fn incomplete(gap: &Diagnostic) -> Self {
        if gap.code == Code::Deadline {
            return Self::too_late();
        }
        let action = gap.action.as_deref().unwrap_or("a call");
        let detail = format!("no version was made: {action} failed for a part of the sample");
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, detail);
        Self { retry_after: Some(RETRY_AFTER), ..problem }.because(&gap.message)
    }

    /// There is no such dataset, or it may not be seen: which of both, nobody learns.
    pub(crate) fn no_dataset() -> Self {
        Self::not_found(DATASET_NOT_FOUND)
    }
}

const DATASET_NOT_FOUND: &str = "dataset not found";

impl From<InferError> for Problem {
    fn from(error: InferError) -> Self {
        match error {
            InferError::Source(error) => Self::of(&error, DATASET_NOT_FOUND),
            InferError::NotFound { .. } => Self::no_dataset(),
            InferError::Deadline => Self::too_late(),
            // The data is there, and says no; a key may be a URL that somebody was given.
            error => Self::new(StatusCode::UNPROCESSABLE_ENTITY, redact::text(&error.to_string()).into_owned()),
        }
    }
}

impl From<SqlError> for Problem {
    fn from(error: SqlError) -> Self {
        match &error {
            SqlError::TooLong { .. } | SqlError::TooManyTokens { .. } => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, error.to_string())
            }
            _ => Self::internal(error.to_string()),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let problem = match &error {
            StoreError::Incompatible { .. } => return Self::new(StatusCode::CONFLICT, error.to_string()),
            StoreError::Invalid(_) => return Self::new(StatusCode::UNPROCESSABLE_ENTITY, error.to_string()),
            StoreError::Corrupt { .. } => Self::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
            StoreError::Denied(_) => Self::new(StatusCode::BAD_GATEWAY, "this server may not use its schema store"),
            _ => return Self::store_unavailable(chain(&error)),
        };
        problem.because(chain(&error))
    }
}

impl Problem {
    /// The schema store gave no answer.
    pub(crate) fn store_unavailable(cause: impl AsRef<str>) -> Self {
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "the schema store is not available");
        Self { retry_after: Some(RETRY_AFTER), ..problem }.because(cause)
    }

    /// The schema store gave no answer in time.
    pub(crate) fn store_too_late() -> Self {
        Self::store_unavailable("no answer in time")
    }
}

/// An error with all that lies below it.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(below) = next {
        text.push_str(": ");
        text.push_str(&below.to_string());
        next = below.source();
    }
    text
}
