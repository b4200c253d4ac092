use super::CollectError;
use super::facts::Facts;
use crate::Observed;
use crate::document::DomainRef;
use crate::domain::{domain_of, is_elsewhere};
use crate::source::Pipeline;

impl Facts {
    /// Whether everything that tells the pipeline's domain is answered.
    pub(super) fn is_domain_told(&self) -> bool {
        let is_read = |pipeline: &Pipeline| pipeline.tags != Observed::NotRead || self.tags != Observed::NotRead;
        self.pipeline.as_ref().is_some_and(is_read) && self.domains != Observed::NotRead
    }

    /// The domain that was asked for, when the pipeline is known to be in it.
    ///
    /// None when nobody tells: what could not be read is a warning and refuses nothing.
    pub(super) fn domain(&self, wanted: &str) -> Result<Option<DomainRef>, CollectError> {
        let Some(pipeline) = &self.pipeline else { return Ok(None) };
        let tags = if pipeline.tags == Observed::NotRead { &self.tags } else { &pipeline.tags };
        let domains = self.domains.value().map(Vec::as_slice).unwrap_or_default();
        let found = domain_of(tags, pipeline.created_by.as_ref(), domains);
        if found.as_ref().is_some_and(|domain| domain.is(wanted)) {
            return Ok(found);
        }
        if is_elsewhere(found.as_ref(), wanted, tags.is_told(), self.domains.value().is_some()) {
            return Err(CollectError::DomainMismatch { domain: wanted.to_owned() });
        }
        Ok(None)
    }
}
