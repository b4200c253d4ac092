use std::time::Duration;

use futures_util::future::join_all;
use lineage_model::Region;
use lineage_model::source::{BucketSource, ExecutionSource, JobKind};
use serde_json::json;
use tokio::time::Instant;

use super::{bucket_name, region};
use crate::fake::{FakeAws, Fault};

const LATENCY: Duration = Duration::from_millis(50);

#[tokio::test(start_paused = true)]
async fn thirty_two_in_flight_a_region_and_no_wait_besides() {
    let aws = FakeAws::at(LATENCY);
    aws.answer("DescribeProcessingJob", json!({}));
    let elapsed = jobs(&aws, 50).await;
    assert_eq!(aws.most_in_flight(), 32);
    assert_eq!(elapsed, 2 * LATENCY);
}

#[tokio::test(start_paused = true)]
async fn regions_and_services_do_not_wait_for_each_other() {
    let aws = FakeAws::at(LATENCY);
    aws.answer("DescribeProcessingJob", json!({})).bucket("data", "eu-west-1");
    let source = aws.source();
    let there = Region::new("us-east-1").unwrap();
    let start = Instant::now();
    let job = |region| source.job(region, JobKind::Processing, "arn:x:processing-job/p");
    let here = region();
    let (_, _, bucket) = futures_util::future::join3(
        join_all((0..32).map(|_| job(&here))),
        join_all((0..32).map(|_| job(&there))),
        source.bucket(&here, &bucket_name("data")),
    )
    .await;
    bucket.unwrap();
    // HeadBucket, then the other six at once.
    assert_eq!(start.elapsed(), 2 * LATENCY);
}

/// 150 jobs where AWS allows 10 calls a second after a burst of 20: 13 s and one latency at the very least.
#[tokio::test(start_paused = true)]
async fn throttling_loses_nothing_and_costs_little() {
    for (rate, burst, count) in [(10.0, 20.0, 150), (5.0, 10.0, 150), (25.0, 50.0, 400)] {
        let aws = FakeAws::throttling(LATENCY, rate, burst);
        aws.answer("DescribeProcessingJob", json!({}));
        let elapsed = jobs(&aws, count).await.as_secs_f64();
        let least = (f64::from(count) - burst) / rate + LATENCY.as_secs_f64();
        let calls = aws.log().len();
        let (slower, extra) = (elapsed / least, calls as f64 / f64::from(count) - 1.0);
        let figures = format!("{rate}/s, {count} jobs: {elapsed:.1} s ({slower:.2} x), {calls} calls (+{extra:.3})");
        assert!(slower <= 1.4, "{figures}");
        if rate >= 10.0 {
            assert!(extra <= 0.15, "{figures}");
        }
    }
}

/// Waiting for a place or a turn does not count towards a call's time-out of 12 s.
#[tokio::test(start_paused = true)]
async fn the_queue_is_outside_the_time_out() {
    let aws = FakeAws::throttling(LATENCY, 2.0, 4.0);
    aws.answer("DescribeProcessingJob", json!({}));
    let elapsed = jobs(&aws, 60).await;
    assert!(elapsed > Duration::from_secs(24), "{elapsed:?}");
}

#[tokio::test(start_paused = true)]
async fn calls_that_nobody_waits_for_leave_their_places() {
    let aws = FakeAws::at(LATENCY);
    aws.answer("DescribeProcessingJob", json!({})).fault("DescribeProcessingJob", Fault::Hangs, 32);
    let (source, region) = (aws.source(), region());
    let job = || source.job(&region, JobKind::Processing, "arn:x:processing-job/p");
    let forty = join_all((0..40).map(|_| job()));
    tokio::time::timeout(Duration::from_secs(1), forty).await.unwrap_err();
    let start = Instant::now();
    job().await.unwrap();
    assert_eq!(start.elapsed(), LATENCY);
}

/// Describes `count` jobs at once, and tells how long that took until all were described.
async fn jobs(aws: &FakeAws, count: u32) -> Duration {
    let source = aws.source();
    let start = Instant::now();
    let region = region();
    let arns: Vec<_> = (0..count).map(|index| format!("arn:x:processing-job/p-{index}")).collect();
    for answer in join_all(arns.iter().map(|arn| source.job(&region, JobKind::Processing, arn))).await {
        answer.unwrap();
    }
    start.elapsed()
}
