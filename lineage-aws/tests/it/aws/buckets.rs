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
