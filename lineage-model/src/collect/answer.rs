use std::collections::BTreeMap;

use super::report::Look;
use crate::document::Warning;
use crate::source::{
    Bucket, Domain, Endpoint, Execution, ExecutionStep, ExecutionSummary, FeatureGroupStore, Job, Model, ModelPackage,
    Pipeline, ServedModel, SourceError,
};
use crate::{BucketName, Code, Diagnostic, Observed, Region};

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
    Model(String, Result<Model, SourceError>),
    ModelPackage(String, Result<ModelPackage, SourceError>),
    Tags(Result<BTreeMap<String, String>, SourceError>),
    Domains(Result<Vec<Domain>, SourceError>),
    OfflineStores(Result<Vec<FeatureGroupStore>, SourceError>),
    Endpoints(ServedModel, Result<Vec<Endpoint>, SourceError>),
    Report(String, Look),
    Script(String, Result<String, Diagnostic>),
    Bucket(BucketName, Result<Bucket, SourceError>),
}

/// A failed call as the fact that is missing.
pub(super) fn observed<T>(result: Result<T, SourceError>) -> Observed<T> {
    result.map_or_else(Observed::from, Observed::known)
}

/// A failed call as a warning; without an error, time ran out before `region` answered.
pub(super) fn warning(error: Option<SourceError>, region: &Region) -> Option<Warning> {
    let Some(error) = error else { return Some(out_of_time(region)) };
    diagnostic(error).as_ref().map(Warning::from)
}

/// A failed call as a diagnostic.
pub(super) fn diagnostic(error: SourceError) -> Option<Diagnostic> {
    Observed::<()>::from(error).gap_diagnostic()
}

/// Time ran out before `region` answered.
pub(super) fn out_of_time(region: &Region) -> Warning {
    let message = format!("time ran out before everything of {region} was read");
    Warning { resource: Some(region.to_string()), ..Warning::new(Code::Deadline.as_str(), message) }
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
