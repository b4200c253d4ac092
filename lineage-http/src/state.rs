use std::collections::BTreeSet;
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use lineage_model::Region;
use lineage_model::source::LineageSource;
use lineage_schema::store::{ObjectStoreSchemas, SchemaStore};
use tokio::time::Sleep;

use crate::answers::{Answers, Key, measure};
use crate::auth::Auth;
use crate::config::{ConfigError, ServerConfig};
use crate::cores::Cores;
use crate::problem::Problem;
use crate::reply::{Loaded, Reply};
use crate::sources::Sources;

/// What the routes share: where facts come from, and how to answer.
#[derive(Clone)]
pub struct AppState {
    pub(crate) sources: Arc<Sources>,
    pub(crate) config: Arc<ServerConfig>,
    pub(crate) answers: Answers,
    pub(crate) last_answer: Arc<LastAnswer>,
    pub(crate) schemas: Arc<dyn SchemaStore>,
    pub(crate) cores: Cores,
    pub(crate) auth: Auth,
}

impl AppState {
    /// The state of a server over one source.
    ///
    /// # Errors
    /// When the configuration contradicts itself.
    pub fn new(source: Arc<dyn LineageSource>, config: ServerConfig) -> Result<Self, ConfigError> {
        config.check()?;
        let answers = Answers::new(config.max_age, config.cache_bytes);
        let sources = Arc::new(Sources::new(source));
        let schemas = Arc::new(ObjectStoreSchemas::in_memory());
        Ok(Self {
            sources,
            config: Arc::new(config),
            answers,
            last_answer: Arc::default(),
            schemas,
            cores: Cores::new(),
            auth: Auth::default(),
        })
    }

    /// Keeps the versions of schemas in this store; without one they are gone when the state is.
    #[must_use]
    pub fn with_schemas(self, schemas: Arc<dyn SchemaStore>) -> Self {
        Self { schemas, ..self }
    }

    /// Asks callers who they are; without it everybody may do everything.
    #[must_use]
    pub fn with_auth(self, auth: Auth) -> Self {
        Self { auth, ..self }
    }

    /// Lets requests choose another account by `account=name`, in these regions (none: in all that the server allows);
    /// without one the parameter is refused.
    #[must_use]
    pub fn with_account(
        mut self,
        name: impl Into<String>,
        source: Arc<dyn LineageSource>,
        regions: BTreeSet<Region>,
    ) -> Self {
        Arc::make_mut(&mut self.sources).add_account(name.into(), source, regions);
        self
    }

    /// Lets requests choose another source by `profile=name`; without one the parameter is refused.
    #[must_use]
    pub fn with_profile(mut self, name: impl Into<String>, source: Arc<dyn LineageSource>) -> Self {
        Arc::make_mut(&mut self.sources).add_profile(name.into(), source);
        self
    }

    /// The answer of the cache or of `load`; remembers whether the source answered.
    pub(crate) async fn answer<F>(&self, key: Key, load: F) -> Result<Reply, Problem>
    where
        F: Future<Output = Result<Loaded, Problem>> + Send + 'static,
    {
        let last_answer = Arc::clone(&self.last_answer);
        let load = async move {
            let loaded = load.await;
            last_answer.record(loaded.as_ref().map_or_else(|problem| !problem.is_outage(), Loaded::is_told));
            loaded
        };
        self.answers.get(key, load).await
    }

    /// The answer of `load`, for this request alone: what the schema store tells, and what changes it.
    pub(crate) async fn answer_once<F>(&self, load: F) -> Result<Reply, Problem>
    where
        F: Future<Output = Result<Loaded, Problem>>,
    {
        let (loaded, calls, oldest) = measure(load).await;
        let answer = Arc::new(loaded?.into_answer(Duration::ZERO, oldest));
        Ok(Reply { answer, calls, is_stale: false })
    }

    /// Ends when what was collected is the answer.
    pub(crate) fn deadline(&self) -> Sleep {
        tokio::time::sleep(self.config.deadline)
    }
}

impl fmt::Debug for AppState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppState")
            .field("sources", &self.sources.names().collect::<Vec<_>>())
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

/// Whether the source answered when it was last asked; `/ready` tells it and asks nothing itself.
#[derive(Debug, Default)]
pub(crate) struct LastAnswer(AtomicU8);

impl LastAnswer {
    pub(crate) fn record(&self, answered: bool) {
        self.0.store(if answered { 1 } else { 2 }, Ordering::Relaxed);
    }

    pub(crate) fn as_str(&self) -> &'static str {
        match self.0.load(Ordering::Relaxed) {
            0 => "notAsked",
            1 => "answered",
            _ => "failed",
        }
    }
}
