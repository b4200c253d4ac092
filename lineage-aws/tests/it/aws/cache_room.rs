//! What a cache has no room for.

use std::sync::Arc;
use std::time::Duration;

use lineage_aws::{CacheSettings, CachedSource};
use lineage_model::source::{ExecutionSource, JobKind};
use serde_json::json;

use super::cache::object;
use super::region;
use crate::fake::FakeAws;

/// Objects that do not exist take no room, and neither does one whose time is over and that is read again.
#[tokio::test(start_paused = true)]
async fn the_objects_not_asked_for_longest_make_room() {
    let aws = FakeAws::new();
    aws.bucket("data", "eu-west-1");
    for (key, size) in [("a", 40), ("b", 40), ("c", 20), ("whole", 100), ("too-large", 101)] {
        aws.object("data", key, &vec![0; size]);
    }
    let mut settings = CacheSettings::default();
    settings.size = 100;
    let source = CachedSource::new(Arc::new(aws.source()), settings);
    for (key, after, calls) in [
        ("a", 0, 1),
        ("b", 0, 2),
        ("c", 0, 3),
        ("absent", 0, 4),
        ("a", 0, 4),
        ("b", 0, 4),
        ("c", 0, 4),
        ("a", 60, 5),
        ("b", 0, 6),
        ("c", 0, 7),
        ("a", 0, 7),
        ("whole", 0, 8),
        ("whole", 0, 8),
        ("a", 0, 9),
        ("whole", 0, 10),
        ("too-large", 0, 11),
        ("too-large", 0, 12),
        ("b", 0, 13),
        ("b", 0, 13),
    ] {
        tokio::time::advance(Duration::from_secs(after)).await;
        object(&source, key).await.unwrap();
        assert_eq!(aws.log().len(), calls, "{key}");
    }
}

#[tokio::test(start_paused = true)]
async fn definitions_take_no_more_room_than_they_may() {
    let aws = FakeAws::new();
    aws.answer("DescribePipelineExecution", json!({"PipelineExecutionStatus": "Succeeded"}));
    aws.answer("DescribePipelineDefinitionForExecution", json!({"PipelineDefinition": "x".repeat(40)}));
    let mut settings = CacheSettings::default();
    settings.size = 100;
    let source = CachedSource::new(Arc::new(aws.source()), settings);
    for (arn, calls) in [("a", 1), ("b", 2), ("a", 2), ("c", 3), ("a", 3), ("b", 4)] {
        source.execution(&region(), arn).await.unwrap();
        source.definition(&region(), arn).await.unwrap();
        assert_eq!(aws.count("DescribePipelineDefinitionForExecution"), calls, "{arn}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_jobs_not_asked_for_longest_make_room() {
    let aws = FakeAws::new();
    aws.answer("DescribeProcessingJob", json!({"ProcessingJobStatus": "Completed"}));
    let mut settings = CacheSettings::default();
    settings.jobs = 2;
    let source = CachedSource::new(Arc::new(aws.source()), settings);
    for (job, calls) in [("a", 1), ("b", 2), ("a", 2), ("c", 3), ("a", 3), ("b", 4)] {
        source.job(&region(), JobKind::Processing, job).await.unwrap();
        assert_eq!(aws.log().len(), calls, "{job}");
    }
}
