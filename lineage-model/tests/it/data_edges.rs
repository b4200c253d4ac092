//! Which steps exchange data through S3 without saying so.

use lineage_model::definition::PipelineDefinition;
use lineage_model::graph::{LineageGraph, Via};
use serde_json::{Value, json};

/// A step that reads and writes places; `after` is what it waits for.
fn step(name: &str, reads: &[&str], writes: &[&str], after: &[&str]) -> Value {
    let inputs: Vec<Value> = reads
        .iter()
        .enumerate()
        .map(|(i, uri)| json!({"InputName": format!("in{i}"), "S3Input": {"S3Uri": uri}}))
        .collect();
    let outputs: Vec<Value> = writes
        .iter()
        .enumerate()
        .map(|(i, uri)| json!({"OutputName": format!("out{i}"), "S3Output": {"S3Uri": uri}}))
        .collect();
    json!({"Name": name, "Type": "Processing", "DependsOn": after,
           "Arguments": {"ProcessingInputs": inputs, "ProcessingOutputConfig": {"Outputs": outputs}}})
}

fn check(steps: &[Value], expected: &[(&str, &str)]) {
    let text = json!({ "Steps": steps }).to_string();
    let graph = LineageGraph::build(PipelineDefinition::parse(&text).unwrap());
    let id = |step: usize| graph.nodes[step].id.as_str();
    let edges = graph.edges.iter().filter(|edge| edge.via == Via::Data);
    let found: Vec<_> = edges.map(|edge| (id(edge.from), id(edge.to))).collect();
    assert_eq!(found, expected, "{text}");
}

/// One step writes, another reads: is there an edge?
fn pair(written: &str, read: &str, expected: bool) {
    let edge = [("W", "R")];
    check(&[step("W", &[], &[written], &[]), step("R", &[read], &[], &[])], if expected { &edge } else { &[] });
}

#[test]
fn places() {
    for (written, read, expected) in [
        ("s3://b/d", "s3://b/d", true),
        ("s3://b/d/", "s3://b/d", true),
        ("S3://b/d", "s3://b/d/", true),
        ("s3://b/d", "s3://b/d/x/y", true),
        ("s3://b/d/x", "s3://b/d", true),
        ("s3://b/d/x", "s3://b/d/", true),
        ("s3://b/d", "s3://b/dx", false),
        ("s3://b/dx", "s3://b/d", false),
        ("s3://b/D", "s3://b/d", false),
        ("s3://b", "s3://b/d", false),
        ("s3://b/", "s3://b/d", false),
        ("s3://b/d", "s3://b/", false),
        ("s3://b/d", "s3://c/d", false),
        ("s3://b/d", "s3://b/d/main.py", false),
        ("athena://c/d", "athena://c/d", false),
    ] {
        pair(written, read, expected);
    }
}

#[test]
fn never_to_itself_nor_against_the_order() {
    check(&[step("A", &["s3://b/d"], &["s3://b/d"], &[])], &[]);
    check(&[step("R", &["s3://b/d"], &[], &[]), step("W", &[], &["s3://b/d"], &["R"])], &[]);
    check(
        &[step("R", &["s3://b/d"], &[], &[]), step("M", &[], &[], &["R"]), step("W", &[], &["s3://b/d"], &["M"])],
        &[],
    );
    // Steps that wait for each other have no order.
    let circle = [step("A", &["s3://b/d"], &[], &["B"]), step("B", &[], &["s3://b/d"], &["A"])];
    check(&circle, &[]);
}

#[test]
fn of_nested_places_every_writer_counts() {
    let root = step("Root", &[], &["s3://b/project"], &[]);
    let inner = step("Inner", &[], &["s3://b/project/train"], &[]);
    let reader = |place: &str| step("R", &[place], &[], &[]);
    for place in ["s3://b/project/train/part-0", "s3://b/project/train", "s3://b/project"] {
        check(&[root.clone(), inner.clone(), reader(place)], &[("Root", "R"), ("Inner", "R")]);
    }
    check(&[root.clone(), inner.clone(), reader("s3://b/project/test")], &[("Root", "R")]);
    check(&[root, inner, reader("s3://b")], &[]);
}

#[test]
fn the_item_of_a_for_each_step_is_its_own() {
    let item = json!({"Std:Join": {"On": "/", "Values": ["s3://b", {"Get": "ForEach.CurrentItem.name"}]}});
    let writer = |name: &str| {
        let mut step = step(name, &[], &["x"], &[]);
        step["Arguments"]["ProcessingOutputConfig"]["Outputs"][0]["S3Output"]["S3Uri"] = item.clone();
        step
    };
    let reader = |name: &str| {
        let mut step = step(name, &["x"], &[], &[]);
        step["Arguments"]["ProcessingInputs"][0]["S3Input"]["S3Uri"] = item.clone();
        step
    };
    let container = |name: &str, body: Vec<Value>| json!({"Name": name, "Type": "ForEach", "Arguments": {"IterableItems": ["x"], "ForEachBody": body}});
    check(&[container("F", vec![writer("W"), reader("R")])], &[("W", "R")]);
    check(&[container("F", vec![writer("W")]), container("G", vec![reader("R")])], &[]);
}

#[test]
fn a_reference_says_it_already() {
    let mut reader = step("R", &[], &[], &[]);
    reader["Arguments"]["ProcessingInputs"] = json!([{"InputName": "in", "S3Input":
        {"S3Uri": {"Get": "Steps.W.ProcessingOutputConfig.Outputs['out0'].S3Output.S3Uri"}}}]);
    check(&[step("W", &[], &["s3://b/d"], &[]), reader], &[]);
}

#[test]
fn unresolved_places_compare_by_what_they_say() {
    let join = |tail: &str| json!({"Std:Join": {"On": "/", "Values": [{"Get": "Parameters.Base"}, tail]}});
    let mut writer = step("W", &[], &["x"], &[]);
    writer["Arguments"]["ProcessingOutputConfig"]["Outputs"][0]["S3Output"]["S3Uri"] = join("d");
    let mut reader = step("R", &["x"], &[], &[]);
    reader["Arguments"]["ProcessingInputs"][0]["S3Input"]["S3Uri"] = join("d/x");
    check(&[writer.clone(), reader.clone()], &[("W", "R")]);
    reader["Arguments"]["ProcessingInputs"][0]["S3Input"]["S3Uri"] = join("e");
    check(&[writer, reader], &[]);
}

#[test]
fn what_is_cleaned_up_does_not_last() {
    let cleanup = json!({"Name": "C", "Type": "Cleanup", "Arguments": {"Resources": {"S3": [
        {"StepName": "A", "S3Uris": ["s3://b/tmp/"]}, {"StepName": "B"}]}}});
    let steps = [step("A", &[], &["s3://b/tmp/x", "s3://b/kept"], &[]), step("B", &[], &["s3://b/all"], &[]), cleanup];
    let text = json!({ "Steps": steps }).to_string();
    let graph = LineageGraph::build(PipelineDefinition::parse(&text).unwrap());
    let transient: Vec<_> =
        graph.artifacts.iter().filter(|a| a.kind == lineage_model::graph::ArtifactKind::Transient).collect();
    assert_eq!(transient.iter().map(|a| a.uri.as_str()).collect::<Vec<_>>(), ["s3://b/tmp/x", "s3://b/all"]);
    let cleanup = graph.edges.iter().filter(|edge| edge.via == Via::Cleanup);
    assert_eq!(cleanup.map(|edge| (edge.from, edge.to)).collect::<Vec<_>>(), [(0, 2), (1, 2)]);
}
