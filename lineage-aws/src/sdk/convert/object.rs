use aws_sdk_s3::operation::list_objects_v2::ListObjectsV2Output;
use aws_sdk_s3::types;
use lineage_model::source::{ObjectPage, ObjectSummary};

use super::{time, word};

pub(in crate::sdk) fn object_page(told: ListObjectsV2Output) -> ObjectPage {
    ObjectPage {
        objects: told.contents.into_iter().flatten().filter_map(object_summary).collect(),
        next: told.next_continuation_token.filter(|_| told.is_truncated.unwrap_or_default()),
    }
}

fn object_summary(told: types::Object) -> Option<ObjectSummary> {
    Some(ObjectSummary {
        key: told.key?,
        size: u64::try_from(told.size.unwrap_or_default()).unwrap_or_default(),
        etag: told.e_tag,
        last_modified: time(told.last_modified),
        storage_class: word(told.storage_class),
    })
}
