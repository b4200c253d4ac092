use std::collections::BTreeSet;

use lineage_model::source::SourceErrorKind;
use lineage_model::{Code, Diagnostic};

use super::error::InferError;
use super::listing::{Candidate, Listing};
use super::partitions::Partitions;
use super::read::{Failure, Reader};
use super::result::Dataset;
use super::sample::Sample;
use super::skipped::{SkipReason, Skipped, summary};
use super::table::TableFormat;
use crate::format::Content;
use crate::{FileSchema, Format, ReadErrorKind};

/// The schema of one object.
pub(super) fn object(reader: Reader<'_>, object: Candidate, schema: FileSchema) -> Dataset {
    let mut dataset = Dataset::new(object.key.clone(), schema.format, 1);
    dataset.fill(reader, vec![(object, schema)], &Partitions::default(), 1);
    dataset
}

/// The schema of the objects below a prefix, out of what a listing and a sample of them told.
pub(super) fn prefix(
    reader: Reader<'_>,
    prefix: String,
    listing: Listing,
    sample: Sample,
) -> Result<Dataset, InferError> {
    let uri = |key: &str| reader.objects.uri(key);
    let tried = sample.read.len() + sample.failed.len();
    let is_main = |format: Format| Some(format) == sample.format;
    let (read, others): (Vec<_>, Vec<_>) = sample.read.into_iter().partition(|(_, schema)| is_main(schema.format));

    let mut skipped = listing.skipped;
    skipped.extend(others.into_iter().map(|(object, schema)| other_format(object.key, schema.format.as_str())));
    // The objects whose paths tell partitions.
    let mut keys: Vec<_> = read.iter().map(|(object, _)| object.key.clone()).collect();
    for object in sample.unread {
        match object.named {
            Some(Content::Known(format)) if !is_main(format) => {
                skipped.push(other_format(object.key, format.as_str()));
            }
            Some(Content::Other(name)) => skipped.push(other_format(object.key, name)),
            _ => keys.push(object.key),
        }
    }
    let (mut warnings, mut source_error) = (Vec::new(), None);
    for (object, failure) in sample.failed {
        let key = object.key;
        match failure {
            Failure::Other(name) => skipped.push(other_format(key, name)),
            Failure::Read(error) if error.kind == ReadErrorKind::Empty => {
                skipped.push(Skipped { key, reason: SkipReason::Empty, message: None });
            }
            Failure::Read(error) => {
                let message = format!("'{}' could not be read: {error}", uri(&key));
                let mut warning = Diagnostic::new(Code::Unreadable, message);
                warning.resource = Some(uri(&key));
                warnings.push(warning);
                keys.push(key.clone());
                skipped.push(unreadable(key, error.to_string()));
            }
            Failure::Source(error) => {
                let code = match error.kind {
                    SourceErrorKind::AccessDenied => Code::AccessDenied,
                    SourceErrorKind::NotFound => Code::NotFound,
                    _ => Code::Unavailable,
                };
                warnings.push(Diagnostic::from_gap(code, &error.gap()));
                keys.push(key.clone());
                skipped.push(unreadable(key, error.message.clone()));
                source_error.get_or_insert(error);
            }
        }
    }
    skipped.sort_unstable_by(|a, b| a.key.cmp(&b.key));

    let Some(format) = sample.format.filter(|_| !read.is_empty()) else {
        if sample.is_late {
            return Err(InferError::Deadline);
        }
        let (uri, reasons) = (uri(&prefix), summary(&skipped));
        return Err(source_error.map_or(InferError::Skipped { uri, reasons, skipped }, InferError::Source));
    };
    let mut dataset = Dataset::new(prefix, format, listing.objects);
    if sample.is_late {
        let message = "time ran out before all objects of the sample were read";
        dataset.warnings.push(Diagnostic::new(Code::Deadline, message));
    }
    if listing.truncated {
        let message =
            format!("'{}' holds more than the {} objects that were listed", uri(&dataset.location), listing.objects);
        dataset.warnings.push(Diagnostic::new(Code::Truncated, message));
    }
    dataset.warnings.extend(mixed(&skipped, format));
    dataset.warnings.append(&mut warnings);
    dataset.skipped = skipped;
    dataset.table_format = listing.table_format;
    let mut partitions = Partitions::default();
    // Iceberg's folders name what was made of columns, such as their months, and the columns are in the objects.
    if listing.table_format != Some(TableFormat::Iceberg) {
        keys.sort_unstable();
        keys.iter().filter_map(|key| key.strip_prefix(&dataset.location)).for_each(|key| partitions.add(key));
    }
    dataset.fill(reader, read, &partitions, tried);
    Ok(dataset)
}

fn other_format(key: String, name: &str) -> Skipped {
    Skipped { key, reason: SkipReason::OtherFormat, message: Some(name.to_owned()) }
}

fn unreadable(key: String, message: String) -> Skipped {
    Skipped { key, reason: SkipReason::Unreadable, message: Some(message) }
}

/// That objects of other formats were left out.
fn mixed(skipped: &[Skipped], format: Format) -> Option<Diagnostic> {
    let others = skipped.iter().filter(|skipped| skipped.reason == SkipReason::OtherFormat);
    let others: BTreeSet<_> = others.filter_map(|skipped| skipped.message.as_deref()).collect();
    if others.is_empty() {
        return None;
    }
    let others = others.into_iter().collect::<Vec<_>>().join(", ");
    let message =
        format!("the dataset is taken as {}; objects of other formats were left out: {others}", format.as_str());
    Some(Diagnostic::new(Code::MixedFormats, message))
}
