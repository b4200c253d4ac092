use std::sync::Arc;
use std::time::Duration;

use crate::{Gap, Observed};

/// What went wrong with a call to a source, as far as a caller can act on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SourceErrorKind {
    /// The resource does not exist.
    NotFound,
    /// The caller's role may not make this call.
    AccessDenied,
    /// No credentials, or expired ones.
    CredentialsUnavailable,
    /// The service asked to slow down, and kept doing so over every retry.
    Throttled,
    /// No answer in time.
    Timeout,
    /// The service cannot be reached or answered with a fault of its own.
    Unavailable,
    /// The service refused the request as malformed.
    InvalidRequest,
    /// The answer cannot be read.
    InvalidResponse,
    /// Anything else. Never worth a retry.
    Other,
}

/// A failed call to a source.
///
/// `Display` is a fragment that reads well after "failed: ": `sagemaker:DescribePipeline on 'x': not found`.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{action} on '{resource}': {message}")]
#[non_exhaustive]
pub struct SourceError {
    /// What went wrong.
    pub kind: SourceErrorKind,
    /// The IAM action of the call, such as `sagemaker:DescribePipeline`.
    pub action: &'static str,
    /// What was asked about: an ARN or a name.
    pub resource: String,
    /// What happened; never a secret.
    pub message: String,
    /// The service's id of the request, for its support.
    pub request_id: Option<Box<str>>,
    /// How long the service asked to wait.
    pub retry_after: Option<Duration>,
    /// The error below.
    #[source]
    pub source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl SourceError {
    /// An error of `kind` from the call `action` about `resource`.
    pub fn new(
        kind: SourceErrorKind,
        action: &'static str,
        resource: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            action,
            resource: resource.into(),
            message: message.into(),
            request_id: None,
            retry_after: None,
            source: None,
        }
    }

    /// The resource that `action` asked for does not exist.
    pub fn not_found(action: &'static str, resource: impl Into<String>) -> Self {
        Self::new(SourceErrorKind::NotFound, action, resource, "not found")
    }

    /// The same error with the error below it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into().into());
        self
    }

    /// The error as plain data, for facts and warnings.
    pub fn gap(&self) -> Gap {
        Gap { action: self.action.to_owned(), resource: self.resource.clone(), message: self.message.clone() }
    }
}

impl<T> From<SourceError> for Observed<T> {
    /// What does not exist is absent, a refused call a denied fact, any other failure an unavailable one.
    ///
    /// "Not configured" is the answer of a service, not a failure: sources say it themselves.
    fn from(error: SourceError) -> Self {
        match error.kind {
            SourceErrorKind::NotFound => Self::Absent { gap: error.gap() },
            SourceErrorKind::AccessDenied => Self::Denied { gap: error.gap() },
            _ => Self::Unavailable { gap: error.gap() },
        }
    }
}
