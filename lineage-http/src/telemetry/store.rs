#![deny(clippy::missing_trait_methods)]

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use lineage_schema::DatasetId;
use lineage_schema::store::{SaveRequest, Saved, SchemaStore, SchemaVersion, StoreError, VersionPage};

use super::Telemetry;
use super::labels::{StoreLabels, StoreOperation};

/// A store whose operations are counted and timed.
#[derive(Debug)]
pub(crate) struct Counted {
    store: Arc<dyn SchemaStore>,
    telemetry: Telemetry,
}

impl Counted {
    pub(crate) fn new(store: Arc<dyn SchemaStore>, telemetry: Telemetry) -> Self {
        Self { store, telemetry }
    }

    async fn count<T>(
        &self,
        operation: &'static str,
        work: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let began = Instant::now();
        let told = work.await;
        let result = told.as_ref().map_or_else(result, |_| "ok");
        let figures = self.telemetry.figures();
        let seconds = began.elapsed().as_secs_f64();
        figures.store_duration.get_or_create(&StoreOperation { operation }).observe(seconds);
        figures.store_operations.get_or_create(&StoreLabels { operation, result }).inc();
        told
    }
}

#[async_trait]
impl SchemaStore for Counted {
    async fn save(&self, dataset: &DatasetId, request: SaveRequest) -> Result<Saved, StoreError> {
        self.count("save", self.store.save(dataset, request)).await
    }

    async fn latest(&self, dataset: &DatasetId) -> Result<Option<SchemaVersion>, StoreError> {
        self.count("latest", self.store.latest(dataset)).await
    }

    async fn versions(
        &self,
        dataset: &DatasetId,
        limit: usize,
        before: Option<u64>,
    ) -> Result<VersionPage, StoreError> {
        self.count("versions", self.store.versions(dataset, limit, before)).await
    }

    async fn version(&self, dataset: &DatasetId, number: u64) -> Result<Option<SchemaVersion>, StoreError> {
        self.count("version", self.store.version(dataset, number)).await
    }
}

fn result(error: &StoreError) -> &'static str {
    match error {
        StoreError::Incompatible { .. } => "incompatible",
        StoreError::Corrupt { .. } => "corrupt",
        StoreError::Invalid(_) => "invalid",
        StoreError::Denied(_) => "denied",
        StoreError::Unavailable { .. } => "unavailable",
        _ => "other",
    }
}
