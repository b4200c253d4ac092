//! Tests of the public API.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    unreachable_pub
)]

#[cfg(feature = "sdk")]
mod aws;
#[cfg(feature = "demo")]
mod demo;
#[cfg(feature = "sdk")]
mod fake;
#[cfg(feature = "demo")]
mod flawed;
#[cfg(feature = "demo")]
mod record;
mod snapshot;
