//! What an answer costs: dependent rounds of calls, and calls, on tokio's paused clock.

use std::time::Duration;

use lineage_model::collect::{ExecutionChoice, LineageQuery, lineage};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{ACCOUNT, EXECUTION, pipeline_name, region};
use crate::fake::{Answer, FakeAws};

pub(super) const LATENCY: Duration = Duration::from_millis(50);

/// The pipeline and its latest execution; what that ran, and where the buckets are; the jobs, and the buckets' posture.
#[tokio::test(start_paused = true)]
async fn twelve_jobs_and_four_buckets_in_three_rounds() {
    let aws = account(12, 4, "in");
    assert_eq!(answer(&aws).await, 3 * LATENCY);
    assert_eq!(aws.log().len(), 7 + 12 + 4 * 7 + ACCOUNT);
    assert_eq!(aws.count("Search") + aws.count("ListFeatureGroups"), 1, "all feature groups");
    for operation in ["ListPipelines", "ListTags"] {
        assert_eq!(aws.count(operation), 0);
    }
    for (operation, calls) in [("ListPipelineExecutionSteps", 1), ("DescribeProcessingJob", 12), ("HeadBucket", 4)] {
        assert_eq!(aws.count(operation), calls, "{operation}");
    }
}

/// A bucket that only a job names is found a round later, and asked about in two more.
#[tokio::test(start_paused = true)]
async fn a_bucket_that_only_a_job_names_takes_two_rounds_more() {
    let aws = account(12, 4, "elsewhere");
    aws.bucket("elsewhere", "eu-west-1");
    assert_eq!(answer(&aws).await, 5 * LATENCY);
    assert_eq!(aws.count("HeadBucket"), 5);
}

#[tokio::test(start_paused = true)]
async fn fifty_jobs_and_ten_buckets_with_thirty_two_in_flight() {
    let aws = account(50, 10, "in");
    let elapsed = answer(&aws).await;
    assert_eq!(elapsed, 4 * LATENCY);
    assert_eq!(aws.most_in_flight(), 32);
}

/// Collects the lineage with the latest execution, and tells how long it took.
async fn answer(aws: &FakeAws) -> Duration {
    let source = aws.source();
    let query = LineageQuery::new(region(), pipeline_name()).with_execution(ExecutionChoice::Latest);
    let start = Instant::now();
    let document = serde_json::to_value(lineage(&source, &query).await.unwrap()).unwrap();
    let elapsed = start.elapsed();
    assert_eq!(document["warnings"], json!([]));
    let nodes = document["graph"]["nodes"].as_array().unwrap();
    assert!(nodes.iter().all(|node| node["run"]["status"] == "Succeeded"), "{nodes:?}");
    elapsed
}

/// A pipeline of `steps` processing steps whose inputs lie in `buckets` buckets; its jobs also read from `more`.
pub(super) fn account(steps: usize, buckets: usize, more: &str) -> FakeAws {
    let aws = FakeAws::at(LATENCY);
    for bucket in 0..buckets {
        aws.bucket(&format!("bucket-{bucket}"), if bucket % 2 == 0 { "eu-west-1" } else { "us-east-1" });
    }
    let uri = move |step: usize| format!("s3://bucket-{}/in/{step}", step % buckets);
    let step = |step: usize| {
        json!({"Name": format!("Step{step}"), "Type": "Processing", "Arguments": {"ProcessingInputs":
            [{"InputName": "in", "S3Input": {"S3Uri": uri(step)}}]}})
    };
    let definition = json!({"Version": "2020-12-01", "Steps": (0..steps).map(step).collect::<Vec<_>>()}).to_string();
    aws.answer("DescribePipeline", json!({"PipelineName": "Churn", "PipelineDefinition": definition}));
    aws.answer("ListFeatureGroups", json!({}));
    aws.answer("Search", json!({}));
    aws.answer("DescribePipelineDefinitionForExecution", json!({"PipelineDefinition": definition}));
    let run = json!({"PipelineExecutionArn": EXECUTION, "PipelineExecutionStatus": "Succeeded"});
    aws.answer("ListPipelineExecutions", json!({"PipelineExecutionSummaries": [run]}));
    aws.answer("DescribePipelineExecution", run);
    aws.answer("ListPipelineParametersForExecution", json!({}));
    let ran: Vec<_> = (0..steps).map(ran).collect();
    aws.answer("ListPipelineExecutionSteps", json!({"PipelineExecutionSteps": ran}));
    let more = more.to_owned();
    aws.handle("DescribeProcessingJob", move |call| {
        let step = call.text("ProcessingJobName").trim_start_matches("job-").parse().unwrap();
        let mut inputs = vec![json!({"InputName": "in", "S3Input": {"S3Uri": uri(step)}})];
        if more != "in" {
            inputs.push(json!({"InputName": "more", "S3Input": {"S3Uri": format!("s3://{more}/x")}}));
        }
        Answer::json(json!({"ProcessingJobName": format!("job-{step}"), "ProcessingJobStatus": "Completed",
            "ProcessingInputs": inputs}))
    });
    aws
}

fn ran(step: usize) -> Value {
    json!({"StepName": format!("Step{step}"), "StepStatus": "Succeeded",
        "Metadata": {"ProcessingJob": {"Arn": format!("arn:aws:sagemaker:eu-west-1:1:processing-job/job-{step}")}}})
}
