/// A text that is no pipeline definition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DefinitionError {
    /// The text is no JSON.
    #[error("the definition is not JSON: line {line}, column {column}: {message}")]
    NotJson {
        /// Counted from 1.
        line: u64,
        /// Counted from 1, in characters.
        column: u64,
        /// What the parser says.
        message: String,
    },
    /// JSON, but not of a pipeline definition.
    #[error("this is not a pipeline definition: {reason}")]
    NotADefinition {
        /// What was expected and what was found.
        reason: String,
    },
    /// Longer than any definition can be.
    #[error("the definition has more than {limit} bytes, the most that are read")]
    TooLarge {
        /// Its length, as far as it was read.
        bytes: usize,
        /// The limit: [`super::PipelineDefinition::MAX_BYTES`].
        limit: usize,
    },
}
