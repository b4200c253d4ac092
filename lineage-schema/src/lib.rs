//! Schemas of the datasets that a lineage graph names: columns with the type names that Arrow (pyarrow) prints, read
//! from Parquet, JSON and CSV objects, merged over a sample of a prefix, and kept as versions.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod bind;
mod column;
mod compatibility;
mod compression;
mod csv;
mod dataset;
mod dataset_id;
mod diff;
mod document;
mod encoding;
mod file;
mod format;
mod hash;
mod json;
mod leaf;
mod limits;
mod location;
mod merge;
mod objects;
#[cfg(feature = "openapi")]
mod openapi;
mod parquet;
mod policy;
pub mod store;
mod text;
mod type_name;
mod union;

pub use self::csv::read_csv;
pub use self::parquet::{Footer, FooterStep};
pub use bind::{add_schemas, kept_columns};
pub use column::Column;
pub use compatibility::Compatibility;
pub use compression::{Inflated, inflate};
pub use dataset::{
    Dataset, InferError, InferLimits, InferOptions, SampledFile, SkipReason, Skipped, TableFormat, infer, infer_until,
};
pub use dataset_id::{DatasetId, DatasetIdError};
pub use diff::{Change, ChangeKind, SchemaDiff, diff};
pub use document::{FieldTypes, SchemaDocument, SchemaMeta};
pub use file::{Dialect, Encrypted, FileMeta, FileSchema, Format, ReadError, ReadErrorKind, Sample, TextOptions};
pub use hash::schema_hash;
pub use json::read_json;
pub use location::Location;
pub use merge::{Conflict, Merge, Merged, Widen};
pub use objects::{BucketObjects, LocalObjects, Objects};
pub use policy::{Policy, PolicyError};
pub use type_name::type_name;
