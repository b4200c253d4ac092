//! A source whose calls are answered one at a time, in whatever order the test chooses.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use async_trait::async_trait;
use lineage_model::source::*;
use lineage_model::{BucketName, PipelineName, Region};

type Answer<T> = Result<T, SourceError>;

/// Holds every call back until it is let through.
pub(crate) struct Gated<S> {
    inner: S,
    gates: Mutex<Gates>,
}

#[derive(Default)]
struct Gates {
    made: usize,
    waiting: Vec<(usize, Waker)>,
    open: Vec<usize>,
}

impl<S> Gated<S> {
    pub(crate) fn new(inner: S) -> Self {
        Self { inner, gates: Mutex::default() }
    }

    /// Runs work to its end; `choose` picks which of so many waiting calls is answered next.
    pub(crate) fn run<T>(&self, work: impl Future<Output = T>, mut choose: impl FnMut(usize) -> usize) -> T {
        let mut work = pin!(work);
        loop {
            if let Poll::Ready(done) = work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                return done;
            }
            let mut gates = self.gates.lock().unwrap();
            let waiting = gates.waiting.len();
            assert!(waiting > 0, "the work waits for nothing that was called");
            let (gate, waker) = gates.waiting.swap_remove(choose(waiting));
            gates.open.push(gate);
            drop(gates);
            waker.wake();
        }
    }

    async fn pass(&self) -> &S {
        let mut own = None;
        poll_fn(|context| {
            let mut gates = self.gates.lock().unwrap();
            let made = gates.made;
            let gate = *own.get_or_insert(made);
            if gate == made {
                gates.made += 1;
            }
            if gates.open.contains(&gate) {
                return Poll::Ready(&self.inner);
            }
            gates.waiting.retain(|(waiting, _)| *waiting != gate);
            gates.waiting.push((gate, context.waker().clone()));
            Poll::Pending
        })
        .await
    }
}

#[rustfmt::skip] #[async_trait]
impl<S: LineageSource> PipelineSource for Gated<S> {
    async fn pipeline(&self, r: &Region, name: &PipelineName) -> Answer<Pipeline> { self.pass().await.pipeline(r, name).await }
    async fn pipelines(&self, r: &Region) -> Answer<Vec<PipelineSummary>> { self.pass().await.pipelines(r).await }
    async fn tags(&self, r: &Region, arn: &str) -> Answer<BTreeMap<String, String>> { self.pass().await.tags(r, arn).await }
    async fn domains(&self, r: &Region) -> Answer<Vec<Domain>> { self.pass().await.domains(r).await }
    async fn domain(&self, r: &Region, id: &str) -> Answer<Domain> { self.pass().await.domain(r, id).await }
}

#[rustfmt::skip] #[async_trait]
impl<S: LineageSource> ExecutionSource for Gated<S> {
    async fn executions(&self, r: &Region, name: &PipelineName, limit: usize) -> Answer<Vec<ExecutionSummary>> { self.pass().await.executions(r, name, limit).await }
    async fn latest_executions(&self, r: &Region, of: &[PipelineSummary]) -> Vec<Answer<Option<ExecutionSummary>>> { self.pass().await.latest_executions(r, of).await }
    async fn execution(&self, r: &Region, arn: &str) -> Answer<Execution> { self.pass().await.execution(r, arn).await }
    async fn steps(&self, r: &Region, arn: &str) -> Answer<Vec<ExecutionStep>> { self.pass().await.steps(r, arn).await }
    async fn parameters(&self, r: &Region, arn: &str) -> Answer<Vec<(String, String)>> { self.pass().await.parameters(r, arn).await }
    async fn definition(&self, r: &Region, arn: &str) -> Answer<String> { self.pass().await.definition(r, arn).await }
    async fn job(&self, r: &Region, kind: JobKind, arn: &str) -> Answer<Job> { self.pass().await.job(r, kind, arn).await }
    async fn model(&self, r: &Region, arn: &str) -> Answer<Model> { self.pass().await.model(r, arn).await }
    async fn model_package(&self, r: &Region, arn: &str) -> Answer<ModelPackage> { self.pass().await.model_package(r, arn).await }
    async fn endpoints(&self, r: &Region, model: &ServedModel) -> Answer<Vec<Endpoint>> { self.pass().await.endpoints(r, model).await }
}

#[rustfmt::skip] #[async_trait]
impl<S: LineageSource> BucketSource for Gated<S> {
    async fn bucket(&self, r: &Region, bucket: &BucketName) -> Answer<Bucket> { self.pass().await.bucket(r, bucket).await }
}

#[rustfmt::skip] #[async_trait]
impl<S: LineageSource> ObjectSource for Gated<S> {
    async fn objects(&self, r: &Region, bucket: &BucketName, prefix: &str, after: Option<String>) -> Answer<ObjectPage> { self.pass().await.objects(r, bucket, prefix, after).await }
    async fn object(&self, r: &Region, bucket: &BucketName, key: &str, range: ByteRange) -> Answer<ObjectBytes> { self.pass().await.object(r, bucket, key, range).await }
}

#[rustfmt::skip] #[async_trait]
impl<S: LineageSource> FeatureGroupSource for Gated<S> {
    async fn feature_groups(&self, r: &Region) -> Answer<Vec<FeatureGroupSummary>> { self.pass().await.feature_groups(r).await }
    async fn offline_stores(&self, r: &Region) -> Answer<Vec<FeatureGroupStore>> { self.pass().await.offline_stores(r).await }
    async fn feature_group(&self, r: &Region, name: &str) -> Answer<FeatureGroup> { self.pass().await.feature_group(r, name).await }
    async fn feature_description(&self, r: &Region, group: &str, feature: &str) -> Answer<Option<String>> { self.pass().await.feature_description(r, group, feature).await }
}
