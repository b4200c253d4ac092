//! Which calls the collector makes, and what becomes of their failures.

use futures_executor::block_on;
use lineage_model::collect::{CollectError, ExecutionChoice, LineageQuery, lineage};
use lineage_model::source::{
    Bucket, Execution, ExecutionStep, ExecutionSummary, Job, JobData, JobKind, MockLineageSource, ModelPackage,
    ObjectBytes, Pipeline, SourceError, SourceErrorKind, StepMetadata,
};
use lineage_model::{PipelineName, Region};
use serde_json::{Value, json};

const PIPELINE: &str = "arn:aws:sagemaker:us-east-1:111122223333:pipeline/abalone";

fn query(execution: ExecutionChoice) -> LineageQuery {
    let region = Region::new("us-east-1").unwrap();
    LineageQuery::new(region, PipelineName::new("Abalone").unwrap()).with_execution(execution)
}

/// A source that knows the pipeline and any bucket, and expects `buckets` calls about those.
fn source(buckets: usize) -> MockLineageSource {
    let mut source = MockLineageSource::default();
    source.pipelines.expect_pipeline().times(1).returning(|_, name| {
        Ok(Pipeline {
            name: name.to_string(),
            arn: PIPELINE.into(),
            definition: include_str!("../fixtures/abalone.json").into(),
            ..Pipeline::default()
        })
    });
    source.feature_groups.expect_offline_stores().returning(|_| Ok(Vec::new()));
    source.buckets.expect_bucket().times(buckets).returning(|_, bucket| Ok(Bucket::new(bucket.clone())));
    source
}

fn denied<T>(action: &'static str) -> Result<T, SourceError> {
    Err(SourceError::new(SourceErrorKind::AccessDenied, action, "r", "access denied"))
}

fn execution_arn() -> String {
    format!("{PIPELINE}/execution/run1")
}

/// Adds an execution whose training step and evaluation step ran one job each, and a registration.
fn with_execution(source: &mut MockLineageSource) {
    let arn = execution_arn();
    let found = arn.clone();
    source
        .executions
        .expect_execution()
        .times(1)
        .withf(move |_, asked| asked == found)
        .returning(|_, arn| Ok(Execution { arn: arn.into(), status: "Succeeded".into(), ..Execution::default() }));
    source
        .executions
        .expect_definition()
        .times(1)
        .returning(|_, _| Ok(include_str!("../fixtures/abalone.json").into()));
    source.executions.expect_parameters().times(1).returning(|_, _| Ok(Vec::new()));
    source.executions.expect_steps().times(1).returning(|_, _| {
        let step = |name: &str, metadata| ExecutionStep {
            name: name.into(),
            status: "Succeeded".into(),
            metadata,
            ..ExecutionStep::default()
        };
        let job = |kind, arn: &str| StepMetadata::Job { job: kind, arn: arn.into() };
        Ok(vec![
            step("AbaloneProcess", job(JobKind::Processing, "arn:p")),
            step("AbaloneTrain", job(JobKind::Training, "arn:t")),
            // A cached step names the job of the step before.
            step("AbaloneEval", job(JobKind::Processing, "arn:p")),
            step("AbaloneRegisterModel-RegisterModel", StepMetadata::RegisterModel { arn: "arn:m/group/1".into() }),
        ])
    });
}

fn answer(source: &MockLineageSource, query: &LineageQuery) -> Value {
    serde_json::to_value(block_on(lineage(source, query)).unwrap()).unwrap()
}

#[test]
fn a_definition_costs_one_call_and_one_a_bucket() {
    let document = answer(&source(1), &query(ExecutionChoice::None));
    assert_eq!((&document["summary"]["overallStatus"], &document["warnings"]), (&json!("Unknown"), &json!([])));
    assert!(document.get("execution").is_none());
}

#[test]
fn without_posture_no_bucket_is_asked_about() {
    let mut query = query(ExecutionChoice::None);
    query.posture = false;
    assert!(answer(&source(0), &query)["graph"]["artifacts"][0].get("s3").is_none());
}

#[test]
fn a_pipeline_that_never_ran_has_no_execution() {
    let mut source = source(1);
    source.executions.expect_executions().times(1).withf(|_, _, limit| *limit == 1).returning(|_, _, _| Ok(Vec::new()));
    assert!(answer(&source, &query(ExecutionChoice::Latest)).get("execution").is_none());
}

#[test]
fn every_job_bucket_and_report_is_asked_about_once() {
    let mut source = source(2);
    let latest = ExecutionSummary { arn: execution_arn(), status: "Succeeded".into(), ..ExecutionSummary::default() };
    source.executions.expect_executions().times(1).returning(move |_, _, _| Ok(vec![latest.clone()]));
    with_execution(&mut source);
    source.executions.expect_job().times(2).returning(|_, _, arn| {
        let elsewhere =
            JobData { name: "more".into(), uri: "s3://only-the-job-names-it/x".into(), ..JobData::default() };
        Ok(Job { arn: arn.into(), inputs: vec![elsewhere], ..Job::default() })
    });
    source.executions.expect_model_package().times(1).returning(|_, arn| {
        Ok(ModelPackage { arn: arn.into(), approval_status: Some("Approved".into()), ..ModelPackage::default() })
    });
    source
        .objects
        .expect_object()
        .times(1)
        .returning(|_, _, _, _| Ok(ObjectBytes { bytes: b"{}".to_vec(), ..ObjectBytes::default() }));
    let document = answer(&source, &query(ExecutionChoice::Latest));
    assert_eq!(document["warnings"], json!([]));
    assert_eq!(document["graph"]["nodes"][4]["registry"]["approvalStatus"], "Approved");
}

/// The pipeline, its execution's four calls, the bucket of the definition (seven), two jobs and a package, the bucket of
/// a job: whatever does not fit is left out, later calls first.
#[test]
fn what_is_over_the_budget_is_left_out_and_told() {
    for (budget, jobs, packages, buckets, left_out) in [
        (22, 2, 1, 2, None),
        (21, 2, 1, 1, Some(7)),
        (14, 2, 0, 1, Some(8)),
        (12, 0, 0, 1, Some(3)),
        (5, 0, 0, 0, Some(10)),
    ] {
        let mut source = source(buckets);
        with_execution(&mut source);
        source.executions.expect_job().times(jobs).returning(|_, _, arn| {
            let uri = "s3://only-the-job-names-it/x".into();
            let inputs = vec![JobData { name: "more".into(), uri, ..JobData::default() }];
            Ok(Job { arn: arn.into(), inputs, ..Job::default() })
        });
        source.executions.expect_model_package().times(packages).returning(|_, _| Ok(ModelPackage::default()));
        let mut query = query(ExecutionChoice::Named(execution_arn()));
        (query.budget, query.reports, query.offline_stores) = (budget, false, false);
        let warnings = &answer(&source, &query)["warnings"];
        let message = |left_out| format!("calls that the budget does not hold were not made: {left_out}");
        let expected = left_out.map(message).into_iter().collect::<Vec<_>>();
        let told: Vec<_> = warnings.as_array().unwrap().iter().map(|w| w["message"].as_str().unwrap()).collect();
        assert_eq!(told, expected, "{warnings}");
    }
}

/// The calls about an execution that was named by its ARN are left out once.
#[test]
fn an_execution_that_the_budget_does_not_hold_is_left_out_once() {
    let mut query = query(ExecutionChoice::Named(execution_arn()));
    (query.budget, query.reports, query.offline_stores) = (1, false, false);
    let warnings = &answer(&source(0), &query)["warnings"];
    assert_eq!(warnings[0]["message"], "calls that the budget does not hold were not made: 11");
}

/// That there is no execution is told only where somebody said so.
#[test]
fn endpoints_of_no_execution_are_not_asked_for() {
    let check = |choice, latest: fn() -> Result<Vec<ExecutionSummary>, SourceError>, codes: &[&str]| {
        let mut source = source(1);
        source.executions.expect_executions().returning(move |_, _, _| latest());
        let mut query = query(choice);
        query.deployments = true;
        let warnings = answer(&source, &query)["warnings"].clone();
        let told: Vec<_> = warnings.as_array().unwrap().iter().map(|w| w["code"].as_str().unwrap()).collect();
        assert_eq!(told, codes);
    };
    check(ExecutionChoice::None, || unreachable!(), &["not-found"]);
    check(ExecutionChoice::Latest, || Ok(Vec::new()), &["not-found"]);
    check(ExecutionChoice::Latest, || denied("sagemaker:ListPipelineExecutions"), &["access-denied"]);
}

/// A bucket that a value of the execution names, with the pipeline's own name in it, is asked about as well.
#[test]
fn the_name_of_the_pipeline_is_a_value_of_its_execution() {
    let uri = json!({"Std:Join": {"On": "", "Values": ["s3://lake-", {"Get": "Execution.PipelineName"}, "/in"]}});
    let definition = json!({"Steps": [{"Name": "P", "Type": "Processing", "Arguments": {"ProcessingInputs":
        [{"InputName": "in", "S3Input": {"S3Uri": uri}}]}}]});
    let mut source = MockLineageSource::default();
    source.feature_groups.expect_offline_stores().returning(|_| Ok(Vec::new()));
    let text = definition.to_string();
    let current = text.clone();
    source.pipelines.expect_pipeline().returning(move |_, _| {
        Ok(Pipeline { name: "abalone".into(), definition: current.clone(), ..Pipeline::default() })
    });
    source.executions.expect_execution().returning(|_, arn| Ok(Execution { arn: arn.into(), ..Execution::default() }));
    source.executions.expect_definition().returning(move |_, _| Ok(text.clone()));
    source.executions.expect_parameters().returning(|_, _| Ok(Vec::new()));
    source.executions.expect_steps().returning(|_, _| Ok(Vec::new()));
    source
        .buckets
        .expect_bucket()
        .times(1)
        .withf(|_, bucket| bucket.as_str() == "lake-abalone")
        .returning(|_, bucket| Ok(Bucket::new(bucket.clone())));
    let document = answer(&source, &query(ExecutionChoice::Named(execution_arn())));
    assert_eq!(document["graph"]["artifacts"][0]["s3"]["region"], "Unknown");
}

#[test]
fn what_fails_after_the_pipeline_is_a_warning() {
    let mut source = source(1);
    source.executions.expect_execution().returning(|_, _| denied("sagemaker:DescribePipelineExecution"));
    source.executions.expect_definition().returning(|_, _| denied("sagemaker:DescribePipelineDefinitionForExecution"));
    source.executions.expect_parameters().returning(|_, _| denied("sagemaker:ListPipelineParametersForExecution"));
    source.executions.expect_steps().returning(|_, _| denied("sagemaker:ListPipelineExecutionSteps"));
    let document = answer(&source, &query(ExecutionChoice::Named("run1".into())));
    let actions: Vec<_> =
        document["warnings"].as_array().unwrap().iter().map(|w| w["action"].as_str().unwrap()).collect();
    assert_eq!(
        actions,
        [
            "sagemaker:ListPipelineExecutionSteps",
            "sagemaker:ListPipelineParametersForExecution",
            "sagemaker:DescribePipelineDefinitionForExecution",
            "sagemaker:DescribePipelineExecution",
        ]
    );
    assert_eq!(document["execution"]["arn"], execution_arn());
    assert_eq!(document["execution"]["status"], "Unknown");
}

#[test]
fn the_first_call_must_succeed() {
    let mut source = MockLineageSource::default();
    source.feature_groups.expect_offline_stores().returning(|_| Ok(Vec::new()));
    source.pipelines.expect_pipeline().returning(|_, _| denied("sagemaker:DescribePipeline"));
    let error = block_on(lineage(&source, &query(ExecutionChoice::None))).unwrap_err();
    assert!(matches!(error, CollectError::Source(error) if error.kind == SourceErrorKind::AccessDenied));
    let mut source = MockLineageSource::default();
    source.feature_groups.expect_offline_stores().returning(|_| Ok(Vec::new()));
    source
        .pipelines
        .expect_pipeline()
        .returning(|_, _| Ok(Pipeline { definition: "{}".into(), ..Pipeline::default() }));
    let error = block_on(lineage(&source, &query(ExecutionChoice::None))).unwrap_err();
    assert!(matches!(error, CollectError::Definition(_)));
}

#[test]
fn an_execution_that_cannot_be_this_pipelines_is_not_asked_for() {
    let mut source = MockLineageSource::default();
    source.feature_groups.expect_offline_stores().returning(|_| Ok(Vec::new()));
    for arn in [
        "arn:aws:sagemaker:us-east-1:111122223333:pipeline/other/execution/run1",
        "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/abalone/execution/run1",
        "arn:aws:sagemaker:us-east-1:111122223333:pipeline/abalone/execution/",
        "arn:aws:s3:::pipeline/abalone/execution/run1",
        "arn:",
        "../run1",
        "",
    ] {
        let error = block_on(lineage(&source, &query(ExecutionChoice::Named(arn.into()))));
        assert!(matches!(error, Err(CollectError::ExecutionNotFound { .. })), "{arn}");
    }
}

#[test]
fn an_execution_of_a_pipeline_of_this_name_in_another_account_is_not_there() {
    let arn = execution_arn().replace("111122223333", "444455556666");
    assert_ne!(arn, execution_arn());
    let mut source = source(1);
    let found = Execution { arn: arn.clone(), status: "Succeeded".into(), ..Execution::default() };
    source.executions.expect_execution().returning(move |_, _| Ok(found.clone()));
    source.executions.expect_definition().returning(|_, _| denied("a"));
    source.executions.expect_parameters().returning(|_, _| denied("a"));
    source.executions.expect_steps().returning(|_, _| denied("a"));
    let error = block_on(lineage(&source, &query(ExecutionChoice::Named(arn)))).unwrap_err();
    assert!(matches!(error, CollectError::ExecutionNotFound { .. }), "{error:?}");
}

#[test]
fn a_named_execution_that_is_not_there_is_an_error() {
    let mut source = source(1);
    source.executions.expect_execution().returning(|_, arn| Err(SourceError::not_found("a", arn)));
    source.executions.expect_definition().returning(|_, arn| Err(SourceError::not_found("a", arn)));
    source.executions.expect_parameters().returning(|_, arn| Err(SourceError::not_found("a", arn)));
    source.executions.expect_steps().returning(|_, arn| Err(SourceError::not_found("a", arn)));
    let error = block_on(lineage(&source, &query(ExecutionChoice::Named(execution_arn())))).unwrap_err();
    assert!(matches!(error, CollectError::ExecutionNotFound { execution } if execution == execution_arn()));
}
