//! Endpoints that serve what an execution made.

use futures_executor::block_on;
use lineage_model::collect::{ExecutionChoice, LineageQuery, lineage};
use lineage_model::document::View;
use lineage_model::source::{
    Endpoint, Execution, ExecutionStep, Job, JobKind, MockLineageSource, Model, ModelPackage, Pipeline, ServedModel,
    SourceError, SourceErrorKind, StepMetadata,
};
use lineage_model::{Gap, Observed, PipelineName, Region, render};
use serde_json::{Value, json};

fn endpoint(name: &str, config: Option<&str>) -> Endpoint {
    let gap = Gap { action: "sagemaker:DescribeEndpoint".into(), resource: name.into(), message: "denied".into() };
    Endpoint {
        name: name.into(),
        arn: format!("arn:e/{name}"),
        status: Some("InService".into()),
        config_name: config.map_or(Observed::Denied { gap }, |config| Observed::known(config.to_owned())),
        ..Endpoint::default()
    }
}

/// A pipeline that makes a model and registers two packages, one of them by its training job.
fn source() -> MockLineageSource {
    let mut source = MockLineageSource::default();
    let step = |name: &str, kind: &str| json!({"Name": name, "Type": kind, "Arguments": {}});
    let steps = [step("Train", "Training"), step("Create", "Model"), step("Register", "RegisterModel")];
    let definition = json!({ "Steps": steps }).to_string();
    let text = definition.clone();
    source.feature_groups.expect_offline_stores().returning(|_| Ok(Vec::new()));
    source
        .pipelines
        .expect_pipeline()
        .returning(move |_, _| Ok(Pipeline { arn: "arn:p".into(), definition: text.clone(), ..Pipeline::default() }));
    source.executions.expect_execution().returning(|_, arn| Ok(Execution { arn: arn.into(), ..Execution::default() }));
    source.executions.expect_definition().returning(move |_, _| Ok(definition.clone()));
    source.executions.expect_parameters().returning(|_, _| Ok(Vec::new()));
    source.executions.expect_steps().returning(|_, _| {
        let ran = |name: &str, metadata| ExecutionStep {
            name: name.into(),
            status: "Succeeded".into(),
            metadata,
            ..ExecutionStep::default()
        };
        Ok(vec![
            ran("Train", StepMetadata::Job { job: JobKind::Training, arn: "arn:t".into() }),
            ran("Create", StepMetadata::Model { arn: "arn:model/churn".into() }),
            ran("Register", StepMetadata::RegisterModel { arn: "arn:package/1".into() }),
        ])
    });
    source
        .executions
        .expect_job()
        .returning(|_, _, _| Ok(Job { output_model_package_arn: Some("arn:package/2".into()), ..Job::default() }));
    source.executions.expect_model().returning(|_, _| Ok(Model { name: "Churn".into(), ..Model::default() }));
    source.executions.expect_model_package().times(..3).returning(|_, _| Ok(ModelPackage::default()));
    source
}

fn document(source: &MockLineageSource, execution: ExecutionChoice) -> (Value, String) {
    let name = PipelineName::new("churn").unwrap();
    let mut query = LineageQuery::new(Region::new("us-east-1").unwrap(), name).with_execution(execution);
    (query.deployments, query.view) = (true, View::Pipeline);
    let document = block_on(lineage(source, &query)).unwrap();
    (serde_json::to_value(&document).unwrap(), render::dot(&document))
}

#[test]
fn endpoints_follow_the_steps_whose_models_they_serve() {
    let mut source = source();
    source.executions.expect_endpoints().times(3).returning(|_, model| match model {
        ServedModel::Model(name) => {
            assert_eq!(name, "Churn", "an ARN has it in lower case");
            Ok(vec![endpoint("live", Some("live-3")), endpoint("shadow", None)])
        }
        ServedModel::Package(arn) if arn == "arn:package/1" => Ok(vec![endpoint("live", Some("live-3"))]),
        ServedModel::Package(_) => {
            Err(SourceError::new(SourceErrorKind::AccessDenied, "sagemaker:Search", "r", "ghp_planted1234567890"))
        }
    });
    let (document, dot) = document(&source, ExecutionChoice::Named("run1".into()));
    insta::assert_json_snapshot!(json!({
        "nodes": document["graph"]["nodes"].as_array().unwrap()[3..],
        "edges": document["graph"]["edges"],
        "summary": document["summary"],
        "warnings": document["warnings"],
    }));
    assert!(!document.to_string().contains("planted"));
    assert!(dot.contains(r#""endpoint:live" [shape=box, label="live\nEndpoint\nInService"]"#), "{dot}");
}

#[test]
fn without_an_execution_there_is_nothing_to_ask_for() {
    let (document, _) = document(&source(), ExecutionChoice::None);
    assert_eq!(document["warnings"][0]["code"], "not-found");
    assert_eq!(document["graph"]["nodes"].as_array().unwrap().len(), 3);
}
