use lineage_model::source::{ExecutionSource, JobKind, PipelineSummary, SourceErrorKind};
use serde_json::{Value, json};

use super::{pipeline_name, region};
use crate::fake::{Answer, FakeAws, Fault};

/// Describes the job of `kind` that the fake answers `body` for, asked for by its ARN's name.
async fn described(operation: &str, member: &'static str, kind: JobKind, body: Value) -> Value {
    let aws = FakeAws::new();
    aws.handle(operation, move |call| {
        assert_eq!(call.text(member), "pipelines-abc123-Step-x1");
        Answer::json(body.clone())
    });
    let arn = "arn:aws:sagemaker:eu-west-1:111122223333:some-job/pipelines-abc123-Step-x1";
    let job = aws.source().job(&region(), kind, arn).await.unwrap();
    let shown = serde_json::to_value(job).unwrap();
    assert!(!shown.to_string().contains("hush"), "environment and hyperparameters are not taken: {shown}");
    shown
}

#[tokio::test(start_paused = true)]
async fn a_processing_job() {
    let body = json!({
        "ProcessingJobName": "pipelines-abc123-Prepare-x1", "ProcessingJobArn": "arn:prepare",
        "ProcessingJobStatus": "Failed", "FailureReason": "AlgorithmError", "ExitMessage": "exit 1",
        "CreationTime": 1_767_225_600, "ProcessingStartTime": 1_767_225_660, "ProcessingEndTime": 1_767_225_720,
        "Environment": {"TOKEN": "hush"},
        "ProcessingInputs": [
            {"InputName": "raw", "S3Input": {"S3Uri": "s3://b/raw", "S3DataType": "ManifestFile"}},
            {"InputName": "sales", "DatasetDefinition": {"AthenaDatasetDefinition": {
                "Catalog": "AwsDataCatalog", "Database": "sales", "QueryString": "select 1",
                "OutputS3Uri": "s3://b/athena", "OutputFormat": "PARQUET"}}},
            {"InputName": "ledger", "DatasetDefinition": {"RedshiftDatasetDefinition": {
                "ClusterId": "dw", "Database": "ledger", "DbUser": "u", "QueryString": "select 1",
                "ClusterRoleArn": "arn:role", "OutputS3Uri": "s3://b/redshift", "OutputFormat": "CSV"}}}
        ],
        "ProcessingOutputConfig": {"Outputs": [
            {"OutputName": "train", "S3Output": {"S3Uri": "s3://b/train", "LocalPath": "/x", "S3UploadMode": "EndOfJob"}},
            {"OutputName": "features", "AppManaged": true, "FeatureStoreOutput": {"FeatureGroupName": "customers"}}
        ]}
    });
    insta::assert_json_snapshot!(
        described("DescribeProcessingJob", "ProcessingJobName", JobKind::Processing, body).await
    );
}

#[tokio::test(start_paused = true)]
async fn a_training_job() {
    let body = json!({
        "TrainingJobName": "pipelines-abc123-Train-x1", "TrainingJobArn": "arn:train",
        "TrainingJobStatus": "Completed", "CreationTime": 1_767_225_600, "TrainingStartTime": 1_767_225_660,
        "TrainingEndTime": 1_767_225_720, "HyperParameters": {"password": "hush"}, "Environment": {"A": "hush"},
        "ModelArtifacts": {"S3ModelArtifacts": "s3://b/models/t/output/model.tar.gz"},
        "OutputDataConfig": {"S3OutputPath": "s3://b/models"},
        "CheckpointConfig": {"S3Uri": "s3://b/checkpoints"},
        "DebugHookConfig": {"S3OutputPath": "s3://b/debug"},
        "ProfilerConfig": {"S3OutputPath": "s3://b/profiler"},
        "TensorBoardOutputConfig": {"S3OutputPath": "s3://b/tensorboard"},
        "DebugRuleConfigurations": [
            {"RuleConfigurationName": "r", "RuleEvaluatorImage": "i", "S3OutputPath": "s3://b/rules"}],
        "OutputModelPackageArn": "arn:package",
        "FinalMetricDataList": [
            {"MetricName": "validation:auc", "Value": 0.63, "Timestamp": 1_767_225_700},
            {"MetricName": "train:loss", "Value": "NaN", "Timestamp": 1_767_225_700}],
        "InputDataConfig": [
            {"ChannelName": "train", "DataSource": {"S3DataSource": {"S3Uri": "s3://b/train", "S3DataType": "S3Prefix"}}},
            {"ChannelName": "home", "DataSource": {"FileSystemDataSource": {"FileSystemId": "fs-1",
                "FileSystemType": "EFS", "DirectoryPath": "/data", "FileSystemAccessMode": "ro"}}},
            {"ChannelName": "hub", "DataSource": {"DatasetSource": {"DatasetArn": "arn:dataset"}}}]
    });
    insta::assert_json_snapshot!(described("DescribeTrainingJob", "TrainingJobName", JobKind::Training, body).await);
}

/// The service tells an empty reason of what did not fail.
#[tokio::test(start_paused = true)]
async fn an_empty_reason_is_none() {
    let aws = FakeAws::new();
    for operation in [
        "DescribeProcessingJob",
        "DescribeTrainingJob",
        "DescribeTransformJob",
        "DescribeHyperParameterTuningJob",
        "DescribeAutoMLJobV2",
        "DescribePipelineExecution",
    ] {
        aws.answer(operation, json!({"FailureReason": ""}));
    }
    aws.answer("DescribeAutoMLJob", json!({"FailureReason": ""}));
    aws.answer("ListPipelineExecutionSteps", json!({"PipelineExecutionSteps": [{"FailureReason": ""}]}));
    let run = json!({"PipelineExecutionArn": "arn:e", "PipelineExecutionFailureReason": ""});
    aws.answer("ListPipelineExecutions", json!({"PipelineExecutionSummaries": [run]}));
    let (source, region, name) = (aws.source(), region(), pipeline_name());
    let mut reasons = Vec::new();
    for kind in [JobKind::Processing, JobKind::Training, JobKind::Transform, JobKind::Tuning, JobKind::AutoML] {
        reasons.push(source.job(&region, kind, "arn:x:job/j").await.unwrap().failure_reason);
    }
    aws.fault("DescribeAutoMLJobV2", Fault::NotFound, 1);
    reasons.push(source.job(&region, JobKind::AutoML, "arn:x:job/j").await.unwrap().failure_reason);
    reasons.push(source.execution(&region, "arn:e").await.unwrap().failure_reason);
    reasons.push(source.steps(&region, "arn:e").await.unwrap()[0].failure_reason.clone());
    reasons.push(source.executions(&region, &name, 1).await.unwrap()[0].failure_reason.clone());
    let found = json!({"PipelineArn": "arn:0", "PipelineExecutionArn": "arn:e", "FailureReason": ""});
    aws.answer("Search", json!({"Results": [{"PipelineExecution": found}]}));
    let asked: Vec<_> =
        (0..6).map(|index| PipelineSummary { arn: format!("arn:{index}"), ..PipelineSummary::default() }).collect();
    let latest = source.latest_executions(&region, &asked).await.swap_remove(0);
    reasons.push(latest.unwrap().unwrap().failure_reason);
    assert_eq!(reasons, vec![None; 10]);
}

#[tokio::test(start_paused = true)]
async fn a_function_run_as_a_training_job_leaves_results() {
    let body = json!({
        "TrainingJobName": "f", "TrainingJobStatus": "Completed",
        "AlgorithmSpecification": {"TrainingInputMode": "File", "ContainerEntrypoint":
            ["/bin/bash", "/opt/ml/input/data/sagemaker_remote_function_bootstrap/job_driver.sh"]},
        "ModelArtifacts": {"S3ModelArtifacts": "s3://b/f/output/model.tar.gz"},
        "OutputDataConfig": {"S3OutputPath": "s3://b/f/results"}
    });
    let job = described("DescribeTrainingJob", "TrainingJobName", JobKind::Training, body).await;
    assert_eq!(job["outputs"][0]["name"], "results");
    assert_eq!(job["outputs"][0]["uri"], "s3://b/f/results");
    assert_eq!(job["outputs"].as_array().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_transform_job() {
    let body = json!({
        "TransformJobName": "pipelines-abc123-Score-x1", "TransformJobArn": "arn:score",
        "TransformJobStatus": "Completed", "ModelName": "churn-7", "Environment": {"A": "hush"},
        "CreationTime": 1_767_225_600, "TransformStartTime": 1_767_225_660, "TransformEndTime": 1_767_225_720,
        "TransformInput": {"DataSource": {"S3DataSource": {"S3Uri": "s3://b/score", "S3DataType": "S3Prefix"}}},
        "TransformOutput": {"S3OutputPath": "s3://b/scored"},
        "DataCaptureConfig": {"DestinationS3Uri": "s3://b/capture"}
    });
    insta::assert_json_snapshot!(described("DescribeTransformJob", "TransformJobName", JobKind::Transform, body).await);
}

#[tokio::test(start_paused = true)]
async fn a_tuning_job() {
    let definition = |channel: &str| {
        json!({"DefinitionName": channel, "StaticHyperParameters": {"token": "hush"}, "OutputDataConfig": {"S3OutputPath": "s3://b/models"},
            "CheckpointConfig": {"S3Uri": "s3://b/checkpoints"}, "InputDataConfig": [{"ChannelName": channel,
                "DataSource": {"S3DataSource": {"S3Uri": "s3://b/train", "S3DataType": "S3Prefix"}}}]})
    };
    let body = json!({
        "HyperParameterTuningJobName": "tune", "HyperParameterTuningJobArn": "arn:tune",
        "HyperParameterTuningJobStatus": "Completed", "CreationTime": 1_767_225_600,
        "HyperParameterTuningEndTime": 1_767_225_720,
        "TrainingJobDefinitions": [definition("train"), definition("other")],
        "BestTrainingJob": {"TrainingJobName": "tune-007", "TrainingJobDefinitionName": "other", "TunedHyperParameters": {"eta": "hush"},
            "FinalHyperParameterTuningJobObjectiveMetric": {"MetricName": "validation:auc", "Value": 0.71}},
        "OverallBestTrainingJob": {"TrainingJobName": "parent-003"}
    });
    insta::assert_json_snapshot!(
        described("DescribeHyperParameterTuningJob", "HyperParameterTuningJobName", JobKind::Tuning, body).await
    );
}

fn auto_ml_job(inputs: &str) -> Value {
    let mut job = json!({
        "AutoMLJobName": "auto", "AutoMLJobArn": "arn:auto", "AutoMLJobStatus": "Completed",
        "CreationTime": 1_767_225_600, "EndTime": 1_767_225_720,
        "OutputDataConfig": {"S3OutputPath": "s3://b/auto"},
        "BestCandidate": {"CandidateName": "auto-9",
            "InferenceContainers": [
                {"Image": "i", "ModelDataUrl": "s3://b/auto/auto-9/transform.tar.gz", "Environment": {"A": "hush"}},
                {"Image": "i"}, {"Image": "i", "ModelDataUrl": "s3://b/auto/auto-9/model.tar.gz"}],
            "CandidateProperties": {"CandidateArtifactLocations":
                {"Explainability": "s3://b/auto/explained", "ModelInsights": "s3://b/auto/insights"}},
            "FinalAutoMLJobObjectiveMetric": {"MetricName": "AUC", "Value": 0.81}}
    });
    job[inputs] = json!([
        {"DataSource": {"S3DataSource": {"S3Uri": "s3://b/train", "S3DataType": "S3Prefix"}}},
        {"ChannelType": "validation", "DataSource": {"S3DataSource": {"S3Uri": "s3://b/v", "S3DataType": "S3Prefix"}}}
    ]);
    job
}

#[tokio::test(start_paused = true)]
async fn an_auto_ml_job() {
    let body = auto_ml_job("AutoMLJobInputDataConfig");
    insta::assert_json_snapshot!(described("DescribeAutoMLJobV2", "AutoMLJobName", JobKind::AutoML, body).await);
}

#[tokio::test(start_paused = true)]
async fn an_auto_ml_job_that_only_the_older_call_tells() {
    let newer =
        described("DescribeAutoMLJobV2", "AutoMLJobName", JobKind::AutoML, auto_ml_job("AutoMLJobInputDataConfig"));
    let newer = newer.await;
    for refusal in [
        Answer::error(400, "ResourceNotFound", "no such job"),
        Answer::error(400, "ValidationException", "Job was created by CreateAutoMLJob"),
        Answer::error(400, "AccessDeniedException", "not authorized"),
    ] {
        let aws = FakeAws::new();
        aws.handle("DescribeAutoMLJobV2", move |_| refusal.clone());
        aws.answer("DescribeAutoMLJob", auto_ml_job("InputDataConfig"));
        let job = aws.source().job(&region(), JobKind::AutoML, "arn:x:automl-job/auto").await.unwrap();
        assert_eq!(serde_json::to_value(job).unwrap(), newer);
    }
    let aws = FakeAws::new();
    aws.handle("DescribeAutoMLJobV2", |_| Answer::error(400, "ResourceNotFound", "no such job"));
    for (fault, action) in
        [(Fault::NotFound, "sagemaker:DescribeAutoMLJobV2"), (Fault::Denied, "sagemaker:DescribeAutoMLJob")]
    {
        aws.fault("DescribeAutoMLJob", fault, 1);
        let error = aws.source().job(&region(), JobKind::AutoML, "arn:x:automl-job/auto").await.unwrap_err();
        assert_eq!(error.action, action);
    }
    for fault in [Fault::NotFound, Fault::Denied] {
        aws.fault("DescribeAutoMLJobV2", Fault::Denied, 1).fault("DescribeAutoMLJob", fault, 1);
        let error = aws.source().job(&region(), JobKind::AutoML, "arn:x:automl-job/auto").await.unwrap_err();
        assert_eq!((error.action, error.kind), ("sagemaker:DescribeAutoMLJobV2", SourceErrorKind::AccessDenied));
    }
}

#[tokio::test(start_paused = true)]
async fn a_model() {
    let aws = FakeAws::new();
    aws.handle("DescribeModel", |call| {
        assert_eq!(call.text("ModelName"), "churn-7");
        Answer::json(json!({
            "ModelName": "Churn-7", "ModelArn": "arn:model/churn-7", "CreationTime": 1_767_225_600,
            "PrimaryContainer": {"ModelDataUrl": "s3://b/m/model.tar.gz", "Environment": {"A": "hush"}, "AdditionalModelDataSources": [{"ChannelName": "draft", "S3DataSource":
                {"S3Uri": "s3://b/draft/", "S3DataType": "S3Prefix", "CompressionType": "None"}}], "ModelDataSource":
                {"S3DataSource": {"S3Uri": "s3://b/m/model.tar.gz", "S3DataType": "S3Object", "CompressionType": "Gzip"}}},
            "Containers": [{"ModelDataSource": {"S3DataSource": {"S3Uri": "s3://b/m2/", "S3DataType": "S3Prefix",
                "CompressionType": "None"}}, "ModelPackageName": "arn:package"}]
        }))
    });
    insta::assert_json_snapshot!(aws.source().model(&region(), "arn:aws:sagemaker:::model/churn-7").await.unwrap());
}

#[tokio::test(start_paused = true)]
async fn a_model_package() {
    let uri = |name: &str| json!({"ContentType": "application/json", "S3Uri": format!("s3://b/{name}.json")});
    let aws = FakeAws::new();
    aws.answer(
        "DescribeModelPackage",
        json!({
            "ModelPackageArn": "arn:model-package/churn/3", "ModelPackageGroupName": "churn", "ModelPackageVersion": 3,
            "ModelPackageStatus": "Completed", "ModelApprovalStatus": "PendingManualApproval",
            "CreationTime": 1_767_225_600,
            "InferenceSpecification": {"Containers": [{"Image": "i", "ModelDataUrl": "s3://b/m.tar.gz",
                "AdditionalModelDataSources": [{"ChannelName": "draft", "S3DataSource": {"S3Uri": "s3://b/draft/"}}]}]},
            "ModelMetrics": {
                "ModelQuality": {"Statistics": uri("quality"), "Constraints": uri("quality-constraints")},
                "ModelDataQuality": {"Statistics": uri("data"), "Constraints": uri("data-constraints")},
                "Bias": {"Report": uri("bias"), "PreTrainingReport": uri("pre"), "PostTrainingReport": uri("post")},
                "Explainability": {"Report": uri("shap")}
            },
            "DriftCheckBaselines": {
                "Bias": {"ConfigFile": uri("bias-config"), "PreTrainingConstraints": uri("pre-constraints"),
                    "PostTrainingConstraints": uri("post-constraints")},
                "Explainability": {"Constraints": uri("shap-constraints"), "ConfigFile": uri("shap-config")},
                "ModelQuality": {"Statistics": uri("q"), "Constraints": uri("qc")},
                "ModelDataQuality": {"Statistics": uri("d"), "Constraints": uri("dc")}
            }
        }),
    );
    let arn = "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/3";
    insta::assert_json_snapshot!(aws.source().model_package(&region(), arn).await.unwrap());
    assert_eq!(aws.log()[0].about, arn);
}
