//! Compares the schemas of stored files with those that other readers give, format by format.
//!
//! `cargo run -p lineage-examples --example schema_report -- DIR`: a folder with files and the lists of other readers'
//! answers. What may differ is what the tests of lineage-schema allow; this only prints.

#![allow(missing_docs, clippy::indexing_slicing)]

mod csv;
mod json;
mod parquet;

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).ok_or("give a folder of files and answers")?;
    let folder = Path::new(&folder);
    csv::report(folder)?;
    json::report(folder)?;
    parquet::report(folder)?;
    Ok(())
}
