use std::collections::BTreeMap;

use async_trait::async_trait;

use super::{
    Bucket, BucketSource, ByteRange, Domain, Endpoint, Execution, ExecutionSource, ExecutionStep, ExecutionSummary,
    FeatureGroup, FeatureGroupSource, FeatureGroupStore, FeatureGroupSummary, Job, JobKind, MockBucketSource,
    MockExecutionSource, MockFeatureGroupSource, MockObjectSource, MockPipelineSource, Model, ModelPackage,
    ObjectBytes, ObjectPage, ObjectSource, Pipeline, PipelineSource, PipelineSummary, ServedModel, SourceError,
};
use crate::{BucketName, PipelineName, Region};

/// A source of mocks, one for each port: a call that was not expected fails the test.
#[derive(Default)]
pub struct MockLineageSource {
    pub pipelines: MockPipelineSource,
    pub executions: MockExecutionSource,
    pub buckets: MockBucketSource,
    pub objects: MockObjectSource,
    pub feature_groups: MockFeatureGroupSource,
}

#[async_trait]
impl PipelineSource for MockLineageSource {
    async fn pipeline(&self, region: &Region, name: &PipelineName) -> Result<Pipeline, SourceError> {
        self.pipelines.pipeline(region, name).await
    }

    async fn pipelines(&self, region: &Region) -> Result<Vec<PipelineSummary>, SourceError> {
        self.pipelines.pipelines(region).await
    }

    async fn domains(&self, region: &Region) -> Result<Vec<Domain>, SourceError> {
        self.pipelines.domains(region).await
    }

    async fn domain(&self, region: &Region, id: &str) -> Result<Domain, SourceError> {
        self.pipelines.domain(region, id).await
    }

    async fn tags(&self, region: &Region, arn: &str) -> Result<BTreeMap<String, String>, SourceError> {
        self.pipelines.tags(region, arn).await
    }
}

#[async_trait]
impl ExecutionSource for MockLineageSource {
    async fn executions(
        &self,
        region: &Region,
        pipeline: &PipelineName,
        limit: usize,
    ) -> Result<Vec<ExecutionSummary>, SourceError> {
        self.executions.executions(region, pipeline, limit).await
    }

    async fn execution(&self, region: &Region, arn: &str) -> Result<Execution, SourceError> {
        self.executions.execution(region, arn).await
    }

    async fn steps(&self, region: &Region, execution_arn: &str) -> Result<Vec<ExecutionStep>, SourceError> {
        self.executions.steps(region, execution_arn).await
    }

    async fn parameters(&self, region: &Region, execution_arn: &str) -> Result<Vec<(String, String)>, SourceError> {
        self.executions.parameters(region, execution_arn).await
    }

    async fn definition(&self, region: &Region, execution_arn: &str) -> Result<String, SourceError> {
        self.executions.definition(region, execution_arn).await
    }

    async fn job(&self, region: &Region, kind: JobKind, arn: &str) -> Result<Job, SourceError> {
        self.executions.job(region, kind, arn).await
    }

    async fn model(&self, region: &Region, arn: &str) -> Result<Model, SourceError> {
        self.executions.model(region, arn).await
    }

    async fn model_package(&self, region: &Region, arn: &str) -> Result<ModelPackage, SourceError> {
        self.executions.model_package(region, arn).await
    }

    async fn latest_executions(
        &self,
        region: &Region,
        pipelines: &[PipelineSummary],
    ) -> Vec<Result<Option<ExecutionSummary>, SourceError>> {
        self.executions.latest_executions(region, pipelines).await
    }

    async fn endpoints(&self, region: &Region, model: &ServedModel) -> Result<Vec<Endpoint>, SourceError> {
        self.executions.endpoints(region, model).await
    }
}

#[async_trait]
impl BucketSource for MockLineageSource {
    async fn bucket(&self, region: &Region, bucket: &BucketName) -> Result<Bucket, SourceError> {
        self.buckets.bucket(region, bucket).await
    }
}

#[async_trait]
impl ObjectSource for MockLineageSource {
    async fn objects(
        &self,
        region: &Region,
        bucket: &BucketName,
        prefix: &str,
        after: Option<String>,
    ) -> Result<ObjectPage, SourceError> {
        self.objects.objects(region, bucket, prefix, after).await
    }

    async fn object(
        &self,
        region: &Region,
        bucket: &BucketName,
        key: &str,
        range: ByteRange,
    ) -> Result<ObjectBytes, SourceError> {
        self.objects.object(region, bucket, key, range).await
    }
}

#[async_trait]
impl FeatureGroupSource for MockLineageSource {
    async fn feature_groups(&self, region: &Region) -> Result<Vec<FeatureGroupSummary>, SourceError> {
        self.feature_groups.feature_groups(region).await
    }

    async fn feature_group(&self, region: &Region, name: &str) -> Result<FeatureGroup, SourceError> {
        self.feature_groups.feature_group(region, name).await
    }

    async fn offline_stores(&self, region: &Region) -> Result<Vec<FeatureGroupStore>, SourceError> {
        self.feature_groups.offline_stores(region).await
    }

    async fn feature_description(
        &self,
        region: &Region,
        group: &str,
        feature: &str,
    ) -> Result<Option<String>, SourceError> {
        self.feature_groups.feature_description(region, group, feature).await
    }
}
