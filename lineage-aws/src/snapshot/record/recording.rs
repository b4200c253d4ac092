use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use lineage_model::source::{ByteRange, LineageSource, ObjectBytes, SourceError, SourceErrorKind};
use lineage_model::{BucketName, PipelineName, Region, redact};
use serde::Serialize;

use super::super::Snapshot;
use super::super::fact::{self, Answer, Call, Digest, Failure, MANIFEST, Manifest};
use super::super::files::Files;
use super::super::objects::{Listed, Object, ObjectIndex};
use super::Recorded;
use super::writer::Writer;

/// The most objects that are listed of one prefix: what one page holds.
const LISTED: usize = 1000;

/// A source that records every answer of another one, and answers as the recorded account will.
///
/// So whatever a collector asks of it is there when the collector asks the recorded account.
pub(super) struct Recording<'a> {
    pub(super) source: &'a dyn LineageSource,
    pub(super) replay: Snapshot,
    writer: Writer,
    written: Mutex<Written>,
}

#[derive(Default)]
struct Written {
    facts: BTreeSet<String>,
    indexes: BTreeMap<BucketName, ObjectIndex>,
    /// The recorded pipelines by their ARN.
    pipelines: BTreeMap<String, PipelineName>,
    recorded: Recorded,
    /// The first file that could not be written: nothing is worth recording after it.
    error: Option<io::Error>,
}

impl<'a> Recording<'a> {
    pub(super) fn new(source: &'a dyn LineageSource, writer: Writer, manifest: Manifest) -> io::Result<Self> {
        let replay = Snapshot::with_manifest(Files::folder(writer.root())?, manifest);
        Ok(Self { source, replay, writer, written: Mutex::default() })
    }

    fn written(&self) -> MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn count(&self, count: impl FnOnce(&mut Recorded)) {
        count(&mut self.written().recorded);
    }

    pub(super) fn note_pipeline(&self, arn: &str, name: &PipelineName) {
        self.written().pipelines.insert(arn.to_owned(), name.clone());
    }

    /// The recorded pipeline that an execution is of. An ARN holds a name in lower case, so it does not tell.
    pub(super) fn pipeline_of(&self, execution_arn: &str) -> Option<PipelineName> {
        let (pipeline, _) = execution_arn.split_once("/execution/")?;
        self.written().pipelines.get(pipeline).cloned()
    }

    /// Records the answer to `call` about `key`, unless it is recorded already.
    pub(super) async fn keep<T: Serialize>(
        &self,
        call: Call,
        key: &[&str],
        ask: impl Future<Output = Result<T, SourceError>>,
    ) {
        let is_over = {
            let written = self.written();
            written.error.is_some() || written.facts.contains(&call.path(key))
        };
        if !is_over {
            self.put(call, key, ask.await);
        }
    }

    /// Records an answer, without its secrets.
    pub(super) fn put<T: Serialize>(&self, call: Call, key: &[&str], answer: Result<T, SourceError>) {
        let answer = match answer {
            Ok(value) => Answer::Value(value),
            Err(error) => {
                self.count(|recorded| recorded.gaps += 1);
                Answer::Error(Failure::new(&error))
            }
        };
        let masked = serde_json::to_string(&answer).map_err(io::Error::other);
        let masked = masked.and_then(|text| redact::json(&text).map_err(io::Error::other));
        let path = call.path(key);
        self.save(&path, masked.and_then(|answer| file(key, &answer)));
        self.written().facts.insert(path);
    }

    fn save(&self, path: &str, bytes: io::Result<Vec<u8>>) {
        if let Err(error) = bytes.and_then(|bytes| self.writer.write(path, &bytes)) {
            self.written().error.get_or_insert(error);
        }
    }

    /// Records a listing of the first objects below `prefix`.
    pub(super) async fn list(&self, region: &Region, bucket: &BucketName, prefix: &str) {
        if self.written().error.is_some() {
            return;
        }
        let mut found = Vec::new();
        let mut after = None;
        let listed = loop {
            match self.source.objects(region, bucket, prefix, after).await {
                Ok(page) => {
                    found.extend(page.objects);
                    after = page.next;
                }
                // What was listed before an error is not the listing.
                Err(error) => break Listed::Error(Failure::new(&error)),
            }
            match found.get(LISTED - 1) {
                Some(last) if after.is_some() || found.len() > LISTED => break Listed::UpTo(last.key.clone()),
                _ if after.is_none() => break Listed::All,
                _ => {}
            }
        };
        found.truncate(LISTED);
        let mut written = self.written();
        written.recorded.gaps += usize::from(matches!(listed, Listed::Error(_)));
        let index = written.indexes.entry(bucket.clone()).or_default();
        index.listings.insert(prefix.to_owned(), listed);
        for summary in found {
            index.objects.entry(summary.key.clone()).or_insert_with(|| Object::from(summary));
        }
    }

    /// The recorded objects below `prefix`: their keys and sizes.
    pub(super) fn listed(&self, bucket: &BucketName, prefix: &str) -> Vec<(String, u64)> {
        let written = self.written();
        let objects = written.indexes.get(bucket).map(|index| &index.objects).into_iter().flatten();
        objects.filter(|(key, _)| key.starts_with(prefix)).map(|(key, object)| (key.clone(), object.size)).collect()
    }

    /// Reads an object and records its bytes, if these are all of it.
    pub(super) async fn read(
        &self,
        region: &Region,
        bucket: &BucketName,
        key: &str,
        range: ByteRange,
    ) -> Result<ObjectBytes, SourceError> {
        let answer = self.source.object(region, bucket, key, range).await;
        let data = match &answer {
            Ok(object) if object.bytes.len() as u64 == object.size => {
                let digest = Digest::of(&object.bytes);
                self.save(&digest.path(), Ok(object.bytes.clone()));
                Some(digest)
            }
            _ => None,
        };
        let mut guard = self.written();
        let written = &mut *guard;
        let index = written.indexes.entry(bucket.clone()).or_default();
        match &answer {
            Ok(object) => {
                let entry = index.objects.entry(key.to_owned()).or_default();
                entry.size = object.size;
                entry.etag.clone_from(&object.etag);
                if data.is_some() && entry.data.is_none() {
                    written.recorded.objects += 1;
                    written.recorded.bytes += object.size;
                    entry.data = data;
                }
            }
            // A reader says both by itself.
            Err(error) if error.kind == SourceErrorKind::NotFound => {}
            Err(error) if error.kind == SourceErrorKind::Unavailable && index.objects.contains_key(key) => {}
            Err(error) => {
                written.recorded.gaps += 1;
                index.failures.insert(key.to_owned(), Failure::new(error));
            }
        }
        answer
    }

    /// Writes what is only known at the end; the manifest last, for it makes the folder a recorded account.
    pub(super) fn finish(self, account: Option<String>) -> io::Result<Recorded> {
        let written = self.written.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = written.error {
            return Err(error);
        }
        for (bucket, index) in written.indexes {
            let key = [bucket.as_str()];
            let answer = serde_json::to_string(&Answer::Value(index))?;
            self.writer.write(&fact::OBJECTS.path(&key), &file(&key, &answer)?)?;
        }
        let manifest = serde_json::to_string(&Manifest { account, ..self.replay.manifest })?;
        self.writer.write(MANIFEST, format!("{manifest}\n").as_bytes())?;
        Ok(written.recorded)
    }
}

/// The file of one fact, whose answer is JSON already.
fn file(key: &[&str], answer: &str) -> io::Result<Vec<u8>> {
    Ok(format!("{{\"key\":{},\"answer\":{answer}}}\n", serde_json::to_string(key)?).into_bytes())
}
