//! Integration tests of lineage-schema.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stderr)]

mod compression;
mod json;
mod json_oracle;
