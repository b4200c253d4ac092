use std::collections::BTreeMap;

use async_trait::async_trait;
use lineage_model::source::{
    Bucket, BucketSource, ByteRange, Domain, Endpoint, Execution, ExecutionSource, ExecutionStep, ExecutionSummary,
    FeatureGroup, FeatureGroupSource, FeatureGroupStore, FeatureGroupSummary, Job, JobKind, Model, ModelPackage,
    ObjectBytes, ObjectPage, ObjectSource, Pipeline, PipelineSource, PipelineSummary, ServedModel, SourceError,
    SourceErrorKind,
};
use lineage_model::{BucketName, PipelineName, Region};

use super::{Snapshot, fact};

#[async_trait]
impl PipelineSource for Snapshot {
    async fn pipeline(&self, region: &Region, name: &PipelineName) -> Result<Pipeline, SourceError> {
        self.answer(fact::PIPELINE, &[region.as_str(), name.as_str()])
    }

    async fn pipelines(&self, region: &Region) -> Result<Vec<PipelineSummary>, SourceError> {
        self.answer(fact::PIPELINES, &[region.as_str()])
    }

    async fn domains(&self, region: &Region) -> Result<Vec<Domain>, SourceError> {
        self.answer(fact::DOMAINS, &[region.as_str()])
    }

    async fn domain(&self, region: &Region, id: &str) -> Result<Domain, SourceError> {
        self.answer(fact::DOMAIN, &[region.as_str(), id])
    }

    async fn tags(&self, region: &Region, arn: &str) -> Result<BTreeMap<String, String>, SourceError> {
        self.answer(fact::TAGS, &[region.as_str(), arn])
    }
}

#[async_trait]
impl ExecutionSource for Snapshot {
    async fn executions(
        &self,
        region: &Region,
        pipeline: &PipelineName,
        limit: usize,
    ) -> Result<Vec<ExecutionSummary>, SourceError> {
        let mut executions: Vec<_> = self.answer(fact::EXECUTIONS, &[region.as_str(), pipeline.as_str()])?;
        executions.truncate(limit);
        Ok(executions)
    }

    async fn execution(&self, region: &Region, arn: &str) -> Result<Execution, SourceError> {
        self.answer(fact::EXECUTION, &[region.as_str(), arn])
    }

    async fn steps(&self, region: &Region, execution_arn: &str) -> Result<Vec<ExecutionStep>, SourceError> {
        self.answer(fact::STEPS, &[region.as_str(), execution_arn])
    }

    async fn parameters(&self, region: &Region, execution_arn: &str) -> Result<Vec<(String, String)>, SourceError> {
        self.answer(fact::PARAMETERS, &[region.as_str(), execution_arn])
    }

    async fn definition(&self, region: &Region, execution_arn: &str) -> Result<String, SourceError> {
        match self.answer(fact::DEFINITION, &[region.as_str(), execution_arn])? {
            fact::Definition::Text(text) => Ok(text),
            fact::Definition::SameAs { same_as } => Ok(self.pipeline(region, &same_as).await?.definition),
        }
    }

    async fn job(&self, region: &Region, kind: JobKind, arn: &str) -> Result<Job, SourceError> {
        self.answer(job_call(kind), &[region.as_str(), arn])
    }

    async fn model(&self, region: &Region, arn: &str) -> Result<Model, SourceError> {
        self.answer(fact::MODEL, &[region.as_str(), arn])
    }

    async fn model_package(&self, region: &Region, arn: &str) -> Result<ModelPackage, SourceError> {
        self.answer(fact::MODEL_PACKAGE, &[region.as_str(), arn])
    }

    async fn latest_executions(
        &self,
        region: &Region,
        pipelines: &[PipelineSummary],
    ) -> Vec<Result<Option<ExecutionSummary>, SourceError>> {
        pipelines.iter().map(|pipeline| self.latest(region, pipeline)).collect()
    }

    async fn endpoints(&self, region: &Region, model: &ServedModel) -> Result<Vec<Endpoint>, SourceError> {
        self.answer(fact::ENDPOINTS, &[region.as_str(), model.as_str()])
    }
}

#[async_trait]
impl BucketSource for Snapshot {
    async fn bucket(&self, _region: &Region, bucket: &BucketName) -> Result<Bucket, SourceError> {
        self.answer(fact::BUCKET, &[bucket.as_str()])
    }
}

#[async_trait]
impl ObjectSource for Snapshot {
    async fn objects(
        &self,
        _region: &Region,
        bucket: &BucketName,
        prefix: &str,
        after: Option<String>,
    ) -> Result<ObjectPage, SourceError> {
        self.listing(bucket, prefix, after.as_deref())
    }

    async fn object(
        &self,
        _region: &Region,
        bucket: &BucketName,
        key: &str,
        range: ByteRange,
    ) -> Result<ObjectBytes, SourceError> {
        self.bytes(bucket, key, range)
    }
}

#[async_trait]
impl FeatureGroupSource for Snapshot {
    async fn feature_groups(&self, region: &Region) -> Result<Vec<FeatureGroupSummary>, SourceError> {
        self.answer(fact::FEATURE_GROUPS, &[region.as_str()])
    }

    async fn feature_group(&self, region: &Region, name: &str) -> Result<FeatureGroup, SourceError> {
        self.answer(fact::FEATURE_GROUP, &[region.as_str(), name])
    }

    async fn offline_stores(&self, region: &Region) -> Result<Vec<FeatureGroupStore>, SourceError> {
        let mut stores = Vec::new();
        for group in self.feature_groups(region).await? {
            match self.feature_group(region, &group.name).await {
                Ok(group) => stores.extend(group.into_store()),
                // Deleted since it was listed. Any other failure is the answer's: a list cannot say that it is not whole.
                Err(error) if error.kind == SourceErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(stores)
    }

    async fn feature_description(
        &self,
        region: &Region,
        group: &str,
        feature: &str,
    ) -> Result<Option<String>, SourceError> {
        self.answer(fact::FEATURE_DESCRIPTION, &[region.as_str(), group, feature])
    }
}

impl Snapshot {
    fn latest(&self, region: &Region, pipeline: &PipelineSummary) -> Result<Option<ExecutionSummary>, SourceError> {
        let listed: Vec<ExecutionSummary> = self.answer(fact::EXECUTIONS, &[region.as_str(), &pipeline.name])?;
        let Some(mut latest) = listed.into_iter().next() else { return Ok(None) };
        if latest.last_modified.is_none() {
            let execution: Execution = self.answer(fact::EXECUTION, &[region.as_str(), &latest.arn])?;
            latest.last_modified = execution.last_modified;
        }
        Ok(Some(latest))
    }
}

/// The call that describes jobs of a kind. All share one folder: an ARN says the kind too.
pub(super) fn job_call(kind: JobKind) -> fact::Call {
    match kind {
        JobKind::Processing => fact::PROCESSING,
        JobKind::Transform => fact::TRANSFORM,
        JobKind::Tuning => fact::TUNING,
        JobKind::AutoML => fact::AUTO_ML,
        _ => fact::TRAINING,
    }
}
