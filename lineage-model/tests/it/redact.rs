//! Masked definitions: no secret in them, and the same graph.

use std::fs;

use lineage_model::definition::PipelineDefinition;
use lineage_model::graph::LineageGraph;
use lineage_model::redact;
use proptest::prelude::*;
use serde_json::{Value, json};

fn graph(text: &str) -> LineageGraph {
    LineageGraph::build(PipelineDefinition::parse(text).unwrap())
}

fn masked(value: &Value) -> Value {
    let once = redact::json(&value.to_string()).unwrap();
    assert_eq!(redact::json(&once).unwrap(), once, "what is masked stays as it is");
    serde_json::from_str(&once).unwrap()
}

#[test]
fn the_graph_stays_the_same() {
    for file in crate::corpus::definitions() {
        let text = fs::read_to_string(&file).unwrap();
        let (before, after) = (graph(&text), graph(&redact::json(&text).unwrap()));
        assert_eq!(before.nodes, after.nodes, "{}", file.display());
        assert_eq!(before.edges, after.edges, "{}", file.display());
        assert_eq!(before.artifacts, after.artifacts, "{}", file.display());
        assert_eq!(before.diagnostics, after.diagnostics, "{}", file.display());
    }
}

#[test]
fn values_that_people_put_secrets_in_are_masked() {
    let get = json!({"Get": "Parameters.P"});
    let path = json!({"Std:Join": {"On": "/", "Values": ["s3:/", get, "code"]}});
    let url = json!({"Std:Join": {"On": ":", "Values": [get, "hunter2"]}});
    let masked_url = json!({"Std:Join": {"On": ":", "Values": [get, "***"]}});
    let before = json!({
        "Environment": {"A": "x", "N": 5, "B": true, "U": "s3://b/k?versionId=3", "G": get, "J": path, "C": url},
        "HyperParameters": {"sagemaker_submit_directory": "\"s3://b/code.tar.gz\"", "epochs": "3", "empty": ""},
        "ContainerArguments": ["--epochs", "3", "--in=s3://b/in", "--key=v", "Steps.a.Name", "s3://b/o", get, url, 7],
        "ContainerEntrypoint": ["python3", "/code/run.py", "--db-password", "hunter2"],
    });
    let after = json!({
        "Environment": {"A": "***", "N": "***", "B": true, "U": "s3://b/k", "G": get, "J": path, "C": masked_url},
        "HyperParameters": {"sagemaker_submit_directory": "\"s3://b/code.tar.gz\"", "epochs": "***", "empty": ""},
        "ContainerArguments":
            ["--epochs", "***", "--in=s3://b/in", "--key=***", "Steps.a.Name", "s3://b/o", get, masked_url, "***"],
        "ContainerEntrypoint": ["python3", "/code/run.py", "--db-password", "***"],
    });
    assert_eq!(masked(&before), after);
}

#[test]
fn names_that_promise_secrets_mask_what_stands_beside_them() {
    let before = json!({
        "Parameters": [
            {"Name": "DbPassword", "Type": "String", "DefaultValue": "hunter2", "EnumValues": ["hunter2", "hunter3"]},
            {"Name": "TokenUri", "Type": "String", "DefaultValue": "s3://b/token"},
            {"Name": "Instance", "Type": "String", "DefaultValue": "ml.m5.xlarge"},
            {"Name": "Count", "Type": "Integer", "DefaultValue": 2},
            {"Name": "MaxTokens", "Type": "Integer", "DefaultValue": 512},
        ],
        "Tags": [{"Key": "api-key", "Value": "v"}, {"Key": "Team", "Value": "growth"}],
        "Arguments": {"clientSecret": {"deep": ["v", {"Get": "Steps.a.Name"}]}, "note": "password=hunter2 x"},
    });
    let after = json!({
        "Parameters": [
            {"Name": "DbPassword", "Type": "String", "DefaultValue": "***", "EnumValues": ["***", "***"]},
            {"Name": "TokenUri", "Type": "String", "DefaultValue": "s3://b/token"},
            {"Name": "Instance", "Type": "String", "DefaultValue": "ml.m5.xlarge"},
            {"Name": "Count", "Type": "Integer", "DefaultValue": 2},
            {"Name": "MaxTokens", "Type": "Integer", "DefaultValue": 512},
        ],
        "Tags": [{"Key": "api-key", "Value": "***"}, {"Key": "Team", "Value": "growth"}],
        "Arguments": {"clientSecret": {"deep": ["***", {"Get": "Steps.a.Name"}]}, "note": "password=*** x"},
    });
    assert_eq!(masked(&before), after);
}

#[test]
fn queries_lose_their_literals_across_pieces() {
    let date = json!({"Get": "Parameters.Date"});
    let query = |pieces: [&str; 2]| json!({"Std:Join": {"On": "", "Values": [pieces[0], date, pieces[1]]}});
    let before = json!({"QueryString": query(["SELECT a FROM t WHERE b = 'x' AND d = '", "' AND c = 'y'"])});
    let after = json!({"QueryString": query(["SELECT a FROM t WHERE b = '***' AND d = '", "' AND c = '***'"])});
    assert_eq!(masked(&before), after);
}

#[test]
fn json_within_strings_is_masked_too() {
    let inner = json!({"Environment": {"A": "hunter2"}, "OutputDataConfig": {"S3OutputPath": "s3://b/o"}});
    let before = json!({"JobConfigDocument": inner.to_string()});
    let after = masked(&before);
    let document: Value = serde_json::from_str(after["JobConfigDocument"].as_str().unwrap()).unwrap();
    assert_eq!(document, json!({"Environment": {"A": "***"}, "OutputDataConfig": {"S3OutputPath": "s3://b/o"}}));
}

#[test]
fn depth_costs_no_stack() {
    let deep = format!("{}\"password=x\"{}", "[".repeat(60_000), "]".repeat(60_000));
    assert!(redact::json(&deep).unwrap().contains("\"password=***\""));
    assert_eq!(redact::json("{"), Err(redact::NotJson));
}

/// Any JSON value around the planted one.
fn surroundings() -> impl Strategy<Value = Value> {
    let leaf =
        prop_oneof![Just(Value::Null), any::<i32>().prop_map(Into::into), "[a-z:/= .-]{0,8}".prop_map(Into::into)];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map("[A-Z][a-z]{0,4}", inner, 0..4)
                .prop_map(|map| map.into_iter().collect::<Value>()),
        ]
    })
}

proptest! {
    #[test]
    fn planted_secrets_never_survive(
        around in surroundings(),
        // No secret value looks like a word of the structure, or like an option's name.
        secret in "Q[a-z0-9!#%^*()+/, ]{8,24}Q",
        holder in 0..7,
    ) {
        let s = secret.as_str();
        let planted = match holder {
            0 => json!({"Environment": {"A": {"B": [s]}}}),
            1 => json!({"HyperParameters": {"a": s, "b": {"Std:Join": {"On": "", "Values": ["x", s]}}}}),
            2 => json!({"ContainerArguments": ["--a", s, format!("--b={s}")]}),
            3 => json!({"Parameters": [{"Name": "ApiKey", "DefaultValue": s}]}),
            4 => json!({"Deep": {"client_secret": s}}),
            5 => json!({"QueryString": format!("SELECT a FROM t WHERE b = '{s}'")}),
            _ => json!({"Document": json!({"Environment": {"A": s}}).to_string()}),
        };
        let whole = json!([around, {"Inner": planted, "Around": around}]);
        let masked = masked(&whole).to_string();
        prop_assert!(!masked.contains(s), "{}", masked);
    }
}
