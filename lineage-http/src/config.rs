use std::collections::BTreeSet;
use std::num::NonZero;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lineage_model::{BucketName, Region, Timestamp};

use crate::buckets::BucketPatterns;
use crate::hosts::Hosts;
use crate::origins::Origins;

/// How the server answers: read once at start, passed as a value.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ServerConfig {
    /// The region of a request that names none; without it such a request is refused.
    pub default_region: Option<Region>,
    /// The regions that may be asked about; empty: any.
    pub allowed_regions: BTreeSet<Region>,
    /// The regions of a recorded account, to choose from where `allowed_regions` limits nothing; empty: unknown.
    pub recorded_regions: BTreeSet<Region>,
    /// What `includeLatestExec` is when a request does not say.
    pub include_latest_exec: bool,
    /// Whether buckets are asked about their posture.
    pub posture: bool,
    /// How long an answer may take; what was collected by then is the answer.
    pub deadline: Duration,
    /// How long an answer is good, for clients and for the server's own cache; zero: neither keeps any.
    pub max_age: Duration,
    /// How much memory the server's own cache may take, in bytes.
    pub cache_bytes: usize,
    /// What time it is, for steps that still run and for versions of schemas.
    pub clock: Clock,
    /// The buckets whose datasets may be asked about; without it any, or none where callers are asked who they are
    /// ([`AppState::with_auth`](crate::AppState::with_auth)).
    pub dataset_buckets: Option<BucketPatterns>,
    /// Whether nobody may save versions of schemas.
    pub read_only: bool,
    /// The names that requests may be sent to; without it any. A server that browsers can reach needs the list, unless
    /// what stands before it has one.
    pub hosts: Option<Hosts>,
    /// The pages that may read answers and save schemas.
    pub origins: Origins,
    /// How many requests are worked on at a time; the others are refused with 503.
    pub max_concurrent_requests: usize,
    /// How many requests a minute a caller may send who is known by credentials; without it any number.
    pub requests_per_minute: Option<NonZero<u32>>,
    /// Whether answers are compressed for clients that take them so.
    pub compression: bool,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            default_region: None,
            allowed_regions: BTreeSet::new(),
            recorded_regions: BTreeSet::new(),
            include_latest_exec: false,
            posture: true,
            deadline: Duration::from_secs(25),
            max_age: Duration::from_secs(30),
            cache_bytes: 64 << 20,
            clock: Clock::System,
            dataset_buckets: None,
            read_only: false,
            hosts: None,
            origins: Origins::default(),
            max_concurrent_requests: 64,
            requests_per_minute: None,
            compression: false,
        }
    }
}

impl ServerConfig {
    /// Whether a region may be asked about.
    #[must_use]
    pub fn allows(&self, region: &Region) -> bool {
        self.allowed_regions.is_empty() || self.allowed_regions.contains(region)
    }

    /// Whether the datasets of a bucket may be asked about.
    #[must_use]
    pub fn allows_bucket(&self, bucket: &BucketName) -> bool {
        self.dataset_buckets.as_ref().is_none_or(|patterns| patterns.allow(bucket))
    }

    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        match &self.default_region {
            Some(region) if !self.allows(region) => Err(ConfigError::DefaultRegion { region: region.clone() }),
            _ => Ok(()),
        }
    }
}

/// What time it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Always this time: that of a recording, so that its answers never change.
    Fixed(Timestamp),
}

impl Clock {
    /// The time now; none when the machine's clock stands before 1970.
    #[must_use]
    pub fn now(self) -> Option<Timestamp> {
        match self {
            Self::Fixed(time) => Some(time),
            Self::System => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
                Timestamp::from_unix(since.as_secs().try_into().ok()?, 0).ok()
            }
        }
    }
}

/// A configuration that contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// Requests without a region would all be refused.
    #[error("the default region '{region}' is not among the allowed regions")]
    DefaultRegion {
        /// The default region.
        region: Region,
    },
}
