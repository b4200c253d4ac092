//! The demo account told in the shapes of AWS: what the live source reads of it is what was recorded.

use std::time::Duration;

use crate::fake::FakeAws;
use futures_util::FutureExt;
use lineage_aws::{Snapshot, demo};
use lineage_model::collect::{ExecutionChoice, LineageQuery, lineage};
use lineage_model::document::LineageDocument;
use lineage_model::source::{BucketSource, PipelineSource};
use lineage_model::{Observed, Region};

/// The demo account as AWS tells it, at 50 ms a call; its own block of public access is as it was recorded.
pub(super) fn account_told_by_aws() -> FakeAws {
    let aws = FakeAws::replaying(demo(), Duration::from_millis(50));
    let (region, lake) = (Region::new("ap-northeast-2").unwrap(), "hanbit-growth-lake".parse().unwrap());
    let lake = demo().bucket(&region, &lake).now_or_never().unwrap().unwrap();
    match lake.account_public_access_block {
        Observed::NotConfigured => {}
        block => panic!("{block:?} is not told"),
    }
    aws
}

/// Every pipeline of an account, with its latest execution and without: queries whose answers are compared.
async fn queries(account: &Snapshot) -> Vec<LineageQuery> {
    let mut queries = Vec::new();
    for region in account.regions() {
        for pipeline in account.pipelines(region).await.unwrap() {
            for execution in [ExecutionChoice::None, ExecutionChoice::Latest] {
                let query = LineageQuery::new(region.clone(), pipeline.name.parse().unwrap());
                queries.push(query.with_execution(execution));
            }
        }
    }
    queries
}

#[tokio::test(start_paused = true)]
async fn the_lineage_of_every_pipeline_is_the_recorded_one() {
    let account = demo();
    let source = account_told_by_aws().source();
    for query in queries(&account).await {
        let recorded = shown(&lineage(&account, &query).await.unwrap());
        let live = shown(&lineage(&source, &query).await.unwrap());
        let differing: Vec<_> = recorded.lines().zip(live.lines()).filter(|(a, b)| a != b).take(3).collect();
        assert!(recorded == live, "{query:?}: {differing:#?}");
    }
}

/// The document, without the words of its warnings: they are the source's own.
fn shown(document: &LineageDocument) -> String {
    let mut document = serde_json::to_value(document).unwrap();
    for warning in document["warnings"].as_array_mut().unwrap() {
        warning["message"].take();
    }
    serde_json::to_string_pretty(&document).unwrap()
}
