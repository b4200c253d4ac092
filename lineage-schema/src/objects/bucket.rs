use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use lineage_model::source::{ByteRange, ObjectBytes, ObjectPage, ObjectSource, SourceError};
use lineage_model::{BucketName, Region};

use super::Objects;

/// The objects of one bucket of a source.
#[derive(Clone)]
pub struct BucketObjects {
    /// What reads the bucket.
    pub source: Arc<dyn ObjectSource>,
    /// Where the question comes from; the bucket may be elsewhere.
    pub region: Region,
    /// The bucket.
    pub bucket: BucketName,
}

#[async_trait]
impl Objects for BucketObjects {
    async fn list(&self, prefix: &str, after: Option<String>) -> Result<ObjectPage, SourceError> {
        self.source.objects(&self.region, &self.bucket, prefix, after).await
    }

    async fn read(&self, key: &str, range: ByteRange) -> Result<ObjectBytes, SourceError> {
        self.source.object(&self.region, &self.bucket, key, range).await
    }

    fn uri(&self, key: &str) -> String {
        format!("s3://{}/{key}", self.bucket)
    }
}

impl fmt::Debug for BucketObjects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BucketObjects").field("region", &self.region).field("bucket", &self.bucket).finish()
    }
}
