use std::collections::BTreeSet;

use lineage_model::Region;

use super::Scope;

/// What a caller may do and see. Where a list is none, all is meant; an empty list means nothing.
///
/// What may not be seen is not there: it is left out of lists, and asked for by its name it is a 404 like any other name
/// that nothing has. (How long that takes may differ: whose domain a pipeline is in takes calls to find out.)
///
/// Feature groups and datasets belong to no Studio domain. Whoever has their scope may read them, the datasets as far as
/// the server allows their buckets. Versions of schemas are kept by bucket, for all accounts and regions together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Grants {
    /// The parts of the service.
    pub scopes: BTreeSet<Scope>,
    /// The regions, among those that the server allows.
    pub regions: Option<BTreeSet<Region>>,
    /// The accounts, by their configured names; [`Grants::OWN`] is the server's own.
    pub accounts: Option<BTreeSet<String>>,
    /// The Studio domains whose pipelines may be seen, by their ids or names, in whichever of the accounts and regions
    /// they are. A pipeline of no domain is in none of them, nor is one whose domain could not be read.
    pub domains: Option<BTreeSet<String>>,
}

impl Grants {
    /// What the account is called that the server itself is signed in to.
    pub const OWN: &'static str = "own";

    /// Everything.
    #[must_use]
    pub fn all() -> Self {
        Self::new(Scope::ALL)
    }

    /// These scopes, in all regions, accounts and domains.
    #[must_use]
    pub fn new(scopes: impl IntoIterator<Item = Scope>) -> Self {
        Self { scopes: scopes.into_iter().collect(), regions: None, accounts: None, domains: None }
    }

    /// Whether a part of the service may be used.
    #[must_use]
    pub fn allows(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }

    /// Whether a region may be asked about.
    #[must_use]
    pub fn allows_region(&self, region: &Region) -> bool {
        self.regions.as_ref().is_none_or(|regions| regions.contains(region))
    }

    /// About how many bytes of memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        let names = self.accounts.iter().chain(&self.domains).flatten().map(String::len);
        let names = names.chain(self.regions.iter().flatten().map(|region| region.as_str().len()));
        // What a text in a set takes beside its letters.
        size_of::<Self>() + names.map(|len| len + 64).sum::<usize>()
    }

    /// Whether an account may be asked about.
    #[must_use]
    pub fn allows_account(&self, name: &str) -> bool {
        self.accounts.as_ref().is_none_or(|accounts| accounts.contains(name))
    }
}
