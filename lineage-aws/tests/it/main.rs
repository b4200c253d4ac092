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
// Without the demo account there is nothing to replay.
#![cfg_attr(not(feature = "demo"), allow(dead_code))]

#[cfg(feature = "sdk")]
mod aws;
#[cfg(feature = "demo")]
mod contract;
#[cfg(feature = "demo")]
mod demo;
#[cfg(feature = "sdk")]
mod fake;
#[cfg(feature = "demo")]
mod flawed;
#[cfg(feature = "demo")]
mod record;
mod snapshot;
