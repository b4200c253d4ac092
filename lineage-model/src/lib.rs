//! Amazon SageMaker pipeline definitions, executions and S3 facts as one lineage graph.
//!
//! A definition alone is enough for the whole graph:
//!
//! ```
//! use lineage_model::definition::PipelineDefinition;
//! use lineage_model::graph::LineageGraph;
//!
//! let text = r#"{"Version": "2020-12-01", "Steps": [
//!     {"Name": "Prepare", "Type": "Processing", "Arguments": {"ProcessingOutputConfig": {"Outputs": [
//!         {"OutputName": "train", "S3Output": {"S3Uri": "s3://lake/train"}}]}}},
//!     {"Name": "Train", "Type": "Training", "Arguments": {"InputDataConfig": [{"ChannelName": "train",
//!         "DataSource": {"S3DataSource": {"S3Uri": "s3://lake/train/"}}}]}}]}"#;
//! let graph = LineageGraph::build(PipelineDefinition::parse(text)?);
//! let edge = &graph.edges[0];
//! assert_eq!((edge.via.as_str(), edge.label.as_deref()), ("s3", Some("train")));
//! assert_eq!(graph.nodes[edge.from].id, "Prepare");
//! # Ok::<(), lineage_model::definition::DefinitionError>(())
//! ```
//!
//! - [`definition`] parses definitions: every step type, references however deep, one bad step never spoiling the rest.
//! - [`graph`] makes them nodes, edges and artifacts, and adds what executions and buckets tell.
//! - [`document`] is the answer as it is serialised, [`render`] the same as pictures.
//! - [`source`] holds the facts, and the ports that a source of facts implements.
//! - `collect` (feature `collect`, on by default) goes from a source to a document: `collect::lineage` is the one call
//!   an embedder needs.
//! - [`domain`] says which Studio domain a pipeline belongs to.
//! - [`redact`] masks what looks like a credential.
//!
//! Everything but `collect` is sync and pure. Nothing here performs I/O or reads a clock.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::string_slice)
)]

#[cfg(feature = "collect")]
pub mod collect;
pub mod definition;
mod diagnostic;
pub mod document;
pub mod domain;
pub mod graph;
mod json;
pub mod layout;
mod names;
mod observed;
#[cfg(feature = "openapi")]
mod openapi;
pub mod redact;
pub mod render;
pub mod source;
mod time;

pub use diagnostic::{Code, Diagnostic};
pub use names::{BucketName, NameError, PipelineName, Region};
pub use observed::{Gap, Observed};
pub use time::{Timestamp, TimestampError};
