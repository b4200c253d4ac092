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

#[test]
fn entries_that_cannot_be_read_are_told() {
    insta::assert_snapshot!(ports(&[
        json!({"Name": "P", "Type": "Processing", "PropertyFiles": [7, {"PropertyFileName": "F"}], "Arguments": {
            "ProcessingInputs": ["x", {"InputName": "raw", "S3Input": {"S3Uri": "s3://b/raw"}}, null],
            "ProcessingOutputConfig": {"Outputs": [[]]},
            "AppSpecification": {"ContainerArguments": ["--in", {"Got": "x"}, null, 3]}}}),
        step(
            "T",
            "Training",
            json!({"InputDataConfig": [[], channel("c", "s3://b/c")], "DebugRuleConfigurations": [1]})
        ),
        step("H", "Tuning", json!({"TrainingJobDefinitions": [true]})),
        step("M", "Model", json!({"Containers": [{"AdditionalModelDataSources": [0]}, "c"]})),
        step("R", "RegisterModel", json!({"AdditionalInferenceSpecifications": [1, {"Containers": [2]}]})),
        step("A", "AutoML", json!({"InputDataConfig": [1], "AutoMLJobInputDataConfig": [2]})),
        step("E", "EMR", json!({"StepConfig": {"HadoopJarStep": {"Args": [[]]}}})),
        step("L", "Lineage", json!({"Artifacts": ["a"]})),
        step(
            "C",
            "Cleanup",
            json!({"Resources": {"S3": ["all", {"StepName": "P", "S3Uris": [null, "s3://b/raw", {}]}]}})
        ),
    ]));
}

#[test]
fn entries_that_cannot_be_read_are_counted_where_they_are_many() {
    let arguments = json!({"ProcessingInputs": vec![1; 100_000]});
    let text = json!({"Steps": [step("P", "Processing", arguments), 1]}).to_string();
    let diagnostics = PipelineDefinition::parse(&text).unwrap().diagnostics;
    assert_eq!(diagnostics.len(), 201);
    assert_eq!(diagnostics[200].message, "99801 more problems of this kind are not listed");
}

#[test]
fn parameters_that_are_not_declared_are_told_once() {
    let get = |name: &str| json!({"Get": format!("Parameters.{name}")});
    insta::assert_snapshot!(ports(&[
        step("A", "Lambda", json!({"x": get("Data"), "y": [get("Gone"), get("Run")]})),
        step("B", "Lambda", json!({"x": get("Gone"), "y": {"Std:Join": {"On": "/", "Values": ["s3:/", get("Lost")]}}})),
    ]));
}

#[test]
fn what_no_step_is_found_for_says_where() {
    let nested = |name: &str, waits: &str| json!({"Name": name, "Type": "Fail", "DependsOn": [waits]});
    insta::assert_snapshot!(ports(&[
        step(
            "C",
            "Condition",
            json!({"IfSteps": [
            step("D", "Condition", json!({"ElseSteps": [nested("E", "C"), nested("F", "gone")]}))]})
        ),
        json!({"Name": "G", "Type": "ForEach", "ForEachBody": [nested("H", "lost")]}),
        json!({"Name": "I", "Type": "Fail", "DependsOn": ["J"]}),
        step("J", "Lambda", json!({"x": {"Get": "Steps.I.Outcome"}})),
        step("K", "Cleanup", json!({"Resources": {"S3": [{"StepName": "nobody"}]}})),
    ]));
}

fn join(values: Value) -> Value {
    json!({"Std:Join": {"On": "", "Values": values}})
}

#[test]
fn names_are_cut_before_they_multiply() {
    let long = "x".repeat(10_000);
    let values: Vec<_> = (0..1000).map(|i| format!("s3://b/{i}")).collect();
    let gets = vec![json!({"Get": "Steps.A.X"}); 1000];
    let text = json!({"Steps": [
        step("A", "Lambda", json!({&long: values, "references": {&long: gets}})),
        {"Name": &long, "Type": &long, "DependsOn": [{"Step": "A", "Trigger": &long}], "Arguments": {&long: gets}},
        {"Name": "B", "Type": "Training", "Arguments": {"InputDataConfig": [channel(&long, "s3://b/x")]}},
        step("D", "Fail", json!({long.repeat(2): {"Get": "Gone.X"}})),
    ]});
    let definition = PipelineDefinition::parse(&text.to_string()).unwrap();
    assert_eq!(definition.steps.iter().map(|step| step.id.as_str()).collect::<Vec<_>>(), ["A", "step-2", "B", "D"]);
    for step in &definition.steps {
        let ports = step.inputs.iter().chain(&step.outputs).map(|port| port.name.len());
        let labels = step.references.iter().filter_map(|reference| Some(reference.label.as_ref()?.len()));
        let triggers = step.depends_on.iter().filter_map(|one| Some(one.trigger.as_ref()?.len()));
        assert!(ports.chain(labels).chain(triggers).all(|length| length <= 200), "{}", step.id);
    }
    assert_eq!((definition.steps[0].inputs.len(), definition.steps[1].references.len()), (2000, 1000));
    let lengths = definition.diagnostics.iter().map(|d| d.message.len() + d.pointer.as_ref().map_or(0, String::len));
    assert_eq!(definition.diagnostics.len(), 3);
    assert!(lengths.max().unwrap() < 400, "{:?}", definition.diagnostics);
}

#[test]
fn other_paths_to_properties_lead_to_the_same_places() {
    let of = |path: &str| json!({"Get": format!("Steps.{path}")});
    let job =
        |channel: Value, to: &str| json!({"InputDataConfig": [channel], "OutputDataConfig": {"S3OutputPath": to}});
    insta::assert_snapshot!(ports(&[
        step(
            "P",
            "Processing",
            json!({"ProcessingInputs": [{"InputName": "raw", "S3Input": {"S3Uri": "s3://b/raw"}}],
                "ProcessingOutputConfig": {"Outputs": [{"OutputName": "train", "S3Output": {"S3Uri": "s3://b/train"}}]}})
        ),
        step(
            "T",
            "Training",
            json!({"InputDataConfig": [channel("train", "s3://b/t")], "CheckpointConfig": {"S3Uri": "s3://b/kept"}})
        ),
        step("H", "Tuning", json!({"TrainingJobDefinition": job(channel("one", "s3://b/one"), "s3://b/tuned")})),
        step("I", "Tuning", json!({"TrainingJobDefinitions": [job(channel("two", "s3://b/two"), "s3://b/first")]})),
        step(
            "L",
            "Lambda",
            json!({"a": of("P.ProcessingOutputConfig.Outputs[0].S3Output.S3Uri"),
                "b": of("P.ProcessingOutputConfig.Outputs[\"train\"].S3Output.S3Uri"),
                "c": of("P.ProcessingInputs[0].S3Input.S3Uri"),
                "d": of("T.InputDataConfig[0].DataSource.S3DataSource.S3Uri"),
                "e": of("T.CheckpointConfig.S3Uri"),
                "f": of("H.TrainingJobDefinition.OutputDataConfig.S3OutputPath"),
                "g": of("I.TrainingJobDefinitions[0].InputDataConfig[0].DataSource.S3DataSource.S3Uri"),
                "h": of("I.TrainingJobDefinitions[0].OutputDataConfig.S3OutputPath"),
                "not a property": of("H.OutputDataConfig.S3OutputPath")})
        ),
        step(
            "Q",
            "Processing",
            json!({"ProcessingInputs": [{"InputName": "query", "DatasetDefinition": {"AthenaDatasetDefinition": {
                "Catalog": {"Get": "Parameters.Data"}, "Database": {"Get": "Parameters.Run"},
                "OutputS3Uri": "s3://b/staging"}}}]})
        ),
    ]));
}

#[test]
fn what_cannot_be_read_is_told() {
    let unreadable = json!({"Fn::ImportValue": "x"});
    let bad_join = json!({"Std:Join": {"On": "/", "Values": "s3://b"}});
    insta::assert_snapshot!(ports(&[
        step(
            "P",
            "Processing",
            json!({"ProcessingInputs": [{"InputName": "raw", "S3Input": {"S3Uri": unreadable}},
                {"InputName": "none", "S3Input": {"S3Uri": null}}], "ProcessingOutputConfig": {"Outputs":
                [{"OutputName": "train", "S3Output": {"S3Uri": bad_join}}]}})
        ),
        // Two unknown places are not one: no edge.
        step(
            "R",
            "Training",
            json!({"InputDataConfig": [{"ChannelName": "in", "DataSource": {"S3DataSource": {"S3Uri":
            {"Ref": "Bucket"}}}}]})
        ),
        step("N", "Processing", json!({"ProcessingInputs": {"InputName": "raw"}})),
        step("J", "Job", json!({"JobConfigDocument": "{"})),
        json!({"Name": "A", "Type": "Training", "Arguments": "none", "DependsOn": 5}),
        json!({"Name": "E", "Type": "Lambda", "Description": "s3://b/not-a-payload"}),
        json!({"Name": "C", "Type": "Condition", "Arguments": null, "IfSteps": [{"Name": "In", "Type": "Fail"}],
            "DependsOn": {"Step": "E"}}),
    ]));
}

#[test]
fn command_lines_and_requests() {
    let data = || json!({"Get": "Parameters.Data"});
    insta::assert_snapshot!(ports(&[
        step(
            "Spark",
            "Processing",
            json!({"ProcessingInputs": [{"InputName": "jars", "S3Input": {"S3Uri": "s3://b/jars/"}},
                {"InputName": "sm_drivers", "S3Input": {"S3Uri": "s3://b/drivers"}}],
                "AppSpecification": {"ContainerEntrypoint": ["smspark-submit", "--py-files", "s3://b/libs.zip", "/x.py"],
                "ContainerArguments": ["input=s3://b/in", "--OUTPUT_PATH=s3://b/out", join(json!(["--more=s3://b/", data()])),
                    join(json!(["--base=", data(), "/x"])), "s3://b/dt=1", "--key=value", "--flag", data()]}})
        ),
        step(
            "Plain",
            "Processing",
            json!({"ProcessingInputs": [{"InputName": "files", "S3Input": {"S3Uri": "s3://b/f"}}]})
        ),
        step(
            "Bedrock",
            "BedrockCustomModel",
            json!({"TrainingDataConfig": {"S3Uri": "s3://b/tune"}, "OutputDataConfig": {"S3Uri": "s3://b/model"},
                "ValidationDataConfig": {"Validators": [{"S3Uri": "s3://b/check"}]}})
        ),
        step(
            "Job",
            "Job",
            json!({"JobConfigDocument": json!({"InputDataConfig": [
            {"ChannelName": "Corpus", "DataSource": {"S3DataSource": {"S3Uri": "s3://b/corpus"}}},
            {"DataSource": {"S3DataSource": {"S3Uri": "s3://b/unnamed"}}}]}).to_string()})
        ),
        step(
            "Component",
            "InferenceComponent",
            json!({"Specification": {"Container": {"ArtifactUrl": "s3://b/m.tar.gz"}}})
        ),
        step(
            "Async",
            "EndpointConfig",
            json!({"AsyncInferenceConfig": {"OutputConfig": {"S3OutputPath": "s3://b/ok", "S3FailurePath": "s3://b/bad"}}})
        ),
        step(
            "Package",
            "RegisterModel",
            json!({"AdditionalInferenceSpecifications": [{"Containers": [
            {"ModelDataUrl": "s3://b/neo.tar.gz"}]}]})
        ),
        step(
            "Entities",
            "Lineage",
            json!({"Contexts": [{"ContextName": "run", "Source": {"SourceUri": "s3://b/run"}}]})
        ),
    ]));
}

#[test]
fn references_are_labelled_by_what_they_are_for() {
    let from = |path: &str| json!({"Get": format!("Steps.M.{path}")});
    let score = json!({"Std:JsonGet": {"PropertyFile": from("PropertyFiles.R"), "Path": "a.Score"}});
    let text = json!({"Steps": [{"Name": "M", "Type": "Model"},
        step("T", "Transform", json!({"ModelName": from("ModelName"), "Environment": {"ModelName": from("X")}})),
        step("L", "Lambda", json!({"ModelName": from("ModelName"), "Best": score})),
        step("C", "Condition", json!({"Conditions": [{"Type": "Equals", "LeftValue": score, "RightValue": 1}]})),
    ]});
    let definition = PipelineDefinition::parse(&text.to_string()).unwrap();
    let labels = |step: usize| -> Vec<_> {
        definition.steps[step].references.iter().map(|reference| reference.label.as_deref().unwrap()).collect()
    };
    assert_eq!(
        [labels(1), labels(2), labels(3)],
        [vec!["ModelName", "model_name"], vec!["Best", "ModelName"], vec!["a.Score"]]
    );
}

#[test]
fn the_last_declaration_of_a_parameter_counts() {
    let parameter = |default: &str| json!({"Name": "X", "DefaultValue": default});
    let text = json!({"Parameters": [parameter("a"), {"Name": "Y"}, parameter("b")], "Steps": [
        step("A", "Fail", json!({"b": {"Get": "Gone.2"}, "a": {"Get": "Gone.1"}, "c": {"Get": "Gone.2"}}))]});
    let definition = PipelineDefinition::parse(&text.to_string()).unwrap();
    let defaults: Vec<_> = definition.parameters.iter().map(|p| (p.name.as_str(), p.default.as_deref())).collect();
    assert_eq!(defaults, [("X", Some("b")), ("Y", None)]);
    let pointers: Vec<_> = definition.diagnostics.iter().filter_map(|d| d.pointer.as_deref()).collect();
    assert_eq!(pointers, ["/Parameters/2", "/Steps/0/Arguments/a", "/Steps/0/Arguments/b", "/Steps/0/Arguments/c"]);
    assert_eq!(definition.diagnostics[0].code.as_str(), "duplicate-name");
}
