use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use lineage_model::source::LineageSource;

use crate::config::{ConfigError, ServerConfig};

/// What the routes share: where facts come from, and how to answer.
#[derive(Clone)]
pub struct AppState {
    pub(crate) source: Arc<dyn LineageSource>,
    pub(crate) profiles: BTreeMap<String, Arc<dyn LineageSource>>,
    pub(crate) config: Arc<ServerConfig>,
    pub(crate) last_answer: Arc<LastAnswer>,
}

impl AppState {
    /// The state of a server over one source.
    ///
    /// # Errors
    /// When the configuration contradicts itself.
    pub fn new(source: Arc<dyn LineageSource>, config: ServerConfig) -> Result<Self, ConfigError> {
        config.check()?;
        Ok(Self { source, profiles: BTreeMap::new(), config: Arc::new(config), last_answer: Arc::default() })
    }

    /// Lets requests choose another source by `profile=name`; without one the parameter is refused.
    #[must_use]
    pub fn with_profile(mut self, name: impl Into<String>, source: Arc<dyn LineageSource>) -> Self {
        self.profiles.insert(name.into(), source);
        self
    }
}

impl fmt::Debug for AppState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppState")
            .field("profiles", &self.profiles.keys())
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
