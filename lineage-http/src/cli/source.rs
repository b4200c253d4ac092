use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
#[cfg(feature = "aws")]
use lineage_aws::AwsOptions;
use lineage_aws::Snapshot;
use lineage_http::Clock;
use lineage_model::Region;
use lineage_model::source::LineageSource;

use super::failure::Failure;
pub(crate) use aws::AwsArgs;

/// Where facts come from: AWS, unless a recorded account is named.
#[derive(Debug, Args)]
pub(crate) struct SourceArgs {
    #[command(flatten)]
    recorded: RecordedArgs,
    #[command(flatten)]
    pub(crate) aws: AwsArgs,
}

#[derive(Debug, Args)]
#[group(id = "recorded", multiple = false)]
struct RecordedArgs {
    /// A recorded account instead of AWS
    #[arg(long, value_name = "DIR")]
    snapshot: Option<PathBuf>,
    /// The demo account that this program brings along
    #[cfg(feature = "demo")]
    #[arg(long)]
    demo: bool,
}

/// An opened source, and what follows from which one it is.
pub(crate) struct Source {
    pub(crate) facts: Arc<dyn LineageSource>,
    pub(crate) default_region: Option<Region>,
    /// The regions of a recorded account; none when it is live.
    pub(crate) recorded_regions: Vec<Region>,
    pub(crate) clock: Clock,
}

impl Source {
    /// The region to ask about where only one is asked about.
    pub(crate) fn region(&self) -> Result<&Region, Failure> {
        self.default_region.as_ref().ok_or_else(|| {
            let why = malformed_region().map(|why| format!("{why}; ")).unwrap_or_default();
            Failure::usage(format!("no region: {why}give --region or set DEFAULT_REGION"))
        })
    }

    /// The regions to ask about where several may be: all that were recorded, or the one of a live account.
    pub(crate) fn regions(&self) -> Result<Vec<Region>, Failure> {
        match self.recorded_regions.as_slice() {
            [] => Ok(vec![self.region()?.clone()]),
            regions => Ok(regions.to_vec()),
        }
    }

    fn recorded(snapshot: Snapshot, region: Option<Region>) -> Self {
        let default_region = region.or_else(|| snapshot.regions().first().cloned());
        let recorded_regions = snapshot.regions().to_vec();
        let clock = Clock::Fixed(snapshot.recorded_at());
        Self { facts: Arc::new(snapshot), default_region, recorded_regions, clock }
    }
}

/// What is wrong with the region that the variables of the AWS tools name.
pub(crate) fn malformed_region() -> Option<String> {
    ["AWS_REGION", "AWS_DEFAULT_REGION"].into_iter().find_map(|variable| {
        let region = std::env::var(variable).ok().filter(|region| !region.is_empty())?;
        Region::new(region).err().map(|error| format!("{variable} is malformed: {error}"))
    })
}

impl SourceArgs {
    /// Whether it is the demo account, which is the same for everybody.
    pub(crate) fn is_demo(&self) -> bool {
        #[cfg(feature = "demo")]
        return self.recorded.demo;
        #[cfg(not(feature = "demo"))]
        false
    }

    /// The versions of schemas that come with it, as lines of JSON.
    pub(crate) fn past_schemas(&self) -> Option<&'static str> {
        #[cfg(feature = "demo")]
        return self.recorded.demo.then_some(lineage_aws::DEMO_SCHEMAS);
        #[cfg(not(feature = "demo"))]
        None
    }

    /// Opens the source; `region` is the default where one was named, else the source's own is taken.
    pub(crate) async fn open(&self, region: Option<Region>) -> Result<Source, Failure> {
        if let Some(folder) = &self.recorded.snapshot {
            let snapshot = Snapshot::open(folder);
            let snapshot = snapshot.map_err(|error| Failure::new("cannot open the recorded account", &error))?;
            return Ok(Source::recorded(snapshot, region));
        }
        #[cfg(feature = "demo")]
        if self.recorded.demo {
            return Ok(Source::recorded(lineage_aws::demo(), region));
        }
        self.own(region).await
    }

    #[cfg(feature = "aws")]
    async fn own(&self, region: Option<Region>) -> Result<Source, Failure> {
        let mut options = self.aws.options();
        options.region.clone_from(&region);
        let source = self.aws.open(options).await;
        let default_region = region.or_else(|| source.default_region());
        Ok(Source { facts: Arc::new(source), default_region, recorded_regions: Vec::new(), clock: Clock::System })
    }

    #[cfg(not(feature = "aws"))]
    async fn own(&self, _: Option<Region>) -> Result<Source, Failure> {
        let instead = if cfg!(feature = "demo") { "--snapshot DIR or --demo" } else { "--snapshot DIR" };
        Err(Failure::usage(format!("this program was built without AWS: give {instead}")))
    }

    /// What the server itself signs in with.
    #[cfg(feature = "aws")]
    pub(crate) fn options(&self) -> AwsOptions {
        self.aws.options()
    }

    /// Another live source, called in the same way.
    #[cfg(feature = "aws")]
    pub(crate) async fn live(&self, options: AwsOptions) -> Arc<dyn LineageSource> {
        Arc::new(self.aws.open(options).await)
    }
}

#[cfg(not(feature = "aws"))]
mod aws {
    use clap::Args;
    use lineage_http::Telemetry;
    use lineage_model::BucketName;
    use lineage_schema::store::ObjectStoreSchemas;

    use crate::cli::failure::Failure;

    /// A program without AWS has nothing to say about how it is called.
    #[derive(Debug, Args)]
    pub(crate) struct AwsArgs {}

    impl AwsArgs {
        /// There are no calls to tell of.
        pub(crate) fn observe(&mut self, _: &Telemetry) {}

        /// Refuses: there is nothing to call S3 with.
        pub(crate) async fn schemas(&self, bucket: BucketName, _: &str) -> Result<ObjectStoreSchemas, Failure> {
            let message = format!("this program was built without AWS: schemas cannot be kept in 's3://{bucket}'");
            Err(Failure::usage(format!("{message}; give a folder")))
        }
    }
}

#[cfg(feature = "aws")]
mod aws {
    use std::sync::Arc;
    use std::time::Duration;

    use clap::{ArgAction, Args};
    use lineage_aws::{AwsOptions, AwsSettings, AwsSource, S3Store};
    use lineage_http::Telemetry;
    use lineage_model::{BucketName, Region};
    use lineage_schema::store::ObjectStoreSchemas;

    use crate::cli::answer::boolean;
    use crate::cli::failure::Failure;

    /// How AWS is called; AWS_ENDPOINT_URL and the like are read by the SDK itself.
    #[derive(Debug, Args)]
    pub(crate) struct AwsArgs {
        /// A profile of the shared AWS files
        #[arg(long, env = "AWS_PROFILE", value_name = "NAME")]
        profile: Option<String>,
        /// Name buckets in the path, as S3-compatible servers want it
        #[arg(long, env = "S3_FORCE_PATH_STYLE", value_name = "BOOL", action = ArgAction::Set, value_parser = boolean,
            num_args = 0..=1, require_equals = true, default_value = "false", default_missing_value = "true")]
        s3_force_path_style: bool,
        /// How long a call to S3 may take with its retries, in milliseconds
        #[arg(long, env = "S3_TIMEOUT_MS", value_name = "MS", default_value_t = 12_000,
            value_parser = clap::value_parser!(u64).range(1..=600_000))]
        s3_timeout_ms: u64,
        /// Who is told of calls.
        #[arg(skip)]
        telemetry: Option<Telemetry>,
    }

    impl AwsArgs {
        /// Tells the figures of every call of the sources that are opened from now on.
        pub(crate) fn observe(&mut self, telemetry: &Telemetry) {
            self.telemetry = Some(telemetry.clone());
        }

        pub(crate) fn options(&self) -> AwsOptions {
            let mut options = AwsOptions::default();
            options.profile = self.profile.clone().filter(|name| !name.is_empty());
            options
        }

        pub(crate) async fn open(&self, options: AwsOptions) -> AwsSource {
            let mut settings = AwsSettings::default();
            settings.force_path_style = self.s3_force_path_style;
            settings.s3_operation_timeout = Duration::from_millis(self.s3_timeout_ms);
            let source = AwsSource::from_env(options, settings).await;
            match &self.telemetry {
                Some(telemetry) => source.observed_by(Arc::new(telemetry.clone())),
                None => source,
            }
        }

        /// Schemas kept in a bucket, below a prefix.
        pub(crate) async fn schemas(&self, bucket: BucketName, prefix: &str) -> Result<ObjectStoreSchemas, Failure> {
            let source = self.open(self.options()).await;
            // From there S3 tells where any bucket is.
            let region = source.default_region().map_or_else(|| Region::new("us-east-1"), Ok);
            let region = region.map_err(|error| Failure::new("cannot look for the bucket", &error))?;
            Ok(ObjectStoreSchemas::new(Arc::new(S3Store::new(Arc::new(source), region, bucket)), prefix))
        }
    }
}
