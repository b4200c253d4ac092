use std::time::Duration;

use lineage_model::Timestamp;
use lineage_model::source::{ExecutionSource, ExecutionSummary, PipelineSummary, SourceErrorKind};
use serde_json::{Value, json};

use super::region;
use crate::fake::{Answer, FakeAws, Fault};

/// `ran` and `never`, and what they are asked for with.
fn pipeline(name: &str, ran: bool) -> PipelineSummary {
    PipelineSummary {
        name: name.to_owned(),
        arn: format!("arn:{name}"),
        last_run: ran.then(|| Timestamp::from_unix(1_767_225_600, 0).unwrap()),
        ..PipelineSummary::default()
    }
}

fn found(pipeline: &str, id: &str) -> Value {
    json!({"PipelineExecution": {"PipelineArn": format!("arn:{pipeline}"), "PipelineExecutionArn": id,
        "PipelineExecutionStatus": "Succeeded", "CreationTime": 1_767_225_600, "LastModifiedTime": 1_767_225_700}})
}

/// An account where the two calls of one pipeline answer, for those that are not found by `Search`.
fn account() -> FakeAws {
    let aws = FakeAws::new();
    aws.handle("ListPipelineExecutions", |call| {
        let name = call.text("PipelineName");
        let run = json!({"PipelineExecutionArn": format!("listed-{name}"), "PipelineExecutionStatus": "Failed"});
        Answer::json(json!({"PipelineExecutionSummaries": if name == "never" { json!([]) } else { json!([run]) }}))
    });
    aws.answer("DescribePipelineExecution", json!({"LastModifiedTime": 1_767_225_800}));
    aws
}

fn shown(latest: &[Result<Option<ExecutionSummary>, lineage_model::source::SourceError>]) -> Vec<String> {
    let show = |run: &ExecutionSummary| format!("{} {} {}", run.arn, run.status, run.last_modified.unwrap());
    latest.iter().map(|latest| latest.as_ref().unwrap().as_ref().map_or("none".to_owned(), show)).collect()
}

#[tokio::test(start_paused = true)]
async fn pages_are_read_until_every_pipeline_that_ran_is_found() {
    let aws = account();
    aws.handle("Search", |call| {
        assert_eq!((call.text("Resource"), call.text("SortBy")), ("PipelineExecution", "CreationTime"));
        assert_eq!((call.text("SortOrder"), &call.body["MaxResults"]), ("Descending", &json!(100)));
        match call.text("NextToken") {
            "" => Answer::json(json!({"Results": [found("b", "b2"), found("other", "o1"), found("b", "b1")],
                "NextToken": "1"})),
            "1" => Answer::json(json!({"Results": [found("a", "a1")], "NextToken": "2"})),
            token => panic!("{token}"),
        }
    });
    let asked = [pipeline("a", true), pipeline("never", false), pipeline("b", true)];
    let latest = aws.source().latest_executions(&region(), &asked).await;
    let at = "2026-01-01T00:01:40Z";
    assert_eq!(shown(&latest), [format!("a1 Succeeded {at}"), "none".into(), format!("b2 Succeeded {at}")]);
    assert_eq!(aws.log().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_among_the_newest_thousand_is_asked_for_in_two_calls() {
    let aws = account();
    aws.handle("Search", |call| {
        let page: usize = call.text("NextToken").parse().unwrap_or(0);
        Answer::json(json!({"Results": [found("busy", "r")], "NextToken": (page + 1).to_string()}))
    });
    let asked = [pipeline("busy", true), pipeline("rare", true), pipeline("never", false)];
    let latest = aws.source().latest_executions(&region(), &asked).await;
    assert_eq!(shown(&latest)[1..], ["listed-rare Failed 2026-01-01T00:03:20Z", "none"]);
    assert_eq!((aws.count("Search"), aws.log().len()), (10, 12));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_asked_for_when_nothing_ran() {
    let aws = account();
    let latest = aws.source().latest_executions(&region(), &[pipeline("never", false)]).await;
    assert_eq!(shown(&latest), ["none"]);
    assert_eq!(aws.log(), []);
}

#[tokio::test(start_paused = true)]
async fn without_search_two_calls_a_pipeline() {
    let aws = account();
    aws.fault("Search", Fault::Denied, 1);
    let asked = [pipeline("a", true), pipeline("never", false), pipeline("b", true)];
    let latest = aws.source().latest_executions(&region(), &asked).await;
    let at = "2026-01-01T00:03:20Z";
    assert_eq!(shown(&latest), [format!("listed-a Failed {at}"), "none".into(), format!("listed-b Failed {at}")]);
    assert_eq!(aws.log().len(), 1 + 3 + 2);
}

#[tokio::test(start_paused = true)]
async fn one_pipeline_that_fails_spoils_no_other() {
    let aws = account();
    aws.fault("Search", Fault::Denied, 1).fault("ListPipelineExecutions", Fault::Denied, 1);
    let latest = aws.source().latest_executions(&region(), &[pipeline("a", true), pipeline("b", true)]).await;
    let kinds: Vec<_> = latest.iter().map(|latest| latest.as_ref().err().map(|error| error.kind)).collect();
    assert_eq!(kinds, [Some(SourceErrorKind::AccessDenied), None]);
}

/// A service that does not answer is not asked for each pipeline, too.
#[tokio::test(start_paused = true)]
async fn a_dead_region_fails_once_for_all() {
    let aws = account();
    aws.fault("Search", Fault::Hangs, usize::MAX);
    let start = tokio::time::Instant::now();
    let asked: Vec<_> = (0..500).map(|index| pipeline(&format!("p{index}"), true)).collect();
    let latest = aws.source().latest_executions(&region(), &asked).await;
    assert!(latest.iter().all(|latest| latest.as_ref().unwrap_err().kind == SourceErrorKind::Timeout));
    assert_eq!((latest.len(), aws.count("ListPipelineExecutions")), (500, 0));
    assert!(start.elapsed() < Duration::from_secs(13));
}

/// The catalogue of 500 pipelines with their tags and latest executions.
#[tokio::test(start_paused = true)]
async fn five_hundred_pipelines_in_at_most_fifteen_calls() {
    use lineage_model::source::PipelineSource;
    let aws = account();
    aws.handle("Search", |call| {
        let page: usize = call.text("NextToken").parse().unwrap_or(0);
        let record = |index: usize| match call.text("Resource") {
            "Pipeline" => json!({"Pipeline": {"PipelineName": format!("p{index}"),
                "PipelineArn": format!("arn:p{index}"), "LastRunTime": 1_767_225_600, "Tags": []}}),
            _ => found(&format!("p{index}"), "r"),
        };
        let records: Vec<_> = (page * 100..page * 100 + 100).map(record).collect();
        let next = (page < 4).then(|| (page + 1).to_string());
        Answer::json(json!({"Results": records, "NextToken": next}))
    });
    aws.answer("ListDomains", json!({"Domains": []}));
    let source = aws.source();
    source.domains(&region()).await.unwrap();
    let pipelines = source.pipelines(&region()).await.unwrap();
    let latest = source.latest_executions(&region(), &pipelines).await;
    assert!(latest.iter().all(|latest| latest.as_ref().unwrap().is_some()));
    assert_eq!((pipelines.len(), aws.log().len()), (500, 11));
}
