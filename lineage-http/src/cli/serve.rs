use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use clap::{ArgAction, Args};
use lineage_http::auth::Auth;
use lineage_http::server::serve;
use lineage_http::{AppState, BucketPatterns, ServerConfig, Telemetry};
use lineage_model::{NameError, Region};
use lineage_schema::store::{ObjectStoreSchemas, SchemaStore};
use tokio::net::TcpListener;

use super::address;
use super::answer::{AnswerArgs, boolean};
use super::auth::AuthArgs;
use super::failure::Failure;
use super::limits::LimitArgs;
#[cfg(feature = "aws")]
use super::others::{self, OtherArgs};
use super::schema_store::SchemaStoreArgs;
use super::signal;
use super::source::{SourceArgs, malformed_region};
use super::telemetry::{TelemetryArgs, Tracing};

/// `serve`: the router on a socket.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Where to listen; port 0 takes a free one
    #[arg(long, env = "LISTEN", value_name = "ADDR:PORT", default_value = "127.0.0.1:8300",
        value_parser = address::parse)]
    listen: SocketAddr,
    /// Allow --listen on an address that others can reach, though nobody has to sign in
    #[arg(long, env = "ALLOW_PUBLIC", value_name = "BOOL", action = ArgAction::Set, value_parser = boolean,
        num_args = 0..=1, require_equals = true, default_value = "false", default_missing_value = "true")]
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
    /// The buckets whose datasets may be asked about, separated by commas, with * for any text; when left out any, or
    /// none where callers have to sign in
    #[arg(long, env = "DATASET_BUCKETS", value_name = "BUCKETS")]
    dataset_buckets: Option<BucketPatterns>,
    /// Save no versions of schemas
    #[arg(long, env = "READ_ONLY", value_name = "BOOL", action = ArgAction::Set, value_parser = boolean,
        num_args = 0..=1, require_equals = true, default_value = "false", default_missing_value = "true")]
    read_only: bool,
    /// Save versions without first trying whether the store keeps its word.
    #[arg(skip)]
    pub(crate) trusts_store: bool,
    /// Something else takes the requests, and decides by which name it may be asked.
    #[arg(skip)]
    pub(crate) is_behind_gateway: bool,
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
    pub(crate) async fn run(mut self) -> Result<(), Failure> {
        let tracing = self.log()?;
        let auth = self.auth()?;
        if !address::is_loopback(self.listen.ip()) && auth.is_open() && !self.allow_public {
            return Err(Failure::usage(format!(
                "{} can be reached from elsewhere and nobody has to sign in: set API_KEYS_FILE or OIDC_ISSUER, listen on \
                 127.0.0.1, or give --allow-public",
                self.listen.ip()
            )));
        }
        let (app, telemetry) = self.router(auth).await?;
        let cannot_listen = |error| Failure::new(format!("cannot listen on {}", self.listen), &error);
        let listener = TcpListener::bind(self.listen).await.map_err(cannot_listen)?;
        let address = listener.local_addr().map_err(cannot_listen)?;
        let told = signal::stop().map_err(|error| Failure::new("cannot catch signals", &error))?;
        self.telemetry.serve_metrics(telemetry, self.limits.hosts()).await?;
        self.telemetry.announce(&format!("listening on http://{address}"));
        serve(listener, app, self.limits.serving(), told).await;
        tracing.end().await;
        Ok(())
    }

    /// How callers are known by credentials of our own.
    pub(crate) fn auth(&self) -> Result<Auth, Failure> {
        self.auth.open()
    }

    /// Writes log lines from now on.
    pub(crate) fn log(&self) -> Result<Tracing, Failure> {
        self.telemetry.start()
    }

    /// The routes, and what they count.
    pub(crate) async fn router(&mut self, auth: Auth) -> Result<(Router, Telemetry), Failure> {
        if auth.is_open() && self.limits.cors_allow_origins.are_any() {
            return Err(Failure::usage(
                "with CORS_ALLOW_ORIGINS=* pages of anywhere could read all answers, because nobody has to sign in: list \
                 the origins",
            ));
        }
        // A secret that was not filled in leaves an empty variable behind, which counts as not set.
        let is_empty = |name: &&str| std::env::var_os(name).is_some_and(|value| value.is_empty());
        let meant = ["API_KEYS_FILE", "API_KEYS", "OIDC_ISSUER"].into_iter().find(is_empty);
        if let Some(name) = meant.filter(|_| auth.is_open()) {
            tracing::warn!("nobody has to sign in: {name} is empty");
        }
        if !auth.is_open() && self.dataset_buckets.is_none() {
            tracing::info!("no bucket may be read as a dataset: DATASET_BUCKETS names none");
        }
        let telemetry = Telemetry::new();
        self.source.aws.observe(&telemetry);
        let mut state = self.state(&telemetry).await?.with_auth(auth);
        if self.telemetry.are_metrics_apart() {
            state = state.without_metrics_route();
        }
        Ok((lineage_http::router(state), telemetry))
    }

    async fn state(&self, telemetry: &Telemetry) -> Result<AppState, Failure> {
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
        config.recorded_regions = source.recorded_regions.iter().cloned().collect();
        config.include_latest_exec = self.answer.include_latest_exec;
        config.posture = self.answer.enable_s3_meta;
        config.max_age = Duration::from_secs(self.cache_ttl_seconds.into());
        config.clock = source.clock;
        config.dataset_buckets.clone_from(&self.dataset_buckets);
        config.read_only = self.read_only;
        self.limits.apply(&mut config, (!self.is_behind_gateway).then(|| self.listen.ip()));
        let schemas = self.schemas(&mut config).await?;
        #[cfg(feature = "aws")]
        let default_region = config.default_region.clone();
        #[cfg(feature = "aws")]
        let keeps = config.clock == lineage_http::Clock::System && !config.max_age.is_zero();
        #[cfg(feature = "aws")]
        let facts = others::kept(source.facts, keeps, telemetry);
        #[cfg(not(feature = "aws"))]
        let facts = source.facts;
        let state = AppState::new(facts, config)
            .map_err(|error| Failure::usage(format!("{error}: change DEFAULT_REGION or ALLOWED_REGIONS")))?
            .with_schemas(schemas)
            .with_telemetry(telemetry.clone());
        #[cfg(feature = "aws")]
        let state = self.others.add_to(state, accounts, default_region.as_ref(), &self.source, keeps, telemetry).await;
        Ok(state)
    }

    /// The store of schemas. A server that nobody told where to keep them starts without such a place: it saves none.
    async fn schemas(&self, config: &mut ServerConfig) -> Result<Arc<dyn SchemaStore>, Failure> {
        if let Some(schemas) = self.schemas.of_source(&self.source).await? {
            return Ok(schemas);
        }
        let aws = &self.source.aws;
        let opened = match config.read_only || self.trusts_store {
            true => self.schemas.open(aws).await,
            false => self.schemas.open_for_saving(aws).await,
        };
        opened.or_else(|failure| {
            if self.schemas.is_chosen() {
                return Err(failure);
            }
            tracing::warn!("versions of schemas are not saved: {failure}");
            config.read_only = true;
            Ok(Arc::new(ObjectStoreSchemas::in_memory()))
        })
    }
}
