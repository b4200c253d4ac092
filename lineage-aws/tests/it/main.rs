//! Tests of the public API.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice
)]

#[cfg(feature = "demo")]
mod demo;
#[cfg(feature = "demo")]
mod flawed;
#[cfg(feature = "demo")]
mod record;
mod snapshot;
