use std::time::Duration;

use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use lineage_aws::{AwsSettings, AwsSource};
use lineage_model::Observed;
use lineage_model::source::{BucketSource, SourceErrorKind};

use super::{ACCOUNT, bucket_name, region};
use crate::fake::{Answer, FakeAws, Fault, Logged, acl};

const POSTURE: [(&str, &str); 6] = [
    ("GetBucketEncryption", "s3:GetEncryptionConfiguration"),
    ("GetBucketVersioning", "s3:GetBucketVersioning"),
    ("GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"),
    ("GetBucketPolicyStatus", "s3:GetBucketPolicyStatus"),
    ("GetBucketAcl", "s3:GetBucketAcl"),
    ("GetBucketTagging", "s3:GetBucketTagging"),
];

#[tokio::test(start_paused = true)]
async fn a_configured_bucket_in_seven_calls() {
    let aws = FakeAws::new();
    configured(&aws, "data", "eu-west-1");
    let bucket = aws.source().bucket(&region(), &bucket_name("data")).await.unwrap();
    insta::assert_json_snapshot!(bucket);
    assert_eq!(aws.log().len(), 7 + ACCOUNT);
}

#[tokio::test(start_paused = true)]
async fn not_configured_is_an_answer() {
    let aws = FakeAws::new();
    aws.bucket("bare", "eu-west-1");
    let bucket = aws.source().bucket(&region(), &bucket_name("bare")).await.unwrap();
    assert_eq!(bucket.encryption, Observed::NotConfigured);
    assert_eq!(bucket.versioning, Observed::NotConfigured);
    assert_eq!(bucket.public_access_block, Observed::NotConfigured);
    assert_eq!(bucket.public_policy, Observed::NotConfigured);
    assert_eq!(bucket.tags, Observed::NotConfigured);
    assert_eq!(bucket.public_acl, Observed::known(false));
    assert_eq!(bucket.account_public_access_block, Observed::NotConfigured);
}

#[tokio::test(start_paused = true)]
async fn everybody_makes_an_acl_public() {
    for (grantee, kind, public) in [
        ("<URI>http://acs.amazonaws.com/groups/global/AllUsers</URI>", "Group", true),
        ("<URI>http://acs.amazonaws.com/groups/global/AuthenticatedUsers</URI>", "Group", true),
        ("<URI>http://acs.amazonaws.com/groups/s3/LogDelivery</URI>", "Group", false),
        ("<ID>somebody</ID>", "CanonicalUser", false),
    ] {
        let aws = FakeAws::new();
        aws.bucket("data", "eu-west-1").handle("GetBucketAcl", move |_| Answer::xml(&acl(grantee, kind)));
        let bucket = aws.source().bucket(&region(), &bucket_name("data")).await.unwrap();
        assert_eq!(bucket.public_acl, Observed::known(public), "{grantee}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_bucket_elsewhere_is_asked_where_it_is() {
    let aws = FakeAws::new();
    configured(&aws, "far", "us-east-1");
    let source = aws.source();
    for calls in [7 + ACCOUNT, 14 + ACCOUNT] {
        let bucket = source.bucket(&region(), &bucket_name("far")).await.unwrap();
        assert_eq!(bucket.region, Observed::known("us-east-1".to_owned()));
        assert!(bucket.encryption.value().is_some() && bucket.tags.value().is_some());
        assert_eq!(aws.log().len(), calls);
    }
    let regions: Vec<_> = asked_about_buckets(&aws).into_iter().map(|logged| logged.region).collect();
    assert_eq!(regions[0], "eu-west-1");
    assert!(regions[1..].iter().all(|region| region == "us-east-1"), "{regions:?}");
}

#[tokio::test(start_paused = true)]
async fn a_refusal_names_the_region_too() {
    for (header, region_told) in [("ap-northeast-2", "ap-northeast-2"), ("EU", "eu-west-1")] {
        let aws = FakeAws::new();
        aws.bucket("data", "eu-west-1");
        aws.handle("HeadBucket", move |_| Answer::new(403, "").header("x-amz-bucket-region", header));
        let bucket = aws.source().bucket(&region(), &bucket_name("data")).await.unwrap();
        assert_eq!(bucket.region, Observed::known(region_told.to_owned()));
        assert!(asked_about_buckets(&aws)[1..].iter().all(|logged| logged.region == region_told));
    }
}

#[tokio::test(start_paused = true)]
async fn a_region_that_is_none_is_not_followed() {
    let aws = FakeAws::new();
    aws.bucket("data", "eu-west-1");
    aws.handle("HeadBucket", |_| Answer::new(403, "").header("x-amz-bucket-region", "evil.example/#-1"));
    let bucket = aws.source().bucket(&region(), &bucket_name("data")).await.unwrap();
    assert!(matches!(bucket.region, Observed::Denied { .. }), "{:?}", bucket.region);
    assert!(aws.log().iter().all(|logged| logged.region == "eu-west-1"));
}

#[tokio::test(start_paused = true)]
async fn no_such_bucket() {
    let error = FakeAws::new().source().bucket(&region(), &bucket_name("none")).await.unwrap_err();
    assert_eq!(error.kind, SourceErrorKind::NotFound);
    assert_eq!(error.to_string(), "s3:ListBucket on 'none': not found (NotFound)");
}

#[tokio::test(start_paused = true)]
async fn one_fact_that_fails_leaves_the_others() {
    for (operation, action) in POSTURE {
        for fault in [Fault::Denied, Fault::NotFound, Fault::Server, Fault::Hangs, Fault::Reset, Fault::Garbage] {
            let aws = FakeAws::new();
            configured(&aws, "data", "eu-west-1");
            aws.fault(operation, fault, usize::MAX);
            let bucket = aws.source().bucket(&region(), &bucket_name("data")).await.unwrap();
            let facts = serde_json::to_value(&bucket).unwrap();
            let facts = facts.as_object().unwrap();
            let failed: Vec<_> = facts.values().filter(|fact| fact["gap"].is_object()).collect();
            let known = facts.values().filter(|fact| fact["state"] == "known").count();
            assert_eq!((failed.len(), known), (1, 6), "{operation} {fault:?} {bucket:?}");
            assert_eq!(failed[0]["gap"]["action"], action);
            assert_eq!(failed[0]["gap"]["resource"], "data");
            let state = match fault {
                Fault::Denied => "denied",
                Fault::NotFound => "absent",
                _ => "unavailable",
            };
            assert_eq!(failed[0]["state"], state, "{operation} {fault:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_head_that_fails_leaves_the_others() {
    for fault in [Fault::Denied, Fault::Server, Fault::Hangs, Fault::Reset] {
        let aws = FakeAws::new();
        configured(&aws, "data", "eu-west-1");
        aws.fault("HeadBucket", fault, usize::MAX);
        let bucket = aws.source().bucket(&region(), &bucket_name("data")).await.unwrap();
        assert_eq!(bucket.region.gap().unwrap().action, "s3:ListBucket", "{fault:?}");
        assert!(bucket.encryption.value().is_some());
    }
}

#[tokio::test(start_paused = true)]
async fn a_bucket_that_nothing_answers_about_is_an_error() {
    let aws = FakeAws::new();
    aws.bucket("data", "eu-west-1").fault("HeadBucket", Fault::Reset, usize::MAX);
    for (operation, _) in POSTURE {
        aws.fault(operation, Fault::Reset, usize::MAX);
    }
    let error = aws.source().bucket(&region(), &bucket_name("data")).await.unwrap_err();
    assert_eq!(error.kind, SourceErrorKind::Unavailable);
}

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

/// The requests about a bucket, without those about the account.
fn asked_about_buckets(aws: &FakeAws) -> Vec<Logged> {
    aws.log()
        .into_iter()
        .filter(|logged| logged.operation.contains("Bucket") || logged.operation == "GetPublicAccessBlock")
        .collect()
}

fn configured(aws: &FakeAws, name: &str, region: &str) {
    aws.bucket(name, region);
    for (operation, body) in [
        (
            "GetBucketEncryption",
            "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>\
             <SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>arn:key</KMSMasterKeyID>\
             </ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule>\
             </ServerSideEncryptionConfiguration>",
        ),
        (
            "GetBucketVersioning",
            "<VersioningConfiguration><Status>Suspended</Status><MfaDelete>Disabled</MfaDelete></VersioningConfiguration>",
        ),
        (
            "GetPublicAccessBlock",
            "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls>\
             <IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>false</BlockPublicPolicy>\
             </PublicAccessBlockConfiguration>",
        ),
        ("GetBucketPolicyStatus", "<PolicyStatus><IsPublic>true</IsPublic></PolicyStatus>"),
        ("GetBucketAcl", &acl("<ID>owner</ID>", "CanonicalUser")),
        ("GetBucketTagging", "<Tagging><TagSet><Tag><Key>Env</Key><Value>dev</Value></Tag></TagSet></Tagging>"),
    ] {
        let body = body.to_owned();
        aws.handle(operation, move |_| Answer::xml(&body));
    }
}
