//! What each type of step reads and writes: named, ordered and resolved.

use std::fmt::Write as _;

use lineage_model::definition::PipelineDefinition;
use lineage_model::graph::LineageGraph;
use serde_json::{Value, json};

fn ports(steps: &[Value]) -> String {
    let parameters = json!([{"Name": "Data", "Type": "String", "DefaultValue": "s3://b/data"}, {"Name": "Run"}]);
    let text = json!({"Parameters": parameters, "Steps": steps}).to_string();
    let graph = LineageGraph::build(PipelineDefinition::parse(&text).unwrap());
    let mut shown = String::new();
    for node in &graph.nodes {
        writeln!(shown, "{} {}", node.step_type, node.id).unwrap();
        for (arrow, ports) in [("<", &node.inputs), (">", &node.outputs)] {
            for port in ports {
                let kind = graph.artifacts[port.artifact].kind;
                writeln!(shown, "  {arrow} {} {} {kind:?}", port.name, port.uri).unwrap();
            }
        }
    }
    for diagnostic in &graph.diagnostics {
        let pointer = diagnostic.pointer.as_deref().unwrap_or_default();
        writeln!(shown, "! {} {} {pointer}", diagnostic.code, diagnostic.message).unwrap();
    }
    shown
}

fn step(name: &str, step_type: &str, arguments: Value) -> Value {
    json!({"Name": name, "Type": step_type, "Arguments": arguments})
}

fn s3(uri: &str) -> Value {
    json!({"DataSource": {"S3DataSource": {"S3Uri": uri}}})
}

fn channel(name: &str, uri: &str) -> Value {
    let mut channel = s3(uri);
    channel["ChannelName"] = name.into();
    channel
}

#[test]
fn processing() {
    insta::assert_snapshot!(ports(&[step(
        "P",
        "Processing",
        json!({
            "ProcessingInputs": [
                {"InputName": "raw", "S3Input": {"S3Uri": {"Get": "Parameters.Data"}}},
                {"InputName": "code", "S3Input": {"S3Uri": "s3://b/code/run"}},
                {"S3Input": {"S3Uri": "s3://b/list.manifest", "S3DataType": "ManifestFile"}},
                {"InputName": "query", "DatasetDefinition": {"AthenaDatasetDefinition": {"Catalog": "AwsDataCatalog",
                    "Database": "crm", "QueryString": "select 1", "OutputS3Uri": "s3://b/staging/"}}},
                {"InputName": "warehouse", "DatasetDefinition": {"RedshiftDatasetDefinition": {"ClusterId": "dw",
                    "Database": "dev", "QueryString": "select 1", "OutputS3Uri": "s3://b/unloaded/"}}},
            ],
            "ProcessingOutputConfig": {"Outputs": [
                {"OutputName": "train", "S3Output": {"S3Uri": {"Std:Join": {"On": "/", "Values":
                    ["s3:/", "b", {"Get": "Execution.PipelineExecutionId"}, {"Get": "Parameters.Run"}, 7]}}}},
                {"OutputName": "features", "AppManaged": true, "FeatureStoreOutput": {"FeatureGroupName": "customers"}},
                {"OutputName": "evaluation", "S3Output": {"S3Uri": "s3://b/eval"}},
            ]},
            "AppSpecification": {"ContainerArguments": ["--input", "s3://b/in", "--output-path", {"Get": "Parameters.Data"},
                "--epochs", "3", "--extra=s3://b/extra", "s3://b/job.py", {"Get": "Parameters.Run"}]},
            "Environment": {"SECRET": "s3://b/never"},
        })
    )]));
}

#[test]
fn jobs() {
    let training = json!({
        "InputDataConfig": [channel("train", "s3://b/train"), channel("sagemaker_wheel_file", "s3://b/wheel"),
            {"ChannelName": "efs", "DataSource": {"FileSystemDataSource": {"FileSystemId": "fs-1", "DirectoryPath": "/in",
                "FileSystemType": "EFS"}}},
            {"ChannelName": "hub", "DataSource": {"DatasetSource": {"DatasetArn": "arn:aws:sagemaker:::dataset/x"}}}],
        "OutputDataConfig": {"S3OutputPath": {"Get": "Parameters.Data"}},
        "CheckpointConfig": {"S3Uri": "s3://b/checkpoints"},
        "DebugHookConfig": {"S3OutputPath": "s3://b/debug"},
        "ProfilerConfig": {"S3OutputPath": "s3://b/profile"},
        "TensorBoardOutputConfig": {"S3OutputPath": "s3://b/tb"},
        "HyperParameters": {"sagemaker_submit_directory": "\"s3://b/source/sourcedir.tar.gz\"", "epochs": "3"},
    });
    let tuning = json!({"TrainingJobDefinition": {
        "InputDataConfig": [channel("train", "s3://b/train")], "OutputDataConfig": {"S3OutputPath": "s3://b/tuned/"},
        "StaticHyperParameters": {"sagemaker_submit_directory": {"Get": "Parameters.Data"}}}});
    let transform = json!({"ModelName": "m", "TransformInput": s3("s3://b/batch"),
        "TransformOutput": {"S3OutputPath": "s3://b/scores"}, "DataCaptureConfig": {"DestinationS3Uri": "s3://b/capture"}});
    let auto_ml =
        json!({"InputDataConfig": [s3("s3://b/table")], "OutputDataConfig": {"S3OutputPath": "s3://b/automl"}});
    let remote = json!({"AlgorithmSpecification": {"ContainerEntrypoint": ["/bin/bash",
        "/opt/ml/input/data/sagemaker_remote_function_bootstrap/job_driver.sh"]},
        "OutputDataConfig": {"S3OutputPath": "s3://b/run/results"}});
    insta::assert_snapshot!(ports(&[
        step("T", "Training", training),
        step("H", "Tuning", tuning),
        step("B", "Transform", transform),
        step("A", "AutoML", auto_ml),
        step("F", "Training", remote),
        step(
            "R",
            "Training",
            json!({"InputDataConfig": [{"ChannelName": "training", "DataSource": {"S3DataSource":
            {"S3Uri": {"Get": "Steps.T.ModelArtifacts.S3ModelArtifacts"}}}}], "HyperParameters": {
            "model_archive": {"Get": "Steps.T.ModelArtifacts.S3ModelArtifacts"}, "inference_script": "\"inference.py\""}})
        ),
    ]));
}

#[test]
fn models() {
    let container = |uri: Value| json!({"Image": "i", "ModelDataUrl": uri});
    let trained = json!({"Get": "Steps.T.ModelArtifacts.S3ModelArtifacts"});
    let metrics = |path: &str| json!({"S3Uri": format!("s3://b/{path}"), "ContentType": "application/json"});
    insta::assert_snapshot!(ports(&[
        step("T", "Training", json!({"OutputDataConfig": {"S3OutputPath": "s3://b/models"}})),
        step("One", "Model", json!({"PrimaryContainer": container(trained.clone())})),
        step(
            "Many",
            "Model",
            json!({"Containers": [
            {"ModelDataUrl": "s3://b/sparkml.tar.gz", "Environment": {"SAGEMAKER_SUBMIT_DIRECTORY": "s3://b/src"}},
            {"ModelDataSource": {"S3DataSource": {"S3Uri": "s3://b/weights/"}},
             "AdditionalModelDataSources": [{"ChannelName": "adapter", "S3DataSource": {"S3Uri": "s3://b/lora/"}}]}]})
        ),
        step(
            "Register",
            "RegisterModel",
            json!({
            "InferenceSpecification": {"Containers": [container(trained)]},
            "ModelMetrics": {"ModelQuality": {"Statistics": metrics("eval.json")}, "Bias": {},
                "Explainability": {"Report": metrics("explain")}},
            "DriftCheckBaselines": {"Bias": {"ConfigFile": metrics("config"), "PreTrainingConstraints": metrics("pre")}},
            "SamplePayloadUrl": "s3://b/payload.tar.gz", "SourceUri": "https://example.com/x"})
        ),
        step(
            "Config",
            "EndpointConfig",
            json!({"DataCaptureConfig": {"DestinationS3Uri": "s3://b/captured"},
            "AsyncInferenceConfig": {"OutputConfig": {"S3OutputPath": "s3://b/async"}}})
        ),
    ]));
}

#[test]
fn checks() {
    let arguments = json!({
        "ProcessingInputs": [{"InputName": "dataset", "S3Input": {"S3Uri": "s3://b/d"}},
                             {"InputName": "analysis_config", "S3Input": {"S3Uri": "s3://b/analysis_config.json"}}],
        "ProcessingOutputConfig": {"Outputs": [{"OutputName": "analysis_result", "S3Output": {"S3Uri": "s3://b/bias"}}]}});
    insta::assert_snapshot!(ports(&[
        step("Bias", "ClarifyCheck", arguments),
        json!({"Name": "Quality", "Type": "QualityCheck", "SuppliedBaselineStatistics": "s3://b/statistics.json",
               "SuppliedBaselineConstraints": {"Get": "Parameters.Data"}, "Arguments": {
               "ProcessingOutputConfig": {"Outputs": [{"OutputName": "quality_check_output",
                   "S3Output": {"S3Uri": "s3://b/quality"}}]}}}),
    ]));
}

#[test]
fn free_text() {
    let document = json!({"Std:Join": {"On": "", "Values": ["{\"OutputDataConfig\":{\"S3OutputPath\":\"",
        {"Get": "Parameters.Data"}, "/tuned\"},\"InputDataConfig\":[{\"S3Uri\":\"s3://b/corpus\"}],\"n\":",
        {"Get": "Parameters.Run"}, "}"]}});
    insta::assert_snapshot!(ports(&[
        step(
            "L",
            "Lambda",
            json!({"b": {"Get": "Parameters.Data"}, "a": {"deep": ["s3://b/in", "no", 3]},
            "output_path": "s3://b/out", "arn": "arn:aws:s3:::b"})
        ),
        step(
            "C",
            "Callback",
            json!({"targetUri": {"Std:Join": {"On": "/", "Values": [{"Get": "Parameters.Data"}, "x"]}}})
        ),
        step(
            "E",
            "EMR",
            json!({"ClusterConfig": {"LogUri": "s3://b/logs"}, "StepConfig": {"HadoopJarStep": {
            "Jar": "command-runner.jar", "Args": ["spark-submit", "s3://b/etl.py", "--in", "s3://b/in", "--out", "s3://b/out"]}}})
        ),
        step(
            "S",
            "EMRServerless",
            json!({"JobConfig": {"jobDriver": {"sparkSubmit": {"entryPoint": "s3://b/etl.py",
            "entryPointArguments": ["s3://b/in", "--sink", "s3://b/sink"]}}, "configurationOverrides": {
            "monitoringConfiguration": {"s3MonitoringConfiguration": {"logUri": "s3://b/logs"}}}}})
        ),
        step("J", "Job", json!({"JobCategory": "x", "JobConfigDocument": document})),
        step("G", "Lineage", json!({"Artifacts": [{"ArtifactName": "set", "Source": {"SourceUri": "s3://b/set"}}]})),
        step("U", "Quantum", json!({"Input": "s3://b/q", "DestinationConfig": {"Uri": "s3://b/r"}})),
        step(
            "X",
            "Cleanup",
            json!({"Resources": {"S3": [{"StepName": "S"}, {"StepName": "L", "S3Uris": ["s3://b/out/"]}]}})
        ),
    ]));
}

#[test]
fn what_is_malformed_is_told_and_the_rest_is_read() {
    let text = json!({"Parameters": [{"Type": "String"}, 3], "Steps": [
        "text", {"Type": "Fail"}, {"Name": "A"}, {"Name": "A", "Type": "Fail"},
        {"Name": "B", "Type": "Training", "DependsOn": ["Gone", 5, {"Step": "A", "Trigger": "Failed"}], "Arguments":
            {"InputDataConfig": {"x": {"Get": "Steps.Lost.X"}}, "OutputDataConfig": {"S3OutputPath": {"Get": "Nowhere.X"}}}},
        {"Name": "C", "Type": "Condition", "Arguments": {"IfSteps": "none"}}]});
    let graph = LineageGraph::build(PipelineDefinition::parse(&text.to_string()).unwrap());
    let shown: Vec<String> = graph
        .diagnostics
        .iter()
        .map(|d| format!("{} {} {}", d.code, d.message, d.pointer.as_deref().unwrap_or_default()))
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
    assert_eq!(graph.nodes.iter().map(|node| node.id.as_str()).collect::<Vec<_>>(), ["step-1", "A", "A#2", "B", "C"]);
}
