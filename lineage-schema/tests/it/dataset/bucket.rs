use std::sync::Arc;

use async_trait::async_trait;
use lineage_model::source::{ByteRange, ObjectBytes, ObjectPage, ObjectSource, ObjectSummary, SourceError};
use lineage_model::{BucketName, Region};
use lineage_schema::{BucketObjects, Objects};

use super::run;

/// A source that answers with what it was asked.
struct Echo;

#[async_trait]
impl ObjectSource for Echo {
    async fn objects(
        &self,
        region: &Region,
        bucket: &BucketName,
        prefix: &str,
        after: Option<String>,
    ) -> Result<ObjectPage, SourceError> {
        let key = format!("{region} {bucket} {prefix}");
        Ok(ObjectPage { objects: vec![ObjectSummary { key, ..ObjectSummary::default() }], next: after })
    }

    async fn object(
        &self,
        region: &Region,
        bucket: &BucketName,
        key: &str,
        range: ByteRange,
    ) -> Result<ObjectBytes, SourceError> {
        let bytes = format!("{region} {bucket} {key} {range:?}").into_bytes();
        Ok(ObjectBytes { bytes, ..ObjectBytes::default() })
    }
}

#[test]
fn a_bucket_of_a_source_is_asked_with_its_region_and_name() {
    let (region, bucket) = (Region::new("ap-northeast-2").unwrap(), BucketName::new("lake").unwrap());
    let objects = BucketObjects { source: Arc::new(Echo), region, bucket };
    let page = run(objects.list("p/", Some("token".to_owned()))).unwrap();
    assert_eq!((page.objects[0].key.as_str(), page.next.as_deref()), ("ap-northeast-2 lake p/", Some("token")));
    let read = run(objects.read("p/a", ByteRange::Last { length: 8 })).unwrap();
    assert_eq!(String::from_utf8(read.bytes).unwrap(), "ap-northeast-2 lake p/a Last { length: 8 }");
    assert_eq!(objects.uri("p/a"), "s3://lake/p/a");
}
