//! What the account itself blocks, asked for beside its buckets.

use std::time::Duration;

use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use lineage_aws::{AwsSettings, AwsSource};
use lineage_model::Observed;
use lineage_model::source::{BucketSource, SourceErrorKind};

use super::{bucket_name, region};
use crate::fake::{Answer, FakeAws, Fault};

/// What an account blocks holds for the buckets that it owns, and for no other one, whatever that one grants.
#[tokio::test(start_paused = true)]
async fn the_block_of_the_account_is_that_of_its_own_buckets() {
    let aws = FakeAws::new();
    aws.bucket("own", "eu-west-1").bucket("open", "us-east-1").bucket("vendor", "eu-west-1");
    aws.bucket("granting", "eu-west-1");
    aws.handle("GetAccountPublicAccessBlock", |call| {
        assert_eq!(call.bucket, "111122223333");
        Answer::xml(
            "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls>\
             <RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>",
        )
    });
    aws.handle("GetBucketPolicyStatus", |call| match call.bucket.as_str() {
        "own" => Answer::s3_error(404, "NoSuchBucketPolicy"),
        "granting" if call.owner.as_deref() == Some("111122223333") => Answer::s3_error(403, "AccessDenied"),
        "open" | "granting" => Answer::xml("<PolicyStatus><IsPublic>true</IsPublic></PolicyStatus>"),
        _ => Answer::s3_error(405, "MethodNotAllowed"),
    });
    let source = aws.source();
    for (name, own) in [("own", true), ("open", true), ("vendor", false), ("granting", false)] {
        let bucket = source.bucket(&region(), &bucket_name(name)).await.unwrap();
        let block = bucket.account_public_access_block;
        assert_eq!(block.value().is_some_and(|block| block.restrict_public_buckets), own, "{name}: {block:?}");
        assert!(own || block == Observed::NotRead, "{name}: {block:?}");
    }
    assert_eq!(aws.count("GetAccountPublicAccessBlock"), 1);
    tokio::time::advance(Duration::from_secs(301)).await;
    source.bucket(&region(), &bucket_name("own")).await.unwrap();
    assert_eq!(aws.count("GetAccountPublicAccessBlock"), 2);
}

#[tokio::test(start_paused = true)]
async fn an_account_that_does_not_answer_is_waited_for_once() {
    for (operation, action) in [
        ("GetCallerIdentity", "sts:GetCallerIdentity"),
        ("GetAccountPublicAccessBlock", "s3:GetAccountPublicAccessBlock"),
    ] {
        let aws = FakeAws::new();
        aws.fault(operation, Fault::Hangs, usize::MAX);
        let (source, region) = (aws.source(), region());
        let names: Vec<_> = (0..5).map(|index| bucket_name(&format!("data-{index}"))).collect();
        for name in &names {
            aws.bucket(name.as_str(), "eu-west-1");
        }
        let start = tokio::time::Instant::now();
        for bucket in futures_util::future::join_all(names.iter().map(|name| source.bucket(&region, name))).await {
            let bucket = bucket.unwrap();
            assert_eq!(bucket.account_public_access_block.gap().unwrap().action, action);
            assert_eq!(bucket.public_policy, Observed::NotConfigured, "{operation}");
        }
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
        let asked = aws.log().len();
        source.bucket(&region, &names[0]).await.unwrap();
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
        assert_eq!(aws.log().len(), asked + 7, "{operation}");
        tokio::time::advance(Duration::from_secs(30)).await;
        source.bucket(&region, &names[0]).await.unwrap();
        assert_eq!(aws.count("GetCallerIdentity"), 2, "{operation}");
    }
}

/// Who leaves while the account does not answer has waited for all who come after.
#[tokio::test(start_paused = true)]
async fn a_caller_that_leaves_pays_for_the_silence_of_the_account() {
    let aws = FakeAws::new();
    aws.bucket("data", "eu-west-1").fault("GetCallerIdentity", Fault::Hangs, usize::MAX);
    let (source, region, name) = (aws.source(), region(), bucket_name("data"));
    tokio::time::timeout(Duration::from_secs(1), source.bucket(&region, &name)).await.unwrap_err();
    tokio::time::advance(Duration::from_secs(1)).await;
    let start = tokio::time::Instant::now();
    let bucket = source.bucket(&region, &name).await.unwrap();
    assert!(matches!(bucket.account_public_access_block, Observed::Unavailable { .. }), "{bucket:?}");
    assert!(start.elapsed() < Duration::from_millis(100), "{:?}", start.elapsed());
    assert_eq!(aws.count("GetCallerIdentity"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_bucket_that_does_not_exist_does_not_wait_for_the_account() {
    let aws = FakeAws::at(Duration::from_millis(50));
    aws.bucket("data", "eu-west-1").fault("GetCallerIdentity", Fault::Hangs, 1);
    let (source, start) = (aws.source(), tokio::time::Instant::now());
    let error = source.bucket(&region(), &bucket_name("none")).await.unwrap_err();
    assert_eq!((error.kind, start.elapsed()), (SourceErrorKind::NotFound, Duration::from_millis(50)));
}

/// What the shared files and the environment configure for S3 alone.
#[derive(Debug)]
struct OfS3(&'static str);

impl LoadServiceConfig for OfS3 {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        (key.service_id() == "S3" && key.env() == "AWS_ENDPOINT_URL").then(|| self.0.to_owned())
    }
}

#[tokio::test(start_paused = true)]
async fn servers_that_only_speak_s3_have_no_account() {
    let local = "http://localhost:9000";
    let private = "https://vpce-1-x.eu-west-1.vpce.amazonaws.com";
    for (all, shared, of_s3, account) in [
        (Some(local), None, None, false),
        (None, Some(local), None, false),
        (None, None, Some(local), false),
        // A private network's way to AWS.
        (None, None, Some(private), true),
        (None, None, None, true),
    ] {
        let aws = FakeAws::new();
        aws.bucket("data", "eu-west-1");
        let mut settings = AwsSettings::default();
        settings.endpoint_url = all.map(str::to_owned);
        settings.force_path_style = true;
        let mut config = aws.config().to_builder();
        config.set_endpoint_url(shared.map(str::to_owned));
        if let Some(url) = of_s3 {
            config.set_service_config(Some(OfS3(url)));
        }
        let bucket = AwsSource::new(&config.build(), settings).bucket(&region(), &bucket_name("data")).await.unwrap();
        assert_eq!(bucket.account_public_access_block, Observed::NotConfigured);
        assert_eq!(aws.count("GetCallerIdentity"), usize::from(account), "{all:?} {shared:?} {of_s3:?}");
    }
}
