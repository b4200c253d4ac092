use lineage_aws::{Call, Lookup, Observer, Outcome};
use lineage_model::source::SourceErrorKind;

use super::Telemetry;
use super::labels::{CallLabels, CallResult, LookupLabels};

impl Observer for Telemetry {
    fn called(&self, call: &Call<'_>) {
        let figures = &self.figures().aws;
        let (service, operation) = (call.service.to_owned(), call.operation.to_owned());
        let labels = CallLabels { service: service.clone(), operation: operation.clone() };
        figures.duration.get_or_create(&labels).observe(call.duration.as_secs_f64());
        // Both are there from the first call on: a rate over what appears with its first event misses that one.
        figures.throttles.get_or_create(&labels).inc_by(call.throttled.into());
        figures.retries.get_or_create(&labels).inc_by(call.attempts.saturating_sub(1).into());
        figures.calls.get_or_create(&CallResult { service, operation, result: result(call.outcome) }).inc();
    }

    fn looked_up(&self, lookup: Lookup) {
        let result = match lookup {
            Lookup::Kept => "hit",
            Lookup::Shared => "shared",
            Lookup::Asked => "miss",
        };
        self.figures().aws.facts_cache.get_or_create(&LookupLabels { result }).inc();
    }
}

fn result(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Answered => "ok",
        Outcome::Abandoned => "abandoned",
        Outcome::Failed(SourceErrorKind::NotFound) => "not-found",
        Outcome::Failed(SourceErrorKind::AccessDenied) => "denied",
        Outcome::Failed(SourceErrorKind::CredentialsUnavailable) => "credentials",
        Outcome::Failed(SourceErrorKind::Throttled) => "throttled",
        Outcome::Failed(SourceErrorKind::Timeout) => "timeout",
        Outcome::Failed(SourceErrorKind::Unavailable) => "unavailable",
        Outcome::Failed(_) => "other",
    }
}
