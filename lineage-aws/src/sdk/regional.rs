use std::error::Error;
use std::future::Future;

use aws_config::SdkConfig;
use aws_sdk_sagemaker::config::retry::RetryPartition;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use lineage_model::Region;
use lineage_model::source::SourceError;

use super::count::CountCalls;
use super::error::classify;
use super::queue::Queue;
use super::retry::LeaveThrottling;
use super::settings::AwsSettings;
use super::watch::Watch;

/// The client of one service in one region, and the line before it.
#[derive(Debug)]
pub(super) struct Regional<C> {
    client: C,
    queue: Queue,
    watch: Watch,
}

impl<C> Regional<C> {
    fn new(client: C, settings: &AwsSettings, watch: &Watch) -> Self {
        Self { client, queue: Queue::new(settings.max_in_flight), watch: watch.clone() }
    }

    /// Makes a call in its turn.
    pub(super) async fn call<T, E, F>(
        &self,
        action: &'static str,
        resource: &str,
        send: impl Fn(&C) -> F,
    ) -> Result<T, SourceError>
    where
        E: ProvideErrorMetadata + Error + Send + Sync + 'static,
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    {
        self.send(send).await.map_err(|failure| classify(action, resource, failure))
    }

    /// Makes a call in its turn, and leaves its failure as the SDK tells it.
    pub(super) async fn send<T, E, F>(&self, send: impl Fn(&C) -> F) -> Result<T, SdkError<E, HttpResponse>>
    where
        E: ProvideErrorMetadata,
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    {
        // On the heap: what waits for many calls at once is large as it is, and a debug build copies it about.
        self.watch.call(Box::pin(self.queue.run(|| send(&self.client)))).await
    }
}

/// The part of a client's configuration that is the same for all services; their builders share no trait.
macro_rules! builder {
    ($sdk:ident, $config:ident, $settings:ident, $region:ident) => {{
        let mut builder = $sdk::config::Builder::from($config)
            .region(aws_config::Region::new($region.as_str().to_owned()))
            .interceptor(CountCalls)
            .retry_partition(retry_quota())
            .retry_classifier(LeaveThrottling);
        // Here rather than in the shared configuration, where AWS_ENDPOINT_URL would win over it.
        if let Some(url) = &$settings.endpoint_url {
            builder = builder.endpoint_url(url);
        }
        builder
    }};
}

impl Regional<aws_sdk_sagemaker::Client> {
    pub(super) fn sagemaker(config: &SdkConfig, settings: &AwsSettings, watch: &Watch, region: &Region) -> Self {
        let builder = builder!(aws_sdk_sagemaker, config, settings, region);
        Self::new(aws_sdk_sagemaker::Client::from_conf(builder.build()), settings, watch)
    }
}

impl Regional<aws_sdk_s3::Client> {
    pub(super) fn s3(config: &SdkConfig, settings: &AwsSettings, watch: &Watch, region: &Region) -> Self {
        let builder = builder!(aws_sdk_s3, config, settings, region)
            .force_path_style(settings.force_path_style)
            .timeout_config(settings.timeouts(settings.s3_operation_timeout));
        Self::new(aws_sdk_s3::Client::from_conf(builder.build()), settings, watch)
    }
}

impl Regional<aws_sdk_s3control::Client> {
    pub(super) fn s3control(config: &SdkConfig, settings: &AwsSettings, watch: &Watch, region: &Region) -> Self {
        let builder = builder!(aws_sdk_s3control, config, settings, region)
            .timeout_config(settings.timeouts(settings.s3_operation_timeout));
        Self::new(aws_sdk_s3control::Client::from_conf(builder.build()), settings, watch)
    }
}

impl Regional<aws_sdk_sts::Client> {
    pub(super) fn sts(config: &SdkConfig, settings: &AwsSettings, watch: &Watch, region: &Region) -> Self {
        let builder = builder!(aws_sdk_sts, config, settings, region);
        Self::new(aws_sdk_sts::Client::from_conf(builder.build()), settings, watch)
    }
}

/// A retry quota of the client's own.
///
/// The SDK's default one is shared by all clients of a region in the process, so one account's outage would stop
/// another's retries. Its size stays the SDK's (500; 5 a retry, 10 after a time-out): throttling never draws on it
/// here, and for an outage that is the point where going on retrying only adds load.
fn retry_quota() -> RetryPartition {
    RetryPartition::custom("sagemaker-lineage").build()
}
