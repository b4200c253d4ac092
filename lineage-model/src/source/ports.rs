use std::collections::BTreeMap;

use async_trait::async_trait;

use super::{
    Bucket, ByteRange, Domain, Endpoint, Execution, ExecutionStep, ExecutionSummary, FeatureGroup, FeatureGroupStore,
    FeatureGroupSummary, Job, JobKind, Model, ModelPackage, ObjectBytes, ObjectPage, Pipeline, PipelineSummary,
    ServedModel, SourceError,
};
use crate::{BucketName, PipelineName, Region};

/// What every port promises, and every implementation is tested for:
///
/// - Calls are independent: any number may run at once, in any order, and a dropped future leaves nothing behind.
/// - Lists are complete (all pages) and in the order that the method states.
/// - What does not exist is `SourceErrorKind::NotFound`; what may not be read is `AccessDenied`. An empty list means
///   that there is nothing, never that it could not be read.
/// - No call blocks its thread: one task polls them all, and the deadline with them. What blocks (a database, large
///   files) belongs on a thread of its own.
/// - Retries, time-outs and pacing are the implementation's own: callers neither retry nor limit.
/// - Facts are what the service said: unknown statuses survive, nothing is invented.
///
/// Pipelines of one account.
#[cfg_attr(feature = "testing", mockall::automock)]
#[async_trait]
pub trait PipelineSource: Send + Sync {
    /// One pipeline with its definition (`DescribePipeline`). Its tags may be `NotRead`.
    async fn pipeline(&self, region: &Region, name: &PipelineName) -> Result<Pipeline, SourceError>;

    /// All pipelines of the region with their tags, ordered by name.
    async fn pipelines(&self, region: &Region) -> Result<Vec<PipelineSummary>, SourceError>;

    /// The tags of one pipeline, by its ARN (`ListTags`).
    async fn tags(&self, region: &Region, arn: &str) -> Result<BTreeMap<String, String>, SourceError>;

    /// All Studio domains of the region (`ListDomains`), ordered by id.
    async fn domains(&self, region: &Region) -> Result<Vec<Domain>, SourceError>;

    /// One Studio domain in full (`DescribeDomain`).
    async fn domain(&self, region: &Region, id: &str) -> Result<Domain, SourceError>;
}

/// Executions of pipelines, and what they made. See [`PipelineSource`] for what every port promises.
#[cfg_attr(feature = "testing", mockall::automock)]
#[async_trait]
pub trait ExecutionSource: Send + Sync {
    /// At most `limit` executions, newest first (`ListPipelineExecutions`).
    async fn executions(
        &self,
        region: &Region,
        pipeline: &PipelineName,
        limit: usize,
    ) -> Result<Vec<ExecutionSummary>, SourceError>;

    /// The newest execution of each of these pipelines, in their order; none for one that never ran (`Search`, or
    /// `ListPipelineExecutions` and `DescribePipelineExecution` for each).
    async fn latest_executions(
        &self,
        region: &Region,
        pipelines: &[PipelineSummary],
    ) -> Vec<Result<Option<ExecutionSummary>, SourceError>>;

    /// One execution (`DescribePipelineExecution`).
    async fn execution(&self, region: &Region, arn: &str) -> Result<Execution, SourceError>;

    /// Its steps, in the order they started (`ListPipelineExecutionSteps`, ascending); steps never reached are absent.
    async fn steps(&self, region: &Region, execution_arn: &str) -> Result<Vec<ExecutionStep>, SourceError>;

    /// Its parameters, in the API's order (`ListPipelineParametersForExecution`); values are text.
    async fn parameters(&self, region: &Region, execution_arn: &str) -> Result<Vec<(String, String)>, SourceError>;

    /// The definition as it was for that execution (`DescribePipelineDefinitionForExecution`).
    async fn definition(&self, region: &Region, execution_arn: &str) -> Result<String, SourceError>;

    /// One job.
    async fn job(&self, region: &Region, kind: JobKind, arn: &str) -> Result<Job, SourceError>;

    /// One model (`DescribeModel`).
    async fn model(&self, region: &Region, arn: &str) -> Result<Model, SourceError>;

    /// One model package (`DescribeModelPackage`).
    async fn model_package(&self, region: &Region, arn: &str) -> Result<ModelPackage, SourceError>;

    /// The endpoints that serve a model, ordered by name (`Search` over models, which names a model's endpoints, and
    /// `DescribeEndpoint` for each). No other endpoint is listed.
    async fn endpoints(&self, region: &Region, model: &ServedModel) -> Result<Vec<Endpoint>, SourceError>;
}

/// The posture of buckets. See [`PipelineSource`] for what every port promises.
#[cfg_attr(feature = "testing", mockall::automock)]
#[async_trait]
pub trait BucketSource: Send + Sync {
    /// What S3 tells about a bucket. `region` is where the question came from; the bucket may be elsewhere.
    ///
    /// A fact that could not be read is that fact's `Observed` value, so this fails only when the bucket as a whole
    /// cannot be asked about: it does not exist, or nothing answers.
    async fn bucket(&self, region: &Region, bucket: &BucketName) -> Result<Bucket, SourceError>;
}

/// Objects of buckets. See [`PipelineSource`] for what every port promises.
#[cfg_attr(feature = "testing", mockall::automock)]
#[async_trait]
pub trait ObjectSource: Send + Sync {
    /// One page of the objects whose keys begin with `prefix`, at most 1,000, from `after` (the `next` of the page
    /// before) on.
    async fn objects(
        &self,
        region: &Region,
        bucket: &BucketName,
        prefix: &str,
        after: Option<String>,
    ) -> Result<ObjectPage, SourceError>;

    /// Bytes of one object. A range that begins after the end gives no bytes.
    async fn object(
        &self,
        region: &Region,
        bucket: &BucketName,
        key: &str,
        range: ByteRange,
    ) -> Result<ObjectBytes, SourceError>;
}

/// Feature groups of one account. See [`PipelineSource`] for what every port promises.
#[cfg_attr(feature = "testing", mockall::automock)]
#[async_trait]
pub trait FeatureGroupSource: Send + Sync {
    /// All feature groups of the region, ordered by name (`ListFeatureGroups`).
    async fn feature_groups(&self, region: &Region) -> Result<Vec<FeatureGroupSummary>, SourceError>;

    /// Where the histories of all feature groups of the region lie, ordered by name; groups without an offline store
    /// are left out (`Search`, or `ListFeatureGroups` and `DescribeFeatureGroup` for each).
    async fn offline_stores(&self, region: &Region) -> Result<Vec<FeatureGroupStore>, SourceError>;

    /// One feature group with all its features (`DescribeFeatureGroup`).
    async fn feature_group(&self, region: &Region, name: &str) -> Result<FeatureGroup, SourceError>;

    /// What somebody wrote about a feature, if anything (`DescribeFeatureMetadata`).
    async fn feature_description(
        &self,
        region: &Region,
        group: &str,
        feature: &str,
    ) -> Result<Option<String>, SourceError>;
}

/// Everything that lineage is made of: whatever implements the five ports is one.
pub trait LineageSource: PipelineSource + ExecutionSource + BucketSource + ObjectSource + FeatureGroupSource {}

impl<T> LineageSource for T where
    T: PipelineSource + ExecutionSource + BucketSource + ObjectSource + FeatureGroupSource + ?Sized
{
}
