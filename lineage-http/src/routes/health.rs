use std::str::FromStr;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use lineage_schema::DatasetId;
use serde::Serialize;
use tokio::time::timeout;
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
    let dataset = DatasetId::from_str(NOBODYS).map_err(|error| Problem::internal(error.to_string()))?;
    let asked = timeout(PATIENCE, state.schemas.latest(&dataset)).await;
    asked.map_err(|_| Problem::store_too_late())?.map_err(|error| Problem::store_unavailable(error.to_string()))?;
    let aws = state.last_answer.as_str();
    Ok(Json(Ready { status: "ready", version: VERSION, aws, schema_store: "answered" }))
}

/// A dataset that nobody has; to look for it is the cheapest question to a store.
const NOBODYS: &str = "s3://sagemaker-lineage-ready/";

/// How long a store may take to answer it.
const PATIENCE: Duration = Duration::from_secs(3);
