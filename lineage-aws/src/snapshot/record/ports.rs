//! Every answer is recorded and then taken from the recording: it is the one that will be read.

use std::collections::BTreeMap;

use async_trait::async_trait;
use lineage_model::source::{
    Bucket, BucketSource, ByteRange, Domain, Endpoint, Execution, ExecutionSource, ExecutionStep, ExecutionSummary,
    FeatureGroup, FeatureGroupSource, FeatureGroupStore, FeatureGroupSummary, Job, JobKind, Model, ModelPackage,
    ObjectBytes, ObjectPage, ObjectSource, Pipeline, PipelineSource, PipelineSummary, ServedModel, SourceError,
};
use lineage_model::{BucketName, PipelineName, Region, redact};

use super::super::fact;
use super::super::ports::job_call;
use super::recording::Recording;

#[async_trait]
impl PipelineSource for Recording<'_> {
    async fn pipeline(&self, region: &Region, name: &PipelineName) -> Result<Pipeline, SourceError> {
        let ask = async {
            let mut pipeline = self.source.pipeline(region, name).await?;
            pipeline.definition = definition(&pipeline.definition);
            self.note_pipeline(&pipeline.arn, name);
            Ok(pipeline)
        };
        self.keep(fact::PIPELINE, &[region.as_str(), name.as_str()], ask).await;
        self.replay.pipeline(region, name).await
    }

    async fn pipelines(&self, region: &Region) -> Result<Vec<PipelineSummary>, SourceError> {
        self.keep(fact::PIPELINES, &[region.as_str()], self.source.pipelines(region)).await;
        self.replay.pipelines(region).await
    }

    async fn domains(&self, region: &Region) -> Result<Vec<Domain>, SourceError> {
        self.keep(fact::DOMAINS, &[region.as_str()], self.source.domains(region)).await;
        self.replay.domains(region).await
    }

    async fn domain(&self, region: &Region, id: &str) -> Result<Domain, SourceError> {
        self.keep(fact::DOMAIN, &[region.as_str(), id], self.source.domain(region, id)).await;
        self.replay.domain(region, id).await
    }

    async fn tags(&self, region: &Region, arn: &str) -> Result<BTreeMap<String, String>, SourceError> {
        self.keep(fact::TAGS, &[region.as_str(), arn], self.source.tags(region, arn)).await;
        self.replay.tags(region, arn).await
    }
}

#[async_trait]
impl ExecutionSource for Recording<'_> {
    /// The first call decides how many are recorded.
    async fn executions(
        &self,
        region: &Region,
        pipeline: &PipelineName,
        limit: usize,
    ) -> Result<Vec<ExecutionSummary>, SourceError> {
        let key = [region.as_str(), pipeline.as_str()];
        self.keep(fact::EXECUTIONS, &key, self.source.executions(region, pipeline, limit)).await;
        self.replay.executions(region, pipeline, limit).await
    }

    async fn execution(&self, region: &Region, arn: &str) -> Result<Execution, SourceError> {
        self.keep(fact::EXECUTION, &[region.as_str(), arn], self.source.execution(region, arn)).await;
        self.replay.execution(region, arn).await
    }

    async fn steps(&self, region: &Region, execution_arn: &str) -> Result<Vec<ExecutionStep>, SourceError> {
        let key = [region.as_str(), execution_arn];
        self.keep(fact::STEPS, &key, self.source.steps(region, execution_arn)).await;
        self.replay.steps(region, execution_arn).await
    }

    async fn parameters(&self, region: &Region, execution_arn: &str) -> Result<Vec<(String, String)>, SourceError> {
        let ask = async {
            let parameters = self.source.parameters(region, execution_arn).await?;
            let masked = |(name, value): (String, String)| {
                let value = redact::parameter(&name, &value).into_owned();
                (name, value)
            };
            Ok(parameters.into_iter().map(masked).collect::<Vec<_>>())
        };
        self.keep(fact::PARAMETERS, &[region.as_str(), execution_arn], ask).await;
        self.replay.parameters(region, execution_arn).await
    }

    async fn definition(&self, region: &Region, execution_arn: &str) -> Result<String, SourceError> {
        let ask = async {
            let text = definition(&self.source.definition(region, execution_arn).await?);
            if let Some(name) = self.pipeline_of(execution_arn)
                && self.replay.pipeline(region, &name).await.is_ok_and(|pipeline| pipeline.definition == text)
            {
                return Ok(fact::Definition::SameAs { same_as: name });
            }
            Ok(fact::Definition::Text(text))
        };
        self.keep(fact::DEFINITION, &[region.as_str(), execution_arn], ask).await;
        self.replay.definition(region, execution_arn).await
    }

    async fn job(&self, region: &Region, kind: JobKind, arn: &str) -> Result<Job, SourceError> {
        self.keep(job_call(kind), &[region.as_str(), arn], self.source.job(region, kind, arn)).await;
        self.replay.job(region, kind, arn).await
    }

    async fn model(&self, region: &Region, arn: &str) -> Result<Model, SourceError> {
        self.keep(fact::MODEL, &[region.as_str(), arn], self.source.model(region, arn)).await;
        self.replay.model(region, arn).await
    }

    async fn model_package(&self, region: &Region, arn: &str) -> Result<ModelPackage, SourceError> {
        self.keep(fact::MODEL_PACKAGE, &[region.as_str(), arn], self.source.model_package(region, arn)).await;
        self.replay.model_package(region, arn).await
    }

    /// Not recorded: the recorded account tells it from its executions.
    async fn latest_executions(
        &self,
        region: &Region,
        pipelines: &[PipelineSummary],
    ) -> Vec<Result<Option<ExecutionSummary>, SourceError>> {
        self.source.latest_executions(region, pipelines).await
    }

    async fn endpoints(&self, region: &Region, model: &ServedModel) -> Result<Vec<Endpoint>, SourceError> {
        let key = [region.as_str(), model.as_str()];
        self.keep(fact::ENDPOINTS, &key, self.source.endpoints(region, model)).await;
        self.replay.endpoints(region, model).await
    }
}

#[async_trait]
impl BucketSource for Recording<'_> {
    async fn bucket(&self, region: &Region, bucket: &BucketName) -> Result<Bucket, SourceError> {
        self.keep(fact::BUCKET, &[bucket.as_str()], self.source.bucket(region, bucket)).await;
        self.replay.bucket(region, bucket).await
    }
}

#[async_trait]
impl ObjectSource for Recording<'_> {
    /// Listings are recorded by [`Recording::list`]: a token of the source means nothing to the recorded account.
    async fn objects(
        &self,
        region: &Region,
        bucket: &BucketName,
        prefix: &str,
        after: Option<String>,
    ) -> Result<ObjectPage, SourceError> {
        self.source.objects(region, bucket, prefix, after).await
    }

    async fn object(
        &self,
        region: &Region,
        bucket: &BucketName,
        key: &str,
        range: ByteRange,
    ) -> Result<ObjectBytes, SourceError> {
        self.read(region, bucket, key, range).await
    }
}

#[async_trait]
impl FeatureGroupSource for Recording<'_> {
    async fn feature_groups(&self, region: &Region) -> Result<Vec<FeatureGroupSummary>, SourceError> {
        self.keep(fact::FEATURE_GROUPS, &[region.as_str()], self.source.feature_groups(region)).await;
        self.replay.feature_groups(region).await
    }

    async fn feature_group(&self, region: &Region, name: &str) -> Result<FeatureGroup, SourceError> {
        self.keep(fact::FEATURE_GROUP, &[region.as_str(), name], self.source.feature_group(region, name)).await;
        self.replay.feature_group(region, name).await
    }

    /// As the recorded account will tell it, from the groups: these are recorded before any pipeline is.
    async fn offline_stores(&self, region: &Region) -> Result<Vec<FeatureGroupStore>, SourceError> {
        self.replay.offline_stores(region).await
    }

    async fn feature_description(
        &self,
        region: &Region,
        group: &str,
        feature: &str,
    ) -> Result<Option<String>, SourceError> {
        let key = [region.as_str(), group, feature];
        self.keep(fact::FEATURE_DESCRIPTION, &key, self.source.feature_description(region, group, feature)).await;
        self.replay.feature_description(region, group, feature).await
    }
}

/// A definition without its secrets. Of a text that is no JSON nothing is kept: where its secrets are cannot be told.
fn definition(text: &str) -> String {
    redact::json(text).unwrap_or_else(|_| redact::MASK.to_owned())
}
