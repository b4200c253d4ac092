use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use lineage_model::Region;
use lineage_model::source::LineageSource;

use crate::auth::Grants;
use crate::params::{Params, printable};
use crate::problem::Problem;

/// All places that requests may take facts from.
#[derive(Clone)]
pub(crate) struct Sources {
    own: Arc<dyn LineageSource>,
    accounts: BTreeMap<String, (Arc<dyn LineageSource>, BTreeSet<Region>)>,
    profiles: BTreeMap<String, Arc<dyn LineageSource>>,
}

/// No limit of regions.
static ANY: BTreeSet<Region> = BTreeSet::new();

/// Whose facts they are.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum SourceName {
    /// Those of the account that the server itself is signed in to.
    Own,
    /// Those of a configured account.
    Account(String),
    /// Those that a profile of the shared AWS files reads.
    Profile(String),
}

/// The source of one request.
pub(crate) struct Chosen {
    pub(crate) name: SourceName,
    pub(crate) facts: Arc<dyn LineageSource>,
    /// The regions that may be asked about; empty: any.
    regions: BTreeSet<Region>,
}

impl Sources {
    pub(crate) fn new(own: Arc<dyn LineageSource>) -> Self {
        Self { own, accounts: BTreeMap::new(), profiles: BTreeMap::new() }
    }

    pub(crate) fn add_account(&mut self, name: String, facts: Arc<dyn LineageSource>, regions: BTreeSet<Region>) {
        self.accounts.insert(name, (facts, regions));
    }

    pub(crate) fn add_profile(&mut self, name: String, facts: Arc<dyn LineageSource>) {
        self.profiles.insert(name, facts);
    }

    /// The accounts that a caller may ask about with the regions of each (none: any), the server's own before all others.
    pub(crate) fn accounts<'a>(&'a self, grants: &'a Grants) -> impl Iterator<Item = (&'a str, &'a BTreeSet<Region>)> {
        let others = self.accounts.iter().map(|(name, (_, regions))| (name.as_str(), regions));
        std::iter::once((Grants::OWN, &ANY)).chain(others).filter(|(name, _)| grants.allows_account(name))
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.accounts.keys().chain(self.profiles.keys()).map(String::as_str)
    }

    /// The source that `account` or `profile` names, else the server's own.
    pub(crate) fn choose(&self, params: &mut Params, grants: &Grants) -> Result<Chosen, Problem> {
        let account = params.text("account")?.filter(|name| name != Grants::OWN);
        match (account, params.text("profile")?) {
            (None, None) if !grants.allows_account(Grants::OWN) => Err(Problem::bad_request("account is required")),
            (None, None) => Ok(Chosen::new(SourceName::Own, &self.own, &ANY)),
            // One that the caller may not see is none.
            (Some(name), None) => match self.accounts.get(&name).filter(|_| grants.allows_account(&name)) {
                Some((facts, regions)) => Ok(Chosen::new(SourceName::Account(name), facts, regions)),
                None => Err(Problem::bad_request(format!("account '{}' is not configured", printable(&name)))),
            },
            // Whose account a profile reads, nobody has said.
            (None, Some(name)) => match self.profiles.get(&name).filter(|_| grants.accounts.is_none()) {
                Some(facts) => Ok(Chosen::new(SourceName::Profile(name), facts, &ANY)),
                None => Err(Problem::bad_request(format!("profile '{}' is not allowed", printable(&name)))),
            },
            (Some(_), Some(_)) => Err(Problem::bad_request("account and profile exclude each other")),
        }
    }
}

impl fmt::Display for SourceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own => f.write_str(Grants::OWN),
            Self::Account(name) => f.write_str(name),
            Self::Profile(name) => write!(f, "profile {name}"),
        }
    }
}

impl Chosen {
    fn new(name: SourceName, facts: &Arc<dyn LineageSource>, regions: &BTreeSet<Region>) -> Self {
        Self { name, facts: Arc::clone(facts), regions: regions.clone() }
    }

    /// The regions that the account is limited to; empty: not at all.
    pub(crate) fn regions(&self) -> &BTreeSet<Region> {
        &self.regions
    }
}
