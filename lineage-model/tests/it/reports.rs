//! Evaluation reports: where they are looked for, and what is taken of them.

use std::sync::{Arc, Mutex};

use futures_executor::block_on;
use lineage_model::collect::{ExecutionChoice, LineageQuery, lineage};
use lineage_model::source::{
    Execution, ExecutionStep, Iteration, Job, JobData, JobKind, MockLineageSource, ObjectBytes, Pipeline, SourceError,
    SourceErrorKind, StepMetadata,
};
use lineage_model::{PipelineName, Region};
use serde_json::{Value, json};

use crate::gated::Gated;

/// A processing step with these outputs and property files.
fn processing(name: &str, outputs: &[(&str, &str)], files: &[(&str, &str)]) -> Value {
    let output = |(name, uri): &(&str, &str)| json!({"OutputName": name, "S3Output": {"S3Uri": uri}});
    let file = |(output, path): &(&str, &str)| json!({"PropertyFileName": "f", "OutputName": output, "FilePath": path});
    json!({"Name": name, "Type": "Processing", "PropertyFiles": files.iter().map(file).collect::<Vec<_>>(),
        "Arguments": {"ProcessingOutputConfig": {"Outputs": outputs.iter().map(output).collect::<Vec<_>>()}}})
}

fn register(quality: &str) -> Value {
    json!({"Name": "Register", "Type": "RegisterModel", "Arguments":
        {"ModelMetrics": {"ModelQuality": {"Statistics": {"S3Uri": quality}}},
         "DriftCheckBaselines": {"ModelQuality": {"Statistics": {"S3Uri": "s3://lake/baseline.json"}}}}})
}

fn ran(name: &str, status: &str) -> ExecutionStep {
    ExecutionStep { name: name.into(), status: status.into(), ..ExecutionStep::default() }
}

/// What a pipeline's execution found: the objects that were asked for, in order, and the document.
struct Found {
    asked: Vec<String>,
    document: Value,
}

impl Found {
    fn run(&self, step: &str) -> &Value {
        let nodes = self.document["graph"]["nodes"].as_array().unwrap();
        &nodes.iter().find(|node| node["id"] == step).unwrap()["run"]
    }

    fn codes(&self) -> Vec<&str> {
        self.document["warnings"].as_array().unwrap().iter().map(|warning| warning["code"].as_str().unwrap()).collect()
    }
}

type Objects = Vec<(&'static str, Result<Vec<u8>, SourceErrorKind>)>;

type Asked = Arc<Mutex<Vec<String>>>;

/// A source of that execution, and which objects it was asked for.
fn source(
    steps: &[Value],
    ran: Vec<ExecutionStep>,
    jobs: fn(&str) -> Job,
    objects: Objects,
) -> (MockLineageSource, Asked) {
    let mut source = MockLineageSource::default();
    source.feature_groups.expect_offline_stores().returning(|_| Ok(Vec::new()));
    let definition = json!({"Steps": steps}).to_string();
    let text = definition.clone();
    source
        .pipelines
        .expect_pipeline()
        .returning(move |_, _| Ok(Pipeline { arn: "arn:p".into(), definition: text.clone(), ..Pipeline::default() }));
    source.executions.expect_execution().returning(|_, arn| Ok(Execution { arn: arn.into(), ..Execution::default() }));
    source.executions.expect_definition().returning(move |_, _| Ok(definition.clone()));
    source.executions.expect_parameters().returning(|_, _| Ok(Vec::new()));
    source.executions.expect_steps().returning(move |_, _| Ok(ran.clone()));
    source.executions.expect_job().returning(move |_, _, arn| Ok(jobs(arn)));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    source.objects.expect_object().returning(move |_, bucket, key, _| {
        let uri = format!("s3://{bucket}/{key}");
        log.lock().unwrap().push(uri.clone());
        let object = objects.iter().find(|(known, _)| *known == uri).map(|(_, object)| object.clone());
        let failed = |kind| SourceError::new(kind, "s3:GetObject", uri, "failed");
        let bytes = object.unwrap_or(Err(SourceErrorKind::NotFound)).map_err(failed)?;
        Ok(ObjectBytes { size: bytes.len() as u64, bytes, etag: None })
    });
    (source, asked)
}

fn query() -> LineageQuery {
    let mut query = LineageQuery::new(Region::new("us-east-1").unwrap(), PipelineName::new("p").unwrap())
        .with_execution(ExecutionChoice::Named("run1".into()));
    query.posture = false;
    query
}

fn find(steps: &[Value], ran: Vec<ExecutionStep>, jobs: fn(&str) -> Job, objects: Objects) -> Found {
    let (source, asked) = source(steps, ran, jobs, objects);
    let document = serde_json::to_value(block_on(lineage(&source, &query())).unwrap()).unwrap();
    let asked = asked.lock().unwrap().clone();
    Found { asked, document }
}

fn no_job(_: &str) -> Job {
    Job::default()
}

fn text(json: &Value) -> Result<Vec<u8>, SourceErrorKind> {
    Ok(json.to_string().into_bytes())
}

#[test]
fn a_property_file_is_the_report() {
    let steps = [processing("Eval", &[("evaluation", "s3://lake/eval/")], &[("evaluation", "metrics/e.json")])];
    let report =
        json!({"m": {"auc": {"value": 0.9, "note": "planted ghp_planted1234567890"}, "ghp_planted1234567890": 3}});
    let objects = vec![("s3://lake/eval/metrics/e.json", text(&report))];
    let found = find(&steps, vec![ran("Eval", "Succeeded")], no_job, objects);
    assert_eq!(found.asked, ["s3://lake/eval/metrics/e.json"]);
    assert_eq!(found.run("Eval")["metrics"], json!({"eval.m.auc": 0.9, "eval.m.***": 3.0}));
    assert_eq!(found.run("Eval")["report"], "s3://lake/eval/metrics/e.json");
    assert!(found.codes().is_empty() && !found.document.to_string().contains("planted"));
}

/// What is declared comes first, in the order property file, output, metrics of a model package.
#[test]
fn the_first_that_exists_is_read() {
    let steps = [
        processing(
            "Eval",
            &[("evaluation", "s3://lake/eval"), ("report_file", "s3://lake/r.json"), ("metrics", "s3://lake/m")],
            &[("evaluation", "e.json"), ("report_file", "x.json")],
        ),
        register("s3://lake/eval/q.json"),
    ];
    let declared = ["s3://lake/eval/e.json", "s3://lake/r.json/x.json", "s3://lake/r.json", "s3://lake/eval/q.json"];
    let conventional = [
        "eval/report.json",
        "eval/evaluation.json",
        "eval/metrics.json",
        "m/report.json",
        "m/evaluation.json",
        "m/metrics.json",
    ]
    .map(|key| format!("s3://lake/{key}"));
    let all: Vec<_> = declared.into_iter().chain(conventional.iter().map(String::as_str)).collect();
    let check = |exists: &'static str, asked: &[&str], told: usize| {
        let ran = vec![ran("Eval", "Succeeded"), ran("Register", "Succeeded")];
        let found = find(&steps, ran, no_job, vec![(exists, text(&json!({"a": 1})))]);
        assert_eq!(found.asked, asked);
        let report = if exists.is_empty() { Value::Null } else { exists.into() };
        assert_eq!(found.run("Eval")["report"], report);
        assert_eq!(found.codes(), vec!["not-found"; told]);
    };
    check("s3://lake/eval/e.json", &declared[..1], 0);
    check("s3://lake/r.json", &declared[..3], 2);
    check("s3://lake/eval/q.json", &declared, 3);
    check("s3://lake/eval/evaluation.json", &all[..6], 4);
    check("s3://lake/m/metrics.json", &all, 4);
    check("", &all, 4);
}

/// Each place is a call when it is read: the pipeline, the execution's four, and two reports, one of which is found in
/// the second place.
#[test]
fn places_that_are_not_read_cost_nothing() {
    let output = |name: &str| [("evaluation", format!("s3://lake/{name}")), ("metrics", format!("s3://lake/m/{name}"))];
    let step = |name: &str| {
        let outputs = output(name);
        processing(name, &outputs.each_ref().map(|(name, uri)| (*name, uri.as_str())), &[("evaluation", "e.json")])
    };
    for (budget, asked, left_out) in [(8, 3, None), (7, 2, Some(1)), (6, 1, Some(1)), (5, 0, Some(2))] {
        let ran = vec![ran("A", "Succeeded"), ran("B", "Succeeded")];
        let report = || text(&json!({"a": 1}));
        let objects = vec![("s3://lake/A/e.json", report()), ("s3://lake/B/report.json", report())];
        let (source, log) = source(&[step("A"), step("B")], ran, no_job, objects);
        let mut query = query();
        (query.budget, query.offline_stores) = (budget, false);
        let document = block_on(lineage(&source, &query)).unwrap();
        assert_eq!(log.lock().unwrap().len(), asked);
        let told = document.warnings.iter().find(|warning| warning.code == "budget").map(|told| told.message.clone());
        let message = |left_out| format!("calls that the budget does not hold were not made: {left_out}");
        assert_eq!(told, left_out.map(message));
    }
}

/// Reports are held in memory while they are read.
#[test]
fn few_reports_are_read_at_once() {
    let names: Vec<_> = (0..40).map(|number| format!("Eval{number}")).collect();
    let steps = names.iter().map(|name| processing(name, &[("metrics", &format!("s3://lake/{name}"))], &[]));
    let ran = names.iter().map(|name| ran(name, "Succeeded")).collect();
    let (source, asked) = source(&steps.collect::<Vec<_>>(), ran, no_job, Vec::new());
    let (source, mut most) = (Gated::new(source), 0);
    let choose = |waiting: usize| {
        most = most.max(waiting);
        0
    };
    source.run(lineage(&source, &query()), choose).unwrap();
    assert_eq!((asked.lock().unwrap().len(), most), (40 * 3, 8));
}

/// Whatever else there is to be asked is asked while nobody knows the feature groups yet.
#[test]
fn nothing_but_their_own_buckets_waits_for_the_feature_groups() {
    let steps = [processing("Eval", &[("metrics", "s3://lake/eval")], &[])];
    let objects = vec![("s3://lake/eval/report.json", text(&json!({"a": 1})))];
    let (source, asked) = source(&steps, vec![ran("Eval", "Succeeded")], no_job, objects);
    let source = Gated::new(source);
    // The pipeline is asked first, then the feature groups: those stay the first that wait.
    let (mut choices, mut alone) = (0, 0);
    let choose = |waiting: usize| {
        choices += 1;
        if waiting == 1 {
            alone += 1;
            assert_eq!(*asked.lock().unwrap(), ["s3://lake/eval/report.json"]);
        }
        if choices == 1 { 0 } else { waiting - 1 }
    };
    let document = source.run(lineage(&source, &query()), choose).unwrap();
    assert!(alone == 1 && document.warnings.is_empty());
}

#[test]
fn metrics_that_no_step_wrote_are_those_of_the_registration() {
    let steps = [processing("Eval", &[("out", "s3://lake/eval")], &[]), register("s3://elsewhere/q.json")];
    let objects = || vec![("s3://elsewhere/q.json", text(&json!({"a": 1})))];
    let found = find(&steps, vec![ran("Eval", "Succeeded"), ran("Register", "Succeeded")], no_job, objects());
    assert_eq!(found.asked, ["s3://elsewhere/q.json"]);
    assert_eq!(found.run("Register")["metrics"], json!({"eval.a": 1.0}));
    let found = find(&steps, vec![ran("Eval", "Succeeded"), ran("Register", "Failed")], no_job, objects());
    assert_eq!(found.asked, [""; 0], "only what succeeded has a report");
}

/// Steps of two branches may write to one place: the metrics there are those of the one that ran.
#[test]
fn of_steps_that_write_one_place_the_first_that_succeeded_wrote_it() {
    let out = |name: &str| processing(name, &[("out", "s3://lake/eval")], &[]);
    let steps = [out("A"), out("B"), out("C"), register("s3://lake/eval/q.json")];
    let ran = ["B", "C", "Register"].map(|name| ran(name, "Succeeded")).to_vec();
    let found = find(&steps, ran, no_job, vec![("s3://lake/eval/q.json", text(&json!({"a": 1})))]);
    assert_eq!(found.asked, ["s3://lake/eval/q.json"]);
    let report = |step: &str| found.run(step)["report"].clone();
    assert_eq!(["B", "C", "Register"].map(report), [json!("s3://lake/eval/q.json"), Value::Null, Value::Null]);
}

#[test]
fn what_cannot_be_read_is_a_warning() {
    let steps = [processing("Eval", &[("evaluation", "s3://lake/eval")], &[("evaluation", "e.json")])];
    let check = |object, codes: &[&str], metrics: Value| {
        let found = find(&steps, vec![ran("Eval", "Succeeded")], no_job, vec![("s3://lake/eval/e.json", object)]);
        assert_eq!(found.codes(), codes);
        assert_eq!(found.run("Eval")["metrics"], metrics);
    };
    check(Err(SourceErrorKind::AccessDenied), &["access-denied"], json!({}));
    check(Ok(b"{\"a\": NaN}".to_vec()), &["malformed"], json!({}));
    check(Ok(vec![b' '; (5 << 20) + 1]), &["report-too-large"], json!({}));
    let mut full = vec![b' '; 5 << 20];
    full.splice(..8, *b"{\"a\": 1}");
    check(Ok(full), &[], json!({"eval.a": 1.0}));
    let steps = [processing("Eval", &[("metrics", "s3://lake/eval")], &[])];
    let denied = Err(SourceErrorKind::AccessDenied);
    let objects = vec![("s3://lake/eval/report.json", denied.clone()), ("s3://lake/eval/metrics.json", denied)];
    let found = find(&steps, vec![ran("Eval", "Succeeded")], no_job, objects);
    assert_eq!(found.codes(), ["access-denied"], "of names by convention, one refusal says enough");
}

#[test]
fn each_child_of_a_for_each_step_has_its_own_report() {
    let body = processing("Eval", &[("evaluation", "s3://lake/eval")], &[("evaluation", "e.json")]);
    let steps = [json!({"Name": "Each", "Type": "ForEach", "Arguments": {"ForEachBody": [body]}})];
    let child = |index: i64| ExecutionStep {
        iteration: Some(Iteration { parent_step: "Each".into(), index, item: None }),
        metadata: StepMetadata::Job { job: JobKind::Processing, arn: format!("arn:{index}") },
        ..ran(&format!("Eval-{index}"), "Succeeded")
    };
    let job = |arn: &str| {
        let uri = format!("s3://lake/{}", arn.trim_start_matches("arn:"));
        Job { outputs: vec![JobData { name: "evaluation".into(), uri, ..JobData::default() }], ..Job::default() }
    };
    let objects = vec![("s3://lake/0/e.json", text(&json!({"a": 5}))), ("s3://lake/1/e.json", text(&json!({"a": 6})))];
    let found = find(&steps, vec![child(1), child(0)], job, objects);
    let runs = &found.document["graph"]["nodes"][1]["runs"];
    assert_eq!((&runs[0]["metrics"], &runs[1]["metrics"]), (&json!({"eval.a": 5.0}), &json!({"eval.a": 6.0})));
}

/// Metrics below the output of one child are not those of another whose name begins alike.
#[test]
fn metrics_below_the_output_of_one_child_are_its_own() {
    let body = processing("Eval", &[("out", "s3://lake/eval")], &[]);
    let each = json!({"Name": "Each", "Type": "ForEach", "Arguments": {"ForEachBody": [body]}});
    let steps = [each, register("s3://lake/10/q.json")];
    let child = |index: i64| ExecutionStep {
        iteration: Some(Iteration { parent_step: "Each".into(), index, item: None }),
        metadata: StepMetadata::Job { job: JobKind::Processing, arn: format!("arn:{index}") },
        ..ran(&format!("Eval-{index}"), "Succeeded")
    };
    let job = |arn: &str| {
        let uri = format!("s3://lake/{}", arn.trim_start_matches("arn:"));
        Job { outputs: vec![JobData { name: "out".into(), uri, ..JobData::default() }], ..Job::default() }
    };
    let objects = vec![("s3://lake/10/q.json", text(&json!({"a": 5})))];
    let found = find(&steps, vec![child(1), child(10)], job, objects);
    assert_eq!(found.asked, ["s3://lake/10/q.json"]);
    let runs = &found.document["graph"]["nodes"][1]["runs"];
    assert_eq!((&runs[0]["metrics"], &runs[1]["metrics"]), (&json!({}), &json!({"eval.a": 5.0})));
}
