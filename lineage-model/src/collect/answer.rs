use std::collections::BTreeMap;

use crate::source::{
    Bucket, Domain, Execution, ExecutionStep, ExecutionSummary, Job, ModelPackage, Pipeline, SourceError,
};
use crate::{BucketName, Observed};

/// The answer of one call.
#[expect(clippy::large_enum_variant, reason = "an answer is taken apart as soon as it is there")]
pub(super) enum Answer {
    Pipeline(Result<Pipeline, SourceError>),
    Latest(Result<Vec<ExecutionSummary>, SourceError>),
    Execution(Result<Execution, SourceError>),
    Definition(Result<String, SourceError>),
    Parameters(Result<Vec<(String, String)>, SourceError>),
    Steps(Result<Vec<ExecutionStep>, SourceError>),
    Job(String, Result<Job, SourceError>),
    ModelPackage(String, Result<ModelPackage, SourceError>),
    Tags(Result<BTreeMap<String, String>, SourceError>),
    Domains(Result<Vec<Domain>, SourceError>),
    Bucket(BucketName, Result<Bucket, SourceError>),
}

/// A failed call as the fact that is missing.
pub(super) fn observed<T>(result: Result<T, SourceError>) -> Observed<T> {
    result.map_or_else(Observed::from, Observed::known)
}

/// An execution as its listing tells it, until it is described.
pub(super) fn from_summary(summary: ExecutionSummary) -> Execution {
    Execution {
        arn: summary.arn,
        status: summary.status,
        display_name: summary.display_name,
        started: summary.started,
        failure_reason: summary.failure_reason,
        ..Execution::default()
    }
}
