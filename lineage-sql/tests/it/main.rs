//! Tests of the crate's interface.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]

mod corpus;
mod depth;
mod dialects;
mod engines;
mod hostile;
mod hostile_texts;
mod invalid;
mod invariants;
mod pipeline;
mod properties;
mod regressions;
mod scripts;
