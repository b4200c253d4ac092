use std::io::{IsTerminal, Write};
use std::net::SocketAddr;

use clap::{Args, ValueEnum};
use lineage_http::server::{ServeLimits, serve};
use lineage_http::{Hosts, Telemetry, metrics_router};
use tokio::net::TcpListener;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt, registry};

use super::address;
use super::failure::Failure;
#[cfg(feature = "otlp")]
use super::otlp::Export;

/// What the server tells about itself.
#[derive(Debug, Args)]
pub(crate) struct TelemetryArgs {
    /// How log lines are written to the standard error; RUST_LOG chooses which
    #[arg(long, env = "LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
    /// Where to serve /metrics, with /health, to everybody who can reach it; without, /metrics is on --listen, for callers
    /// with the scope metrics:read
    #[arg(long, env = "METRICS_LISTEN", value_name = "ADDR:PORT", value_parser = address::parse)]
    metrics_listen: Option<SocketAddr>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

/// What is written where `RUST_LOG` chooses nothing; what `aws_config` tells holds the id of the access key.
const DEFAULT: &str = "info,aws_config=warn";

impl TelemetryArgs {
    /// Writes log lines from now on, and exports traces where the environment says where to.
    pub(crate) fn start(&self) -> Result<Tracing, Failure> {
        let chosen = std::env::var_os(EnvFilter::DEFAULT_ENV).filter(|chosen| !chosen.is_empty());
        let parsed = EnvFilter::builder().parse(chosen.unwrap_or_else(|| DEFAULT.into()).to_string_lossy());
        let wrong = parsed.as_ref().err().map(ToString::to_string);
        let filter = parsed.unwrap_or_else(|_| EnvFilter::new(DEFAULT));
        let lines = fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
        let lines: Box<dyn Layer<Registry> + Send + Sync> = match self.log_format {
            LogFormat::Text => lines.with_filter(filter).boxed(),
            LogFormat::Json => lines.json().with_span_list(false).with_filter(filter).boxed(),
        };
        #[cfg_attr(not(feature = "otlp"), allow(unused_mut, reason = "there is nothing to add"))]
        let mut layers = vec![lines];
        #[cfg(feature = "otlp")]
        let export = Export::open()?;
        #[cfg(feature = "otlp")]
        layers.extend(export.as_ref().map(|export| export.layer().boxed()));
        registry().with(layers).init();
        if let Some(error) = wrong {
            tracing::warn!("RUST_LOG cannot be read and counts as {DEFAULT}: {error}");
        }
        Ok(Tracing {
            #[cfg(feature = "otlp")]
            export,
        })
    }

    /// Tells whoever started the server, whatever RUST_LOG leaves out.
    pub(crate) fn announce(&self, text: &str) {
        match self.log_format {
            LogFormat::Text => drop(writeln!(std::io::stderr().lock(), "{text}")),
            LogFormat::Json => tracing::info!("{text}"),
        }
    }

    /// Whether the figures have an address of their own.
    pub(crate) fn are_metrics_apart(&self) -> bool {
        self.metrics_listen.is_some()
    }

    /// Serves the figures where they have an address of their own, as long as the program runs.
    pub(crate) async fn serve_metrics(&self, telemetry: Telemetry, hosts: Hosts) -> Result<(), Failure> {
        let Some(listen) = self.metrics_listen else { return Ok(()) };
        let cannot_listen = |error| Failure::new(format!("cannot serve metrics on {listen}"), &error);
        let listener = TcpListener::bind(listen).await.map_err(cannot_listen)?;
        let address = listener.local_addr().map_err(cannot_listen)?;
        // Until the program ends.
        tokio::spawn(serve(
            listener,
            metrics_router(telemetry, Some(hosts)),
            ServeLimits::default(),
            std::future::pending(),
        ));
        self.announce(&format!("metrics on http://{address}/metrics"));
        Ok(())
    }
}

/// Log lines and traces, as long as the server runs.
#[derive(Debug)]
pub(crate) struct Tracing {
    #[cfg(feature = "otlp")]
    export: Option<Export>,
}

impl Tracing {
    /// Sends the spans that were not sent yet.
    pub(crate) async fn end(self) {
        #[cfg(feature = "otlp")]
        if let Some(export) = self.export {
            export.end().await;
        }
    }
}
