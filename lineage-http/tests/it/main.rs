//! The router over a source that fails on demand, and the built program.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod cache;
mod cli;
mod client;
mod fake;
mod feature_store;
mod hostile;
mod lineage;
mod router;
