#![deny(clippy::missing_trait_methods)]

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use lineage_model::source::{
    Bucket, BucketSource, ByteRange, Domain, Endpoint, Execution, ExecutionSource, ExecutionStep, ExecutionSummary,
    FeatureGroup, FeatureGroupSource, FeatureGroupStore, FeatureGroupSummary, Job, JobKind, LineageSource, Model,
    ModelPackage, ObjectBytes, ObjectPage, ObjectSource, Pipeline, PipelineSource, PipelineSummary, ServedModel,
    SourceError, SourceErrorKind,
};
use lineage_model::{BucketName, Observed, PipelineName, Region};

use super::memo::Keep;
use super::{Arn, CacheSettings, CachedSource, Place};

#[async_trait]
impl PipelineSource for CachedSource {
    async fn pipeline(&self, region: &Region, name: &PipelineName) -> Result<Pipeline, SourceError> {
        self.pipeline
            .get(
                (region.clone(), name.clone()),
                |_| Keep::No,
                |source, (region, name)| async move { source.pipeline(&region, &name).await },
            )
            .await
    }

    async fn pipelines(&self, region: &Region) -> Result<Vec<PipelineSummary>, SourceError> {
        self.pipelines
            .get(region.clone(), |_| Keep::No, |source, region| async move { source.pipelines(&region).await })
            .await
    }

    async fn tags(&self, region: &Region, arn: &str) -> Result<BTreeMap<String, String>, SourceError> {
        let keep = Keep::For(self.settings.quick_age);
        self.tags
            .get(
                (region.clone(), arn.to_owned()),
                move |_| keep,
                |source, (region, arn)| async move { source.tags(&region, &arn).await },
            )
            .await
    }

    async fn domains(&self, region: &Region) -> Result<Vec<Domain>, SourceError> {
        let keep = Keep::For(self.settings.quick_age);
        self.domains
            .get(region.clone(), move |_| keep, |source, region| async move { source.domains(&region).await })
            .await
    }

    async fn domain(&self, region: &Region, id: &str) -> Result<Domain, SourceError> {
        let keep = Keep::For(self.settings.quick_age);
        self.domain
            .get(
                (region.clone(), id.to_owned()),
                move |_| keep,
                |source, (region, id)| async move { source.domain(&region, &id).await },
            )
            .await
    }
}

#[async_trait]
impl ExecutionSource for CachedSource {
    async fn executions(
        &self,
        region: &Region,
        pipeline: &PipelineName,
        limit: usize,
    ) -> Result<Vec<ExecutionSummary>, SourceError> {
        let key = (region.clone(), pipeline.clone(), limit);
        let call = |source: Arc<dyn LineageSource>, (region, pipeline, limit): (Region, PipelineName, usize)| async move {
            source.executions(&region, &pipeline, limit).await
        };
        let executions = self.executions.get(key, |_| Keep::No, call).await?;
        executions.iter().for_each(|execution| self.learn(region, &execution.arn, &execution.status));
        Ok(executions)
    }

    /// Not one call for equal questions: a question is a whole list.
    async fn latest_executions(
        &self,
        region: &Region,
        pipelines: &[PipelineSummary],
    ) -> Vec<Result<Option<ExecutionSummary>, SourceError>> {
        let latest = self.source.latest_executions(region, pipelines).await;
        for execution in latest.iter().filter_map(|latest| latest.as_ref().ok()?.as_ref()) {
            self.learn(region, &execution.arn, &execution.status);
        }
        latest
    }

    async fn execution(&self, region: &Region, arn: &str) -> Result<Execution, SourceError> {
        let key = (region.clone(), arn.to_owned());
        let is_final = self.has_succeeded(&key);
        let call =
            |source: Arc<dyn LineageSource>, (region, arn): Arn| async move { source.execution(&region, &arn).await };
        let execution = self.execution.get_final(key, is_final, call).await?;
        self.learn(region, arn, &execution.status);
        Ok(execution)
    }

    async fn steps(&self, region: &Region, execution_arn: &str) -> Result<Vec<ExecutionStep>, SourceError> {
        let key = (region.clone(), execution_arn.to_owned());
        let is_final = self.has_succeeded(&key);
        self.steps
            .get_final(key, is_final, |source, (region, arn)| async move { source.steps(&region, &arn).await })
            .await
    }

    async fn parameters(&self, region: &Region, execution_arn: &str) -> Result<Vec<(String, String)>, SourceError> {
        let key = (region.clone(), execution_arn.to_owned());
        let is_final = self.has_succeeded(&key);
        self.parameters
            .get_final(key, is_final, |source, (region, arn)| async move { source.parameters(&region, &arn).await })
            .await
    }

    async fn definition(&self, region: &Region, execution_arn: &str) -> Result<String, SourceError> {
        let key = (region.clone(), execution_arn.to_owned());
        let is_final = self.has_succeeded(&key);
        self.definition
            .get_final(key, is_final, |source, (region, arn)| async move { source.definition(&region, &arn).await })
            .await
    }

    async fn job(&self, region: &Region, kind: JobKind, arn: &str) -> Result<Job, SourceError> {
        let key = ((region.clone(), arn.to_owned()), kind);
        let keep = |job: &Job| if has_ended(job) { Keep::Always } else { Keep::No };
        self.jobs
            .get(key, keep, |source, ((region, arn), kind)| async move { source.job(&region, kind, &arn).await })
            .await
    }

    async fn model(&self, region: &Region, arn: &str) -> Result<Model, SourceError> {
        let keep = Keep::For(self.settings.quick_age);
        self.model
            .get(
                (region.clone(), arn.to_owned()),
                move |_| keep,
                |source, (region, arn)| async move { source.model(&region, &arn).await },
            )
            .await
    }

    async fn model_package(&self, region: &Region, arn: &str) -> Result<ModelPackage, SourceError> {
        let keep = Keep::For(self.settings.quick_age);
        self.model_package
            .get(
                (region.clone(), arn.to_owned()),
                move |_| keep,
                |source, (region, arn)| async move { source.model_package(&region, &arn).await },
            )
            .await
    }

    async fn endpoints(&self, region: &Region, model: &ServedModel) -> Result<Vec<Endpoint>, SourceError> {
        self.endpoints
            .get(
                (region.clone(), model.clone()),
                |_| Keep::No,
                |source, (region, model)| async move { source.endpoints(&region, &model).await },
            )
            .await
    }
}

#[async_trait]
impl BucketSource for CachedSource {
    async fn bucket(&self, region: &Region, bucket: &BucketName) -> Result<Bucket, SourceError> {
        let age = self.settings.slow_age;
        let keep = move |bucket: &Bucket| if was_answered(bucket) { Keep::For(age) } else { Keep::No };
        let key = (region.clone(), bucket.clone());
        self.buckets
            .get(key, keep, |source, (region, bucket)| async move { source.bucket(&region, &bucket).await })
            .await
    }
}

#[async_trait]
impl ObjectSource for CachedSource {
    /// Pages of a listing are not kept.
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
        let CacheSettings { quick_age, object_size, .. } = self.settings;
        // Whoever asks for so little reads a part, to see what the object is like right now.
        if !matches!(range, ByteRange::First { length } if length > object_size as u64) {
            return self.source.object(region, bucket, key, range).await;
        }
        let keep = move |found: &Result<ObjectBytes, SourceError>| match found {
            Ok(object) if object.bytes.len() > object_size => Keep::No,
            _ => Keep::For(quick_age),
        };
        let place = (region.clone(), bucket.clone(), key.to_owned(), range);
        let call = |source: Arc<dyn LineageSource>, (region, bucket, key, range): Place| async move {
            match source.object(&region, &bucket, &key, range).await {
                Err(error) if error.kind != SourceErrorKind::NotFound => Err(error),
                found => Ok(found),
            }
        };
        self.objects.get(place, keep, call).await?
    }
}

#[async_trait]
impl FeatureGroupSource for CachedSource {
    async fn feature_groups(&self, region: &Region) -> Result<Vec<FeatureGroupSummary>, SourceError> {
        self.feature_groups
            .get(region.clone(), |_| Keep::No, |source, region| async move { source.feature_groups(&region).await })
            .await
    }

    async fn offline_stores(&self, region: &Region) -> Result<Vec<FeatureGroupStore>, SourceError> {
        let keep = Keep::For(self.settings.slow_age);
        self.offline_stores
            .get(region.clone(), move |_| keep, |source, region| async move { source.offline_stores(&region).await })
            .await
    }

    async fn feature_group(&self, region: &Region, name: &str) -> Result<FeatureGroup, SourceError> {
        self.feature_group
            .get(
                (region.clone(), name.to_owned()),
                |_| Keep::No,
                |source, (region, name)| async move { source.feature_group(&region, &name).await },
            )
            .await
    }

    async fn feature_description(
        &self,
        region: &Region,
        group: &str,
        feature: &str,
    ) -> Result<Option<String>, SourceError> {
        self.feature_description
            .get(
                (region.clone(), group.to_owned(), feature.to_owned()),
                |_| Keep::No,
                |source, (region, group, feature)| async move {
                    source.feature_description(&region, &group, &feature).await
                },
            )
            .await
    }
}

/// Whether a job's state can change no more.
fn has_ended(job: &Job) -> bool {
    matches!(job.status.as_str(), "Completed" | "Failed" | "Stopped")
}

/// Whether S3 answered every question about a bucket, be it by a refusal. The account's own block is no fact of it, and
/// where nothing tells of that one, the rest holds all the same.
fn was_answered(bucket: &Bucket) -> bool {
    fn answered<T>(fact: &Observed<T>) -> bool {
        !matches!(fact, Observed::Unavailable { .. })
    }
    answered(&bucket.region)
        && answered(&bucket.encryption)
        && answered(&bucket.versioning)
        && answered(&bucket.public_access_block)
        && answered(&bucket.public_policy)
        && answered(&bucket.public_acl)
        && answered(&bucket.tags)
}
