//! Where an AWS account's lineage facts come from: the live SDK, or a recorded account.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::string_slice)
)]

#[cfg(feature = "sdk")]
mod sdk;

#[cfg(feature = "sdk")]
pub use sdk::{AwsOptions, AwsSettings, AwsSource};
