//! `POST /sql/lineage`: what a script of SQL says about columns.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, post};
use lineage_sql::{ScriptLineage, SqlRequest, StatementKind};

use crate::problem::{Problem, ScriptPlace};
use crate::state::AppState;

/// How large a request may be, in bytes. Its syntax trees take many times as much.
const LARGEST_REQUEST: usize = 2 << 20;

pub(super) fn route() -> MethodRouter<AppState> {
    post(lineage).layer(DefaultBodyLimit::max(LARGEST_REQUEST))
}

async fn lineage(
    State(state): State<AppState>,
    body: Result<Bytes, BytesRejection>,
) -> Result<impl IntoResponse, Problem> {
    let body = body.map_err(|rejection| Problem::of_body(&rejection, "a request about SQL has at most 2 MiB"))?;
    let answer = state.cores.run(state.config.deadline, move || answer(&body)).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], answer))
}

fn answer(body: &[u8]) -> Result<Vec<u8>, Problem> {
    // A list would do for serde.
    if !body.trim_ascii_start().starts_with(b"{") {
        return Err(Problem::bad_request("the body is no JSON object"));
    }
    let request: SqlRequest = serde_json::from_slice(body).map_err(|error| {
        // An unknown key is in it, however long.
        let why: String = error.to_string().chars().take(300).collect();
        Problem::bad_request(format!("the body is no request about SQL: {why}"))
    })?;
    let lineage = request.lineage()?;
    match unparsed(&lineage) {
        Some(problem) => Err(problem),
        None => serde_json::to_vec(&lineage).map_err(|error| Problem::internal(error.to_string())),
    }
}

/// Why nothing is known of a script of which no statement could be parsed.
fn unparsed(lineage: &ScriptLineage) -> Option<Problem> {
    let first = lineage.statements.first()?;
    if lineage.statements.iter().any(|statement| statement.kind != StatementKind::Error) {
        return None;
    }
    let diagnostic = first.diagnostics.first();
    let place = diagnostic.and_then(|diagnostic| diagnostic.position).unwrap_or(first.position);
    let why = diagnostic.map_or("it cannot be read", |diagnostic| &diagnostic.message);
    let detail = format!("no statement could be parsed: line {}, column {}: {why}", place.line, place.column);
    let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail);
    Some(problem.at(ScriptPlace { statement: first.index, line: place.line, column: place.column }))
}
