//! Schemas of prefixes.

mod bucket;
mod deadline;
mod fake;
mod folders;
mod id;
mod local;
mod order;
mod parquet_end;
mod requests;
mod skipped;
mod texts;

use std::future::Future;

use lineage_model::Diagnostic;
use lineage_schema::{Dataset, InferError, InferOptions, Objects, SchemaDocument, infer};
use serde::Serialize;

/// Servers move their work between threads: `Send` is part of what is promised.
fn run<T>(work: impl Future<Output = T> + Send) -> T {
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
#[derive(Serialize)]
struct Answer {
    schema: SchemaDocument,
    warnings: Vec<String>,
}

fn answer(dataset: &Dataset) -> Answer {
    let warning = |warning: &Diagnostic| format!("{}: {}", warning.code, warning.message);
    Answer { schema: dataset.into(), warnings: dataset.warnings.iter().map(warning).collect() }
}
