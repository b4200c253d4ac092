use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use lineage_aws::{AwsSettings, AwsSource};
use lineage_model::source::{ExecutionSource, JobKind, PipelineSource, SourceError, SourceErrorKind};
use serde_json::json;
use tokio::time::Instant;

use super::{pipeline_name, region};
use crate::fake::{Answer, FakeAws, Fault};

#[tokio::test(start_paused = true)]
async fn every_failure_has_its_kind_and_names_the_call() {
    for (fault, kind, message) in [
        (Fault::Denied, SourceErrorKind::AccessDenied, "access denied (AccessDeniedException)"),
        (Fault::NotFound, SourceErrorKind::NotFound, "not found (ValidationException)"),
        (Fault::Server, SourceErrorKind::Unavailable, "service unavailable (InternalFailure)"),
        (Fault::Throttled, SourceErrorKind::Throttled, "throttled (ThrottlingException)"),
        (Fault::Hangs, SourceErrorKind::Timeout, "no answer in time"),
        (Fault::Reset, SourceErrorKind::Unavailable, "service unavailable"),
        (Fault::Garbage, SourceErrorKind::InvalidResponse, "the answer cannot be read (HTTP 200)"),
    ] {
        let aws = FakeAws::new();
        aws.fault("DescribeTrainingJob", fault, usize::MAX);
        let error = describe(&aws.source()).await;
        assert_eq!((error.kind, error.message.as_str()), (kind, message), "{fault:?}");
        assert_eq!((error.action, error.resource.as_str()), ("sagemaker:DescribeTrainingJob", "arn:x:training-job/t"));
        let answered = !matches!(fault, Fault::Hangs | Fault::Reset);
        assert_eq!(error.request_id.as_deref(), answered.then_some("b1946ac9-2492"), "{fault:?}");
        assert!(error.source.is_some());
        // Nothing of what the service wrote, and nothing of the request.
        let shown = format!("{error} {error:?}");
        assert!(!error.to_string().contains("assumed-role"), "{error}");
        assert!(!shown.contains("secret-that-is-never-told") && !shown.contains("AKIDEXAMPLE"), "{shown}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_worth_a_retry_is_sent_eight_times() {
    for (fault, sent) in [
        (Fault::Denied, 1),
        (Fault::NotFound, 1),
        (Fault::Server, 8),
        (Fault::Throttled, 8),
        (Fault::Reset, 8),
        (Fault::Garbage, 1),
    ] {
        let aws = FakeAws::new();
        aws.fault("DescribeTrainingJob", fault, usize::MAX);
        describe(&aws.source()).await;
        assert_eq!(aws.count("DescribeTrainingJob"), sent, "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_passing_failure_is_not_seen() {
    for fault in [Fault::Server, Fault::Throttled, Fault::Reset, Fault::Hangs] {
        let aws = FakeAws::new();
        aws.answer("DescribePipeline", json!({"PipelineName": "Churn"})).fault("DescribePipeline", fault, 1);
        let pipeline = aws.source().pipeline(&region(), &pipeline_name()).await;
        assert_eq!(pipeline.unwrap().name, "Churn", "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_hangs_ends_with_the_operation_time_out() {
    let aws = FakeAws::new();
    aws.fault("DescribeTrainingJob", Fault::Hangs, usize::MAX);
    let start = Instant::now();
    describe(&aws.source()).await;
    let elapsed = start.elapsed();
    assert!((Duration::from_secs(12)..Duration::from_millis(12_050)).contains(&elapsed), "{elapsed:?}");
}

#[tokio::test(start_paused = true)]
async fn pipelines_that_do_not_exist() {
    let aws = FakeAws::new();
    aws.handle("DescribePipeline", |_| Answer::error(400, "ResourceNotFound", "Pipeline 'x' does not exist."));
    let error = aws.source().pipeline(&region(), &pipeline_name()).await.unwrap_err();
    assert_eq!(error.kind, SourceErrorKind::NotFound);
}

#[tokio::test(start_paused = true)]
async fn the_wait_that_a_service_asks_for_is_kept() {
    let aws = FakeAws::new();
    aws.handle("DescribeTrainingJob", |_| {
        Answer::error(400, "ThrottlingException", "Rate exceeded").header("x-amz-retry-after", "1500")
    });
    let error = describe(&aws.source()).await;
    assert_eq!(error.retry_after, Some(Duration::from_millis(1500)));
}

#[derive(Debug)]
struct Credentials(fn() -> CredentialsError);

impl ProvideCredentials for Credentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Err(self.0()))
    }
}

#[tokio::test(start_paused = true)]
async fn no_credentials() {
    for make in [
        || CredentialsError::not_loaded("no profile"),
        || CredentialsError::provider_error("sso session expired"),
        || CredentialsError::invalid_configuration("a loop of profiles"),
    ] {
        let aws = FakeAws::new();
        let config = aws.config_with(SharedCredentialsProvider::new(Credentials(make)));
        let error = describe(&AwsSource::new(&config, AwsSettings::default())).await;
        assert_eq!(error.kind, SourceErrorKind::CredentialsUnavailable, "{error:?}");
        assert_eq!(error.message, "credentials are missing or not valid");
        assert_eq!(aws.log(), []);
    }
    let aws = FakeAws::new();
    aws.handle("DescribeTrainingJob", |_| Answer::error(400, "ExpiredTokenException", "expired"));
    assert_eq!(describe(&aws.source()).await.kind, SourceErrorKind::CredentialsUnavailable);
}

#[derive(Debug)]
struct SlowCredentials;

impl ProvideCredentials for SlowCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn credentials_that_never_come() {
    let aws = FakeAws::new();
    let config = aws.config_with(SharedCredentialsProvider::new(SlowCredentials));
    let error = describe(&AwsSource::new(&config, AwsSettings::default())).await;
    assert_eq!((error.kind, aws.log()), (SourceErrorKind::Timeout, vec![]));
}

#[test]
fn debug_shows_no_credentials() {
    let shown = format!("{:?}", FakeAws::new().source());
    assert!(shown.contains("max_in_flight: 32") && !shown.contains("AKID"), "{shown}");
}

async fn describe(source: &AwsSource) -> SourceError {
    source.job(&region(), JobKind::Training, "arn:x:training-job/t").await.unwrap_err()
}
