//! What the server tells about itself: figures for Prometheus, a line a request, and whose trace a request is part of.

#[cfg(feature = "aws")]
mod aws;
#[cfg(test)]
mod dashboards;
mod figures;
mod labels;
#[cfg(feature = "otlp")]
mod otlp;
mod request;
mod store;
mod trace_context;

use std::fmt;
use std::sync::Arc;

use prometheus_client::encoding::text::encode;
use prometheus_client::registry::Registry;

use self::figures::Figures;
use self::labels::LookupLabels;
pub(crate) use self::request::{Shed, observe};
pub(crate) use self::store::Counted;

/// The figures of one server. Clones share them; two servers of a process need not.
///
/// [`AppState`](crate::AppState) has its own unless it is given one. With the feature `aws` it is an observer of
/// `lineage_aws`: sources and caches that are told so add to the figures what they ask of AWS.
#[derive(Clone)]
pub struct Telemetry(Arc<Shared>);

struct Shared {
    registry: Registry,
    figures: Figures,
}

impl Telemetry {
    /// Figures that begin at zero, of a process that started now.
    #[must_use]
    pub fn new() -> Self {
        let mut registry = Registry::default();
        let figures = Figures::new(&mut registry);
        Self(Arc::new(Shared { registry, figures }))
    }

    /// All figures as OpenMetrics text, which Prometheus reads.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a text fails only where a metric's own encoding does, and these are the library's.
        if encode(&mut text, &self.0.registry).is_err() {
            tracing::error!("the figures cannot be written");
        }
        text
    }

    /// Counts how the response cache answered.
    pub(crate) fn answered(&self, result: CacheResult) {
        self.figures().response_cache.get_or_create(&LookupLabels { result: result.as_str() }).inc();
    }

    /// Tells how many bytes the response cache holds now.
    pub(crate) fn holds(&self, bytes: usize) {
        self.figures().response_cache_bytes.set(i64::try_from(bytes).unwrap_or(i64::MAX));
    }

    fn figures(&self) -> &Figures {
        &self.0.figures
    }
}

impl Default for Telemetry {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Telemetry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Telemetry").finish_non_exhaustive()
    }
}

/// How a request got its answer from the response cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CacheResult {
    /// It was kept.
    Hit,
    /// It was asked for.
    Miss,
    /// Somebody else had asked for it already.
    Shared,
    /// It had expired, and the source failed to tell a newer one.
    Stale,
}

impl CacheResult {
    fn as_str(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Miss => "miss",
            Self::Shared => "shared",
            Self::Stale => "stale",
        }
    }
}
