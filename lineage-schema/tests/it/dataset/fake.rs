use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use lineage_model::source::{ByteRange, ObjectBytes, ObjectPage, ObjectSummary, SourceError, SourceErrorKind};
use lineage_schema::Objects;

use super::parquet_end::parquet_end;

/// A bucket in memory that counts what it is asked for, and answers in an order of its own.
#[derive(Default)]
pub(super) struct Bucket {
    objects: BTreeMap<String, Object>,
    /// Another order of answers for each.
    pub(super) seed: u64,
    pub(super) lists: AtomicUsize,
    /// Which bytes of which objects were read.
    pub(super) reads: Mutex<Vec<(String, u64, usize)>>,
    in_flight: AtomicUsize,
    pub(super) most_in_flight: AtomicUsize,
    large_in_flight: AtomicUsize,
    /// Of the reads of more than 4 MiB.
    pub(super) most_large_in_flight: AtomicUsize,
}

/// An object of zeros between its beginning and its end.
#[derive(Default)]
pub(super) struct Object {
    pub(super) head: Vec<u8>,
    pub(super) size: u64,
    pub(super) tail: Vec<u8>,
    pub(super) storage_class: Option<&'static str>,
    pub(super) refused: Option<SourceErrorKind>,
    /// Written anew after each read.
    pub(super) restless: bool,
}

impl<T: Into<Vec<u8>>> From<T> for Object {
    fn from(bytes: T) -> Self {
        let head = bytes.into();
        Self { size: head.len() as u64, head, ..Self::default() }
    }
}

impl Bucket {
    pub(super) fn with(mut self, key: impl Into<String>, object: impl Into<Object>) -> Self {
        self.objects.insert(key.into(), object.into());
        self
    }

    pub(super) fn lists(&self) -> usize {
        self.lists.load(Ordering::Relaxed)
    }

    /// How many reads there were, and of how many bytes.
    pub(super) fn read(&self) -> (usize, usize) {
        let reads = self.reads.lock().unwrap();
        (reads.len(), reads.iter().map(|(.., bytes)| bytes).sum())
    }

    /// Lets others go first, for as long as the seed says.
    async fn wait(&self, key: &str) {
        let mut hasher = DefaultHasher::new();
        (self.seed, key).hash(&mut hasher);
        for _ in 0..=hasher.finish() % 16 {
            tokio::task::yield_now().await;
        }
    }
}

#[async_trait]
impl Objects for Bucket {
    async fn list(&self, prefix: &str, after: Option<String>) -> Result<ObjectPage, SourceError> {
        self.lists.fetch_add(1, Ordering::Relaxed);
        let after = after.unwrap_or_default();
        let mut found = self.objects.iter().filter(|(key, _)| key.starts_with(prefix) && **key > after);
        let summary = |(key, object): (&String, &Object)| ObjectSummary {
            key: key.clone(),
            size: object.size,
            storage_class: object.storage_class.map(str::to_owned),
            ..ObjectSummary::default()
        };
        let objects: Vec<_> = found.by_ref().take(1000).map(summary).collect();
        let next = found.next().and(objects.last()).map(|object| object.key.clone());
        Ok(ObjectPage { objects, next })
    }

    async fn read(&self, key: &str, range: ByteRange) -> Result<ObjectBytes, SourceError> {
        let now = self.in_flight.fetch_add(1, Ordering::Relaxed) + 1;
        self.most_in_flight.fetch_max(now, Ordering::Relaxed);
        let large = usize::from(matches!(range, ByteRange::From { length, .. } if length > 4 << 20));
        let now = self.large_in_flight.fetch_add(large, Ordering::Relaxed) + large;
        self.most_large_in_flight.fetch_max(now, Ordering::Relaxed);
        self.wait(key).await;
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
        self.large_in_flight.fetch_sub(large, Ordering::Relaxed);
        let object = self.objects.get(key).ok_or_else(|| SourceError::not_found("s3:GetObject", self.uri(key)))?;
        let size = object.size;
        let (start, end) = match range {
            ByteRange::First { length } => (0, length.min(size)),
            ByteRange::Last { length } => (size.saturating_sub(length), size),
            ByteRange::From { start, length } => (start.min(size), start.saturating_add(length).min(size)),
        };
        let tail = size - object.tail.len() as u64;
        let byte = |at: u64| match at.checked_sub(tail) {
            Some(at) => object.tail[at as usize],
            None => object.head.get(at as usize).copied().unwrap_or(0),
        };
        let bytes: Vec<_> = (start..end).map(byte).collect();
        let mut reads = self.reads.lock().unwrap();
        reads.push((key.to_owned(), start, bytes.len()));
        if let Some(kind) = object.refused {
            return Err(SourceError::new(kind, "s3:GetObject", self.uri(key), "refused"));
        }
        let etag = Some(if object.restless { reads.len().to_string() } else { "same".to_owned() });
        Ok(ObjectBytes { bytes, size, etag })
    }

    fn uri(&self, key: &str) -> String {
        format!("s3://lake/{key}")
    }
}

/// A Parquet file of `size` bytes, or of the few that it needs, with these columns.
pub(super) fn parquet(columns: &[&str], size: u64) -> Object {
    let tail = parquet_end(columns);
    Object { head: b"PAR1".to_vec(), size: size.max(tail.len() as u64 + 4), tail, ..Object::default() }
}
