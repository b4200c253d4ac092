//! Tests of the crate as its users see it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    unreachable_pub
)]

#[cfg(feature = "sdk")]
mod aws;
#[cfg(feature = "sdk")]
mod fake;
