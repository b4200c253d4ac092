//! Tests of reading schemas.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod csv;
mod csv_oracle;
