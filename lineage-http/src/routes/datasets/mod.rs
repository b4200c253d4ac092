//! `/datasets/{bucket}/{prefix…}/schema`: what a prefix holds, and what it held before.

mod kept;
mod now;
mod question;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, RawQuery, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};

use crate::asking::Asking;
use crate::auth::Caller;
use crate::dataset_path::{DatasetPath, Part};
use crate::problem::Problem;
use crate::state::AppState;

/// How large a policy may be, in bytes.
const LARGEST_POLICY: usize = 64 << 10;

/// All that is read below `/datasets`: the router cannot tell a prefix from what stands behind it.
pub(super) fn reading() -> MethodRouter<AppState> {
    get(read)
}

/// All that is saved below `/datasets`.
pub(super) fn saving() -> MethodRouter<AppState> {
    post(write).layer(DefaultBodyLimit::max(LARGEST_POLICY))
}

async fn read(
    State(state): State<AppState>,
    caller: Caller,
    method: Method,
    uri: Uri,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let path = path(&state, &uri)?;
    let asking = Asking::new(&state, caller, query.as_deref())?;
    match path.part {
        Part::Schema => now::schema(&state, &method, path, asking).await.map(IntoResponse::into_response),
        Part::Versions => kept::list(&state, &path, asking).await,
        Part::Version(number) => kept::one(&state, &path, number, asking).await.map(IntoResponse::into_response),
        Part::Diff => kept::compare(&state, &path, asking).await.map(IntoResponse::into_response),
    }
}

async fn write(
    State(state): State<AppState>,
    caller: Caller,
    uri: Uri,
    RawQuery(query): RawQuery,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let path = path(&state, &uri)?;
    if path.part != Part::Versions {
        let mut response = Problem::from_status(StatusCode::METHOD_NOT_ALLOWED).into_response();
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET,HEAD"));
        return Ok(response);
    }
    let body = body.map_err(|rejection| Problem::of_body(&rejection, "a policy has at most 64 KiB"))?;
    let policy = str::from_utf8(&body).map_err(|_| Problem::bad_request("the policy is not UTF-8"))?;
    now::save(&state, path, Asking::new(&state, caller, query.as_deref())?, policy).await
}

/// What a path names, if it may be asked about.
fn path(state: &AppState, uri: &Uri) -> Result<DatasetPath, Problem> {
    // As the client sent it, less what the router is nested under.
    let path = DatasetPath::parse(uri.path())?;
    if state.config.allows_bucket(&path.bucket) { Ok(path) } else { Err(Problem::no_dataset()) }
}
