use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::Arc;

use lineage_model::Region;
use lineage_model::collect::ExecutionChoice;
use lineage_model::document::{View, ViewError, Warning};
use lineage_model::source::LineageSource;

use crate::answers::Key;
use crate::audit::Action;
use crate::auth::{Caller, Scope};
use crate::params::{Params, printable};
use crate::problem::Problem;
use crate::reach::Reach;
use crate::sources::Chosen;
use crate::state::AppState;

/// A request on its way to a validated query: the parameters that more than one route has.
pub(crate) struct Asking<'a> {
    pub(crate) params: Params,
    state: &'a AppState,
    pub(crate) caller: Caller,
    chosen: Chosen,
}

/// A request that is worth asking the source about.
pub(crate) struct Asked<Q> {
    /// What makes two requests one.
    pub(crate) key: Key,
    pub(crate) facts: Arc<dyn LineageSource>,
    pub(crate) query: Q,
    /// A warning for each parameter that nobody knows.
    pub(crate) unknown: Vec<Warning>,
}

impl<'a> Asking<'a> {
    pub(crate) fn new(state: &'a AppState, caller: Caller, query: Option<&str>) -> Result<Self, Problem> {
        let mut params = Params::new(query);
        let chosen = state.sources.choose(&mut params, &caller.grants)?;
        caller.trail.in_account(&chosen.name.to_string());
        Ok(Self { params, state, caller, chosen })
    }

    /// `region`, else the default one.
    pub(crate) fn region(&mut self) -> Result<Region, Problem> {
        if self.params.text("regions")?.is_some() {
            return Err(Problem::bad_request("regions is for lists; name one region"));
        }
        match self.params.text("region")? {
            Some(text) => self.allowed(&text),
            None => {
                let region = self.reach().default_region().ok_or_else(|| Problem::bad_request("region is required"))?;
                self.caller.trail.in_region(region.as_str());
                Ok(region)
            }
        }
    }

    /// Checks `region` where one is named: what is asked about is the same in all.
    pub(crate) fn any_region(&mut self) -> Result<(), Problem> {
        match self.params.text("region")? {
            Some(text) => self.allowed(&text).map(drop),
            None => Ok(()),
        }
    }

    /// `regions` (or `region`, for one), in order and each once; else all that may be asked about, as far as that is limited; else the default
    /// one.
    pub(crate) fn regions(&mut self) -> Result<Vec<Region>, Problem> {
        let text = match (self.params.text("regions")?, self.params.text("region")?) {
            (Some(_), Some(_)) => return Err(Problem::bad_request("region and regions exclude each other")),
            (None, None) => return self.default_regions(),
            (Some(text), None) | (None, Some(text)) => text,
        };
        let mut regions = BTreeSet::new();
        for name in text.split(',').map(|name| name.trim_matches(' ')).filter(|name| !name.is_empty()) {
            regions.insert(self.allowed(name)?);
            if regions.len() > MAX_REGIONS {
                return Err(Problem::bad_request(format!("regions names more than {MAX_REGIONS} regions")));
            }
        }
        if regions.is_empty() {
            return Err(Problem::bad_request("regions is empty"));
        }
        Ok(regions.into_iter().collect())
    }

    /// The Studio domains that the caller may see; none: all.
    pub(crate) fn within(&self) -> Option<BTreeSet<String>> {
        self.caller.grants.domains.clone()
    }

    /// Whether schemas that were kept may be part of an answer.
    pub(crate) fn may_read_schemas(&self) -> bool {
        self.caller.grants.allows(Scope::SchemaRead)
    }

    /// Notes what the answer tells of a lineage: posture, unless the server asks for none, and kept schemas where it is
    /// made with them.
    pub(crate) fn audit(&self, with_schemas: bool) {
        let posture = self.state.config.posture.then_some(Action::PostureRead);
        let schemas = with_schemas.then_some(Action::SchemaRead);
        self.caller.trail.does(posture.into_iter().chain(schemas));
    }

    /// `includeLatestExec`, else what the server was configured to.
    pub(crate) fn latest(&mut self) -> Result<ExecutionChoice, Problem> {
        let latest = self.params.flag("includeLatestExec")?.unwrap_or(self.state.config.include_latest_exec);
        Ok(if latest { ExecutionChoice::Latest } else { ExecutionChoice::None })
    }

    pub(crate) fn view(&mut self) -> Result<View, Problem> {
        let Some(text) = self.params.text("view")? else { return Ok(View::default()) };
        text.parse().map_err(|error: ViewError| Problem::bad_request(error.to_string()))
    }

    /// A text to compare names with. It goes nowhere else, so that all but control characters and whole books will do.
    pub(crate) fn filter(&mut self, name: &str) -> Result<Option<String>, Problem> {
        let value = self.params.text(name)?;
        match value {
            Some(text) if text.len() > 256 || text.contains(char::is_control) => {
                Err(Problem::bad_request(format!("{name} '{}' is not well formed", printable(&text))))
            }
            value => Ok(value),
        }
    }

    /// The name or id of a Studio domain; an empty one is refused, because it would choose all or none.
    pub(crate) fn domain(&mut self, name: &str) -> Result<Option<String>, Problem> {
        match self.filter(name)? {
            Some(text) if text.is_empty() => Err(Problem::bad_request(format!("{name} is empty"))),
            domain => Ok(domain),
        }
    }

    /// The end of parsing: what is left of the parameters is unknown. All that shapes the answer is in the key.
    pub(crate) fn asked<Q: Debug>(self, route: &'static str, query: Q) -> Asked<Q> {
        let unknown = self.params.unknown();
        let names: Vec<_> = unknown.iter().map(|warning| warning.message.as_str()).collect();
        let key = Key::new(route, self.chosen.name, self.caller.grants, format!("{query:?} {names:?}"));
        Asked { key, facts: self.chosen.facts, query, unknown }
    }

    fn allowed(&self, text: &str) -> Result<Region, Problem> {
        let region = Region::new(text).ok().filter(|region| self.reach().is_served(region));
        let region =
            region.ok_or_else(|| Problem::bad_request(format!("region '{}' is not allowed", printable(text))))?;
        self.caller.trail.in_region(region.as_str());
        // The server is asked about it, but not by this caller.
        if self.caller.grants.allows_region(&region) { Ok(region) } else { Err(Problem::unseen_region()) }
    }

    fn reach(&self) -> Reach<'_> {
        Reach { server: &self.state.config, account: self.chosen.regions(), caller: &self.caller.grants }
    }

    fn default_regions(&self) -> Result<Vec<Region>, Problem> {
        let reach = self.reach();
        let regions = reach.regions().or_else(|| reach.default_region().map(|region| vec![region]));
        regions.ok_or_else(|| Problem::bad_request("regions is required"))
    }
}

/// AWS has fewer; each one costs calls.
const MAX_REGIONS: usize = 64;
