//! The lineage of Amazon SageMaker pipelines over HTTP: a [`router`] that any axum service can take in.
//!
//! ```
//! # use std::sync::Arc;
//! # use lineage_http::{AppState, ServerConfig};
//! # fn embed(source: Arc<dyn lineage_model::source::LineageSource>) -> Result<axum::Router, lineage_http::ConfigError> {
//! let state = AppState::new(source, ServerConfig::default())?;
//! Ok(axum::Router::new().nest("/sagemaker-lineage/", lineage_http::router(state)))
//! # }
//! ```
//!
//! The binary `sagemaker-lineage` serves the same router, and answers on the command line.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod answers;
mod asking;
mod audit;
pub mod auth;
mod buckets;
mod columns;
mod config;
mod cores;
mod dataset_path;
pub mod datasets;
pub mod feature_store;
mod hosts;
#[cfg(feature = "lambda")]
pub mod lambda;
mod layers;
mod openapi;
mod origins;
mod params;
mod problem;
mod reach;
mod reply;
mod request_id;
mod routes;
pub mod server;
mod shown;
mod sources;
mod state;
mod static_file;
mod telemetry;
mod wrong_setting;

pub use buckets::{BucketPatterns, BucketPatternsError};
pub use config::{Clock, ConfigError, ServerConfig};
pub use hosts::{Hosts, HostsError};
pub use openapi::openapi;
pub use origins::{Origins, OriginsError};
pub use routes::{Route, metrics_router, router, routes};
pub use state::AppState;
pub use telemetry::Telemetry;
pub use wrong_setting::WrongSetting;

/// The version that `/health` tells.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
