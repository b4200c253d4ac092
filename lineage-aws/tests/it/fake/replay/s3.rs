use lineage_model::source::{Bucket, ByteRange, PublicAccessBlock, SourceError};
use lineage_model::{BucketName, Observed, Region};

use super::{Replay, now};
use crate::fake::{Answer, Call, Fault, acl, decoded, escaped};

impl Replay {
    /// Only the bucket's own region answers questions, the others name it.
    pub(super) fn s3(&self, call: &Call) -> Result<Answer, SourceError> {
        let (asked, name) =
            (Region::new(call.region.as_str()).unwrap(), BucketName::new(call.bucket.as_str()).unwrap());
        let bucket = now(self.source.bucket(&asked, &name))?;
        if let Some(region) = bucket.region.value().filter(|region| **region != call.region) {
            return Ok(Answer::s3_error(301, "PermanentRedirect").header("x-amz-bucket-region", region));
        }
        Ok(match call.operation.as_str() {
            "ListObjectsV2" => {
                let text = |name| call.parameter(name).map(decoded);
                let (prefix, after) = (text("prefix").unwrap_or_default(), text("continuation-token"));
                let page = now(self.source.objects(&asked, &name, &prefix, after))?;
                let mut xml = String::from("<ListBucketResult>");
                for object in page.objects {
                    let modified = object
                        .last_modified
                        .map_or_else(String::new, |time| format!("<LastModified>{time}</LastModified>"));
                    let tag = object.etag.map_or_else(String::new, |tag| format!("<ETag>{}</ETag>", escaped(&tag)));
                    let class =
                        object.storage_class.map_or_else(String::new, |c| format!("<StorageClass>{c}</StorageClass>"));
                    xml += &format!(
                        "<Contents><Key>{}</Key>{modified}{tag}<Size>{}</Size>{class}</Contents>",
                        escaped(&object.key),
                        object.size
                    );
                }
                xml += &format!("<IsTruncated>{}</IsTruncated>", page.next.is_some());
                if let Some(next) = page.next {
                    xml += &format!("<NextContinuationToken>{}</NextContinuationToken>", escaped(&next));
                }
                Answer::xml(&(xml + "</ListBucketResult>"))
            }
            "GetObject" => self.object(call, &asked, &name)?,
            _ => posture(call, &bucket),
        })
    }

    fn object(&self, call: &Call, asked: &Region, bucket: &BucketName) -> Result<Answer, SourceError> {
        let range = call.range.as_deref().and_then(|range| range.strip_prefix("bytes=")).expect("reads are ranged");
        let range = match range.split_once('-').unwrap() {
            ("", last) => ByteRange::Last { length: last.parse().unwrap() },
            (start, end) => {
                let start: u64 = start.parse().unwrap();
                let end: u64 = end.parse().unwrap();
                ByteRange::From { start, length: (end - start).saturating_add(1) }
            }
        };
        let read = now(self.source.object(asked, bucket, &decoded(&call.key), range))?;
        let (size, length) = (read.size, read.bytes.len() as u64);
        if length == 0 {
            let body = format!("<Error><Code>InvalidRange</Code><ActualObjectSize>{size}</ActualObjectSize></Error>");
            return Ok(Answer::new(416, body));
        }
        let start = match range {
            ByteRange::From { start, .. } => start,
            _ => size - length,
        };
        let answer = Answer::new(206, read.bytes)
            .header("content-range", format!("bytes {start}-{}/{size}", start + length - 1));
        Ok(match read.etag {
            Some(tag) => answer.header("etag", tag),
            None => answer,
        })
    }
}

fn posture(call: &Call, bucket: &Bucket) -> Answer {
    let told = |fact: Observed<String>, absent: &str| match fact {
        Observed::Known { value } => Answer::xml(&value),
        Observed::NotConfigured | Observed::NotRead => Answer::s3_error(404, absent),
        Observed::Denied { .. } => Fault::Denied.answer(call),
        Observed::Absent { .. } => Fault::NotFound.answer(call),
        Observed::Unavailable { .. } => Fault::Server.answer(call),
    };
    match call.operation.as_str() {
        "HeadBucket" => match &bucket.region {
            Observed::Known { value } => Answer::new(200, "").header("x-amz-bucket-region", value),
            fact => told(map(fact, String::clone), ""),
        },
        "GetBucketEncryption" => told(
            map(&bucket.encryption, |fact| {
                let key = fact
                    .kms_key_id
                    .as_ref()
                    .map_or_else(String::new, |key| format!("<KMSMasterKeyID>{key}</KMSMasterKeyID>"));
                let enabled = fact
                    .bucket_key_enabled
                    .map_or_else(String::new, |on| format!("<BucketKeyEnabled>{on}</BucketKeyEnabled>"));
                format!(
                    "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>\
                     <SSEAlgorithm>{}</SSEAlgorithm>{key}</ApplyServerSideEncryptionByDefault>{enabled}</Rule>\
                     </ServerSideEncryptionConfiguration>",
                    fact.algorithm
                )
            }),
            "ServerSideEncryptionConfigurationNotFoundError",
        ),
        "GetBucketVersioning" => match &bucket.versioning {
            Observed::NotConfigured | Observed::NotRead => Answer::xml("<VersioningConfiguration/>"),
            fact => {
                let show = |fact: &lineage_model::source::Versioning| {
                    let mfa = fact.mfa_delete.map_or("", |on| {
                        if on { "<MfaDelete>Enabled</MfaDelete>" } else { "<MfaDelete>Disabled</MfaDelete>" }
                    });
                    format!("<VersioningConfiguration><Status>{}</Status>{mfa}</VersioningConfiguration>", fact.status)
                };
                told(map(fact, show), "")
            }
        },
        "GetPublicAccessBlock" => told(map(&bucket.public_access_block, block), "NoSuchPublicAccessBlockConfiguration"),
        "GetBucketPolicyStatus" => told(
            map(&bucket.public_policy, |public| format!("<PolicyStatus><IsPublic>{public}</IsPublic></PolicyStatus>")),
            "NoSuchBucketPolicy",
        ),
        "GetBucketAcl" => told(
            map(&bucket.public_acl, |public| match public {
                true => acl("<URI>http://acs.amazonaws.com/groups/global/AllUsers</URI>", "Group"),
                false => acl("<ID>owner</ID>", "CanonicalUser"),
            }),
            "",
        ),
        "GetBucketTagging" => told(
            map(&bucket.tags, |tags| {
                let tag = |(key, value): (&String, &String)| {
                    format!("<Tag><Key>{}</Key><Value>{}</Value></Tag>", escaped(key), escaped(value))
                };
                format!("<Tagging><TagSet>{}</TagSet></Tagging>", tags.iter().map(tag).collect::<String>())
            }),
            "NoSuchTagSet",
        ),
        operation => panic!("{operation} is not replayed"),
    }
}

fn block(told: &PublicAccessBlock) -> String {
    format!(
        "<PublicAccessBlockConfiguration><BlockPublicAcls>{}</BlockPublicAcls><IgnorePublicAcls>{}</IgnorePublicAcls>\
         <BlockPublicPolicy>{}</BlockPublicPolicy><RestrictPublicBuckets>{}</RestrictPublicBuckets>\
         </PublicAccessBlockConfiguration>",
        told.block_public_acls, told.ignore_public_acls, told.block_public_policy, told.restrict_public_buckets
    )
}

fn map<T, U>(fact: &Observed<T>, show: impl FnOnce(&T) -> U) -> Observed<U> {
    match fact {
        Observed::Known { value } => Observed::known(show(value)),
        Observed::NotConfigured => Observed::NotConfigured,
        Observed::Absent { gap } => Observed::Absent { gap: gap.clone() },
        Observed::Denied { gap } => Observed::Denied { gap: gap.clone() },
        Observed::Unavailable { gap } => Observed::Unavailable { gap: gap.clone() },
        Observed::NotRead => Observed::NotRead,
    }
}
