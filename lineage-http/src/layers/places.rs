//! How many requests are worked on at a time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::sent;
use crate::auth::{Caller, is_public};
use crate::problem::Problem;
use crate::routes::METRICS;
use crate::state::AppState;

/// The places for requests: one count for all routes.
///
/// A request without a place is refused at once, because one that waits would take memory and a client's patience for an
/// answer that comes late. A place is given back when the answer was sent, or when the client leaves; but a load that has
/// begun for it goes on for the cache, and keeps it until then ([`kept`]). So clients that ask and leave cannot pile up
/// loads, nor can those who ask for something else every time, say by a query parameter that nobody knows: what they make
/// the cache hold is bounded by its bytes. Nor can those who take their answers slowly pile up answers.
///
/// A caller has half of the places at most, so that nobody keeps all others out.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    free: Arc<Semaphore>,
    most: usize,
    taken: Taken,
}

/// How many places each caller has who has any.
type Taken = Arc<Mutex<HashMap<Arc<str>, usize>>>;

impl Places {
    pub(crate) fn new(count: usize) -> Self {
        let free = Arc::new(Semaphore::new(count.min(Semaphore::MAX_PERMITS)));
        Self { free, most: (count / 2).max(1), taken: Taken::default() }
    }

    /// A place for a caller, or for anybody.
    fn take(&self, caller: Option<&Arc<str>>) -> Result<Place, Problem> {
        let share = caller.map(|caller| self.share(caller)).transpose()?;
        let permit = Arc::clone(&self.free).try_acquire_owned().map_err(|_| Problem::busy())?;
        Ok(Arc::new(Taking { _permit: permit, _share: share }))
    }

    fn share(&self, caller: &Arc<str>) -> Result<Share, Problem> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(Arc::clone(caller)).or_default();
        if *count >= self.most {
            return Err(Problem::too_many_at_once());
        }
        *count += 1;
        Ok(Share { caller: Arc::clone(caller), taken: Arc::clone(&self.taken) })
    }
}

/// A place for as long as anybody holds it.
pub(crate) type Place = Arc<Taking>;

#[derive(Debug)]
pub(crate) struct Taking {
    _permit: OwnedSemaphorePermit,
    _share: Option<Share>,
}

/// One of the places of a caller.
#[derive(Debug)]
struct Share {
    caller: Arc<str>,
    taken: Taken,
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        match taken.get_mut(&self.caller) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(taken.remove(&self.caller)),
        }
    }
}

tokio::task_local! {
    static PLACE: Place;
}

/// The place of the request that is worked on, to be held by what outlives it.
pub(crate) fn kept() -> Option<Place> {
    PLACE.try_with(Arc::clone).ok()
}

/// Whether a path is answered at any load. What answers strangers takes no place from anybody: they have no share of their
/// own, and may take their answers slowly. It costs next to nothing, because the program holds it ready; or it signs
/// somebody in, of whom few are let wait at a time. Who watches the process wants its figures most when no place is left.
fn is_always_answered(path: &str) -> bool {
    is_public(path) || path == METRICS
}

pub(super) async fn admit(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if is_always_answered(request.uri().path()) {
        return next.run(request).await;
    }
    // Those whom nobody asks who they are cannot be told apart.
    let caller = request.extensions().get::<Caller>().filter(|_| !state.auth.is_open());
    match state.places.take(caller.map(|caller| &caller.name)) {
        Ok(place) => {
            let response = PLACE.scope(Arc::clone(&place), next.run(request)).await;
            response.map(|body| sent::holding(body, place))
        }
        Err(problem) => problem.into_response(),
    }
}
