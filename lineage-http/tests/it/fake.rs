//! A source with the pipelines `churn` and `sales` that misbehaves as it is told to.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use lineage_model::source::*;
use lineage_model::{BucketName, Observed, PipelineName, Region};

/// What the source does when it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fake {
    /// Answers.
    Answers,
    /// The first call fails.
    Fails(SourceErrorKind),
    /// The first call panics.
    Panics,
    /// The first call never answers.
    Hangs,
    /// `DescribePipeline` tells something that is no definition.
    Garbles,
    /// Only what comes after the first call never answers.
    HangsLater,
    /// Only what comes after the first call fails.
    FailsLater(SourceErrorKind),
}

const ARN: &str = "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/churn";

fn tags() -> BTreeMap<String, String> {
    [("DomainId", "d-aaaa"), ("DomainName", "studio-a")].map(|(key, value)| (key.to_owned(), value.to_owned())).into()
}

fn domain() -> Domain {
    Domain {
        id: "d-aaaa".to_owned(),
        arn: "arn:aws:sagemaker:eu-west-1:111122223333:domain/d-aaaa".to_owned(),
        name: "studio-a".to_owned(),
        status: Some("InService".to_owned()),
        ..Domain::default()
    }
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

/// What runs SQL: no list has it.
const SALES: &str = r#"{
  "Version": "2020-12-01",
  "Parameters": [{"Name": "ApiToken", "Type": "String", "DefaultValue": "hunter2"}],
  "Steps": [
    {"Name": "Load", "Type": "EMR", "Arguments": {"ClusterId": "j-1", "StepConfig": {"HadoopJarStep": {
      "Jar": "command-runner.jar", "Args": ["spark-sql", "-f", "s3://lake/etl/load.sql",
        "-e", "SELEC 'hunter2' FROM raw.orders", "--output", "s3://lake/orders/"]}}}},
    {"Name": "Train", "Type": "Processing", "Arguments": {"ProcessingInputs": [
      {"InputName": "orders", "S3Input": {"S3Uri": "s3://lake/orders/"}},
      {"InputName": "people", "DatasetDefinition": {"AthenaDatasetDefinition": {
        "Catalog": "AwsDataCatalog", "Database": "crm", "OutputS3Uri": "s3://lake/people/",
        "QueryString": {"Std:Join": {"On": "", "Values": ["SELECT id, lower(name) AS name FROM people WHERE token = '",
          {"Get": "Parameters.ApiToken"}, "' AND note <> 'hunter2'"]}}}}}]}}
  ]
}"#;

/// The source: it does what it was last told, and remembers what it was asked.
#[derive(Debug)]
pub(crate) struct Account {
    fake: Mutex<Fake>,
    calls: Mutex<Vec<&'static str>>,
    /// What the bucket `lake` holds, by key; there is no other bucket.
    objects: Mutex<BTreeMap<String, String>>,
}

impl Account {
    pub(crate) fn new(fake: Fake) -> Arc<Self> {
        Arc::new(Self { fake: Mutex::new(fake), calls: Mutex::default(), objects: Mutex::default() })
    }

    /// Behaves otherwise from now on.
    pub(crate) fn becomes(&self, fake: Fake) {
        *self.fake.lock().unwrap() = fake;
    }

    /// Puts an object into the bucket `lake`; one that says `hangs` is never read to its end, and one that says
    /// `throttled` or `gone` fails so.
    pub(crate) fn put(&self, key: &str, text: &str) {
        self.objects.lock().unwrap().insert(key.to_owned(), text.to_owned());
    }

    /// How often an action was called.
    pub(crate) fn calls(&self, action: &str) -> usize {
        self.calls.lock().unwrap().iter().filter(|call| **call == action).count()
    }

    /// Whether nothing was called.
    pub(crate) fn is_unasked(&self) -> bool {
        self.calls.lock().unwrap().is_empty()
    }

    fn asked(&self, action: &'static str) -> Fake {
        self.calls.lock().unwrap().push(action);
        *self.fake.lock().unwrap()
    }

    /// The call that nothing works without.
    async fn first(&self, action: &'static str, resource: &str) -> Result<Fake, SourceError> {
        let fake = self.asked(action);
        // As every answer of a service, it takes a moment.
        tokio::task::yield_now().await;
        match fake {
            Fake::Fails(kind) => {
                let mut error = SourceError::new(kind, action, resource, "the inner cause, password=hunter2");
                error.retry_after = Some(Duration::from_secs(7));
                Err(error)
            }
            Fake::Panics => panic!("the inner cause, password=hunter2"),
            Fake::Hangs => std::future::pending().await,
            _ => Ok(fake),
        }
    }

    /// A call that tells something, if the source is not told otherwise.
    async fn ask(&self, action: &'static str, resource: &str) -> Result<(), SourceError> {
        match self.asked(action) {
            Fake::HangsLater => std::future::pending().await,
            Fake::FailsLater(kind) => {
                Err(SourceError::new(kind, action, resource, "the inner cause, password=hunter2"))
            }
            _ => Ok(()),
        }
    }

    /// A call about what does not exist.
    async fn later<T>(&self, action: &'static str, resource: &str) -> Result<T, SourceError> {
        self.ask(action, resource).await?;
        Err(SourceError::not_found(action, resource))
    }
}

#[async_trait]
impl PipelineSource for Account {
    async fn pipeline(&self, _: &Region, name: &PipelineName) -> Result<Pipeline, SourceError> {
        const ACTION: &str = "sagemaker:DescribePipeline";
        let name = name.as_str();
        let mut definition = if name == "sales" { SALES } else { DEFINITION };
        if self.first(ACTION, name).await? == Fake::Garbles {
            definition = "no definition";
        }
        if !matches!(name, "churn" | "sales") {
            return Err(SourceError::not_found(ACTION, name));
        }
        Ok(Pipeline {
            name: name.to_owned(),
            arn: ARN.to_owned(),
            last_modified: "2026-05-04T10:20:30Z".parse().ok(),
            definition: definition.to_owned(),
            ..Pipeline::default()
        })
    }

    async fn pipelines(&self, region: &Region) -> Result<Vec<PipelineSummary>, SourceError> {
        self.first("sagemaker:Search", region.as_str()).await?;
        Ok(vec![PipelineSummary {
            name: "churn".to_owned(),
            arn: ARN.to_owned(),
            last_modified: "2026-05-04T10:20:30Z".parse().ok(),
            tags: Observed::known(tags()),
            ..PipelineSummary::default()
        }])
    }

    async fn domains(&self, region: &Region) -> Result<Vec<Domain>, SourceError> {
        self.ask("sagemaker:ListDomains", region.as_str()).await?;
        Ok(vec![domain()])
    }

    async fn domain(&self, _: &Region, id: &str) -> Result<Domain, SourceError> {
        self.ask("sagemaker:DescribeDomain", id).await?;
        if id == "d-aaaa" { Ok(domain()) } else { Err(SourceError::not_found("sagemaker:DescribeDomain", id)) }
    }

    async fn tags(&self, _: &Region, arn: &str) -> Result<BTreeMap<String, String>, SourceError> {
        self.ask("sagemaker:ListTags", arn).await?;
        Ok(tags())
    }
}

#[async_trait]
impl ExecutionSource for Account {
    async fn executions(
        &self,
        _: &Region,
        name: &PipelineName,
        _: usize,
    ) -> Result<Vec<ExecutionSummary>, SourceError> {
        self.ask("sagemaker:ListPipelineExecutions", name.as_str()).await?;
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
        let mut answers = Vec::new();
        for pipeline in pipelines {
            answers.push(self.ask("sagemaker:ListPipelineExecutions", &pipeline.name).await.map(|()| None));
        }
        answers
    }

    async fn endpoints(&self, _: &Region, model: &ServedModel) -> Result<Vec<Endpoint>, SourceError> {
        self.later("sagemaker:Search", model.as_str()).await
    }
}

#[async_trait]
impl BucketSource for Account {
    async fn bucket(&self, _: &Region, bucket: &BucketName) -> Result<Bucket, SourceError> {
        Ok(Bucket::new(bucket.clone()))
    }
}

#[async_trait]
impl ObjectSource for Account {
    async fn objects(
        &self,
        _: &Region,
        bucket: &BucketName,
        prefix: &str,
        _: Option<String>,
    ) -> Result<ObjectPage, SourceError> {
        if bucket.as_str() != "lake" {
            return self.later("s3:ListBucket", bucket.as_str()).await;
        }
        self.first("s3:ListBucket", bucket.as_str()).await?;
        let all = self.objects.lock().unwrap();
        let summary = |(key, text): (&String, &String)| ObjectSummary {
            key: key.clone(),
            size: text.len() as u64,
            ..ObjectSummary::default()
        };
        let objects = all.iter().filter(|(key, _)| key.starts_with(prefix)).map(summary).collect();
        Ok(ObjectPage { objects, next: None })
    }

    async fn object(
        &self,
        _: &Region,
        _: &BucketName,
        key: &str,
        range: ByteRange,
    ) -> Result<ObjectBytes, SourceError> {
        self.ask("s3:GetObject", key).await?;
        let text = self.objects.lock().unwrap().get(key).cloned();
        let bytes = text.ok_or_else(|| SourceError::not_found("s3:GetObject", key))?.into_bytes();
        if bytes == b"hangs" {
            return std::future::pending().await;
        }
        for (text, kind) in [("throttled", SourceErrorKind::Throttled), ("gone", SourceErrorKind::NotFound)] {
            if bytes == text.as_bytes() {
                return Err(SourceError::new(kind, "s3:GetObject", key, "the inner cause, password=hunter2"));
            }
        }
        // The objects here are smaller than any range.
        let bytes = if matches!(range, ByteRange::From { .. }) { Vec::new() } else { bytes };
        Ok(ObjectBytes { size: bytes.len() as u64, bytes, etag: None })
    }
}

#[async_trait]
impl FeatureGroupSource for Account {
    async fn feature_groups(&self, region: &Region) -> Result<Vec<FeatureGroupSummary>, SourceError> {
        self.first("sagemaker:ListFeatureGroups", region.as_str()).await?;
        let group = |name: &str| FeatureGroupSummary {
            name: name.to_owned(),
            arn: format!("arn:aws:sagemaker:{region}:111122223333:feature-group/{name}"),
            status: Some("Created".to_owned()),
            created: "2026-03-02T01:00:00Z".parse().ok(),
        };
        Ok(vec![group("Customers"), group("orders")])
    }

    async fn feature_group(&self, region: &Region, name: &str) -> Result<FeatureGroup, SourceError> {
        self.first("sagemaker:DescribeFeatureGroup", name).await?;
        let listed = self.feature_groups(region).await?.into_iter().find(|group| group.name == name);
        let group = listed.ok_or_else(|| SourceError::not_found("sagemaker:DescribeFeatureGroup", name))?;
        let feature = |name: &str, kind: &str, collection: Option<&str>| Feature {
            name: name.to_owned(),
            feature_type: kind.to_owned(),
            collection_type: collection.map(str::to_owned),
        };
        let offline_store = OfflineStore {
            s3_uri: "s3://features/".to_owned(),
            resolved_s3_uri: Some(format!("s3://features/111122223333/sagemaker/{region}/offline-store/{name}/data")),
            kms_key_id: Some("alias/features".to_owned()),
            table_format: Some("Iceberg".to_owned()),
            catalog: Some("AwsDataCatalog".to_owned()),
            database: Some("sagemaker_featurestore".to_owned()),
            table: Some(name.to_lowercase()),
        };
        let online_store = OnlineStore { enabled: true, kms_key_id: None, storage_type: Some("InMemory".to_owned()) };
        Ok(FeatureGroup {
            name: group.name,
            arn: group.arn,
            status: group.status,
            created: group.created,
            role_arn: Some("arn:aws:iam::111122223333:role/features".to_owned()),
            record_identifier: Some("id".to_owned()),
            event_time: Some("at".to_owned()),
            features: vec![
                feature("id", "Integral", None),
                feature("at", "Fractional", None),
                feature("embedding", "Fractional", Some("Vector")),
            ],
            // The other one has neither.
            offline_store: (name == "Customers").then_some(offline_store),
            online_store: (name == "Customers").then_some(online_store),
        })
    }

    async fn offline_stores(&self, _: &Region) -> Result<Vec<FeatureGroupStore>, SourceError> {
        Ok(Vec::new())
    }

    async fn feature_description(&self, _: &Region, _: &str, feature: &str) -> Result<Option<String>, SourceError> {
        self.ask("sagemaker:DescribeFeatureMetadata", feature).await?;
        Ok((feature == "id").then(|| "the customer, password=hunter2".to_owned()))
    }
}
