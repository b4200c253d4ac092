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
    about("ap-northeast-2", "CustomerChurnTraining")
}

fn about(region: &str, pipeline: &str) -> LineageQuery {
    let (region, pipeline) = (Region::new(region).unwrap(), PipelineName::new(pipeline).unwrap());
    let mut query = LineageQuery::new(region, pipeline).with_execution(ExecutionChoice::Latest);
    query.deployments = true;
    query
}

/// Pipelines that take every call there is: jobs of all kinds, models, packages, endpoints, a domain.
fn queries() -> Vec<LineageQuery> {
    let mut of_domain = query();
    of_domain.domain = Some("growth-studio".to_owned());
    vec![
        of_domain,
        about("ap-northeast-2", "CustomerChurnBatchScoring"),
        about("ap-northeast-2", "StoreDemandForecast"),
        about("us-east-1", "MerchantRiskTraining"),
    ]
}

fn account() -> FakeAws {
    FakeAws::replaying(demo(), Duration::from_millis(50))
}

async fn answer(aws: &FakeAws, query: &LineageQuery) -> Result<Value, CollectError> {
    Ok(serde_json::to_value(lineage(&aws.source(), query).await?).unwrap())
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
    let mut seen = BTreeSet::new();
    for query in &queries() {
        let aws = account();
        let whole = answer(&aws, query).await.unwrap();
        let mut calls = aws.log();
        calls.retain(|call| {
            let searched = if call.operation == "Search" { call.about.as_str() } else { "" };
            seen.insert(format!("{} {searched}", call.operation))
        });
        for (call, (fault, kind)) in calls.iter().flat_map(|call| FAULTS.map(|fault| (call, fault))) {
            let case = format!("{} of '{}': {fault:?}", call.operation, call.about);
            let aws = account();
            aws.fault_about(&call.operation, &call.about, fault);
            let part = match answer(&aws, query).await {
                Ok(part) => part,
                Err(CollectError::Source(error)) => {
                    assert_eq!((call.operation.as_str(), error.kind), ("DescribePipeline", kind), "{case}");
                    continue;
                }
                Err(error) => panic!("{case}: {error}"),
            };
            assert_ne!(call.operation, "DescribePipeline", "{case}");
            let (expected, warnings) = (about_calls(&whole), about_calls(&part));
            let new: Vec<_> = warnings.iter().filter(|warning| !expected.contains(warning)).collect();
            // The answer to HEAD has no body that could be malformed.
            let harmless = call.operation == "HeadBucket" && fault == Fault::Garbage;
            // What Search tells is asked for in other ways too.
            if call.operation == "Search" && new.is_empty() {
                assert_eq!(part, whole, "{case}");
                continue;
            }
            // An object that is not there may be one that need not be.
            if call.operation == "GetObject" && fault == Fault::NotFound && new.is_empty() {
                only_one_fact_is_missing(&whole, &part, call, &case);
                continue;
            }
            assert_eq!(new.len(), 1, "{case}: {new:?}");
            assert_eq!(new[0]["action"], action(&call.operation), "{case}");
            // What is searched is a whole region.
            let about = if call.operation == "Search" { query.region.as_str() } else { call.about.as_str() };
            assert!(new[0]["resource"].as_str().unwrap().contains(about), "{case}: {new:?}");
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
    assert!(seen.len() >= 24, "{seen:?}");
}

/// The warnings about calls; others say what follows from them.
fn about_calls(document: &Value) -> Vec<&Value> {
    document["warnings"].as_array().unwrap().iter().filter(|warning| !warning["action"].is_null()).collect()
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
        // Only an endpoint's description names its configuration.
        "DescribeEndpoint" => {
            let ids = |document: &Value| -> BTreeSet<String> {
                document["graph"]["nodes"].as_array().unwrap().iter().map(|node| node["id"].to_string()).collect()
            };
            let (whole, part) = (ids(whole), ids(part));
            assert!(part.is_subset(&whole) && part.len() + 1 == whole.len(), "{case}: {part:?}");
        }
        operation if action(operation).starts_with("s3:") && operation != "GetObject" => {
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

/// One kind of call is never answered: what follows from the others is the answer once time runs out, and no call is
/// left behind.
#[tokio::test(start_paused = true)]
async fn a_deadline_gives_what_was_collected_by_then() {
    let aws = account();
    let whole = answer(&aws, &query()).await.unwrap();
    let operations: BTreeSet<_> = aws.log().into_iter().map(|call| call.operation).collect();
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
        assert_eq!(aws.in_flight(), 0, "{operation}");
        if operation == "DescribePipeline" {
            assert!(matches!(part, Err(CollectError::Deadline)), "{part:?}");
            continue;
        }
        let part = serde_json::to_value(part.unwrap()).unwrap();
        let warnings = part["warnings"].as_array().unwrap();
        // Nobody waits that long for the account's own block of public access.
        let (code, waited) = match operation.as_str() {
            "GetCallerIdentity" | "GetAccountPublicAccessBlock" => ("unavailable", Duration::from_secs(2)),
            _ => ("deadline", deadline),
        };
        assert!(warnings.iter().any(|warning| warning["code"] == code), "{operation}: {warnings:?}");
        assert!(start.elapsed() <= waited, "{operation}: {:?}", start.elapsed());
        let mut lost = BTreeSet::new();
        differences(&whole["graph"], &part["graph"], "", &mut lost);
        lost.retain(|path| !follows_from(&operation).iter().any(|from| path.starts_with(from)));
        assert!(lost.is_empty(), "{operation}: {lost:?}");
    }
}

/// What a document may lose without the answers to a kind of call.
fn follows_from(operation: &str) -> &'static [&'static str] {
    match operation {
        "GetCallerIdentity" | "GetAccountPublicAccessBlock" => &["/artifacts/s3/publicAccess", "/artifacts/s3/exposed"],
        "ListPipelineExecutions" => &["/artifacts/key", "/artifacts/uri", "/artifacts/s3/", "/nodes/"],
        "ListPipelineExecutionSteps" => &["/artifacts/key", "/artifacts/uri", "/nodes/"],
        operation if action(operation).starts_with("s3:") && operation != "GetObject" => &["/artifacts/s3/"],
        _ => &["/nodes/registry/approvalStatus", "/nodes/run/metrics/", "/nodes/run/report"],
    }
}

/// Where two documents differ, list members without their index.
fn differences(whole: &Value, part: &Value, path: &str, found: &mut BTreeSet<String>) {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            for key in whole.keys().chain(part.keys()).collect::<BTreeSet<_>>() {
                let (whole, part) = (whole.get(key), part.get(key));
                let null = Value::Null;
                differences(whole.unwrap_or(&null), part.unwrap_or(&null), &format!("{path}/{key}"), found);
            }
        }
        (Value::Array(whole), Value::Array(part)) if whole.len() == part.len() => {
            for (whole, part) in whole.iter().zip(part) {
                differences(whole, part, path, found);
            }
        }
        _ if whole != part => {
            found.insert(path.to_owned());
        }
        _ => {}
    }
}
