//! Amazon SageMaker pipeline definitions, executions and S3 facts as one lineage graph.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::string_slice)
)]

#[cfg(feature = "collect")]
pub mod collect;
pub mod definition;
mod diagnostic;
pub mod document;
pub mod graph;
mod json;
mod names;
mod observed;
pub mod redact;
pub mod render;
pub mod source;
mod time;

pub use diagnostic::{Code, Diagnostic};
pub use names::{BucketName, NameError, PipelineName, Region};
pub use observed::{Gap, Observed};
pub use time::{Timestamp, TimestampError};
