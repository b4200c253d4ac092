use std::collections::BTreeSet;
use std::future::Future;
use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use clap::{ArgAction, Args, ValueEnum};
use lineage_http::{AppState, BucketPatterns, ServerConfig};
use lineage_model::{NameError, Region};
use lineage_schema::store::{ObjectStoreSchemas, SchemaStore};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::address;
use super::answer::{AnswerArgs, boolean};
use super::auth::AuthArgs;
use super::failure::Failure;
use super::limits::LimitArgs;
#[cfg(feature = "aws")]
use super::others::{self, OtherArgs};
use super::schema_store::SchemaStoreArgs;
use super::source::{SourceArgs, malformed_region};
use super::telemetry::TelemetryArgs;

/// `serve`: the router on a socket.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8300", value_parser = address::parse)]
    listen: SocketAddr,
    /// Allow --listen on an address that others can reach, though nobody has to sign in
    #[arg(long)]
    allow_public: bool,
    /// The region of requests that name none
    #[arg(long, env = "DEFAULT_REGION", value_name = "REGION")]
    default_region: Option<Region>,
    /// The regions that may be asked about, separated by commas; any when left out
    #[arg(long, env = "ALLOWED_REGIONS", value_name = "REGIONS", default_value = "", hide_default_value = true)]
    allowed_regions: Regions,
    #[cfg(feature = "aws")]
    #[command(flatten)]
    others: OtherArgs,
    /// How long an answer is kept, by clients and by the server; 0: not at all
    #[arg(long, env = "CACHE_TTL_SECONDS", value_name = "SECONDS", default_value_t = 30)]
    cache_ttl_seconds: u32,
    /// How log lines are written to the standard error; RUST_LOG chooses which
    #[arg(long, env = "LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
    /// The buckets whose datasets may be asked about, separated by commas, with * for any text; any when left out
    #[arg(long, env = "DATASET_BUCKETS", value_name = "BUCKETS")]
    dataset_buckets: Option<BucketPatterns>,
    /// Save no versions of schemas
    #[arg(long, env = "READ_ONLY", value_name = "BOOL", action = ArgAction::Set, value_parser = boolean,
        num_args = 0..=1, require_equals = true, default_value = "false", default_missing_value = "true")]
    read_only: bool,
    /// Save versions without first trying whether the store keeps its word.
    #[arg(skip)]
    pub(crate) trusts_store: bool,
    #[command(flatten)]
    auth: AuthArgs,
    #[command(flatten)]
    limits: LimitArgs,
    #[command(flatten)]
    telemetry: TelemetryArgs,
    #[command(flatten)]
    schemas: SchemaStoreArgs,
    #[command(flatten)]
    answer: AnswerArgs,
    #[command(flatten)]
    source: SourceArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

/// A list of regions, possibly empty.
#[derive(Debug, Clone)]
struct Regions(BTreeSet<Region>);

impl FromStr for Regions {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
        names.map(Region::new).collect::<Result<_, _>>().map(Self)
    }
}

impl Serve {
    pub(crate) async fn run(self) -> Result<(), Failure> {
        if !address::is_loopback(self.listen.ip()) && !self.allow_public {
            return Err(Failure::usage(format!(
                "{} can be reached from elsewhere and nobody has to sign in: listen on 127.0.0.1, or give --allow-public",
                self.listen.ip()
            )));
        }
        self.log();
        let app = lineage_http::router(self.state().await?);
        let cannot_listen = |error| Failure::new(format!("cannot listen on {}", self.listen), &error);
        let listener = TcpListener::bind(self.listen).await.map_err(cannot_listen)?;
        let address = listener.local_addr().map_err(cannot_listen)?;
        let told = stop_signal().map_err(|error| Failure::new("cannot catch signals", &error))?;
        match self.log_format {
            // For whoever started it, whatever RUST_LOG leaves out.
            LogFormat::Text => drop(writeln!(std::io::stderr().lock(), "listening on http://{address}")),
            LogFormat::Json => tracing::info!("listening on http://{address}"),
        }
        serve(listener, app, told).await.map_err(|error| Failure::new("cannot go on serving", &error))
    }

    pub(crate) async fn state(&self) -> Result<AppState, Failure> {
        let mut config = ServerConfig::default();
        config.allowed_regions.clone_from(&self.allowed_regions.0);
        #[cfg(feature = "aws")]
        let accounts = self.others.accounts(&config)?;
        let source = self.source.open(self.default_region.clone()).await?;
        // Only a region that somebody chose is worth a refusal to start; the source's own is a guess.
        let guess = || source.default_region.filter(|region| config.allows(region));
        config.default_region = self.default_region.clone().or_else(guess);
        if let (None, Some(why)) = (&config.default_region, malformed_region()) {
            tracing::warn!("no default region: {why}");
        }
        config.include_latest_exec = self.answer.include_latest_exec;
        config.posture = self.answer.enable_s3_meta;
        config.max_age = Duration::from_secs(self.cache_ttl_seconds.into());
        config.clock = source.clock;
        config.dataset_buckets.clone_from(&self.dataset_buckets);
        config.read_only = self.read_only;
        let schemas = self.schemas(&mut config).await?;
        #[cfg(feature = "aws")]
        let default_region = config.default_region.clone();
        #[cfg(feature = "aws")]
        let keeps = config.clock == lineage_http::Clock::System && !config.max_age.is_zero();
        #[cfg(feature = "aws")]
        let facts = others::kept(source.facts, keeps);
        #[cfg(not(feature = "aws"))]
        let facts = source.facts;
        let state = AppState::new(facts, config)
            .map_err(|error| Failure::usage(format!("{error}: change DEFAULT_REGION or ALLOWED_REGIONS")))?
            .with_schemas(schemas);
        #[cfg(feature = "aws")]
        let state = self.others.add_to(state, accounts, default_region.as_ref(), &self.source, keeps).await;
        Ok(state)
    }

    /// The store of schemas. A server that nobody told where to keep them starts without such a place: it saves none.
    async fn schemas(&self, config: &mut ServerConfig) -> Result<Arc<dyn SchemaStore>, Failure> {
        let in_memory = || -> Arc<dyn SchemaStore> { Arc::new(ObjectStoreSchemas::in_memory()) };
        let aws = &self.source.aws;
        let opened = match (self.schemas.is_chosen(), config.read_only) {
            (false, _) if self.source.is_demo() => return Ok(in_memory()),
            (_, read_only) if read_only || self.trusts_store => self.schemas.open(aws).await,
            _ => self.schemas.open_for_saving(aws).await,
        };
        opened.or_else(|failure| {
            if self.schemas.is_chosen() {
                return Err(failure);
            }
            tracing::warn!("versions of schemas are not saved: {failure}");
            config.read_only = true;
            Ok(in_memory())
        })
    }

    pub(crate) fn log(&self) {
        let chosen = std::env::var_os(EnvFilter::DEFAULT_ENV).filter(|chosen| !chosen.is_empty());
        let parsed = EnvFilter::builder().parse(chosen.unwrap_or_else(|| "info".into()).to_string_lossy());
        let wrong = parsed.as_ref().err().map(ToString::to_string);
        let filter = parsed.unwrap_or_else(|_| EnvFilter::new("info"));
        let ansi = std::io::stderr().is_terminal();
        let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(ansi);
        match self.log_format {
            LogFormat::Text => lines.init(),
            LogFormat::Json => lines.json().init(),
        }
        if let Some(error) = wrong {
            tracing::warn!("RUST_LOG cannot be read and counts as info: {error}");
        }
    }
}

/// How long requests that have begun may take to end once the server is told to stop.
const DRAIN: Duration = Duration::from_secs(25);

async fn serve(listener: TcpListener, app: axum::Router, told: impl Future<Output = ()>) -> std::io::Result<()> {
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = axum::serve(listener, app).with_graceful_shutdown(async {
        let _ = stopped.await;
    });
    let drained = async {
        told.await;
        let _ = stop.send(());
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        result = server => result,
        () = drained => Ok(()),
    }
}

/// Waits for SIGTERM or Ctrl-C; both are caught from the call on, not only once the future is polled.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        let _ = interrupt.recv().await;
    })
}
