//! Integration tests of lineage-model.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stderr)]

mod architecture;
mod catalog;
mod collect;
mod corpus;
mod data_edges;
mod deployments;
mod domains;
mod execution;
mod executions;
mod feature_groups;
mod gated;
mod layout;
mod ports;
mod redact;
mod registered;
mod render;
mod reports;
mod robustness;
mod scripts;
mod shuffled;
mod within;
mod wrappings;
