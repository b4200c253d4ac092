//! The SQL of steps: which texts are taken, and which scripts are read.

use std::collections::BTreeMap;

use futures_executor::block_on;
use lineage_model::collect::{ExecutionChoice, LineageQuery, lineage};
use lineage_model::document::LineageDocument;
use lineage_model::graph::QueryPart;
use lineage_model::source::{Execution, MockLineageSource, ObjectBytes, Pipeline, SourceError, SourceErrorKind};
use lineage_model::{PipelineName, Region};
use serde_json::{Value, json};

fn emr(name: &str, arguments: Value) -> Value {
    json!({"Name": name, "Type": "EMR", "Arguments": {"ClusterId": "j-1", "StepConfig": {"HadoopJarStep": {
        "Jar": "command-runner.jar", "Args": arguments}}}})
}

/// The lineage of a pipeline with these steps, and an account with these objects.
fn collect(columns: bool, steps: Vec<Value>, objects: BTreeMap<String, Vec<u8>>) -> LineageDocument {
    let mut source = MockLineageSource::default();
    source.feature_groups.expect_offline_stores().returning(|_| Ok(Vec::new()));
    let definition = json!({"Steps": steps, "Parameters": [{"Name": "Day", "Type": "String"}]}).to_string();
    let text = definition.clone();
    source
        .pipelines
        .expect_pipeline()
        .returning(move |_, _| Ok(Pipeline { arn: "arn:p".into(), definition: text.clone(), ..Pipeline::default() }));
    source.executions.expect_execution().returning(|_, arn| Ok(Execution { arn: arn.into(), ..Execution::default() }));
    source.executions.expect_definition().returning(move |_, _| Ok(definition.clone()));
    source.executions.expect_parameters().returning(|_, _| Ok(vec![("Day".into(), "2026-05-04".into())]));
    source.executions.expect_steps().returning(|_, _| Ok(Vec::new()));
    // Without `columns` a read would be one that is not expected.
    let reads = source.objects.expect_object().times(if columns { 0..=8 } else { 0..=0 });
    reads.returning(move |_, bucket, key, _| {
        let uri = format!("s3://{bucket}/{key}");
        match objects.get(&uri) {
            Some(bytes) => Ok(ObjectBytes { size: bytes.len() as u64, bytes: bytes.clone(), etag: None }),
            None => Err(SourceError::new(SourceErrorKind::AccessDenied, "s3:GetObject", uri, "access denied")),
        }
    });
    let mut query = LineageQuery::new(Region::new("us-east-1").unwrap(), PipelineName::new("p").unwrap())
        .with_execution(ExecutionChoice::Named("run1".into()));
    (query.posture, query.columns) = (false, columns);
    block_on(lineage(&source, &query)).unwrap()
}

/// The texts, and the warnings that are about an object or a limit.
fn show(document: &LineageDocument) -> String {
    let text = |part: &QueryPart| match part {
        QueryPart::Text(text) => text.chars().take(40).collect(),
        QueryPart::Symbol(symbol) => format!("<{symbol}>"),
    };
    let texts = document.queries.texts.iter().map(|query| {
        let engine = query.engine.map_or_else(|| "-".to_owned(), |engine| format!("{engine:?}"));
        format!("{} {} {engine}: {}", query.step, query.name, query.text.iter().map(text).collect::<String>())
    });
    let warnings =
        document.warnings.iter().map(|w| format!("{} {} {:?} {:?}", w.code, w.message, w.action, w.resource));
    texts.chain(warnings).collect::<Vec<_>>().join("\n")
}

#[test]
fn texts_and_scripts_in_the_order_of_the_steps() {
    let steps = || {
        vec![
            emr(
                "One",
                json!(["spark-sql", "-f", "s3://lake/etl/one.sql", "-e",
                {"Std:Join": {"On": "", "Values": ["SELECT a FROM t WHERE d = '", {"Get": "Parameters.Day"}, "' AND p > ",
                    {"Get": "Steps.Two.ClusterId"}]}}]),
            ),
            emr("Two", json!(["hive", "-f", "s3://lake/etl/two.HQL", "--denied=s3://lake/etl/denied.sql"])),
            json!({"Name": "Three", "Type": "Processing", "Arguments": {
                "ProcessingInputs": [{"InputName": "code", "S3Input": {"S3Uri": "s3://lake/etl/one.sql"}},
                    {"InputName": "large", "S3Input": {"S3Uri": "s3://lake/etl/large.sql"}},
                    {"InputName": "bytes", "S3Input": {"S3Uri": "s3://lake/etl/bytes.sql"}},
                    {"InputName": "data", "S3Input": {"S3Uri": "s3://lake/data.csv"}}],
                "AppSpecification": {"ContainerArguments": ["select", "created", {"Get": "Parameters.Day"}]}}}),
        ]
    };
    let objects = || {
        let object = |name: &str, bytes: &[u8]| (format!("s3://lake/etl/{name}"), bytes.to_vec());
        BTreeMap::from([
            object("one.sql", b"INSERT INTO t SELECT 1"),
            object("two.HQL", b"SELECT b FROM t"),
            object("large.sql", &vec![b' '; (1 << 20) + 1]),
            object("bytes.sql", b"SELECT '\xff' FROM t"),
        ])
    };
    insta::assert_snapshot!(show(&collect(true, steps(), objects())));
    let without = collect(false, steps(), objects());
    assert!(without.queries.texts.is_empty());
    assert!(!format!("{:?}", collect(true, steps(), objects())).contains("INSERT"));
}

#[test]
fn eight_scripts_are_read() {
    let steps =
        (0..12).map(|at| emr(&format!("Step{at}"), json!(["hive", "-f", format!("s3://lake/{}.sql", at % 10)])));
    let objects = (0..10).map(|at| (format!("s3://lake/{at}.sql"), b"SELECT 1".to_vec())).collect();
    insta::assert_snapshot!(show(&collect(true, steps.collect(), objects)));
}
