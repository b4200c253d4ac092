//! The order in which calls are answered never shows.

use std::collections::BTreeSet;
use std::future::pending;

use lineage_model::collect::{DomainQuery, ExecutionChoice, LineageQuery, by_domain, lineage};
use lineage_model::source::{
    Bucket, Domain, Endpoint, Execution, ExecutionStep, ExecutionSummary, FeatureGroupStore, Iteration, Job, JobData,
    JobKind, Metric, MockLineageSource, Model, ModelPackage, ObjectBytes, OfflineStore, Pipeline, PipelineSummary,
    SourceError, SourceErrorKind, StepMetadata,
};
use lineage_model::{Observed, PipelineName, Region};
use serde_json::{Value, json};

use crate::gated::Gated;

const ORDERS: u64 = 1000;
const ARN: &str = "arn:aws:sagemaker:us-east-1:111122223333:pipeline/churn";

/// Every type of step that a call follows from: data through S3 and a feature group, reports, a model, a package, a loop.
fn definition() -> String {
    let input = |name: &str, uri: Value| json!({"InputName": name, "S3Input": {"S3Uri": uri}});
    let output = |name: &str, uri: &str| json!({"OutputName": name, "S3Output": {"S3Uri": uri}});
    let raw = json!({"Std:Join": {"On": "", "Values": ["s3://lake-", {"Get": "Execution.PipelineName"}, "/raw"]}});
    let ingest = json!({"OutputName": "fs", "FeatureStoreOutput": {"FeatureGroupName": "customers"}});
    let body = json!({"Name": "Each", "Type": "Processing", "Arguments":
        {"ProcessingOutputConfig": {"Outputs": [output("metrics", "s3://lake-a/each")]}}});
    json!({"Parameters": [{"Name": "Bucket", "Type": "String"}], "Steps": [
        {"Name": "Prepare", "Type": "Processing", "Arguments": {"ProcessingInputs": [input("raw", raw)],
            "ProcessingOutputConfig": {"Outputs": [output("train", "s3://lake-a/train"), ingest]}}},
        {"Name": "Train", "Type": "Training", "Arguments": {"InputDataConfig": [{"ChannelName": "train",
            "DataSource": {"S3DataSource": {"S3Uri": {"Std:Join": {"On": "/", "Values":
                ["s3:/", {"Get": "Parameters.Bucket"}, "train"]}}}}}], "OutputDataConfig": {"S3OutputPath": "s3://models/out"}}},
        {"Name": "Eval", "Type": "Processing",
            "PropertyFiles": [{"PropertyFileName": "e", "OutputName": "evaluation", "FilePath": "evaluation.json"}],
            "Arguments": {"ProcessingInputs": [input("model", json!({"Get": "Steps.Train.ModelArtifacts.S3ModelArtifacts"})),
                input("features", json!("s3://lake-a/fs/customers-1/data"))],
            "ProcessingOutputConfig": {"Outputs": [output("evaluation", "s3://lake-a/eval")]}}},
        {"Name": "Create", "Type": "Model", "Arguments": {"PrimaryContainer":
            {"ModelDataUrl": {"Get": "Steps.Train.ModelArtifacts.S3ModelArtifacts"}}}},
        {"Name": "Register", "Type": "RegisterModel", "Arguments":
            {"ModelMetrics": {"ModelQuality": {"Statistics": {"S3Uri": "s3://lake-a/eval/quality.json"}}}}},
        {"Name": "Loop", "Type": "ForEach", "Arguments": {"ForEachBody": [body]}},
        {"Name": "Notify", "Type": "Lambda", "Arguments": {}}]})
    .to_string()
}

fn steps() -> Vec<ExecutionStep> {
    let ran = |name: &str, metadata| ExecutionStep {
        name: name.into(),
        status: "Succeeded".into(),
        metadata,
        ..ExecutionStep::default()
    };
    let job = |kind, arn: &str| StepMetadata::Job { job: kind, arn: arn.into() };
    let child = |index: i64| ExecutionStep {
        iteration: Some(Iteration { parent_step: "Loop".into(), index, item: None }),
        ..ran(&format!("Each-{index}"), job(JobKind::Processing, &format!("arn:each/{index}")))
    };
    let answered = [("token".to_owned(), "planted".to_owned()), ("rows".to_owned(), "7".to_owned())];
    vec![
        ran("Prepare", job(JobKind::Processing, "arn:job/prepare")),
        ran("Train", job(JobKind::Training, "arn:job/train")),
        ran("Eval", job(JobKind::Processing, "arn:job/denied")),
        ran("Create", StepMetadata::Model { arn: "arn:model/churn".into() }),
        ran("Register", StepMetadata::RegisterModel { arn: "arn:model-package/churn/3".into() }),
        child(1),
        child(0),
        ran("Notify", StepMetadata::Lambda { arn: None, output_parameters: answered.into() }),
        ran("Stranger", job(JobKind::Transform, "arn:job/stranger")),
    ]
}

fn failed(kind: SourceErrorKind, action: &'static str, resource: &str) -> SourceError {
    SourceError::new(kind, action, resource, "password=planted")
}

fn source() -> MockLineageSource {
    let mut source = MockLineageSource::default();
    let studio = || Observed::known([("DomainName".to_owned(), "studio".to_owned())].into());
    source.pipelines.expect_pipelines().returning(move |_| {
        let summary = |name: &str| PipelineSummary { name: name.into(), tags: studio(), ..PipelineSummary::default() };
        Ok(["Churn", "Price", "Gone"].map(summary).into())
    });
    source
        .pipelines
        .expect_domains()
        .returning(|_| Ok(vec![Domain { id: "d-1".into(), name: "studio".into(), ..Domain::default() }]));
    source.pipelines.expect_tags().returning(move |_, _| Ok(studio().value().cloned().unwrap()));
    source.pipelines.expect_pipeline().returning(|_, name| match name.as_str() {
        "Gone" => Err(SourceError::not_found("sagemaker:DescribePipeline", "Gone")),
        name => {
            Ok(Pipeline { name: name.to_lowercase(), arn: ARN.into(), definition: definition(), ..Pipeline::default() })
        }
    });
    let executions = &mut source.executions;
    let arn = || format!("{ARN}/execution/run1");
    executions
        .expect_executions()
        .returning(move |_, _, _| Ok(vec![ExecutionSummary { arn: arn(), ..ExecutionSummary::default() }]));
    executions
        .expect_execution()
        .returning(|_, arn| Ok(Execution { arn: arn.into(), status: "Succeeded".into(), ..Execution::default() }));
    executions.expect_definition().returning(|_, _| Ok(definition()));
    executions.expect_parameters().returning(|_, _| Ok(vec![("Bucket".into(), "lake-b".into())]));
    executions.expect_steps().returning(|_, _| Ok(steps()));
    executions.expect_job().returning(|_, _, arn| {
        let data = |name: &str, uri: String| JobData { name: name.into(), uri, ..JobData::default() };
        let name = arn.rsplit('/').next().unwrap();
        let (inputs, outputs) = match name {
            "denied" => return Err(failed(SourceErrorKind::AccessDenied, "sagemaker:DescribeProcessingJob", arn)),
            "train" => (vec![], vec![data("model_artifacts", "s3://models/out/train-1/output/model.tar.gz".into())]),
            "stranger" => (vec![data("transform_input", "s3://only-there/in".into())], vec![]),
            "prepare" => (vec![], vec![]),
            index => (vec![], vec![data("metrics", format!("s3://lake-a/each/{index}"))]),
        };
        let metrics = vec![Metric { name: "ghp_planted1234567890".into(), value: Some(1.0), timestamp: None }];
        let output_model_package_arn = (name == "train").then(|| "arn:model-package/churn/4".to_owned());
        Ok(Job { name: name.into(), inputs, outputs, metrics, output_model_package_arn, ..Job::default() })
    });
    executions.expect_model().returning(|_, _| {
        Ok(Model {
            name: "churn".into(),
            model_data: vec!["s3://models/out/train-1/output/model.tar.gz".into()],
            ..Model::default()
        })
    });
    executions.expect_model_package().returning(|_, arn| match arn.ends_with('3') {
        true => {
            Ok(ModelPackage { arn: arn.into(), approval_status: Some("Approved".into()), ..ModelPackage::default() })
        }
        false => Err(failed(SourceErrorKind::Throttled, "sagemaker:DescribeModelPackage", arn)),
    });
    executions.expect_endpoints().returning(|_, model| {
        let endpoint = |name: &str| Endpoint {
            name: name.into(),
            config_name: Observed::known("config".into()),
            ..Endpoint::default()
        };
        match model.as_str() {
            "churn" => Ok(vec![endpoint("ghp_planted1234567890"), endpoint("live")]),
            "arn:model-package/churn/3" => Ok(vec![endpoint("live")]),
            other => Err(failed(SourceErrorKind::AccessDenied, "sagemaker:Search", other)),
        }
    });
    source.buckets.expect_bucket().returning(|_, bucket| match bucket.as_str() {
        "lake-b" => Err(failed(SourceErrorKind::NotFound, "s3:ListBucket", "lake-b")),
        _ => Ok(Bucket::new(bucket.clone())),
    });
    source.objects.expect_object().returning(|_, _, key, _| {
        let bytes = match key {
            "eval/evaluation.json" => json!({"auc": {"value": 0.9}, "note": "planted", "hf_plantedplantedplanted": 1}),
            "each/0/metrics.json" => json!({"rows": [1, 2]}),
            "each/1/report.json" => return Err(failed(SourceErrorKind::AccessDenied, "s3:GetObject", key)),
            _ => return Err(SourceError::not_found("s3:GetObject", key)),
        };
        Ok(ObjectBytes { bytes: bytes.to_string().into_bytes(), ..ObjectBytes::default() })
    });
    source.feature_groups.expect_offline_stores().returning(|_| {
        let resolved_s3_uri = Some("s3://lake-a/fs/customers-1/data".into());
        let offline_store = OfflineStore { resolved_s3_uri, ..OfflineStore::default() };
        Ok(vec![FeatureGroupStore { name: "customers".into(), arn: "arn:fg".into(), offline_store }])
    });
    source
}

/// Picks one of many, by a seed (xorshift).
fn chooser(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move |of| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % of as u64).unwrap()
    }
}

#[test]
fn a_thousand_orders_of_answers_give_one_lineage() {
    let mut query = LineageQuery::new(Region::new("us-east-1").unwrap(), PipelineName::new("Churn").unwrap())
        .with_execution(ExecutionChoice::Latest);
    (query.deployments, query.domain) = (true, Some("studio".into()));
    for budget in [300, 40] {
        query.budget = budget;
        let answer = |seed| {
            let source = Gated::new(source());
            serde_json::to_string(&source.run(lineage(&source, &query), chooser(seed)).unwrap()).unwrap()
        };
        let first = answer(0);
        assert!(!first.contains("planted"), "{first}");
        if budget == 300 {
            let mut document: Value = serde_json::from_str(&first).unwrap();
            let document = document.as_object_mut().unwrap();
            document.retain(|key, _| !["graphPipeline", "graphData"].contains(&key.as_str()));
            insta::assert_json_snapshot!(document);
        }
        assert_eq!(first.contains("\"budget\""), budget == 40);
        for seed in 1..=ORDERS {
            assert_eq!(answer(seed), first, "seed {seed}");
        }
    }
}

#[test]
fn orders_of_answers_give_one_domain() {
    let mut query = DomainQuery::new(Region::new("us-east-1").unwrap(), "studio");
    query.execution = ExecutionChoice::Latest;
    let answer = |seed| {
        let source = Gated::new(source());
        serde_json::to_string(&source.run(by_domain(&source, &query, pending()), chooser(seed)).unwrap()).unwrap()
    };
    let answers: BTreeSet<_> = (0..50).map(answer).collect();
    assert_eq!(answers.len(), 1);
    let document: Value = serde_json::from_str(answers.first().unwrap()).unwrap();
    let told: Vec<_> = document["results"].as_array().unwrap().iter().map(|r| (&r["pipeline"], &r["ok"])).collect();
    assert_eq!(
        told,
        [(&json!("Churn"), &json!(true)), (&json!("Gone"), &json!(false)), (&json!("Price"), &json!(true))]
    );
}
