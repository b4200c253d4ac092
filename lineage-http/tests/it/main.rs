//! The router over a source that fails on demand, and the built program.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod accounts;
mod audit;
mod auth;
mod cache;
mod callers;
mod catalog;
mod cli;
mod client;
mod columns;
mod datasets;
mod docs;
mod executions;
mod fake;
mod feature_store;
mod grants;
mod hostile;
mod layers;
mod limits;
mod lineage;
mod me;
mod openapi;
mod page;
mod router;
mod server;
mod sql;
mod telemetry;
