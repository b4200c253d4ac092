//! A source with one pipeline, `churn`, that misbehaves as it is told to.

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use lineage_model::source::*;
use lineage_model::{BucketName, PipelineName, Region};

/// What the source does when it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fake {
    /// Answers.
    Answers,
    /// `DescribePipeline` fails.
    Fails(SourceErrorKind),
    /// `DescribePipeline` panics.
    Panics,
    /// `DescribePipeline` never answers.
    Hangs,
    /// `DescribePipeline` tells something that is no definition.
    Garbles,
    /// Only what comes after `DescribePipeline` never answers.
    HangsLater,
}

const DEFINITION: &str = r#"{
  "Version": "2020-12-01",
  "Parameters": [{"Name": "Input", "Type": "String", "DefaultValue": "s3://churn-data/raw/"}],
  "Steps": [
    {"Name": "Prepare", "Type": "Processing", "Arguments": {
      "ProcessingInputs": [{"InputName": "raw", "S3Input": {"S3Uri": {"Get": "Parameters.Input"}}}],
      "ProcessingOutputConfig": {"Outputs": [
        {"OutputName": "train", "S3Output": {"S3Uri": "s3://churn-data/train/"}}]}}},
    {"Name": "Train", "Type": "Training", "DependsOn": ["Prepare"], "Arguments": {
      "InputDataConfig": [{"ChannelName": "train", "DataSource": {"S3DataSource": {"S3Uri": {
        "Get": "Steps.Prepare.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri"}}}}],
      "OutputDataConfig": {"S3OutputPath": "s3://churn-models/"}}}
  ]
}"#;

impl Fake {
    async fn later<T>(self, action: &'static str, resource: &str) -> Result<T, SourceError> {
        if self == Self::HangsLater {
            std::future::pending::<()>().await;
        }
        Err(SourceError::not_found(action, resource))
    }
}

#[async_trait]
impl PipelineSource for Fake {
    async fn pipeline(&self, _: &Region, name: &PipelineName) -> Result<Pipeline, SourceError> {
        const ACTION: &str = "sagemaker:DescribePipeline";
        let name = name.as_str();
        let mut definition = DEFINITION;
        match *self {
            Self::Fails(kind) => {
                let mut error = SourceError::new(kind, ACTION, name, "the inner cause, password=hunter2");
                error.retry_after = Some(Duration::from_secs(7));
                return Err(error);
            }
            Self::Panics => panic!("the inner cause, password=hunter2"),
            Self::Hangs => std::future::pending().await,
            Self::Garbles => definition = "no definition",
            Self::Answers | Self::HangsLater => {}
        }
        if name != "churn" {
            return Err(SourceError::not_found(ACTION, name));
        }
        Ok(Pipeline {
            name: name.to_owned(),
            arn: "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/churn".to_owned(),
            last_modified: "2026-05-04T10:20:30Z".parse().ok(),
            definition: definition.to_owned(),
            ..Pipeline::default()
        })
    }

    async fn pipelines(&self, _: &Region) -> Result<Vec<PipelineSummary>, SourceError> {
        Ok(Vec::new())
    }

    async fn domains(&self, _: &Region) -> Result<Vec<Domain>, SourceError> {
        Ok(Vec::new())
    }

    async fn domain(&self, _: &Region, id: &str) -> Result<Domain, SourceError> {
        self.later("sagemaker:DescribeDomain", id).await
    }

    async fn tags(&self, _: &Region, arn: &str) -> Result<BTreeMap<String, String>, SourceError> {
        self.later("sagemaker:ListTags", arn).await
    }
}

#[async_trait]
impl ExecutionSource for Fake {
    async fn executions(
        &self,
        _: &Region,
        name: &PipelineName,
        _: usize,
    ) -> Result<Vec<ExecutionSummary>, SourceError> {
        if *self == Self::HangsLater {
            return self.later("sagemaker:ListPipelineExecutions", name.as_str()).await;
        }
        Ok(Vec::new())
    }

    async fn execution(&self, _: &Region, arn: &str) -> Result<Execution, SourceError> {
        self.later("sagemaker:DescribePipelineExecution", arn).await
    }

    async fn steps(&self, _: &Region, arn: &str) -> Result<Vec<ExecutionStep>, SourceError> {
        self.later("sagemaker:ListPipelineExecutionSteps", arn).await
    }

    async fn parameters(&self, _: &Region, arn: &str) -> Result<Vec<(String, String)>, SourceError> {
        self.later("sagemaker:ListPipelineParametersForExecution", arn).await
    }

    async fn definition(&self, _: &Region, arn: &str) -> Result<String, SourceError> {
        self.later("sagemaker:DescribePipelineDefinitionForExecution", arn).await
    }

    async fn job(&self, _: &Region, _: JobKind, arn: &str) -> Result<Job, SourceError> {
        self.later("sagemaker:DescribeTrainingJob", arn).await
    }

    async fn model(&self, _: &Region, arn: &str) -> Result<Model, SourceError> {
        self.later("sagemaker:DescribeModel", arn).await
    }

    async fn model_package(&self, _: &Region, arn: &str) -> Result<ModelPackage, SourceError> {
        self.later("sagemaker:DescribeModelPackage", arn).await
    }

    async fn latest_executions(
        &self,
        _: &Region,
        pipelines: &[PipelineSummary],
    ) -> Vec<Result<Option<ExecutionSummary>, SourceError>> {
        pipelines.iter().map(|_| Ok(None)).collect()
    }

    async fn endpoints(&self, _: &Region, model: &ServedModel) -> Result<Vec<Endpoint>, SourceError> {
        self.later("sagemaker:Search", model.as_str()).await
    }
}

#[async_trait]
impl BucketSource for Fake {
    async fn bucket(&self, _: &Region, bucket: &BucketName) -> Result<Bucket, SourceError> {
        Ok(Bucket::new(bucket.clone()))
    }
}

#[async_trait]
impl ObjectSource for Fake {
    async fn objects(
        &self,
        _: &Region,
        bucket: &BucketName,
        _: &str,
        _: Option<String>,
    ) -> Result<ObjectPage, SourceError> {
        self.later("s3:ListBucket", bucket.as_str()).await
    }

    async fn object(&self, _: &Region, _: &BucketName, key: &str, _: ByteRange) -> Result<ObjectBytes, SourceError> {
        self.later("s3:GetObject", key).await
    }
}

#[async_trait]
impl FeatureGroupSource for Fake {
    async fn feature_groups(&self, _: &Region) -> Result<Vec<FeatureGroupSummary>, SourceError> {
        Ok(Vec::new())
    }

    async fn feature_group(&self, _: &Region, name: &str) -> Result<FeatureGroup, SourceError> {
        self.later("sagemaker:DescribeFeatureGroup", name).await
    }

    async fn offline_stores(&self, _: &Region) -> Result<Vec<FeatureGroupStore>, SourceError> {
        Ok(Vec::new())
    }

    async fn feature_description(&self, _: &Region, _: &str, feature: &str) -> Result<Option<String>, SourceError> {
        self.later("sagemaker:DescribeFeatureMetadata", feature).await
    }
}
