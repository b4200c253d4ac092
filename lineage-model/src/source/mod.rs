//! The facts that lineage is made of, and the ports they come through.
//!
//! Facts are plain data in SageMaker's and S3's own nouns, and serialise to JSON: a recorded account is a folder of
//! them. The ports (feature `collect`) are what a source implements.

mod bucket;
#[cfg(feature = "testing")]
pub mod contract;
mod endpoint;
#[cfg(feature = "collect")]
mod error;
mod execution;
mod feature_group;
pub mod job_ports;
#[cfg(feature = "testing")]
#[allow(missing_docs, missing_debug_implementations)] // fields are the ports' mocks, which have neither
mod mock;
mod pipeline;
#[cfg(feature = "collect")]
#[cfg_attr(feature = "testing", allow(missing_docs, missing_debug_implementations))] // mockall's own items
mod ports;

pub use bucket::*;
pub use endpoint::*;
#[cfg(feature = "collect")]
pub use error::*;
pub use execution::*;
pub use feature_group::*;
#[cfg(feature = "testing")]
pub use mock::MockLineageSource;
pub use pipeline::*;
#[cfg(feature = "collect")]
pub use ports::*;
