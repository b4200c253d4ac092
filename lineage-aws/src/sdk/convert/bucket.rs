use std::collections::BTreeMap;

use aws_sdk_s3::operation::get_bucket_acl::GetBucketAclOutput;
use aws_sdk_s3::operation::get_bucket_encryption::GetBucketEncryptionOutput;
use aws_sdk_s3::operation::get_bucket_tagging::GetBucketTaggingOutput;
use aws_sdk_s3::operation::get_bucket_versioning::GetBucketVersioningOutput;
use aws_sdk_s3::operation::get_public_access_block::GetPublicAccessBlockOutput;
use aws_sdk_s3::types::MfaDeleteStatus;
use aws_sdk_s3control::operation::get_public_access_block::GetPublicAccessBlockOutput as AccountOutput;
use lineage_model::Region;
use lineage_model::source::{Encryption, PublicAccessBlock, Versioning};

use super::word;

/// The predefined groups that a grant makes a bucket public with.
const EVERYBODY: [&str; 2] =
    ["http://acs.amazonaws.com/groups/global/AllUsers", "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"];

/// A region as S3 writes it, its two historical names included.
pub(in crate::sdk) fn bucket_region(told: &str) -> Option<Region> {
    match told {
        "EU" => Region::new("eu-west-1").ok(),
        "US" => Region::new("us-east-1").ok(),
        told => Region::new(told).ok(),
    }
}

/// The first rule; none when the bucket has no rule.
pub(in crate::sdk) fn encryption(told: GetBucketEncryptionOutput) -> Option<Encryption> {
    let rule = told.server_side_encryption_configuration?.rules.into_iter().next()?;
    let default = rule.apply_server_side_encryption_by_default?;
    Some(Encryption {
        algorithm: default.sse_algorithm.as_str().to_owned(),
        kms_key_id: default.kms_master_key_id,
        bucket_key_enabled: rule.bucket_key_enabled,
    })
}

/// None when the bucket never had versions.
pub(in crate::sdk) fn versioning(told: GetBucketVersioningOutput) -> Option<Versioning> {
    Some(Versioning {
        status: word(told.status)?,
        mfa_delete: told.mfa_delete.map(|status| status == MfaDeleteStatus::Enabled),
    })
}

/// The four settings, which buckets and accounts have in types of their own.
macro_rules! public_access_block {
    ($told:ident) => {{
        let block = $told.public_access_block_configuration?;
        Some(PublicAccessBlock {
            block_public_acls: block.block_public_acls.unwrap_or_default(),
            ignore_public_acls: block.ignore_public_acls.unwrap_or_default(),
            block_public_policy: block.block_public_policy.unwrap_or_default(),
            restrict_public_buckets: block.restrict_public_buckets.unwrap_or_default(),
        })
    }};
}

pub(in crate::sdk) fn public_access_block(told: GetPublicAccessBlockOutput) -> Option<PublicAccessBlock> {
    public_access_block!(told)
}

pub(in crate::sdk) fn account_public_access_block(told: AccountOutput) -> Option<PublicAccessBlock> {
    public_access_block!(told)
}

/// Whether any grant is to everybody.
pub(in crate::sdk) fn public_acl(told: GetBucketAclOutput) -> bool {
    let grantees = told.grants.into_iter().flatten().filter_map(|grant| grant.grantee?.uri);
    grantees.into_iter().any(|uri| EVERYBODY.contains(&uri.as_str()))
}

pub(in crate::sdk) fn s3_tags(told: GetBucketTaggingOutput) -> BTreeMap<String, String> {
    told.tag_set.into_iter().map(|tag| (tag.key, tag.value)).collect()
}
