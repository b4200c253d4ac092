//! Every layer around the routes, in one place because their order matters.

mod copies;
mod patience;
pub(crate) mod places;
pub(crate) mod rates;
mod screen;
mod sent;

use std::any::Any;

use axum::Router;
use axum::body::Body;
use axum::extract::{OriginalUri, Request};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower::ServiceBuilder;
use tower::util::option_layer;
use tower_http::catch_panic::CatchPanicLayer;

use crate::auth;
use crate::problem::Problem;
use crate::request_id::{self, RequestId};
use crate::shown::shown;
use crate::state::AppState;
use crate::telemetry;

pub(crate) use copies::AsItIs;
pub(crate) use patience::TooSlow;
pub(crate) use screen::{changes_something, for_watchers};

/// Puts the layers around all routes. A request meets them from the top down, its response from the bottom up.
///
/// Each route has its own copy of them, so that whatever counts over all routes is part of the state.
pub(crate) fn around_all(router: Router<AppState>, state: &AppState) -> Router<AppState> {
    let compression = state.config.compression.then(|| {
        let layers = ServiceBuilder::new().layer(middleware::from_fn(copies::weaken)).layer(copies::compression());
        layers.into_inner()
    });
    let layers = ServiceBuilder::new()
        // Outermost: it counts, times and logs every answer as it leaves.
        .layer(middleware::from_fn_with_state(state.telemetry.clone(), telemetry::observe))
        // Whatever goes wrong below gets the request's id and the one shape of an error.
        .layer(middleware::from_fn(finish))
        // Above all that refuses, so that a page may read why it is refused; and a preflight has no credentials.
        .layer(option_layer(state.config.origins.layer()))
        // A panic is a problem like any other. Above everything that may panic.
        .layer(CatchPanicLayer::custom(|panic: Box<dyn Any + Send>| Problem::panicked(&*panic).into_response()))
        // What is wrong whoever sends it.
        .layer(middleware::from_fn_with_state(state.clone(), screen::screen))
        // Above all that waits, also for a provider of identities.
        .layer(middleware::from_fn_with_state(state.clone(), patience::answer_in_time))
        // Below it somebody unknown gets no further than to what answers everybody, and that takes no place.
        .layer(middleware::from_fn_with_state(state.clone(), auth::authenticate))
        // By caller, so below what tells who it is; above the places, which are for requests that are worked on.
        .layer(middleware::from_fn_with_state(state.clone(), rates::limit))
        // By caller as well: a rate does not keep one from taking all places with requests that take long.
        .layer(middleware::from_fn_with_state(state.clone(), places::admit))
        // The body is read by the handler, while the request has a place.
        .layer(middleware::from_fn(patience::body_in_time))
        // Above what says 304, of which there is nothing to compress.
        .layer(option_layer(compression))
        .layer(middleware::from_fn(copies::revalidate));
    router.layer(layers)
}

/// Content that is not ours is never run, framed or guessed at.
const SAFETY: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    // Nor taken in by pages of another origin that were not allowed to read it, nor held by what opened it.
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
];

pub(crate) async fn finish(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().cloned().unwrap_or_else(|| RequestId::of(request.headers()));
    let original = request.extensions().get::<OriginalUri>().map_or(request.uri(), |uri| &uri.0);
    // Without the query: it may hold what a caller should not have put there.
    let instance = original.path().to_owned();
    let mut response = next.run(request).await;
    if response.status().is_client_error() || response.status().is_server_error() {
        give_body(&mut response, &instance, &id);
    }
    let headers = response.headers_mut();
    if let Some(id) = id.header() {
        headers.insert(request_id::HEADER, id);
    }
    for (name, value) in SAFETY {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn give_body(response: &mut Response, instance: &str, id: &RequestId) {
    let status = response.status();
    let problem = response.extensions_mut().remove().unwrap_or_else(|| Problem::from_status(status));
    // Of one that is shed, the line of the answer says enough, and there may be many.
    if status.is_server_error() && !problem.is_shed() {
        let (path, cause) = (shown(instance), problem.cause().unwrap_or("not said"));
        tracing::error!(request_id = id.as_str(), status = status.as_u16(), path, cause, "request failed");
    }
    *response.body_mut() = Body::from(problem.body(instance, id));
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
}
