//! Requests as spans of OpenTelemetry: seen by whoever exports them, and by no log.

use axum::response::Response;
use opentelemetry::Context;
use opentelemetry::trace::{SpanContext, Status, TraceContextExt, TraceFlags, TraceState};
use tracing::{Instrument, Span};
use tracing_opentelemetry::OpenTelemetrySpanExt;

use super::trace_context::TraceContext;

/// The span of a request, below the span that its sender names.
pub(super) fn span(route: &str, method: &'static str, parent: Option<TraceContext>) -> Span {
    // At a level that no log has by default, and a target of its own: it is for exporters alone.
    let span = tracing::trace_span!(
        target: "otlp",
        "request",
        otel.name = format!("{method} {route}"),
        otel.kind = "server",
        http.request.method = method,
        http.route = route,
    );
    if let Some(TraceContext { trace_id, parent_id, is_sampled }) = parent {
        let flags = TraceFlags::default().with_sampled(is_sampled);
        let parent = SpanContext::new(trace_id.into(), parent_id.into(), flags, true, TraceState::default());
        // An error says that nobody exports.
        let _ = span.set_parent(Context::new().with_remote_span_context(parent));
    }
    span
}

/// The trace that a span is exported with, if it may be.
pub(super) fn trace_id(span: &Span) -> Option<u128> {
    let context = span.context();
    let span = context.span();
    let context = span.span_context();
    context.is_valid().then(|| u128::from_be_bytes(context.trace_id().to_bytes()))
}

/// Waits for an answer within its span, and puts its status there.
pub(super) async fn answered(answer: impl Future<Output = Response>, span: Span) -> Response {
    let response = answer.instrument(span.clone()).await;
    let status = response.status();
    span.set_attribute("http.response.status_code", i64::from(status.as_u16()));
    if status.is_server_error() {
        span.set_status(Status::error(""));
    }
    response
}
