//! Every layer around the routes, in one place because their order matters.

use std::any::Any;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{OriginalUri, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;

use crate::auth;
use crate::problem::Problem;
use crate::request_id::{self, RequestId};
use crate::state::AppState;
use crate::telemetry;

/// Puts the layers around all routes. A request meets them from the top down, its response from the bottom up.
pub(crate) fn around_all(router: Router<AppState>, state: &AppState) -> Router<AppState> {
    let layers = ServiceBuilder::new()
        // Outermost: it counts, times and logs every answer as it leaves.
        .layer(middleware::from_fn_with_state(state.telemetry.clone(), telemetry::observe))
        // Whatever goes wrong below gets the request's id and the one shape of an error.
        .layer(middleware::from_fn(finish))
        // Below `finish`, so that a panic is a problem like any other; above everything that may panic.
        .layer(CatchPanicLayer::custom(|panic: Box<dyn Any + Send>| Problem::panicked(&*panic).into_response()))
        // Nothing below it is done for somebody unknown.
        .layer(middleware::from_fn_with_state(state.clone(), auth::authenticate))
        .layer(middleware::from_fn(revalidate));
    router.layer(layers)
}

/// Content that is not ours is never run, framed or guessed at.
const SAFETY: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
];

async fn finish(request: Request, next: Next) -> Response {
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
    if status.is_server_error() {
        let cause = problem.cause().unwrap_or("not said");
        tracing::error!(request_id = id.as_str(), status = status.as_u16(), path = instance, cause, "request failed");
    }
    *response.body_mut() = Body::from(problem.body(instance, id));
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
}

/// Says 304 to a client that has the answer.
async fn revalidate(request: Request, next: Next) -> Response {
    let is_head = request.method() == Method::HEAD;
    let known: Vec<_> = request.headers().get_all(header::IF_NONE_MATCH).iter().cloned().collect();
    let mut response = next.run(request).await;
    let etag = response.headers().get(header::ETAG).and_then(|etag| etag.to_str().ok());
    if etag.is_some_and(|etag| holds(&known, etag)) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        let body = std::mem::take(response.body_mut());
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_TYPE);
        if let Some(length) = body.size_hint().exact().filter(|_| is_head) {
            // The length of what GET would answer; left to the router it were that of the empty body.
            headers.insert(header::CONTENT_LENGTH, length.into());
        }
    }
    response
}

/// Whether `If-None-Match` names the tag, by the weak comparison of RFC 9110.
fn holds(known: &[HeaderValue], etag: &str) -> bool {
    let lists = known.iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}
