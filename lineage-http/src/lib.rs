//! The lineage of Amazon SageMaker pipelines over HTTP: a [`router`] that any axum service can take in.
//!
//! ```
//! # use std::sync::Arc;
//! # use lineage_http::{AppState, ServerConfig};
//! # fn embed(source: Arc<dyn lineage_model::source::LineageSource>) -> Result<axum::Router, lineage_http::ConfigError> {
//! let state = AppState::new(source, ServerConfig::default())?;
//! Ok(axum::Router::new().nest("/sagemaker-lineage", lineage_http::router(state)))
//! # }
//! ```
//!
//! The binary `sagemaker-lineage` serves the same router, and answers on the command line.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod answers;
mod asking;
pub mod auth;
mod buckets;
mod columns;
mod config;
mod cores;
mod dataset_path;
pub mod datasets;
pub mod feature_store;
#[cfg(feature = "lambda")]
pub mod lambda;
mod layers;
mod params;
mod problem;
mod reply;
mod request_id;
mod routes;
mod sources;
mod state;

pub use buckets::{BucketPatterns, BucketPatternsError};
pub use config::{Clock, ConfigError, ServerConfig};
pub use routes::{Route, router, routes};
pub use state::AppState;

/// The version that `/health` tells.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
