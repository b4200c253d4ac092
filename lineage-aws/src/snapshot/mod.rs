mod fact;
mod files;
mod objects;
mod ports;
mod record;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lineage_model::source::{SourceError, SourceErrorKind};
use lineage_model::{Region, Timestamp};
use serde::de::DeserializeOwned;

pub use record::{PipelineChoice, Progress, RecordError, RecordOptions, Recorded, Recorder};

use fact::{Answer, Call, FACT_LIMIT, FORMAT, Fact, MANIFEST, Manifest};
use files::Files;
use objects::LastIndex;

/// A recorded account: a folder of facts that answers as the account did when it was recorded.
///
/// Implements every port of [`lineage_model::source`]. What was not recorded is `NotFound`; a call that failed while
/// recording fails the same way again. The folder is described in this crate's `SNAPSHOT.md`.
///
/// Facts are read when they are asked for: a method is one short read of a local file, without an await, and a file
/// that cannot be read is `InvalidResponse` for that one fact. The folder may come from anybody: names of files are
/// hashes, symbolic links are not followed and no file is read beyond a limit.
#[derive(Debug, Clone)]
pub struct Snapshot {
    files: Files,
    manifest: Manifest,
    last_index: Arc<LastIndex>,
}

/// A folder that is no recorded account.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// The folder or its `snapshot.json` cannot be read.
    #[error("cannot read '{}'", path.display())]
    Unreadable {
        /// What was to be read.
        path: PathBuf,
        /// Why it cannot be.
        source: io::Error,
    },
    /// There is no `snapshot.json`: the folder is something else, or a recording that did not finish.
    #[error("'{}' is no recorded account: it has no {MANIFEST}", path.display())]
    NotASnapshot {
        /// The folder.
        path: PathBuf,
    },
    /// `snapshot.json` does not hold what it should.
    #[error("'{}' is not valid", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: serde_json::Error,
    },
    /// The account was recorded in a format that this version does not read.
    #[error("'{}' has format {found}; this version reads format {FORMAT}", path.display())]
    UnknownFormat {
        /// The file.
        path: PathBuf,
        /// The format it names.
        found: u64,
    },
}

impl Snapshot {
    /// Opens the recorded account in `folder`. Reads its `snapshot.json`, not yet its facts.
    ///
    /// # Errors
    /// When the folder cannot be read, is no recorded account, or has a format that this version does not know.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, SnapshotError> {
        let folder = folder.as_ref();
        let unreadable = |source| SnapshotError::Unreadable { path: folder.to_owned(), source };
        Self::new(Files::folder(folder).map_err(unreadable)?, folder)
    }

    /// Opens a recorded account that was compiled in.
    #[cfg(feature = "demo")]
    pub(crate) fn packaged(account: &'static include_dir::Dir<'static>) -> Result<Self, SnapshotError> {
        Self::new(Files::Packaged(account), account.path())
    }

    fn new(files: Files, folder: &Path) -> Result<Self, SnapshotError> {
        let path = folder.join(MANIFEST);
        let bytes = match files.read(MANIFEST, FACT_LIMIT) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Err(SnapshotError::NotASnapshot { path: folder.to_owned() }),
            Err(source) => return Err(SnapshotError::Unreadable { path, source }),
        };
        // The format first: another one may have other fields.
        let malformed = |source| SnapshotError::Malformed { path: path.clone(), source };
        let version: Version = serde_json::from_slice(&bytes).map_err(malformed)?;
        if version.format != u64::from(FORMAT) {
            return Err(SnapshotError::UnknownFormat { path, found: version.format });
        }
        Ok(Self::with_manifest(files, serde_json::from_slice(&bytes).map_err(malformed)?))
    }

    fn with_manifest(files: Files, manifest: Manifest) -> Self {
        Self { files, manifest, last_index: Arc::default() }
    }

    /// When the account was recorded: the `now` of every answer from it.
    #[must_use]
    pub fn recorded_at(&self) -> Timestamp {
        self.manifest.recorded_at
    }

    /// The id of the account, where it was known.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        self.manifest.account.as_deref()
    }

    /// The regions that were recorded, in the order they were asked for.
    #[must_use]
    pub fn regions(&self) -> &[Region] {
        &self.manifest.regions
    }

    /// The recorded answer to `call` about `key`, whose last part is the resource.
    fn answer<T: DeserializeOwned>(&self, call: Call, key: &[&str]) -> Result<T, SourceError> {
        match self.recorded(call, key)? {
            Some(Answer::Value(value)) => Ok(value),
            Some(Answer::Error(failure)) => Err(failure.replay(call)),
            None => Err(not_recorded(call, key)),
        }
    }

    /// What the file of `call` about `key` holds; none when there is no such file.
    fn recorded<T: DeserializeOwned>(&self, call: Call, key: &[&str]) -> Result<Option<Answer<T>>, SourceError> {
        let path = call.path(key);
        let Some(bytes) = self.files.read(&path, FACT_LIMIT).map_err(|error| unreadable(call, key, &path, error))?
        else {
            return Ok(None);
        };
        let fact: Fact<T> = serde_json::from_slice(&bytes).map_err(|error| unreadable(call, key, &path, error))?;
        if fact.key != key {
            return Err(unreadable(call, key, &path, io::Error::other("holds another fact")));
        }
        Ok(Some(fact.answer))
    }
}

#[derive(serde::Deserialize)]
struct Version {
    format: u64,
}

fn not_recorded(call: Call, key: &[&str]) -> SourceError {
    let resource = key.last().copied().unwrap_or_default();
    SourceError::new(SourceErrorKind::NotFound, call.action, resource, "not found in the recorded account")
}

fn unreadable(
    call: Call,
    key: &[&str],
    path: &str,
    error: impl std::error::Error + Send + Sync + 'static,
) -> SourceError {
    let resource = key.last().copied().unwrap_or_default();
    let message = format!("the recorded file {path} cannot be read: {error}");
    SourceError::new(SourceErrorKind::InvalidResponse, call.action, resource, message).with_source(error)
}
