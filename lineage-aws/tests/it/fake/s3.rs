use std::collections::BTreeMap;

use super::{Answer, Call};

/// A bucket: where it is and what lies in it.
pub(super) struct Bucket {
    region: String,
    objects: BTreeMap<String, Vec<u8>>,
}

impl Bucket {
    pub(super) fn new(region: &str) -> Self {
        Self { region: region.to_owned(), objects: BTreeMap::new() }
    }

    pub(super) fn put(&mut self, key: &str, bytes: &[u8]) {
        self.objects.insert(key.to_owned(), bytes.to_vec());
    }
}

/// What S3 answers: only the bucket's own region answers questions, the others name it.
pub(super) fn respond(
    buckets: &BTreeMap<String, Bucket>,
    call: &Call,
    handler: Option<&(dyn Fn(&Call) -> Answer + Send + Sync)>,
) -> Answer {
    let Some(bucket) = buckets.get(&call.bucket) else { return Answer::s3_error(404, "NoSuchBucket") };
    if bucket.region != call.region {
        return Answer::s3_error(301, "PermanentRedirect").header("x-amz-bucket-region", &bucket.region);
    }
    if let Some(handler) = handler {
        return handler(call);
    }
    match call.operation.as_str() {
        "HeadBucket" => Answer::new(200, "").header("x-amz-bucket-region", &bucket.region),
        "GetBucketEncryption" => Answer::s3_error(404, "ServerSideEncryptionConfigurationNotFoundError"),
        "GetBucketVersioning" => {
            Answer::xml("<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>")
        }
        "GetPublicAccessBlock" => Answer::s3_error(404, "NoSuchPublicAccessBlockConfiguration"),
        "GetBucketPolicyStatus" => Answer::s3_error(404, "NoSuchBucketPolicy"),
        "GetBucketTagging" => Answer::s3_error(404, "NoSuchTagSet"),
        "GetBucketAcl" => Answer::xml(&acl("<ID>owner</ID>", "CanonicalUser")),
        "ListObjectsV2" => list(bucket, call),
        _ => get(bucket, call),
    }
}

/// Who is asking, and that its account blocks nothing.
pub(super) fn account(call: &Call) -> Answer {
    match call.operation.as_str() {
        "GetCallerIdentity" => Answer::xml(
            "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
             <Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>",
        ),
        _ => Answer::new(
            404,
            "<ErrorResponse><Error><Code>NoSuchPublicAccessBlockConfiguration</Code></Error></ErrorResponse>",
        ),
    }
}

/// An ACL with one grant.
pub fn acl(grantee: &str, kind: &str) -> String {
    format!(
        "<AccessControlPolicy xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Owner><ID>owner</ID></Owner>\
         <AccessControlList><Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:type=\"{kind}\">{grantee}</Grantee><Permission>READ</Permission></Grant></AccessControlList>\
         </AccessControlPolicy>"
    )
}

/// Two keys a page, so that paging shows.
fn list(bucket: &Bucket, call: &Call) -> Answer {
    let prefix = call.parameter("prefix").unwrap_or_default().replace("%2F", "/");
    let after = call.parameter("continuation-token").unwrap_or_default().replace("%2F", "/");
    let mut found = bucket.objects.iter().filter(|(key, _)| key.starts_with(&prefix) && key.as_str() > after.as_str());
    let mut xml = String::from("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    let mut last = "";
    for (key, bytes) in found.by_ref().take(2) {
        last = key;
        xml += &format!(
            "<Contents><Key>{key}</Key><LastModified>2026-01-31T09:30:00.000Z</LastModified><ETag>&quot;e&quot;</ETag>\
             <Size>{}</Size><StorageClass>STANDARD</StorageClass></Contents>",
            bytes.len()
        );
    }
    let more = found.next().is_some();
    xml += &format!("<IsTruncated>{more}</IsTruncated>");
    if more {
        xml += &format!("<NextContinuationToken>{last}</NextContinuationToken>");
    }
    Answer::xml(&(xml + "</ListBucketResult>"))
}

fn get(bucket: &Bucket, call: &Call) -> Answer {
    let Some(bytes) = bucket.objects.get(&call.key) else { return Answer::s3_error(404, "NoSuchKey") };
    let range = call.range.as_deref().and_then(|range| range.strip_prefix("bytes=")).expect("reads are ranged");
    let size = bytes.len();
    let (start, end) = match range.split_once('-').unwrap() {
        ("", last) => (size.saturating_sub(last.parse().unwrap()), size),
        (start, end) => (start.parse().unwrap_or(usize::MAX), size.min(end.parse::<usize>().unwrap_or(size) + 1)),
    };
    if start >= size {
        return Answer::new(
            416,
            format!("<Error><Code>InvalidRange</Code><ActualObjectSize>{size}</ActualObjectSize></Error>"),
        );
    }
    Answer::new(206, &bytes[start..end])
        .header("content-range", format!("bytes {start}-{}/{size}", end - 1))
        .header("etag", "\"e\"")
}
