use std::time::{Duration, Instant};

use axum::body::HttpBody;
use axum::extract::{MatchedPath, OriginalUri, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;
use tracing::field::Empty;

use super::Telemetry;
use super::labels::{self, RejectedLabels, RequestLabels, RouteLabels};
use super::trace_context::TraceContext;
use crate::reply::X_AWS_CALLS;
use crate::request_id::RequestId;
use crate::shown::shown;

/// Marks an answer that says that there is too much to do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shed;

/// Counts and times a request, writes a line of it, and gives all lines that are written meanwhile its id, its trace
/// and its caller.
pub(crate) async fn observe(State(telemetry): State<Telemetry>, mut request: Request, next: Next) -> Response {
    let id = RequestId::of(request.headers());
    let parent = TraceContext::of(request.headers());
    let work = Work::begin(telemetry, &request);
    #[cfg(feature = "otlp")]
    let exported = super::otlp::span(&work.route, work.method, parent);
    let trace_id = parent.map(|parent| parent.trace_id);
    #[cfg(feature = "otlp")]
    let trace_id = super::otlp::trace_id(&exported).or(trace_id);
    let trace_id = trace_id.unwrap_or_else(|| uuid::Uuid::new_v4().as_u128());
    // An error, so that the lines of every level have it.
    let trace_id = format!("{trace_id:032x}");
    let span = tracing::error_span!("request", request_id = id.as_str(), trace_id, caller = Empty);
    request.extensions_mut().insert(id);
    let answered = async move {
        let response = next.run(request).await;
        work.end(&response);
        response
    };
    let answered = answered.instrument(span);
    #[cfg(feature = "otlp")]
    let answered = super::otlp::answered(answered, exported);
    answered.await
}

/// A request under way; one that is dropped before its end was left by its client.
struct Work {
    telemetry: Telemetry,
    began: Instant,
    route: String,
    method: &'static str,
    path: String,
    is_open: bool,
}

impl Work {
    fn begin(telemetry: Telemetry, request: &Request) -> Self {
        telemetry.figures().requests_in_work.inc();
        let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
        // Without the query: it may hold what a caller should not have put there.
        let path = request.extensions().get::<OriginalUri>().map_or(request.uri(), |uri| &uri.0).path();
        let (path, method) = (shown(path), labels::method(request.method()));
        Self { telemetry, began: Instant::now(), route, method, path, is_open: true }
    }

    fn end(mut self, response: &Response) {
        self.is_open = false;
        let took = self.began.elapsed();
        self.count(response, took);
        let (method, route, path) = (self.method, &*self.route, &*self.path);
        let status = response.status().as_u16();
        let ms = (took.as_secs_f64() * 1e6).round() / 1e3;
        let bytes = response.body().size_hint().exact();
        let aws_calls = response.headers().get(X_AWS_CALLS).and_then(|calls| calls.to_str().ok()?.parse::<u64>().ok());
        macro_rules! line {
            ($level:ident) => {
                tracing::$level!(target: "access", method, route, path, status, ms, bytes, aws_calls, "answered")
            };
        }
        // Whoever asks every few seconds fills the log with nothing.
        if is_probe(route) { line!(debug) } else { line!(info) }
    }

    fn count(&self, response: &Response, took: Duration) {
        let (figures, method, status) = (self.telemetry.figures(), self.method, response.status());
        let labels = RouteLabels { route: self.route.clone(), method };
        figures.request_duration.get_or_create(&labels).observe(took.as_secs_f64());
        let labels = RequestLabels { route: labels.route, method, status: status.as_u16() };
        figures.requests.get_or_create(&labels).inc();
        let reason = match status {
            StatusCode::TOO_MANY_REQUESTS => Some("rate-limit"),
            _ => response.extensions().get::<Shed>().map(|_| "overload"),
        };
        if let Some(reason) = reason {
            figures.rejected.get_or_create(&RejectedLabels { reason }).inc();
        }
    }
}

fn is_probe(route: &str) -> bool {
    matches!(route, "/health" | "/ready" | "/metrics")
}

impl Drop for Work {
    fn drop(&mut self) {
        let figures = self.telemetry.figures();
        figures.requests_in_work.dec();
        if self.is_open {
            let labels = RouteLabels { route: self.route.clone(), method: self.method };
            figures.requests_left.get_or_create(&labels).inc();
            tracing::info!(target: "access", method = self.method, route = &*self.route, path = &*self.path, "left");
        }
    }
}
