use std::sync::Arc;

use axum::http::StatusCode;
use lineage_model::source::LineageSource;
use lineage_model::{BucketName, Region};
use lineage_schema::store::{SaveRequest, Saved};
use lineage_schema::{BucketObjects, Dataset, DatasetId, InferOptions, Location, Policy, infer_until};
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::asking::Asking;
use crate::dataset_path::DatasetPath;
use crate::problem::Problem;
use crate::state::AppState;

/// A question about the schema of a dataset as it is now.
#[derive(Debug)]
pub(super) struct Question {
    bucket: BucketName,
    location: Location,
    region: Region,
    policy: Policy,
    options: InferOptions,
}

impl Question {
    pub(super) fn new(path: DatasetPath, asking: &mut Asking<'_>, policy: &str) -> Result<Self, Problem> {
        let policy = if policy.trim().is_empty() { "{}" } else { policy };
        let policy = Policy::parse(policy).map_err(|error| Problem::bad_request(error.to_string()))?;
        let mut options = InferOptions::from(&policy);
        if let Some(count) = asking.params.number("maxFiles", 1..=Policy::MOST_FILES)? {
            options.max_files = count;
        }
        Ok(Self { bucket: path.bucket, location: path.location, region: asking.region()?, policy, options })
    }

    /// The schema as it is now, and whose it is: that of a prefix, or of the one object of that name.
    pub(super) async fn infer(
        &self,
        facts: Arc<dyn LineageSource>,
        until: Instant,
    ) -> Result<(&DatasetId, Dataset), Problem> {
        let objects = BucketObjects { source: facts, region: self.region.clone(), bucket: self.bucket.clone() };
        let dataset = infer_until(&objects, self.location.id().key(), &self.options, sleep_until(until)).await?;
        Ok((self.location.id_of(&dataset), dataset))
    }

    /// Keeps the schema as it is now as a version.
    pub(super) async fn save(
        self,
        state: &AppState,
        facts: Arc<dyn LineageSource>,
        until: Instant,
    ) -> Result<(Dataset, Saved), Problem> {
        if state.config.read_only {
            return Err(Problem::new(StatusCode::FORBIDDEN, "this server saves no versions"));
        }
        let now = state.config.clock.now().ok_or_else(|| Problem::internal("the clock stands before 1970"))?;
        let (id, dataset) = self.infer(facts, until).await?;
        // What a part of the sample tells would be a version that says less than the one before.
        if let Some(gap) = &dataset.gap {
            return Err(Problem::incomplete(gap));
        }
        let request = SaveRequest::new(&dataset, self.policy.clone(), now);
        let saved = timeout_at(until, state.schemas.save(id, request)).await;
        Ok((dataset, saved.map_err(|_| Problem::store_too_late())??))
    }
}
