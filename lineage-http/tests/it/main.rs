//! The router over a source that fails on demand, and the built program.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod accounts;
mod cache;
mod catalog;
mod cli;
mod client;
mod columns;
mod datasets;
mod fake;
mod feature_store;
mod hostile;
mod layers;
mod limits;
mod lineage;
mod router;
mod server;
mod sql;
