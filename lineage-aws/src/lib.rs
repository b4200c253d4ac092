//! Where the facts of an AWS account come from.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::string_slice)
)]

#[cfg(feature = "demo")]
mod demo;
mod snapshot;

#[cfg(feature = "demo")]
pub use demo::demo;
pub use snapshot::{PipelineChoice, Progress, RecordError, RecordOptions, Recorded, Recorder, Snapshot, SnapshotError};
