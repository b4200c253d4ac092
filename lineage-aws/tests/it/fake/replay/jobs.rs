use lineage_model::source::{Job, JobData, JobKind, Model, ModelPackage};
use serde_json::{Value, json};

use super::time;

/// The resource of a kind's ARNs.
pub(super) fn resource(kind: JobKind) -> &'static str {
    match kind {
        JobKind::Processing => "processing-job",
        JobKind::Transform => "transform-job",
        JobKind::Tuning => "hyper-parameter-tuning-job",
        JobKind::AutoML => "automl-job",
        _ => "training-job",
    }
}

pub(super) fn job(kind: JobKind, job: Job) -> Value {
    let (prefix, mut told) = match kind {
        JobKind::Processing => ("Processing", processing(&job)),
        JobKind::Transform => ("Transform", transform(&job)),
        JobKind::Tuning => ("HyperParameterTuning", tuning(&job)),
        JobKind::AutoML => ("AutoML", auto_ml(&job)),
        _ => ("Training", training(&job)),
    };
    told[format!("{prefix}JobName")] = job.name.into();
    told[format!("{prefix}JobArn")] = job.arn.into();
    told[format!("{prefix}JobStatus")] = job.status.into();
    told["FailureReason"] = job.failure_reason.into();
    told["CreationTime"] = time(job.created).into();
    told[format!("{prefix}StartTime")] = time(job.started).into();
    told[if kind == JobKind::AutoML { "EndTime".into() } else { format!("{prefix}EndTime") }] = time(job.ended).into();
    told
}

fn of<'a>(data: &'a [JobData], name: &str) -> Option<&'a str> {
    data.iter().find(|data| data.name == name).map(|data| data.uri.as_str())
}

fn all<'a>(data: &'a [JobData], name: &str) -> Vec<&'a str> {
    data.iter().filter(|data| data.name == name).map(|data| data.uri.as_str()).collect()
}

fn s3(data: &JobData) -> Value {
    json!({"S3Uri": data.uri, "S3DataType": data.s3_data_type})
}

fn processing(job: &Job) -> Value {
    let query = |input: &JobData| {
        let (scheme, rest) =
            input.uri.split_once("://").filter(|(scheme, _)| ["athena", "redshift"].contains(scheme))?;
        let (host, database) = rest.split_once('/').unwrap_or((rest, ""));
        let result = of(&job.outputs, &input.name);
        Some(match scheme {
            "athena" => {
                json!({"AthenaDatasetDefinition": {"Catalog": host, "Database": database, "OutputS3Uri": result}})
            }
            _ => json!({"RedshiftDatasetDefinition": {"ClusterId": host, "Database": database, "OutputS3Uri": result}}),
        })
    };
    let input = |input: &JobData| match query(input) {
        Some(query) => json!({"InputName": input.name, "DatasetDefinition": query}),
        None => json!({"InputName": input.name, "S3Input": s3(input)}),
    };
    let asked: Vec<_> = job.inputs.iter().filter(|data| query(data).is_some()).map(|data| &data.name).collect();
    let output = |output: &JobData| match &output.feature_group {
        Some(group) => json!({"OutputName": output.name, "FeatureStoreOutput": {"FeatureGroupName": group}}),
        None => json!({"OutputName": output.name, "S3Output": {"S3Uri": output.uri}}),
    };
    let outputs = job.outputs.iter().filter(|data| !asked.contains(&&data.name));
    json!({"ProcessingInputs": job.inputs.iter().map(input).collect::<Vec<_>>(),
        "ProcessingOutputConfig": {"Outputs": outputs.map(output).collect::<Vec<_>>()}})
}

fn channels(job: &Job) -> Vec<Value> {
    let channel = |data: &JobData| {
        let source = match data.uri.split_once("://") {
            Some((scheme @ ("efs" | "fsx"), rest)) => {
                let (system, directory) = rest.split_once('/').unwrap_or((rest, ""));
                let kind = if scheme == "fsx" { "FSxLustre" } else { "EFS" };
                json!({"FileSystemDataSource": {"FileSystemId": system, "FileSystemType": kind,
                    "DirectoryPath": format!("/{directory}")}})
            }
            Some(_) => json!({"S3DataSource": s3(data)}),
            None => json!({"DatasetSource": {"DatasetArn": data.uri}}),
        };
        json!({"ChannelName": data.name, "DataSource": source})
    };
    job.inputs.iter().map(channel).collect()
}

fn training(job: &Job) -> Value {
    let outputs = &job.outputs;
    let results = of(outputs, "results");
    let entrypoint = results.map(|_| ["/opt/ml/input/data/sagemaker_remote_function_bootstrap/job_driver.sh"]);
    let rules = |name| -> Vec<Value> { all(outputs, name).iter().map(|uri| json!({"S3OutputPath": uri})).collect() };
    let metrics: Vec<_> = job
        .metrics
        .iter()
        .map(|metric| {
            let value = metric.value.map_or(json!("NaN"), Value::from);
            json!({"MetricName": metric.name, "Value": value, "Timestamp": time(metric.timestamp)})
        })
        .collect();
    json!({"InputDataConfig": channels(job), "OutputDataConfig": {"S3OutputPath": results},
        "AlgorithmSpecification": {"TrainingInputMode": "File", "ContainerEntrypoint": entrypoint},
        "ModelArtifacts": {"S3ModelArtifacts": of(outputs, "model_artifacts")},
        "CheckpointConfig": {"S3Uri": of(outputs, "checkpoints")},
        "DebugHookConfig": {"S3OutputPath": of(outputs, "debug_output")},
        "ProfilerConfig": {"S3OutputPath": of(outputs, "profiler_output")},
        "TensorBoardOutputConfig": {"S3OutputPath": of(outputs, "tensor_board_output")},
        "DebugRuleConfigurations": rules("debug_rule_output"),
        "ProfilerRuleConfigurations": rules("profiler_rule_output"),
        "FinalMetricDataList": metrics, "OutputModelPackageArn": job.output_model_package_arn})
}

fn transform(job: &Job) -> Value {
    json!({"ModelName": job.model_name, "TransformInput": {"DataSource": {"S3DataSource": job.inputs.first().map(s3)}},
        "TransformOutput": {"S3OutputPath": of(&job.outputs, "transform_output")},
        "DataCaptureConfig": {"DestinationS3Uri": of(&job.outputs, "data_capture")}})
}

/// The one definition that all of its training jobs share.
fn tuning(job: &Job) -> Value {
    let best = job.best.as_deref().unwrap_or_default();
    let below =
        of(&job.outputs, "model_artifacts").map(|uri| uri.trim_end_matches(&format!("/{best}/output/model.tar.gz")));
    let metric = job.metrics.first().map(|metric| json!({"MetricName": metric.name, "Value": metric.value}));
    json!({"TrainingJobDefinition": {"InputDataConfig": channels(job), "OutputDataConfig": {"S3OutputPath": below},
            "CheckpointConfig": {"S3Uri": of(&job.outputs, "checkpoints")}},
        "BestTrainingJob": job.best.as_ref().map(|best| json!({"TrainingJobName": best,
            "FinalHyperParameterTuningJobObjectiveMetric": metric}))})
}

fn auto_ml(job: &Job) -> Value {
    let channel = |data: &JobData| json!({"ChannelType": data.name, "DataSource": {"S3DataSource": s3(data)}});
    let metric = job.metrics.first().map(|metric| json!({"MetricName": metric.name, "Value": metric.value}));
    json!({"AutoMLJobInputDataConfig": job.inputs.iter().map(channel).collect::<Vec<_>>(),
        "OutputDataConfig": {"S3OutputPath": of(&job.outputs, "output_data")},
        "BestCandidate": job.best.as_ref().map(|best| json!({"CandidateName": best,
            "FinalAutoMLJobObjectiveMetric": metric}))})
}

pub(super) fn model(told: Model) -> Value {
    let data = told.model_data.iter().map(|uri| json!({"ModelDataUrl": uri}));
    let packages = told.model_packages.iter().map(|package| json!({"ModelPackageName": package}));
    json!({"ModelName": told.name, "ModelArn": told.arn, "CreationTime": time(told.created),
        "Containers": data.chain(packages).collect::<Vec<_>>()})
}

pub(super) fn model_package(told: ModelPackage) -> Value {
    let containers: Vec<_> = told.model_data.iter().map(|uri| json!({"ModelDataUrl": uri})).collect();
    let mut shown = json!({"ModelPackageArn": told.arn, "ModelPackageGroupName": told.group_name,
        "ModelPackageVersion": told.version, "ModelPackageStatus": told.status,
        "ModelApprovalStatus": told.approval_status, "CreationTime": time(told.created),
        "InferenceSpecification": {"Containers": containers}});
    for (path, uri) in told.reports {
        let place = path.split('.').fold(&mut shown, |place, member| &mut place[member]);
        *place = json!({"S3Uri": uri});
    }
    shown
}
