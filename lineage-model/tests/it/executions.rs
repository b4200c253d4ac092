//! The list of a pipeline's executions.

use std::future::{pending, ready};

use futures_executor::block_on;
use lineage_model::collect::{CollectError, ExecutionsQuery, executions};
use lineage_model::source::{ExecutionSummary, MockLineageSource, Pipeline, SourceError, SourceErrorKind};
use lineage_model::{PipelineName, Region};

use crate::gated::Gated;

fn source() -> MockLineageSource {
    let mut source = MockLineageSource::default();
    source
        .pipelines
        .expect_pipeline()
        .returning(|_, name| Ok(Pipeline { name: name.as_str().to_owned(), ..Pipeline::default() }));
    source
}

fn query(limit: usize) -> ExecutionsQuery {
    let mut query = ExecutionsQuery::new(Region::new("eu-west-1").unwrap(), PipelineName::new("Churn").unwrap());
    query.limit = limit;
    query
}

#[test]
fn a_list_of_executions() {
    let mut source = source();
    // More than were asked for, as no port should answer.
    source.executions.expect_executions().withf(|_, _, limit| *limit == 3).returning(|_, _, _| {
        let run = |id: &str, status: &str, day: &str| ExecutionSummary {
            arn: format!("arn:aws:sagemaker:eu-west-1:111122223333:pipeline/churn/execution/{id}"),
            status: status.to_owned(),
            started: format!("2026-05-{day}T10:00:00Z").parse().ok(),
            ..ExecutionSummary::default()
        };
        Ok(vec![
            ExecutionSummary {
                display_name: Some("nightly".to_owned()),
                failure_reason: Some("ClientError: password=hunter2".to_owned()),
                last_modified: "2026-05-04T11:00:00Z".parse().ok(),
                ..run("c3", "Failed", "04")
            },
            run("b2", "Paused", "03"),
            ExecutionSummary { arn: String::new(), ..run("", "Succeeded", "02") },
            run("a1", "Succeeded", "01"),
        ])
    });
    insta::assert_json_snapshot!(block_on(executions(&source, &query(3), pending())).unwrap());
}

#[test]
fn what_fails_or_comes_too_late_is_an_error() {
    let mut denying = source();
    denying.executions.expect_executions().returning(|_, name, _| {
        let action = "sagemaker:ListPipelineExecutions";
        Err(SourceError::new(SourceErrorKind::AccessDenied, action, name.as_str(), "not authorized"))
    });
    let denied = block_on(executions(&denying, &query(1), pending()));
    assert!(matches!(denied, Err(CollectError::Source(error)) if error.kind == SourceErrorKind::AccessDenied));
    let late = block_on(executions(&Gated::new(source()), &query(1), ready(())));
    assert!(matches!(late, Err(CollectError::Deadline)), "{late:?}");
}
