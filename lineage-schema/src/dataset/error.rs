use lineage_model::source::SourceError;

use super::read::Failure;
use super::skipped::Skipped;
use crate::{ReadError, ReadErrorKind};

/// Why a dataset has no schema. The message holds no value of the data.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum InferError {
    /// The source failed: it could not list the objects, or none of them could be had.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Time ran out before an object was read.
    #[error("time ran out before an object was read")]
    Deadline,
    /// There is nothing.
    #[error("no object at or below '{uri}'")]
    NotFound {
        /// Where.
        uri: String,
    },
    /// There are objects, but each was skipped.
    #[error("all objects below '{uri}' were skipped: {reasons}")]
    Skipped {
        /// Where.
        uri: String,
        /// How many for which reason, and more about the first: `2 hidden, 1 unreadable (a.json: …)`.
        reasons: String,
        /// Each of them, ordered by key.
        skipped: Vec<Skipped>,
    },
    /// The schema of all objects together is too large.
    #[error("the schema of '{uri}' is too large: {error}")]
    TooLarge {
        /// Where.
        uri: String,
        /// Which limit it passed.
        error: ReadError,
    },
    /// The location is one object, and that could not be read.
    #[error("'{uri}' could not be read: {error}")]
    Unreadable {
        /// Which.
        uri: String,
        /// Why.
        error: ReadError,
    },
}

impl InferError {
    /// Why the one object has no schema.
    pub(super) fn of(failure: Failure, uri: String) -> Self {
        match failure {
            Failure::Source(error) => Self::Source(error),
            Failure::Read(error) => Self::Unreadable { uri, error },
            Failure::Other(name) => {
                let error = ReadError::new(ReadErrorKind::Unsupported, format!("its format, {name}, is not read"));
                Self::Unreadable { uri, error }
            }
        }
    }
}
