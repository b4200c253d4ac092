//! The facts of an execution on the graph of its definition.

use std::collections::BTreeMap;

use lineage_model::Observed;
use lineage_model::definition::PipelineDefinition;
use lineage_model::document::{LineageDocument, PipelineRef, View};
use lineage_model::graph::{ExecutionFacts, LineageGraph};
use lineage_model::source::{
    Execution, ExecutionStep, Iteration, Job, JobData, JobKind, Metric, ModelPackage, StepMetadata,
};
use serde_json::{Value, json};

const ARN: &str = "arn:aws:sagemaker:us-east-1:111122223333:pipeline/abalone/execution/abcdef123456";

fn abalone() -> LineageGraph {
    LineageGraph::build(PipelineDefinition::parse(include_str!("../fixtures/abalone.json")).unwrap())
}

fn step(name: &str, status: &str, metadata: StepMetadata) -> ExecutionStep {
    let at = |minute: i64| lineage_model::Timestamp::from_unix(1_700_000_000 + 60 * minute, 0).unwrap();
    ExecutionStep {
        name: name.into(),
        status: status.into(),
        started: Some(at(0)),
        ended: (status != "Executing").then(|| at(5)),
        metadata,
        ..ExecutionStep::default()
    }
}

fn job(kind: JobKind, name: &str) -> StepMetadata {
    StepMetadata::Job { job: kind, arn: job_arn(name) }
}

fn job_arn(name: &str) -> String {
    format!("arn:aws:sagemaker:us-east-1:111122223333:training-job/{name}")
}

fn data(name: &str, uri: &str) -> JobData {
    JobData { name: name.into(), uri: uri.into(), ..JobData::default() }
}

fn facts(steps: Vec<ExecutionStep>) -> ExecutionFacts {
    ExecutionFacts {
        execution: Execution { arn: ARN.into(), status: "Succeeded".into(), ..Execution::default() },
        pipeline_name: Some("Abalone".into()),
        steps: Observed::known(steps),
        ..ExecutionFacts::default()
    }
}

fn document(graph: &LineageGraph) -> Value {
    let now = lineage_model::Timestamp::from_unix(1_700_000_600, 0).unwrap();
    serde_json::to_value(LineageDocument::new(graph, PipelineRef::default(), View::Both, Some(now))).unwrap()
}

#[test]
fn the_best_candidate_leaves_the_models_that_are_created() {
    let model =
        |index: usize| json!({"Get": format!("Steps.Auto.BestCandidate.InferenceContainers[{index}].ModelDataUrl")});
    let insights =
        json!({"Get": "Steps.Auto.BestCandidate.CandidateProperties.CandidateArtifactLocations.ModelInsights"});
    let steps = json!({"Steps": [
        {"Name": "Auto", "Type": "AutoML", "Arguments": {"OutputDataConfig": {"S3OutputPath": "s3://b/auto"}}},
        {"Name": "Create", "Type": "Model", "Arguments":
            {"Containers": [{"ModelDataUrl": model(0)}, {"ModelDataUrl": model(1)}, {"ModelDataUrl": model(2)}]}},
        {"Name": "Read", "Type": "Processing", "Arguments":
            {"ProcessingInputs": [{"InputName": "in", "S3Input": {"S3Uri": insights}}]}},
        {"Name": "Score", "Type": "Processing", "Arguments": {"ProcessingInputs":
            [{"InputName": "in", "S3Input": {"S3Uri": "s3://b/auto/9/algorithm.tar.gz"}}]}}]});
    let mut facts = facts(vec![step("Auto", "Succeeded", job(JobKind::AutoML, "auto"))]);
    let outputs = vec![
        data("output_data", "s3://b/auto"),
        data("model_artifacts", "s3://b/auto/9/transform.tar.gz"),
        data("model_artifacts_3", "s3://b/auto/9/algorithm.tar.gz"),
        data("model_insights", "s3://b/auto/9/insights"),
    ];
    let auto = Job { name: "auto".into(), best: Some("auto-9".into()), outputs, ..Job::default() };
    facts.jobs.insert(job_arn("auto"), Observed::known(auto));
    let graph = LineageGraph::build(PipelineDefinition::parse(&steps.to_string()).unwrap()).apply_execution(&facts);
    let document = document(&graph);
    let uris = |node: usize, side: &str| -> Vec<&str> {
        let ports = document["graph"]["nodes"][node][side].as_array().unwrap();
        ports.iter().map(|port| port["uri"].as_str().unwrap()).collect()
    };
    // The second container has no data of its own.
    let unknown = "{Steps.Auto.BestCandidate.InferenceContainers[1].ModelDataUrl}";
    assert_eq!(uris(1, "inputs"), ["s3://b/auto/9/transform.tar.gz", unknown, "s3://b/auto/9/algorithm.tar.gz"]);
    assert_eq!(uris(2, "inputs"), ["s3://b/auto/9/insights"]);
    let edges = document["graph"]["edges"].as_array().unwrap();
    assert!(edges.iter().any(|edge| edge["from"] == "Auto" && edge["to"] == "Score"), "{edges:?}");
    let artifacts = document["graph"]["artifacts"].as_array().unwrap();
    for (uri, kind) in [("s3://b/auto/9/algorithm.tar.gz", "model"), ("s3://b/auto/9/insights", "report")] {
        assert!(artifacts.iter().any(|a| a["uri"] == uri && a["kind"] == kind), "{uri}: {artifacts:?}");
    }
}

#[test]
fn what_a_job_wrote_is_what_its_readers_read() {
    let model = "s3://models/pipelines-abcdef-AbaloneTrain-x/output/model.tar.gz";
    let mut facts = facts(vec![step("AbaloneTrain", "Succeeded", job(JobKind::Training, "train-1"))]);
    let trained = Job {
        name: "train-1".into(),
        outputs: vec![data("model_artifacts", model)],
        metrics: vec![Metric { name: "validation:rmse".into(), value: Some(2.5), timestamp: None }],
        ..Job::default()
    };
    facts.jobs.insert(job_arn("train-1"), Observed::known(trained));
    facts.parameters = Observed::known(vec![("ModelApprovalStatus".into(), "Approved".into())]);
    let before = abalone();
    let graph = before.clone().apply_execution(&facts);
    let uri = |step: &str, port: &str| {
        let node = graph.nodes.iter().find(|node| node.id == step).unwrap();
        node.inputs.iter().chain(&node.outputs).find(|p| p.name == port).map(|p| p.uri.clone()).unwrap()
    };
    assert_eq!(uri("AbaloneTrain", "model_artifacts"), model);
    assert_eq!(uri("AbaloneEval", "input-1"), model);
    assert_eq!(uri("AbaloneRegisterModel-RegisterModel", "model_data"), model);
    assert_eq!(uri("AbaloneProcess", "test"), "s3://sagemaker-us-east-1-111122223333/abalone/abcdef123456/test");
    assert!(before.edges.iter().all(|edge| graph.edges.contains(edge)), "an edge was lost");
    let document = document(&graph);
    assert_eq!(document["graph"]["nodes"][1]["run"]["metrics"]["validation:rmse"], 2.5);
    assert_eq!(document["summary"]["nodeStatus"]["NotStarted"], 5);
    assert_eq!(document["summary"]["elapsedSec"], 300);
    assert_eq!(document["execution"]["parameters"]["ModelApprovalStatus"], "Approved");
}

#[test]
fn a_job_that_could_not_be_read_is_a_warning() {
    let gap = lineage_model::Gap {
        action: "sagemaker:DescribeTrainingJob".into(),
        resource: job_arn("train-1"),
        message: "access denied".into(),
    };
    let mut facts = facts(vec![step("AbaloneTrain", "Executing", job(JobKind::Training, "train-1"))]);
    facts.jobs.insert(job_arn("train-1"), Observed::Denied { gap });
    let graph = abalone().apply_execution(&facts);
    let document = document(&graph);
    assert_eq!(document["warnings"][0]["action"], "sagemaker:DescribeTrainingJob");
    assert_eq!(document["warnings"][0]["code"], "access-denied");
    let run = &document["graph"]["nodes"][1]["run"];
    assert_eq!(
        (&run["status"], &run["jobName"], &run["elapsedSec"]),
        (&"Executing".into(), &"train-1".into(), &600.into())
    );
    assert_eq!(document["summary"]["elapsedSec"], 600, "a running step counts to the time of collection");
}

#[test]
fn steps_that_could_not_be_listed_are_not_not_started() {
    let mut facts = facts(Vec::new());
    facts.steps = Observed::NotRead;
    let document = document(&abalone().apply_execution(&facts));
    assert_eq!(document["summary"]["nodeStatus"], serde_json::json!({"Succeeded": 0, "Failed": 0, "Executing": 0}));
    assert!(document["graph"]["nodes"][0].get("run").is_none());
}

#[test]
fn children_of_a_for_each_step_are_runs_of_its_body() {
    let definition = PipelineDefinition::parse(include_str!("../fixtures/foreach.json")).unwrap();
    let child = |index: i64, status: &str| ExecutionStep {
        iteration: Some(Iteration { parent_step: "PerRegion".into(), index, item: None }),
        ..step(&format!("TrainItem-{index}"), status, job(JobKind::Training, &format!("train-{index}")))
    };
    let mut facts = facts(vec![child(1, "Failed"), child(0, "Succeeded")]);
    for index in 0..2 {
        let trained =
            Job { outputs: vec![data("model_artifacts", &format!("s3://m/{index}/model.tar.gz"))], ..Job::default() };
        facts.jobs.insert(job_arn(&format!("train-{index}")), Observed::known(trained));
    }
    let graph = LineageGraph::build(definition).apply_execution(&facts);
    let node = graph.nodes.iter().position(|node| node.id == "TrainItem").unwrap();
    let outputs: Vec<_> = graph.nodes[node].outputs.iter().map(|port| port.uri.as_str()).collect();
    assert_eq!(outputs, ["s3://m/0/model.tar.gz", "s3://m/1/model.tar.gz"]);
    let node = &document(&graph)["graph"]["nodes"][node];
    assert_eq!(node["run"]["status"], "Failed");
    let runs: Vec<_> = node["runs"].as_array().unwrap().iter().map(|run| run["jobName"].clone()).collect();
    assert_eq!(runs.len(), 2);
    assert_eq!(node["runs"][0]["status"], "Succeeded");
}

#[test]
fn a_step_that_the_definition_has_not_survives() {
    let unknown = StepMetadata::Other { name: "Quantum".into(), fields: BTreeMap::new() };
    let graph = abalone().apply_execution(&facts(vec![step("Surprise", "Superposed", unknown)]));
    let node = graph.nodes.last().unwrap();
    assert_eq!((node.id.as_str(), node.step_type.as_str()), ("Surprise", "Quantum"));
    let document = document(&graph);
    assert_eq!(document["summary"]["nodeStatus"]["Superposed"], 1);
    assert_eq!(document["warnings"][0]["code"], "step-not-in-definition");
}

#[test]
fn the_registry_is_told_even_when_the_package_is_not() {
    let arn = "arn:aws:sagemaker:us-east-1:111122223333:model-package/AbaloneModels/7";
    let registered = StepMetadata::RegisterModel { arn: arn.into() };
    let mut facts = facts(vec![step("AbaloneRegisterModel-RegisterModel", "Succeeded", registered)]);
    let registry =
        |facts: &ExecutionFacts| document(&abalone().apply_execution(facts))["graph"]["nodes"][4]["registry"].clone();
    let expected = |approval: Value| {
        serde_json::json!({"modelPackageArn": arn, "modelPackageGroupName": "AbaloneModels", "modelPackageVersion": 7,
                           "approvalStatus": approval})
    };
    assert_eq!(registry(&facts), expected(Value::Null));
    let package = ModelPackage { arn: arn.into(), approval_status: Some("Approved".into()), ..ModelPackage::default() };
    facts.model_packages.insert(arn.into(), Observed::known(package));
    assert_eq!(registry(&facts), expected("Approved".into()));
}

#[test]
fn ports_of_one_name_are_replaced_together() {
    let rule = |uri: &str| serde_json::json!({"RuleConfigurationName": "r", "S3OutputPath": uri});
    let definition = serde_json::json!({"Steps": [{"Name": "T", "Type": "Training", "Arguments":
        {"DebugRuleConfigurations": [rule("s3://d/1"), rule("s3://d/2")]}}]});
    let outputs =
        |graph: &LineageGraph| -> Vec<String> { graph.nodes[0].outputs.iter().map(|port| port.uri.clone()).collect() };
    let graph = LineageGraph::build(PipelineDefinition::parse(&definition.to_string()).unwrap());
    assert_eq!(outputs(&graph), ["s3://d/1", "s3://d/2"]);
    let mut facts = facts(vec![step("T", "Succeeded", job(JobKind::Training, "t"))]);
    let ran = vec![data("debug_rule_output", "s3://ran/1"), data("debug_rule_output", "s3://ran/2")];
    facts.jobs.insert(job_arn("t"), Observed::known(Job { outputs: ran, ..Job::default() }));
    assert_eq!(outputs(&graph.apply_execution(&facts)), ["s3://ran/1", "s3://ran/2"]);
}

#[test]
fn a_place_in_arguments_stays_beside_what_the_job_read() {
    let definition = serde_json::json!({"Steps": [{"Name": "P", "Type": "Processing", "Arguments": {
        "ProcessingInputs": [{"InputName": "in", "S3Input": {"S3Uri": "s3://defined/in"}}],
        "AppSpecification": {"ContainerArguments": ["--in", "s3://argument/in", "--again", "s3://ran/in"]}}}]});
    let mut facts = facts(vec![step("P", "Succeeded", job(JobKind::Processing, "p"))]);
    let ran = vec![data("in", "s3://ran/in")];
    facts.jobs.insert(job_arn("p"), Observed::known(Job { inputs: ran, ..Job::default() }));
    let definition = PipelineDefinition::parse(&definition.to_string()).unwrap();
    let graph = LineageGraph::build(definition).apply_execution(&facts);
    let inputs: Vec<_> = graph.nodes[0].inputs.iter().map(|port| port.uri.as_str()).collect();
    assert_eq!(inputs, ["s3://ran/in", "s3://argument/in"]);
}

/// A result that was taken from another execution has the times of this one, or those of the other.
#[test]
fn the_times_of_reused_results_count_where_they_are_of_this_execution() {
    let at = |second: i64| lineage_model::Timestamp::from_unix(1_700_000_000 + second, 0).ok();
    let reused = |started: i64| ExecutionStep {
        started: at(started),
        ended: at(started + 2),
        cache_hit_source: Some("arn:other".into()),
        ..step("AbaloneProcess", "Succeeded", StepMetadata::None)
    };
    for (steps, expected) in [
        (vec![reused(-5), step("AbaloneTrain", "Succeeded", StepMetadata::None)], 305),
        (vec![reused(-86_400), step("AbaloneTrain", "Succeeded", StepMetadata::None)], 300),
        (vec![reused(-5)], 2),
    ] {
        let mut facts = facts(steps);
        facts.execution.started = at(-6);
        let document = document(&abalone().apply_execution(&facts));
        assert_eq!(document["summary"]["elapsedSec"], expected);
    }
}

#[test]
fn what_ended_stands_still() {
    let ended = |status: &str| ExecutionStep { ended: None, ..step("AbaloneTrain", status, StepMetadata::None) };
    for (status, elapsed) in [("Stopped", Value::Null), ("Stopping", 600.into()), ("Executing", 600.into())] {
        let document = document(&abalone().apply_execution(&facts(vec![ended(status)])));
        assert_eq!(document["graph"]["nodes"][1]["run"]["elapsedSec"], elapsed, "{status}");
    }
}

#[test]
fn a_child_belongs_to_the_body_it_repeats_whatever_else_has_its_name() {
    let body = serde_json::json!({"Name": "Body", "Type": "Lambda"});
    let definition = serde_json::json!({"Steps": [
        {"Name": "Each", "Type": "ForEach", "Arguments": {"IterableItems": [1], "ForEachBody": [body]}},
        {"Name": "Body-0", "Type": "Lambda"}]});
    let child = |index| ExecutionStep {
        iteration: Some(Iteration { parent_step: "Each".into(), index, item: None }),
        ..step(&format!("Body-{index}"), "Succeeded", StepMetadata::None)
    };
    let definition = PipelineDefinition::parse(&definition.to_string()).unwrap();
    let graph = LineageGraph::build(definition).apply_execution(&facts(vec![child(1), child(0)]));
    let runs: Vec<_> = graph.nodes.iter().map(|node| (node.runs.len(), node.run.is_some())).collect();
    assert_eq!(runs, [(0, false), (2, false), (0, false)]);
    let counts = &document(&graph)["summary"]["nodeStatus"];
    assert_eq!((&counts["Succeeded"], &counts["NotStarted"]), (&1.into(), &2.into()), "each node counts once");
}

#[test]
fn secrets_in_values_never_reach_the_answer() {
    let definition = serde_json::json!({
        "Parameters": [{"Name": "DbPassword", "DefaultValue": "planted-1"}],
        "Steps": [{"Name": "P", "Type": "Processing", "DisplayName": "with ghp_planted1234567890", "Arguments": {
            "Environment": {"A": "planted-2"},
            "ProcessingInputs": [
                {"InputName": "joined", "S3Input": {"S3Uri": {"Std:Join": {"On": "/", "Values":
                    ["s3://b", {"Get": "Parameters.DbPassword"}, "x"]}}}},
                {"InputName": "user", "S3Input": {"S3Uri": "s3://AKIAIOSFODNN7EXAMPLE:planted-3@b/k"}},
                {"InputName": "signed", "S3Input": {"S3Uri": "s3://b/k?X-Amz-Signature=planted-4"}},
                {"InputName": "partition", "S3Input": {"S3Uri": "s3://b/token_type=access/day=1"}}],
            "AppSpecification": {"ContainerArguments": ["--api-token", "planted-5", "--ghp_planted1234567890", "s3://b/a"]}}}]});
    let graph = LineageGraph::build(PipelineDefinition::parse(&definition.to_string()).unwrap());
    let mut facts = facts(vec![]);
    facts.parameters = Observed::known(vec![("DbPassword".into(), "planted-6".into())]);
    for graph in [graph.clone(), graph.apply_execution(&facts)] {
        let text = document(&graph).to_string();
        assert!(!text.contains("planted"), "{text}");
        assert!(text.contains("s3://b/token_type=access/day=1"), "{text}");
    }
}
