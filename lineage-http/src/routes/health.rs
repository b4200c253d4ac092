use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use lineage_schema::DatasetId;
use lineage_schema::store::SchemaStore;
use serde::Serialize;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};
use utoipa::ToSchema;

use crate::VERSION;
use crate::problem::Problem;
use crate::state::AppState;

/// That the process answers.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`.
    status: &'static str,
    /// The version of the server.
    version: &'static str,
}

/// Whether the process answers.
pub(super) async fn health() -> Json<Health> {
    Json(Health { status: "ok", version: VERSION })
}

/// That requests may come.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ready {
    /// `ready`.
    status: &'static str,
    /// The version of the server.
    version: &'static str,
    /// How the last call went: `notAsked`, `answered` or `failed`.
    aws: &'static str,
    /// `answered`.
    schema_store: &'static str,
}

/// Whether requests may come: the configuration was checked at start, and the schema store answers. That AWS fails is
/// told, and no reason to send requests elsewhere: every other server asks the same AWS.
pub(super) async fn ready(State(state): State<AppState>) -> Result<Json<Ready>, Problem> {
    state.store.answers(&*state.schemas).await?;
    let aws = state.last_answer.as_str();
    Ok(Json(Ready { status: "ready", version: VERSION, aws, schema_store: "answered" }))
}

/// Whether the schema store answered when it was last asked. Anybody may want to know that, so that the store is asked
/// once at a time and a second, however many do.
#[derive(Debug, Clone, Default)]
pub(crate) struct StoreHealth(Arc<Mutex<Option<Asked>>>);

/// When the store was asked, and what came of it.
type Asked = (Instant, Result<(), Problem>);

const A_SECOND: Duration = Duration::from_secs(1);

impl StoreHealth {
    async fn answers(&self, schemas: &dyn SchemaStore) -> Result<(), Problem> {
        let mut last = self.0.lock().await;
        if let Some((_, told)) = last.as_ref().filter(|(at, _)| at.elapsed() < A_SECOND) {
            return told.clone();
        }
        let told = ask(schemas).await;
        *last = Some((Instant::now(), told.clone()));
        told
    }
}

async fn ask(schemas: &dyn SchemaStore) -> Result<(), Problem> {
    let dataset = DatasetId::from_str(NOBODYS).map_err(|error| Problem::internal(error.to_string()))?;
    let asked = timeout(PATIENCE, schemas.latest(&dataset)).await;
    asked.map_err(|_| Problem::store_too_late())?.map_err(|error| Problem::store_unavailable(error.to_string()))?;
    Ok(())
}

/// A dataset that nobody has; to look for it is the cheapest question to a store.
const NOBODYS: &str = "s3://sagemaker-lineage-ready/";

/// How long a store may take to answer it.
const PATIENCE: Duration = Duration::from_secs(3);
