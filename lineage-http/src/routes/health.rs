use axum::Json;
use axum::extract::State;
use serde::Serialize;

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
pub(super) struct Ready {
    status: &'static str,
    version: &'static str,
    aws: &'static str,
}

/// Whether requests may come: the configuration was checked at start. That AWS fails is told, and no reason to send
/// requests elsewhere: every other server asks the same AWS.
pub(super) async fn ready(State(state): State<AppState>) -> Json<Ready> {
    Json(Ready { status: "ready", version: VERSION, aws: state.last_answer.as_str() })
}
