//! Where the facts of an AWS account come from: sources for the ports of [`lineage_model::source`].
//!
//! - `AwsSource` (feature `sdk`, on by default) reads an account live over the AWS SDK: paced, timed out, read-only.
//! - `CachedSource` (feature `sdk`) keeps the answers of a source as long as they hold.
//! - `S3Store` (feature `object-store`) is a bucket as an `ObjectStore`, for what is to be kept.
//! - [`Snapshot`] answers from a recorded account, a folder; [`Recorder`] writes one from any source. Neither compiles
//!   the SDK. `SNAPSHOT.md` describes the folder.
//! - `demo()` (feature `demo`) is a recorded account that comes with the crate, `DEMO_SCHEMAS` what its datasets once held.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::string_slice)
)]

#[cfg(feature = "sdk")]
mod cache;
#[cfg(feature = "demo")]
mod demo;
#[cfg(feature = "sdk")]
mod observe;
#[cfg(feature = "sdk")]
mod sdk;
mod snapshot;

#[cfg(feature = "sdk")]
pub use cache::{CacheSettings, CachedSource};
#[cfg(feature = "demo")]
pub use demo::{DEMO_SCHEMAS, demo};
#[cfg(feature = "sdk")]
pub use observe::{Call, Lookup, Observer, Outcome};
#[cfg(feature = "object-store")]
pub use sdk::S3Store;
#[cfg(feature = "sdk")]
pub use sdk::{AssumeRole, AwsOptions, AwsSettings, AwsSource, Cost, measure};
pub use snapshot::{PipelineChoice, Progress, RecordError, RecordOptions, Recorded, Recorder, Snapshot, SnapshotError};
