use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use crate::state::AppState;
use crate::telemetry::Telemetry;

/// The figures of the server.
pub(super) async fn get(State(state): State<AppState>) -> impl IntoResponse {
    text(&state.telemetry)
}

/// Figures as an answer.
pub(super) fn text(telemetry: &Telemetry) -> impl IntoResponse + use<> {
    ([(header::CONTENT_TYPE, CONTENT_TYPE)], telemetry.text())
}

const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
