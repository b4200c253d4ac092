use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join;
use lineage_aws::{AwsSource, CacheSettings, CachedSource, Call, Lookup, Observer, Outcome};
use lineage_model::source::{BucketSource, LineageSource, PipelineSource, SourceErrorKind};
use serde_json::json;

use super::{bucket_name, pipeline_name, region};
use crate::fake::{FakeAws, Fault};

/// What it was told, in order.
#[derive(Default)]
struct Notes {
    calls: Mutex<Vec<String>>,
    lookups: Mutex<Vec<Lookup>>,
}

impl Observer for Notes {
    fn called(&self, call: &Call<'_>) {
        let Call { service, operation, outcome, attempts, throttled, duration, .. } = call;
        let line = format!("{service} {operation}: {outcome:?}, {attempts} sent, {throttled} throttled, {duration:?}");
        self.calls.lock().unwrap().push(line);
    }

    fn looked_up(&self, lookup: Lookup) {
        self.lookups.lock().unwrap().push(lookup);
    }
}

fn observed(aws: &FakeAws) -> (AwsSource, Arc<Notes>) {
    let notes = Arc::new(Notes::default());
    (aws.source().observed_by(Arc::<Notes>::clone(&notes)), notes)
}

#[tokio::test(start_paused = true)]
async fn every_call_is_told_once_with_its_attempts() {
    let pipeline = "SageMaker DescribePipeline";
    for (fault, times, expected) in [
        (Fault::Throttled, 0, "Answered, 1 sent, 0 throttled"),
        (Fault::Throttled, 2, "Answered, 3 sent, 2 throttled"),
        (Fault::Throttled, 99, "Failed(Throttled), 8 sent, 8 throttled"),
        (Fault::Server, 2, "Answered, 3 sent, 0 throttled"),
        (Fault::Denied, 1, "Failed(AccessDenied), 1 sent, 0 throttled"),
    ] {
        let aws = FakeAws::at(Duration::from_millis(50));
        aws.answer("DescribePipeline", json!({"PipelineName": "Churn"})).fault("DescribePipeline", fault, times);
        let (source, notes) = observed(&aws);
        let _ = source.pipeline(&region(), &pipeline_name()).await;
        let told = notes.calls.lock().unwrap().join("\n");
        assert!(told.starts_with(&format!("{pipeline}: {expected}, ")), "{fault:?} x {times}: {told}");
        assert_eq!(told.lines().count(), 1, "{told}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_calls_of_all_services_are_told() {
    let aws = FakeAws::at(Duration::from_millis(50));
    aws.bucket("data", "eu-west-1");
    let (source, notes) = observed(&aws);
    source.bucket(&region(), &bucket_name("data")).await.unwrap();
    let mut told = std::mem::take(&mut *notes.calls.lock().unwrap());
    assert_eq!(told.len(), aws.log().len());
    told.sort();
    insta::assert_snapshot!(told.join("\n"));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_nobody_waits_for_is_told_as_such() {
    let aws = FakeAws::new();
    aws.fault("DescribePipeline", Fault::Hangs, 1);
    let (source, notes) = observed(&aws);
    let (region, name) = (region(), pipeline_name());
    tokio::time::timeout(Duration::from_secs(1), source.pipeline(&region, &name)).await.unwrap_err();
    let told = notes.calls.lock().unwrap().join("\n");
    assert_eq!(told, format!("SageMaker DescribePipeline: {:?}, 1 sent, 0 throttled, 1s", Outcome::Abandoned));
}

#[tokio::test(start_paused = true)]
async fn lookups_of_a_cache_are_told() {
    let aws = FakeAws::at(Duration::from_millis(50));
    aws.answer("ListDomains", json!({"Domains": []})).fault("DescribePipeline", Fault::Denied, 99);
    let notes = Arc::new(Notes::default());
    let source: Arc<dyn LineageSource> = Arc::new(aws.source());
    let cached = CachedSource::observed_by(Arc::<Notes>::clone(&notes), source, CacheSettings::default());
    let region = region();
    let (first, second) = join(cached.domains(&region), cached.domains(&region)).await;
    assert_eq!((first.unwrap(), second.unwrap()), (Vec::new(), Vec::new()));
    cached.domains(&region).await.unwrap();
    for _ in 0..2 {
        let error = cached.pipeline(&region, &pipeline_name()).await.unwrap_err();
        assert_eq!(error.kind, SourceErrorKind::AccessDenied);
    }
    let expected = [Lookup::Asked, Lookup::Shared, Lookup::Kept, Lookup::Asked, Lookup::Asked];
    assert_eq!(*notes.lookups.lock().unwrap(), expected);
}
