use std::error::Error;
use std::future::Future;
use std::sync::PoisonError;

use async_trait::async_trait;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use futures_util::FutureExt;
use futures_util::future::{join, join3, try_join};
use lineage_model::source::{Bucket, BucketSource, SourceError, SourceErrorKind};
use lineage_model::{BucketName, Gap, Observed, Region};

use super::AwsSource;
use super::account_block::Account;
use super::convert;
use super::error::classify;
use super::regional::Regional;

/// How many buckets' regions are remembered; they are learned anew after that.
const MOST_REMEMBERED: usize = 10_000;

#[async_trait]
impl BucketSource for AwsSource {
    async fn bucket(&self, region: &Region, bucket: &BucketName) -> Result<Bucket, SourceError> {
        let Some(account) = self.account(region) else {
            let mut facts = self.facts(region, bucket, None).await?;
            facts.account_public_access_block = Observed::NotConfigured;
            return Ok(facts);
        };
        let block = account.block.clone().map(Ok);
        // A bucket that does not exist waits for nothing.
        let (mut facts, block) = try_join(self.facts(region, bucket, Some(&account)), block).await?;
        // This one is answered for the account's own buckets alone. Whose another bucket is, is not known.
        if matches!(facts.public_policy, Observed::Known { .. } | Observed::NotConfigured) {
            facts.account_public_access_block = block;
        }
        Ok(facts)
    }
}

impl AwsSource {
    /// What S3 tells about a bucket itself.
    async fn facts(
        &self,
        region: &Region,
        bucket: &BucketName,
        account: Option<&Account>,
    ) -> Result<Bucket, SourceError> {
        let name = bucket.as_str();
        let asked = self.region_of(bucket).unwrap_or_else(|| region.clone());
        // S3 names the region even to those whom it tells nothing else, and sends nobody on.
        let (told, failed) = match self.s3(&asked).send(|client| client.head_bucket().bucket(name).send()).await {
            Ok(head) => (head.bucket_region().and_then(convert::bucket_region), None),
            Err(failure) => {
                let told = redirect(&failure);
                let error = classify("s3:ListBucket", name, failure);
                if matches!(error.kind, SourceErrorKind::NotFound | SourceErrorKind::CredentialsUnavailable) {
                    return Err(error);
                }
                (told, Some(error))
            }
        };
        if let Some(told) = told.as_ref().filter(|told| **told != asked) {
            self.remember(bucket, told);
        }
        let mut facts = Bucket::new(bucket.clone());
        posture(&self.s3(told.as_ref().unwrap_or(&asked)), account, &mut facts).await;
        facts.region = match (told, failed) {
            (Some(told), _) => Observed::known(told.into()),
            (None, None) => unavailable("s3:ListBucket", name, "the answer names no region"),
            (None, Some(error)) if error.kind != SourceErrorKind::AccessDenied && nothing_answered(&facts) => {
                return Err(error);
            }
            (None, Some(error)) => error.into(),
        };
        Ok(facts)
    }
}

/// Asks for everything but the region, all at once, where the bucket is.
async fn posture(s3: &Regional<aws_sdk_s3::Client>, account: Option<&Account>, facts: &mut Bucket) {
    let name = facts.name.as_str();
    // Of all the calls this is the one that an account has no business with at the buckets of others: it names the
    // owner that it expects, and is refused where that is somebody else.
    let policy = async {
        let owner = match account {
            Some(account) => account.id.clone().await.ok(),
            None => None,
        };
        let status = |client: &aws_sdk_s3::Client| {
            client.get_bucket_policy_status().bucket(name).set_expected_bucket_owner(owner.clone()).send()
        };
        s3.send(status).await
    };
    let ((encryption, versioning, block), (policy, acl, tags)) = join(
        join3(
            s3.send(|client| client.get_bucket_encryption().bucket(name).send()),
            s3.send(|client| client.get_bucket_versioning().bucket(name).send()),
            s3.send(|client| client.get_public_access_block().bucket(name).send()),
        ),
        join3(
            policy,
            s3.send(|client| client.get_bucket_acl().bucket(name).send()),
            s3.send(|client| client.get_bucket_tagging().bucket(name).send()),
        ),
    )
    .await;
    facts.encryption = observed(
        encryption.map(convert::encryption),
        "ServerSideEncryptionConfigurationNotFoundError",
        "s3:GetEncryptionConfiguration",
        name,
    );
    facts.versioning = observed(versioning.map(convert::versioning), "", "s3:GetBucketVersioning", name);
    facts.public_access_block = observed(
        block.map(convert::public_access_block),
        "NoSuchPublicAccessBlockConfiguration",
        "s3:GetBucketPublicAccessBlock",
        name,
    );
    let is_public = policy.map(|told| told.policy_status.and_then(|status| status.is_public));
    facts.public_policy = observed(is_public, "NoSuchBucketPolicy", "s3:GetBucketPolicyStatus", name);
    facts.public_acl = observed(acl.map(|told| Some(convert::public_acl(told))), "", "s3:GetBucketAcl", name);
    facts.tags = observed(tags.map(|told| Some(convert::s3_tags(told))), "NoSuchTagSet", "s3:GetBucketTagging", name);
}

/// The fact that an answer tells: nothing in it, or the code `absent`, means that nothing is configured.
pub(super) fn observed<T, E>(
    answer: Result<Option<T>, SdkError<E, HttpResponse>>,
    absent: &str,
    action: &'static str,
    resource: &str,
) -> Observed<T>
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    match answer {
        Ok(Some(value)) => Observed::known(value),
        Ok(None) => Observed::NotConfigured,
        Err(failure) if failure.code() == Some(absent) => Observed::NotConfigured,
        Err(failure) => classify(action, resource, failure).into(),
    }
}

fn unavailable<T>(action: &str, bucket: &str, message: &str) -> Observed<T> {
    let gap = Gap { action: action.to_owned(), resource: bucket.to_owned(), message: message.to_owned() };
    Observed::Unavailable { gap }
}

/// Whether every fact failed to be read other than by a refusal.
fn nothing_answered(facts: &Bucket) -> bool {
    fn dark<T>(fact: &Observed<T>) -> bool {
        matches!(fact, Observed::Unavailable { .. })
    }
    dark(&facts.encryption)
        && dark(&facts.versioning)
        && dark(&facts.public_access_block)
        && dark(&facts.public_policy)
        && dark(&facts.public_acl)
        && dark(&facts.tags)
}

/// The region that a failed answer names.
fn redirect<E>(failure: &SdkError<E, HttpResponse>) -> Option<Region> {
    convert::bucket_region(failure.raw_response()?.headers().get("x-amz-bucket-region")?)
}

impl AwsSource {
    /// Makes a call about a bucket, and makes it again where the bucket is when the answer names another region.
    pub(super) async fn at_bucket<T, E, F>(
        &self,
        region: &Region,
        bucket: &BucketName,
        send: impl Fn(&aws_sdk_s3::Client) -> F,
    ) -> Result<T, SdkError<E, HttpResponse>>
    where
        E: ProvideErrorMetadata,
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    {
        let asked = self.region_of(bucket).unwrap_or_else(|| region.clone());
        let answer = self.s3(&asked).send(&send).await;
        match answer.as_ref().err().and_then(redirect).filter(|told| *told != asked) {
            None => answer,
            Some(told) => {
                self.remember(bucket, &told);
                self.s3(&told).send(&send).await
            }
        }
    }

    fn region_of(&self, bucket: &BucketName) -> Option<Region> {
        self.elsewhere.lock().unwrap_or_else(PoisonError::into_inner).get(bucket).cloned()
    }

    fn remember(&self, bucket: &BucketName, found: &Region) {
        let mut elsewhere = self.elsewhere.lock().unwrap_or_else(PoisonError::into_inner);
        if elsewhere.len() >= MOST_REMEMBERED {
            elsewhere.clear();
        }
        elsewhere.insert(bucket.clone(), found.clone());
    }
}
