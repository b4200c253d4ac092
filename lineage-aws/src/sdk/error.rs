use std::error::Error;
use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sagemaker::operation::RequestId;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use lineage_model::source::{SourceError, SourceErrorKind};

/// Turns any failure of the SDK into a [`SourceError`] of the call `action` about `resource`.
pub(super) fn classify<E>(action: &'static str, resource: &str, failure: SdkError<E, HttpResponse>) -> SourceError
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    let kind = kind(&failure);
    let message = message(kind, failure.code(), status(&failure));
    let mut error = SourceError::new(kind, action, resource, message);
    error.request_id = failure.request_id().map(Box::from);
    error.retry_after = retry_after(&failure);
    // Without the raw response: its body belongs in no log.
    match failure.into_source() {
        Ok(source) => error.with_source(source),
        Err(_) => error,
    }
}

/// What went wrong, as far as a caller can act on it.
pub(super) fn kind<E: ProvideErrorMetadata>(failure: &SdkError<E, HttpResponse>) -> SourceErrorKind {
    match failure {
        SdkError::TimeoutError(_) => SourceErrorKind::Timeout,
        SdkError::DispatchFailure(dispatch) => {
            let connector = dispatch.as_connector_error().map(|error| error as &(dyn Error + 'static));
            if connector.is_some_and(is_about_credentials) {
                SourceErrorKind::CredentialsUnavailable
            } else if dispatch.is_timeout() {
                SourceErrorKind::Timeout
            } else {
                SourceErrorKind::Unavailable
            }
        }
        SdkError::ConstructionFailure(_) => SourceErrorKind::InvalidRequest,
        _ => answer_kind(failure.code(), status(failure).unwrap_or_default(), failure.message()),
    }
}

/// How long the service asked to wait: `x-amz-retry-after` (milliseconds) or `Retry-After` (seconds).
pub(super) fn retry_after<E>(failure: &SdkError<E, HttpResponse>) -> Option<Duration> {
    let headers = failure.raw_response()?.headers();
    let number = |name: &str| headers.get(name)?.trim().parse().ok();
    number("x-amz-retry-after").map(Duration::from_millis).or_else(|| number("retry-after").map(Duration::from_secs))
}

/// The HTTP status of the answer, if there was one.
pub(super) fn status<E>(failure: &SdkError<E, HttpResponse>) -> Option<u16> {
    failure.raw_response().map(|response| response.status().as_u16())
}

/// The kind of an answer that is no success: by its code where that is known, else by its HTTP status.
///
/// The same code comes with different statuses (SageMaker answers 400 where S3 answers 403), so the code goes first.
fn answer_kind(code: Option<&str>, status: u16, message: Option<&str>) -> SourceErrorKind {
    use SourceErrorKind::{
        AccessDenied, CredentialsUnavailable, InvalidRequest, InvalidResponse, NotFound, Other, Throttled, Timeout,
        Unavailable,
    };
    match code.unwrap_or_default() {
        // The SDK's own list of throttling codes (aws-runtime, `THROTTLING_ERRORS`).
        "Throttling"
        | "ThrottlingException"
        | "ThrottledException"
        | "RequestThrottledException"
        | "TooManyRequestsException"
        | "ProvisionedThroughputExceededException"
        | "TransactionInProgressException"
        | "RequestLimitExceeded"
        | "BandwidthLimitExceeded"
        | "LimitExceededException"
        | "RequestThrottled"
        | "SlowDown"
        | "PriorRequestNotComplete"
        | "EC2ThrottledException" => Throttled,
        // MethodNotAllowed is S3's answer to somebody who may never ask: not the bucket's owner.
        "AccessDenied"
        | "AccessDeniedException"
        | "UnauthorizedOperation"
        | "NotAuthorized"
        | "AllAccessDisabled"
        | "AccountProblem"
        | "MethodNotAllowed" => AccessDenied,
        "ExpiredToken"
        | "ExpiredTokenException"
        | "RequestExpired"
        | "TokenRefreshRequired"
        | "InvalidToken"
        | "InvalidClientTokenId"
        | "InvalidAccessKeyId"
        | "UnrecognizedClientException"
        | "MissingAuthenticationToken"
        | "MissingAuthenticationTokenException"
        | "SignatureDoesNotMatch"
        | "InvalidSignatureException"
        | "IncompleteSignature"
        | "NotSignedUp" => CredentialsUnavailable,
        "ResourceNotFound"
        | "ResourceNotFoundException"
        | "NotFound"
        | "NoSuchBucket"
        | "NoSuchKey"
        | "NoSuchVersion" => NotFound,
        // SageMaker has no code of its own for a job, model or model package that does not exist.
        "ValidationException" if message.is_some_and(tells_not_found) => NotFound,
        "ValidationException"
        | "ValidationError"
        | "InvalidArgument"
        | "InvalidRequest"
        | "InvalidBucketName"
        | "InvalidRange"
        | "InvalidURI"
        | "KeyTooLongError"
        | "MalformedXML" => InvalidRequest,
        "RequestTimeout" | "RequestTimeoutException" => Timeout,
        // An archived object answers 403, and the answer is not about permissions.
        "InvalidObjectState" => Other,
        _ => match status {
            200..=299 => InvalidResponse,
            401 | 403 => AccessDenied,
            404 => NotFound,
            408 => Timeout,
            429 => Throttled,
            500 | 502..=504 => Unavailable,
            _ => Other,
        },
    }
}

fn tells_not_found(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    ["not found", "could not find", "does not exist"].iter().any(|words| message.contains(words))
}

/// A short text of our own: what the service writes names users and roles, and may echo what was sent.
fn message(kind: SourceErrorKind, code: Option<&str>, status: Option<u16>) -> String {
    let text = match kind {
        SourceErrorKind::NotFound => "not found",
        SourceErrorKind::AccessDenied => "access denied",
        SourceErrorKind::CredentialsUnavailable => "credentials are missing or not valid",
        SourceErrorKind::Throttled => "throttled",
        SourceErrorKind::Timeout => "no answer in time",
        SourceErrorKind::Unavailable => "service unavailable",
        SourceErrorKind::InvalidRequest => "the request was refused as malformed",
        SourceErrorKind::InvalidResponse => "the answer cannot be read",
        _ => "failed",
    };
    let is_code = |code: &&str| (1..=64).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric());
    match (code.filter(is_code), status) {
        (Some(code), _) => format!("{text} ({code})"),
        (None, Some(status)) => format!("{text} (HTTP {status})"),
        (None, None) => text.to_owned(),
    }
}

fn is_about_credentials(error: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(error), |&error| error.source()).any(|error| error.is::<CredentialsError>())
}

#[cfg(test)]
mod tests {
    use lineage_model::source::SourceErrorKind::*;

    use super::*;

    #[test]
    fn kinds_of_answers() {
        for (code, status, kind) in [
            // SageMaker
            (Some("ResourceNotFound"), 400, NotFound),
            (Some("AccessDeniedException"), 400, AccessDenied),
            (Some("ThrottlingException"), 400, Throttled),
            (Some("ValidationException"), 400, InvalidRequest),
            (Some("ExpiredTokenException"), 400, CredentialsUnavailable),
            (Some("UnrecognizedClientException"), 400, CredentialsUnavailable),
            (Some("InternalFailure"), 500, Unavailable),
            (Some("ServiceUnavailable"), 503, Unavailable),
            (Some("LimitExceededException"), 400, Throttled),
            (Some("ConflictException"), 400, Other),
            // S3
            (Some("NoSuchBucket"), 404, NotFound),
            (Some("NoSuchKey"), 404, NotFound),
            (Some("AccessDenied"), 403, AccessDenied),
            (Some("MethodNotAllowed"), 405, AccessDenied),
            (Some("SlowDown"), 503, Throttled),
            (Some("InvalidAccessKeyId"), 403, CredentialsUnavailable),
            (Some("SignatureDoesNotMatch"), 403, CredentialsUnavailable),
            (Some("RequestTimeout"), 400, Timeout),
            (Some("InvalidObjectState"), 403, Other),
            (Some("InvalidRange"), 416, InvalidRequest),
            (Some("PermanentRedirect"), 301, Other),
            (Some("NotImplemented"), 501, Other),
            // Without a code: HEAD answers, proxies, load balancers
            (None, 200, InvalidResponse),
            (None, 301, Other),
            (None, 400, Other),
            (None, 403, AccessDenied),
            (None, 404, NotFound),
            (None, 429, Throttled),
            (None, 500, Unavailable),
            (None, 502, Unavailable),
            (None, 504, Unavailable),
            (None, 418, Other),
            // A code of tomorrow
            (Some("NeverHeardOf"), 400, Other),
            (Some("NeverHeardOf"), 403, AccessDenied),
            (Some("NeverHeardOf"), 503, Unavailable),
        ] {
            assert_eq!(answer_kind(code, status, None), kind, "{code:?} {status}");
        }
    }

    #[test]
    fn jobs_that_do_not_exist_are_not_found() {
        for (message, kind) in [
            ("Requested resource not found.", NotFound),
            ("Could not find model \"arn:aws:sagemaker:us-east-1:1:model/m\".", NotFound),
            ("ModelPackage arn:aws:sagemaker:us-east-1:1:model-package/g/1 does not exist.", NotFound),
            ("1 validation error detected: Value at 'trainingJobName' failed to satisfy constraint", InvalidRequest),
        ] {
            assert_eq!(answer_kind(Some("ValidationException"), 400, Some(message)), kind, "{message}");
        }
    }

    #[test]
    fn messages_are_short_and_ours() {
        assert_eq!(
            message(AccessDenied, Some("AccessDeniedException"), Some(400)),
            "access denied (AccessDeniedException)"
        );
        assert_eq!(message(Unavailable, None, Some(502)), "service unavailable (HTTP 502)");
        assert_eq!(message(Timeout, None, None), "no answer in time");
        assert_eq!(message(Other, Some("<b>token=x"), Some(400)), "failed (HTTP 400)");
    }
}
