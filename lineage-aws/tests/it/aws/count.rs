use futures_util::future::{join, join_all};
use lineage_aws::{Cost, measure};
use lineage_model::source::{BucketSource, ExecutionSource, JobKind, PipelineSource};
use serde_json::json;

use super::{bucket_name, pipeline_name, region};
use crate::fake::{FakeAws, Fault};

#[tokio::test(start_paused = true)]
async fn every_attempt_counts() {
    for (fault, times) in
        [(Fault::Throttled, 3), (Fault::Server, 3), (Fault::Reset, 2), (Fault::Hangs, 1), (Fault::Throttled, 99)]
    {
        let aws = FakeAws::new();
        aws.answer("DescribePipeline", json!({"PipelineName": "Churn"})).fault("DescribePipeline", fault, times);
        let (_, Cost { calls, .. }) = measure(aws.source().pipeline(&region(), &pipeline_name())).await;
        assert_eq!(calls, aws.log().len() as u64, "{fault:?}");
        assert!(calls > 1, "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn work_counts_its_own_calls_alone() {
    let aws = FakeAws::at(std::time::Duration::from_millis(50));
    aws.answer("DescribeProcessingJob", json!({})).bucket("data", "us-east-1");
    let (source, here, data) = (aws.source(), region(), bucket_name("data"));
    let jobs = |count| {
        let job = || source.job(&here, JobKind::Processing, "arn:x:processing-job/p");
        async move { measure(join_all((0..count).map(move |_| job()))).await.1.calls }
    };
    let (three, forty) = join(jobs(3), jobs(40)).await;
    assert_eq!((three, forty), (3, 40));
    // One that is asked where it is not, and then everything where it is: work within work.
    let both = async { (measure(source.bucket(&here, &data)).await.1.calls, jobs(2).await) };
    let ((bucket, two), all) = measure(both).await;
    assert_eq!((bucket, two, all.calls), (7 + 2, 2, 11));
    assert_eq!(aws.log().len(), 43 + 11);
    assert_eq!(measure(async { 1 }).await, (1, Cost::default()));
}
