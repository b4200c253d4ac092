mod bucket;
mod local;

use async_trait::async_trait;
use lineage_model::source::{ByteRange, ObjectBytes, ObjectPage, SourceError};

pub use bucket::BucketObjects;
pub use local::LocalObjects;

/// Where the objects of datasets are: a bucket, a folder, or whatever else has keys and bytes.
///
/// Calls are independent: any number may run at once, in any order, and a dropped future leaves nothing behind. What
/// does not exist is `SourceErrorKind::NotFound`, apart from a prefix that holds nothing: that is an empty list.
/// Retries, time-outs and pacing are the implementation's own.
#[async_trait]
pub trait Objects: Send + Sync {
    /// One page of the objects whose keys begin with `prefix`, from `after` (the `next` of the page before) on.
    async fn list(&self, prefix: &str, after: Option<String>) -> Result<ObjectPage, SourceError>;

    /// Bytes of one object. A range that begins after the end gives no bytes.
    async fn read(&self, key: &str, range: ByteRange) -> Result<ObjectBytes, SourceError>;

    /// How people name the object with this key, or all below this prefix: `s3://bucket/key`.
    fn uri(&self, key: &str) -> String;
}
