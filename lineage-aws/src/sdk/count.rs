use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextRef;
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

use super::watch;

tokio::task_local! {
    static COST: Arc<Counters>;
}

#[derive(Default)]
struct Counters {
    calls: AtomicU64,
    /// In milliseconds.
    oldest: AtomicU64,
}

/// What a piece of work took from AWS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Cost {
    /// How many requests were sent, retries included.
    pub calls: u64,
    /// How old the oldest of the facts is that a [`CachedSource`](crate::CachedSource) gave again, in whole
    /// milliseconds. Facts that can never change have no age.
    pub oldest: Duration,
}

/// Runs work and tells how many requests it sent to AWS, and how old the facts are that it did not ask for anew.
///
/// What counts is what the work polls itself: not what a task that it spawns sends, and not what is sent for
/// credentials. Work within work counts for both, once the inner one has ended.
///
/// ```no_run
/// # use lineage_aws::{AwsOptions, AwsSettings, AwsSource, measure};
/// # use lineage_model::{PipelineName, Region, source::PipelineSource};
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let source = AwsSource::from_env(AwsOptions::default(), AwsSettings::default()).await;
/// let (pipelines, cost) = measure(source.pipelines(&Region::new("eu-west-1")?)).await;
/// println!("{} pipelines in {} calls", pipelines?.len(), cost.calls);
/// # Ok(())
/// # }
/// ```
pub async fn measure<T>(work: impl Future<Output = T>) -> (T, Cost) {
    let counters = Arc::new(Counters::default());
    let result = COST.scope(Arc::clone(&counters), work).await;
    let calls = counters.calls.load(Ordering::Relaxed);
    let oldest = Duration::from_millis(counters.oldest.load(Ordering::Relaxed));
    add_calls(calls);
    add_age(oldest);
    (result, Cost { calls, oldest })
}

// An error says that nobody measures here.

/// Adds to the calls of the work that is running, if it is measured.
fn add_calls(calls: u64) {
    let _ = COST.try_with(|counters| counters.calls.fetch_add(calls, Ordering::Relaxed));
}

/// Tells the work that is running, if it is measured, that it was given a fact of this age.
pub(crate) fn add_age(age: Duration) {
    let millis = u64::try_from(age.as_millis()).unwrap_or(u64::MAX);
    let _ = COST.try_with(|counters| counters.oldest.fetch_max(millis, Ordering::Relaxed));
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
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        add_calls(1);
        watch::sent(config.load::<Metadata>());
        Ok(())
    }
}
