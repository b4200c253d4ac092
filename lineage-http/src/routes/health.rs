use std::str::FromStr;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use lineage_schema::DatasetId;
use serde::Serialize;
use tokio::time::timeout;

use crate::VERSION;
use crate::state::AppState;

#[derive(Serialize)]
pub(super) struct Health {
    status: &'static str,
    version: &'static str,
}

/// Whether the process answers.
pub(super) async fn health() -> Json<Health> {
    Json(Health { status: "ok", version: VERSION })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Ready {
    status: &'static str,
    version: &'static str,
    aws: &'static str,
    schema_store: &'static str,
}

/// Whether requests may come: the configuration was checked at start, and the schema store answers. That AWS fails is
/// told, and no reason to send requests elsewhere: every other server asks the same AWS.
pub(super) async fn ready(State(state): State<AppState>) -> (StatusCode, Json<Ready>) {
    let answers = match DatasetId::from_str(NOBODYS) {
        Ok(dataset) => timeout(PATIENCE, state.schemas.latest(&dataset)).await.is_ok_and(|latest| latest.is_ok()),
        Err(_) => false,
    };
    let (code, status, schema_store) = match answers {
        true => (StatusCode::OK, "ready", "answered"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "not ready", "failed"),
    };
    (code, Json(Ready { status, version: VERSION, aws: state.last_answer.as_str(), schema_store }))
}

/// A dataset that nobody has; to look for it is the cheapest question to a store.
const NOBODYS: &str = "s3://sagemaker-lineage-ready/";

/// How long a store may take to answer it.
const PATIENCE: Duration = Duration::from_secs(3);
