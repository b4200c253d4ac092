use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, join, join_all};
use lineage_aws::{CacheSettings, CachedSource, measure};
use lineage_model::Observed;
use lineage_model::collect::{CollectError, ExecutionChoice, LineageQuery, lineage};
use lineage_model::document::LineageDocument;
use lineage_model::source::{
    BucketSource, ByteRange, ExecutionSource, FeatureGroupSource, JobKind, ObjectSource, PipelineSource, SourceError,
    SourceErrorKind,
};
use serde_json::json;

use super::rounds::{LATENCY, account};
use super::{ACCOUNT, EXECUTION, bucket_name, pipeline_name, region};
use crate::fake::{FakeAws, Fault};

const JOB: &str = "arn:aws:sagemaker:eu-west-1:1:processing-job/job-0";

fn cached(aws: &FakeAws) -> CachedSource {
    CachedSource::new(Arc::new(aws.source()), CacheSettings::default())
}

fn latest() -> LineageQuery {
    LineageQuery::new(region(), pipeline_name()).with_execution(ExecutionChoice::Latest)
}

fn json(answer: Result<LineageDocument, CollectError>) -> String {
    serde_json::to_string(&answer.unwrap()).unwrap()
}

/// How many calls the lineage of an account costs when nothing is kept.
async fn cost(aws: &FakeAws) -> usize {
    lineage(&aws.source(), &latest()).await.unwrap();
    aws.log().len()
}

#[tokio::test(start_paused = true)]
async fn the_lineage_of_a_succeeded_execution_again_costs_two_calls() {
    let aws = account(12, 4, "in");
    let (source, query) = (cached(&aws), latest());
    let first = json(lineage(&source, &query).await);
    let calls = aws.log().len();
    assert_eq!(calls, cost(&account(12, 4, "in")).await);
    assert_eq!(json(lineage(&source, &query).await), first);
    let again: Vec<_> = aws.log()[calls..].iter().map(|logged| logged.operation.clone()).collect();
    assert_eq!(again, ["DescribePipeline", "ListPipelineExecutions"]);
}

#[tokio::test(start_paused = true)]
async fn what_may_still_change_is_asked_about_again() {
    for (status, again) in [("Failed", 6), ("Stopped", 6), ("Executing", 6), ("CompletedWithFailures", 6)] {
        let aws = account(12, 4, "in");
        let run = json!({"PipelineExecutionArn": EXECUTION, "PipelineExecutionStatus": status});
        aws.answer("ListPipelineExecutions", json!({"PipelineExecutionSummaries": [run]}));
        aws.answer("DescribePipelineExecution", run);
        let (source, query) = (cached(&aws), latest());
        lineage(&source, &query).await.unwrap();
        let calls = aws.log().len();
        lineage(&source, &query).await.unwrap();
        // Its jobs ended, its buckets are as they are.
        assert_eq!(aws.log().len(), calls + again, "{status}");
    }
    for (status, calls) in [("InProgress", 2), ("Stopping", 2), ("Stopped", 1), ("Failed", 1), ("Completed", 1)] {
        let aws = FakeAws::new();
        aws.answer("DescribeProcessingJob", json!({"ProcessingJobStatus": status}));
        let source = cached(&aws);
        for _ in 0..2 {
            source.job(&region(), JobKind::Processing, JOB).await.unwrap();
        }
        assert_eq!(aws.log().len(), calls, "{status}");
    }
}

/// Steps that were read while the execution still ran are not those of the one that Succeeded.
#[tokio::test(start_paused = true)]
async fn answers_from_before_the_end_are_not_kept() {
    let aws = account(1, 1, "in");
    let (source, region) = (cached(&aws), region());
    // As slow as two calls: it is under way when the end becomes known.
    aws.fault("ListPipelineExecutionSteps", Fault::Throttled, 1);
    let early = async { source.steps(&region, EXECUTION).await.unwrap() };
    let late = async {
        source.executions(&region, &pipeline_name(), 1).await.unwrap();
        let asked = aws.count("ListPipelineExecutionSteps");
        source.steps(&region, EXECUTION).await.unwrap();
        asked
    };
    let (_, asked) = join(early, late).await;
    assert_eq!(asked, 1, "the early call is not answered yet");
    // Throttled, sent again, and the late one.
    assert_eq!(aws.count("ListPipelineExecutionSteps"), 3);
    source.steps(&region, EXECUTION).await.unwrap();
    assert_eq!(aws.count("ListPipelineExecutionSteps"), 3);
}

#[tokio::test(start_paused = true)]
async fn a_thousand_equal_requests_are_one() {
    let aws = account(2, 1, "in");
    let (source, query) = (cached(&aws), latest());
    let answers = join_all((0..1000).map(|_| lineage(&source, &query))).await;
    assert_eq!(aws.log().len(), cost(&account(2, 1, "in")).await);
    let mut answers = answers.into_iter().map(json);
    let first = answers.next().unwrap();
    assert!(answers.all(|answer| answer == first));
}

/// Of two who ask the same one leaves after so many polls: the other one is not stalled. Nothing is asked twice when
/// the one who stays is first to ask; otherwise only what the other asked for as it left.
#[tokio::test(start_paused = true)]
async fn a_caller_that_leaves_at_any_point_stalls_nobody() {
    let expected = json(lineage(&account(12, 4, "in").source(), &latest()).await);
    let calls = cost(&account(12, 4, "in")).await;
    for stays_first in [true, false] {
        let mut left = 0;
        for polls in 1.. {
            let aws = account(12, 4, "in");
            let (source, query) = (cached(&aws), latest());
            let leaves = up_to(polls, lineage(&source, &query));
            let stays = tokio::time::timeout(Duration::from_secs(60), lineage(&source, &query));
            let (gone, stayed) = if stays_first {
                let (stayed, gone) = join(stays, leaves).await;
                (gone, stayed)
            } else {
                join(leaves, stays).await
            };
            assert_eq!(json(stayed.unwrap()), expected, "after {polls} polls");
            if stays_first || gone.is_some() {
                assert_eq!(aws.log().len(), calls, "after {polls} polls");
            }
            if gone.is_some() {
                break;
            }
            left += 1;
        }
        assert!(left >= 3, "{left}");
    }
}

/// Polls a future at most `polls` times, and drops it then.
async fn up_to<T>(mut polls: usize, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    std::future::poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(result) => Poll::Ready(Some(result)),
        Poll::Pending => {
            polls -= 1;
            if polls == 0 { Poll::Ready(None) } else { Poll::Pending }
        }
    })
    .await
}

/// A call that nobody waits for is dropped: it keeps no place in the queue, and the next caller begins anew.
#[tokio::test(start_paused = true)]
async fn a_call_that_nobody_waits_for_ends() {
    let aws = FakeAws::at(LATENCY);
    aws.answer("DescribeProcessingJob", json!({"ProcessingJobStatus": "Completed"}));
    aws.fault("DescribeProcessingJob", Fault::Hangs, 32);
    let (source, region) = (cached(&aws), region());
    let arns: Vec<_> = (0..40).map(|index| format!("arn:x:processing-job/p-{index}")).collect();
    let all = join_all(arns.iter().map(|arn| source.job(&region, JobKind::Processing, arn)));
    tokio::time::timeout(Duration::from_secs(1), all).await.unwrap_err();
    let start = tokio::time::Instant::now();
    for answer in join_all(arns.iter().take(32).map(|arn| source.job(&region, JobKind::Processing, arn))).await {
        answer.unwrap();
    }
    assert_eq!(start.elapsed(), LATENCY);
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_told_to_all_who_wait_and_not_kept() {
    let aws = account(12, 4, "in");
    aws.fault("DescribeProcessingJob", Fault::Denied, 1);
    let (source, region) = (cached(&aws), region());
    let ask = || source.job(&region, JobKind::Processing, JOB);
    let (one, other) = join(ask(), ask()).await;
    for answer in [one, other] {
        assert_eq!(answer.unwrap_err().kind, SourceErrorKind::AccessDenied);
    }
    assert_eq!(aws.log().len(), 1);
    ask().await.unwrap();
    assert_eq!(aws.log().len(), 2);
}

type Ask = for<'a> fn(&'a CachedSource) -> BoxFuture<'a, Result<(), SourceError>>;

/// What is asked, how many calls that takes, and for how many seconds the answer is given again.
const AGES: [(&str, Ask, usize, u64); 13] = [
    (
        "bucket",
        |source| async { source.bucket(&region(), &bucket_name("data")).await.map(drop) }.boxed(),
        7 + ACCOUNT,
        300,
    ),
    ("offline stores", |source| async { source.offline_stores(&region()).await.map(drop) }.boxed(), 1, 300),
    ("tags", |source| async { source.tags(&region(), "arn").await.map(drop) }.boxed(), 1, 60),
    ("domains", |source| async { source.domains(&region()).await.map(drop) }.boxed(), 1, 60),
    ("domain", |source| async { source.domain(&region(), "d").await.map(drop) }.boxed(), 1, 60),
    ("model", |source| async { source.model(&region(), "arn").await.map(drop) }.boxed(), 1, 60),
    ("model package", |source| async { source.model_package(&region(), "arn").await.map(drop) }.boxed(), 1, 60),
    ("object", |source| object(source, "small").boxed(), 1, 60),
    ("absent object", |source| object(source, "absent").boxed(), 1, 60),
    ("large object", |source| object(source, "large").boxed(), 1, 0),
    ("part of an object", |source| part(source, ByteRange::First { length: 64 << 10 }).boxed(), 1, 0),
    ("end of an object", |source| part(source, ByteRange::Last { length: 1 << 20 }).boxed(), 1, 0),
    ("pipeline", |source| async { source.pipeline(&region(), &pipeline_name()).await.map(drop) }.boxed(), 1, 0),
];

async fn part(source: &CachedSource, range: ByteRange) -> Result<(), SourceError> {
    source.object(&region(), &bucket_name("data"), "small", range).await.map(drop)
}

pub(super) async fn object(source: &CachedSource, key: &str) -> Result<(), SourceError> {
    let range = ByteRange::First { length: 1 << 20 };
    match source.object(&region(), &bucket_name("data"), key, range).await {
        Err(error) if error.kind == SourceErrorKind::NotFound && key == "absent" => Ok(()),
        found => found.map(drop),
    }
}

#[tokio::test(start_paused = true)]
async fn what_changes_is_given_again_for_a_time() {
    for (what, ask, calls, seconds) in AGES {
        let aws = FakeAws::new();
        aws.bucket("data", "eu-west-1").object("data", "small", &[0; 100]).object("data", "large", &[0; 100_000]);
        for operation in ["DescribeDomain", "DescribeModel", "DescribeModelPackage", "DescribePipeline"] {
            aws.answer(operation, json!({}));
        }
        for (operation, list) in [("ListTags", "Tags"), ("ListDomains", "Domains"), ("Search", "Results")] {
            aws.answer(operation, json!({list: []}));
        }
        let source = cached(&aws);
        for (after, total) in [
            (0, calls),
            (seconds.saturating_sub(1), if seconds == 0 { 2 * calls } else { calls }),
            (1, if seconds == 0 { 3 * calls } else { 2 * calls }),
        ] {
            tokio::time::advance(Duration::from_secs(after)).await;
            ask(&source).await.unwrap();
            assert_eq!(aws.log().len(), total, "{what}, {after} s later");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_bucket_with_a_fact_that_was_not_answered_is_asked_about_again() {
    let aws = FakeAws::new();
    aws.bucket("data", "eu-west-1").fault("GetBucketAcl", Fault::Garbage, 1);
    let source = cached(&aws);
    for (known, calls) in [(false, 7 + ACCOUNT), (true, 14 + ACCOUNT), (true, 14 + ACCOUNT)] {
        let bucket = source.bucket(&region(), &bucket_name("data")).await.unwrap();
        assert_eq!((bucket.public_acl == Observed::known(false), aws.log().len()), (known, calls));
    }
}

/// A private network may have no way to what tells of the account, ever.
#[tokio::test(start_paused = true)]
async fn a_bucket_of_an_account_that_does_not_answer_is_kept() {
    let aws = FakeAws::new();
    aws.bucket("data", "eu-west-1").fault("GetAccountPublicAccessBlock", Fault::Hangs, usize::MAX);
    let source = cached(&aws);
    for _ in 0..2 {
        let bucket = source.bucket(&region(), &bucket_name("data")).await.unwrap();
        assert!(matches!(bucket.account_public_access_block, Observed::Unavailable { .. }), "{bucket:?}");
        assert_eq!(aws.log().len(), 7 + ACCOUNT);
    }
}

/// What an answer is made of may be older than the answer; what never changes has no age.
#[tokio::test(start_paused = true)]
async fn an_answer_is_as_old_as_the_oldest_fact_that_is_given_again() {
    let aws = account(2, 1, "in");
    let (source, query) = (cached(&aws), latest());
    let age = async || measure(lineage(&source, &query)).await.1.oldest;
    assert_eq!(age().await, Duration::ZERO);
    tokio::time::advance(Duration::from_secs(100)).await;
    // From when the buckets were asked about, or the feature groups.
    let told = age().await;
    assert!((Duration::from_secs(100)..Duration::from_secs(101)).contains(&told), "{told:?}");
    tokio::time::advance(Duration::from_secs(300)).await;
    assert_eq!(age().await, Duration::ZERO, "asked anew");
}
