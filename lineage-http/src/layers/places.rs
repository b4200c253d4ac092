//! How many requests are worked on at a time.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::problem::Problem;
use crate::state::AppState;

/// The places for requests: one count for all routes.
///
/// A request without a place is refused at once, because one that waits would take memory and a client's patience for an
/// answer that comes late. A place is given back when the answer is there, or when the client leaves; but a load that has
/// begun for it goes on for the cache, and keeps it until then ([`kept`]). So clients that ask and leave cannot pile up
/// loads, nor can those who ask for something else every time, say by a query parameter that nobody knows: what they make
/// the cache hold is bounded by its bytes.
#[derive(Debug, Clone)]
pub(crate) struct Places(Arc<Semaphore>);

impl Places {
    pub(crate) fn new(count: usize) -> Self {
        Self(Arc::new(Semaphore::new(count.min(Semaphore::MAX_PERMITS))))
    }
}

/// A place for as long as anybody holds it.
pub(crate) type Place = Arc<OwnedSemaphorePermit>;

tokio::task_local! {
    static PLACE: Place;
}

/// The place of the request that is worked on, to be held by what outlives it.
pub(crate) fn kept() -> Option<Place> {
    PLACE.try_with(Arc::clone).ok()
}

/// What is answered at any load: it costs next to nothing, and tells who watches that the process lives.
const ALWAYS: [&str; 4] = ["/", "/health", "/metrics", "/ready"];

pub(super) async fn admit(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if ALWAYS.contains(&request.uri().path()) {
        return next.run(request).await;
    }
    match Arc::clone(&state.places.0).try_acquire_owned() {
        Ok(place) => PLACE.scope(Arc::new(place), next.run(request)).await,
        Err(_) => Problem::busy().into_response(),
    }
}
