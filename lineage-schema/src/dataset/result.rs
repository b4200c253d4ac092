use lineage_model::{Code, Diagnostic};
use serde::Serialize;

use super::error::InferError;
use super::headers;
use super::listing::Candidate;
use super::partitions::Partitions;
use super::read::Reader;
use super::skipped::Skipped;
use super::table::TableFormat;
use crate::{Column, Conflict, FileMeta, FileSchema, Format, Merge, limits};

/// The schema of a dataset, and what it was made of.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Dataset {
    /// The prefix, empty or with one slash at its end; or the key of the one object.
    pub location: String,
    /// What the objects hold.
    pub format: Format,
    /// Which format of tables the prefix holds.
    pub table_format: Option<TableFormat>,
    /// The columns, in the order in which the objects first have them; then those that stand in paths.
    pub columns: Vec<Column>,
    /// Columns whose types have no common one.
    pub conflicts: Vec<Conflict>,
    /// The objects that the schema was made of, ordered by key.
    pub sampled: Vec<SampledFile>,
    /// The objects that have no part in the schema, ordered by key.
    pub skipped: Vec<Skipped>,
    /// How many objects were listed. Those neither sampled nor skipped were not read.
    pub objects: usize,
    /// What was not understood, or may surprise. Never a value of the data.
    pub warnings: Vec<Diagnostic>,
    /// The first of the warnings that an object of the sample was not read for a reason that may pass: time ran out, the
    /// source refused, or it did not answer. With one, the schema may say less than the next, and is not worth keeping
    /// as a version.
    pub gap: Option<Diagnostic>,
    /// From 0 to 1: the share of the objects tried that were read (one with warnings counts as half), times the share
    /// of the columns that is left when each conflict takes one. It tells nothing of the objects that were not tried.
    pub confidence: f64,
}

/// One object that a schema was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct SampledFile {
    /// Its key.
    #[serde(skip)]
    pub key: String,
    /// How people name it.
    pub uri: String,
    /// How many complete records of a text were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records: Option<u64>,
    /// What it tells about itself.
    #[serde(flatten)]
    pub meta: FileMeta,
}

impl Dataset {
    pub(super) fn new(location: String, format: Format, objects: usize) -> Self {
        Self {
            location,
            format,
            table_format: None,
            columns: Vec::new(),
            conflicts: Vec::new(),
            sampled: Vec::new(),
            skipped: Vec::new(),
            objects,
            warnings: Vec::new(),
            gap: None,
            confidence: 1.0,
        }
    }

    /// Fills in what the objects that were read tell, and the paths of all; `tried` is how many were to be read.
    pub(super) fn fill(
        &mut self,
        reader: Reader<'_>,
        mut read: Vec<(Candidate, FileSchema)>,
        partitions: &Partitions,
        tried: usize,
    ) -> Result<(), InferError> {
        self.warnings.extend(headers::share(&mut read));
        let (mut merge, mut clean) = (Merge::new(self.format), 0.0);
        for (object, schema) in read {
            merge.add(&object.key, &schema.fields);
            clean += if schema.warnings.is_empty() { 1.0 } else { 0.5 };
            let uri = reader.objects.uri(&object.key);
            for mut warning in schema.warnings {
                warning.resource.get_or_insert_with(|| uri.clone());
                self.warnings.push(warning);
            }
            self.sampled.push(SampledFile { key: object.key, uri, records: schema.records, meta: schema.meta });
        }
        let merged = merge.finish(reader.options.widen);
        limits::check(&merged.fields, limits::MAX_OF_DATASET)
            .map_err(|error| InferError::TooLarge { uri: reader.objects.uri(&self.location), error })?;
        self.conflicts = merged.conflicts;
        self.warnings.extend(self.conflicts.iter().map(conflict));
        let partitions = partitions.fields();
        for field in &merged.fields {
            if partitions.iter().any(|partition| partition.name() == field.name()) {
                let message =
                    format!("column '{}' is in the objects and in their paths: the paths count", field.name());
                self.warnings.push(Diagnostic::new(Code::DuplicateColumn, message));
            } else {
                self.columns.push(field.into());
            }
        }
        self.columns.extend(partitions.iter().map(|field| Column { partition: true, ..field.into() }));
        let columns = merged.fields.len().max(1) as f64;
        let settled = (1.0 - self.conflicts.len() as f64 / columns).max(0.0);
        self.confidence = (clean / tried.max(1) as f64 * settled * 100.0).round() / 100.0;
        Ok(())
    }
}

/// A conflict as a sentence.
fn conflict(conflict: &Conflict) -> Diagnostic {
    let types = conflict.types.iter().map(|of| format!("{} ({})", of.data_type, of.files.join(", ")));
    let types = types.collect::<Vec<_>>().join(", ");
    let message = format!("column '{}' has types without a common one: {types}", conflict.column);
    Diagnostic::new(Code::TypeConflict, message)
}
