//! Traces to a collector over OTLP, by the variables of OpenTelemetry.

mod client;

use std::env;
use std::time::Duration;

use opentelemetry::trace::TracerProvider;
use opentelemetry::{Key, KeyValue};
use opentelemetry_otlp::{SpanExporter, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tokio::task::spawn_blocking;
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::registry::LookupSpan;

use self::client::Client;
use super::failure::Failure;

/// Spans on their way to a collector.
#[derive(Debug)]
pub(super) struct Export(SdkTracerProvider);

/// How long the spans that are left may take to be sent when the server stops.
const LAST: Duration = Duration::from_secs(3);

impl Export {
    /// Exports where the environment names an endpoint.
    pub(super) fn open() -> Result<Option<Self>, Failure> {
        let is_said = |name: &&str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_off = env::var("OTEL_SDK_DISABLED").is_ok_and(|value| value.eq_ignore_ascii_case("true"));
        if is_off || !["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"].iter().any(is_said) {
            return Ok(None);
        }
        let client = Client::new().map_err(|error| Failure::new("cannot export traces", &error))?;
        let exporter = SpanExporter::builder().with_http().with_http_client(client).build();
        let exporter = exporter.map_err(|error| Failure::usage(format!("cannot export traces: {error}")))?;
        Ok(Some(Self(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource()).build())))
    }

    /// What takes up the spans of requests, and nothing else.
    pub(super) fn layer<S>(&self) -> impl Layer<S> + Send + Sync + use<S>
    where
        S: Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
    {
        let tracer = self.0.tracer(env!("CARGO_PKG_NAME"));
        let layer = tracing_opentelemetry::layer().with_tracer(tracer);
        let layer = layer.with_location(false).with_threads(false).with_tracked_inactivity(false).with_target(false);
        layer.with_filter(Targets::new().with_target("otlp", LevelFilter::TRACE))
    }

    /// Sends what is left, if that can be done in a moment.
    pub(super) async fn end(self) {
        let ended = spawn_blocking(move || self.0.shutdown_with_timeout(LAST)).await;
        if let Ok(Err(error)) = ended {
            tracing::warn!("the last traces were not sent: {error}");
        }
    }
}

/// What the environment says of the service, which has its own name where that says none.
fn resource() -> Resource {
    let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
    let said = Resource::builder().with_attribute(version.clone()).build();
    let name = said.get(&Key::from_static_str("service.name"));
    match name {
        Some(name) if !name.as_str().starts_with("unknown_service") => said,
        _ => Resource::builder().with_attribute(version).with_service_name("sagemaker-lineage").build(),
    }
}
