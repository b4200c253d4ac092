//! What models, model packages and the metadata of steps add to the graph.

use std::collections::BTreeMap;

use lineage_model::Observed;
use lineage_model::definition::PipelineDefinition;
use lineage_model::document::{LineageDocument, PipelineRef, View};
use lineage_model::graph::{ExecutionFacts, LineageGraph};
use lineage_model::source::{ExecutionStep, JobData, Model, ModelPackage, StepMetadata};
use serde_json::{Value, json};

fn document(steps: Value, facts: &ExecutionFacts) -> Value {
    let definition = PipelineDefinition::parse(&json!({"Steps": steps}).to_string()).unwrap();
    let graph = LineageGraph::build(definition).apply_execution(facts);
    serde_json::to_value(LineageDocument::new(&graph, PipelineRef::default(), View::Both, None)).unwrap()
}

fn ran(name: &str, metadata: StepMetadata) -> ExecutionStep {
    ExecutionStep { name: name.into(), status: "Succeeded".into(), metadata, ..ExecutionStep::default() }
}

fn facts(steps: Vec<ExecutionStep>) -> ExecutionFacts {
    ExecutionFacts { steps: Observed::known(steps), ..ExecutionFacts::default() }
}

fn data(property: &str) -> Value {
    json!({"ModelDataUrl": {"Get": format!("Steps.{property}")}})
}

fn inputs(document: &Value, node: usize) -> Vec<(&str, &str)> {
    let inputs = document["graph"]["nodes"][node]["inputs"].as_array().unwrap();
    inputs.iter().map(|port| (port["name"].as_str().unwrap(), port["uri"].as_str().unwrap())).collect()
}

#[test]
fn a_model_tells_where_its_data_is() {
    let check = |told: &[&str], expected: &[(&str, &str)]| {
        let made = ran("Create", StepMetadata::Model { arn: "arn:m".into() });
        let mut facts = facts(vec![made]);
        let model = Model { model_data: told.iter().map(|uri| (*uri).into()).collect(), ..Model::default() };
        facts.models.insert("arn:m".into(), Observed::known(model));
        let arguments = json!({"Containers": [data("A.X"), data("B.X")]});
        let document = document(json!([{"Name": "Create", "Type": "Model", "Arguments": arguments}]), &facts);
        assert_eq!(inputs(&document, 0), expected);
    };
    check(&["s3://m/1", "s3://m/2"], &[("model_data", "s3://m/1"), ("model_data_2", "s3://m/2")]);
    // One of the two containers has no data, and nobody tells which.
    check(&["s3://m/1"], &[("model_data", "{Steps.A.X}"), ("model_data_2", "{Steps.B.X}")]);
}

#[test]
fn further_model_data_is_told_by_its_channel() {
    let source = |channel: &str, property: &str| {
        let place = json!({"S3Uri": {"Get": format!("Steps.{property}")}});
        json!({"ChannelName": channel, "S3DataSource": place})
    };
    let check = |told: &[(&str, &str)], expected: &[(&str, &str)]| {
        let mut container = data("A.X");
        container["AdditionalModelDataSources"] = json!([source("draft", "B.X"), source("adapter", "B.Y")]);
        let steps = json!([
            {"Name": "Create", "Type": "Model", "Arguments": {"PrimaryContainer": container}},
            {"Name": "Register", "Type": "RegisterModel",
                "Arguments": {"InferenceSpecification": {"Containers": [container]}}}]);
        let named =
            |(name, uri): &(&str, &str)| JobData { name: (*name).into(), uri: (*uri).into(), ..JobData::default() };
        let (model_data, additional_model_data) =
            (vec!["s3://m/1".to_owned()], told.iter().map(named).collect::<Vec<_>>());
        let mut facts = facts(vec![
            ran("Create", StepMetadata::Model { arn: "arn:m".into() }),
            ran("Register", StepMetadata::RegisterModel { arn: "arn:p".into() }),
        ]);
        let package = ModelPackage {
            model_data: model_data.clone(),
            additional_model_data: additional_model_data.clone(),
            ..ModelPackage::default()
        };
        facts.model_packages.insert("arn:p".into(), Observed::known(package));
        let model = Model { model_data, additional_model_data, ..Model::default() };
        facts.models.insert("arn:m".into(), Observed::known(model));
        let document = document(steps, &facts);
        for node in 0..2 {
            assert_eq!(inputs(&document, node), expected);
        }
    };
    check(
        &[("draft", "s3://m/d/"), ("adapter", "s3://m/a/")],
        &[("model_data", "s3://m/1"), ("draft", "s3://m/d/"), ("adapter", "s3://m/a/")],
    );
    // Two of one name are told where one is declared, and one that is not declared.
    check(
        &[("draft", "s3://m/d/"), ("draft", "s3://m/e/"), ("other", "s3://m/o/")],
        &[("model_data", "s3://m/1"), ("draft", "{Steps.B.X}"), ("adapter", "{Steps.B.Y}")],
    );
}

#[test]
fn a_model_package_tells_its_reports() {
    let statistics = |property: &str| json!({"Statistics": {"S3Uri": {"Get": format!("Steps.{property}")}}});
    let arguments = json!({
        "InferenceSpecification": {"Containers": [data("A.X")]},
        "ModelMetrics": {"ModelQuality": statistics("E.X"), "Bias": {"PreTrainingReport": {"S3Uri": "s3://as/it/is"}}},
        "DriftCheckBaselines": {"ModelQuality": statistics("E.Y")}});
    let mut facts = facts(vec![ran("Register", StepMetadata::RegisterModel { arn: "arn:m/group/3".into() })]);
    let report = |path: &str, uri: &str| (path.to_owned(), uri.to_owned());
    let reports = [
        report("ModelMetrics.ModelQuality.Statistics", "s3://m/q.json"),
        report("DriftCheckBaselines.ModelQuality.Statistics", "s3://m/d.json"),
        report("ModelMetrics.Explainability.Report", "s3://m/x.json"),
    ];
    let package = ModelPackage {
        arn: "arn:m/group/3".into(),
        group_name: Some("group".into()),
        version: Some(3),
        approval_status: Some("Approved".into()),
        model_data: vec!["s3://m/1".into()],
        reports: reports.into(),
        ..ModelPackage::default()
    };
    facts.model_packages.insert("arn:m/group/3".into(), Observed::known(package));
    let document = document(json!([{"Name": "Register", "Type": "RegisterModel", "Arguments": arguments}]), &facts);
    assert_eq!(
        inputs(&document, 0),
        [
            ("model_data", "s3://m/1"),
            ("model_quality_statistics", "s3://m/q.json"),
            ("bias_pre_training_report", "s3://as/it/is"),
            ("drift_check_model_quality_statistics", "s3://m/d.json"),
        ]
    );
    let registry = json!({"modelPackageArn": "arn:m/group/3", "modelPackageGroupName": "group", "modelPackageVersion": 3,
        "approvalStatus": "Approved"});
    assert_eq!(document["graph"]["nodes"][0]["registry"], registry);
}

#[test]
fn every_kind_of_metadata_tells_what_it_knows() {
    let text = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    };
    let answered = || text(&[("ApiKey", "planted"), ("rows", "7"), ("url", "https://u:planted@host/x")]);
    let kinds = vec![
        ("Condition", StepMetadata::Condition { outcome: "True".into() }),
        ("Callback", StepMetadata::Callback { queue_url: Some("https://sqs/q".into()), output_parameters: answered() }),
        ("Lambda", StepMetadata::Lambda { arn: Some("arn:l".into()), output_parameters: answered() }),
        (
            "QualityCheck",
            StepMetadata::Check {
                step_type: "QualityCheck".into(),
                check_type: Some("DATA_QUALITY".into()),
                job_arn: Some("arn:p/check-1".into()),
                violation_report: Some("s3://b/violations.json".into()),
                uris: text(&[("CalculatedBaselineStatistics", "s3://b/statistics.json")]),
                model_package_group: Some("group".into()),
            },
        ),
        ("Fail", StepMetadata::Fail { message: Some("password=planted too low".into()) }),
        (
            "ForEach",
            StepMetadata::Other {
                name: "ForEach".into(),
                fields: text(&[("Status", "Succeeded"), ("InputItemCount", "3")]),
            },
        ),
        ("EMR", StepMetadata::Other { name: "EMR".into(), fields: text(&[("ClusterId", "j-1"), ("StepId", "s-1")]) }),
        ("Endpoint", StepMetadata::Other { name: "Endpoint".into(), fields: text(&[("Arn", "arn:e/live")]) }),
    ];
    let steps: Vec<_> = kinds.iter().map(|(kind, _)| json!({"Name": kind, "Type": kind})).collect();
    let facts = facts(kinds.into_iter().map(|(kind, metadata)| ran(kind, metadata)).collect());
    let document = document(steps.into(), &facts);
    let runs: Vec<_> = document["graph"]["nodes"].as_array().unwrap().iter().map(|node| &node["run"]).collect();
    insta::assert_json_snapshot!(runs);
    assert!(!document.to_string().contains("planted"));
}
