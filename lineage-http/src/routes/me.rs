use axum::Json;
use axum::extract::{RawQuery, State};
use lineage_model::Region;
use lineage_model::document::Warning;
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::{Caller, Grants};
use crate::buckets::BucketPatterns;
use crate::params::Params;
use crate::reach::Reach;
use crate::state::AppState;

/// Who asks, and what they may choose from.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Me {
    /// The caller's name, as the log has it; `anybody` where nobody is asked.
    name: String,
    /// Whether callers are asked who they are.
    signed_in: bool,
    /// The parts of the service that the caller may use.
    scopes: Vec<&'static str>,
    /// The accounts that the caller may ask about, the server's own (`own`) before all others.
    accounts: Vec<MyAccount>,
    /// The region of requests that name none, about the first of the accounts; null where they are refused.
    default_region: Option<String>,
    /// What `includeLatestExec` is in a request that does not say.
    include_latest_exec: bool,
    /// Whether nobody may save versions of schemas: the server saves none, or may read no bucket as a dataset.
    read_only: bool,
    /// What is to be told besides; possibly empty, never absent.
    warnings: Vec<Warning>,
}

/// An account that the caller may ask about.
#[derive(Serialize, ToSchema)]
pub(crate) struct MyAccount {
    /// Its name.
    name: String,
    /// The regions that may be asked about, in order; empty: any.
    regions: Vec<String>,
}

/// `GET /me`: who asks. Nothing is kept of the answer, which is another caller's as soon as the credentials are.
pub(super) async fn get(State(state): State<AppState>, caller: Caller, RawQuery(query): RawQuery) -> Json<Me> {
    let config = &*state.config;
    let accounts = state.sources.accounts(&caller.grants).filter_map(|(name, account)| {
        let reach = Reach { server: config, account, caller: &caller.grants };
        let regions = match reach.regions() {
            // A recorded account has no other regions than those that were recorded.
            None if name == Grants::OWN => config.recorded_regions.iter().cloned().collect(),
            None => Vec::new(),
            Some(regions) if regions.is_empty() => return None,
            Some(regions) => regions,
        };
        let regions = regions.iter().map(Region::to_string).collect();
        Some((reach.default_region(), MyAccount { name: name.to_owned(), regions }))
    });
    let (default_regions, accounts): (Vec<_>, Vec<_>) = accounts.unzip();
    Json(Me {
        name: caller.name.to_string(),
        signed_in: !state.auth.is_open(),
        scopes: caller.grants.scopes.iter().map(|scope| scope.as_str()).collect(),
        accounts,
        default_region: default_regions.first().cloned().flatten().map(|region| region.to_string()),
        include_latest_exec: config.include_latest_exec,
        read_only: config.read_only || config.dataset_buckets == Some(BucketPatterns::NONE),
        warnings: Params::new(query.as_deref()).unknown(),
    })
}
