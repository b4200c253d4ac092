use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextRef;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

tokio::task_local! {
    static CALLS: Arc<AtomicU64>;
}

/// Runs work and tells how many requests it sent to AWS, retries included.
///
/// What counts is what the work polls itself: not what a task that it spawns sends, and not what is sent for
/// credentials. Work within work counts for both, once the inner one has ended.
///
/// ```no_run
/// # use lineage_aws::{AwsOptions, AwsSettings, AwsSource, count_calls};
/// # use lineage_model::{PipelineName, Region, source::PipelineSource};
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let source = AwsSource::from_env(AwsOptions::default(), AwsSettings::default()).await;
/// let (pipelines, calls) = count_calls(source.pipelines(&Region::new("eu-west-1")?)).await;
/// println!("{} pipelines in {calls} calls", pipelines?.len());
/// # Ok(())
/// # }
/// ```
pub async fn count_calls<T>(work: impl Future<Output = T>) -> (T, u64) {
    let counted = Arc::new(AtomicU64::new(0));
    let result = CALLS.scope(Arc::clone(&counted), work).await;
    let calls = counted.load(Ordering::Relaxed);
    add(calls);
    (result, calls)
}

/// Adds to the count of the work that is running, if it is counted.
fn add(calls: u64) {
    // An error says that nobody counts here.
    let _ = CALLS.try_with(|counted| counted.fetch_add(calls, Ordering::Relaxed));
}

/// Counts every attempt of a client's calls as it leaves.
#[derive(Debug)]
pub(super) struct CountCalls;

impl Intercept for CountCalls {
    fn name(&self) -> &'static str {
        "count calls"
    }

    fn read_before_transmit(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        add(1);
        Ok(())
    }
}
