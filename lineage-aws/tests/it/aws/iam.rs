//! The shipped policies and the calls that the code makes: neither has what the other has not.

use std::collections::BTreeSet;
use std::path::Path;

use lineage_model::source::{
    BucketSource, ByteRange, ExecutionSource, FeatureGroupSource, JobKind, ObjectSource, PipelineSource, ServedModel,
};
use serde_json::{Value, json};

use super::{EXECUTION, bucket_name, pipeline_name, region};
use crate::fake::{FakeAws, Fault};

/// Permissions that are no calls of a source: `deploy/iam/README.md` gives the reasons.
const NO_CALLS: [&str; 3] = ["kms:Decrypt", "kms:GenerateDataKey", "sts:AssumeRole"];

/// A call that everybody may make; IAM has a name for it, and allows it whatever a policy says.
const ALWAYS_ALLOWED: &str = "sts:GetCallerIdentity";

/// The IAM action of a request.
pub(super) fn action(operation: &str) -> String {
    match operation {
        "HeadBucket" | "ListObjectsV2" => "s3:ListBucket".to_owned(),
        "GetBucketEncryption" => "s3:GetEncryptionConfiguration".to_owned(),
        "GetPublicAccessBlock" => "s3:GetBucketPublicAccessBlock".to_owned(),
        "GetAccountPublicAccessBlock" => "s3:GetAccountPublicAccessBlock".to_owned(),
        "GetCallerIdentity" => ALWAYS_ALLOWED.to_owned(),
        "HeadObject" => "s3:GetObject".to_owned(),
        _ if operation.contains("Bucket") || ["GetObject", "PutObject"].contains(&operation) => {
            format!("s3:{operation}")
        }
        _ => format!("sagemaker:{operation}"),
    }
}

/// The actions of every request that any method of the ports can lead to.
async fn called() -> BTreeSet<String> {
    let aws = FakeAws::new();
    aws.bucket("data", "eu-west-1");
    let found = json!({"Model": {"Model": {"ModelName": "m"}, "Endpoints": [{"EndpointName": "e"}]}});
    aws.answer("Search", json!({"Results": [found]}));
    aws.answer("ListPipelines", json!({"PipelineSummaries": [{"PipelineName": "p", "PipelineArn": "arn:p"}]}));
    aws.answer("ListPipelineExecutions", json!({"PipelineExecutionSummaries": [{"PipelineExecutionArn": "arn:e"}]}));
    aws.answer("ListFeatureGroups", json!({"FeatureGroupSummaries": [{"FeatureGroupName": "g"}]}));
    aws.fault("DescribeAutoMLJobV2", Fault::NotFound, usize::MAX);
    let (source, region, name, bucket) = (aws.source(), region(), pipeline_name(), bucket_name("data"));
    for _ in 0..2 {
        let pipelines = source.pipelines(&region).await.unwrap_or_default();
        drop(source.latest_executions(&region, &pipelines).await);
        drop(source.pipeline(&region, &name).await);
        drop(source.tags(&region, "arn:p").await);
        drop(source.domains(&region).await);
        drop(source.domain(&region, "d-1").await);
        drop(source.executions(&region, &name, 1).await);
        drop(source.execution(&region, EXECUTION).await);
        drop(source.steps(&region, EXECUTION).await);
        drop(source.parameters(&region, EXECUTION).await);
        drop(source.definition(&region, EXECUTION).await);
        for kind in [JobKind::Processing, JobKind::Training, JobKind::Transform, JobKind::Tuning, JobKind::AutoML] {
            drop(source.job(&region, kind, "arn:x:job/j").await);
        }
        drop(source.model(&region, "arn:x:model/m").await);
        drop(source.model_package(&region, "arn:x:model-package/g/1").await);
        drop(source.endpoints(&region, &ServedModel::Model("m".into())).await);
        drop(source.bucket(&region, &bucket).await);
        drop(source.objects(&region, &bucket, "", None).await);
        drop(source.object(&region, &bucket, "key", ByteRange::First { length: 1 }).await);
        drop(source.feature_groups(&region).await);
        drop(source.offline_stores(&region).await);
        drop(source.feature_group(&region, "g").await);
        drop(source.feature_description(&region, "g", "f").await);
        // Once more, for what takes its place.
        aws.fault("Search", Fault::Denied, usize::MAX);
    }
    aws.log().iter().map(|call| action(&call.operation)).collect()
}

/// The actions of every request that the store of schemas can lead to.
#[cfg(feature = "object-store")]
async fn stored() -> BTreeSet<String> {
    use lineage_aws::S3Store;
    use object_store::{ObjectStore, ObjectStoreExt, PutMode, path::Path as Key};

    let aws = FakeAws::new();
    aws.bucket("schemas", "eu-west-1");
    let store = S3Store::new(std::sync::Arc::new(aws.source()), region(), bucket_name("schemas"));
    let key = Key::from("a/v1.json");
    store.put_opts(&key, "{}".into(), PutMode::Create.into()).await.unwrap();
    store.get(&key).await.unwrap();
    store.head(&key).await.unwrap();
    store.list_with_delimiter(None).await.unwrap();
    aws.log().iter().map(|call| action(&call.operation)).collect()
}

/// The one that nothing else makes.
#[cfg(not(feature = "object-store"))]
async fn stored() -> BTreeSet<String> {
    BTreeSet::from(["s3:PutObject".to_owned()])
}

/// The actions that the code of the live source names.
fn named(folder: &Path, actions: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            named(&path, actions);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for word in code.split('"') {
            let is_action = |(service, name): (&str, &str)| {
                ["sagemaker", "s3", "sts"].contains(&service) && name.bytes().all(|b| b.is_ascii_alphanumeric())
            };
            if word.split_once(':').is_some_and(is_action) {
                actions.insert(word.to_owned());
            }
        }
    }
}

/// The actions that the policies allow whose file names begin like this.
fn allowed(tier: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/iam");
    let mut actions = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if !name.starts_with(tier) || !name.ends_with(".json") {
            continue;
        }
        let policy: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        for statement in policy["Statement"].as_array().unwrap() {
            let action = |action: &Value| action.as_str().unwrap().to_owned();
            actions.extend(statement["Action"].as_array().unwrap().iter().map(action));
        }
    }
    actions
}

#[tokio::test(start_paused = true)]
async fn every_call_is_allowed_and_nothing_else() {
    let mut called = called().await;
    called.extend(stored().await);
    let mut named_in_code = BTreeSet::new();
    named(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sdk"), &mut named_in_code);
    assert_eq!(called, named_in_code, "requests that are made, and actions that errors name");
    let mut expected = called;
    expected.extend(NO_CALLS.map(str::to_owned));
    expected.remove(ALWAYS_ALLOWED);
    assert_eq!(allowed(""), expected, "what the policies allow, and what is called");
}

/// The two tiers of schemas, each with what it does and no more.
#[cfg(feature = "object-store")]
#[tokio::test(start_paused = true)]
async fn schemas_take_what_their_tiers_allow() {
    use lineage_aws::S3Store;
    use lineage_schema::store::{ObjectStoreSchemas, contract};
    use lineage_schema::{BucketObjects, InferOptions, infer};
    use std::sync::Arc;

    let check = |aws: &FakeAws, tier: &str| {
        let mut called: BTreeSet<_> = aws.log().iter().map(|call| action(&call.operation)).collect();
        let allowed = allowed(tier);
        called.extend(allowed.iter().filter(|action| NO_CALLS.contains(&action.as_str())).cloned());
        assert_eq!(allowed, called, "{tier}");
    };
    let aws = FakeAws::new();
    aws.bucket("data", "eu-west-1").object("data", "p/a.csv", b"id\n1\n").object("data", "p/b.csv", b"id\n2\n");
    let objects = BucketObjects { source: Arc::new(aws.source()), region: region(), bucket: bucket_name("data") };
    for location in ["p", "p/a.csv", "none"] {
        drop(infer(&objects, location, &InferOptions::default()).await);
    }
    check(&aws, "schema.json");

    let aws = FakeAws::new();
    aws.bucket("schemas", "eu-west-1");
    let store = S3Store::new(Arc::new(aws.source()), region(), bucket_name("schemas"));
    let schemas = ObjectStoreSchemas::new(Arc::new(store), "");
    schemas.self_test().await.unwrap();
    assert_eq!(contract::check_one_writer(&schemas).await, [""; 0]);
    check(&aws, "schema-store.json");
}

/// Data keys are for S3 alone, roles and what is written have names, and nothing that was written is replaced.
#[test]
fn permissions_that_are_no_reads_are_bounded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/iam");
    let one = |policy: &str, action: &str| {
        let policy: Value = serde_json::from_slice(&std::fs::read(folder.join(policy)).unwrap()).unwrap();
        let has = |statement: &&Value| statement["Action"].as_array().unwrap().contains(&action.into());
        let found: Vec<_> = policy["Statement"].as_array().unwrap().iter().filter(has).collect();
        assert_eq!(found.len(), 1, "{action}");
        found[0].clone()
    };
    for (policy, action) in [
        ("schema.json", "kms:Decrypt"),
        ("schema-store.json", "kms:Decrypt"),
        ("schema-store.json", "kms:GenerateDataKey"),
    ] {
        let only_s3 = json!({"StringLike": {"kms:ViaService": "s3.*.amazonaws.com"}});
        assert_eq!(one(policy, action)["Condition"], only_s3, "{policy} {action}");
    }
    assert_ne!(one("accounts.json", "sts:AssumeRole")["Resource"], "*");
    let put = one("schema-store.json", "s3:PutObject");
    assert_eq!(put["Condition"], json!({"Null": {"s3:if-none-match": "false"}}));
    assert!(!put["Resource"].as_str().unwrap().starts_with("arn:aws:s3:::*"));
}
