use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, SdkConfig};
use lineage_model::Region;

use super::account::AssumeRole;

/// How an [`AwsSource`](super::AwsSource) calls AWS.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AwsSettings {
    /// How many calls may be under way at once in one region, for SageMaker and for S3 each (32).
    pub max_in_flight: usize,
    /// How long one attempt of a call may take (5 s).
    pub attempt_timeout: Duration,
    /// How long a call may take with its retries, once it has left the queue (12 s).
    pub operation_timeout: Duration,
    /// The same for a call to S3 (12 s).
    pub s3_operation_timeout: Duration,
    /// How long the bytes of an object may take after its answer began (20 s).
    pub object_timeout: Duration,
    /// Where the services are, instead of AWS's own endpoints; `AWS_ENDPOINT_URL` is honoured without it.
    pub endpoint_url: Option<String>,
    /// Whether S3 buckets are part of the path rather than of the host name, as S3-compatible servers want it.
    pub force_path_style: bool,
}

impl Default for AwsSettings {
    fn default() -> Self {
        Self {
            max_in_flight: 32,
            attempt_timeout: Duration::from_secs(5),
            operation_timeout: Duration::from_secs(12),
            s3_operation_timeout: Duration::from_secs(12),
            object_timeout: Duration::from_secs(20),
            endpoint_url: None,
            force_path_style: false,
        }
    }
}

/// Where [`AwsSource::from_env`](super::AwsSource::from_env) takes the account's configuration from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct AwsOptions {
    /// A profile of the shared AWS files, instead of `AWS_PROFILE` or the default one.
    pub profile: Option<String>,
    /// The region to sign in at, instead of the configured one.
    pub region: Option<Region>,
    /// A role to assume with these credentials, for the facts of its account.
    pub assume_role: Option<AssumeRole>,
}

/// How long a connection may take to open; the rest of an attempt is left for the answer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// How often the SDK sends a call in all.
const ATTEMPTS: u32 = 8;
/// Eight attempts with these waits (at most 9 s together) fit into the default operation time-out; with the SDK's
/// own (1 s, 20 s) a failing service would look like one that does not answer.
const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(2);

impl AwsSettings {
    /// The configuration with these time-outs and retries.
    pub(super) fn apply_to(&self, config: &SdkConfig) -> SdkConfig {
        let retries = RetryConfig::standard()
            .with_max_attempts(ATTEMPTS)
            .with_initial_backoff(FIRST_WAIT)
            .with_max_backoff(LONGEST_WAIT);
        let mut builder = config
            .to_builder()
            .timeout_config(self.timeouts(self.operation_timeout))
            .retry_config(retries)
            // The time-outs end what stalls, the bytes of objects included; watching each body costs every call.
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
        // The SDK refuses to make a client without one, by a panic.
        if config.behavior_version().is_none() {
            builder = builder.behavior_version(BehaviorVersion::latest());
        }
        builder.build()
    }

    /// The time-outs of calls that may take `operation` with their retries.
    pub(super) fn timeouts(&self, operation: Duration) -> TimeoutConfig {
        let attempt = self.attempt_timeout.min(operation);
        TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIMEOUT.min(attempt))
            .read_timeout(attempt)
            .operation_attempt_timeout(attempt)
            .operation_timeout(operation)
            .build()
    }
}
