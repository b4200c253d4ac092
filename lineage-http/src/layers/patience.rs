//! How long a request may take: its body to arrive, and its answer to be there.

use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::stream::{StreamExt, unfold};
use tokio::time::{Instant, timeout, timeout_at};

use crate::problem::Problem;
use crate::state::AppState;

/// How long a whole body may take to arrive: those that are taken have 2 MiB at most.
const BODY: Duration = Duration::from_secs(10);

/// How much longer than the deadline an answer may take, which ends what is collected: time to write it down.
const GRACE: Duration = Duration::from_secs(2);

/// For what does not keep to the deadline by itself.
pub(super) async fn answer_in_time(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let late = || Problem::new(StatusCode::GATEWAY_TIMEOUT, "the answer took too long").into_response();
    let patience = state.config.deadline.saturating_add(GRACE);
    timeout(patience, next.run(request)).await.unwrap_or_else(|_| late())
}

/// A body that did not arrive in time.
#[derive(Debug, thiserror::Error)]
#[error("the body took too long to arrive")]
pub(crate) struct TooSlow;

/// A client that sends a byte now and then keeps nobody busy for long. The handler that reads the body says so.
pub(super) async fn body_in_time(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let until = Instant::now() + BODY;
    let in_time = |body: Body| {
        Body::from_stream(unfold(Some(body.into_data_stream()), move |stream| async move {
            let mut stream = stream?;
            match timeout_at(until, stream.next()).await {
                Ok(next) => next.map(|bytes| (bytes, Some(stream))),
                Err(_) => Some((Err(axum::Error::new(TooSlow)), None)),
            }
        }))
    };
    next.run(request.map(in_time)).await
}
