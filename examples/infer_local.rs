//! The schema of a file, or of all files below a folder; warnings go to the standard error.
//!
//! `cargo run -p lineage-examples --example infer_local -- PATH [MAX_FILES]`

#![allow(clippy::print_stderr, clippy::print_stdout)]

use std::error::Error;
use std::path::Path;

use lineage_schema::{InferOptions, LocalObjects, SchemaDocument, infer};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("give the path of a file or a folder")?;
    let mut options = InferOptions::default();
    if let Some(max_files) = args.next() {
        options.max_files = max_files.parse()?;
    }
    let path = Path::new(&path);
    let (folder, location) = match (path.is_dir(), path.parent(), path.file_name().and_then(|name| name.to_str())) {
        (false, Some(parent), Some(name)) if parent.as_os_str().is_empty() => (Path::new("."), name),
        (false, Some(parent), Some(name)) => (parent, name),
        _ => (path, ""),
    };
    let dataset = infer(&LocalObjects::new(folder)?, location, &options).await?;
    for warning in &dataset.warnings {
        eprintln!("{}: {}", warning.code, warning.message);
    }
    println!("{}", serde_json::to_string_pretty(&SchemaDocument::from(&dataset))?);
    Ok(())
}
