use std::collections::BTreeSet;

use lineage_model::Region;

use crate::auth::Grants;
use crate::config::ServerConfig;

/// Which regions of an account a caller may ask about: those that the server, the account and the caller all allow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reach<'a> {
    pub(crate) server: &'a ServerConfig,
    /// The regions of the account; empty: any.
    pub(crate) account: &'a BTreeSet<Region>,
    pub(crate) caller: &'a Grants,
}

impl Reach<'_> {
    /// Whether the server asks this account about a region, whoever wants to know.
    pub(crate) fn is_served(&self, region: &Region) -> bool {
        self.server.allows(region) && (self.account.is_empty() || self.account.contains(region))
    }

    fn holds(&self, region: &Region) -> bool {
        self.is_served(region) && self.caller.allows_region(region)
    }

    /// The default one, else the only one of the account or of the caller; as far as it may be asked about.
    pub(crate) fn default_region(&self) -> Option<Region> {
        let only = |regions: &BTreeSet<Region>| regions.first().filter(|_| regions.len() == 1).cloned();
        let of_caller = self.caller.regions.as_ref().and_then(only);
        let default = self.server.default_region.clone();
        let mut regions = [default, only(self.account), of_caller].into_iter().flatten();
        regions.find(|region| self.holds(region))
    }

    /// All of them, in order; none where any may be asked about.
    pub(crate) fn regions(&self) -> Option<Vec<Region>> {
        // Of the server's and the account's, an empty one is no limit; a caller's is one.
        let limits = [&self.server.allowed_regions, self.account];
        let limit = limits.into_iter().find(|limit| !limit.is_empty()).or(self.caller.regions.as_ref())?;
        Some(limit.iter().filter(|region| self.holds(region)).cloned().collect())
    }
}
