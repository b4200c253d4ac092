//! One account, and every way to it: each source keeps the contract of the ports.

use lineage_aws::demo;
use lineage_model::Region;
use lineage_model::source::contract::{Account, check};
use lineage_model::source::{ExecutionSource, LineageSource};

async fn account() -> Account {
    let region = Region::new("ap-northeast-2").unwrap();
    let pipeline = "CustomerChurnTraining".parse().unwrap();
    let latest = demo().executions(&region, &pipeline, 1).await.unwrap().remove(0);
    let steps = demo().steps(&region, &latest.arn).await.unwrap();
    let (kind, arn) = steps.iter().find_map(|step| step.job()).unwrap();
    Account {
        job: (kind, arn.to_owned()),
        region,
        pipeline,
        bucket: "hanbit-growth-lake".parse().unwrap(),
        prefix: "raw/customers/".to_owned(),
        denied: "cardnet-settlement-feed".parse().unwrap(),
        feature_group: "customer-churn-scores".to_owned(),
    }
}

async fn keeps_the_contract(source: &dyn LineageSource) {
    assert_eq!(check(source, &account().await).await, [""; 0]);
}

#[tokio::test]
async fn a_recorded_account() {
    keeps_the_contract(&demo()).await;
}

#[cfg(feature = "sdk")]
#[tokio::test(start_paused = true)]
async fn a_live_account() {
    use crate::fake::FakeAws;
    let aws = FakeAws::replaying(demo(), std::time::Duration::from_millis(50));
    keeps_the_contract(&aws.source()).await;
}

#[cfg(feature = "sdk")]
#[tokio::test(start_paused = true)]
async fn a_live_account_without_search() {
    use crate::fake::{FakeAws, Fault};
    let aws = FakeAws::replaying(demo(), std::time::Duration::from_millis(50));
    aws.fault("Search", Fault::Denied, usize::MAX);
    keeps_the_contract(&aws.source()).await;
}

#[cfg(feature = "sdk")]
#[tokio::test(start_paused = true)]
async fn a_cached_account() {
    use crate::fake::FakeAws;
    use lineage_aws::{CacheSettings, CachedSource};
    let aws = FakeAws::replaying(demo(), std::time::Duration::from_millis(50));
    let source = CachedSource::new(std::sync::Arc::new(aws.source()), CacheSettings::default());
    for _ in 0..2 {
        keeps_the_contract(&source).await;
    }
}

/// The checks can fail: an account with another pipeline, job and bucket breaks promises.
#[tokio::test]
async fn what_is_not_so_is_told() {
    let mut account = account().await;
    account.pipeline = "another".parse().unwrap();
    account.job.1 = "arn:aws:sagemaker:::processing-job/another".to_owned();
    account.denied = account.bucket.clone();
    account.prefix = "nothing".to_owned();
    let broken = check(&demo(), &account).await;
    insta::assert_json_snapshot!(broken);
}
