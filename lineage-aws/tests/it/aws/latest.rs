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

/// Five more pipelines: so few are not searched for.
fn and_more(mut asked: Vec<PipelineSummary>) -> Vec<PipelineSummary> {
    asked.extend((0..5).map(|index| pipeline(&format!("more-{index}"), true)));
    asked
}

/// The executions of a page, with those of the five.
fn with_more(mut page: Vec<Value>) -> Vec<Value> {
    page.extend((0..5).map(|index| found(&format!("more-{index}"), "m")));
    page
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
async fn pages_are_read_until_every_pipeline_is_found() {
    let aws = account();
    aws.handle("Search", |call| {
        assert_eq!((call.text("Resource"), call.text("SortBy")), ("PipelineExecution", "CreationTime"));
        assert_eq!((call.text("SortOrder"), &call.body["MaxResults"]), ("Descending", &json!(100)));
        match call.text("NextToken") {
            "" => {
                let page = with_more(vec![found("b", "b2"), found("other", "o1"), found("b", "b1")]);
                Answer::json(json!({"Results": page, "NextToken": "1"}))
            }
            "1" => Answer::json(json!({"Results": [found("a", "a1")], "NextToken": "2"})),
            token => panic!("{token}"),
        }
    });
    let latest =
        aws.source().latest_executions(&region(), &and_more(vec![pipeline("a", true), pipeline("b", true)])).await;
    let at = "2026-01-01T00:01:40Z";
    assert_eq!(shown(&latest)[..2], [format!("a1 Succeeded {at}"), format!("b2 Succeeded {at}")]);
    assert_eq!(aws.log().len(), 2);
}

/// That nobody tells of a last run does not say that there was none.
#[tokio::test(start_paused = true)]
async fn what_never_ran_is_known_when_all_executions_were_read() {
    for (pages, calls) in [(3, 3), (10, 10), (11, 10 + 1 + 2)] {
        let aws = account();
        aws.handle("Search", move |call| {
            let page: usize = call.text("NextToken").parse().unwrap_or(0);
            let next = (page + 1 < pages).then(|| (page + 1).to_string());
            let untold = if page == 2 && pages < 11 { "untold" } else { "other" };
            Answer::json(json!({"Results": with_more(vec![found(untold, "u1")]), "NextToken": next}))
        });
        let asked = and_more(vec![pipeline("never", false), pipeline("untold", false)]);
        let latest = aws.source().latest_executions(&region(), &asked).await;
        let ran =
            if pages < 11 { "u1 Succeeded 2026-01-01T00:01:40Z" } else { "listed-untold Failed 2026-01-01T00:03:20Z" };
        assert_eq!(shown(&latest)[..2], ["none", ran], "{pages}");
        assert_eq!(aws.log().len(), calls, "{pages}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_not_among_the_newest_thousand_is_asked_for_in_two_calls() {
    let aws = account();
    aws.handle("Search", |call| {
        let page: usize = call.text("NextToken").parse().unwrap_or(0);
        Answer::json(json!({"Results": with_more(vec![found("busy", "r")]), "NextToken": (page + 1).to_string()}))
    });
    let latest = aws
        .source()
        .latest_executions(&region(), &and_more(vec![pipeline("busy", true), pipeline("rare", true)]))
        .await;
    assert_eq!(shown(&latest)[1], "listed-rare Failed 2026-01-01T00:03:20Z");
    assert_eq!((aws.count("Search"), aws.log().len()), (10, 12));
}

#[tokio::test(start_paused = true)]
async fn a_few_pipelines_are_asked_about_at_once() {
    let aws = account();
    let asked = [pipeline("a", true), pipeline("never", false)];
    let latest = aws.source().latest_executions(&region(), &asked).await;
    assert_eq!(shown(&latest), ["listed-a Failed 2026-01-01T00:03:20Z", "none"]);
    assert_eq!((aws.count("Search"), aws.log().len()), (0, 3));
    assert_eq!(aws.source().latest_executions(&region(), &[]).await.len(), 0);
}

/// The pages before one that fails are kept; the others are asked about one by one where that may fare better.
#[tokio::test(start_paused = true)]
async fn a_page_that_fails_spoils_no_other() {
    for (failure, fallback) in [(Fault::Server, true), (Fault::Hangs, false)] {
        let aws = account();
        let failing = aws.clone();
        aws.handle("Search", move |_| {
            // What comes next fails.
            failing.fault("Search", failure, usize::MAX);
            Answer::json(json!({"Results": with_more(vec![]), "NextToken": "1"}))
        });
        let latest = aws.source().latest_executions(&region(), &and_more(vec![pipeline("rare", true)])).await;
        assert!(latest[1..].iter().all(|latest| latest.as_ref().unwrap().is_some()), "{failure:?} {latest:?}");
        let rare = latest[0].as_ref().map(|run| run.as_ref().unwrap().arn.as_str()).map_err(|error| error.kind);
        assert_eq!(rare, if fallback { Ok("listed-rare") } else { Err(SourceErrorKind::Timeout) });
    }
}

#[tokio::test(start_paused = true)]
async fn without_search_two_calls_a_pipeline() {
    let aws = account();
    aws.fault("Search", Fault::Denied, 1);
    let asked = and_more(vec![pipeline("a", true), pipeline("never", false)]);
    let latest = aws.source().latest_executions(&region(), &asked).await;
    assert_eq!(shown(&latest)[..2], ["listed-a Failed 2026-01-01T00:03:20Z", "none"]);
    assert_eq!(aws.log().len(), 1 + 7 + 6);
}

#[tokio::test(start_paused = true)]
async fn one_pipeline_that_fails_spoils_no_other() {
    let aws = account();
    aws.fault("ListPipelineExecutions", Fault::Denied, 1);
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
