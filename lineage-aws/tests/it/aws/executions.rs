use lineage_model::source::ExecutionSource;
use serde_json::{Value, json};

use super::{EXECUTION, pipeline_name, region};
use crate::fake::{Answer, FakeAws};

#[tokio::test(start_paused = true)]
async fn no_more_executions_than_asked_for_newest_first() {
    let aws = FakeAws::new();
    aws.handle("ListPipelineExecutions", |call| {
        assert_eq!(call.text("SortOrder"), "Descending");
        assert_eq!(call.text("SortBy"), "CreationTime");
        let start = call.text("NextToken").parse().unwrap_or(0);
        let size = call.body["MaxResults"].as_i64().unwrap();
        let page: Vec<_> = (start..start + size).map(summary).collect();
        Answer::json(json!({"PipelineExecutionSummaries": page, "NextToken": (start + size).to_string()}))
    });
    let source = aws.source();
    let one = source.executions(&region(), &pipeline_name(), 1).await.unwrap();
    assert_eq!(one.len(), 1);
    insta::assert_json_snapshot!(one[0]);
    assert_eq!(aws.log().len(), 1);
    let many = source.executions(&region(), &pipeline_name(), 150).await.unwrap();
    assert_eq!((many.len(), aws.log().len()), (150, 3));
    assert_eq!(many[149].arn, "arn:149");
    assert_eq!(source.executions(&region(), &pipeline_name(), 0).await.unwrap(), []);
}

#[tokio::test(start_paused = true)]
async fn an_execution_as_described() {
    let aws = FakeAws::new();
    aws.answer(
        "DescribePipelineExecution",
        json!({
            "PipelineExecutionArn": EXECUTION,
            "PipelineExecutionStatus": "CompletedWithFailures",
            "PipelineExecutionDisplayName": "run-7",
            "PipelineExecutionDescription": "again",
            "FailureReason": "step Train failed",
            "CreationTime": 1_767_225_600,
            "LastModifiedTime": 1_767_229_200.25,
            "PipelineExperimentConfig": {"ExperimentName": "churn", "TrialName": "abc123def456"},
            "SelectiveExecutionConfig": {
                "SourcePipelineExecutionArn": "arn:source",
                "SelectedSteps": [{"StepName": "Train"}, {"StepName": "Evaluate"}]
            }
        }),
    );
    insta::assert_json_snapshot!(aws.source().execution(&region(), EXECUTION).await.unwrap());
}

#[tokio::test(start_paused = true)]
async fn parameters_of_all_pages_in_the_apis_order() {
    let aws = FakeAws::new();
    aws.handle("ListPipelineParametersForExecution", |call| match call.text("NextToken") {
        "" => Answer::json(json!({"PipelineParameters": [{"Name": "Z", "Value": "1"}], "NextToken": "1"})),
        _ => Answer::json(json!({"PipelineParameters": [{"Name": "A", "Value": "s3://b/in"}]})),
    });
    let parameters = aws.source().parameters(&region(), EXECUTION).await.unwrap();
    assert_eq!(parameters, [("Z".to_owned(), "1".to_owned()), ("A".to_owned(), "s3://b/in".to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn the_definition_of_an_execution() {
    let aws = FakeAws::new();
    aws.handle("DescribePipelineDefinitionForExecution", |call| {
        assert_eq!(call.text("PipelineExecutionArn"), EXECUTION);
        Answer::json(json!({"PipelineDefinition": "{\"Steps\":[]}", "CreationTime": 1_767_225_600}))
    });
    assert_eq!(aws.source().definition(&region(), EXECUTION).await.unwrap(), "{\"Steps\":[]}");
}

fn summary(index: i64) -> Value {
    json!({"PipelineExecutionArn": format!("arn:{index}"), "PipelineExecutionStatus": "Succeeded",
        "PipelineExecutionDisplayName": format!("execution-{index}"), "StartTime": 1_767_225_600 - index})
}
