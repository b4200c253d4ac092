//! Integration tests of lineage-schema.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout
)]

mod compression;
mod csv;
mod csv_oracle;
mod csv_tables;
mod dataset;
mod diff;
mod faulty;
mod footers;
mod json;
mod json_oracle;
mod merge;
mod merge_oracle;
mod parquet_corpus;
mod policy;
mod split;
mod store;
mod store_import;
mod store_kill;
mod thrift;
mod type_names;
