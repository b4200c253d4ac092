use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{BucketName, Observed, Timestamp};

/// What S3 tells about one bucket; each fact was asked for by a call of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bucket {
    /// The bucket.
    pub name: BucketName,
    /// Where it is (`HeadBucket`).
    pub region: Observed<String>,
    /// Default encryption (`GetBucketEncryption`).
    pub encryption: Observed<Encryption>,
    /// Versioning (`GetBucketVersioning`).
    pub versioning: Observed<Versioning>,
    /// The bucket's own block of public access (`GetPublicAccessBlock`).
    pub public_access_block: Observed<PublicAccessBlock>,
    /// The account's block of public access (`s3control GetPublicAccessBlock`).
    pub account_public_access_block: Observed<PublicAccessBlock>,
    /// Whether the bucket policy makes it public (`GetBucketPolicyStatus`).
    pub public_policy: Observed<bool>,
    /// Whether a grant of the ACL makes it public (`GetBucketAcl`).
    pub public_acl: Observed<bool>,
    /// Tags (`GetBucketTagging`).
    pub tags: Observed<BTreeMap<String, String>>,
}

impl Bucket {
    /// A bucket of which nothing was read.
    #[must_use]
    pub fn new(name: BucketName) -> Self {
        Self {
            name,
            region: Observed::NotRead,
            encryption: Observed::NotRead,
            versioning: Observed::NotRead,
            public_access_block: Observed::NotRead,
            account_public_access_block: Observed::NotRead,
            public_policy: Observed::NotRead,
            public_acl: Observed::NotRead,
            tags: Observed::NotRead,
        }
    }
}

/// The first rule of a bucket's default encryption.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Encryption {
    /// `AES256`, `aws:kms`, `aws:kms:dsse`, or whatever else the service says.
    pub algorithm: String,
    /// The KMS key.
    pub kms_key_id: Option<String>,
    /// Whether an S3 bucket key is used.
    pub bucket_key_enabled: Option<bool>,
}

/// A bucket's versioning.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Versioning {
    /// `Enabled` or `Suspended`; a bucket that never had it is `Observed::NotConfigured`.
    pub status: String,
    /// Whether deleting a version takes a second factor.
    pub mfa_delete: Option<bool>,
}

/// The four settings that block public access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PublicAccessBlock {
    /// New public ACLs are refused.
    pub block_public_acls: bool,
    /// Public ACLs have no effect.
    pub ignore_public_acls: bool,
    /// New public policies are refused.
    pub block_public_policy: bool,
    /// Public policies let only the account's own principals in.
    pub restrict_public_buckets: bool,
}

/// One page of a listing of objects (`ListObjectsV2`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ObjectPage {
    /// The objects, ordered by key as S3 orders them (UTF-8 bytes).
    pub objects: Vec<ObjectSummary>,
    /// Where the next page begins; none on the last one.
    pub next: Option<String>,
}

/// One object of a listing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ObjectSummary {
    /// The key.
    pub key: String,
    /// Bytes.
    pub size: u64,
    /// The entity tag, with its quotes.
    pub etag: Option<String>,
    /// When it was written.
    pub last_modified: Option<Timestamp>,
    /// `STANDARD`, `GLACIER`, or whatever else the service says.
    pub storage_class: Option<String>,
}

/// Which bytes of an object to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ByteRange {
    /// The first `length` bytes, or all of a shorter object.
    First {
        /// In bytes.
        length: u64,
    },
    /// The last `length` bytes, or all of a shorter object.
    Last {
        /// In bytes.
        length: u64,
    },
    /// `length` bytes from `start` on.
    From {
        /// The first byte, counted from 0.
        start: u64,
        /// In bytes.
        length: u64,
    },
}

/// Bytes of an object.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ObjectBytes {
    /// What was read: never more than the range asked for.
    pub bytes: Vec<u8>,
    /// The size of the whole object.
    pub size: u64,
    /// The entity tag, with its quotes.
    pub etag: Option<String>,
}
