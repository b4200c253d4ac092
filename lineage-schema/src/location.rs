use lineage_model::BucketName;

use crate::store::{SchemaStore, SchemaVersion, StoreError};
use crate::{Dataset, DatasetId, DatasetIdError};

/// What somebody calls a dataset: a place in a bucket, of which only the bucket knows whether it is a prefix or an
/// object; or one that was on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    id: DatasetId,
    object: Option<DatasetId>,
}

impl Location {
    /// All below `key`, or the object of that name, whether or not slashes follow; the empty one is the whole bucket.
    ///
    /// # Errors
    /// When no key can be so.
    pub fn new(bucket: &BucketName, key: &str) -> Result<Self, DatasetIdError> {
        let id = DatasetId::below(bucket.clone(), key)?;
        Ok(Self { id, object: DatasetId::object(bucket.clone(), key.trim_end_matches('/')).ok() })
    }

    /// A path of this machine, absolute and with `/` in it, of which nothing tells whether it is a folder or a file.
    ///
    /// # Errors
    /// As [`DatasetId::local`].
    pub fn local(path: &str) -> Result<Self, DatasetIdError> {
        Ok(Self { id: DatasetId::local(path, true)?, object: DatasetId::local(path, false).ok() })
    }

    /// The dataset as a prefix.
    #[must_use]
    pub fn id(&self) -> &DatasetId {
        &self.id
    }

    /// The dataset whose schema was found here.
    #[must_use]
    pub fn id_of(&self, found: &Dataset) -> &DatasetId {
        self.object.as_ref().filter(|object| object.key() == found.location).unwrap_or(&self.id)
    }

    /// The name under which versions are kept: that of the prefix, unless it has none.
    ///
    /// # Errors
    /// As the store's.
    pub async fn kept(&self, store: &dyn SchemaStore) -> Result<&DatasetId, StoreError> {
        let Some(object) = &self.object else { return Ok(&self.id) };
        let page = store.versions(&self.id, 1, None).await?;
        Ok(if page.versions.is_empty() && page.corrupt.is_empty() { object } else { &self.id })
    }

    /// The newest version that can be read.
    ///
    /// # Errors
    /// As the store's.
    pub async fn latest(&self, store: &dyn SchemaStore) -> Result<Option<SchemaVersion>, StoreError> {
        match (store.latest(&self.id).await?, &self.object) {
            (None, Some(object)) => store.latest(object).await,
            (latest, _) => Ok(latest),
        }
    }

    /// Two versions to compare, the older one first: without `to` the newest, without `from` the one before that can be
    /// read, which the first version has not. None when one of them is not there.
    ///
    /// # Errors
    /// As the store's.
    pub async fn pair(
        &self,
        store: &dyn SchemaStore,
        from: Option<u64>,
        to: Option<u64>,
    ) -> Result<Option<(Option<SchemaVersion>, SchemaVersion)>, StoreError> {
        let id = self.kept(store).await?;
        let to = match to {
            Some(number) => store.version(id, number).await?,
            None => store.latest(id).await?,
        };
        let Some(to) = to else { return Ok(None) };
        if let Some(number) = from {
            let from = store.version(id, number).await?;
            return Ok(from.map(|from| (Some(from), to)));
        }
        let mut next = Some(to.version);
        while let Some(before) = next {
            let page = store.versions(id, 1, Some(before)).await?;
            if let Some(from) = page.versions.into_iter().next() {
                return Ok(Some((Some(from), to)));
            }
            next = page.next;
        }
        Ok(Some((None, to)))
    }
}

impl From<DatasetId> for Location {
    /// A dataset of which it is known what it is.
    fn from(id: DatasetId) -> Self {
        Self { id, object: None }
    }
}
