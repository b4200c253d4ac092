use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use super::{CollectError, LineageQuery};
use crate::document::DomainRef;
use crate::domain::{Standing, domain_of, is_elsewhere, standing};
use crate::source::{Domain, Pipeline, SourceError};
use crate::{Observed, PipelineName};

/// The domain that a pipeline belongs to, as far as that was read.
pub(super) struct Membership {
    found: Option<DomainRef>,
    /// Whether everything was read that a domain is found by.
    is_told: bool,
    /// Whether the domains of the region were listed.
    are_listed: bool,
}

impl Membership {
    pub(super) fn new(
        pipeline: &Pipeline,
        tags: &Observed<BTreeMap<String, String>>,
        domains: &Observed<Vec<Domain>>,
    ) -> Self {
        let listed = domains.value().map(Vec::as_slice);
        let found = domain_of(tags, pipeline.created_by.as_ref(), listed.unwrap_or_default());
        Self { found, is_told: tags.is_told(), are_listed: listed.is_some() }
    }

    /// Where only some domains may be seen, a pipeline is not there before it is known to be in one of them.
    pub(super) fn check(&self, within: &BTreeSet<String>, name: &PipelineName) -> Result<(), CollectError> {
        match standing(self.found.as_ref(), within, self.is_told, self.are_listed) {
            Standing::Inside => Ok(()),
            Standing::Outside | Standing::Unclear => {
                Err(SourceError::not_found("sagemaker:DescribePipeline", name.as_str()).into())
            }
        }
    }
}

impl Facts {
    /// Whether everything that tells the pipeline's domain is answered.
    pub(super) fn is_domain_told(&self) -> bool {
        let is_read = |pipeline: &Pipeline| pipeline.tags != Observed::NotRead || self.tags != Observed::NotRead;
        self.pipeline.as_ref().is_some_and(is_read) && self.domains != Observed::NotRead
    }

    /// The domain that was asked for, when the pipeline is known to be in it.
    ///
    /// None when nobody tells: what could not be read is a warning and refuses nothing, unless only some domains may be
    /// seen.
    pub(super) fn domain(&self, query: &LineageQuery) -> Result<Option<DomainRef>, CollectError> {
        let Some(pipeline) = &self.pipeline else { return Ok(None) };
        let tags = if pipeline.tags == Observed::NotRead { &self.tags } else { &pipeline.tags };
        let member = Membership::new(pipeline, tags, &self.domains);
        if let Some(within) = &query.within {
            member.check(within, &query.pipeline)?;
        }
        let Some(wanted) = &query.domain else { return Ok(None) };
        if member.found.as_ref().is_some_and(|domain| domain.is(wanted)) {
            return Ok(member.found);
        }
        if is_elsewhere(member.found.as_ref(), wanted, member.is_told, member.are_listed) {
            return Err(CollectError::DomainMismatch { domain: wanted.clone() });
        }
        Ok(None)
    }
}
