use crate::definition::DefinitionError;
use crate::source::SourceError;

/// Why there is no lineage at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CollectError {
    /// The pipeline could not be read.
    #[error("the pipeline could not be read: {0}")]
    Source(#[from] SourceError),
    /// The text that the service returned is no definition.
    #[error(transparent)]
    Definition(#[from] DefinitionError),
    /// The execution that was asked for does not exist, or is another pipeline's.
    #[error("execution '{execution}' was not found")]
    ExecutionNotFound {
        /// The ARN or id that was asked for.
        execution: String,
    },
    /// The pipeline is not in the Studio domain that was asked for, or there is no such domain.
    #[error("the pipeline is not in domain '{domain}'")]
    DomainMismatch {
        /// The name or id that was asked for.
        domain: String,
    },
    /// No pipeline of the region is in the Studio domain that was asked for.
    #[error("no pipeline of domain '{domain}' was found")]
    DomainNotFound {
        /// The name or id that was asked for.
        domain: String,
    },
    /// The cursor is none that an answer gave.
    #[error("the cursor is malformed")]
    MalformedCursor,
    /// The calls that were allowed were made before the pipeline was read.
    #[error("the budget of calls was used up before the pipeline was read")]
    Budget,
    /// Time ran out before the pipeline was read.
    #[error("time ran out before the pipeline was read")]
    Deadline,
}
