use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex, PoisonError};

use lineage_model::source::{ByteRange, ObjectBytes, ObjectPage, ObjectSummary, SourceError, SourceErrorKind};
use lineage_model::{BucketName, Timestamp};
use serde::{Deserialize, Serialize};

use super::fact::{self, Digest, Failure};
use super::{Snapshot, not_recorded, unreadable};

/// The most objects of one page, as S3 has it.
const PAGE: usize = 1000;

/// The most bytes of one read: a folder's sparse file may claim any size.
const READ_LIMIT: u64 = 64 * 1024 * 1024;

/// The index that was read last: who lists a prefix reads its objects next, and an index may be long.
pub(super) type LastIndex = Mutex<Option<(BucketName, Arc<ObjectIndex>)>>;

/// What is recorded of one bucket's objects.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ObjectIndex {
    /// How far each listed prefix was listed.
    pub(super) listings: BTreeMap<String, Listed>,
    /// The objects that were seen, listed or read, by key.
    pub(super) objects: BTreeMap<String, Object>,
    /// Why an object could not be read, by key.
    pub(super) failures: BTreeMap<String, Failure>,
}

/// How far a prefix was listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Listed {
    /// To its end.
    All,
    /// Up to this key.
    UpTo(String),
    /// Not at all.
    Error(Failure),
}

/// One object.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Object {
    pub(super) size: u64,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<Timestamp>,
    pub(super) storage_class: Option<String>,
    /// The file of its bytes, when they are recorded.
    pub(super) data: Option<Digest>,
}

impl From<ObjectSummary> for Object {
    fn from(summary: ObjectSummary) -> Self {
        let ObjectSummary { key: _, size, etag, last_modified, storage_class } = summary;
        Self { size, etag, last_modified, storage_class, data: None }
    }
}

impl Object {
    fn summary(&self, key: &str) -> ObjectSummary {
        ObjectSummary {
            key: key.to_owned(),
            size: self.size,
            etag: self.etag.clone(),
            last_modified: self.last_modified,
            storage_class: self.storage_class.clone(),
        }
    }
}

impl ObjectIndex {
    /// How far `prefix` was listed, by itself or as part of a shorter one.
    fn listed(&self, prefix: &str) -> Option<&Listed> {
        let covers = |(listed, _): &(&String, &Listed)| prefix.starts_with(listed.as_str());
        let covering = || self.listings.iter().filter(covers).map(|(_, listed)| listed);
        let all = || covering().find(|listed| **listed == Listed::All);
        self.listings.get(prefix).or_else(all).or_else(|| covering().next_back())
    }

    /// One page of the objects below `prefix`, after the key `after` and not beyond the key `up_to`.
    fn page(&self, prefix: &str, after: Option<&str>, up_to: Option<&str>) -> ObjectPage {
        let start = match after {
            Some(after) if after >= prefix => Bound::Excluded(after),
            _ => Bound::Included(prefix),
        };
        let mut rest = self
            .objects
            .range::<str, _>((start, Bound::Unbounded))
            .take_while(|(key, _)| key.starts_with(prefix) && up_to.is_none_or(|last| key.as_str() <= last))
            .map(|(key, object)| object.summary(key));
        let objects: Vec<_> = rest.by_ref().take(PAGE).collect();
        let next = if rest.next().is_some() { objects.last().map(|object| object.key.clone()) } else { None };
        ObjectPage { objects, next }
    }
}

impl Snapshot {
    /// What is recorded of a bucket's objects; nothing when nothing is.
    fn index(&self, call: fact::Call, bucket: &BucketName) -> Result<Arc<ObjectIndex>, SourceError> {
        let last = || self.last_index.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((name, index)) = &*last()
            && name == bucket
        {
            return Ok(Arc::clone(index));
        }
        let index = match self.recorded(call, &[bucket.as_str()])? {
            Some(fact::Answer::Value(index)) => Arc::new(index),
            Some(fact::Answer::Error(failure)) => return Err(failure.replay(call)),
            None => return Ok(Arc::default()),
        };
        *last() = Some((bucket.clone(), Arc::clone(&index)));
        Ok(index)
    }

    pub(super) fn listing(
        &self,
        bucket: &BucketName,
        prefix: &str,
        after: Option<&str>,
    ) -> Result<ObjectPage, SourceError> {
        let call = fact::OBJECTS;
        let uri = || format!("s3://{bucket}/{prefix}");
        let index = self.index(call, bucket)?;
        match index.listed(prefix) {
            Some(Listed::All) => Ok(index.page(prefix, after, None)),
            Some(Listed::UpTo(last)) if last.as_str() >= prefix && !last.starts_with(prefix) => {
                Ok(index.page(prefix, after, None))
            }
            Some(Listed::UpTo(last)) => {
                let mut page = index.page(prefix, after, Some(last));
                if page.objects.is_empty() {
                    let message = "the rest of the listing is not in the recorded account";
                    return Err(SourceError::new(SourceErrorKind::Unavailable, call.action, uri(), message));
                }
                page.next = page.objects.last().map(|object| object.key.clone());
                Ok(page)
            }
            Some(Listed::Error(failure)) => Err(failure.clone().replay(call)),
            None => Err(not_recorded(call, &[&uri()])),
        }
    }

    pub(super) fn bytes(&self, bucket: &BucketName, key: &str, range: ByteRange) -> Result<ObjectBytes, SourceError> {
        let call = fact::OBJECT;
        let uri = format!("s3://{bucket}/{key}");
        let fail = |kind, message| Err(SourceError::new(kind, call.action, &uri, message));
        let index = self.index(call, bucket)?;
        if let Some(failure) = index.failures.get(key) {
            return Err(failure.clone().replay(call));
        }
        let Some(object) = index.objects.get(key) else { return Err(not_recorded(call, &[&uri])) };
        let Some(digest) = &object.data else {
            return fail(SourceErrorKind::Unavailable, "the bytes of this object are not in the recorded account");
        };
        let size = object.size;
        let (start, length) = within(range, size);
        if length > READ_LIMIT {
            return fail(SourceErrorKind::InvalidRequest, "more than 64 MiB at once");
        }
        let path = digest.path();
        match self.files.range(&path, size, start, length) {
            Ok(Some(bytes)) => Ok(ObjectBytes { bytes, size, etag: object.etag.clone() }),
            Ok(None) => fail(SourceErrorKind::InvalidResponse, &format!("the recorded file {path} is missing")),
            Err(error) => Err(unreadable(call, &[&uri], &path, error)),
        }
    }
}

/// The first byte and the number of bytes that `range` means in an object of `size` bytes.
fn within(range: ByteRange, size: u64) -> (u64, u64) {
    match range {
        ByteRange::First { length } => (0, length.min(size)),
        ByteRange::Last { length } => (size - length.min(size), length.min(size)),
        ByteRange::From { start, length } => (start, length.min(size.saturating_sub(start))),
    }
}
