use std::ops::Range;
use std::time::{Duration, SystemTime};

use aws_sdk_s3::operation::get_object::GetObjectError;
use aws_sdk_s3::primitives::ByteStream;
use aws_smithy_runtime_api::client::result::{ConnectorError, SdkError};
use aws_smithy_types::DateTime;
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use lineage_model::BucketName;
use object_store::path::Path;
use object_store::{Attributes, Extensions, GetOptions, GetRange, GetResult, GetResultPayload, ObjectMeta, Result};
use tokio::time::{Instant, timeout_at};

use super::S3Store;
use super::error::{error, generic, not_implemented, unreadable};
use crate::sdk::objects::size;

const ACTION: &str = "s3:GetObject";

/// What the headers of an answer tell.
struct Told {
    content_range: Option<String>,
    content_length: Option<i64>,
    last_modified: Option<DateTime>,
    e_tag: Option<String>,
}

/// The answer to either request for an object, whose types share no trait: its headers, or an error.
macro_rules! told {
    ($store:ident, $operation:ident, $location:ident, $options:ident) => {{
        let time = |time| DateTime::from(SystemTime::from(time));
        let range = $options.range.as_ref().map(GetRange::to_string);
        let answer = $store.source.at_bucket(&$store.region, &$store.bucket, |client| {
            client
                .$operation()
                .bucket($store.bucket.as_str())
                .key($location.as_ref())
                .set_range(range.clone())
                .set_if_match($options.if_match.clone())
                .set_if_none_match($options.if_none_match.clone())
                .set_if_modified_since($options.if_modified_since.map(time))
                .set_if_unmodified_since($options.if_unmodified_since.map(time))
                .send()
        });
        let answer = answer.await.map_err(|failure| error(ACTION, &$store.bucket, $location.as_ref(), failure))?;
        let told = Told {
            content_range: answer.content_range().map(str::to_owned),
            content_length: answer.content_length(),
            last_modified: answer.last_modified().copied(),
            e_tag: answer.e_tag().map(str::to_owned),
        };
        (told, answer)
    }};
}

impl S3Store {
    pub(super) async fn read(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        if options.version.is_some() {
            return Err(not_implemented("get_opts of a version"));
        }
        // Else it cannot be written as a header.
        options.range.as_ref().map_or(Ok(()), GetRange::is_valid).map_err(generic)?;
        let (told, body) = if options.head {
            (told!(self, head_object, location, options).0, stream::empty().boxed())
        } else {
            let (told, answer) = told!(self, get_object, location, options);
            (told, chunks(answer.body, self.bucket.clone(), location.clone(), self.source.settings.object_timeout))
        };
        let (meta, range) = told.meta(location, options.range.as_ref()).ok_or_else(|| {
            unreadable(ACTION, &self.bucket, location.as_ref(), "the answer does not say which bytes it holds")
        })?;
        let payload = GetResultPayload::Stream(body);
        Ok(GetResult { payload, meta, range, attributes: Attributes::new(), extensions: Extensions::new() })
    }
}

impl Told {
    /// The object and the range of it in the answer; none unless that is the range that was asked for.
    fn meta(self, location: &Path, asked: Option<&GetRange>) -> Option<(ObjectMeta, Range<u64>)> {
        let length = u64::try_from(self.content_length?).ok()?;
        let (size, range) = match (asked, self.content_range) {
            (None, None) => (length, 0..length),
            (Some(asked), Some(told)) => {
                let size = size(&told)?;
                let range = asked.as_range(size).ok()?;
                let expected = format!("bytes {}-{}/{size}", range.start, range.end.checked_sub(1)?);
                (told == expected && range.end - range.start == length).then_some((size, range))?
            }
            _ => return None,
        };
        let last_modified = SystemTime::try_from(self.last_modified?).ok()?.into();
        Some((ObjectMeta { location: location.clone(), last_modified, size, e_tag: self.e_tag, version: None }, range))
    }
}

/// The bytes as they come, all of them within `timeout` from now.
fn chunks(
    body: ByteStream,
    bucket: BucketName,
    location: Path,
    timeout: Duration,
) -> BoxStream<'static, Result<Bytes>> {
    let end = Instant::now() + timeout;
    stream::try_unfold(body, move |mut body| {
        let (bucket, location) = (bucket.clone(), location.clone());
        async move {
            let failure = match timeout_at(end, body.try_next()).await {
                Ok(Ok(chunk)) => return Ok(chunk.map(|chunk| (chunk, body))),
                Ok(Err(error)) => SdkError::dispatch_failure(ConnectorError::io(error.into())),
                Err(elapsed) => SdkError::timeout_error(elapsed),
            };
            Err(error::<GetObjectError>(ACTION, &bucket, location.as_ref(), failure))
        }
    })
    .boxed()
}
