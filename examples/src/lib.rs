//! Nothing: this package holds the examples of the lineage crates.
//!
//! `cargo run -p lineage-examples --example offline_lineage` builds no AWS SDK; without `-p` it would.
