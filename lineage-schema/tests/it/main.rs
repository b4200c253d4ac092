//! Integration tests of lineage-schema.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stderr)]

mod diff;
mod faulty;
mod merge;
mod merge_oracle;
mod policy;
mod store;
mod store_import;
mod store_kill;
