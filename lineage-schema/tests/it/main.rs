//! Integration tests of lineage-schema.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stderr)]

mod footers;
mod parquet_corpus;
mod thrift;
mod type_names;
