use super::facts::Facts;
use super::{CollectError, LineageQuery};
use crate::Observed;
use crate::document::DomainRef;
use crate::domain::{Standing, domain_of, is_elsewhere, standing};
use crate::source::{Pipeline, SourceError};

impl Facts {
    /// Whether everything that tells the pipeline's domain is answered.
    pub(super) fn is_domain_told(&self) -> bool {
        let is_read = |pipeline: &Pipeline| pipeline.tags != Observed::NotRead || self.tags != Observed::NotRead;
        self.pipeline.as_ref().is_some_and(is_read) && self.domains != Observed::NotRead
    }

    /// The domain that was asked for, when the pipeline is known to be in it.
    ///
    /// None when nobody tells: what could not be read is a warning and refuses nothing, unless only some domains may be
    /// seen. Then a pipeline is not there before it is known to be in one of them.
    pub(super) fn domain(&self, query: &LineageQuery) -> Result<Option<DomainRef>, CollectError> {
        let Some(pipeline) = &self.pipeline else { return Ok(None) };
        let tags = if pipeline.tags == Observed::NotRead { &self.tags } else { &pipeline.tags };
        let domains = self.domains.value().map(Vec::as_slice).unwrap_or_default();
        let found = domain_of(tags, pipeline.created_by.as_ref(), domains);
        let (is_told, are_listed) = (tags.is_told(), self.domains.value().is_some());
        if let Some(within) = &query.within
            && standing(found.as_ref(), within, is_told, are_listed) != Standing::Inside
        {
            return Err(SourceError::not_found("sagemaker:DescribePipeline", query.pipeline.as_str()).into());
        }
        let Some(wanted) = &query.domain else { return Ok(None) };
        if found.as_ref().is_some_and(|domain| domain.is(wanted)) {
            return Ok(found);
        }
        if is_elsewhere(found.as_ref(), wanted, is_told, are_listed) {
            return Err(CollectError::DomainMismatch { domain: wanted.clone() });
        }
        Ok(None)
    }
}
