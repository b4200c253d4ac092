//! Schemas of prefixes.

mod fake;
mod folders;
mod order;
mod requests;
mod skipped;

use std::future::Future;

use lineage_schema::{Dataset, InferError, InferOptions, Objects, SchemaDocument, infer};
use serde_json::{Value, json};

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

fn try_infer(objects: &dyn Objects, location: &str) -> Result<Dataset, InferError> {
    run(infer(objects, location, &InferOptions::default()))
}

fn inferred(objects: &dyn Objects, location: &str) -> Dataset {
    try_infer(objects, location).unwrap()
}

/// Types by name, in order: `a: int64, b: string`.
fn fields(dataset: &Dataset) -> String {
    let field = |column: &lineage_schema::Column| format!("{}: {}", column.name, column.data_type);
    dataset.columns.iter().map(field).collect::<Vec<_>>().join(", ")
}

fn sampled(dataset: &Dataset) -> Vec<&str> {
    dataset.sampled.iter().map(|file| file.key.as_str()).collect()
}

/// The whole answer.
fn document(dataset: &Dataset) -> Value {
    let warnings: Vec<_> =
        dataset.warnings.iter().map(|warning| format!("{}: {}", warning.code, warning.message)).collect();
    json!({"schema": SchemaDocument::from(dataset), "warnings": warnings})
}
