//! The demo account with flaws: calls that are denied, and secrets wherever people put them.

use std::collections::BTreeMap;

use async_trait::async_trait;
use lineage_aws::Snapshot;
use lineage_model::source::{
    Bucket, BucketSource, ByteRange, Domain, Endpoint, Execution, ExecutionSource, ExecutionStep, ExecutionSummary,
    FeatureGroup, FeatureGroupSource, FeatureGroupStore, FeatureGroupSummary, Job, JobKind, Model, ModelPackage,
    ObjectBytes, ObjectPage, ObjectSource, ObjectSummary, Pipeline, PipelineSource, PipelineSummary, ServedModel,
    SourceError, SourceErrorKind, StepMetadata,
};
use lineage_model::{BucketName, Observed, PipelineName, Region};

/// Never to be found in a recording.
pub(crate) const SECRET: &str = "hunter2-correct-horse";

pub(crate) struct Flawed(pub(crate) Snapshot);

fn planted() -> String {
    format!("see https://ann:{SECRET}@git.example.com/x?token={SECRET} password={SECRET}")
}

fn denied(action: &'static str, resource: &str) -> SourceError {
    SourceError::new(SourceErrorKind::AccessDenied, action, resource, planted())
}

/// An environment, a hyperparameter and an argument with a secret, in the first step.
fn with_secrets(definition: &str) -> String {
    let mut definition: serde_json::Value = serde_json::from_str(definition).unwrap();
    let arguments = &mut definition["Steps"][0]["Arguments"];
    arguments["Environment"] = serde_json::json!({"PLAIN": SECRET});
    arguments["HyperParameters"] = serde_json::json!({"plain": SECRET, "note": planted()});
    arguments["AppSpecification"]["ContainerArguments"] = serde_json::json!(["--plain", SECRET, "--x", planted()]);
    definition["Parameters"][0]["Description"] = planted().into();
    definition.to_string()
}

#[async_trait]
impl PipelineSource for Flawed {
    async fn pipeline(&self, region: &Region, name: &PipelineName) -> Result<Pipeline, SourceError> {
        let mut pipeline = self.0.pipeline(region, name).await?;
        pipeline.definition = match name.as_str() {
            "LifetimeValueExperiment" => format!("{{ no JSON: \"Environment\": {{\"PLAIN\": \"{SECRET}\""),
            _ => with_secrets(&pipeline.definition),
        };
        pipeline.description = Some(planted());
        Ok(pipeline)
    }
    async fn pipelines(&self, region: &Region) -> Result<Vec<PipelineSummary>, SourceError> {
        let mut pipelines = self.0.pipelines(region).await?;
        for pipeline in &mut pipelines {
            if let Observed::Known { value: tags } = &mut pipeline.tags {
                tags.insert("api-key".to_owned(), SECRET.to_owned());
                tags.insert("Note".to_owned(), planted());
            }
        }
        Ok(pipelines)
    }
    async fn domains(&self, region: &Region) -> Result<Vec<Domain>, SourceError> {
        Err(denied("sagemaker:ListDomains", region.as_str()))
    }
    async fn domain(&self, region: &Region, id: &str) -> Result<Domain, SourceError> {
        self.0.domain(region, id).await
    }

    async fn tags(&self, region: &Region, arn: &str) -> Result<BTreeMap<String, String>, SourceError> {
        let mut tags = self.0.tags(region, arn).await?;
        tags.insert("api-key".to_owned(), SECRET.to_owned());
        tags.insert("Note".to_owned(), planted());
        Ok(tags)
    }
}

#[async_trait]
impl ExecutionSource for Flawed {
    async fn executions(
        &self,
        region: &Region,
        pipeline: &PipelineName,
        limit: usize,
    ) -> Result<Vec<ExecutionSummary>, SourceError> {
        self.0.executions(region, pipeline, limit).await
    }
    async fn execution(&self, region: &Region, arn: &str) -> Result<Execution, SourceError> {
        let mut execution = self.0.execution(region, arn).await?;
        execution.failure_reason = Some(planted());
        Ok(execution)
    }
    async fn steps(&self, region: &Region, execution_arn: &str) -> Result<Vec<ExecutionStep>, SourceError> {
        let mut steps = self.0.steps(region, execution_arn).await?;
        for step in &mut steps {
            if let StepMetadata::Lambda { output_parameters, .. } = &mut step.metadata {
                output_parameters.insert("session_token".to_owned(), SECRET.to_owned());
            }
        }
        Ok(steps)
    }
    async fn parameters(&self, region: &Region, execution_arn: &str) -> Result<Vec<(String, String)>, SourceError> {
        let mut parameters = self.0.parameters(region, execution_arn).await?;
        parameters.push(("DbPassword".to_owned(), SECRET.to_owned()));
        parameters.push(("Note".to_owned(), planted()));
        Ok(parameters)
    }
    async fn definition(&self, region: &Region, execution_arn: &str) -> Result<String, SourceError> {
        let definition = with_secrets(&self.0.definition(region, execution_arn).await?);
        // One pipeline was changed since it ran.
        Ok(match execution_arn.contains("/fraudmodelrelease/") {
            true => definition.replacen(r#""Metadata":{}"#, r#""Metadata":{"commit":"5f0c2e1"}"#, 1),
            false => definition,
        })
    }
    async fn job(&self, _: &Region, kind: JobKind, arn: &str) -> Result<Job, SourceError> {
        assert!(matches!(kind, JobKind::Processing | JobKind::Training | JobKind::Transform | JobKind::Tuning));
        Err(denied("sagemaker:DescribeJob", arn))
    }
    async fn model(&self, region: &Region, arn: &str) -> Result<Model, SourceError> {
        self.0.model(region, arn).await
    }
    async fn model_package(&self, region: &Region, arn: &str) -> Result<ModelPackage, SourceError> {
        self.0.model_package(region, arn).await
    }

    async fn latest_executions(
        &self,
        region: &Region,
        pipelines: &[PipelineSummary],
    ) -> Vec<Result<Option<ExecutionSummary>, SourceError>> {
        self.0.latest_executions(region, pipelines).await
    }

    async fn endpoints(&self, region: &Region, model: &ServedModel) -> Result<Vec<Endpoint>, SourceError> {
        let mut endpoints = self.0.endpoints(region, model).await?;
        for endpoint in &mut endpoints {
            endpoint.config_name = denied("sagemaker:DescribeEndpoint", &endpoint.name).into();
        }
        Ok(endpoints)
    }
}

#[async_trait]
impl BucketSource for Flawed {
    async fn bucket(&self, region: &Region, bucket: &BucketName) -> Result<Bucket, SourceError> {
        self.0.bucket(region, bucket).await
    }
}

#[async_trait]
impl ObjectSource for Flawed {
    async fn objects(
        &self,
        _: &Region,
        bucket: &BucketName,
        prefix: &str,
        after: Option<String>,
    ) -> Result<ObjectPage, SourceError> {
        if bucket.as_str() != "hanbit-open-data" {
            return Err(denied("s3:ListBucket", bucket.as_str()));
        }
        // Pages without end, of a size that S3 does not have.
        let page: usize = after.map_or(0, |token| token.parse().unwrap());
        let object = |n| ObjectSummary { key: format!("{prefix}/{:06}", page * 600 + n), ..ObjectSummary::default() };
        Ok(ObjectPage { objects: (0..600).map(object).collect(), next: Some((page + 1).to_string()) })
    }
    async fn object(
        &self,
        region: &Region,
        bucket: &BucketName,
        key: &str,
        range: ByteRange,
    ) -> Result<ObjectBytes, SourceError> {
        self.0.object(region, bucket, key, range).await
    }
}

#[async_trait]
impl FeatureGroupSource for Flawed {
    async fn feature_groups(&self, region: &Region) -> Result<Vec<FeatureGroupSummary>, SourceError> {
        self.0.feature_groups(region).await
    }
    async fn feature_group(&self, region: &Region, name: &str) -> Result<FeatureGroup, SourceError> {
        self.0.feature_group(region, name).await
    }

    async fn offline_stores(&self, region: &Region) -> Result<Vec<FeatureGroupStore>, SourceError> {
        self.0.offline_stores(region).await
    }

    async fn feature_description(
        &self,
        region: &Region,
        group: &str,
        feature: &str,
    ) -> Result<Option<String>, SourceError> {
        let description = self.0.feature_description(region, group, feature).await?;
        Ok(description.map(|text| format!("{text}; {}", planted())))
    }
}
