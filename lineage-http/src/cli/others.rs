use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use lineage_aws::{AssumeRole, AwsOptions, CacheSettings, CachedSource};
use lineage_http::{AppState, ServerConfig, Telemetry};
use lineage_model::Region;
use lineage_model::source::LineageSource;

use super::accounts::{self, Account, AccountName};
use super::failure::Failure;
use super::source::SourceArgs;

/// The sources that requests may name, beside the server's own.
#[derive(Debug, Args)]
pub(crate) struct OtherArgs {
    /// A profile that requests may name; may be given more than once, or as a list separated by commas
    #[arg(long, env = "ALLOW_PROFILES", value_name = "NAME", value_delimiter = ',')]
    allow_profile: Vec<String>,
    /// The accounts that requests may name, and the roles that read them: a TOML file
    #[arg(long, env = "ACCOUNTS_FILE", value_name = "FILE")]
    accounts: Option<PathBuf>,
}

impl OtherArgs {
    /// The accounts of the file; asks nobody, so that a wrong one is told at once.
    pub(crate) fn accounts(&self, config: &ServerConfig) -> Result<BTreeMap<AccountName, Account>, Failure> {
        match &self.accounts {
            Some(path) => accounts::read(path, |region| config.allows(region)),
            None => Ok(BTreeMap::new()),
        }
    }

    /// Adds profiles and accounts to what the routes share.
    pub(crate) async fn add_to(
        &self,
        mut state: AppState,
        accounts: BTreeMap<AccountName, Account>,
        default_region: Option<&Region>,
        source: &SourceArgs,
        keeps: bool,
        telemetry: &Telemetry,
    ) -> AppState {
        let live = async |options| kept(source.live(options).await, keeps, telemetry);
        for name in &self.allow_profile {
            let mut options = AwsOptions::default();
            options.profile = Some(name.clone());
            state = state.with_profile(name, live(options).await);
        }
        for (name, account) in accounts {
            let regions = account.regions();
            let mut options = source.options();
            options.region = regions.first().or(default_region).cloned();
            let mut role = AssumeRole::new(account.role_arn);
            role.external_id = account.external_id.map(String::from);
            options.assume_role = Some(role);
            state = state.with_account(name, live(options).await, regions);
        }
        state
    }
}

/// An account whose facts are given again as long as they hold, where that is wanted.
pub(crate) fn kept(facts: Arc<dyn LineageSource>, keeps: bool, telemetry: &Telemetry) -> Arc<dyn LineageSource> {
    if !keeps {
        return facts;
    }
    Arc::new(CachedSource::observed_by(Arc::new(telemetry.clone()), facts, CacheSettings::default()))
}
