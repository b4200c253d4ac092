//! Every call that lineage is made of, failing in every way.

use std::collections::BTreeSet;
use std::time::Duration;

use lineage_aws::demo;
use lineage_model::collect::{CollectError, ExecutionChoice, LineageQuery, lineage, lineage_until};
use lineage_model::source::SourceErrorKind;
use lineage_model::{PipelineName, Region};
use serde_json::Value;
use tokio::time::Instant;

use super::iam::action;
use crate::fake::{FakeAws, Fault, Logged};

/// A pipeline of the demo account whose execution ran jobs, made a model and registered it.
fn query() -> LineageQuery {
    let region = Region::new("ap-northeast-2").unwrap();
    let pipeline = PipelineName::new("CustomerChurnTraining").unwrap();
    LineageQuery::new(region, pipeline).with_execution(ExecutionChoice::Latest)
}

fn account() -> FakeAws {
    FakeAws::replaying(demo(), Duration::from_millis(50))
}

async fn answer(aws: &FakeAws) -> Result<Value, CollectError> {
    Ok(serde_json::to_value(lineage(&aws.source(), &query()).await?).unwrap())
}

const FAULTS: [(Fault, SourceErrorKind); 7] = [
    (Fault::Denied, SourceErrorKind::AccessDenied),
    (Fault::NotFound, SourceErrorKind::NotFound),
    (Fault::Server, SourceErrorKind::Unavailable),
    (Fault::Throttled, SourceErrorKind::Throttled),
    (Fault::Hangs, SourceErrorKind::Timeout),
    (Fault::Reset, SourceErrorKind::Unavailable),
    (Fault::Garbage, SourceErrorKind::InvalidResponse),
];

/// What may not be read is one warning, and everything else is there: the nodes of other steps, the other buckets.
#[tokio::test(start_paused = true)]
async fn every_call_may_fail_in_every_way() {
    let aws = account();
    let whole = answer(&aws).await.unwrap();
    let calls = first_of_each(&aws.log());
    assert!(calls.len() >= 16, "{calls:?}");
    for call in &calls {
        for (fault, kind) in FAULTS {
            let case = format!("{} of '{}': {fault:?}", call.operation, call.about);
            let aws = account();
            aws.fault_about(&call.operation, &call.about, fault);
            let part = match answer(&aws).await {
                Ok(part) => part,
                Err(CollectError::Source(error)) => {
                    assert_eq!((call.operation.as_str(), error.kind), ("DescribePipeline", kind), "{case}");
                    continue;
                }
                Err(error) => panic!("{case}: {error}"),
            };
            assert_ne!(call.operation, "DescribePipeline", "{case}");
            let expected: Vec<_> = whole["warnings"].as_array().unwrap().iter().collect();
            let warnings = part["warnings"].as_array().unwrap();
            let new: Vec<_> = warnings.iter().filter(|warning| !expected.contains(warning)).collect();
            // The answer to HEAD has no body that could be malformed.
            let harmless = call.operation == "HeadBucket" && fault == Fault::Garbage;
            // What Search tells is asked for in other ways too; an object that is not there may be one that need not be.
            if matches!(call.operation.as_str(), "Search" | "GetObject") && new.is_empty() {
                continue;
            }
            assert_eq!(new.len(), 1, "{case}: {new:?}");
            assert_eq!(new[0]["action"], action(&call.operation), "{case}");
            // A Search is about a region, and its first text is what is searched for.
            let names = call.operation == "Search" || new[0]["resource"].as_str().unwrap().contains(&call.about);
            assert!(names, "{case}: {new:?}");
            let code = match fault {
                _ if harmless => "unavailable",
                Fault::Denied => "access-denied",
                Fault::NotFound => "not-found",
                _ => "unavailable",
            };
            assert_eq!(new[0]["code"], code, "{case}");
            assert_eq!(warnings.len(), expected.len() + 1, "{case}: {warnings:?}");
            only_one_fact_is_missing(&whole, &part, call, &case);
        }
    }
}

/// Without its steps or without knowing which one, an execution tells nothing; otherwise one node or bucket at most.
fn only_one_fact_is_missing(whole: &Value, part: &Value, call: &Logged, case: &str) {
    let differing = |list: &str| -> Vec<Value> {
        let (whole, part) = (whole["graph"][list].as_array().unwrap(), part["graph"][list].as_array().unwrap());
        assert_eq!(whole.len(), part.len(), "{case}: {list}");
        whole.iter().zip(part).filter(|(whole, part)| whole != part).map(|(whole, _)| whole.clone()).collect()
    };
    match call.operation.as_str() {
        "ListPipelineExecutions" | "ListPipelineExecutionSteps" => {
            assert_eq!(
                part["graph"]["nodes"].as_array().unwrap().len(),
                whole["graph"]["nodes"].as_array().unwrap().len()
            );
        }
        "ListPipelineParametersForExecution" => {}
        operation if operation != "GetObject" && action(operation).starts_with("s3:") => {
            assert!(differing("nodes").is_empty(), "{case}");
            let buckets: BTreeSet<_> = differing("artifacts").iter().map(|a| a["bucket"].to_string()).collect();
            assert!(buckets.iter().all(|bucket| bucket.contains(&call.about)), "{case}: {buckets:?}");
        }
        _ => {
            let nodes = differing("nodes");
            assert!(nodes.len() <= 1, "{case}: {nodes:?}");
        }
    }
}

/// One request of each operation.
fn first_of_each(log: &[Logged]) -> Vec<Logged> {
    let mut seen = BTreeSet::new();
    log.iter().filter(|call| seen.insert(call.operation.clone())).cloned().collect()
}

/// Nothing answers but the pipeline: what it says is the answer once time runs out, and no call is left behind.
#[tokio::test(start_paused = true)]
async fn a_deadline_gives_what_was_collected_by_then() {
    let aws = account();
    let operations: BTreeSet<_> = {
        answer(&aws).await.unwrap();
        aws.log().into_iter().map(|call| call.operation).collect()
    };
    let deadline = Duration::from_secs(25);
    for operation in operations {
        let aws = account();
        aws.fault(&operation, Fault::Hangs, usize::MAX);
        let mut settings = lineage_aws::AwsSettings::default();
        // As long as a caller waits.
        settings.attempt_timeout = Duration::from_secs(3600);
        settings.operation_timeout = settings.attempt_timeout;
        settings.s3_operation_timeout = settings.attempt_timeout;
        let source = lineage_aws::AwsSource::new(&aws.config(), settings);
        let start = Instant::now();
        let part = lineage_until(&source, &query(), tokio::time::sleep(deadline)).await;
        assert_eq!(start.elapsed(), deadline, "{operation}");
        assert_eq!(aws.in_flight(), 0, "{operation}");
        if operation == "DescribePipeline" {
            assert!(matches!(part, Err(CollectError::Deadline)), "{part:?}");
            continue;
        }
        let part = serde_json::to_value(part.unwrap()).unwrap();
        let warnings = part["warnings"].as_array().unwrap();
        assert!(warnings.iter().any(|warning| warning["code"] == "deadline"), "{operation}: {warnings:?}");
        assert!(part["graph"]["nodes"].as_array().unwrap().len() > 5, "{operation}");
    }
}
