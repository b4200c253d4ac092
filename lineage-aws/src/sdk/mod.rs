//! The live source: an AWS account through the AWS SDK.

mod account;
mod account_block;
mod buckets;
mod convert;
mod count;
mod endpoints;
mod error;
mod executions;
mod feature_groups;
mod jobs;
mod latest;
mod objects;
mod pace;
mod pages;
mod pipelines;
mod queue;
mod regional;
mod retry;
#[cfg(feature = "object-store")]
mod s3_store;
mod search;
mod settings;
mod watch;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use aws_config::{BehaviorVersion, SdkConfig};
use lineage_model::{BucketName, Region};

pub use self::account::AssumeRole;
use self::account_block::KnownAccount;
pub(crate) use self::count::add_age;
pub use self::count::{Cost, measure};
use self::endpoints::ModelProperties;
use self::regional::Regional;
#[cfg(feature = "object-store")]
pub use self::s3_store::S3Store;
pub use self::settings::{AwsOptions, AwsSettings};
use self::watch::Watch;
use crate::observe::Observer;

/// The facts of one AWS account, read live.
///
/// Implements every port of [`lineage_model::source`]. Clients are made when a region is first asked about, one a
/// region and service, and shared by all calls; each has a queue of its own, because AWS's quotas are per account,
/// region and service, and shared with whatever else runs in the account:
///
/// - at most [`AwsSettings::max_in_flight`] calls at once, and slower for a while after the service throttled;
/// - a throttled call is sent up to 8 times, each time in a new turn of the queue; other transient failures are the
///   SDK's to retry (standard mode, up to 8 attempts within [`AwsSettings::operation_timeout`]);
/// - waiting in the queue does not count towards a call's time-out.
///
/// Its ports make read calls only, and keep no answers but two, for 5 minutes: the account's id and its own block of
/// public access, which hold for every bucket.
///
/// ```no_run
/// use lineage_aws::{AwsOptions, AwsSettings, AwsSource};
/// use lineage_model::source::PipelineSource;
/// use lineage_model::{PipelineName, Region};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let source = AwsSource::from_env(AwsOptions::default(), AwsSettings::default()).await;
/// let pipeline = source.pipeline(&Region::new("eu-west-1")?, &PipelineName::new("churn")?).await?;
/// # Ok(())
/// # }
/// ```
pub struct AwsSource {
    config: SdkConfig,
    settings: AwsSettings,
    watch: Watch,
    sagemaker: Mutex<BTreeMap<Region, Arc<Regional<aws_sdk_sagemaker::Client>>>>,
    s3: Mutex<BTreeMap<Region, Arc<Regional<aws_sdk_s3::Client>>>>,
    /// Buckets that were found elsewhere than asked for.
    elsewhere: Mutex<BTreeMap<BucketName, Region>>,
    account: KnownAccount,
    model_properties: ModelProperties,
}

impl AwsSource {
    /// A source over a configuration of the SDK: its credentials, HTTP client, endpoint and clock.
    ///
    /// Retries and time-outs are those of `settings`, whatever `config` says about them.
    #[must_use]
    pub fn new(config: &SdkConfig, settings: AwsSettings) -> Self {
        Self {
            config: settings.apply_to(config),
            settings,
            watch: Watch::default(),
            sagemaker: Mutex::default(),
            s3: Mutex::default(),
            elsewhere: Mutex::default(),
            account: KnownAccount::default(),
            model_properties: ModelProperties::default(),
        }
    }

    /// A source over what the environment and the shared AWS files configure, as every AWS SDK reads them.
    ///
    /// Fails at the first call, not here, when that holds no credentials.
    pub async fn from_env(options: AwsOptions, settings: AwsSettings) -> Self {
        let mut loader = aws_config::defaults(BehaviorVersion::latest());
        if let Some(profile) = options.profile {
            loader = loader.profile_name(profile);
        }
        if let Some(region) = options.region {
            loader = loader.region(aws_config::Region::new(String::from(region)));
        }
        let config = loader.load().await;
        match options.assume_role {
            Some(role) => Self::assume_role(&config, role, settings).await,
            None => Self::new(&config, settings),
        }
    }

    /// The same source, which tells `observer` of every call that it makes from now on.
    #[must_use]
    pub fn observed_by(mut self, observer: Arc<dyn Observer>) -> Self {
        self.watch = Watch::by(observer);
        // Clients that were made before would tell nobody.
        (self.sagemaker, self.s3) = (Mutex::default(), Mutex::default());
        self
    }

    /// The region that the configuration names; none when it names none, or not in the form of a region.
    #[must_use]
    pub fn default_region(&self) -> Option<Region> {
        Region::new(self.config.region()?.as_ref()).ok()
    }

    fn sagemaker(&self, region: &Region) -> Arc<Regional<aws_sdk_sagemaker::Client>> {
        let mut clients = self.sagemaker.lock().unwrap_or_else(PoisonError::into_inner);
        let make = || Arc::new(Regional::sagemaker(&self.config, &self.settings, &self.watch, region));
        Arc::clone(clients.entry(region.clone()).or_insert_with(make))
    }

    fn s3(&self, region: &Region) -> Arc<Regional<aws_sdk_s3::Client>> {
        let mut clients = self.s3.lock().unwrap_or_else(PoisonError::into_inner);
        let make = || Arc::new(Regional::s3(&self.config, &self.settings, &self.watch, region));
        Arc::clone(clients.entry(region.clone()).or_insert_with(make))
    }
}

impl fmt::Debug for AwsSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The configuration holds credentials.
        f.debug_struct("AwsSource").field("settings", &self.settings).finish_non_exhaustive()
    }
}
