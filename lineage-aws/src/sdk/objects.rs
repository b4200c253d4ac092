use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_s3::operation::get_object::{GetObjectError, GetObjectOutput};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::{ConnectorError, SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use lineage_model::source::{ByteRange, ObjectBytes, ObjectPage, ObjectSource, SourceError, SourceErrorKind};
use lineage_model::{BucketName, Region};

use super::AwsSource;
use super::convert;
use super::error::classify;

#[async_trait]
impl ObjectSource for AwsSource {
    async fn objects(
        &self,
        region: &Region,
        bucket: &BucketName,
        prefix: &str,
        after: Option<String>,
    ) -> Result<ObjectPage, SourceError> {
        self.at_bucket(region, bucket, |client| {
            let list = client.list_objects_v2().bucket(bucket.as_str()).prefix(prefix);
            list.set_continuation_token(after.clone()).send()
        })
        .await
        .map(convert::object_page)
        .map_err(|failure| classify("s3:ListBucket", &format!("s3://{bucket}/{prefix}"), failure))
    }

    async fn object(
        &self,
        region: &Region,
        bucket: &BucketName,
        key: &str,
        range: ByteRange,
    ) -> Result<ObjectBytes, SourceError> {
        let resource = || format!("s3://{bucket}/{key}");
        let answer = self
            .at_bucket(region, bucket, |client| {
                let get = client.get_object().bucket(bucket.as_str()).key(key).range(header(range)).send();
                let timeout = self.settings.object_timeout;
                async move { read(get.await?, range, timeout).await }
            })
            .await;
        match answer {
            Ok(object) => object.ok_or_else(|| {
                let message = "the answer does not say which bytes it holds";
                SourceError::new(SourceErrorKind::InvalidResponse, "s3:GetObject", resource(), message)
            }),
            Err(failure) if failure.code() == Some("InvalidRange") => match size_beyond(&failure) {
                Some(size) => Ok(ObjectBytes { bytes: Vec::new(), size, etag: None }),
                None => Err(classify("s3:GetObject", &resource(), failure)),
            },
            Err(failure) => Err(classify("s3:GetObject", &resource(), failure)),
        }
    }
}

/// The header that asks for a range. HTTP has no empty range: at least one byte is asked for, and then dropped.
fn header(range: ByteRange) -> String {
    match range {
        ByteRange::First { length } => format!("bytes=0-{}", length.max(1) - 1),
        ByteRange::Last { length } => format!("bytes=-{}", length.max(1)),
        ByteRange::From { start, length } => format!("bytes={start}-{}", start.saturating_add(length.max(1) - 1)),
    }
}

const fn length(range: ByteRange) -> u64 {
    match range {
        ByteRange::First { length } | ByteRange::Last { length } | ByteRange::From { length, .. } => length,
    }
}

/// Reads what was asked for and no byte more; none when the answer is not the range that was asked for.
async fn read(
    output: GetObjectOutput,
    range: ByteRange,
    timeout: Duration,
) -> Result<Option<ObjectBytes>, SdkError<GetObjectError, HttpResponse>> {
    let Some(size) = output.content_range().and_then(size) else { return Ok(None) };
    let most = usize::try_from(length(range)).unwrap_or(usize::MAX);
    let mut body = output.body;
    let mut bytes = Vec::new();
    let collect = async {
        while let Some(chunk) = body.try_next().await? {
            let room = most - bytes.len();
            bytes.extend(chunk.iter().take(room));
            if chunk.len() > room {
                break;
            }
        }
        Ok::<(), aws_smithy_types::byte_stream::error::Error>(())
    };
    match tokio::time::timeout(timeout, collect).await {
        Ok(Ok(())) => Ok(Some(ObjectBytes { bytes, size, etag: output.e_tag })),
        Ok(Err(error)) => Err(SdkError::dispatch_failure(ConnectorError::io(error.into()))),
        Err(elapsed) => Err(SdkError::timeout_error(elapsed)),
    }
}

/// The size of the whole object: `bytes 0-9/1234`, or `bytes */1234` of a range beyond its end.
pub(super) fn size(content_range: &str) -> Option<u64> {
    content_range.rsplit_once('/')?.1.parse().ok()
}

/// The size that S3 tells in its refusal of a range beyond the end: in a header, or in the body.
fn size_beyond(failure: &SdkError<GetObjectError, HttpResponse>) -> Option<u64> {
    let answer = failure.raw_response()?;
    if let Some(size) = answer.headers().get("content-range").and_then(size) {
        return Some(size);
    }
    let body = std::str::from_utf8(answer.body().bytes()?).ok()?;
    let (_, rest) = body.split_once("<ActualObjectSize>")?;
    rest.split_once('<')?.0.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_as_headers() {
        for (range, expected) in [
            (ByteRange::First { length: 10 }, "bytes=0-9"),
            (ByteRange::First { length: 0 }, "bytes=0-0"),
            (ByteRange::Last { length: 8 }, "bytes=-8"),
            (ByteRange::Last { length: 0 }, "bytes=-1"),
            (ByteRange::From { start: 5, length: 3 }, "bytes=5-7"),
            (ByteRange::From { start: u64::MAX, length: 3 }, "bytes=18446744073709551615-18446744073709551615"),
        ] {
            assert_eq!(header(range), expected);
        }
    }

    #[test]
    fn sizes_of_content_ranges() {
        assert_eq!(size("bytes 0-9/1234"), Some(1234));
        assert_eq!(size("bytes */0"), Some(0));
        assert_eq!(size("bytes 0-9/*"), None);
        assert_eq!(size("nonsense"), None);
    }
}
