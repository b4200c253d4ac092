use std::path::Path as FolderPath;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutMode, PutPayload};
use uuid::Uuid;

use super::{SaveRequest, Saved, SchemaStore, SchemaVersion, StoreError, VersionPage};
use crate::hash::{hex, schema_hash};
use crate::limits::MAX_LEVELS;
use crate::{Compatibility, DatasetId, SchemaDiff, diff};

/// How large a version may be, written.
const LARGEST: u64 = 16 * 1024 * 1024;
/// How often a save begins anew because another writer was faster.
const MOST_ROUNDS: u32 = 500;
/// How often in a row it begins anew because the store failed.
const MOST_FAILURES: u32 = 5;
/// How many versions are read at once.
const AT_ONCE: usize = 8;
/// How much a page holds, written: it ends before the version that would make it more.
const PAGE: u64 = 8 * 1024 * 1024;

/// Versions as objects that are created once: `<root>/<hash of the dataset's id>/v<number, ten digits>.json`.
///
/// A number belongs to whoever creates its object first, so the store behind it must support conditional writes
/// ([`self_test`](Self::self_test) says whether it does); a local folder needs hard links. Finding the newest version
/// takes a listing of the dataset's versions: one request for each 1,000 of them on S3.
#[derive(Debug, Clone)]
pub struct ObjectStoreSchemas {
    store: Arc<dyn ObjectStore>,
    root: Path,
}

impl ObjectStoreSchemas {
    /// Keeps versions below `root` (empty for none) in any object store.
    #[must_use]
    pub fn new(store: Arc<dyn ObjectStore>, root: &str) -> Self {
        Self { store, root: Path::from(root) }
    }

    /// Keeps versions in memory, as long as this lives.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::new(Arc::new(InMemory::new()), "")
    }

    /// Keeps versions in a local folder, which is made if it is not there. What is acknowledged is on the disk.
    ///
    /// # Errors
    /// When the folder cannot be made or opened.
    pub fn open_folder(path: &FolderPath) -> Result<Self, StoreError> {
        std::fs::create_dir_all(path)
            .map_err(|error| unavailable(&format!("cannot make the folder: {error}"), None))?;
        let store = LocalFileSystem::new_with_prefix(path).map_err(failed)?.with_fsync(true);
        Ok(Self::new(Arc::new(store), ""))
    }

    /// Checks that the store can be written and read, and that it refuses to write what is there already. That leaves
    /// one small object, `self-test`: nothing is ever deleted.
    ///
    /// # Errors
    /// [`StoreError::Denied`] and [`StoreError::Unavailable`], which says what is missing.
    pub async fn self_test(&self) -> Result<(), StoreError> {
        let probe = self.root.clone().join("self-test");
        let read = async || self.store.get(&probe).await.map_err(failed)?.bytes().await.map_err(failed);
        // What an earlier test left may be of a time when the store did write twice.
        let create = async || self.create(&probe, Uuid::new_v4().to_string()).await;
        match create().await {
            Err(error) if is_conflict(&error) => {}
            created => created.map_err(failed)?,
        }
        let before = read().await?;
        let again = create().await;
        let after = read().await?;
        match again {
            Err(error) if is_conflict(&error) && after == before => Ok(()),
            Err(error) if !is_conflict(&error) => Err(failed(error)),
            _ => Err(unavailable("it does not support conditional writes (If-None-Match)", None)),
        }
    }

    fn folder(&self, dataset: &DatasetId) -> Path {
        let hash = hex(dataset.to_string().as_bytes());
        self.root.clone().join(hash.get(..32).unwrap_or_default())
    }

    fn place(&self, dataset: &DatasetId, number: u64) -> Path {
        self.folder(dataset).join(format!("v{number:010}.json"))
    }

    /// The numbers that are taken, newest first.
    async fn numbers(&self, dataset: &DatasetId) -> Result<Vec<u64>, StoreError> {
        Ok(self.listed(dataset).await?.into_iter().map(|(number, _)| number).collect())
    }

    /// The numbers that are taken, newest first, each with the size of what has it.
    async fn listed(&self, dataset: &DatasetId) -> Result<Vec<(u64, u64)>, StoreError> {
        let folder = self.folder(dataset);
        let mut objects = self.store.list(Some(&folder));
        let mut listed = Vec::new();
        while let Some(object) = objects.try_next().await.map_err(failed)? {
            let name = object.location.filename().and_then(|name| name.strip_prefix('v')?.strip_suffix(".json"));
            let number = name.and_then(|name| name.parse::<u32>().ok()).map(u64::from);
            // Nothing but what `place` names.
            let number = number.filter(|number| self.place(dataset, *number) == object.location);
            listed.extend(number.map(|number| (number, object.size)));
        }
        listed.sort_unstable_by(|a, b| b.cmp(a));
        Ok(listed)
    }

    /// The version of a number: none if it is not taken, an error if it is corrupt.
    async fn read(&self, dataset: &DatasetId, number: u64) -> Result<Option<SchemaVersion>, StoreError> {
        let object = match self.store.get(&self.place(dataset, number)).await {
            Err(Error::NotFound { .. }) => return Ok(None),
            object => object.map_err(failed)?,
        };
        let corrupt = Err(StoreError::Corrupt { version: number });
        if object.meta.size > LARGEST {
            return corrupt;
        }
        let bytes = object.bytes().await.map_err(failed)?;
        match SchemaVersion::decode(&bytes) {
            Some(version) if version.version == number && version.dataset_id == *dataset => Ok(Some(version)),
            _ => corrupt,
        }
    }

    /// The first of these versions that can be read.
    async fn first_readable(&self, dataset: &DatasetId, numbers: &[u64]) -> Result<Option<SchemaVersion>, StoreError> {
        for number in numbers {
            match self.read(dataset, *number).await {
                Err(StoreError::Corrupt { .. }) | Ok(None) => {}
                version => return version,
            }
        }
        Ok(None)
    }

    async fn create(&self, place: &Path, text: impl Into<PutPayload>) -> Result<(), Error> {
        self.store.put_opts(place, text.into(), PutMode::Create.into()).await.map(|_| ())
    }

    /// One attempt to save; `None` when another writer took the number, or nobody did.
    ///
    /// `tried` is the number of the last write whose outcome is not known: it may have been made, or still be on its
    /// way. Until somebody has that number no other is tried, so that one save never has two.
    async fn attempt(
        &self,
        dataset: &DatasetId,
        save: &Save,
        tried: &mut Option<u64>,
    ) -> Result<Option<Saved>, StoreError> {
        let numbers = self.numbers(dataset).await?;
        let newest = numbers.first().copied().unwrap_or_default();
        if let Some(number) = tried.filter(|number| *number <= newest) {
            if let Some(version) = self.first_readable(dataset, &[number]).await?
                && version.write_id == save.write_id
            {
                return Ok(Some(Saved { version, unchanged: false }));
            }
            *tried = None;
        }
        let before = self.first_readable(dataset, &numbers).await?;
        if let Some(version) = before.as_ref().filter(|before| before.version == newest && save.equals(before)) {
            return Ok(Some(Saved { version: version.clone(), unchanged: true }));
        }
        let (version, text) = save.next(dataset, newest + 1, before.as_ref())?;
        *tried = Some(version.version);
        match self.create(&self.place(dataset, version.version), text).await {
            Ok(()) => Ok(Some(Saved { version, unchanged: false })),
            // It may be our own: an answer that was lost, and the write sent again below us.
            Err(error) if is_conflict(&error) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }
}

#[async_trait]
impl SchemaStore for ObjectStoreSchemas {
    async fn save(&self, dataset: &DatasetId, request: SaveRequest) -> Result<Saved, StoreError> {
        let save = Save::new(request);
        let (mut failures, mut tried) = (0, None);
        for round in 0..MOST_ROUNDS {
            match self.attempt(dataset, &save, &mut tried).await {
                Ok(Some(saved)) => return Ok(saved),
                Ok(None) => failures = 0,
                Err(error @ StoreError::Unavailable { .. }) => {
                    failures += 1;
                    if failures == MOST_FAILURES {
                        return Err(error);
                    }
                }
                Err(error) => return Err(error),
            }
            // A random wait, so that writers who met do not meet again.
            let longest = 1 << round.min(6);
            tokio::time::sleep(Duration::from_millis(u64::from(Uuid::new_v4().as_fields().0) % longest)).await;
        }
        Err(unavailable("other writers were faster each time", None))
    }

    async fn latest(&self, dataset: &DatasetId) -> Result<Option<SchemaVersion>, StoreError> {
        let numbers = self.numbers(dataset).await?;
        self.first_readable(dataset, &numbers).await
    }

    async fn versions(
        &self,
        dataset: &DatasetId,
        limit: usize,
        before: Option<u64>,
    ) -> Result<VersionPage, StoreError> {
        let mut listed = self.listed(dataset).await?;
        listed.retain(|(number, _)| before.is_none_or(|before| *number < before));
        let mut bytes = 0_u64;
        let fits = listed.iter().take_while(|(_, size)| {
            // What is larger than any version is not read.
            bytes = bytes.saturating_add(if *size > LARGEST { 0 } else { *size });
            bytes <= PAGE
        });
        // One at least, for the next page begins after it.
        let most = limit.min(fits.count().max(1));
        let more = listed.len() > most;
        listed.truncate(most);
        let next = listed.last().filter(|_| more).map(|(number, _)| *number);
        let reads = listed.into_iter().map(|(number, _)| async move { (number, self.read(dataset, number).await) });
        let mut reads = stream::iter(reads).buffered(AT_ONCE);
        let mut page = VersionPage { next, ..VersionPage::default() };
        while let Some((number, version)) = reads.next().await {
            match version {
                Err(StoreError::Corrupt { .. }) => page.corrupt.push(number),
                version => page.versions.extend(version?),
            }
        }
        Ok(page)
    }

    async fn version(&self, dataset: &DatasetId, number: u64) -> Result<Option<SchemaVersion>, StoreError> {
        self.read(dataset, number).await
    }
}

/// A save under way.
struct Save {
    request: SaveRequest,
    policy_hash: String,
    schema_hash: String,
    write_id: String,
}

impl Save {
    fn new(request: SaveRequest) -> Self {
        let (policy_hash, schema_hash) = (request.policy.hash(), schema_hash(&request.columns));
        Self { request, policy_hash, schema_hash, write_id: Uuid::new_v4().to_string() }
    }

    fn equals(&self, version: &SchemaVersion) -> bool {
        version.schema_hash == self.schema_hash && version.policy_hash == self.policy_hash
    }

    /// The version of this number as itself and written, if the policy allows it.
    fn next(
        &self,
        dataset: &DatasetId,
        number: u64,
        before: Option<&SchemaVersion>,
    ) -> Result<(SchemaVersion, String), StoreError> {
        let SaveRequest { format, columns, policy, meta, created_at } = &self.request;
        let first = || SchemaDiff { compatibility: Compatibility::Full, ..SchemaDiff::default() };
        let diff = before.map_or_else(first, |before| diff(&before.columns, columns));
        let reasons = diff.breaks(policy.compatibility);
        if !reasons.is_empty() {
            return Err(StoreError::Incompatible { reasons });
        }
        let version = SchemaVersion {
            version: number,
            dataset_id: dataset.clone(),
            created_at: *created_at,
            policy: policy.given().clone(),
            policy_hash: self.policy_hash.clone(),
            schema_hash: self.schema_hash.clone(),
            format: *format,
            columns: columns.clone(),
            meta: meta.clone(),
            changes: diff.changes,
            compatibility: diff.compatibility,
            write_id: self.write_id.clone(),
        };
        let text = version.encode().map_err(|error| StoreError::Invalid(error.to_string()))?;
        if text.len() as u64 > LARGEST {
            return Err(StoreError::Invalid(format!("{} bytes of schema are more than {LARGEST}", text.len())));
        }
        if SchemaVersion::decode(text.as_bytes()).is_none() {
            let message = format!("columns nest deeper than can be read again: {MAX_LEVELS} levels");
            return Err(StoreError::Invalid(message));
        }
        Ok((version, text))
    }
}

/// Whether the object was there already, or another writer was about to write it.
fn is_conflict(error: &Error) -> bool {
    matches!(error, Error::AlreadyExists { .. } | Error::Precondition { .. } | Error::NotModified { .. })
}

fn failed(error: Error) -> StoreError {
    match error {
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => StoreError::Denied(error),
        error => unavailable("a request failed", Some(error)),
    }
}

fn unavailable(message: &str, source: Option<Error>) -> StoreError {
    StoreError::Unavailable { message: message.to_owned(), source }
}
