use std::collections::BTreeMap;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use super::{Answer, Call, decoded, escaped};

/// A bucket: where it is and what lies in it.
pub(super) struct Bucket {
    region: String,
    /// How many names are on a page of its list: two, so that paging shows.
    pub(super) page: usize,
    objects: BTreeMap<String, Vec<u8>>,
}

impl Bucket {
    pub(super) fn new(region: &str) -> Self {
        Self { region: region.to_owned(), page: 2, objects: BTreeMap::new() }
    }

    pub(super) fn put(&mut self, key: &str, bytes: &[u8]) {
        self.objects.insert(key.to_owned(), bytes.to_vec());
    }
}

/// What S3 answers: only the bucket's own region answers questions, the others name it.
pub(super) fn respond(
    buckets: &mut BTreeMap<String, Bucket>,
    call: &Call,
    handler: Option<&(dyn Fn(&Call) -> Answer + Send + Sync)>,
) -> Answer {
    let Some(bucket) = buckets.get_mut(&call.bucket) else { return Answer::s3_error(404, "NoSuchBucket") };
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
        "PutObject" => put(bucket, call),
        "DeleteObject" => {
            bucket.objects.remove(&decoded(&call.key));
            Answer::new(204, "")
        }
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

fn list(bucket: &Bucket, call: &Call) -> Answer {
    let text = |name| call.parameter(name).map(decoded).unwrap_or_default();
    let (prefix, delimiter, after) =
        (text("prefix"), text("delimiter"), text("continuation-token").max(text("start-after")));
    // By name: keys, or the folders that they are in.
    let mut names = BTreeMap::new();
    for (key, bytes) in bucket.objects.iter().filter(|(key, _)| key.starts_with(&prefix)) {
        let inside = key[prefix.len()..].find(&delimiter).filter(|_| !delimiter.is_empty());
        match inside {
            Some(end) => names.insert(&key[..=prefix.len() + end], None),
            None => names.insert(key.as_str(), Some(bytes)),
        };
    }
    let mut found = names.into_iter().filter(|(name, _)| *name > after.as_str());
    let mut xml = String::from("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    let mut last = String::new();
    for (name, bytes) in found.by_ref().take(bucket.page) {
        last = escaped(name);
        xml += &match bytes {
            Some(bytes) => format!(
                "<Contents><Key>{last}</Key><LastModified>2026-01-31T09:30:00.000Z</LastModified><ETag>{}</ETag>\
                 <Size>{}</Size><StorageClass>STANDARD</StorageClass></Contents>",
                escaped(&tag(bytes)),
                bytes.len()
            ),
            None => format!("<CommonPrefixes><Prefix>{last}</Prefix></CommonPrefixes>"),
        };
    }
    let more = found.next().is_some();
    xml += &format!("<IsTruncated>{more}</IsTruncated>");
    if more {
        xml += &format!("<NextContinuationToken>{last}</NextContinuationToken>");
    }
    Answer::xml(&(xml + "</ListBucketResult>"))
}

fn put(bucket: &mut Bucket, call: &Call) -> Answer {
    let key = decoded(&call.key);
    if call.headers.contains_key("if-none-match") && bucket.objects.contains_key(&key) {
        return Answer::s3_error(412, "PreconditionFailed");
    }
    bucket.put(&key, &call.payload);
    Answer::new(200, "").header("etag", tag(&call.payload))
}

fn get(bucket: &Bucket, call: &Call) -> Answer {
    let Some(bytes) = bucket.objects.get(&decoded(&call.key)) else { return Answer::s3_error(404, "NoSuchKey") };
    if let Some(refusal) = refusal(bytes, call) {
        return refusal;
    }
    let size = bytes.len();
    let answer = match call.range.as_deref().map(|range| range.strip_prefix("bytes=").unwrap().split_once('-').unwrap())
    {
        None => Answer::new(200, bytes.as_slice()),
        Some(range) => {
            let (start, end) = match range {
                ("", last) => (size.saturating_sub(last.parse().unwrap()), size),
                (start, end) => {
                    (start.parse().unwrap_or(usize::MAX), size.min(end.parse::<usize>().map_or(size, |end| end + 1)))
                }
            };
            if start >= size {
                return Answer::new(
                    416,
                    format!("<Error><Code>InvalidRange</Code><ActualObjectSize>{size}</ActualObjectSize></Error>"),
                );
            }
            Answer::new(206, &bytes[start..end]).header("content-range", format!("bytes {start}-{}/{size}", end - 1))
        }
    };
    answer.header("etag", tag(bytes)).header("last-modified", MODIFIED)
}

/// When every object was written.
const MODIFIED: &str = "Sat, 31 Jan 2026 09:30:00 GMT";

/// What a condition of the request that does not hold is answered with.
fn refusal(bytes: &[u8], call: &Call) -> Option<Answer> {
    let header = |name| call.headers.get(name);
    let at = |text: &str| DateTime::from_str(text, Format::HttpDate).unwrap();
    if header("if-match").is_some_and(|wanted| *wanted != tag(bytes))
        || header("if-unmodified-since").is_some_and(|wanted| at(MODIFIED) > at(wanted))
    {
        return Some(Answer::s3_error(412, "PreconditionFailed"));
    }
    (header("if-none-match").is_some_and(|unwanted| *unwanted == tag(bytes))
        || header("if-modified-since").is_some_and(|wanted| at(MODIFIED) <= at(wanted)))
    .then(|| Answer::new(304, ""))
}

/// The ETag of an object: another one for other bytes.
fn tag(bytes: &[u8]) -> String {
    format!("\"{}-{}\"", bytes.len(), bytes.iter().map(|&byte| u64::from(byte)).sum::<u64>())
}
