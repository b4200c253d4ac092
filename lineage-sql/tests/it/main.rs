//! Tests of the crate's interface.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]

mod corpus;
mod engines;
mod invalid;
