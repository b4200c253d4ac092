//! Where the facts of an AWS account come from.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::string_slice)
)]

#[cfg(feature = "demo")]
mod demo;
#[cfg(feature = "sdk")]
mod sdk;
mod snapshot;

#[cfg(feature = "demo")]
pub use demo::demo;
#[cfg(feature = "sdk")]
pub use sdk::{AwsOptions, AwsSettings, AwsSource};
pub use snapshot::{PipelineChoice, Progress, RecordError, RecordOptions, Recorded, Recorder, Snapshot, SnapshotError};
